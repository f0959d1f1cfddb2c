"""The knobs of a rule that take any number of a range, with a range for those that name none."""

import math
from typing import Any

from gdzoo import REQUIRED
from gdzoo.knobs import Knob

COUNTS = ("whole >= 1", "0 or 1", "1 or 2")  # domains of knobs that count or switch: they have no axis
ENDS = {  # of a range, by domain
    "in [0, 1)": (0.0, 0.999),
    "in [0, 1]": (0.0, 1.0),
    "in (0, 1)": (0.001, 0.999),
    "in (0, 1]": (0.001, 1.0),
    "0 or 1": (0.0, 1.0),
    "1 or 2": (1.0, 2.0),
}
RATES = (1e-4, 3.0)  # of a learning rate
TIMES = 100.0  # a range reaches from a hundredth of a default to a hundred times it


def axes(rule) -> dict[str, Any]:
    """The knobs of a rule that may take any number of a range, by name."""
    return {name: knob for name, knob in numbers(rule).items() if knob.domain not in COUNTS}


def numbers(rule) -> dict[str, Any]:
    """The knobs of a rule that are one number, each with a range; those that count or switch, too."""
    return {name: ranged(name, knob) for name, knob in rule.knobs.items() if is_number(knob.default)}


def is_number(default) -> bool:
    """Whether a knob with this default, or `REQUIRED`, is a number that a slider can show."""
    return default is REQUIRED or (isinstance(default, int | float) and math.isfinite(default))


def ranged(name, knob: Knob) -> Knob:
    """A knob with a range: its own, as far as it names one, else what its domain or its default suggests."""
    if None not in (knob.low, knob.high):
        return knob
    knob = knob._replace(domain=knob.domain or guessed(name, knob.default))
    low, high, scale = around(name, knob)
    low, high = low if knob.low is None else knob.low, high if knob.high is None else knob.high
    return knob._replace(low=low, high=high, scale="linear" if low <= 0 else scale) if low < high else knob


def guessed(name, default) -> str | None:
    """The domain of a knob that names none: True and False are a switch, whole numbers from 2 on are counts."""
    if isinstance(default, bool):
        return "0 or 1"
    return "whole >= 1" if isinstance(default, int) and default > 1 and name != "lr" else None


def around(name, knob) -> tuple[float, float, str]:
    """Low, high and scale for a knob that names no range."""
    default = 0.0 if knob.default is REQUIRED else float(knob.default)
    if name == "lr":
        low, high = RATES
        return (min(low, default / 10) if default > 0 else low), max(high, 10 * default), "log"
    if knob.domain in ENDS:
        return *ENDS[knob.domain], "linear"
    if knob.domain == "whole >= 1":
        return 1.0, max(10.0, 10 * default), "linear"
    if default < 0:
        return 2 * default, 0.0, "linear"
    if 0.5 <= default < 1:  # a memory, most likely
        return 0.0, 0.999, "linear"
    return (default / TIMES, TIMES * default, "log") if default else (0.0, 1.0, "linear")
