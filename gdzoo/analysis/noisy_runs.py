"""What theory says of plain descent with noise, step by step: on a quadratic, the average of all runs is exact."""

from typing import Any

import numpy as np


def expected_losses(curvatures: Any, offsets: Any, sigma: Any, lrs: Any) -> np.ndarray:
    """The average loss of plain descent with noise on a quadratic, for any learning rates by step.

    Along an eigenvector, x ← (1 - η λ) x - η σ ξ. What is there of x and the new noise ξ do not depend on each other, so
    their squares add up on average:

        s ← (1 - η λ)² s + η² σ²,   with s the average of x²,

    and the loss above the minimum is the sum of λ s / 2. With a constant rate it settles on the noise floor.

    Parameters
    ----------
    curvatures : the eigenvalues λ, >= 0, shape (d,).
    offsets : where the run starts, from the minimum and along the eigenvectors, shape (d,).
    sigma : standard deviation σ of the noise in each coordinate of the gradient, independent from step to step.
    lrs : the learning rate η of each step, shape (K, *batch).

    Returns
    -------
    Shape (K + 1, *batch), the start first.

    Examples
    --------
    At a constant rate the loss falls to the floor, η σ² / (2 (2 - η λ)):

    >>> expected_losses([1.0], [3.0], 1.0, np.full(400, 0.1))[[0, 10, 400]].round(4)
    array([4.5   , 0.5702, 0.0263])
    >>> from gdzoo.analysis import noise_floor
    >>> float((noise_floor("gd", 1.0, 1.0, 0.1) / 2).round(4))
    0.0263

    References
    ----------
    bottou2018optimization, mandt2017sgd
    """
    lrs = np.asarray(lrs, float)
    column = (-1, *[1] * (lrs.ndim - 1))
    curvatures = np.asarray(curvatures, float).reshape(column)
    squares = np.asarray(offsets, float).reshape(column) ** 2 + np.zeros(lrs.shape[1:])
    losses = [(curvatures * squares / 2).sum(0)]
    for lr in lrs:
        squares = (1 - lr * curvatures) ** 2 * squares + (lr * sigma) ** 2
        losses.append((curvatures * squares / 2).sum(0))
    return np.array(losses)
