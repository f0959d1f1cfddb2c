"""Polyak averaging: the mean of all points is better than the last one. And averages that forget, or begin late."""

from typing import Any, NamedTuple

import numpy as np

from ...knobs import Knob
from ...oracles.base import per_column
from ...rules import Rule, as_rule
from .wrapping import around, register


class Averaged(NamedTuple):
    inner: Any  # the inner rule's state
    average: np.ndarray  # of the points so far, like x, (d, *batch)
    weight: np.ndarray  # what they weigh together, the newest 1, (*batch,)


def averaged_step(inner, f, x, s: Averaged, t, *, decay=1.0, first=1, **knobs):
    """Polyak averaging: beside the inner rule's path, an average of its points.

        x ← inner step from x
        w ← γ w + 1, or 1 up to step t₀
        x̄ ← x̄ + (x - x̄) / w

    with γ = ``decay`` and t₀ = ``first``. With γ = 1 nothing is forgotten: w counts the points from
    step t₀ on, and x̄ = (xₜ₀ + ... + xₜ) / w is their mean. With γ < 1 each weighs γ times as much as
    the next: x̄ is their exponential moving average, corrected so that the weights add up to 1.
    The inner rule, its knobs and its path are unchanged; the answer is x̄. Where it wraps ``gd``,
    η = ``lr``.

    Parameters
    ----------
    lr : the inner rule's, > 0, required for gd; it may stay constant.
    decay : in [0, 1]; the weight of a point in parts of the next one's. 1 is the mean of all.
    first : a whole number >= 1; the step whose point is the first in the average. Before it,
        x̄ is x.

    Returns
    -------
    The inner rule's new x, shape (d, *batch), and its state together with x̄, shape (d, *batch),
    and w, shape (*batch,). ``run.extra["average"]`` is x̄ at every record, and the start at step 0.

    Conventions
    -----------
    With the defaults Polyak and Ruppert's mean of all points but the start; the mean from a later
    step on is also called tail or suffix averaging. ``torch.optim.ASGD`` also shrinks the rate
    and the weights, and by default begins to average after a million steps.
    ``torch.optim.swa_utils.AveragedModel`` averages equally, which is decay = 1, and with
    ``get_ema_multi_avg_fn(decay)`` begins at the first point and has no correction.

    Examples
    --------
    >>> import gdzoo
    >>> run = gdzoo.minimize("averaged", "parabola", [1.0], 3, lr=0.25)
    >>> run.x[:, 0], run.extra["average"][:, 0].round(4)
    (array([1.   , 0.5  , 0.25 , 0.125]), array([1.    , 0.5   , 0.375 , 0.2917]))

    The same from the second step on, and with a memory that halves:

    >>> run = gdzoo.minimize("averaged", "parabola", [1.0], 3, lr=0.25, first=[2, 1], decay=[1.0, 0.5])
    >>> run.extra["average"][-1].round(4)
    array([[0.1875, 0.2143]])

    References
    ----------
    polyak1992acceleration, ruppert1988efficient, izmailov2018averaging, xu2011towards
    """
    x, state = inner.step(f, x, s.inner, t, **knobs)
    weight = np.where(t > first, decay * s.weight + 1, 1.0)
    average = s.average + (x - s.average) / weight
    return x, Averaged(state, average, weight)


def averaged(inner: Any, decay: Any = 1.0, first: Any = 1) -> Rule:
    """Polyak averaging around any rule.

    Parameters
    ----------
    inner : a name in ``RULES``, a `Rule` or a step function.
    decay : in [0, 1], the default of the knob decay: 1 is the mean, less forgets.
    first : a whole number >= 1, the default of the knob first: where the average begins.

    Returns
    -------
    A `Rule` with the inner rule's knobs and path, decay and first, whose runs have ``run.extra["average"]``, the average of
    the points so far.

    Examples
    --------
    A constant rate in noise: the last points keep their distance, the average comes closer and closer.

    >>> import gdzoo
    >>> noisy = gdzoo.Noisy("bowl", sigma=1.0)
    >>> run = gdzoo.minimize(gdzoo.averaged("momentum"), noisy, [1.0, 2.0], 5000, lr=0.1)
    >>> run.f[-100:].mean().round(2), noisy.value(run.extra["average"][-1]).round(6)
    (np.float64(0.44), np.float64(9.3e-05))
    """
    inner = as_rule(inner)
    return around(
        averaged_step,
        inner,
        {"decay": decay, "first": first},
        title="Polyak averaging",
        adds="keeps the mean of all points, and answers with it",
        year=1992,
        paper="polyak1992acceleration",
        problem="At a constant rate, noise keeps the point at a distance from the minimum; a falling rate is slow.",
        idea="the answer is the mean of the path",
        best_for="noisy gradients at a constant rate",
        knobs={
            "decay": Knob(r"\gamma", 0, 1, domain="in [0, 1]"),
            "first": Knob("t_0", 1, 1000, "log", domain="whole >= 1"),
        },
        init=lambda f, x0, decay, first, **knobs: Averaged(inner.init(f, x0, **knobs), x0, per_column(f, x0)),
        extra={"average": lambda x, s: s.average},
    )


register("averaged", "Polyak averaging", averaged("gd"))
