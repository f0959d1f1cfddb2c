"""Rules of the reader's own: what the page is told of them, and the text that defines one by itself."""

import ast
from typing import NamedTuple

import gdzoo
from demos.kit.menus import offers
from gdzoo.rules import Rule
from lab import errors
from lab.names import Names, names_in, writers
from lab.notebook import Notebook, Registered
from lab.running import run
from lab.streams import Output


def facts(book: Notebook) -> list[dict]:
    """Of every rule that the latest run of a notebook has registered."""
    found = {}
    for new in book.registered:
        if gdzoo.RULES.get(new.rule.name) is new.rule:
            found[new.rule.name] = told(new.rule, source(book, new))
    return list(found.values())


def told(rule: Rule, source: str) -> dict:
    """The facts of a rule, with the text that defines it by itself."""
    return {
        "name": rule.name,
        "title": rule.title,
        "source": source,
        "traits": sorted(rule.traits),
        "offers": offers(rule),
    }


def source(book: Notebook, new: Registered) -> str:
    """The statement that registered a rule, with all that it needs of the page's cells, in their order."""
    parts: list[Part] = []
    for cell in (*book.needs[new.cell].cells, new.cell):
        parts += parts_of(cell, book.sources[cell])
    names = [part.names for part in parts]
    seed = next(i for i, part in enumerate(parts) if (part.cell, part.statement) == (new.cell, new.statement))
    chosen, waiting = {seed}, [seed]
    while waiting:
        i = waiting.pop()
        needed = {place for name in names[i].uses | names[i].changes for place in writers(name, names[:i])}
        needed |= {
            place for name in names[i].later for place in writers(name, names)
        }  # when it is called, all have run
        needed |= {place for place in range(i) if names[place].star or names[place].rules & names[i].words}
        waiting += needed - chosen
        chosen |= needed
    text, before = "", None
    for part in (parts[i] for i in sorted(chosen)):
        close = before and part.cell == before.cell and part.first <= before.last + 1
        text += ("" if not before else "\n" if close else "\n\n") + part.text
        before = part
    return text + "\n"


class Part(NamedTuple):
    """A statement: where it stands, with first and last line; its text; its names."""

    cell: str
    statement: int
    first: int
    last: int
    text: str
    names: Names


def parts_of(cell: str, source: str) -> list[Part]:
    """The statements of a cell, each with its decorators and the comment right above it."""
    lines, parts = source.split("\n"), []
    body = ast.parse(source).body
    for i, statement in enumerate(body):
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
        last = statement.end_lineno or first
        around = [body[k] for k in (i - 1, i + 1) if 0 <= k < len(body)]
        if any(other.lineno <= last and (other.end_lineno or 0) >= first for other in around):  # x = 1; y = 2
            text = ast.get_source_segment(source, statement) or ""
        else:
            while first > 1 and lines[first - 2].startswith("#"):
                first -= 1
            text = "\n".join(lines[first - 1 : last]).rstrip()
        parts.append(Part(cell, i, first, last, text, names_in([statement])))
    return parts


def define(name: str, text: str) -> str:
    """Register a rule from its text, printing nothing; "" or what went wrong, in a sentence."""
    pieces: list[dict] = []
    cell = f"of {name}"
    code = errors.Code(cell, {cell: text}, {"__name__": "__main__"}, lambda name: "")
    if not run(code, Silent(pieces)):
        error = next(piece for piece in pieces if piece["kind"] == "error")
        place = f", line {error['line']}" if error["line"] else ""
        return f"{error['type']}{place}: {error['message']}"
    if name not in gdzoo.RULES or gdzoo.RULES[name].family != "own":
        return f"the code registers no rule {name!r}"
    return ""


class Silent(Output):
    """Keeps the pieces to itself."""

    def __init__(self, pieces: list[dict]):
        super().__init__(lambda text, arrays: None, "")
        self.pieces = pieces

    def send(self, piece: dict) -> None:
        self.pieces.append(piece)

    def figure(self, scene: dict) -> None:
        pass
