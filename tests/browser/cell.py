"""A cell in a page, as tests read and change it."""

import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.travel import unpacked

# What a reader sees: the text, and the drawings, whose ticks depend on how wide they are.
SHOWN = """output => {
  const parts = [...output.cloneNode(true).children].filter((part) => !part.matches(".own-rule"));
  const drawings = parts.flatMap((part) => [...part.querySelectorAll("svg")]);
  for (const drawing of drawings) drawing.remove();
  return {text: parts.map((part) => part.textContent), drawings: drawings.map(({innerHTML}) => innerHTML)};
}"""


EDITOR = re.compile(r"assets/editor-\w+\.js$")


class Cell:
    """The cell with this id, or the one of the exercise with this id."""

    def __init__(self, page: Page, id: str):
        self.page, self.id = page, id
        self.home = page.locator(f":is(zoo-cell, zoo-exercise)[data-id='{id}']")
        self.element = self.home.locator(".cell")
        self.code = self.find("> .cell-code")
        self.editor = self.find("> .cell-editor .cm-content")
        self.output = self.find("> .cell-output")
        self.run, self.stop, self.reset = (self.find(f".cell-{name}") for name in ("run", "stop", "reset"))

    def find(self, selector: str) -> Locator:
        return self.element.locator(selector)

    def button(self, name: str) -> Locator:
        return self.element.get_by_role("button", name=name, exact=True)

    def wake(self) -> "Cell":
        """Brings it into view, which brings it to life."""
        self.element.scroll_into_view_if_needed()
        expect(self.run).to_be_attached()
        return self

    def reaches(self, *phases: str) -> None:
        expect(self.element).to_have_attribute("data-state", re.compile("|".join(phases)))

    def runs(self) -> "Cell":
        """Runs it to its end."""
        self.run.click()
        self.reaches("done", "error")
        return self

    def given(self, root: Path) -> dict:
        """What the file of the page says of it, with what the build saw it print."""
        source = self.home.get_attribute("data-src") or ""
        page = unpacked((root / "assets/cells" / source.rpartition("/")[2]).read_text(encoding="utf-8"))
        return next(cell for cell in page["cells"] if cell["id"] == self.id)

    def shown(self) -> dict:
        return self.output.evaluate(SHOWN)

    def open(self) -> "Cell":
        """Goes into the code."""
        if not self.editor.is_visible():
            self.wake().code.click()
        self.editor.focus()
        return self

    def type(self, source: str) -> "Cell":
        """Puts other code in the place of what is there."""
        self.open()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        assert self.text() == source
        return self

    def text(self) -> str:
        """The code that stands there."""
        if self.editor.is_visible():
            return "\n".join(self.editor.locator(".cm-line").evaluate_all("lines => lines.map((l) => l.textContent)"))
        return (self.code.text_content() or "").rstrip("\n")

    def is_stale(self) -> bool:
        return self.element.get_attribute("data-stale") is not None

    def seconds_until(self, words: str) -> float:
        """How long it takes from now until the output says this."""
        begin = time.monotonic()
        expect(self.output).to_contain_text(words)
        return time.monotonic() - begin


def cells(page: Page) -> list[Cell]:
    """Those of the text, from top to bottom, each of them alive."""
    ids = page.locator("zoo-cell:not(.listing-edit *)").evaluate_all("cells => cells.map((c) => c.dataset.id)")
    return [Cell(page, id).wake() for id in ids]


def editors(requests: list[str]) -> list[str]:
    """Those of the requests that were for the editor."""
    return [url for url in requests if EDITOR.search(url)]
