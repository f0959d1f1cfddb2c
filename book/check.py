"""The finished site, looked at as a whole: links, anchors, headings, alternatives to pictures, weight."""

import gzip
import json
import posixpath
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import lxml.html

from book import fonts
from book.cache import fingerprint
from book.library import Library

VERSION = fingerprint(Path(__file__), Path(fonts.__file__))
PAGE_LIMIT = 400_000  # gzipped bytes before Python is wanted
SCRIPT_LIMIT = 90_000
INDEX_LIMIT = 250_000


def site(book: Library, folder: Path) -> None:
    """Add to the book's problems whatever is wrong with the site in `folder`."""
    pages = {file: read(file, book) for file in sorted(folder.rglob("*.html"))}
    weights = {asset: weigh(asset) for asset in set().union(*(needed(file, page) for file, page in pages.items()))}
    for file, page in pages.items():
        path = source_of(book, file.relative_to(folder))
        if path in book.kept:
            continue
        for message, *needles in [*page.mistakes, *broken_links(book, file, folder, pages)]:
            book.problems.add(*book.locate(path, *needles), message)
        weight = page.weight + sum(weights[asset] for asset in needed(file, page))
        if weight > PAGE_LIMIT:
            book.problems.add(path, 1, f"the page weighs {weight // 1000} KB gzipped, above {PAGE_LIMIT // 1000} KB")
    limits = {"search/search_index.json": INDEX_LIMIT, "assets/main-*.js": SCRIPT_LIMIT}
    for pattern, limit in limits.items():
        weight = max((weigh(file) for file in folder.glob(pattern)), default=0)
        if weight > limit:
            book.problems.add(
                "mkdocs.yml", 1, f"{pattern} weighs {weight // 1000} KB gzipped, above {limit // 1000} KB"
            )


class Html(NamedTuple):
    """What the check knows of one finished page.

    mistakes: each with what to look for in the page's source. assets: addresses of styles, scripts and preloaded fonts.
    weight: gzipped bytes of the page alone.
    """

    ids: list[str]
    links: list[str]
    mistakes: list[list[str]]
    assets: list[str]
    weight: int


def read(file: Path, book: Library) -> Html:
    """A page, looked at only when no earlier run has seen the same one."""
    data = file.read_bytes()
    return Html(*json.loads(book.cache.keep("checked", [VERSION, data], lambda: json.dumps(looked_at(data)))))


def looked_at(data: bytes) -> Html:
    tree = lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))
    ids = tree.xpath("//@id")
    assets = tree.xpath("//link[@rel='stylesheet' or @rel='preload']/@href | //script/@src")
    return Html(ids, tree.xpath("//a/@href"), list(mistakes(tree, ids)), assets, len(gzip.compress(data)))


def mistakes(tree, ids: list[str]) -> Iterator[list[str]]:
    """What is wrong with a page, each with what to look for in its source."""
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        text = "# " + (headings[-1].text if headings else "")
        yield [f"the page has {len(headings)} first-level headings, and needs one", text]
    for id, count in Counter(ids).items():
        if count > 1:
            yield [f"the id '{id}' is used {count} times", id]
    for image in tree.xpath("//img[not(normalize-space(@alt))][not(@role='presentation')]"):
        name = posixpath.basename(image.get("src", ""))
        yield [f"the picture {name} has no alternative text; write ![what it shows]({name})", name]
    for _ in tree.xpath(
        "//*[local-name()='svg'][@role='img'][not(normalize-space(@aria-label))][not(*[local-name()='title'])]"
    ):
        yield ["a drawing has no alternative text"]
    for formula in tree.xpath("//span[@class='katex']"):
        tex, shown = (formula.xpath(f"string(.//{part})") for part in ("annotation", "span[@class='katex-html']"))
        for letter in fonts.lacking(shown):
            place = f"'{letter}' (U+{ord(letter):04X})"
            yield [f"a formula has {place}, which its fonts lack; extend FORMULAS in book/fonts.py", tex]


def broken_links(book: Library, file: Path, folder: Path, pages: dict[Path, Html]) -> list[tuple[str, ...]]:
    """Links of a page that lead nowhere inside the site, each with what to look for in its source."""
    found = []
    for link in dict.fromkeys(pages[file].links):
        parts = urlsplit(link)
        # Links of the page for unknown addresses begin at the server's root, wherever that is.
        if parts.scheme or parts.netloc or link.startswith("/"):
            continue
        target = file.parent / unquote(parts.path) if parts.path else file
        target = Path(posixpath.normpath(target / "index.html" if target.is_dir() else target))
        anchor = unquote(parts.fragment)
        if not target.is_relative_to(folder) or not target.is_file():
            found.append((f"the link '{link}' leads nowhere", link, posixpath.basename(parts.path.rstrip("/"))))
        elif anchor and not anchor.startswith("__") and target in pages and anchor not in pages[target].ids:
            name = posixpath.basename(source_of(book, target.relative_to(folder)))
            where, written = ("this page", f"(#{anchor}") if target == file else (name, f"{name}#{anchor}")
            found.append((f"nothing on {where} has the id '{anchor}'", written, f"#{anchor}"))
    return found


def source_of(book: Library, page: Path) -> str:
    """The file from which a page was made, as messages name it."""
    stem = page.parent.as_posix() if page.name == "index.html" else page.stem
    for uri in (f"{stem}.md", "index.md" if stem == "." else f"{stem}/index.md"):
        if (book.places.docs / uri).is_file():
            return f"{book.places.docs.name}/{uri}"
    return f"site/{page.as_posix()}"


def needed(file: Path, page: Html) -> set[Path]:
    """The files that a page asks for before it is shown."""
    files = {Path(posixpath.normpath(file.parent / address)) for address in page.assets}
    return {file for file in files if file.is_file()}


def weigh(file: Path) -> int:
    data = file.read_bytes()
    return len(data) if file.suffix == ".woff2" else len(gzip.compress(data))
