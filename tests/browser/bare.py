"""An empty page with Python and nothing of the book around it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from book import node, runtime
from book.cache import write
from book.places import ROOT
from tests.browser.server import Pages

CLIENT = """async ([config, root]) => {
  const { Python } = await import(`${root}assets/python.js`);
  window.python = new Python(config, root);
}"""
# Runs cells of one page; says what they showed, how it ended, and how long it took in seconds.
RUN = """async ([cells, id]) => {
  const pieces = [], begin = performance.now();
  const payload = { page: "bare", cells, cell: id };
  const reply = await python.task(id, "run", payload, (piece) => pieces.push(piece)).catch(({ name, message }) => `${name}: ${message}`);
  return [pieces, reply, (performance.now() - begin) / 1000];
}"""


@contextmanager
def served(root: Path) -> Iterator[Pages]:
    """A site of the runtime, the page's client of it, and an empty page."""
    pages = Pages()
    pages.root = root
    made = runtime.assemble(ROOT / ".cache")
    for path, data in made.files.items():
        write(root / path, data)
    write(root / "assets/python.js", node.esbuild(runtime.WEB, "src/python.js", "--bundle", "--format=esm"))
    write(root / "index.html", "<!doctype html><title>Python</title><link rel=icon href=data:,>")
    write(root / "404.html", "not here")
    write(root / "config.json", json.dumps(made.config))
    try:
        yield pages
    finally:
        pages.shutdown()
        pages.server_close()


def config(pages: Pages) -> dict:
    """What the page is told of the runtime."""
    return json.loads((pages.root / "config.json").read_text())


def open_page(page: Page, pages: Pages, **changes: str) -> None:
    """Goes to the page, which gets `window.python`, whose configuration is changed as given."""
    page.goto(pages.url)
    page.evaluate(CLIENT, [config(pages) | changes, pages.url])


class Ran:
    """What became of a cell. reply: what the task answered, None if it was stopped, or a sentence if Python died."""

    def __init__(self, pieces: list[dict], reply: dict | str | None, seconds: float):
        self.pieces, self.reply, self.seconds = pieces, reply, seconds
        self.text = "".join(piece["text"] for piece in pieces if piece["kind"] == "text")
        self.error = next((piece for piece in pieces if piece["kind"] == "error"), None)


def run(page: Page, source: str, id: str = "cell") -> Ran:
    """Runs a cell of its own."""
    return Ran(*page.evaluate(RUN, [[{"id": id, "source": source}], id]))
