"""Gradients by differences: what a written gradient is compared with, and how far to trust the comparison."""

from typing import Any

import numpy as np

from ..oracles import as_objective

SCHEMES = {"forward": "Forward difference", "central": "Central difference"}


def by_differences(f: Any, x: Any, h: Any = 1e-6, scheme: str = "central") -> np.ndarray:
    """The gradient of f at x from values of f alone, each coordinate moved by h.

        forward:  (f(x + h e_i) - f(x)) / h
        central:  (f(x + h e_i) - f(x - h e_i)) / (2 h)

    The formulas are wrong by about h f''/2 and h² f'''/6. Rounding adds about 1e-16 f / h, so that smaller is not better: the
    best h is near 1e-8 for forward differences and near 1e-5 for central ones, times the scale on which f changes.

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective; only its values are asked for.
    x : a point, (d,).
    h : how far to move, > 0; a number, or an array for one gradient with each.
    scheme : "forward" or "central".

    Returns
    -------
    (d, *h.shape).

    Examples
    --------
    >>> import gdzoo
    >>> x = gdzoo.LANDSCAPES["rosenbrock"].starts[0]
    >>> by_differences("rosenbrock", x) - gdzoo.LANDSCAPES["rosenbrock"].grad(np.array(x)) < 1e-8
    array([ True,  True])
    """
    if scheme not in SCHEMES:
        raise ValueError(f"scheme must be 'forward' or 'central', got scheme={scheme!r}")
    f, h = as_objective(f), np.asarray(h, float)
    x = np.asarray(x, float).reshape(-1, *[1] * (1 + h.ndim))  # (d, 1, *1), so that x + away is (d, d, *h.shape)
    away = np.eye(len(x)).reshape(len(x), len(x), *[1] * h.ndim) * h
    if scheme == "forward":
        return (f.value(x + away) - f.value(x + 0 * away)) / h
    return (f.value(x + away) - f.value(x - away)) / (2 * h)


def gradient_gap(f: Any, x: Any, h: Any = 1e-6, scheme: str = "central") -> Any:
    """How far the written gradient of f is from `by_differences`: the length of the difference, as a share of both lengths.

    Parameters
    ----------
    f, x, h, scheme : as in `by_differences`; f is asked for its gradient too.

    Returns
    -------
    |a - b| / (|a| + |b|), of the shape of h: 0 where they agree, 1 where they point in opposite directions.

    Examples
    --------
    A gradient that forgot the inner derivative, and one that did not:

    >>> import gdzoo
    >>> for slope in (lambda x: np.cos(3 * x), lambda x: 3 * np.cos(3 * x)):
    ...     f = gdzoo.objective(lambda x: np.sin(3 * x[0]), slope)
    ...     print(f"{gradient_gap(f, [0.4]):.0e}")
    5e-01
    1e-11
    """
    f = as_objective(f)
    found = by_differences(f, x, h, scheme)
    written = f.grad(np.asarray(x, float)).reshape(-1, *[1] * (found.ndim - 1))
    sizes = np.sqrt((written**2).sum(0)) + np.sqrt((found**2).sum(0))
    gap = np.sqrt(((written - found) ** 2).sum(0))
    return np.where(sizes > 0, gap / np.where(sizes > 0, sizes, 1), 0.0)[()]
