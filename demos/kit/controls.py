"""The controls of a demo.

A control is a class attribute of a `Demo`. Read on an instance it gives what the scene computes
with: a number, a registered object, a point. Its `default` may be a function of the demo, for a
value that depends on other controls; with `follows="landscape"` the reader's own value is
dropped, and the default taken again, when they change the landscape (or one of several, in a list).

Values travel as JSON: `None` stands for "the default".
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from demos.kit.menus import heading, offered
from demos.kit.words import number, symbol
from gdzoo.registry import nearest

FAR = 1000.0  # no coordinate of a start lies further out: from there every loss is still a number


class ControlError(ValueError):
    """A value that a control cannot take. The message names the value and the remedy."""


class Control:
    """One thing that a reader can change.

    label: what the reader sees. symbol: the letter of the text's mathematics, in LaTeX.
    more: fold the control away behind "More". when: {name: value}, or a list of values, show it only then.
    """

    kind = ""

    def __init__(self, default, *, label="", symbol="", follows=None, more=False, when=None):
        self.default = default
        self.label, self.symbol = label, symbol
        self.follows, self.more, self.when = follows, more, when

    def __set_name__(self, owner, name):
        self.name = name
        self.label = self.label or name.replace("_", " ").capitalize()

    def __get__(self, demo: Any, owner: Any) -> Any:
        return self if demo is None else self.read(self.value(demo))

    def value(self, demo):
        """The plain JSON value in force: the reader's, or the default."""
        given = demo.given.get(self.name)
        if given is not None:
            return given
        return self.check(self.default(demo) if callable(self.default) else self.default)

    def check(self, value) -> Any:
        """The value as plain JSON data; ControlError when the control cannot take it."""
        raise NotImplementedError

    def read(self, value):
        """What the scene computes with."""
        return value

    def spec(self) -> dict[str, Any]:
        """What the page needs to draw the control, apart from its value."""
        return {
            "kind": self.kind,
            "name": self.name,
            "label": self.label,
            "symbol": self.symbol,
            "follows": self.follows,
            "more": self.more,
            "when": self.when,
        }


class Slider(Control):
    """A number between `low` and `high`, moved in steps of `step`."""

    kind = "number"
    scale = "linear"

    def __init__(self, low, high, default, *, step=None, unit="", **common):
        super().__init__(default, **common)
        self.low, self.high, self.step, self.unit = low, high, step, unit

    def check(self, value) -> Any:
        number = float(value) if isinstance(value, int | float | np.number) else math.nan
        whole = isinstance(self.step, int)
        if isinstance(value, bool) or not self.low <= number <= self.high or (whole and number != round(number)):
            kind = "whole number" if whole else "number"
            raise ControlError(f"{self.name} must be a {kind} from {self.low:g} to {self.high:g}, got {value!r}")
        return int(number) if whole else float(number)

    def spec(self) -> dict[str, Any]:
        return super().spec() | {
            "low": self.low,
            "high": self.high,
            "step": self.step,
            "scale": self.scale,
            "unit": self.unit,
        }


class LogSlider(Slider):
    """A positive number between `low` and `high`, on a logarithmic scale."""

    scale = "log"


class MemorySlider(Slider):
    """A number below 1 that says how much is kept: equal stretches of its track multiply the memory 1 / (1 - value) alike."""

    scale = "memory"


class Toggle(Control):
    """Something that is on or off."""

    kind = "toggle"

    def check(self, value) -> Any:
        if not isinstance(value, bool):
            raise ControlError(f"{self.name} must be true or false, got {value!r}")
        return value


