"""The reference part of the book: pages that templates make of the registries of gdzoo, as Markdown with directives.

They take the same way as the chapters from there on.
"""

import json
import re

import gdzoo
from book.cache import fingerprint
from book.library import Library
from book.pages import Page
from book.places import ROOT, Places
from book.zoo import landscapes, rules, schedules

SOURCES = [ROOT / name for name in ("gdzoo", "book/zoo", "book/templates", "book/verified.py", "tests/reference")]
ENTRANCES = ["zoo/index.md", "landscapes/index.md", "schedules.md"]
"""The pages from which all others are reached."""

KINDS = (".py", ".jinja", ".json")


def pages(book: Library) -> list[Page]:
    """Every page of the zoo, made anew when what they tell of has changed."""
    taught, bibliography = teaching(book.places), (book.places.docs / "refs.bib").read_text(encoding="utf-8")
    parts = (fingerprint(*SOURCES, suffixes=KINDS), bibliography, json.dumps(taught))
    texts = json.loads(book.cache.keep("zoo", parts, lambda: json.dumps(write(taught, bibliography))))
    return [
        Page(uri, text, book.places.docs, book.problems, path=f"book/templates/{template}")
        for uri, (template, text) in texts.items()
    ]


def write(taught: dict[str, list[str]], bibliography: str) -> dict[str, tuple[str, str]]:
    """{path: (template, text)}."""
    return rules.pages(taught, bibliography) | landscapes.pages() | schedules.pages()


def teaching(places: Places) -> dict[str, list[str]]:
    """{rule: the chapters that print its code or run it in a demo}."""
    pages = {page.relative_to(places.docs).as_posix(): page.read_text("utf-8") for page in places.docs.rglob("*.md")}
    texts = {uri: text for uri, text in pages.items() if re.search("^number:", text, re.MULTILINE)}
    found = {}
    for name in gdzoo.RULES:
        used = re.compile(rf"^```listing {name}$|^```demo [^`]*\b{name}\b", re.MULTILINE)
        found[name] = sorted(uri for uri, text in texts.items() if used.search(text))
    return found
