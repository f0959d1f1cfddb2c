"""The curvature of an objective at a point."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..linalg import axes_last
from ..oracles import as_objective, dot, norm
from ..oracles.base import point_axes, require_hess

NEAR = 6e-6  # the cube root of the rounding error: where the two errors of a central difference are equally small
ROUNDING = 1e-10  # of the numbers that are subtracted: what is left of a smaller difference has not six digits
ROUGHLY = 32  # products H v of the first iteration: within a fifth of the truth for thousands of coordinates


def largest_curvature(f: Any, x: Any) -> np.ndarray:
    """The largest eigenvalue of the Hessian at x: gradient descent with lr above 2 over it cannot settle there.

    Parameters
    ----------
    f : a landscape's name or an objective with ``hess``.
    x : points, (d, *batch).

    Returns
    -------
    Shape (*batch,).

    Examples
    --------
    >>> largest_curvature("rosenbrock", [[1.0, 0.0], [1.0, 0.0]]).round(1)
    array([1001.6,  200. ])
    """
    return _curvatures(f, x, "largest_curvature")[..., -1]


def smallest_curvature(f: Any, x: Any) -> np.ndarray:
    """The smallest eigenvalue of the Hessian at x: where it is negative, the fitted parabola has no bottom.

    Newton's step leads downhill for certain where the damping exceeds minus this number.

    Parameters
    ----------
    f : a landscape's name or an objective with ``hess``.
    x : points, (d, *batch).

    Returns
    -------
    Shape (*batch,).

    Examples
    --------
    >>> smallest_curvature("bounded_saddle", [[0.0, 0.0], [0.0, 1.0]])
    array([-1.,  1.])
    """
    return _curvatures(f, x, "smallest_curvature")[..., 0]


def _curvatures(f: Any, x: Any, asked: str) -> np.ndarray:
    """The eigenvalues of the Hessian, ascending, (*batch, d). asked: the function that an error names."""
    f = as_objective(f)
    require_hess(f, asked)
    return np.linalg.eigvalsh(axes_last(f.hess(np.asarray(x, float))))


def curvature_between(f: Any, x: Any, y: Any) -> np.ndarray:
    """The curvature that a step from x to y meets: that of the parabola along it with the tangent at x, through the loss at y.

    The average of the curvatures on the way, in which those near x count most. A step of gradient descent with lr ends
    higher than it began exactly if this curvature is above 2 / lr, on any f. A quadratic has the same one for y and for x.

        (2 / |y - x|²) (f(y) - f(x) - grad f(x) . (y - x))

    Parameters
    ----------
    f : a landscape's name or an objective.
    x, y : points, (d, *batch).

    Returns
    -------
    Shape (*batch,); NaN where the step bends the loss by less than a rounding error, as one of no length does.

    Examples
    --------
    >>> curvature_between("valley", [1.0, 0.0], [0.0, 0.0]), curvature_between("valley", [0.0, 1.0], [0.0, -0.5])
    (array(2.), array(20.))
    """
    f = as_objective(f)
    x, y = np.asarray(x, float), np.asarray(y, float)
    before, after, step = f.value(x), f.value(y), y - x
    promised = (f.grad(x) * step).sum(0)
    bend = after - before - promised
    rounding = ROUNDING * np.maximum(np.maximum(np.abs(before), np.abs(after)), np.abs(promised))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(bend) > rounding, 2 * bend / (step**2).sum(0), np.nan)


def sharpness(f: Any, x: Any, *, tolerance: float = 1e-5, most: int = 2000) -> np.ndarray:
    """The largest eigenvalue of the Hessian at x by power iteration, which needs products H v alone: for points of many coordinates.

    A rough power iteration finds s, the largest size of an eigenvalue. A second one, on H + 1.25 s, finds the largest
    eigenvalue, also where the largest in size is negative. Without ``f.hess``, H v is the central difference of two
    gradients; on a smooth f of ordinary scale that is exact to about eight digits.

    Parameters
    ----------
    f : a landscape's name or any objective.
    x : points, (d, *batch), or matrices (m, n, *batch) where those are the points of f.
    tolerance : > 0. A column has arrived when |H v - value v| <= tolerance s for its unit vector v. An eigenvalue then lies
        within tolerance s of the value, and where the next one is not as near, the value is exact to about tolerance² s.
    most : the largest number of products H v in the second iteration.

    Returns
    -------
    Shape (*batch,); NaN where the Hessian is not finite.

    Examples
    --------
    >>> sharpness("rosenbrock", [[1.0, 0.0], [1.0, 0.0]]).round(1)
    array([1001.6,  200. ])

    A hundred coordinates, and a hilltop, where all curvature is negative:

    >>> import gdzoo, numpy as np
    >>> hill = gdzoo.objective(lambda x: -(x**4).sum(0), lambda x: -4 * x**3)
    >>> sharpness(hill, np.linspace(1, 2, 100)).round(4)
    np.float64(-12.0)

    References
    ----------
    cohen2021edge
    """
    f, x = as_objective(f), np.asarray(x, float)
    shape = x.shape[: len(point_axes(f))]
    uneven = np.cos(np.arange(1.0, np.prod(shape) + 1) ** 2)  # no direction is at right angles to it but by chance
    start = np.broadcast_to(uneven.reshape(shape + (1,) * (x.ndim - len(shape))), x.shape) / np.sqrt(uneven @ uneven)
    product = _products(f, x)
    with np.errstate(all="ignore"):  # f may not be finite in some columns
        v, size = start, norm(f, start)
        for _ in range(ROUGHLY):
            w = product(v)
            size = norm(f, w)
            v = np.where(size > 0, w / size, v)
        v, value, shift = start, size, 1.25 * size
        for _ in range(most):
            w = product(v)
            value = dot(f, v, w)
            if not (norm(f, w - value * v) > tolerance * size).any():
                break
            w = w + shift * v
            v = w / norm(f, w)
    return value


def _products(f: Any, x: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """v -> H v for the Hessian H at x and unit vectors v, the shape of x."""
    if hasattr(f, "hess"):
        h = f.hess(x)
        return lambda v: np.einsum("ij...,j...->i...", h, v)
    step = NEAR * np.maximum(1, np.abs(x).max(point_axes(f)))
    return lambda v: (f.grad(x + step * v) - f.grad(x - step * v)) / (2 * step)
