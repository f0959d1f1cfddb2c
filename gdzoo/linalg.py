"""Linear algebra for batches: the matrices' axes come first, (d, e, *batch), where numpy wants them last."""

import numpy as np


def axes_last(a: np.ndarray) -> np.ndarray:
    """(d, e, *batch) -> (*batch, d, e), the order that numpy.linalg wants.

    >>> axes_last(np.zeros((2, 3, 5))).shape
    (5, 2, 3)
    """
    return np.moveaxis(a, (0, 1), (-2, -1))


def axes_first(a: np.ndarray) -> np.ndarray:
    """(*batch, d, e) -> (d, e, *batch), back again.

    >>> axes_first(np.zeros((5, 2, 3))).shape
    (2, 3, 5)
    """
    return np.moveaxis(a, (-2, -1), (0, 1))


def solve(h: np.ndarray, g: np.ndarray) -> np.ndarray:
    """The x of h x = g for h of shape (d, d, *batch) and g, x of shape (d, *batch); NaN in columns where h is singular.

    >>> h = np.array([[[2.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [4.0, 0.0]]])  # diag(2, 4) and a singular one
    >>> solve(h, np.array([[2.0, 2.0], [2.0, 2.0]]))
    array([[1. , nan],
           [0.5, nan]])
    """
    h, g = axes_last(h), np.moveaxis(g, 0, -1)[..., None]
    try:
        x = np.linalg.solve(h, g)
    except np.linalg.LinAlgError:  # one singular column spoils the call: leave it out
        singular = (np.linalg.slogdet(h)[0] == 0)[..., None, None]
        x = np.where(singular, np.nan, np.linalg.solve(np.where(singular, np.eye(h.shape[-1]), h), g))
    return np.moveaxis(x[..., 0], -1, 0)


def eigh(h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (d, *batch), rising, and eigenvectors (d, d, *batch) of symmetric h (d, d, *batch); [:, i] is the i-th.

    Columns that are not finite have NaN for both.

    >>> values, vectors = eigh(np.array([[2.0, 1.0], [1.0, 2.0]]))
    >>> values
    array([1., 3.])
    """
    h = axes_last(h)
    lost = ~np.isfinite(h).all((-2, -1))[..., None, None]
    values, vectors = np.linalg.eigh(np.where(lost, np.eye(h.shape[-1]), h))
    values, vectors = np.where(lost[..., 0], np.nan, values), np.where(lost, np.nan, vectors)
    return np.moveaxis(values, -1, 0), axes_first(vectors)
