"""Schedules: a learning rate for every step, in closed form, with k counted from 0.

``SCHEDULES["cosine"](0.1, steps=100)`` is a function k -> lr. Step t of a run uses k = t - 1. After its last step a
schedule keeps its end value.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .knobs import Knob, check_domain, checked, from_signature, number
from .registry import Registry

SCHEDULES = Registry("schedule")


class Schedule:
    """A family of schedules; ``schedule(base, **options)`` is one of them, a function k -> lr.

    Attributes
    ----------
    name, title, formula : registry name, printed name, LaTeX.
    knobs : dict of option name -> `Knob`.
    rate : the formula as a function ``rate(k, base, **options)``.

    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["step"](0.8, every=10, factor=0.5)
    >>> lr(9), lr(10), lr(25)
    (0.8, 0.4, 0.2)
    """

    def __init__(self, rate: Callable[..., Any], title: str, formula: str, knobs: Mapping[str, Knob]):
        self.rate = rate
        self.name = rate.__name__
        self.title = title
        self.formula = formula
        self.knobs = from_signature(rate, knobs)
        self.home = rate.__module__
        self.doc = rate.__doc__ or ""

    def __call__(self, base: Any, **options: Any) -> Callable[[Any], Any]:
        base = number(base)
        check_domain(f"schedule {self.name}", "base", base, "> 0")
        options = checked(f"schedule {self.name}", self.knobs, options)
        rate = self.rate
        return lambda k: rate(k, base, **options)

    def __repr__(self) -> str:
        return f"<schedule {self.name}>"


def schedule(*, title: str, formula: str, knobs: Mapping[str, Knob]) -> Callable[[Callable[..., Any]], Schedule]:
    r"""Register the formula below as a schedule; its name then is the `Schedule`.

    Parameters
    ----------
    title, formula : printed name and LaTeX.
    knobs : a `Knob` for every option of the formula, ``(k, base, *, options) -> lr``.

    Returns
    -------
    The decorator.

    Examples
    --------
    ::

        @gdzoo.schedule(title="Root", formula=r"\eta / \sqrt{k + 1}", knobs={})
        def root(k, base):
            return base / (k + 1) ** 0.5
    """

    def register(rate: Callable[..., Any]) -> Schedule:
        entry = Schedule(rate, title, formula, knobs)
        SCHEDULES.add(entry.name, entry, entry.home)
        return entry

    return register


@schedule(title="Constant", formula=r"\eta", knobs={})
def constant(k, base):
    """The same rate at every step.

    >>> import gdzoo
    >>> gdzoo.SCHEDULES["constant"](0.1)(1000)
    0.1
    """
    return base


@schedule(
    title="Steps",
    formula=r"\eta\, \gamma^{\lfloor k / s \rfloor}",
    knobs={"every": Knob("s", 1, 1000, "log", domain=">= 1"), "factor": Knob(r"\gamma", 0.01, 1, "log", domain="> 0")},
)
def step(k, base, *, every, factor=0.1):
    """Multiply the rate by ``factor`` after every so many steps.

    The first drop is at k = every, as in PyTorch's StepLR.

    >>> import gdzoo
    >>> gdzoo.SCHEDULES["step"](1.0, every=3, factor=0.5)(6)
    0.25
    """
    return base * factor ** (k // every)


@schedule(
    title="Cosine",
    formula=r"\eta_\text{end} + (\eta - \eta_\text{end}) \frac{1 + \cos(\pi \min(k, T) / T)}{2}",
    knobs={"steps": Knob("T", 1, 1000, "log", domain=">= 1"), "end": Knob(r"\eta_\text{end}", 0, 1, domain=">= 0")},
)
def cosine(k, base, *, steps, end=0.0):
    """Half a wave from ``base`` at k = 0 down to ``end`` at k = steps, and ``end`` from there on.

    The last of ``steps`` steps has k = steps - 1, just above the end. PyTorch's CosineAnnealingLR rises again after
    T_max = steps; this one stays.

    >>> import gdzoo
    >>> round(float(gdzoo.SCHEDULES["cosine"](0.1, steps=100)(50)), 9)
    0.05
    """
    return end + (base - end) * (1 + np.cos(np.pi * np.minimum(k, steps) / steps)) / 2
