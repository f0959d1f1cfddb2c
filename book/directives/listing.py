"""```listing NAME: the code of a rule, or of any function of gdzoo, with notes beside its lines."""

import ast
import importlib
import inspect
from dataclasses import dataclass
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

import gdzoo
from book.directives.base import Directive, Options
from book.places import ROOT
from book.problems import Mistake, unknown


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
        rows = [row.strip() for row in self.code.rows]
        self.notes = {}
        for start, note in self.option.notes.items():
            found = [at for at, row in enumerate(rows) if row.startswith(start)]
            if len(found) == 1:
                self.notes[found[0]] = note, self.note_line(start)
            elif found:
                self.report(self.note_line(start), f"{len(found)} lines begin with {start!r}; write more of the line")
            else:
                self.report(self.note_line(start), f"no line begins with {start!r}")

    def note_line(self, start: str) -> int:
        """The line of the page on which a note stands."""
        lines = self.fence.body.splitlines()
        found = [
            at for at, line in enumerate(lines, self.fence.line + 1) if line.strip().strip("'\"").startswith(start)
        ]
        return found[0] if found else self.line("notes")

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
            f'<div class="listing-lines">{"".join(lines)}</div></figure>'
        )
        return chapter.fragment(lambda: html, html, slots=slots)


@dataclass
class Code:
    """A function's own lines, and where they stand."""

    rows: list[str]
    path: str
    span: tuple[int, int]

    @classmethod
    def of(cls, name: str) -> "Code":
        """The code of the rule called `name`, or of the object at the dotted name `gdzoo....`."""
        thing = found(name)
        thing = inspect.unwrap(getattr(thing, "step", thing))  # a rule around a rule is a wrapped function
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
        rows = text.splitlines()
        kept = list(range(node.lineno, node.end_lineno + 1))
        if ast.get_docstring(node) is not None:
            doc = node.body[0]
            kept = [line for line in kept if not doc.lineno <= line <= (doc.end_lineno or 0)]
            after = (doc.end_lineno or 0) + 1
            if rows[after - 1 : after] == [""] and after in kept:
                kept.remove(after)
        indent = node.col_offset
        return cls(
            [rows[line - 1][indent:] for line in kept],
            path.relative_to(ROOT).as_posix(),
            (node.lineno, node.end_lineno),
        )


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


def highlighted(rows: list[str]) -> list[str]:
    """The rows as HTML; the colours come from the page's style sheet."""
    html = highlight("\n".join(rows), PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return html.splitlines()
