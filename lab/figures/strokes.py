"""The pens of a figure: that of a rule where one is known, and no two alike."""

from itertools import count

from demos.kit.pens import rule_pen
from demos.kit.scene import DASHES, MARKERS, pen
from gdzoo.plots.picture import Curve, Path

COLOURS = ("accent", "momentum", "adaptive", "adam", "signs", "second_order", "meta", "ink")


def strokes(things: tuple[Curve, ...] | tuple[Path, ...]) -> list[dict]:
    """A pen for each curve or path. Those that share label and rule share it; others differ in dash or marker."""
    pens: dict[tuple, dict] = {}
    taken: set[tuple] = set()
    for thing in things:
        key = thing.label, thing.rule
        if key not in pens:
            first = pen(COLOURS[len(pens) % len(COLOURS)]) if thing.rule is None else rule_pen(thing.rule)
            pens[key] = next(style for style in _variants(first) if _shape(style) not in taken)
            taken.add(_shape(pens[key]))
    return [pens[thing.label, thing.rule] for thing in things]


def _variants(first: dict):
    """The pen, and then the same in every other dash and marker."""
    yield first
    for i in count():
        yield first | {"dash": DASHES[i % len(DASHES)], "marker": MARKERS[(i + i // len(DASHES)) % len(MARKERS)]}


def _shape(style: dict) -> tuple:
    return style["dash"], style["marker"]
