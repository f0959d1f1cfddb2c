"""The cells of a page: one namespace, and what has run in it.

What a cell shows depends on the texts of the cells alone, never on the order in which a reader ran them. So before a cell
runs, whatever it needs is made again unless it is exactly as the cells above make it; what they do not make is out of its
sight. A change by a method, as in x.append(1), cannot be told from its text: it belongs into the cell that makes x.
So do random numbers: np.random.default_rng(seed) belongs to the cell that draws from it.
"""

import builtins
from collections.abc import Iterable, Mapping
from time import perf_counter
from typing import Any, NamedTuple

from gdzoo.rules import Rule
from lab import errors
from lab.names import Names, names_of
from lab.order import Needs, needs, plan, written
from lab.running import run
from lab.streams import Emit, Output


class Ran(NamedTuple):
    """A run of a cell: which one of all, its text, and the runs on which it stood."""

    number: int
    source: str
    stood_on: dict[str, int]


class Registered(NamedTuple):
    """A rule, and the statement that registered it."""

    rule: Rule
    cell: str
    statement: int


class Notebook:
    """A page's namespace.

    sources, names, needs: of each cell of the page, in its order. makers: of each name as it is now, the cells that bound and
    changed it. registered: by the latest call of `run`.
    """

    def __init__(self):
        self.globals: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        self.sources: dict[str, str] = {}
        self.names: dict[str, Names] = {}
        self.needs: dict[str, Needs] = {}
        self.makers: dict[str, tuple[str, ...]] = {}
        self.registered: list[Registered] = []
        self.ran: dict[str, Ran] = {}
        self.runs = 0

    def update(self, cells: Iterable[Mapping[str, str]]) -> None:
        """Take the cells of the page as they are now."""
        old, self.sources = self.sources, {cell["id"]: cell["source"].replace("\r\n", "\n") for cell in cells}
        self.names = {
            cell: self.names[cell] if source == old.get(cell) else names_of(source)
            for cell, source in self.sources.items()
        }
        self.needs = needs(self.names)
        for cell, source in old.items():
            if source != self.sources.get(cell):
                self.undo(cell)

    def run(self, cell: str, emit: Emit) -> bool:
        """Run a cell after what it needs; whether all went well."""
        self.registered = []
        stale = {each for each in self.sources if not self.fresh(each)}
        for each in plan(cell, self.needs, stale, self.makers, self.names):
            if self.run_one(each, emit):
                continue
            if each != cell:
                output = Output(emit, cell)
                output.piece("start")
                output.piece("error", **errors.unmet(each))
                output.piece("end", ok=False, seconds=0)
            return False
        return True

    def fresh(self, cell: str) -> bool:
        """Whether a cell has run as it is now, on what it needs as that is now."""
        ran = self.ran.get(cell)
        return ran is not None and ran.stood_on == self.stands_on(cell)

    def stands_on(self, cell: str) -> dict[str, int]:
        return {need: self.ran[need].number if need in self.ran else 0 for need in self.needs[cell].cells}

    def undo(self, cell: str) -> None:
        """Take away what a cell has made."""
        self.ran.pop(cell, None)
        for name in [name for name, made in self.makers.items() if made[0] == cell]:
            self.globals.pop(name, None)
            del self.makers[name]

    def run_one(self, cell: str, emit: Emit) -> bool:
        output = Output(emit, cell)
        self.undo(cell)
        family, names = set(self.needs[cell].cells), self.names[cell]
        foreign = {name: made for name, made in self.makers.items() if not family.issuperset(made)}
        hidden = {name: self.globals.pop(name) for name in foreign if name in self.globals}
        self.makers = written({n: made for n, made in self.makers.items() if n not in foreign}, cell, names)
        output.piece("start")
        began = perf_counter()

        def done(statement: int, rules: list[Rule]) -> None:
            self.registered += [Registered(rule, cell, statement) for rule in rules]

        code = errors.Code(cell, self.sources, self.globals, lambda name: self.elsewhere(cell, name))
        ok = run(code, output, done)
        for name, value in hidden.items():
            if not names.writes(name):
                self.globals[name], self.makers[name] = value, foreign[name]
        if ok:
            self.runs += 1
            self.ran[cell] = Ran(self.runs, self.sources[cell], self.stands_on(cell))
        output.piece("end", ok=ok, seconds=round(perf_counter() - began, 4))
        return ok

    def elsewhere(self, cell: str, name: str) -> str:
        """The first cell below `cell` that binds a name, or ""."""
        cells = list(self.sources)
        return next((each for each in cells[cells.index(cell) + 1 :] if name in self.names[each].binds), "")
