"""Which cells of a page need which, from what each binds, uses and changes."""

import builtins
from collections.abc import Mapping
from typing import NamedTuple

from lab.names import Names, writers


class Needs(NamedTuple):
    """What a cell builds on. cells: direct and indirect, in the order of the page. makers: of each name that it reads, the cells
    that bind and change it, in order."""

    cells: tuple[str, ...] = ()
    makers: Mapping[str, tuple[str, ...]] = {}


def needs(names: Mapping[str, Names]) -> dict[str, Needs]:
    """The needs of every cell, given the names of all in the order of the page."""
    found: dict[str, Needs] = {}
    for cell in names:
        found[cell] = needs_of(names[cell], {above: names[above] for above in found}, found)
    return found


def needs_of(here: Names, above: Mapping[str, Names], known: Mapping[str, Needs]) -> Needs:
    cells, parts = list(above), list(above.values())
    family: set[str] = set()
    makers: dict[str, tuple[str, ...]] = {}
    waiting = here.uses | here.changes | (here.later - here.sure)
    seen: set[str] = set()

    def join(members: set[str]) -> set[str]:
        """Take cells into the family, with what they need; the names that their functions will look for when called from here."""
        new = members.union(*(known[member].cells for member in members)) - family
        family.update(new)
        return set().union(*(above[member].later for member in new))

    for word in here.words:
        waiting = waiting | join({cell for cell in cells if word in above[cell].rules})
    while waiting := waiting - seen:
        seen |= waiting
        joined: set[str] = set()
        for name in waiting:
            makers[name] = tuple(cells[i] for i in writers(name, parts))
            joined |= set(makers[name])
            if not makers[name] and not hasattr(builtins, name):
                joined |= {cell for cell in cells if above[cell].star}
        waiting = frozenset(join(joined))
    return Needs(tuple(cell for cell in cells if cell in family), {name: made for name, made in makers.items() if made})


def plan(
    cell: str, known: Mapping[str, Needs], stale: set[str], makers: Mapping[str, tuple[str, ...]], names
) -> list[str]:
    """The cells to run, in order: `cell`, and of its needs those that are not as they should be.

    stale: cells that have not run as they are now. makers: of each name as it is now, who bound and changed it.
    """
    family = [*known[cell].cells, cell]
    again = {cell}
    while True:
        before = len(again)
        now = dict(makers)
        for each in family:
            if each in stale or again.intersection(known[each].cells):
                again.add(each)
            if each in again:
                for name, wanted in known[each].makers.items():
                    if now.get(name) != wanted:
                        again.update(wanted)
                now = written(now, each, names[each])
        if len(again) == before:
            return [each for each in family if each in again]


def written(makers: Mapping[str, tuple[str, ...]], cell: str, names: Names) -> dict[str, tuple[str, ...]]:
    """The makers of every name after a cell has run once more: first what it made is taken away, then it makes it."""
    left = {name: made for name, made in makers.items() if made[0] != cell}
    fresh = {
        name: (cell,) if names.makes(name) else (*left.get(name, ()), cell) for name in names.binds | names.changes
    }
    return left | fresh
