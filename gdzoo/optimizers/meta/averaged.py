"""Polyak averaging: the mean of all points is better than the last one."""

from typing import Any, NamedTuple

import numpy as np

from ...rules import Rule, as_rule
from .wrapping import around, register


class Averaged(NamedTuple):
    inner: Any  # the inner rule's state
    average: np.ndarray  # mean of the points so far, like x, (d, *batch)


def averaged_step(inner, f, x, s: Averaged, t, **knobs):
    """Polyak averaging: beside the inner rule's path, the mean of its points.

        x ← inner step from x
        x̄ ← x̄ + (x - x̄) / t

    with t = 1 in the first step, so that x̄ = (x₁ + ... + xₜ) / t. The inner rule, its knobs and
    its path are unchanged; the answer is x̄. Where it wraps ``gd``, η = ``lr``.

    Parameters
    ----------
    lr : the inner rule's, > 0, required for gd; it may stay constant.

    Returns
    -------
    The inner rule's new x, shape (d, *batch), and its state together with x̄, shape (d, *batch).
    ``run.extra["average"]`` is x̄ at every record, and the start at step 0.

    Conventions
    -----------
    Polyak and Ruppert's mean of all points but the start. ``torch.optim.ASGD`` also shrinks
    the rate and the weights, and by default begins to average after a million steps. An
    exponential average of the points forgets the start, and keeps a share of the noise.

    Examples
    --------
    >>> import gdzoo
    >>> run = gdzoo.minimize("averaged", "parabola", [1.0], 3, lr=0.25)
    >>> run.x[:, 0], run.extra["average"][:, 0].round(4)
    (array([1.   , 0.5  , 0.25 , 0.125]), array([1.    , 0.5   , 0.375 , 0.2917]))

    References
    ----------
    polyak1992acceleration, xu2011towards
    """
    x, state = inner.step(f, x, s.inner, t, **knobs)
    average = s.average + (x - s.average) / t
    return x, Averaged(state, average)


def averaged(inner: Any) -> Rule:
    """Polyak averaging around any rule.

    Parameters
    ----------
    inner : a name in ``RULES``, a `Rule` or a step function.

    Returns
    -------
    A `Rule` with the inner rule's knobs and path, whose runs have ``run.extra["average"]``, the mean of the points so far.

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
        {},
        title="Polyak averaging",
        adds="keeps the mean of all points, and answers with it",
        year=1992,
        paper="polyak1992acceleration",
        problem="At a constant rate, noise keeps the point at a distance from the minimum; a falling rate is slow.",
        idea="the answer is the mean of the path",
        best_for="noisy gradients at a constant rate",
        knobs={},
        init=lambda f, x0, **knobs: Averaged(inner.init(f, x0, **knobs), x0),
        extra={"average": lambda x, s: s.average},
    )


register("averaged", "Polyak averaging", averaged("gd"))
