"""The curvature of an objective at a point."""

from typing import Any

import numpy as np

from ..linalg import axes_last
from ..oracles import as_objective
from ..oracles.base import require_hess


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
    f = as_objective(f)
    require_hess(f, "largest_curvature")
    return np.linalg.eigvalsh(axes_last(f.hess(np.asarray(x, float))))[..., -1]
