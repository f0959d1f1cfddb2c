"""A chapter's BibTeX: how to cite it, and every work that it cites, as docs/refs.bib has them."""

from typing import TYPE_CHECKING

import yaml

from book import references
from book.places import ROOT

if TYPE_CHECKING:
    from book.chapters import Chapter


PAPERS = ROOT / "CITATION.cff"


def bibtex(chapter: "Chapter") -> str:
    """The file: the chapter first, then its sources in the order of the page."""
    entries = references.entries(chapter.book.places.docs / "refs.bib")
    cited = [entries[name] for name in chapter.book.references if name in chapter.cited]
    return "\n\n".join([own(chapter), *cited]) + "\n"


def own(chapter: "Chapter") -> str:
    """The entry of the chapter itself; `PAPERS` says who wrote the book, and when."""
    book = yaml.safe_load(PAPERS.read_text(encoding="utf-8"))
    authors = " and ".join(f"{{{author['name']}}}" for author in book["authors"])
    year = str(book["date-released"])[:4]
    meta = chapter.page.meta
    fields = {
        "author": authors,
        "title": f"{{{meta.title}}}",
        "booktitle": f"{{{book['title']}}}",
        "chapter": meta.number,
        "year": year,
        "version": book["version"],
        "url": f"{chapter.book.address}{chapter.page.url}",
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@incollection{{zoo{year}{chapter.stem},\n{rows}}}"
