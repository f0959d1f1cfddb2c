"""The knobs of whatever rule is chosen, as controls and as axes of a map."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from demos.kit import scene
from demos.kit.controls import Choice, Control, ControlError
from demos.kit.pens import rule_pen
from demos.kit.ranges import COUNTS, axes, numbers
from demos.kit.tuning import best_lr
from gdzoo import REQUIRED, RULES
from gdzoo.knobs import check_domain
from gdzoo.registry import nearest

WORDS = {"lr": "Learning rate", "beta": "Momentum", "weight_decay": "Weight decay"}


def usual(rule, name, landscape) -> float:
    """The value of a knob that a reader meets first: the best learning rate for the landscape, else the default."""
    knob = numbers(rule)[name]
    value: Any = best_lr(rule, landscape) if name == "lr" else knob.default
    if value is REQUIRED:
        value = (knob.low * knob.high) ** 0.5 if knob.scale == "log" else (knob.low + knob.high) / 2
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


class KnobNames(Mapping[str, str]):
    """The names of all knobs that are an axis of some rule, as the rules are now."""

    def __getitem__(self, name):
        if name not in [*self]:
            raise KeyError(name)
        return name

    def __iter__(self):
        return iter({name: None for rule in RULES.values() for name in axes(rule)})

    def __len__(self):
        return sum(1 for _ in self)


class KnobChoice(Choice):
    """One of the knobs of the demo's rule, other than the one that the control `beside` has; the first of them by default."""

    def __init__(self, beside=None, **common):
        names = KnobNames()
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
        knob = axes(demo.rule)[name]
        return self.usual(demo.rule, name, demo.landscape) if given is None else min(max(given, knob.low), knob.high)

    def spec(self):
        return super().spec() | {"low": 0.0, "high": 1.0, "step": None, "scale": "linear", "unit": ""}

    def override(self, demo) -> dict:
        """What the scene says of this control."""
        name = self.knob(demo)
        if name not in axes(demo.rule):
            return {"hidden": True}
        knob = axes(demo.rule)[name]
        return {"low": knob.low, "high": knob.high, "scale": knob.scale} | label(name, knob)


class Knobs(Control):
    """All knobs of all rules that the control `of` picks: {rule: {knob: number}} as far as the reader has set them.

    usual: what a knob has otherwise, as a function of rule, name and landscape. Numbers outside the range
    of a slider may be typed, as long as they are valid. What a rule of the reader's own does not have, or no more,
    is left out.
    """

    kind = "knobs"

    def __init__(self, of="rules", usual: Callable[..., float] = usual, **common):
        super().__init__({}, **common)
        self.of, self.usual = of, usual

    def check(self, value) -> Any:
        if not isinstance(value, Mapping) or not all(isinstance(given, Mapping) for given in value.values()):
            raise ControlError(f"{self.name} must be {{rule: {{knob: number}}}}, got {value!r}")
        found = {name: self.numbers(name, given) for name, given in value.items()}
        return {name: given for name, given in found.items() if given}

    def numbers(self, name, given) -> dict[str, float]:
        """The numbers that the reader has set for one rule."""
        if name not in RULES:
            return {}
        rule, found = RULES[name], {}
        known = numbers(rule)
        for knob, value in given.items():
            if value is None or (knob not in known and rule.family == "own"):
                continue
            if knob not in known:
                raise ControlError(f"{self.name} of {name}: there is no {knob!r} to set; {nearest(knob, known)}")
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ControlError(f"{self.name} of {name}: {knob} must be a number, got {value!r}")
            if known[knob].domain:
                self.check_domain(name, knob, value, known[knob].domain)
            found[knob] = int(value) if known[knob].domain in COUNTS else float(value)
        return found

    def check_domain(self, name, knob, value, domain) -> None:
        """ControlError unless the value is valid."""
        try:
            check_domain(f"{self.name} of {name}", knob, value, domain)
        except ValueError as error:
            raise ControlError(str(error)) from None

    def of_rule(self, demo, rule) -> dict[str, float]:
        """Every number of a rule: the reader's, or the usual one."""
        given = self.value(demo).get(rule.name, {})
        return {name: given.get(name, self.usual_of(demo, rule, name)) for name in numbers(rule)}

    def usual_of(self, demo, rule, name) -> float:
        """What a knob has unless the reader sets it, a whole number where it counts."""
        value = self.usual(rule, name, demo.landscape)
        return int(value) if numbers(rule)[name].domain in COUNTS else value

    def override(self, demo) -> dict:
        """What the scene says of this control."""
        return {"rows": [self.row(demo, rule) for rule in getattr(demo, self.of)]}

    def row(self, demo, rule) -> dict:
        """One rule with its knobs, as the page draws it."""
        values = self.of_rule(demo, rule)
        return {
            "rule": rule.name,
            "title": rule.title,
            "pen": rule_pen(rule),
            "knobs": [
                {
                    "name": name,
                    **label(name, knob),
                    "low": knob.low,
                    "high": knob.high,
                    "scale": knob.scale,
                    "step": 1 if knob.domain in COUNTS else None,
                    "value": values[name],
                }
                for name, knob in numbers(rule).items()
            ],
        }
