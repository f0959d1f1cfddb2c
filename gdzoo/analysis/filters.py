"""Which part of a least-squares solution a method has found along each eigenvector: early stopping, and ridge regression."""

from typing import Any

import numpy as np


def descent_filter(lr: Any, eigenvalues: Any, steps: Any) -> np.ndarray:
    """The part of the minimum that plain descent on a quadratic has found after some steps from 0, along each eigenvector.

    Each step multiplies the error by 1 - lr λ, so after k of them 1 - (1 - lr λ)^k is found: directions that curve much are
    learned first, and stopping early leaves out those that curve little.

    Parameters
    ----------
    lr : learning rate.
    eigenvalues : λ.
    steps : k, >= 0.

    Returns
    -------
    Shape of all together; 0 is nothing and 1 is the whole. Where lr λ > 1 it jumps from side to side of 1.

    Examples
    --------
    >>> descent_filter(0.5, [2.0, 1.0, 0.01], 10).round(3)
    array([1.   , 0.999, 0.049])

    References
    ----------
    yao2007early
    """
    kept = 1 - np.multiply(lr, eigenvalues)
    return 1 - kept ** np.asarray(steps, float)


def ridge_filter(eigenvalues: Any, penalty: Any) -> np.ndarray:
    """The part of the minimum of a quadratic that is left along each eigenvector when penalty/2 |x|² is added to it: λ / (λ + penalty).

    With penalty = 1 / (lr k) it follows `descent_filter`: where lr λ is small, the two are never more than 0.204 apart.

    Parameters
    ----------
    eigenvalues : λ, > 0.
    penalty : >= 0; at infinity nothing is left.

    Returns
    -------
    Shape of both together.

    Examples
    --------
    >>> ridge_filter([2.0, 1.0, 0.01], 1 / (0.5 * 10)).round(3)
    array([0.909, 0.833, 0.048])

    References
    ----------
    yao2007early
    """
    return eigenvalues / np.add(eigenvalues, penalty)
