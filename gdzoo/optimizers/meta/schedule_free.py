"""Schedule-Free: the average of the path takes the place of a falling learning rate."""

from typing import Any, NamedTuple

import numpy as np

from ...oracles.base import per_column
from ...rules import rule
from ..usual import BETA, BETA1, BETA2, EPS, LR, WEIGHT_DECAY

FAST = LR._replace(high=10)


class Points(NamedTuple):
    z: np.ndarray  # the point that takes the steps, like x, (d, *batch)
    average: np.ndarray  # weighted mean of z, like x
    rate: np.ndarray  # largest learning rate so far, (*batch,)
    total: np.ndarray  # sum of the weights so far, (*batch,)


class AdamPoints(NamedTuple):
    z: np.ndarray  # as in Points
    average: np.ndarray
    rate: np.ndarray
    total: np.ndarray
    v: np.ndarray  # average of squared gradients, like x


def start(f: Any, x0: np.ndarray, **knobs: Any) -> Points:
    """All points at the start, and no rate yet."""
    none = per_column(f, x0)
    return Points(x0, x0, none, none)


def start_adam(f: Any, x0: np.ndarray, **knobs: Any) -> AdamPoints:
    """The same, with an average of 0."""
    return AdamPoints(*start(f, x0), np.zeros_like(x0))


@rule(
    title="Schedule-Free SGD",
    year=2024,
    paper="defazio2024road",
    parents={"averaged": "takes its gradients near the average, not at the point that walks"},
    problem="A schedule must know the last step in advance; the average of a path, which need not, comes too late.",
    idea="gradients between the walking point and its average",
    best_for="training without a horizon",
    knobs={"lr": FAST, "beta": BETA},
    traits={"momentum", "rotation"},
    init=start,
    extra={"average": lambda x, s: s.average},
)
def schedule_free_sgd(f, x, s: Points, t, *, lr=1.0, beta=0.9):
    """Schedule-Free SGD: gradients between the point that walks and the average of where it has been.

        z ← z - η ∇f(y)
        c = ηₘ² / Σ ηₘ²
        x̄ ← x̄ + c (z - x̄)
        y ← (1 - β) z + β x̄

    with η = ``lr``, β = ``beta``, y = z = x̄ at the start and ηₘ the largest η so far: at a
    constant rate c = 1 / t, and x̄ is the mean of all z. The path of the rule is y; the answer
    is x̄.

    Parameters
    ----------
    lr : learning rate, > 0.
    beta : in [0, 1): how near the average the gradients are taken. 0 is gradient descent with
        Polyak's average.

    Returns
    -------
    The new y, shape (d, *batch), and z, x̄, the same shape, with ηₘ and Σ ηₘ², (*batch,).
    ``run.x`` is y, ``run.extra["average"]`` is x̄.

    Conventions
    -----------
    The same as ``SGDScheduleFree(lr, momentum=beta)`` of the authors' package, whose parameters
    are y in training and x̄ in evaluation, and as ``optax.contrib.schedule_free_sgd`` with
    b1 = beta, both without warm-up. Here a warm-up is a schedule given as lr; while it is 0,
    x̄ stays.

    Examples
    --------
    >>> import gdzoo
    >>> run = gdzoo.minimize("schedule_free_sgd", "parabola", [1.0], 3, lr=0.25, beta=0.5)
    >>> run.x[:, 0], run.extra["average"][:, 0]
    (array([1.    , 0.5   , 0.3125, 0.1875]), array([1.     , 0.5    , 0.375  , 0.28125]))

    References
    ----------
    defazio2024road
    """
    z = s.z - lr * f.grad(x)
    rate = np.maximum(s.rate, lr)
    total = s.total + rate**2
    average = s.average + rate**2 / np.where(total > 0, total, 1) * (z - s.average)
    y = (1 - beta) * z + beta * average
    return y, Points(z, average, rate, total)


@rule(
    title="Schedule-Free AdamW",
    year=2024,
    paper="defazio2024road",
    parents={
        "schedule_free_sgd": "divides by the root of the average of squares",
        "adamw": "keeps an average of points in place of the average of gradients",
    },
    problem="AdamW needs a schedule that knows the last step in advance.",
    idea="AdamW at a constant rate, gradients near the average",
    best_for="training networks without a horizon",
    knobs={"lr": FAST, "beta1": BETA1, "beta2": BETA2, "eps": EPS, "weight_decay": WEIGHT_DECAY},
    traits={"momentum", "adaptive", "scale"},
    init=start_adam,
    extra={"average": lambda x, s: s.average},
)
def schedule_free_adamw(f, x, s: AdamPoints, t, *, lr=2.5e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    """Schedule-Free AdamW: Schedule-Free steps, each coordinate divided by the size of its gradients.

        g = ∇f(y)
        v ← β₂ v + (1 - β₂) g²
        v̂ = v / (1 - β₂ᵗ)
        z ← z - η (g / (√v̂ + ε) + λ y)
        c = ηₘ² / Σ ηₘ²
        x̄ ← x̄ + c (z - x̄)
        y ← (1 - β₁) z + β₁ x̄

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, λ = ``weight_decay``,
    y = z = x̄ and v = 0 at the start, t = 1 in the first step and ηₘ the largest η so far. The
    path of the rule is y; the answer is x̄.

    Parameters
    ----------
    lr : learning rate, > 0: about the length of the steps of z in each coordinate, whatever
        the scale of f.
    beta1 : in [0, 1): how near the average the gradients are taken.
    beta2 : in [0, 1); v remembers about 1 / (1 - beta2) steps.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.
    weight_decay : >= 0; decoupled, times lr, of the point y at which the gradient is taken.

    Returns
    -------
    The new y, shape (d, *batch), and z, x̄, v, the same shape, with ηₘ and Σ ηₘ², (*batch,).
    ``run.x`` is y, ``run.extra["average"]`` is x̄.

    Conventions
    -----------
    The same as ``AdamWScheduleFree`` of the authors' package and
    ``optax.contrib.schedule_free_adamw``, both without warm-up. There is no average of
    gradients: x̄ takes its part. Here a warm-up is a schedule given as lr.

    Examples
    --------
    >>> import gdzoo
    >>> run = gdzoo.minimize("schedule_free_adamw", "parabola", [1.0], 3, lr=0.1, beta1=0.5)
    >>> run.x[:, 0].round(4), run.extra["average"][:, 0].round(4)
    (array([1.    , 0.9   , 0.829 , 0.7606]), array([1.    , 0.9   , 0.8527, 0.8066]))

    References
    ----------
    defazio2024road, loshchilov2019adamw
    """
    g = f.grad(x)
    v = beta2 * s.v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    z = s.z - lr * (g / (np.sqrt(v_hat) + eps) + weight_decay * x)
    rate = np.maximum(s.rate, lr)
    total = s.total + rate**2
    average = s.average + rate**2 / np.where(total > 0, total, 1) * (z - s.average)
    y = (1 - beta1) * z + beta1 * average
    return y, AdamPoints(z, average, rate, total, v)
