"""Shampoo: one preconditioner for the rows of a gradient and one for its columns."""

from typing import Any, NamedTuple

import numpy as np

from ...linalg import identity, matmul, power, transpose
from ...rules import rule
from ..usual import EPS, LR


class Sides(NamedTuple):
    left: np.ndarray  # sum of G Gᵀ, (m, m, *batch)
    right: np.ndarray  # sum of Gᵀ G, (n, n, *batch)


def start(f: Any, x0: np.ndarray, *, eps: Any, **knobs: Any) -> Sides:
    """Both sums begin with ε I."""
    m, n, *batch = x0.shape
    return Sides(eps * identity(m, (*batch,)), eps * identity(n, (*batch,)))


@rule(
    title="Shampoo",
    year=2018,
    paper="gupta2018shampoo",
    parents={"adagrad": "keeps a full matrix for the rows and one for the columns"},
    problem="AdaGrad scales coordinates, so it depends on the axes; with a full matrix it would need one of the size "
    "(mn)² for m x n weights.",
    idea="whiten the rows and the columns of the gradient",
    best_for="matrices whose gradients mix strong and weak directions",
    knobs={"lr": LR, "eps": EPS._replace(low=1e-12)},
    traits={"rotation", "scale", "matrix"},
    init=start,
)
def shampoo(f, x, s: Sides, t, *, lr, eps=1e-6):
    """Shampoo: the gradient between the fourth roots of what its rows and columns have been.

        G = ∇f(X)
        L ← L + G Gᵀ
        R ← R + Gᵀ G
        X ← X - η L⁻¹ᐟ⁴ G R⁻¹ᐟ⁴

    with η = ``lr`` and L = ε I, R = ε I at the start, ε = ``eps``.

    Parameters
    ----------
    lr : learning rate, > 0, required: the first step has singular values of lr, whatever the
        scale of f; later ones shrink like 1 / √t.
    eps : >= 0, in units of the gradient squared. With 0 the roots are pseudo-inverses:
        directions that never had a slope do not move.

    Returns
    -------
    The new X, shape (m, n, *batch), and the sums L (m, m, *batch) and R (n, n, *batch).

    Conventions
    -----------
    Algorithm 1 of the paper, without the averages, grafting and blocks that later versions
    add; neither PyTorch nor optax has it. Without memory, L = G Gᵀ and R = Gᵀ G, the step is
    lr U Vᵀ for G = U S Vᵀ: that of Muon. On a 1 x 1 matrix it is AdaGrad, whose eps is the
    root of this one and enters as a square. The paper treats a vector apart, by
    (Σ g gᵀ)⁻¹ᐟ² g; here a vector is a matrix of one column like any other.

    Examples
    --------
    The slopes are 2 and 20, and the first step is as long along the one as along the other:

    >>> import gdzoo
    >>> f = gdzoo.objective(lambda x: (x**2).sum((0, 1)), lambda x: 2 * x)
    >>> gdzoo.minimize("shampoo", f, [[1.0, 0.0], [0.0, 10.0]], 2, lr=0.1).x[:, [0, 1], [0, 1]].round(4)
    array([[ 1.    , 10.    ],
           [ 0.9   ,  9.9   ],
           [ 0.8331,  9.8296]])

    References
    ----------
    gupta2018shampoo
    """
    g = f.grad(x)
    left = s.left + matmul(g, transpose(g))
    right = s.right + matmul(transpose(g), g)
    x = x - lr * matmul(power(left, -1 / 4), g, power(right, -1 / 4))
    return x, Sides(left, right)
