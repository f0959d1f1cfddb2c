"""Adafactor: the squares of a matrix of gradients, remembered by row and by column."""

from typing import Any, NamedTuple

import numpy as np

from ...knobs import Knob
from ...rules import rule
from ..usual import LR, WEIGHT_DECAY


class Factors(NamedTuple):
    row: np.ndarray  # average of squared gradients, mean of each row, (m, 1, *batch)
    col: np.ndarray  # the same of each column, (1, n, *batch)


def start(f: Any, x0: np.ndarray, **knobs: Any) -> Factors:
    """Averages of 0, one number for each row and for each column."""
    return Factors(np.zeros_like(x0[:, :1]), np.zeros_like(x0[:1]))


def rms(a: np.ndarray) -> np.ndarray:
    """The root of the mean of squares over a matrix, (m, n, *batch) -> (*batch,)."""
    return np.sqrt((a * a).mean((0, 1)))


@rule(
    title="Adafactor",
    year=2018,
    paper="shazeer2018adafactor",
    parents={"adam": "keeps squares by row and column, no velocity, and takes steps relative to the size of x"},
    problem="Adam keeps two more numbers for every weight: three times the memory of the model alone.",
    idea="one average per row and per column; steps relative to the weights",
    best_for="large weight matrices where memory is short",
    knobs={
        "lr": LR,
        "beta2_decay": Knob(r"\gamma", -1, 0, domain="<= 0"),
        "eps1": Knob(r"\varepsilon_1", 1e-30, 1e-3, "log", domain=">= 0"),
        "eps2": Knob(r"\varepsilon_2", 1e-5, 1e-1, "log", domain=">= 0"),
        "d": Knob("d", 1, 10, domain=">= 1"),
        "weight_decay": WEIGHT_DECAY,
    },
    traits={"adaptive", "scale", "origin", "matrix"},
    init=start,
)
def adafactor(f, x, s: Factors, t, *, lr=1e-2, beta2_decay=-0.8, eps1=2.0**-52, eps2=1e-3, d=1.0, weight_decay=0.0):
    """Adafactor: Adam's squares as one number per row and column, and steps relative to the size of x.

        G = ∇f(X)
        β = 1 - tᵞ
        rᵢ ← β rᵢ + (1 - β) meanⱼ Gᵢⱼ²
        cⱼ ← β cⱼ + (1 - β) meanᵢ Gᵢⱼ²
        Vᵢⱼ = rᵢ cⱼ / max(mean r, ε₁)
        U = G / √max(V, ε₁²)
        α = max(rms(X), ε₂) min(η, 1 / √t)
        X ← (1 - η λ) X - α U / max(1, rms(U) / d)

    with η = ``lr``, γ = ``beta2_decay``, ε₁ = ``eps1``, ε₂ = ``eps2``, d = ``d``,
    λ = ``weight_decay``, r = c = 0 at the start, t = 1 in the first step, and rms the root of
    the mean of squares.

    Parameters
    ----------
    lr : learning rate, > 0, without a unit: the length of a step in parts of that of X.
    beta2_decay : <= 0; the averages remember about t^(-beta2_decay) steps at step t, more and
        more of them. 0 remembers the last step alone.
    eps1 : >= 0, in units of the gradient: the least root of V. With 0, a matrix that never had
        a slope is NaN.
    eps2 : >= 0, in units of x: what counts as the size of X where X is smaller.
    d : >= 1; a step whose U has a root mean square above d is shortened to it.
    weight_decay : >= 0; decoupled, times lr, applied to the old X.

    Returns
    -------
    The new X, shape (m, n, *batch), and the averages r (m, 1, *batch) and c (1, n, *batch).

    Conventions
    -----------
    The same as ``torch.optim.Adafactor``, whose eps1 is by default the precision of its
    numbers: 2⁻⁵², for the float64 of here. There a vector keeps V whole, and so does a matrix
    of one column here. The paper and ``optax.adafactor`` add 1e-30 to G² instead of bounding
    V; the latter leaves matrices below 128 x 128 whole and has no 1 / √t.

    Examples
    --------
    The size of X is 1, and so the first step moves every entry by lr:

    >>> import gdzoo
    >>> f = gdzoo.objective(lambda x: (x**2).sum((0, 1)), lambda x: 2 * x)
    >>> gdzoo.minimize("adafactor", f, [[1.0, 1.0], [1.0, 1.0]], 2, lr=0.1).x[:, 0].round(4)
    array([[1.    , 1.    ],
           [0.9   , 0.9   ],
           [0.8142, 0.8142]])

    References
    ----------
    shazeer2018adafactor
    """
    g = f.grad(x)
    beta = 1 - t**beta2_decay
    row = beta * s.row + (1 - beta) * (g * g).mean(1, keepdims=True)
    col = beta * s.col + (1 - beta) * (g * g).mean(0, keepdims=True)
    v = row * col / np.maximum(row.mean(0, keepdims=True), eps1)
    u = g / np.sqrt(np.maximum(v, eps1**2))
    alpha = np.maximum(rms(x), eps2) * np.minimum(lr, 1 / np.sqrt(t))
    x = (1 - lr * weight_decay) * x - alpha * u / np.maximum(1, rms(u) / d)
    return x, Factors(row, col)
