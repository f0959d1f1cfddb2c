"""Adan: Nesterov's momentum, told by the differences of gradients."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...rules import rule
from ..usual import WEIGHT_DECAY
from .adam import KNOBS


class Differences(NamedTuple):
    g: np.ndarray  # the last gradient, like x, (d, *batch)
    m: np.ndarray  # average of gradients, like x
    v: np.ndarray  # average of differences of gradients, like x
    n: np.ndarray  # average of squares of the gradients ahead, like x


@rule(
    title="Adan",
    year=2022,
    paper="xie2022adan",
    problem="Nesterov's momentum wants the gradient at a point ahead, which costs a second evaluation or a change of "
    "variables that fits badly with Adam's averages.",
    idea="Adam on the gradient and its change: the change foretells the gradient ahead",
    best_for="training with large batches and large learning rates, vision transformers",
    parents={
        "adam": "averages the change of the gradient too, and adds it",
        "nesterov": "estimates the gradient ahead from the last change, and divides by its size",
    },
    knobs=KNOBS
    | {
        "beta3": Knob(r"\beta_3", 0, 0.9999, domain="in [0, 1)"),
        "weight_decay": WEIGHT_DECAY,
    },
    traits={"momentum", "adaptive", "scale"},
)
def adan(f, x, s: Differences, t, *, lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0):
    """Adan: Adam that foretells the gradient ahead from the change of the last two.

        g = ∇f(x),   d = g - the last g   (0 in the first step)
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) d
        n ← β₃ n + (1 - β₃) (g + β₂ d)²
        m̂, v̂, n̂ = m / (1 - β₁ᵗ), v / (1 - β₂ᵗ), n / (1 - β₃ᵗ)
        x ← x - η (m̂ + β₂ v̂) / (√n̂ + ε)
        x ← x / (1 + η λ)

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, β₃ = ``beta3``, ε = ``eps``, λ = ``weight_decay``,
    t = 1 in the first step and m = v = n = 0 before it.

    Parameters
    ----------
    lr : learning rate, > 0: the length of the first step in every coordinate, before decay.
    beta1 : in [0, 1); m remembers about 1 / (1 - beta1) steps.
    beta2 : in [0, 1); the same for v, and the weight of the change. 0 is Adam with beta3 for its beta2.
    beta3 : in [0, 1); n remembers about 1 / (1 - beta3) steps.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.
    weight_decay : >= 0, per unit of lr: each step ends with a division by 1 + lr weight_decay.

    Returns
    -------
    The new x, shape (d, *batch), and g, m, v and n, the same shape.

    Conventions
    -----------
    The same as the authors' code, whose betas are decay rates of averages; those of the paper are 1 minus
    these. ``optax.adan`` 0.2.8 weighs the change by 1 - beta2 where paper and authors have beta2, and
    decays the weights as AdamW does: a path of its own. PyTorch has none.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("adan", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.9   , 0.8008, 0.7021])

    References
    ----------
    xie2022adan
    """
    g = f.grad(x)
    d = g - s.g if t > 1 else np.zeros_like(g)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * d
    n = beta3 * s.n + (1 - beta3) * (g + beta2 * d) ** 2
    m_hat, v_hat, n_hat = m / (1 - beta1**t), v / (1 - beta2**t), n / (1 - beta3**t)
    x = x - lr * (m_hat + beta2 * v_hat) / (np.sqrt(n_hat) + eps)
    x = x / (1 + lr * weight_decay)
    return x, Differences(g, m, v, n)
