"""Adams whose v gathers other squares, or gathers them otherwise: AdaBelief and Yogi."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...rules import rule
from ..usual import EPS
from .adam import KNOBS, Moments


class Belief(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)
    v: np.ndarray  # average of squared deviations g - m, like x


@rule(
    title="AdaBelief",
    year=2020,
    paper="zhuang2020adabelief",
    problem="Where a large slope stays the same, Adam is as careful as where it jumps about: it divides by the size of "
    "gradients, not by their surprise.",
    idea="Adam over the spread of the gradients around their average",
    best_for="long steady slopes, where Adam is too careful",
    parents={"adam": "averages the squares of g - m, the surprise, in place of those of g"},
    knobs=KNOBS
    | {
        "eps": EPS._replace(low=1e-16),
        "eps_root": Knob(r"\varepsilon_v", 1e-16, 1e-2, "log", domain=">= 0"),
    },
    traits={"momentum", "adaptive", "scale"},
)
def adabelief(f, x, s: Belief, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16, eps_root=1e-16):
    """AdaBelief: Adam that divides by how far gradients deviate from their average.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) (g - m)² + εᵥ
        m̂ = m / (1 - β₁ᵗ)
        v̂ = v / (1 - β₂ᵗ)
        x ← x - η m̂ / (√v̂ + ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, εᵥ = ``eps_root``, t = 1 in the first
    step and m = v = 0 before it.

    Parameters
    ----------
    lr : learning rate, > 0; the first step has length lr / beta1 in every coordinate.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps. With 0 nothing deviates from m: v is eps_root alone.
    beta2 : in [0, 1); v remembers about 1 / (1 - beta2) steps.
    eps : >= 0, in units of the gradient.
    eps_root : >= 0, in units of the squared gradient, added in every step: v of a steady slope comes to rest at
        eps_root / (1 - beta2). With both 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and the averages m and v, the same shape.

    Conventions
    -----------
    The same as ``optax.adabelief``; PyTorch has none. As in the paper, the deviation is from the m that has just been
    renewed, (g - m) = beta1 (g - old m), and what eps_root adds stays in v.

    Examples
    --------
    On a slope that stays the same the steps grow, where Adam's keep the length lr:

    >>> import gdzoo
    >>> slope = gdzoo.objective(lambda x: x[0], lambda x: 1 + 0 * x)
    >>> gdzoo.minimize("adabelief", slope, [1.0], 4, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.8889, 0.7721, 0.6495, 0.5212])

    References
    ----------
    zhuang2020adabelief
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * (g - m) ** 2 + eps_root
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, Belief(m, v)


@rule(
    title="Yogi",
    year=2018,
    paper="zaheer2018yogi",
    problem="When gradients become small, Adam's v forgets the large ones within its memory, and the step size "
    "shoots up.",
    idea="Adam whose v changes by a share of the last squared gradient, whatever its own size",
    best_for="sparse or bursty gradients, where Adam's step size jumps",
    parents={"adam": "moves v towards the squared gradient by a share of that square, not of the distance"},
    knobs=KNOBS,
    traits={"momentum", "adaptive", "scale"},
)
def yogi(f, x, s: Moments, t, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    """Yogi: Adam whose v falls slowly where the gradients have become small.

        g = ∇f(x)
        m ← β₁ m + (1 - β₁) g
        v ← v - (1 - β₂) sign(v - g²) g²
        m̂ = m / (1 - β₁ᵗ)
        v̂ = v / (1 - β₂ᵗ)
        x ← x - η m̂ / (√v̂ + ε)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, ε = ``eps``, t = 1 in the first step and
    m = v = 0 before it.

    Parameters
    ----------
    lr : learning rate, > 0: the length of the first step in every coordinate where eps is small.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); a step changes v by (1 - beta2) g², up or down.
    eps : >= 0, in units of the gradient; its default is large, so slopes below 0.001 are not stretched to
        full steps. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and m and v, the same shape.

    Conventions
    -----------
    The equations of ``optax.yogi``, but m and v start at 0 as in Adam: optax starts both at 1e-6. The paper starts v at
    the mean of squares over a first batch and corrects neither; PyTorch has none. The correction is Adam's,
    although this v is no average: under a constant slope v̂ exceeds g² and the steps fall below lr.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("yogi", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.9   , 0.8005, 0.7018])

    References
    ----------
    zaheer2018yogi
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = s.v - (1 - beta2) * np.sign(s.v - g**2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, Moments(m, v)
