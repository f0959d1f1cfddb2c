"""Adams that warm up by a formula of their own: NAdam its momentum, RAdam its steps."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...oracles.base import per_column
from ...rules import rule
from .adam import KNOBS, Moments


class NesterovMoments(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)
    v: np.ndarray  # average of squared gradients, like x
    product: np.ndarray  # of the momenta so far, (*batch,)


def nadam_start(f, x0, **knobs):
    """Averages of 0, and an empty product, 1 in every column."""
    return NesterovMoments(np.zeros_like(x0), np.zeros_like(x0), per_column(f, x0, 1.0))


@rule(
    title="NAdam",
    year=2016,
    paper="dozat2016nadam",
    problem="Adam answers late: the newest gradient enters its step with the small weight 1 - beta1.",
    idea="Adam with Nesterov's look ahead, and a momentum that warms up",
    best_for="problems where Adam works but reacts too late",
    parents={
        "adam": "mixes the next step's momentum and the newest gradient into each step",
        "nesterov": "divides by the size of recent gradients, and warms the momentum up",
    },
    knobs=KNOBS | {"momentum_decay": Knob(r"\psi", 0, 0.1, domain=">= 0")},
    traits={"momentum", "adaptive", "scale"},
    init=nadam_start,
)
def nadam(f, x, s: NesterovMoments, t, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3):
    """NAdam: Adam that takes the next step's momentum already in this step, as Nesterov's rule does.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        μₜ = β₁ (1 - 0.96^(ψ t) / 2),   P ← μₜ P
        m̄ = μₜ₊₁ m / (1 - μₜ₊₁ P) + (1 - μₜ) g / (1 - P)
        v̂ = v / (1 - β₂ᵗ)
        x ← x - η m̄ / (√v̂ + ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, ψ = ``momentum_decay``, P =
    ``product`` of the state, t = 1 in the first step, m = v = 0 and P = 1 before it.

    Parameters
    ----------
    lr : learning rate, > 0: about the length of a step; that of the first is 1.056 lr at the defaults.
    beta1 : in [0, 1); the momentum μ rises from beta1 / 2 to beta1.
    beta2 : in [0, 1); v remembers about 1 / (1 - beta2) steps.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.
    momentum_decay : >= 0, per step: how fast μ rises. Half the way takes about 17 / momentum_decay steps;
        0 leaves μ at beta1 / 2.

    Returns
    -------
    The new x, shape (d, *batch), the averages m and v, the same shape, and the product, (*batch,).

    Conventions
    -----------
    The same as ``torch.optim.NAdam``: m is the average with beta1, while its weights in the step are
    Dozat's μ. Keras has this schedule with a momentum_decay of 1. ``optax.nadam`` has none: μ is beta1 from the start, which
    is the limit of a large momentum_decay, and its first step is 1.474 lr.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("nadam", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.8944, 0.82  , 0.7527])

    References
    ----------
    dozat2016nadam
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    mu, mu_next = (beta1 * (1 - 0.5 * 0.96 ** (k * momentum_decay)) for k in (t, t + 1))
    product = s.product * mu
    m_bar = mu_next * m / (1 - mu_next * product) + (1 - mu) * g / (1 - product)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_bar / (np.sqrt(v_hat) + eps)
    return x, NesterovMoments(m, v, product)


def rectification(beta2, t):
    """RAdam's factor r of step t; 0 while v has seen too few gradients for 1 / √v̂ to have a small variance.

        ρ∞ = 2 / (1 - β₂) - 1
        ρ = ρ∞ - 2 t β₂ᵗ / (1 - β₂ᵗ)
        r = √( (ρ - 4)(ρ - 2) ρ∞ / ((ρ∞ - 4)(ρ∞ - 2) ρ) )   where ρ > 5

    ρ counts the gradients that v averages, in effect. r rises from there towards 1.

    >>> [float(rectification(0.999, t).round(4)) for t in (5, 6, 100, 10000)]
    [0.0, 0.0258, 0.2153, 0.9998]
    """
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    now, end = ((r - 4) * (r - 2) / r for r in (np.maximum(rho, 5), np.maximum(rho_inf, 5)))
    return np.where(rho > 5, np.sqrt(now / end), 0.0)


@rule(
    title="RAdam",
    year=2020,
    paper="liu2020radam",
    problem="In its first steps Adam divides by an average of a few squares, which is almost pure chance; "
    "people had to warm the learning rate up by hand.",
    idea="Adam with a warm-up computed from beta2",
    best_for="runs without a warm-up schedule, on slopes that are not steep at the start",
    parents={"adam": "begins with plain momentum, then warms the steps up by a factor"},
    knobs=KNOBS,
    traits={"momentum", "adaptive"},
)
def radam(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """RAdam: Adam that mistrusts v as long as it has seen few gradients.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        m̂ = m / (1 - β₁ᵗ)
        x ← x - η r m̂ √(1 - β₂ᵗ) / (√v + ε)   where the factor r is known,
        x ← x - η m̂                           before

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, r = ``rectification(beta2, t)``,
    t = 1 in the first step and m = v = 0 before it.

    Parameters
    ----------
    lr : learning rate, > 0. The first steps are lr m̂, in proportion to the slope, so a steep start wants a
        small one; those after the warm-up have about the length lr in every coordinate.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v. The adaptive steps begin with step 6 where beta2 is 0.84 or more, later below
        that, and never where it is 2/3 or less.
    eps : >= 0, in units of the gradient, added to the root of the raw v.

    Returns
    -------
    The new x, shape (d, *batch), and the averages m and v, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.RAdam``. ``optax.radam`` adds eps to the root of the corrected v: the same
    path as eps goes to 0. Both begin where ρ of ``rectification`` exceeds 5, the paper where it exceeds 4.

    Examples
    --------
    The first step has the length of the slope, the sixth is the first to be divided by √v:

    >>> import gdzoo
    >>> gdzoo.minimize("radam", "parabola", [1.0], 7, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.8   , 0.6211, 0.4623, 0.3228, 0.2016, 0.1995, 0.197 ])

    References
    ----------
    liu2020radam
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    r = rectification(beta2, t)
    adaptive = r * m_hat * np.sqrt(1 - beta2**t) / (np.sqrt(v) + eps)
    x = x - lr * np.where(r > 0, adaptive, m_hat)
    return x, Moments(m, v)
