"""Adams that measure lengths of the whole point: LAMB its norm, Prodigy its way from the start."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...oracles.base import dot, norm, per_column
from ...rules import rule
from ..usual import LR, WEIGHT_DECAY
from .adam import KNOBS, Moments


@rule(
    title="LAMB",
    year=2020,
    paper="you2020lamb",
    problem="Large batches want large learning rates, and then some layers of a network take steps longer than "
    "their own weights and break.",
    idea="Adam's direction, with a length that is a share of the weights' length",
    best_for="very large batches, one learning rate for layers of all sizes",
    parents={
        "adamw": "gives the step the length lr |x|, layer by layer",
        "lars": "takes Adam's direction in place of momentum's",
    },
    knobs=KNOBS | {"weight_decay": WEIGHT_DECAY},
    traits={"momentum", "adaptive", "scale", "origin"},
)
def lamb(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    """LAMB: a step in the direction of AdamW, as long as the learning rate says in units of x itself.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        m̂ = m / (1 - β₁ᵗ)
        v̂ = v / (1 - β₂ᵗ)
        u = m̂ / (√v̂ + ε) + λ x
        x ← x - η (‖x‖ / ‖u‖) u

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, λ = ``weight_decay``, t = 1 in the first
    step and m = v = 0 before it. Where a norm is 0, the ratio of the two is 1.

    Parameters
    ----------
    lr : learning rate, > 0, without a unit: every step has the length lr ‖x‖.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.
    weight_decay : >= 0; it turns the step towards the origin and leaves its length.

    Returns
    -------
    The new x, shape (d, *batch), and the averages m and v, the same shape.

    Conventions
    -----------
    The same as ``optax.lamb``. In a network every layer has a ratio of its own; here the whole x is one
    layer. The paper passes ‖x‖ through a function that may bound it; here, as in optax, it stays as it is.
    PyTorch has none.

    Examples
    --------
    In one dimension x shrinks by the same share in every step; the minimum is at 0:

    >>> import gdzoo
    >>> gdzoo.minimize("lamb", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.   , 0.9  , 0.81 , 0.729])

    References
    ----------
    you2020lamb
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    u = m_hat / (np.sqrt(v_hat) + eps) + weight_decay * x
    size, length = norm(f, x), norm(f, u)
    ratio = np.where((size == 0) | (length == 0), 1.0, size / length)
    x = x - lr * ratio * u
    return x, Moments(m, v)


class Distance(NamedTuple):
    x0: np.ndarray  # the start, like x, (d, *batch)
    m: np.ndarray  # average of d g, like x
    v: np.ndarray  # average of (d g)², like x
    q: np.ndarray  # fading sum of weighted gradients, like x
    r: np.ndarray  # fading sum of <g, x0 - x> with the same weights, (*batch,)
    d: np.ndarray  # estimate of the distance, (*batch,)


def prodigy_start(f, x0, *, d0, **knobs):
    """Sums and averages of 0, the start itself, and d = d0 in every column."""
    none, zeros = per_column(f, x0), np.zeros_like(x0)
    return Distance(x0, zeros, zeros, zeros, none, none + d0)


@rule(
    title="Prodigy",
    year=2024,
    paper="mishchenko2024prodigy",
    problem="The right learning rate depends on the distance to the solution. Nobody knows that beforehand, so the "
    "rate is searched by trial and error.",
    idea="Adam with the distance to the minimum for its learning rate, estimated on the way",
    best_for="runs whose learning rate nobody has the time to tune",
    parents={"adam": "estimates the distance to the minimum and walks in units of it"},
    knobs=KNOBS
    | {
        "lr": LR._replace(low=1e-2, high=10),
        "d0": Knob("d_0", 1e-8, 1, "log", domain="> 0"),
    },
    traits={"momentum", "adaptive", "scale"},
    init=prodigy_start,
)
def prodigy(f, x, s: Distance, t, *, lr=1.0, beta1=0.9, beta2=0.999, eps=1e-8, d0=1e-6):
    """Prodigy: Adam that learns its learning rate d from how far the gradients have carried it.

        g = ∇f(x)
        γ = η d √(1 - β₂ᵗ) / (1 - β₁ᵗ)
        m ← β₁ m + (1 - β₁) d g
        v ← β₂ v + (1 - β₂) (d g)²
        r ← √β₂ r + γ (d / d₀) ⟨g, x₀ - x⟩
        q ← √β₂ q + γ (d / d₀) g
        d ← max(d, r / ‖q‖₁)
        x ← x - γ m / (√v + d ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, d₀ = ``d0``, x₀ the start, t = 1 in the
    first step, d = d₀ and m = v = r = q = 0 before it. Where q is 0, d stays.

    Parameters
    ----------
    lr : learning rate, > 0, without a unit: the share of d that a step takes. 1, or a schedule from 1 down.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v, and its root for the sums r and q.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.
    d0 : > 0, in units of x: the first step's length in every coordinate, at lr = 1. It should be below the distance to
        the minimum: d never falls.

    Returns
    -------
    The new x, shape (d, *batch), and the state: x₀, m, v and q, the same shape, r and d, (*batch,).

    Conventions
    -----------
    The same as ``optax.contrib.prodigy``. The authors' package corrects the bias of m and v only on
    request; without, the first step is 3.16 times as long. PyTorch has none. On a convex f, d from a d₀ that
    is small enough never exceeds the largest coordinate of |x₀ - x*|, x* the minimum.

    Examples
    --------
    The minimum is 3 away. After ten, twenty, thirty, forty steps d is

    >>> import gdzoo
    >>> run = gdzoo.minimize("prodigy", "parabola", [3.0], 200, keep_state=True)
    >>> run.state.d[10:50:10].round(6)
    array([1.700000e-05, 8.990000e-04, 5.909300e-02, 1.517629e+00])
    >>> run.x[-1].round(3)
    array([0.])

    References
    ----------
    mishchenko2024prodigy, defazio2023dadaptation
    """
    g = f.grad(x)
    rate = s.d * lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = beta1 * s.m + (1 - beta1) * s.d * g
    v = beta2 * s.v + (1 - beta2) * (s.d * g) ** 2
    weight = rate * s.d / d0
    r = np.sqrt(beta2) * s.r + weight * dot(f, g, s.x0 - x)
    q = np.sqrt(beta2) * s.q + weight * g
    d = np.fmax(s.d, r / dot(f, q, np.sign(q)))  # 0 / 0 says nothing, and fmax passes over it
    x = x - rate * m / (np.sqrt(v) + d * eps)
    return x, Distance(s.x0, m, v, q, r, d)
