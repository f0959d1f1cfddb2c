"""The knobs of whatever rule is chosen, as controls and as axes of a map."""

import math
import re
from typing import Any

import numpy as np

from demos.kit import scene
from demos.kit.controls import Choice, Control, ControlError
from demos.kit.tuning import best_lr
from gdzoo import RULES
from gdzoo.knobs import Knob

COUNTS = ("whole >= 1", "0 or 1", "1 or 2")  # domains of knobs that count or switch: they have no axis
WORDS = {"lr": "Learning rate", "beta": "Momentum", "weight_decay": "Weight decay"}


def axes(rule) -> dict[str, Knob]:
    """The knobs of a rule that may take any number of a range."""
    return {
        name: knob
        for name, knob in rule.knobs.items()
        if None not in (knob.low, knob.high, knob.default) and knob.domain not in COUNTS
    }


def usual(rule, name, landscape) -> float:
    """The value of a knob that a reader meets first: the best learning rate for the landscape, else the default."""
    knob = rule.knobs[name]
    value: Any = best_lr(rule, landscape) if name == "lr" else knob.default
    return float(np.clip(value, knob.low, knob.high))


def spread(knob, n) -> np.ndarray:
    """n values over the range of a knob, even on its scale."""
    return (np.geomspace if knob.scale == "log" else np.linspace)(knob.low, knob.high, n)


def axis(name, knob) -> dict:
    """The axis of a plot for a knob."""
    return scene.axis(knob.low, knob.high, name, scale=knob.scale)


def label(name, knob) -> dict:
    """What a control for a knob is called, with the knob's letter where the page can set it."""
    return {
        "label": WORDS.get(name, name),
        "symbol": knob.symbol if re.fullmatch(r"\\[a-z]+(_\d)?", knob.symbol) else "",
    }


class KnobChoice(Choice):
    """One of the knobs of the demo's rule, other than the one that the control `beside` has; the first of them by default."""

    def __init__(self, beside=None, **common):
        names = {name: name for rule in RULES.values() for name in axes(rule)}
        super().__init__(names, next(iter(names)), **{"follows": "rule"} | common)
        self.beside = beside

    def choices(self, demo) -> list[str]:
        """The names to choose from."""
        taken = getattr(demo, self.beside) if self.beside else None
        return [name for name in axes(demo.rule) if name != taken]

    def value(self, demo):
        given, choices = demo.given.get(self.name), self.choices(demo)
        return given if given in choices else choices[0]

    def override(self, demo) -> dict:
        """What the scene says of this control."""
        return {"options": [{"value": name, "label": WORDS.get(name, name)} for name in self.choices(demo)]}


class KnobSlider(Control):
    """The value of one of the rule's knobs, within that knob's range.

    knob: a function from the demo to the name of the knob; where the rule has none of that name the
    control is hidden, and its value 0 means nothing. usual: its default, as a function of rule, name and landscape.
    """

    kind = "number"

    def __init__(self, knob, usual=usual, **common):
        super().__init__(None, **common)
        self.knob, self.usual = knob, usual

    def check(self, value):
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not math.isfinite(value):
            raise ControlError(f"{self.name} must be a number, got {value!r}")
        return float(value)

    def value(self, demo):
        name, given = self.knob(demo), demo.given.get(self.name)
        if name not in axes(demo.rule):
            return 0.0
        knob = demo.rule.knobs[name]
        return self.usual(demo.rule, name, demo.landscape) if given is None else min(max(given, knob.low), knob.high)

    def spec(self):
        return super().spec() | {"low": 0.0, "high": 1.0, "step": None, "scale": "linear", "unit": ""}

    def override(self, demo) -> dict:
        """What the scene says of this control."""
        name = self.knob(demo)
        if name not in axes(demo.rule):
            return {"hidden": True}
        knob = demo.rule.knobs[name]
        return {"low": knob.low, "high": knob.high, "scale": knob.scale} | label(name, knob)
