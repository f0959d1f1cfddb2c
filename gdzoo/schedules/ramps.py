"""Schedules that go from the base rate to an end in a given number of steps, and stay there."""

import numpy as np

from ..knobs import Knob
from .base import schedule

STEPS = Knob("T", 1, 1000, "log", domain=">= 1")
END = Knob(r"\eta_\text{end}", 0, 1, domain=">= 0")


@schedule(
    title="Linear",
    formula=r"\eta\, \Bigl(a + (e - a) \min\bigl(\tfrac{k}{T}, 1\bigr)\Bigr)",
    knobs={
        "steps": STEPS,
        "start_factor": Knob("a", 0, 1, domain=">= 0"),
        "end_factor": Knob("e", 0, 1, domain=">= 0"),
    },
    source="defazio2023linear",
)
def linear(k, base, *, steps, start_factor=1.0, end_factor=0.0):
    """A straight line from ``start_factor`` to ``end_factor``, both in units of ``base``.

    Parameters
    ----------
    base : > 0; the rate at factor 1.
    steps : k of the end, >= 1, required.
    start_factor : >= 0, at k = 0.
    end_factor : >= 0, from k = steps on.

    Conventions
    -----------
    The formula of PyTorch's LinearLR and ``optax.linear_schedule``; the defaults are a decay to 0.
    PyTorch's are a warm-up from 1/3 to 1 in five steps, and it forbids a start of 0. The last of
    ``steps`` steps has k = steps - 1, just above the end.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["linear"](1.0, steps=4)
    >>> [lr(k) for k in range(6)]
    [1.0, 0.75, 0.5, 0.25, 0.0, 0.0]

    References
    ----------
    defazio2023linear
    """
    return base * (start_factor + (end_factor - start_factor) * np.minimum(k / steps, 1))


@schedule(
    title="Polynomial",
    formula=r"\eta_\text{end} + (\eta - \eta_\text{end}) \Bigl(1 - \min\bigl(\tfrac{k}{T}, 1\bigr)\Bigr)^p",
    knobs={"steps": STEPS, "power": Knob("p", 0.25, 4, "log", domain="> 0"), "end": END},
)
def polynomial(k, base, *, steps, power=1.0, end=0.0):
    """A power of the steps that are left: with a power above 1 fast at first, below 1 fast at last.

    Parameters
    ----------
    base : learning rate at k = 0, > 0.
    steps : k of the end, >= 1, required.
    power : > 0; 1 is a straight line.
    end : the rate from k = steps on, >= 0, not in units of ``base``.

    Conventions
    -----------
    ``optax.polynomial_schedule``; PyTorch's PolynomialLR(total_iters, power) has no end but 0.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["polynomial"](1.0, steps=4, power=2)
    >>> [lr(k) for k in range(6)]
    [1.0, 0.5625, 0.25, 0.0625, 0.0, 0.0]
    """
    return end + (base - end) * (1 - np.minimum(k / steps, 1)) ** power


@schedule(
    title="Cosine",
    formula=r"\eta_\text{end} + (\eta - \eta_\text{end}) \frac{1 + \cos(\pi \min(k, T) / T)}{2}",
    knobs={"steps": STEPS, "end": END},
    source="loshchilov2017sgdr",
)
def cosine(k, base, *, steps, end=0.0):
    """Half a wave from ``base`` at k = 0 down to ``end`` at k = steps, and ``end`` from there on.

    Parameters
    ----------
    base : learning rate at k = 0, > 0.
    steps : k of the end, >= 1, required.
    end : >= 0, not in units of ``base``.

    Conventions
    -----------
    The last of ``steps`` steps has k = steps - 1, just above the end. PyTorch's CosineAnnealingLR
    rises again after T_max = steps; this one stays, as ``optax.cosine_decay_schedule`` does, whose
    alpha is end / base.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["cosine"](0.1, steps=100)
    >>> [round(lr(k), 9) for k in (0, 50, 100, 150)]
    [0.1, 0.05, 0.0, 0.0]

    References
    ----------
    loshchilov2017sgdr
    """
    return end + (base - end) * (1 + np.cos(np.pi * np.minimum(k, steps) / steps)) / 2
