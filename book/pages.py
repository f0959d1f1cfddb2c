"""One page: its front matter, and its text cut into prose and fences, with line numbers."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, Field

from book import options
from book.problems import Problems

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,}) *(?P<info>[^`\n]*?) *$")
FRONT = re.compile(r"\A---\n(.*?)^---$\n?", re.DOTALL | re.MULTILINE)


class Meta(BaseModel):
    """The front matter of a page. depends: folders that its numbers are computed from, besides gdzoo/ and demos/."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    title: str = Field(description="give the page a title in its front matter")
    number: int | None = None
    part: str = ""
    kicker: str = ""
    lead: str = ""
    description: str = ""
    template: str = ""
    hide: list[str] = []
    depends: list[str] = []


@dataclass
class Prose:
    """Text between fences, or code that is none of our business, when `verbatim`."""

    line: int
    text: str
    verbatim: bool = False


@dataclass
class Fence:
    """A fenced block: `info` is what follows the opening ticks, `body` the lines inside, dedented."""

    line: int
    indent: str
    info: str
    body: str
    raw: str


class Page:
    """A page as its author wrote it, or as a template did.

    uri: its path below the folder of the chapters. path: the file to mend when something is wrong.
    """

    def __init__(self, uri: str, source: str, folder: Path, problems: Problems, path: str = ""):
        self.uri, self.source, self.folder, self.problems = uri, source, folder, problems
        self.path = path or f"{folder.name}/{uri}"
        self.meta, self.lines, body = self._front()
        self.parts = list(self._cut(body))

    def report(self, line: int, message: str) -> None:
        self.problems.add(self.path, line, message)

    @property
    def authored(self) -> bool:
        """Whether someone wrote it, rather than a template."""
        return self.path == f"{self.folder.name}/{self.uri}"

    @property
    def url(self) -> str:
        """The page's address from the root of the site: `momentum/`, "" for the home page."""
        path = PurePosixPath(self.uri).with_suffix("")
        path = path.parent if path.name == "index" else path
        return "" if path == PurePosixPath(".") else f"{path}/"

    @property
    def root(self) -> str:
        """The way from the page's address up to the root of the site."""
        return "../" * self.url.count("/")

    def _front(self) -> tuple[Meta, dict[str, int], int]:
        """The front matter, the lines of its values, and the offset at which the text begins."""
        match = FRONT.match(self.source)
        text, end = (match[1], match.end()) if match else ("", 0)
        values, lines = options.read(text, 2, self.report) or ({}, {})
        meta = options.check(Meta, values, lines, 1, self.report)
        return meta or Meta(title=self.uri), lines, end

    def _cut(self, start: int):
        """The text as a sequence of Prose and Fence, in order and without loss."""
        line = self.source.count("\n", 0, start) + 1
        prose: list[str] = []
        rows = self.source[start:].splitlines(keepends=True)
        at = 0
        while at < len(rows):
            opening = FENCE.match(rows[at].rstrip("\n"))
            if not opening:
                prose.append(rows[at])
                at += 1
                continue
            end = closing(rows, at, opening["ticks"])
            if end is None:
                self.report(line + at, "this fence is never closed")
                end = len(rows) - 1
            if prose:
                yield Prose(line + at - len(prose), "".join(prose))
                prose = []
            inside = [row.removeprefix(opening["indent"]) for row in rows[at + 1 : end]]
            raw = "".join(rows[at : end + 1])
            yield Fence(line + at, opening["indent"], opening["info"], "".join(inside), raw)
            at = end + 1
        if prose:
            yield Prose(line + at - len(prose), "".join(prose))


def closing(rows: list[str], start: int, ticks: str) -> int | None:
    """The row that closes the fence opened at `start` with `ticks`."""
    for at in range(start + 1, len(rows)):
        row = rows[at].strip()
        if len(row) >= len(ticks) and set(row) == {ticks[0]}:
            return at
    return None
