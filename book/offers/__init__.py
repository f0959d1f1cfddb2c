"""What a reader may take along from a chapter: its notebook, its sources as BibTeX, the numbers behind its figures."""

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from book.cache import fingerprint
from book.directives.figure import FigureDirective
from book.offers.data import archive
from book.offers.notebook import notebook
from book.offers.works import PAPERS, bibtex
from book.places import ROOT

if TYPE_CHECKING:
    from book.chapters import Chapter
    from book.library import Library


def files(book: "Library", chapters: list["Chapter"]) -> dict[str, bytes]:
    """{path in the site: content} of everything that chapters offer beside their pages, made anew when one has changed."""
    recipe = fingerprint(
        ROOT / "book", ROOT / "lab", PAPERS, book.places.docs / "refs.bib", suffixes=(".py", ".bib", ".cff")
    )
    common = (recipe, book.scenes.python, book.address, book.repository, *sorted(book.labels.items()))
    found = {}
    for chapter in chapters:
        if chapter.page.meta.number is not None:
            drawn = [part for part in chapter.directives if isinstance(part, FigureDirective) and part.sound]
            figures = fingerprint(*(part.source for part in drawn))
            parts = (*common, chapter.page.uri, chapter.page.source, figures)
            kept = json.loads(book.cache.keep("offers", parts, lambda chapter=chapter: packed(chapter)))
            found |= {f"{chapter.page.url}{name}": b64decode(content) for name, content in kept.items()}
    return found


def packed(chapter: "Chapter") -> str:
    """The files of one chapter by name, as text."""
    made = {
        f"{chapter.stem}.ipynb": notebook(chapter).encode(),
        f"{chapter.stem}.bib": bibtex(chapter).encode(),
        f"{chapter.stem}-data.zip": archive(chapter),
    }
    return json.dumps({name: b64encode(content).decode() for name, content in made.items() if content})
