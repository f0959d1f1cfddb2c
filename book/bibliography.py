"""The generated page of all references, each with the chapters that cite it."""

from book.chapters import Chapter
from book.library import Library

HEAD = """---
title: Bibliography
description: Every work that this book cites, and where.
---

# Bibliography

"""


def page(book: Library, chapters: list[Chapter]) -> str:
    """The page as Markdown."""
    items = []
    for ref in book.references.values():
        citing = [chapter.page for chapter in chapters if ref.key in chapter.cited]
        links = ", ".join(f'<a href="../{page.url}#ref-{ref.key}">{page.meta.title}</a>' for page in citing)
        cited = f' <span class="cited">Cited in {links}.</span>' if citing else ""
        items.append(f'<li id="ref-{ref.key}">{ref.full}{cited}</li>')
    return HEAD + '<ul class="sources">\n' + "\n".join(items) + "\n</ul>\n"
