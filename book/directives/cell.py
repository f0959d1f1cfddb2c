"""```python {run}: a cell, whose code the reader may change and run. The page has its output, as the build saw it."""

import re
from html import escape
from typing import TYPE_CHECKING

from book.directives.base import Directive
from book.highlight import highlighted
from book.problems import unknown

if TYPE_CHECKING:
    from book.chapters import Chapter

RUN = "python {run}"
FENCE = re.compile(r"python \{run(?P<words>( [^}]*)?)\}")
RAISES = "raises"  # the cell is meant to end in an error


class CellDirective(Directive):
    """Code with a name: that of `#name` in its first line, or `cell-3` for the third cell of the page."""

    name = "cell"
    renamed = "give this one another name, {run #name}"

    def __init__(self, fence, page, number: int):
        self.number = number
        super().__init__(fence, page)

    def read(self):
        match = FENCE.fullmatch(self.fence.info)
        words = match["words"].split() if match else []
        self.target = next((word[1:] for word in words if word.startswith("#")), f"cell-{self.number}")
        self.raises = RAISES in words
        for word in words:
            if word.startswith("#") and not re.fullmatch(r"[\w-]+", word[1:]):
                self.report(self.fence.line, f"a name is made of letters, digits, - and _, not {word[1:]!r}")
            elif not word.startswith("#") and word != RAISES:
                self.report(self.fence.line, unknown("option", word, [RAISES, "#name"]))
        if not self.source.strip():
            self.report(self.fence.line, "there is no code in it")

    @property
    def source(self) -> str:
        return self.fence.body.rstrip()

    def expand(self, chapter):
        html = element(chapter, self.id, self.source, chapter.rehearsed.outputs.get(self.id, ""))
        return chapter.fragment(lambda: html, html, slots=[])


def element(chapter: "Chapter", id: str, source: str, output: str = "") -> str:
    """A cell of a page as it is before any script has run."""
    return f"<zoo-cell {address(chapter, id)}>{card(source, output, id)}</zoo-cell>"


def address(chapter: "Chapter", id: str) -> str:
    """Where the page finds what it needs to bring a cell or an exercise to life."""
    return f'data-src="{chapter.page.root}{chapter.rehearsed.path}" data-id="{escape(id)}"'


def card(source: str, output: str = "", id: str = "") -> str:
    """Code and output; the page puts its buttons between them."""
    named = f' id="{escape(id)}"' if id else ""
    return (
        f'<div class="cell" data-state="idle"{named}>{code(source)}'
        f'<div class="cell-bar"></div><div class="cell-output">{output}</div></div>'
    )


def code(source: str) -> str:
    rows = "".join(f'<span class="code-line">{row}\n</span>' for row in highlighted(source.splitlines()))
    return f'<pre class="cell-code"><code>{rows}</code></pre>'
