"""The book, built for the address at which the tests serve it."""

import fcntl
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import gdzoo
from book.places import ROOT
from demos.kit import demo_names
from tests.browser.server import Pages

DOCS = ROOT / "docs"


class BuildFailed(Exception):
    """The book has mistakes; the message lists them."""


@contextmanager
def served(folder: Path):
    """The book, built into `folder` and served. Instant navigation needs a sitemap of the very address."""
    pages = Pages()
    pages.root = folder
    try:
        build(folder, pages.url)
        yield pages
    finally:
        pages.shutdown()
        pages.server_close()


def build(folder: Path, address: str) -> None:
    """Plain `mkdocs build`, which is what `build_site.py site` does, elsewhere."""
    settings = {**os.environ, "SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    with (ROOT / "mkdocs.yml").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # tests in another process build through the same folders
        result = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)
    if result.returncode:
        raise BuildFailed(f"the book does not build:\n{result.stderr[-2000:]}")


def chapters() -> list[str]:
    """The addresses of the pages that the generator makes from docs/, the first page's being empty."""
    names = (path.relative_to(DOCS).with_suffix("").as_posix() for path in sorted(DOCS.rglob("*.md")))
    return ["" if name == "index" else f"{name}/" for name in names]


def with_demos() -> list[str]:
    """Those of the chapters and labs that have a demo; so has the home page."""
    return [path for path in chapters() if "```demo " in source(path)]


def stages() -> dict[str, set[str]]:
    """The pages in which something runs, and the demos that are met there first with all of their controls.

    A demo that no chapter shows so has a page of its own for it.
    """
    found: dict[str, set[str]] = {}
    rest = set(demo_names())
    for page in chapters():
        if not re.search(r"^```(demo |exercise |python \{run)", source(page), re.MULTILINE):
            continue
        directives = re.findall(r"^```demo ([\w-]+)\n(.*?)^```$", source(page), re.MULTILINE | re.DOTALL)
        found[page] = {name for name, text in directives if "\nhide: " not in f"\n{text}"} & rest
        rest -= found[page]
    return found | {f"embed/{name}/": {name} for name in sorted(rest)}


def source(path: str) -> str:
    """What the author of a page has written."""
    return (DOCS / f"{path[:-1] or 'index'}.md").read_text(encoding="utf-8")


def numbered() -> list[str]:
    """Those of the chapters proper, which lead from one to the next."""
    return [path for path in chapters() if path and "\nnumber: " in source(path)]


def reference() -> list[str]:
    """The addresses of the pages that the build makes of the registries."""
    rules = [f"zoo/{name}/" for name in gdzoo.RULES]
    landscapes = [f"landscapes/{name}/" for name in gdzoo.LANDSCAPES]
    return ["zoo/", "zoo/at-a-glance/", *rules, "landscapes/", *landscapes, "schedules/"]


def pages() -> list[str]:
    """The addresses of all pages: chapters, the bibliography, and a page of its own for each demo."""
    return [*chapters(), "bibliography/", *(f"embed/{name}/" for name in demo_names())]
