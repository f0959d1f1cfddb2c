"""Schedules without an end: the rate stays, or falls for as long as the run lasts."""

import numpy as np

from ..knobs import Knob
from .base import schedule

FACTOR = Knob(r"\gamma", 0.01, 1, "log", domain="> 0")


@schedule(title="Constant", formula=r"\eta", knobs={})
def constant(k, base):
    """The same rate at every step.

    Parameters
    ----------
    base : the learning rate, > 0.

    Conventions
    -----------
    As ``optax.constant_schedule``. PyTorch's ConstantLR is something else: a rate that is
    multiplied by 1/3 for five steps, and then is not.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.SCHEDULES["constant"](0.1)(1000)
    0.1
    """
    return base


@schedule(
    title="Steps",
    formula=r"\eta\, \gamma^{\lfloor k / s \rfloor}",
    knobs={"every": Knob("s", 1, 1000, "log", domain=">= 1"), "factor": FACTOR},
)
def step(k, base, *, every, factor=0.1):
    """Multiply the rate by ``factor`` after every so many steps.

    Parameters
    ----------
    base : learning rate of the first ``every`` steps, > 0.
    every : steps between two drops, >= 1, required.
    factor : of one drop, > 0.

    Conventions
    -----------
    The first drop is at k = every, as in PyTorch's StepLR(step_size, gamma) and in
    ``optax.exponential_decay`` with ``staircase=True``.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["step"](1.0, every=3, factor=0.5)
    >>> [lr(k) for k in (2, 3, 6)]
    [1.0, 0.5, 0.25]
    """
    return base * factor ** (k // every)


@schedule(
    title="Milestones",
    formula=r"\eta\, \gamma^{n},\quad n = \#\{i : m_i \le k\}",
    knobs={"milestones": Knob("m", domain=">= 0"), "factor": FACTOR},
)
def multistep(k, base, *, milestones, factor=0.1):
    """Multiply the rate by ``factor`` at each of the given steps.

    Parameters
    ----------
    base : learning rate before the first milestone, > 0.
    milestones : the k of the drops, a list in any order, required; one that stands there twice counts twice.
    factor : of one drop, > 0.

    Conventions
    -----------
    The step with k = milestone is the first with the lower rate, as in PyTorch's MultiStepLR and
    in ``optax.piecewise_constant_schedule``.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["multistep"](1.0, milestones=[30, 80], factor=0.5)
    >>> [lr(k) for k in (29, 30, 79, 80)]
    [1.0, 0.5, 0.5, 0.25]
    """
    passed = sum(k >= milestone for milestone in np.atleast_1d(milestones)) + 0.0
    return base * factor**passed


@schedule(
    title="Exponential",
    formula=r"\eta\, \gamma^k",
    knobs={"factor": Knob(r"\gamma", 0.9, 1, domain="> 0")},
)
def exponential(k, base, *, factor):
    """Multiply the rate by ``factor`` after every step.

    Parameters
    ----------
    base : learning rate at k = 0, > 0.
    factor : > 0, required; the rate halves every ln 2 / -ln(factor) steps.

    Conventions
    -----------
    PyTorch's ExponentialLR(gamma); ``optax.exponential_decay`` with ``transition_steps=1``.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.SCHEDULES["exponential"](1.0, factor=0.5)(3)
    0.125
    """
    return base * factor**k


@schedule(
    title="Inverse time",
    formula=r"\frac{\eta}{1 + c k}",
    knobs={"decay": Knob("c", 1e-3, 10, "log", domain=">= 0")},
    source="robbins1951stochastic",
)
def inverse_time(k, base, *, decay):
    """Fall like 1/k: slowly enough to get everywhere, fast enough for the noise to die out.

    The rates add up to infinity, their squares do not: what Robbins and Monro ask for.

    Parameters
    ----------
    base : learning rate at k = 0, > 0.
    decay : >= 0, required; after 1 / decay steps the rate is base / 2.

    Conventions
    -----------
    The ``lr_decay`` of PyTorch's Adagrad has this form, with k = t - 1 as here. As a schedule
    neither PyTorch nor optax has it; Keras's InverseTimeDecay divides k by a number of steps first.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["inverse_time"](1.0, decay=0.5)
    >>> [lr(k) for k in (0, 2, 6)]
    [1.0, 0.5, 0.25]

    References
    ----------
    robbins1951stochastic
    """
    return base / (1 + decay * k)


@schedule(
    title="Inverse square root",
    formula=r"\eta \min\Bigl(\frac{1}{\sqrt{k + 1}}, \frac{k + 1}{w^{3/2}}\Bigr)",
    knobs={"warmup": Knob("w", 1, 1000, "log", domain=">= 1")},
    source="vaswani2017attention",
)
def inverse_sqrt(k, base, *, warmup=1):
    """Rise in a line for ``warmup`` steps, then fall like one over the square root of the step.

    Parameters
    ----------
    base : > 0; not the highest rate, which is base / sqrt(warmup), at k = warmup - 1.
    warmup : steps of the rise, >= 1; with 1 the rate only falls, from ``base`` at k = 0.

    Conventions
    -----------
    The Transformer's schedule, whose step number starts at 1 and is k + 1 here; its base is one
    over the square root of the model's width. PyTorch and optax have no schedule of this form.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["inverse_sqrt"](1.0, warmup=4)
    >>> [lr(k) for k in (0, 1, 3, 15)]
    [0.125, 0.25, 0.5, 0.25]

    References
    ----------
    vaswani2017attention
    """
    return base * np.minimum((k + 1) ** -0.5, (k + 1) * warmup**-1.5)
