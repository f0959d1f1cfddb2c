"""The speed limit of methods that see only slopes: a function on which none is fast, and the method that is nearly as fast as any."""

from typing import Any, NamedTuple

import numpy as np

from ..oracles.base import dot


class Chain:
    """Nesterov's worst function: n coordinates in a row, each tied to its neighbors, and a pull on the first.

    (L/4) (1/2 (x_1² + (x_1 - x_2)² + ... + (x_{n-1} - x_n)² + x_n²) - x_1), a quadratic with curvatures between 0 and L. From 0, a
    gradient tells something new of one more coordinate only: whoever moves along the gradients that were seen has moved at most
    k coordinates after k of them.

    Attributes
    ----------
    n, L : number of coordinates, >= 1; bound on the curvatures, > 0. With L = 4 the gradient has whole coefficients.
    eigenvalues : those of the Hessian, sorted, all below L.
    minimum : the lowest point, 1 - i / (n + 1) in coordinate i = 1 ... n.
    f_min : its value; that of the start 0 is 0.

    >>> import gdzoo
    >>> f = gdzoo.analysis.Chain(4)
    >>> f.minimum, f.grad(np.zeros(4))
    (array([0.8, 0.6, 0.4, 0.2]), array([-1.,  0.,  0.,  0.]))
    >>> gdzoo.minimize("gd", f, np.zeros(4), 2, lr=1 / f.L).x
    array([[0.    , 0.    , 0.    , 0.    ],
           [0.25  , 0.    , 0.    , 0.    ],
           [0.375 , 0.0625, 0.    , 0.    ]])

    References
    ----------
    nemirovski1983problem, nesterov2018lectures
    """

    def __init__(self, n: int, L: float = 4.0):
        if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
            raise ValueError(f"a chain has a whole number of coordinates, n >= 1, got n={n!r}")
        if not 0 < L < np.inf:
            raise ValueError(f"a chain needs L > 0, got L={L!r}")
        self.n, self.L, self.dims = int(n), float(L), (int(n), int(n))
        i = np.arange(1.0, n + 1)
        self.minimum = 1 - i / (n + 1)
        self.eigenvalues = L / 2 * (1 - np.cos(np.pi * i / (n + 1)))
        self.f_min = -L * n / (8 * (n + 1))

    def value(self, x: np.ndarray) -> np.ndarray:
        """The height at x (n, *batch): shape (*batch,)."""
        return self.L / 4 * ((x[0] ** 2 + (np.diff(x, axis=0) ** 2).sum(0) + x[-1] ** 2) / 2 - x[0])

    def grad(self, x: np.ndarray) -> np.ndarray:
        """The gradient at x (n, *batch): the same shape. Each coordinate feels its neighbors and no other."""
        g = 2 * x
        g[1:] -= x[:-1]
        g[:-1] -= x[1:]
        g[0] -= 1
        return self.L / 4 * g

    def hess(self, x: np.ndarray) -> np.ndarray:
        """The Hessian, the same everywhere: (n, n, *batch)."""
        tied = 2 * np.eye(self.n) - np.eye(self.n, k=1) - np.eye(self.n, k=-1)
        return self.L / 4 * np.broadcast_to(tied.reshape(self.n, self.n, *[1] * (x.ndim - 1)), (self.n, *x.shape))

    def floor(self, k: Any) -> np.ndarray:
        """How far above the minimum the lowest point is that has only its first k coordinates moved: L/8 (1/(k+1) - 1/(n+1)).

        No method that moves along gradients is lower after k of them. k: whole numbers, of any shape.

        >>> Chain(9).floor([0, 4, 9])
        array([0.45, 0.05, 0.  ])
        """
        reached = np.minimum(np.asarray(k, float), self.n)
        return self.L / 8 * (1 / (reached + 1) - 1 / (self.n + 1))


class Ahead(NamedTuple):
    move: np.ndarray  # the last step, like x, (d, *batch)
    age: np.ndarray  # steps since the momentum began to grow, the same number in all coordinates, like x


def accelerated(f: Any, x: np.ndarray, s: Ahead, t: int, *, lr: Any, restart: Any = 0) -> tuple[np.ndarray, Ahead]:
    """A step of Nesterov's method of 1983, whose momentum grows: the one with the guarantee on every smooth convex function.

        y = x + (a - 1) / (a + 2) * (the last move of x), a the number of steps before
        x ← y - η ∇f(y)

    with η = ``lr``. Where f is convex with curvatures of at most L and lr = 1 / L, the loss is at most
    2 L |x_0 - x*|² / (t + 1)² above the minimum after t steps.

    Parameters
    ----------
    f, x, s, t : as every step has them; ``minimize`` takes this function for a rule.
    lr : learning rate; the guarantee holds up to 1 / L.
    restart : 1 begins anew, with a = 0 and no move, after each step that the gradient calls uphill.

    Returns
    -------
    The new x and its state.

    Examples
    --------
    >>> import gdzoo
    >>> f = gdzoo.LANDSCAPES["ravine"](kappa=1000)
    >>> for restart in (0, 1):
    ...     run = gdzoo.minimize(accelerated, f, [-2.6, 1.2], 400, lr=1e-3, restart=restart)
    ...     print(f"{run.f[-1]:.0e}")
    4e-04
    1e-16

    References
    ----------
    nesterov1983method, odonoghue2015adaptive
    """
    y = x + (s.age - 1) / (s.age + 2) * s.move
    g = f.grad(y)
    move = y - lr * g - x
    going = (dot(f, g, move) <= 0) | (np.asarray(restart) == 0)
    return x + move, Ahead(move * going, (s.age + 1) * going)
