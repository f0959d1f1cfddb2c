"""What all directives share: options checked at their own lines, and HTML that Markdown never sees."""

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

from book import options
from book.pages import Fence, Page

if TYPE_CHECKING:
    from book.chapters import Chapter


class Slot(NamedTuple):
    """Markdown for a place in the HTML of a directive.

    block: paragraphs, lists, formulas on lines of their own, rather than a piece of a sentence. searched: whether a search finds it.
    """

    text: str
    block: bool = False
    searched: bool = True


class Options(BaseModel):
    """Options of a directive; any other name is a mistake."""

    model_config = ConfigDict(extra="forbid")

    id: str = ""
    caption: str = ""


class Directive:
    """One fenced directive: reading it checks its options, `expand` gives its Markdown.

    `counted` is what the book calls it when it is numbered ("Figure"), "" otherwise.
    `argument` says what must follow the directive's name, "" when nothing may. `renamed` says how it gets another id.
    """

    name: ClassVar[str]
    argument: ClassVar[str] = ""
    counted: ClassVar[str] = ""
    renamed: ClassVar[str] = "give this one an `id:`"
    options: ClassVar[type[Options]] = Options

    def __init__(self, fence: Fence, page: Page):
        self.fence, self.page = fence, page
        self.target = fence.info.partition(" ")[2].strip()
        self.sound = True
        self.label = ""
        self.option: Any = None
        self._lines: dict[str, int] = {}
        self.read()

    def read(self) -> None:
        """Take the body for options, and check them."""
        if bool(self.target) != bool(self.argument):
            example = f"```{self.name} {self.argument}".strip()
            self.report(self.fence.line, f"write {example!r}")
            return
        read = options.read(self.fence.body, self.fence.line + 1, self.report)
        if read:
            values, self._lines = read
            self.option = options.check(self.options, values, self._lines, self.fence.line, self.report)
        if self.option:
            self.check()

    @property
    def id(self) -> str:
        return (self.option.id if self.option else "") or self.target

    @property
    def words(self) -> str:
        """What a link without words says."""
        return self.label or f"this {self.name}"

    def line(self, option: str) -> int:
        """Where the value of an option starts."""
        return self._lines.get(option, self.fence.line)

    def report(self, line: int, message: str) -> None:
        self.sound = False
        self.page.report(line, f"{self.name} {self.target}".strip() + f": {message}")

    def check(self) -> None:
        """Report what only the directive can know to be wrong."""

    def expand(self, chapter: "Chapter") -> str:
        """The Markdown that takes the fence's place."""
        raise NotImplementedError

    def captioned(self, chapter: "Chapter") -> str:
        """`**Figure 4.1.** The caption`, as Markdown."""
        caption = chapter.inline(self.option.caption, self.line("caption"))
        return f"**{self.label}.** {caption}" if self.label else caption
