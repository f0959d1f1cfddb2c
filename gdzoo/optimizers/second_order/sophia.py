"""Sophia: the Hessian's diagonal, looked at now and then."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...oracles import only
from ...oracles.base import require_vectors
from ...rules import rule
from ..usual import BETA1, BETA2, EPS, LR, WEIGHT_DECAY


class Curvatures(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)
    h: np.ndarray  # average of the Hessian's diagonal, like x


def start(f, x0, **knobs):
    """Both averages start at 0."""
    require_vectors(f, "sophia")
    return Curvatures(np.zeros_like(x0), np.zeros_like(x0))


def refreshed(f, x, h, due, beta2):
    """The average of the Hessian's diagonal, with the one at x added where a new look is due."""
    if not np.any(due):
        return h
    diagonal = np.einsum("ii...->i...", only(f, due).hess(x))
    return np.where(due, beta2 * h + (1 - beta2) * diagonal, h)


@rule(
    title="Sophia",
    year=2024,
    paper="liu2024sophia",
    parents={
        "newton": "keeps the diagonal alone, and looks at it only now and then",
        "momentum_ema": "divides by an average of curvatures, and bounds the result",
    },
    problem="Newton's method needs a whole Hessian in every step, and runs away where the curvature is tiny or negative.",
    idea="average gradient over average curvature, clipped",
    best_for="large models, where a rare look at the curvature is cheap",
    knobs={
        "lr": LR,
        "beta1": BETA1,
        "beta2": BETA2._replace(high=0.999),
        "gamma": Knob(r"\gamma", 1e-3, 1, "log", domain="> 0"),
        "eps": EPS._replace(low=1e-12),
        "weight_decay": WEIGHT_DECAY,
        "refresh": Knob("k", 1, 100, "log", domain="whole >= 1"),
    },
    traits={"momentum", "adaptive", "scale", "hessian"},
    init=start,
)
def sophia(f, x, s: Curvatures, t, *, lr, beta1=0.965, beta2=0.99, gamma=0.01, eps=1e-8, weight_decay=0.0, refresh=10):
    """Sophia: an average of gradients over an average of curvatures, no coordinate moving further than lr.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        h ← β₂ h + (1 - β₂) diag ∇²f(x)      in steps 1, 1 + k, 1 + 2k, ...
        u = clip(m / max(γ h, ε), -1, 1)
        x ← x - η λ x - η u

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, γ = ``gamma``, ε = ``eps``,
    λ = ``weight_decay``, k = ``refresh`` and m = h = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required: the longest step of a coordinate.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); h remembers about 1 / (1 - beta2) looks at the curvature.
    gamma : > 0, no unit. Where h is the curvature and nothing is clipped, the step is Newton's times
        lr / gamma: a smaller gamma clips more coordinates.
    eps : >= 0, in units of the gradient. Curvature that is negative or below eps / gamma counts
        as eps / gamma, which as a rule means a clipped step. With 0, a coordinate without
        curvature and slope is NaN.
    weight_decay : λ >= 0, decoupled: each step shrinks x by lr * weight_decay of itself.
    refresh : steps between two looks at the Hessian, a whole number >= 1.

    Returns
    -------
    The new x, shape (d, *batch), and the averages m and h, the same shape.

    Conventions
    -----------
    As the paper: h is refreshed before it is used, and neither m nor h is corrected for its
    start at 0, so that h is too small at first and the first steps have length lr. The paper
    estimates the diagonal at random, which is all that a large network allows; here it is
    exact. ``optax.contrib.sophia`` corrects m, uses the h of the time before the look, and
    decays weights by 1e-4 unless told otherwise. PyTorch has no such rule.

    Examples
    --------
    In the valley x² + 10 y² both coordinates move by lr, whatever their slopes:

    >>> import gdzoo
    >>> gdzoo.minimize("sophia", "valley", [1.0, 1.0], 3, lr=0.1).x
    array([[1. , 1. ],
           [0.9, 0.9],
           [0.8, 0.8],
           [0.7, 0.7]])

    References
    ----------
    liu2024sophia
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    h = refreshed(f, x, s.h, (t - 1) % refresh == 0, beta2)
    u = np.clip(m / np.maximum(gamma * h, eps), -1, 1)
    x = x - lr * weight_decay * x - lr * u
    return x, Curvatures(m, h)
