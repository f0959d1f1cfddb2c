"""Adams that divide by a maximum: AMSGrad of v, AdaMax of the gradient itself."""

from typing import NamedTuple

import numpy as np

from ...rules import rule
from .adam import KNOBS


class MaxMoments(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)
    v: np.ndarray  # average of squared gradients, like x
    v_max: np.ndarray  # the largest v so far, like x


@rule(
    title="AMSGrad",
    year=2018,
    paper="reddi2018convergence",
    problem="Adam forgets rare large gradients: its step size grows back after each, and on some simple convex "
    "problems it ends at the worst point.",
    idea="Adam over the largest v so far",
    best_for="rare but important gradients, proofs of convergence",
    parents={"adam": "divides by the largest v so far, which forgets nothing"},
    knobs=KNOBS,
    traits={"momentum", "adaptive", "scale"},
)
def amsgrad(f, x, s: MaxMoments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """AMSGrad: Adam that divides by the largest v it ever had.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        w ← max(w, v)
        m̂ = m / (1 - β₁ᵗ)
        ŵ = w / (1 - β₂ᵗ)
        x ← x - η m̂ / (√ŵ + ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, w = ``v_max`` of the state,
    t = 1 in the first step and m = v = w = 0 before it.

    Parameters
    ----------
    lr : learning rate, > 0: the length of the first step in every coordinate.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and m, v and v_max, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.Adam(amsgrad=True)``: the maximum is that of the raw v, and it is
    corrected afterwards. As that correction fades, lr / √ŵ can still grow, by up to 1 / sqrt(1 - beta2)
    after a steep start. ``optax.amsgrad`` takes the maximum of the corrected v, the paper corrects
    nothing: there it never grows.

    Examples
    --------
    It follows Adam as long as v grows; from then on its steps are shorter:

    >>> import gdzoo
    >>> gdzoo.minimize("adam", "parabola", [1.0], 3, lr=0.1, beta2=0.5).x[:, 0].round(4)
    array([1.    , 0.9   , 0.7986, 0.6948])
    >>> gdzoo.minimize("amsgrad", "parabola", [1.0], 3, lr=0.1, beta2=0.5).x[:, 0].round(4)
    array([1.    , 0.9   , 0.7986, 0.6955])

    References
    ----------
    reddi2018convergence
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    v_max = np.maximum(s.v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, MaxMoments(m, v, v_max)


class Infinity(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)
    u: np.ndarray  # fading maximum of |g|, like x


@rule(
    title="AdaMax",
    year=2015,
    paper="kingma2015adam",
    problem="Adam's steps can be seven times as long as its learning rate, and its v needs a correction at the start.",
    idea="Adam over a fading maximum of past slopes",
    best_for="problems where no step may be much longer than the learning rate",
    parents={"adam": "takes a fading maximum of |g| in place of the root of an average of squares"},
    knobs=KNOBS,
    traits={"momentum", "adaptive", "scale"},
)
def adamax(f, x, s: Infinity, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """AdaMax: Adam with the maximum norm, a fading maximum of |g| in place of √v.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        u ← max(β₂ u, |g| + ε)
        m̂ = m / (1 - β₁ᵗ)
        x ← x - η m̂ / u

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, t = 1 in the first step and
    m = u = 0 before it: a maximum needs no correction.

    Parameters
    ----------
    lr : learning rate, > 0: the length of the first step in every coordinate. With beta1 < beta2
        none is longer than lr (1 - beta1) / (1 - beta1 / beta2), 1.009 lr at the defaults.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the share of the maximum that survives a step.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and m and u, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.Adamax`` and ``optax.adamax``: eps inside the maximum. The paper
    has no eps; Keras adds it to u. The paper's bound on a step, lr, is nearly right: gradients
    that shrink by beta2 per step attain the one above.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("adamax", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.9   , 0.8052, 0.7155])

    References
    ----------
    kingma2015adam
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    u = np.maximum(beta2 * s.u, np.abs(g) + eps)
    m_hat = m / (1 - beta1**t)
    x = x - lr * m_hat / u
    return x, Infinity(m, u)
