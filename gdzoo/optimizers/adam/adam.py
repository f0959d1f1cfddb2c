"""Adam, Adam without the correction of its start, and Adam with weight decay of its own."""

from typing import NamedTuple

import numpy as np

from ...rules import rule
from ..usual import BETA1, BETA2, EPS, LR, WEIGHT_DECAY

KNOBS = {"lr": LR, "beta1": BETA1, "beta2": BETA2, "eps": EPS}


class Moments(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)
    v: np.ndarray  # average of squared gradients, like x


@rule(
    title="Adam",
    year=2015,
    paper="kingma2015adam",
    problem="RMSprop keeps no momentum, and its first steps are too long because its average starts at zero. "
    "Momentum has one step size for all coordinates, however different their slopes.",
    idea="momentum over the size of recent gradients, both corrected for their start",
    best_for="a first try on almost anything, neural networks above all",
    parents={
        "momentum": "divides by the size of recent gradients in each coordinate",
        "rmsprop": "averages the gradient too, and corrects both averages for their start at zero",
    },
    knobs=KNOBS,
    traits={"momentum", "adaptive", "scale"},
)
def adam(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam: an average of gradients over the root of an average of their squares.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        m̂ = m / (1 - β₁ᵗ)
        v̂ = v / (1 - β₂ᵗ)
        x ← x - η m̂ / (√v̂ + ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, t = 1 in the first step and
    m = v = 0 before it, a bias that m̂ and v̂ correct.

    Parameters
    ----------
    lr : learning rate, > 0: the length of the first step in every coordinate, and about that
        of the others, whatever the scale of f.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and the averages m and v, the same shape.

    Conventions
    -----------
    Algorithm 1 of the paper; the same as ``torch.optim.Adam`` and ``optax.adam``: eps outside
    the root of the corrected v. The paper's faster variant and Keras add theirs before the
    correction: there it acts as eps / √(1 - β₂ᵗ) does here, 32 times eps in the first step.

    Examples
    --------
    The first step has length lr:

    >>> import gdzoo
    >>> gdzoo.minimize("adam", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.9   , 0.8004, 0.7016])

    References
    ----------
    kingma2015adam
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, Moments(m, v)


@rule(
    title="Adam without bias correction",
    year=2015,
    paper="kingma2015adam",
    problem="None: this is Adam with a part left out, so that one can see what the part was for.",
    idea="Adam whose averages keep the bias of their start",
    best_for="seeing why the correction exists",
    parents={"adam": "leaves out the correction of the start"},
    knobs=KNOBS,
    traits={"momentum", "adaptive", "scale"},
)
def adam_uncorrected(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam without bias correction, to show why the correction exists.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        x ← x - η m / (√v + ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps`` and m = v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and the averages m and v, the same shape.

    Conventions
    -----------
    No library's default and not the paper's. The root of v starts further below its true size
    than m does, so the first steps are too long, not too short: the very first has length
    lr (1 - beta1) / sqrt(1 - beta2), 3.16 lr at the defaults.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("adam_uncorrected", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([ 1.    ,  0.6838,  0.2702, -0.1621])

    References
    ----------
    kingma2015adam
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    x = x - lr * m / (np.sqrt(v) + eps)
    return x, Moments(m, v)


@rule(
    title="AdamW",
    year=2019,
    paper="loshchilov2019adamw",
    problem="A penalty on the weights, added to f, goes through Adam's division: weights with large gradients hardly "
    "decay.",
    idea="Adam, and beside it every weight shrinks by the same factor",
    best_for="training neural networks, transformers above all",
    parents={"adam": "decays the weights beside the step, not through its division"},
    knobs=KNOBS | {"weight_decay": WEIGHT_DECAY},
    traits={"momentum", "adaptive", "scale", "origin"},
)
def adamw(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    """AdamW: Adam, with a weight decay that does not pass through its division.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        m̂ = m / (1 - β₁ᵗ)
        v̂ = v / (1 - β₂ᵗ)
        x ← (1 - η λ) x - η m̂ / (√v̂ + ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, λ = ``weight_decay``, t = 1 in
    the first step and m = v = 0 before it.

    Parameters
    ----------
    lr : learning rate, > 0: the length of the first step in every coordinate, before decay.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.
    weight_decay : >= 0, per unit of lr: each step multiplies every coordinate by
        1 - lr weight_decay, whatever its gradients. 0 is Adam.

    Returns
    -------
    The new x, shape (d, *batch), and the averages m and v, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.AdamW``; ``optax.adamw`` has 1e-4 for its default decay. Both multiply
    the decay by lr, so half the learning rate is half the decay; the paper does not. A penalty
    weight_decay |x|² / 2 added to f is another thing: its gradient is divided by √v̂ too.

    Examples
    --------
    On a slope Adam walks on for ever. AdamW comes to rest at distance 1 / weight_decay:

    >>> import gdzoo
    >>> slope = gdzoo.objective(lambda x: x[0], lambda x: 1 + 0 * x)
    >>> gdzoo.minimize("adamw", slope, [1.0], 1000, lr=0.1, weight_decay=0.5).x[[0, 10, 100, -1], 0].round(4)
    array([ 1.    , -0.2038, -1.9822, -2.    ])

    References
    ----------
    loshchilov2019adamw
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = (1 - lr * weight_decay) * x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, Moments(m, v)
