"""Knobs: what a rule, a landscape or a schedule lets its user choose, and which values are valid."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from .registry import nearest


class _Required:
    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED = _Required()
"""The default of a knob that has none."""

TAKES_ANY = 0x08
"""The flag of a function's code that says that it takes ``**knobs``."""

DOMAINS: dict[str, Callable[[Any], Any]] = {
    "> 0": lambda v: v > 0,
    ">= 0": lambda v: v >= 0,
    "<= 0": lambda v: v <= 0,
    ">= 1": lambda v: v >= 1,
    "> 1": lambda v: v > 1,
    "in [0, 1)": lambda v: (v >= 0) & (v < 1),
    "in [0, 1]": lambda v: (v >= 0) & (v <= 1),
    "in (0, 1)": lambda v: (v > 0) & (v < 1),
    "in (0, 1]": lambda v: (v > 0) & (v <= 1),
    "finite": np.isfinite,
    "whole >= 1": lambda v: (v >= 1) & (v % 1 == 0),
    "0 or 1": lambda v: (v >= 0) & (v <= 1) & (v % 1 == 0),
    "1 or 2": lambda v: (v >= 1) & (v <= 2) & (v % 1 == 0),
}


class Knob(NamedTuple):
    """One number that the user may choose.

    Parameters
    ----------
    symbol : LaTeX of the formula's symbol.
    low, high : the range of a slider; values outside it may still be valid.
    scale : ``"linear"`` or ``"log"``, the slider's scale.
    default : the default, or ``REQUIRED``. A rule's comes from its step's signature.
    domain : the valid values, a key of ``DOMAINS``; ``None`` checks nothing.

    >>> Knob(r"\\beta", 0, 0.999, domain="in [0, 1)").default
    REQUIRED
    """

    symbol: str
    low: float | None = None
    high: float | None = None
    scale: str = "linear"
    default: Any = REQUIRED
    domain: str | None = None


def from_signature(function: Callable[..., Any], knobs: Mapping[str, Knob]) -> dict[str, Knob]:
    """The keyword-only arguments of ``function`` as knobs, each with its default from the signature."""
    code = function.__code__
    first = code.co_argcount
    names = code.co_varnames[first : first + code.co_kwonlyargcount]
    defaults = function.__kwdefaults__ or {}
    own = {name: knobs.get(name, Knob(name))._replace(default=defaults.get(name, REQUIRED)) for name in names}
    extra = {name: knob for name, knob in knobs.items() if name not in names}
    if extra and not code.co_flags & TAKES_ANY:
        raise ValueError(f"{function.__name__} has no argument {min(extra)!r}; {nearest(min(extra), names)}")
    return own | extra  # what a function takes as **knobs brings its own defaults


def checked(owner: str, knobs: Mapping[str, Knob], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every knob's value: those given, completed by defaults. Raises one sentence for a bad one."""
    for name in values:
        if name not in knobs:
            remedy = nearest(name, knobs) if knobs else "it has none at all"
            raise TypeError(f"{owner} has no knob {name!r}; {remedy}")
    result = {name: knob.default for name, knob in knobs.items()} | dict(values)
    for name, value in result.items():
        if value is REQUIRED:
            raise TypeError(f"{owner} needs {name}: it has no default")
        result[name] = value = number(value)
        domain = knobs[name].domain
        if domain and not (name == "lr" and callable(value)):  # a schedule
            check_domain(owner, name, value, domain)
    return result


def check_domain(owner: str, name: str, value: Any, domain: str) -> None:
    """Raise ``adam: lr must be > 0, got lr=-0.1`` unless every entry of ``value`` lies in ``domain``."""
    wanted = domain.replace("whole", "a whole number")
    try:
        good = np.asarray(DOMAINS[domain](value), bool)
    except TypeError:
        wanted = f"a number {domain}" if domain.startswith((">", "<", "in")) else wanted
        raise TypeError(f"{owner}: {name} must be {wanted}, got {name}={value!r}") from None
    if not good.all():
        worst = np.asarray(value)[~good].flat[0] if good.ndim else value
        raise ValueError(f"{owner}: {name} must be {wanted}, got {name}={worst:.6g}")


def number(value: Any) -> Any:
    """Sequences become float arrays; integer arrays too, since the browser's integers have 32 bits."""
    if isinstance(value, list | tuple):
        try:
            value = np.asarray(value)
        except ValueError:  # rows of different lengths: whoever checks it says so
            return value
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "iuf":
        return value.astype(float) if value.ndim else float(value)
    return value


def check_seed(owner: str, seed: Any) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**32:
        raise ValueError(f"{owner}: seed must be an integer from 0 to 2^32 - 1, got seed={seed!r}")
    return int(seed)
