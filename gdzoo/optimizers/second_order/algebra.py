"""Matrices (d, d, *batch) at work on vectors (d, *batch)."""

from typing import Any

import numpy as np

from ...oracles.base import point_axes


def identity(x: np.ndarray) -> np.ndarray:
    """The identity for points like x, (d, d) with an axis of length 1 for each axis of the batch.

    >>> identity(np.zeros((2, 5, 3))).shape
    (2, 2, 1, 1)
    """
    return np.eye(len(x)).reshape(len(x), len(x), *[1] * (x.ndim - 1))


def times(h: np.ndarray, v: np.ndarray) -> np.ndarray:
    """h v in every column.

    >>> times(np.array([[2.0, 1.0], [0.0, 3.0]]), np.array([1.0, 10.0]))
    array([12., 30.])
    """
    return (h * v).sum(1)  # einsum would add up in an order that depends on the batch


def outer(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """u vᵀ in every column.

    >>> outer(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    array([[3., 4.],
           [6., 8.]])
    """
    return u[:, None] * v


def require_vectors(f: Any, owner: str) -> None:
    """Raise one sentence where a point of f is a matrix: these rules keep one number for each pair of coordinates."""
    if len(point_axes(f)) != 1:
        raise ValueError(
            f"{owner} takes vectors (d, *batch), and points are matrices (m, n, *batch) here; lbfgs takes both"
        )
