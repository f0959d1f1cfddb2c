"""What an objective is, from functions or from another objective; and the axes of its points."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..landscapes.base import LANDSCAPES


class objective:
    """An objective from functions.

    Parameters
    ----------
    value : x of shape (d, *batch) -> height, shape (*batch,).
    grad : x -> gradient, the shape of x.
    hess : x -> Hessian, shape (d, d, *batch); only some rules need it.
    f_min : the lowest value, where it is known.

    Examples
    --------
    >>> import gdzoo
    >>> quartic = gdzoo.objective(lambda x: x[0] ** 4, lambda x: 4 * x**3)
    >>> gdzoo.minimize("gd", quartic, [1.0], 2, lr=0.1).f.round(4)
    array([1.    , 0.1296, 0.0696])
    """

    def __init__(
        self,
        value: Callable[[Any], Any],
        grad: Callable[[Any], Any],
        hess: Callable[[Any], Any] | None = None,
        f_min: float | None = None,
    ):
        self.value = lambda x: np.asarray(value(x), float)
        self.grad = lambda x: np.asarray(grad(x), float)
        if hess is not None:
            self.hess = lambda x: np.asarray(hess(x), float)
        self.f_min = f_min


def as_objective(f: Any) -> Any:
    """An objective from a landscape's name, or the object itself if it is one."""
    if isinstance(f, str):
        return LANDSCAPES[f]
    if callable(getattr(f, "value", None)) and callable(getattr(f, "grad", None)):
        return f
    raise TypeError(f"f must be a landscape's name or have value(x) and grad(x), got {f!r}; see gdzoo.objective")


def at(f: Any, t: int, seed: int = 0) -> Any:
    """What step t of the run with this seed sees of f: f itself, unless f is stochastic."""
    if not hasattr(f, "at"):
        return f
    return f.at(t, seed) if seed else f.at(t)  # an objective of the reader's own may know only t


def require_hess(f: Any, owner: str) -> None:
    """Raise one sentence unless f has a Hessian."""
    if not hasattr(f, "hess"):
        raise TypeError(
            f"{owner} needs hess(x), and this objective has none; gdzoo.objective(value, grad, hess) makes one that has"
        )


def point_axes(f: Any) -> tuple[int, ...]:
    """The axes of an array that are coordinates of a point of f: the first, or the first two where points are matrices."""
    return tuple(range(getattr(f, "point_ndim", 1)))


def dot(f: Any, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Inner products of vectors at points of f, shape (*batch,).

    >>> import numpy as np
    >>> dot("valley", np.array([3.0, 4.0]), np.array([1.0, 2.0]))
    np.float64(11.0)
    """
    return (u * v).sum(point_axes(f))


def norm(f: Any, v: np.ndarray) -> np.ndarray:
    """Lengths (2-norm, Frobenius for matrices) of vectors at points of f, shape (*batch,).

    >>> import numpy as np
    >>> norm("valley", np.array([3.0, 4.0]))
    np.float64(5.0)
    """
    return np.sqrt(dot(f, v, v))


class Oracle:
    """An objective made from another one, ``f``; what it does not change (box, minima, f_min, ...) is that of f.

    >>> import gdzoo
    >>> gdzoo.Counted("rosenbrock").f_min
    0.0
    """

    def __init__(self, f: Any):
        self.f = as_objective(f)

    def __getattr__(self, name: str) -> Any:
        if name == "f":  # not set yet: while unpickling or copying
            raise AttributeError(name)
        return getattr(self.f, name)

    def only(self, columns: np.ndarray) -> "Oracle":
        """The same objective, whose evaluations count in these columns of the batch alone; columns: (*batch,) of bool."""
        clone = object.__new__(type(self))
        clone.__dict__ |= self.__dict__ | {"f": only(self.f, columns)}
        return clone


def only(f: Any, columns: np.ndarray) -> Any:
    """f, evaluated everywhere as before, but counted in these columns alone: for searches that end column by column.

    >>> import gdzoo, numpy as np
    >>> f = gdzoo.Counted("parabola")
    >>> only(f, np.array([True, False])).value(np.array([[1.0, 2.0]]))
    array([1., 4.])
    >>> f.value_evals
    array([1, 0])
    """
    return f.only(columns) if isinstance(f, Oracle) else f
