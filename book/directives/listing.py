"""```listing NAME: the code of a rule, or of any function of gdzoo, with notes beside its lines."""

import ast
import importlib
import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gdzoo
from book.directives.base import Directive, Options
from book.directives.cell import element
from book.highlight import highlighted
from book.places import ROOT
from book.problems import Mistake, unknown
from book.slices import rows

if TYPE_CHECKING:
    from book.chapters import Chapter


class ListingOptions(Options):
    """notes: from the beginning of a line of code to what is said beside it."""

    notes: dict[str, str] = {}


class ListingDirective(Directive):
    """A function as it stands in the package, without decorator and docstring."""

    name = "listing"
    argument = "NAME"
    options = ListingOptions

    @property
    def id(self):
        return (self.option.id if self.option else "") or f"listing-{self.target}"

    def check(self):
        try:
            self.code = Code.of(self.target)
        except Mistake as error:
            return self.report(self.fence.line, str(error))
        lines = [row.strip() for row in self.code.rows]
        self.notes = {}
        for start, note in self.option.notes.items():
            found = [at for at, line in enumerate(lines) if line.startswith(start)]
            if len(found) == 1:
                self.notes[found[0]] = note, self.line(f"notes.{start}")
            elif found:
                self.report(
                    self.line(f"notes.{start}"), f"{len(found)} lines begin with {start!r}; write more of the line"
                )
            else:
                self.report(self.line(f"notes.{start}"), f"no line begins with {start!r}")

    def expand(self, chapter):
        slots = [self.captioned(chapter)] if self.option.caption else []
        caption = "<span><!--slot--></span>" * len(slots)
        lines = []
        for at, code in enumerate(highlighted(self.code.rows)):
            note = ""
            if at in self.notes:
                slots.append(chapter.inline(*self.notes[at]))
                note = '<div class="note"><!--slot--></div>'
            lines.append(f'<div class="line"><code>{code}</code>{note}</div>')
        address = chapter.book.source_address(self.code.path, *self.code.span)
        html = (
            f'<figure class="listing" id="{self.id}">'
            f'<figcaption>{caption}<a href="{address}"><code>{self.code.path}</code></a></figcaption>'
            f'<div class="listing-lines">{"".join(lines)}</div>{self.editor(chapter)}</figure>'
        )
        return chapter.fragment(lambda: html, html, slots=slots)

    @property
    def edit_id(self) -> str:
        """The id of the cell in which the rule is changed."""
        return f"edit-{self.id.removeprefix('listing-')}"

    def editor(self, chapter: "Chapter") -> str:
        """The cell in which the rule is changed, folded; nothing for what is no rule."""
        if self.edit_id not in chapter.rehearsed.edits:
            return ""
        cell = element(chapter, self.edit_id, chapter.rehearsed.edits[self.edit_id])
        return f'<details class="listing-edit"><summary>Edit this optimizer</summary>{cell}</details>'


@dataclass
class Code:
    """A function's own lines, and where they stand."""

    rows: list[str]
    path: str
    span: tuple[int, int]

    @classmethod
    def of(cls, name: str) -> "Code":
        """The code of the rule called `name`, or of the function, class or schedule at the dotted name `gdzoo....`."""
        thing = found(name)
        thing = getattr(thing, "step", None) or getattr(thing, "rate", thing)  # of a rule, of a schedule
        thing = inspect.unwrap(thing)  # a rule around a rule is a wrapped function
        try:
            path = Path(inspect.getsourcefile(thing) or "")
        except TypeError:
            raise Mistake(f"{name} is not a function or class of gdzoo") from None
        text = path.read_text(encoding="utf-8")
        kinds = (ast.FunctionDef, ast.ClassDef)
        nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, kinds) and n.name == thing.__name__]
        node = next((n for n in nodes if n.lineno >= inspect.getsourcelines(thing)[1]), None)
        if node is None or node.end_lineno is None:
            raise Mistake(f"the source of {name} was not found in {path.name}")
        path = path.relative_to(ROOT).as_posix()
        return cls(rows(text.splitlines(), node), path, (node.lineno, node.end_lineno))


def found(name: str):
    """The rule or the object of gdzoo that `name` stands for."""
    if not name.startswith("gdzoo."):
        if name not in gdzoo.RULES:
            raise Mistake(unknown("rule", name, gdzoo.RULES))
        return gdzoo.RULES[name]
    module, _, last = name.rpartition(".")
    try:
        home = importlib.import_module(module)
    except ModuleNotFoundError:
        raise Mistake(f"there is no module {module!r}") from None
    if not hasattr(home, last):
        own = [name for name, thing in vars(home).items() if getattr(thing, "__module__", "").startswith(module)]
        raise Mistake(unknown(f"name in {module},", last, own))
    return getattr(home, last)
