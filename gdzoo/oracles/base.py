"""What an objective is, from functions or from another objective; and the axes of its points."""

from collections.abc import Callable
from types import MethodType
from typing import Any, Self

import numpy as np

from ..landscapes.base import LANDSCAPES
from ..problems.base import PROBLEMS
from ..registry import UnknownName, nearest


class objective:
    """An objective from functions.

    Parameters
    ----------
    value : x of shape (d, *batch) -> height, shape (*batch,).
    grad : x -> gradient, the shape of x.
    hess : x -> Hessian, shape (d, d, *batch); only some rules need it.
    f_min : the lowest value, where it is known.
    point_ndim : 2 where x is matrices (m, n, *batch). Left open, ``minimize`` goes by the rule; an oracle that is called
        outside of a run, and has to know how long a gradient is, then takes x for vectors.

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
        point_ndim: int | None = None,
    ):
        self.value = lambda x: np.asarray(value(x), float)
        self.grad = lambda x: np.asarray(grad(x), float)
        if hess is not None:
            self.hess = lambda x: np.asarray(hess(x), float)
        self.f_min = f_min
        if point_ndim is not None:
            self.point_ndim = point_ndim


def as_objective(f: Any) -> Any:
    """An objective from the name of a landscape or a problem, or the object itself if it is one.

    Parameters
    ----------
    f : a name, or anything with ``value(x)`` and ``grad(x)``. Anything else raises.

    Returns
    -------
    The objective.

    Examples
    --------
    >>> as_objective("bowl").f_min
    0.0
    """
    if isinstance(f, str):
        if f not in LANDSCAPES and f not in PROBLEMS:
            raise UnknownName(f"unknown landscape or problem {f!r}; {nearest(f, [*LANDSCAPES, *PROBLEMS])}")
        return LANDSCAPES[f] if f in LANDSCAPES else PROBLEMS[f]
    if callable(getattr(f, "value", None)) and callable(getattr(f, "grad", None)):
        return f
    raise TypeError(
        f"f must name a landscape or a problem, or have value(x) and grad(x), got {f!r}; see gdzoo.objective"
    )


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


def require_vectors(f: Any, owner: str) -> None:
    """Raise one sentence where a point of f is a matrix, for rules that keep one number for each pair of coordinates."""
    if len(point_axes(f)) != 1:
        raise ValueError(
            f"{owner} takes vectors (d, *batch), and points are matrices (m, n, *batch) here; lbfgs takes both"
        )


def per_column(f: Any, x: np.ndarray, number: float = 0.0) -> np.ndarray:
    """One number for every column of points x of f, (*batch,): the beginning of what a state keeps per column.

    >>> per_column("valley", np.ones((2, 3)), 1.0)
    array([1., 1., 1.])
    """
    return np.full(x.shape[len(point_axes(f)) :], number)


def dot(f: Any, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Inner products of vectors at points of f.

    Parameters
    ----------
    f : what a step is given; it knows whether points are vectors or matrices.
    u, v : like points, (d, *batch) or (m, n, *batch).

    Returns
    -------
    Shape (*batch,).

    Examples
    --------
    >>> import numpy as np
    >>> dot("valley", np.array([3.0, 4.0]), np.array([1.0, 2.0]))
    np.float64(11.0)
    """
    return (u * v).sum(point_axes(f))


def norm(f: Any, v: np.ndarray) -> np.ndarray:
    """Lengths of vectors at points of f: the 2-norm, for matrices Frobenius's.

    Parameters
    ----------
    f : what a step is given; it knows whether points are vectors or matrices.
    v : like a point, (d, *batch) or (m, n, *batch).

    Returns
    -------
    Shape (*batch,).

    Examples
    --------
    >>> import numpy as np
    >>> norm("valley", np.array([3.0, 4.0]))
    np.float64(5.0)
    """
    return np.sqrt(dot(f, v, v))


class Conditional:
    """A method that an oracle has exactly if its ``f`` has one of this name."""

    def __init__(self, method: Callable[..., Any]):
        self.method = method
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, oracle: Any, owner: type | None = None) -> Any:
        if oracle is None:
            return self.method
        getattr(oracle.f, self.name)  # its AttributeError, where there is none
        return MethodType(self.method, oracle)


def if_f_has(method: Callable[..., Any]) -> Any:
    """Decorates a method that an oracle has exactly if its ``f`` has one of this name.

    >>> import gdzoo
    >>> deterministic, noisy = gdzoo.L2("bowl", 0.1), gdzoo.L2(gdzoo.Noisy("bowl", 0.1), 0.1)
    >>> hasattr(deterministic, "at"), hasattr(noisy, "at")
    (False, True)
    """
    return Conditional(method)


class Oracle:
    """An objective made from another one, ``f``; what it does not change (box, minima, f_min, ...) is that of f.

    Oracles stack in any order. A stochastic f has ``at``, a mean over examples has ``on``; then so has the oracle, and what
    they give is the same oracle of what f gives.

    >>> import gdzoo
    >>> gdzoo.Counted("rosenbrock").f_min
    0.0
    """

    point_ndim: int  # of what is below, unless the oracle knows it from elsewhere

    def __init__(self, f: Any):
        self.f = as_objective(f)

    def __getattr__(self, name: str) -> Any:
        if name == "f":  # not set yet: while unpickling or copying
            raise AttributeError(name)
        return getattr(self.f, name)

    def of(self, f: Any) -> Self:
        """The same oracle of another objective."""
        clone = object.__new__(type(self))
        clone.__dict__ |= self.__dict__ | {"f": f}
        return clone

    @if_f_has
    def at(self, t: int, seed: int = 0) -> "Oracle":
        """What step t of the run with this seed sees."""
        return self.of(at(self.f, t, seed))

    @if_f_has
    def on(self, indices: np.ndarray) -> "Oracle":
        """The same of some examples alone: see `Problem`."""
        return self.of(self.f.on(indices))

    def only(self, columns: np.ndarray) -> Self:
        """The same objective, whose evaluations count in these columns of the batch alone; columns: (*batch,) of bool."""
        return self.of(only(self.f, columns))


def over(f: Any, point_ndim: int) -> Any:
    """f, knowing how many axes a point has: for a run that knows it where neither f nor what its oracles are made from says so."""
    if isinstance(f, Oracle):
        return f.of(over(f.f, point_ndim))
    known = Oracle(f)
    known.point_ndim = point_ndim
    return known


def only(f: Any, columns: np.ndarray) -> Any:
    """f, evaluated everywhere as before, but counted in these columns alone: for searches that end column by column.

    Parameters
    ----------
    f : what a step is given.
    columns : (*batch,) of bool.

    Returns
    -------
    The same objective to call; without a counter in it, f itself.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> f = gdzoo.Counted("parabola")
    >>> only(f, np.array([True, False])).value(np.array([[1.0, 2.0]]))
    array([1., 4.])
    >>> f.value_evals
    array([1, 0])
    """
    return f.only(columns) if isinstance(f, Oracle) else f
