"""List the rules, landscapes, schedules or problems, with their parameters and defaults."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..knobs import REQUIRED, Knob
from ..registry import Registry, nearest
from ..zoo import LANDSCAPES, PROBLEMS, RULES, SCHEDULES
from .report import table


class Shelf(NamedTuple):
    """One registry, and what its list says of every entry beside its name."""

    registry: Registry
    columns: dict[str, Callable[[Any], Any]]


def written(knobs: Mapping[str, Knob]) -> str:
    """Parameters with their defaults, those that are required alone.

    >>> written(RULES["momentum"].knobs)
    'lr, beta=0.9'
    """
    return ", ".join(
        name if knob.default is REQUIRED else f"{name}={shown(knob.default)}" for name, knob in knobs.items()
    )


def shown(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


SHELVES = {
    "rules": Shelf(RULES, {"knobs": lambda rule: written(rule.knobs), "idea": lambda rule: rule.idea}),
    "landscapes": Shelf(
        LANDSCAPES,
        {
            "title": lambda f: f.title,
            "dimensions": lambda f: dimensions(*f.dims),
            "parameters": lambda f: written(f.parameters),
        },
    ),
    "schedules": Shelf(
        SCHEDULES,
        {"title": lambda s: s.title, "options": lambda s: ", ".join(filter(None, ["base", written(s.knobs)]))},
    ),
    "problems": Shelf(
        PROBLEMS,
        {
            "title": lambda f: f.title,
            "shape": lambda f: " x ".join(map(str, f.shape)),
            "parameters": lambda f: written(f.parameters),
        },
    ),
}


def dimensions(least: int, most: int | None) -> str:
    """Of a landscape: one number, or from where on any."""
    return f"{least}" if least == most else f"{least} or more"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a list can be told."""
    parser.add_argument("kind", metavar="KIND", help=", ".join(SHELVES))


def run(chosen: argparse.Namespace) -> int:
    """Print the list."""
    if chosen.kind not in SHELVES:
        raise ValueError(f"there is no list of {chosen.kind!r}; {nearest(chosen.kind, SHELVES)}")
    registry, columns = SHELVES[chosen.kind]
    rows = [[name, *(column(entry) for column in columns.values())] for name, entry in registry.items()]
    print(*table(["name", *columns], rows), sep="\n")
    return 0
