"""Which rules a menu offers, and under which headings a menu lists what it offers."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import gdzoo
from demos.kit.ranges import axes
from gdzoo.landscapes.base import KINDS, Landscape
from gdzoo.registry import UnknownName, nearest
from gdzoo.rules import FAMILIES, Rule

OFFERS: dict[str, Callable[[Rule], bool]] = {
    "rules": lambda rule: True,
    "walkers": lambda rule: "matrix" not in rule.traits,  # may run on a plane
    "rated": lambda rule: "matrix" not in rule.traits and "lr" in rule.knobs,
    "tuned": lambda rule: "matrix" not in rule.traits and len(axes(rule)) > 1,  # has two knobs to make a map of
    "learners": lambda rule: "lr" in rule.knobs and "hessian" not in rule.traits,  # may learn a matrix
}
"""Kinds of menus, and which rules of the reader's own join them."""


class Menu(Mapping[str, Any]):
    """The rules that a kind of menu takes, as they are now: one that the reader has just defined is on it.

    book: names of the rules of the book that are on it, where not all are that it could take.
    """

    kind = "rule"

    def __init__(self, offers: str, book: Collection[str] | None = None):
        self.offers, self.book = offers, book

    def takes(self, rule: Rule) -> bool:
        """Whether a rule is on it."""
        own = rule.family == "own"
        return OFFERS[self.offers](rule) if own or self.book is None else rule.name in self.book

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in gdzoo.RULES and self.takes(gdzoo.RULES[name])

    def __getitem__(self, name: str) -> Any:
        if name not in self:
            raise UnknownName(f"unknown {self.kind} {name!r}; {nearest(name, self)}")
        return gdzoo.RULES[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name, rule in gdzoo.RULES.items() if self.takes(rule))

    def __len__(self) -> int:
        return sum(1 for _ in self)


WALKERS = Menu("walkers")
RATED = Menu("rated")
TUNED = Menu("tuned")


def offers(rule: Rule) -> list[str]:
    """The kinds of menus that a rule of the reader's own joins."""
    return [name for name, takes in OFFERS.items() if takes(rule)]


def offered(options) -> str:
    """The kind of menu that lists these options; "" where none of the reader's rules joins them."""
    return options.offers if isinstance(options, Menu) else ""


def heading(option) -> str:
    """What a rule or a landscape is listed under in a long menu; "" for anything else."""
    if isinstance(option, Rule):
        return FAMILIES[option.family][0] if option.family in FAMILIES else "Your own"
    return KINDS[option.home.rpartition(".")[2]] if isinstance(option, Landscape) else ""
