"""What a schedule is, and the table of schedules."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..knobs import Knob, check_domain, checked, from_signature, number
from ..registry import Registry

SCHEDULES = Registry("schedule")


class Schedule:
    """A family of schedules; ``schedule(base, **options)`` is one of them, a function k -> lr.

    Attributes
    ----------
    name, title, formula : registry name, printed name, LaTeX.
    knobs : dict of option name -> `Knob`.
    source : citation key, or ``None``.
    rate : the formula as a function ``rate(k, base, **options)``.
    doc : the formula's docstring.

    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["step"](0.8, every=10, factor=0.5)
    >>> lr(9), lr(10), lr(25)
    (0.8, 0.4, 0.2)
    """

    def __init__(
        self,
        rate: Callable[..., Any],
        title: str,
        formula: str,
        knobs: Mapping[str, Knob],
        source: str | None = None,
    ):
        self.rate = rate
        self.name = rate.__name__
        self.title = title
        self.formula = formula
        self.knobs = from_signature(rate, knobs)
        self.source = source
        self.home = rate.__module__
        self.doc = rate.__doc__ or ""

    def __call__(self, base: Any, **options: Any) -> "Rates":
        base = number(base)
        check_domain(f"schedule {self.name}", "base", base, "> 0")
        options = checked(f"schedule {self.name}", self.knobs, options)
        listed = "".join(f", {name}={value!r}" for name, value in options.items())
        return Rates(lambda k: self.rate(k, base, **options), base, f"{self.name}({base!r}{listed})")

    def __repr__(self) -> str:
        return f"<schedule {self.name}>"


class Rates:
    """A learning rate for every step: ``rates(k)`` for one k from 0 or an array of them, whole or not.

    Attributes
    ----------
    base : the learning rate that the formula scales; an array gives every column of a batch its own.

    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["cosine"](0.1, steps=4)
    >>> lr, lr(2), lr([0, 2, 4, 6])
    (cosine(0.1, steps=4, end=0.0), 0.05, array([0.1 , 0.05, 0.  , 0.  ]))
    """

    def __init__(self, formula: Callable[[np.ndarray], Any], base: Any, text: str):
        self.formula = formula
        self.base = base
        self.text = text
        self(0)  # options that do not go together are an error here, not in the first step of a run

    def __call__(self, k: Any) -> Any:
        k = np.asarray(k, float)
        rates = self.formula(k) + np.zeros_like(k)  # the shape of k, also where k does not occur in the formula
        return rates if rates.ndim else float(rates)

    def __repr__(self) -> str:
        return self.text


def schedule(
    *, title: str, formula: str, knobs: Mapping[str, Knob], source: str | None = None
) -> Callable[[Callable[..., Any]], Schedule]:
    r"""Register the formula below as a schedule; its name then is the `Schedule`.

    Parameters
    ----------
    title, formula : printed name and LaTeX.
    knobs : a `Knob` for every option of the formula, ``(k, base, *, options) -> lr``; k arrives as floats.
    source : citation key, or ``None``.

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
        entry = Schedule(rate, title, formula, knobs, source)
        SCHEDULES.add(entry.name, entry, entry.home)
        return entry

    return register
