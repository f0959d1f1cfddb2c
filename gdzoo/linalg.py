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
    lost = ~np.isfinite(h).all((-2, -1), keepdims=True)
    values, vectors = np.linalg.eigh(np.where(lost, np.eye(h.shape[-1]), h))
    values, vectors = np.where(np.squeeze(lost, -1), np.nan, values), np.where(lost, np.nan, vectors)
    return np.moveaxis(values, -1, 0), axes_first(vectors)


def identity(n: int, batch: tuple[int, ...] = ()) -> np.ndarray:
    """The identity in every column, (n, n, *batch); one matrix in memory, not to be written to.

    >>> identity(2, (5, 3)).shape
    (2, 2, 5, 3)
    """
    return np.broadcast_to(np.eye(n).reshape(n, n, *[1] * len(batch)), (n, n, *batch))


def times(h: np.ndarray, v: np.ndarray) -> np.ndarray:
    """h v for h (d, e, *batch) and v (e, *batch).

    >>> times(np.array([[2.0, 1.0], [0.0, 3.0]]), np.array([1.0, 10.0]))
    array([12., 30.])
    """
    return (h * v).sum(1)  # einsum would add up in an order that depends on the batch


def outer(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """u vᵀ for u (d, *batch) and v (e, *batch).

    >>> outer(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    array([[3., 4.],
           [6., 8.]])
    """
    return u[:, None] * v


def frobenius(a: np.ndarray) -> np.ndarray:
    """The roots of the sums of squares of matrices a (m, n, *batch), (*batch,).

    >>> frobenius(np.array([[3.0, 0.0], [0.0, 4.0]]))
    np.float64(5.0)
    """
    return np.sqrt((a * a).sum((0, 1)))


def transpose(a: np.ndarray) -> np.ndarray:
    """(m, n, *batch) -> (n, m, *batch).

    >>> transpose(np.zeros((2, 3, 5))).shape
    (3, 2, 5)
    """
    return np.swapaxes(a, 0, 1)


def matmul(*factors: np.ndarray) -> np.ndarray:
    """The product of matrices (k, l, *batch), (l, m, *batch), ..., from left to right.

    >>> matmul(np.ones((2, 3, 5)), np.ones((3, 4, 5)), np.ones((4, 1, 5))).shape
    (2, 1, 5)
    """
    product, *rest = factors
    for factor in rest:
        product = np.matmul(product, factor, axes=[(0, 1), (0, 1), (0, 1)])
    return product


def power(h: np.ndarray, exponent: float) -> np.ndarray:
    """The matrix power of h (d, d, *batch), symmetric without negative eigenvalues.

    An eigenvalue that rounding cannot tell from 0 gives 0, for negative exponents too: a pseudo-inverse. Columns that are
    not finite give NaN.

    >>> power(np.diag([16.0, 0.0]), -1 / 4)
    array([[0.5, 0. ],
           [0. , 0. ]])
    """
    values, vectors = eigh(h)
    clear = values > len(h) * np.finfo(float).eps * np.abs(values).max(0)
    powers = np.where(clear, np.where(clear, values, 1) ** exponent, 0)
    return matmul(vectors * powers, transpose(vectors))


def singular_vectors(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The left (m, m, *batch) and right (n, n, *batch) singular vectors of a (m, n, *batch), by falling singular value.

    Both are complete bases: uᵀ a v is diagonal. Columns of the batch that are not finite have NaN for both.

    >>> u, v = singular_vectors(np.array([[0.0, 3.0], [2.0, 0.0]]))
    >>> np.abs(matmul(transpose(u), np.array([[0.0, 3.0], [2.0, 0.0]]), v))
    array([[3., 0.],
           [0., 2.]])
    """
    a = axes_last(a)
    lost = ~np.isfinite(a).all((-2, -1), keepdims=True)
    u, _, v = np.linalg.svd(np.where(lost, 0, a))
    return axes_first(np.where(lost, np.nan, u)), transpose(axes_first(np.where(lost, np.nan, v)))
