"""The stages of a build, in order: runtime, bundle, pages; then the generator; then the last pass.

`prepare` does everything up to the generator, `finish` everything after it. The hook of the
generator calls them, so that `python build_site.py site` and plain `mkdocs build` are the same build.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from book import bibliography, check, coverage, embeds, finish, offers, rehearsal, spelling, web, wheel, zoo
from book.cache import write
from book.chapters import Chapter
from book.library import Library
from book.pages import Page
from book.places import Places

REFERENCE = ["notation.md", "glossary.md"]
AUTHORS_ONLY = {".bib", ".py", ".md", ".pyc", ".txt"}


@dataclass
class Prepared:
    """What the generator and the last pass need to know of the stages before them."""

    book: Library
    bundle: web.Bundle
    chapters: list[dict]
    reference: list[dict]
    pages: set[str]


def prepare(places: Places, repository: str, address: str, with_zoo: bool) -> Prepared:
    """Everything up to the generator: fills build/docs and build/fragments."""
    book = Library(places, repository, with_zoo, address=address)
    with step("browser's Python"):
        python = book.python
    with step("scripts and styles"):
        bundle = web.bundle(places, book.cache, python.config)
    with step("pages"):
        chapters = read(book)
        files = expand(book, chapters, bundle)
    # A page that stays as it was still needs its files.
    files |= bundle.files | python.files | wheel.files(book.cache)
    store(places.pages, files, prune=not book.problems)
    book.cache.prune()
    numbered = [chapter.entry() for chapter in chapters if chapter.page.meta.number is not None]
    pages = {chapter.page.uri: chapter for chapter in chapters}
    reference = [pages[uri].entry() for uri in (*zoo.ENTRANCES, *REFERENCE) if uri in pages]
    return Prepared(book, bundle, numbered, reference, set(pages))


def read(book: Library) -> list[Chapter]:
    """All pages, those of docs/ and those of the zoo: chapters first and in their order."""
    docs = book.places.docs
    pages = [
        Page(source.relative_to(docs).as_posix(), source.read_text(encoding="utf-8"), docs, book.problems)
        for source in docs.rglob("*.md")
    ]
    pages += zoo.pages(book) if book.zoo else []
    pages.sort(key=lambda page: (page.meta.number is None, page.meta.number, page.uri))
    return [Chapter(page, book) for page in pages]


def expand(book: Library, chapters: list[Chapter], bundle: web.Bundle) -> dict[str, str | bytes]:
    """The files of build/docs that come from docs/ and the demos, by their paths."""
    docs = book.places.docs
    with step("cells"):
        rehearsal.rehearse(book, chapters)
    files: dict[str, str | bytes] = {chapter.page.uri: chapter.expand() for chapter in chapters}
    files |= {chapter.rehearsed.path: chapter.rehearsed.text for chapter in chapters if chapter.rehearsed.path}
    files["bibliography.md"] = bibliography.page(book, chapters)
    embedded = embeds.scenes(book)
    book.scenes.draw()
    files |= embeds.pages(embedded, bundle)
    files |= {scene.path: scene.text for scene in book.scenes.all.values()}
    for path in docs.rglob("*"):
        if path.is_file() and path.suffix not in AUTHORS_ONLY:
            files[path.relative_to(docs).as_posix()] = path.read_bytes()
    files |= {f"assets/pictures/{source.stem}.png": book.pictures.png(source) for source in docs.glob("pictures/*.py")}
    keep_last_good(book, files)
    check_formulas(book)
    spelling.check(book)
    with step("notebooks and data"):
        files |= offers.files(book, chapters)
    store(
        book.places.fragments,
        {f"{name}.html": make() for name, make in book.fragments.items()},
        prune=not book.problems,
    )
    return files


def keep_last_good(book: Library, files: dict[str, str | bytes]) -> None:
    """A page with a mistake stays as it was, so that whoever reads along keeps a whole page."""
    prefix = f"{book.places.docs.name}/"
    for path in {problem.path for problem in book.problems}:
        uri = path.removeprefix(prefix)
        last = book.places.pages / uri
        if uri in files and last.is_file():
            files[uri] = last.read_bytes()
            book.kept.add(path)


def check_formulas(book: Library) -> None:
    """Typeset every formula of the pages now, while its line is known."""
    known = book.typesetter.typeset((tex, display) for _, _, tex, display in book.formulas)
    for path, line, tex, display in book.formulas:
        if error := known[tex, display].error:
            book.problems.add(path, line, f"formula: {error}")


def store(folder: Path, files: dict[str, str | bytes], prune: bool = True) -> None:
    """Make `folder` hold exactly `files`; what is the same already is not touched."""
    for name, content in files.items():
        write(folder / name, content)
    if prune:
        for path in folder.rglob("*"):
            if path.is_file() and path.relative_to(folder).as_posix() not in files:
                path.unlink()


def complete(prepared: Prepared, site: Path) -> None:
    """Everything after the generator: finishes the HTML in `site`, then looks at it."""
    with step("last pass"):
        finish.finish(prepared.book, site)
    with step("check"):
        check.site(prepared.book, site)
        coverage.report(prepared.book, prepared.pages)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print what takes time, and how much."""
    start = time.monotonic()
    yield
    seconds = time.monotonic() - start
    if seconds > 0.2:
        print(f"{name}: {seconds:.1f} s", flush=True)
