"""Schedules in phases: warm-up, stable, decay; a warm-up in front of any other; and one through rates that are given."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..knobs import Knob, check_domain, number
from .base import Rates, schedule


@schedule(
    title="Warm-up, stable, decay",
    formula=(
        r"\eta \min\Bigl(\frac{k + 1}{w},\ 1,\ m + (1 - m) \max\bigl(1 - \frac{k - w - s + 1}{d},\, 0\bigr)\Bigr)"
    ),
    knobs={
        "warmup": Knob("w", 0, 1000, domain=">= 0"),
        "stable": Knob("s", 0, 1000, domain=">= 0"),
        "decay": Knob("d", 0, 1000, domain=">= 0"),
        "end_factor": Knob("m", 0, 1, domain="in [0, 1]"),
    },
    source="hu2024minicpm",
)
def wsd(k, base, *, warmup, stable, decay, end_factor=0.0):
    """A short rise, a long stretch at the full rate, a fall in a line: only the fall need know when the run ends.

    Parameters
    ----------
    base : learning rate of the stable stretch, > 0.
    warmup : steps of the rise, >= 0, required; k = warmup - 1 has the full rate.
    stable : steps at the full rate, >= 0, required.
    decay : steps of the fall, >= 0, required; k = warmup + stable + decay - 1 has the end's rate.
    end_factor : the end, in units of ``base``, in [0, 1].

    Conventions
    -----------
    No two sources count alike. With ``end_factor`` 0 the last step of the fall has rate 0. MiniCPM
    lets the rate fall exponentially; others use 1 - sqrt or a cosine. PyTorch and optax have it
    only as pieces to join.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["wsd"](1.0, warmup=2, stable=2, decay=4)
    >>> lr(range(9))
    array([0.5 , 1.  , 1.  , 1.  , 0.75, 0.5 , 0.25, 0.  , 0.  ])

    References
    ----------
    hu2024minicpm
    """
    rise = (k + 1) / np.maximum(warmup, 1)
    left = 1 - (k - warmup - stable + 1) / np.maximum(decay, 1)
    return base * np.minimum(np.minimum(rise, 1), end_factor + (1 - end_factor) * np.maximum(left, 0))


def warmup(schedule: Callable[[Any], Any], steps: Any, start_factor: Any = 0.0) -> Rates:
    """A schedule with a rise in a line in front of it, up to its base: then the schedule begins, with its k = 0.

    Parameters
    ----------
    schedule : what a schedule's factory returns; it has a ``base``.
    steps : steps of the rise, >= 0; k = steps - 1 has the full base, and so has k = steps if the schedule starts there.
    start_factor : where the line starts, in units of the base, one step before the first; in [0, 1].

    Returns
    -------
    The longer schedule, a function k -> lr: base (a + (1 - a)(k + 1) / steps) for k < steps with
    a = ``start_factor``, then schedule(k - steps).

    Conventions
    -----------
    The first step has a rate above 0. In ``optax.linear_schedule`` from 0, and so in its
    ``warmup_cosine_decay_schedule``, the rate is base k / steps, and the first step does nothing; there
    ``decay_steps`` includes the warm-up. PyTorch joins LinearLR and another schedule in a
    SequentialLR, which starts the second at its own k = 0, as here.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.schedules.warmup(gdzoo.SCHEDULES["cosine"](1.0, steps=4), steps=2)
    >>> lr(range(7)).round(4)
    array([0.5   , 1.    , 1.    , 0.8536, 0.5   , 0.1464, 0.    ])

    References
    ----------
    goyal2017accurate
    """
    base = getattr(schedule, "base", None)
    if base is None or not callable(schedule):
        raise TypeError(f"warmup goes before a schedule such as SCHEDULES['cosine'](0.1, steps=100), got {schedule!r}")
    steps, start_factor = number(steps), number(start_factor)
    check_domain("warmup", "steps", steps, ">= 0")
    check_domain("warmup", "start_factor", start_factor, "in [0, 1]")

    def rates(k):
        rise = start_factor + (1 - start_factor) * (k + 1) / np.maximum(steps, 1)
        return np.where(k < steps, base * rise, schedule(np.maximum(k - steps, 0)))

    return Rates(rates, base, f"warmup({schedule!r}, steps={steps!r}, start_factor={start_factor!r})")


def through(rates: Any, steps: Any) -> Rates:
    """A schedule through given rates: straight lines between them on a logarithmic scale, as a hand draws it.

    Parameters
    ----------
    rates : the rates at even distances, shape (n,), all > 0: the first at k = 0, the last at k = steps.
    steps : k of the last rate, >= 1.

    Returns
    -------
    The schedule, a function k -> lr; its ``base`` is the highest of the rates.

    Conventions
    -----------
    From one rate to the next it is an exponential decay, or rise. After ``steps`` the last rate stays.
    The last of ``steps`` steps has k = steps - 1, just before it. PyTorch and optax have nothing like it.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.schedules.through([0.1, 0.1, 0.001], steps=20)
    >>> lr([0, 10, 15, 20, 30]).round(4)
    array([0.1  , 0.1  , 0.01 , 0.001, 0.001])
    """
    rates, steps = np.atleast_1d(np.asarray(number(rates), float)), number(steps)
    check_domain("through", "rates", rates, "> 0")
    check_domain("through", "steps", steps, ">= 1")
    if rates.ndim > 1:
        raise ValueError(f"through: rates must be one row of numbers, got the shape {rates.shape}")
    at, logs = np.linspace(0, steps, len(rates)), np.log(rates)
    listed = ", ".join(f"{rate:g}" for rate in rates)
    return Rates(lambda k: np.exp(np.interp(k, at, logs)), float(rates.max()), f"through([{listed}], steps={steps!r})")