class Choice(Control):
    """One of `options`: a registry of gdzoo, or a dict from value to what the reader sees.

    A registered object that has parameters may also be given with them, as in
    `{"name": "ravine", "kappa": 37}`.
    """

    kind = "choice"

    def __init__(self, options: Mapping, default, **common):
        super().__init__(default, **common)
        self.options = options

    @property
    def noun(self):
        """What one option is called in an error: the registry's word, or the control's name."""
        return getattr(self.options, "kind", self.name)

    def check(self, value) -> Any:
        if isinstance(value, str) and value in self.options:
            return value
        if isinstance(value, Mapping) and "name" in value:
            name, parameters = value["name"], {k: v for k, v in value.items() if k != "name"}
            self.check(name)
            try:
                self.options[name](**parameters)
            except (TypeError, ValueError) as error:
                raise ControlError(f"{self.name} {name}: {error}") from None
            return dict(value)
        raise ControlError(f"unknown {self.noun} {value!r}; {nearest(value, self.options)}")

    def read(self, value):
        if isinstance(value, str):
            option = self.options[value]
            return value if isinstance(option, str) else option
        parameters = dict(value)
        return self.options[parameters.pop("name")](**parameters)

    def describe(self, value):
        """The words for one value, as the menu shows it."""
        option = self.read(value)
        if isinstance(option, str):
            return self.options[value]
        if isinstance(value, str):
            return option.title
        return f"{option.title}, " + ", ".join(
            f"{math.degrees(v):.0f}°"
            if name == "angle"
            else f"{symbol(option.parameters[name].symbol)} = {number(v, 3)}"
            for name, v in option.values.items()
        )

    def spec(self) -> dict[str, Any]:
        return super().spec() | {
            "options": [self.entry(name) for name in self.options],
            "offers": offered(self.options),
        }

    def entry(self, name):
        """One line of the menu; `group` is the heading above it in a long one."""
        group = heading(self.options[name])
        return {"value": name, "label": self.describe(name)} | ({"group": group} if group else {})


class Picks(Choice):
    """Any number of `options`, at least one, in the order of the registry."""

    kind = "picks"

    @property
    def noun(self):
        return self.name.removesuffix("s")

    def check(self, value) -> Any:
        if not isinstance(value, list | tuple) or not value:
            raise ControlError(f"{self.name} must name at least one, got {json.dumps(value)}")
        picked = [super(Picks, self).check(name) for name in value]
        return [name for name in self.options if name in picked]

    def read(self, value):
        return [self.options[name] for name in value]

    def describe(self, value):
        return self.options[value].title


class Text(Control):
    """A line that the reader types; `understood` takes it, or raises a ValueError whose sentence says what is wrong."""

    kind = "text"

    def __init__(self, default, *, understood, **common):
        super().__init__(default, **common)
        self.understood = understood

    def check(self, value) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = f"{value:g}"  # what a link says of "7"
        if not isinstance(value, str):
            raise ControlError(f"{self.name} must be text, got {json.dumps(value)[:40]}")
        try:
            self.understood(value)
        except ValueError as error:
            raise ControlError(f"{self.name} not understood: {error}") from None
        return value


class Point(Control):
    """A point of the plane, bounded by the box of the landscape in the control `on`."""

    kind = "point"

    def __init__(self, default=None, *, on="landscape", **common: Any):
        common = {"follows": on, "label": "Start"} | common
        super().__init__(default or (lambda demo: list(getattr(demo, on).starts[0])), **common)

    def check(self, value) -> Any:
        point = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else None
        numeric = point is not None and point.dtype.kind in "iuf" and point.shape == (2,)
        if point is None or not numeric or not (np.abs(point) <= FAR).all():
            raise ControlError(f"{self.name} must be two numbers [x, y] from -{FAR:g} to {FAR:g}, got {value!r}")
        return [float(number) for number in point]

    def read(self, value):
        return np.array(value)


class Curve(Control):
    """A function of the step, drawn by hand: one number from `low` to `high` at each of the places `at`, on a logarithmic scale.

    The chart in which it is drawn holds it as a `scene.curve`. unit: what the places are counted in, "step".
    presets: {label: numbers}, to begin with.
    """

    kind = "curve"

    def __init__(self, at, low, high, default, *, unit="", presets=None, **common):
        super().__init__(default, **common)
        self.at, self.low, self.high, self.unit = [float(place) for place in at], low, high, unit
        self.presets = presets or {}

    def check(self, value) -> Any:
        row = np.asarray(value) if isinstance(value, list | tuple | np.ndarray) else np.array("")
        if not (row.dtype.kind in "iuf" and row.shape == (len(self.at),)):
            raise ControlError(f"{self.name} must be {len(self.at)} numbers, got {json.dumps(value, default=str)[:80]}")
        for i, each in enumerate(row):
            if not self.low <= each <= self.high:
                where = f"got {each:g} at number {i + 1}"
                raise ControlError(f"{self.name} must be numbers from {self.low:g} to {self.high:g}, {where}")
        return [float(each) for each in row]

    def read(self, value):
        return np.array(value)

    def spec(self) -> dict[str, Any]:
        return super().spec() | {
            "low": self.low,
            "high": self.high,
            "step": None,
            "scale": "log",
            "unit": self.unit,
            "at": self.at,
            "presets": [{"label": label, "value": self.check(value)} for label, value in self.presets.items()],
        }
