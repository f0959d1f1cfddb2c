"""The words of a command line as values: names with parameters, numbers, points, learning rates."""

import math
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from typing import Any

from ..knobs import checked
from ..registry import nearest
from ..rules import RULES, Rule
from ..schedules import SCHEDULES
from ..schedules.spec import from_spec

RATES = "a number, rates by rule (gd=0.001,adam=0.1) or a schedule (cosine:base=0.1,steps=200)"


def named(text: str) -> tuple[str, dict[str, Any]]:
    """A name, and the parameters after its colon.

    >>> named("ravine:kappa=37,angle=0.5")
    ('ravine', {'kappa': 37, 'angle': 0.5})
    """
    name, colon, rest = text.partition(":")
    return name, pairs(rest, text) if colon else {}


def pairs(text: str, whole: str) -> dict[str, Any]:
    """The values of ``name=value,name=value``. whole: where they stand, for the sentence about a mistake."""
    values: dict[str, Any] = {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        if not (name and equals and value):
            raise ValueError(f"{whole!r} breaks off at {part!r}; parameters are written name=value,name=value")
        if name in values:
            raise ValueError(f"{whole!r} gives {name} twice")
        values[name] = literal(value)
    return values


def literal(text: str) -> Any:
    """A number, or the text itself.

    >>> literal("3"), literal("1e-3"), literal("triangular")
    (3, 0.001, 'triangular')
    """
    for kind in int, float:
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def rule_of(text: str) -> tuple[Rule, dict[str, Any]]:
    """A rule and the knobs after its colon, all of them its own.

    >>> rule_of("adam:beta1=0.8")
    (<rule adam>, {'beta1': 0.8})
    """
    name, knobs = named(text)
    rule = RULES[name]
    if not knobs.keys() <= rule.knobs.keys():
        checked(rule.name, rule.knobs, knobs)  # says which it does not have
    return rule, knobs


def rates(text: str | None, rules: Sequence[Rule]) -> dict[str, dict[str, Any]]:
    """What ``--lr`` gives to each rule, by its name: {"lr": a number or a schedule}, or nothing.

    >>> rules = [RULES["gd"], RULES["bfgs"], RULES["adam"]]  # bfgs has no learning rate
    >>> rates("0.1", rules), rates("adam=0.2", rules)
    ({'gd': {'lr': 0.1}, 'adam': {'lr': 0.1}}, {'adam': {'lr': 0.2}})
    """
    if text is None:
        return {}
    names = [rule.name for rule in rules]
    everyone = [rule.name for rule in rules if "lr" in rule.knobs]
    name, colon, _ = text.partition(":")
    if colon or name in SCHEDULES:
        name, options = named(text)
        if "milestones" in options:  # the one parameter that is a list, as in 30:80
            options["milestones"] = [literal(step) for step in str(options["milestones"]).split(":")]
        values = dict.fromkeys(everyone, from_spec({"schedule": name} | options))
    elif "=" in text:
        values = pairs(text, text)
        for name in values:
            if name not in names:
                raise ValueError(f"--lr names {name!r}, which is not in the race; {nearest(name, names)}")
    else:
        values = dict.fromkeys(everyone, literal(text))
    if any(isinstance(value, str) for value in values.values()):
        raise ValueError(f"--lr takes {RATES}, got {text!r}")
    return {name: {"lr": value} for name, value in values.items()}


def point(text: str) -> list[float]:
    """A point, as in -1.3,1.7."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise ArgumentTypeError(f"takes numbers with commas between them, as in -1.3,1.7, got {text!r}") from None


def whole(least: int) -> Callable[[str], int]:
    """The type of an option that is a whole number."""

    def read(text: str) -> int:
        value = literal(text)
        if not isinstance(value, int) or value < least:
            raise ArgumentTypeError(f"takes a whole number >= {least}, got {text!r}")
        return value

    return read


def at_least(least: float) -> Callable[[str], float]:
    """The type of an option that is a number, finite and not below this one."""

    def read(text: str) -> float:
        value = literal(text)
        if isinstance(value, str) or not least <= value < math.inf:
            raise ArgumentTypeError(f"takes a number >= {least}, got {text!r}")
        return float(value)

    return read


def positive(text: str) -> float:
    """The type of an option that is a finite number > 0."""
    value = literal(text)
    if isinstance(value, str) or not 0 < value < math.inf:
        raise ArgumentTypeError(f"takes a number > 0, got {text!r}")
    return float(value)
