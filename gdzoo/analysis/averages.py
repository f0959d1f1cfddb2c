"""Exponential moving averages: what they weigh, how late they are, how much noise they leave; and averages of points of a noisy run."""

from typing import Any

import numpy as np

from ..knobs import check_domain
from .long_runs import noise_floor


def ema(values: Any, beta: Any, correct: bool = True) -> np.ndarray:
    """The exponential moving average of a sequence: each step forgets the share 1 - β of it, and takes in that share of the present.

        m ← β m + (1 - β) value
        m̂ = m / (1 - βᵗ)

    with m = 0 at the start. After t values the weights in m add up to 1 - βᵗ, those in m̂ to 1.

    Parameters
    ----------
    values : shape (n, *batch), the oldest first.
    beta : β in [0, 1), a number or an array that broadcasts with the batch.
    correct : m̂, and not m.

    Returns
    -------
    Shape (n, *batch): the average after each of the values.

    Conventions
    -----------
    The average within ``momentum_ema`` (not corrected) and ``adam`` (corrected). As ``optax.ema(beta, debias=correct)``, and
    ``pandas.Series.ewm(alpha=1 - beta, adjust=correct)`` but for one thing: with ``adjust=False`` pandas begins at the first
    value, and not at 0.

    Examples
    --------
    >>> ema([8.0, 8.0, 8.0], 0.5), ema([8.0, 8.0, 8.0], 0.5, correct=False)
    (array([8., 8., 8.]), array([4., 6., 7.]))

    References
    ----------
    kingma2015adam
    """
    values = np.asarray(values, float)
    beta = _remembering("ema", beta)
    m = np.zeros(np.broadcast_shapes(values.shape[1:], beta.shape))
    averages = np.empty((len(values), *m.shape))
    for t, value in enumerate(values, 1):
        m = beta * m + (1 - beta) * value
        averages[t - 1] = m / (1 - beta**t) if correct else m
    return averages


def ema_weights(beta: Any, n: int, correct: bool = True) -> np.ndarray:
    """The weights of the last n values in their exponential moving average, the newest first: (1 - β) βⁱ.

    Parameters
    ----------
    beta : β in [0, 1), a number or an array.
    n : how many values there have been, >= 1.
    correct : divided by their sum, 1 - βⁿ.

    Returns
    -------
    Shape (n, *shape of beta).

    Examples
    --------
    >>> ema_weights(0.5, 3), ema_weights(0.5, 3, correct=False)
    (array([0.57142857, 0.28571429, 0.14285714]), array([0.5  , 0.25 , 0.125]))
    """
    beta = _remembering("ema_weights", beta)
    weights = (1 - beta) * np.power.outer(beta, np.arange(float(n))).T
    return weights / (1 - beta**n) if correct else weights


def memory(beta: Any) -> np.ndarray:
    """1 / (1 - β): how many equal weights as large as the largest would make up all of them.

    Parameters
    ----------
    beta : β in [0, 1), a number or an array.

    Returns
    -------
    Steps, of the shape of beta.

    Examples
    --------
    >>> memory([0.5, 0.9]).round(6)
    array([ 2., 10.])
    """
    return 1 / (1 - _remembering("memory", beta))


def half_life(beta: Any) -> np.ndarray:
    """ln 2 / (-ln β): after so many steps a value weighs half as much.

    Parameters
    ----------
    beta : β in [0, 1), a number or an array.

    Returns
    -------
    Steps, of the shape of beta; 0 where nothing is remembered.

    Examples
    --------
    >>> half_life([0.5, 0.9]).round(2)
    array([1.  , 6.58])
    """
    with np.errstate(divide="ignore"):  # ln 0
        return np.log(2) / -np.log(_remembering("half_life", beta))


def lag(beta: Any) -> np.ndarray:
    """β / (1 - β): the mean age of what is averaged, and how many steps behind a straight climb the average is.

    Parameters
    ----------
    beta : β in [0, 1), a number or an array.

    Returns
    -------
    Steps, of the shape of beta.

    Examples
    --------
    >>> lag([0.0, 0.9]).round(6)
    array([0., 9.])
    """
    beta = _remembering("lag", beta)
    return beta / (1 - beta)


def noise_left(beta: Any, t: Any = np.inf, correct: bool = True) -> np.ndarray:
    """The share of the variance of independent noise that its exponential moving average still has after t values.

    It is the sum of the squares of the weights:

        (1 - β)/(1 + β) · (1 + βᵗ)/(1 - βᵗ)    corrected
        (1 - β)/(1 + β) · (1 - β²ᵗ)            not corrected

    and for many values (1 - β)/(1 + β): as much as the plain mean of (1 + β)/(1 - β) values leaves.

    Parameters
    ----------
    beta : β in [0, 1), a number or an array.
    t : how many values there have been, >= 1.
    correct : whether the average is.

    Returns
    -------
    The shape of all together.

    Examples
    --------
    >>> noise_left(0.9).round(4), noise_left(0.9, t=1)
    (np.float64(0.0526), np.float64(1.0))
    """
    beta = _remembering("noise_left", beta)
    old = beta ** np.asarray(t, float)
    return (1 - beta) / (1 + beta) * ((1 + old) / (1 - old) if correct else 1 - old**2)


def mean_floor(curvature: Any, sigma: Any, n: Any) -> np.ndarray:
    """The variance of the mean of n points of noisy gradient descent along an eigenvector of a quadratic, when n is large.

    It is σ² / (λ² n): the learning rate is not in it. The loss of the mean is λ/2 times that above the minimum.

    Parameters
    ----------
    curvature : the eigenvalue λ, > 0.
    sigma : standard deviation σ of the noise in each coordinate of the gradient, independent from step to step.
    n : how many points are averaged.

    Returns
    -------
    Shape of all together.

    Examples
    --------
    >>> mean_floor(2.0, 1.0, [10, 100])
    array([0.025 , 0.0025])

    References
    ----------
    polyak1992acceleration
    """
    curvature, sigma, n = (np.asarray(v, float) for v in (curvature, sigma, n))
    return (sigma / curvature) ** 2 / n


def ema_floor(curvature: Any, sigma: Any, lr: Any, beta: Any) -> np.ndarray:
    """The variance that an exponential moving average of the points of noisy gradient descent keeps, along an eigenvector of a quadratic.

    The points keep ``noise_floor``, and each resembles the one before by r = 1 - lr λ. The average keeps the part

        (1 - β)/(1 + β) · (1 + β r)/(1 - β r)

    of their variance. With r = 0 that is the part it keeps of independent noise.

    Parameters
    ----------
    curvature : the eigenvalue λ, > 0.
    sigma : standard deviation σ of the noise in each coordinate of the gradient, independent from step to step.
    lr : learning rate, below 2 / λ.
    beta : β in [0, 1), of the average.

    Returns
    -------
    Shape of all together.

    Examples
    --------
    Points that hardly move are hardly averaged:

    >>> floor = noise_floor("gd", 1.0, 1.0, [0.5, 0.01])
    >>> (ema_floor(1.0, 1.0, [0.5, 0.01], 0.9) / floor).round(3)
    array([0.139, 0.913])

    References
    ----------
    mandt2017sgd
    """
    beta, r = _remembering("ema_floor", beta), 1 - np.asarray(lr, float) * np.asarray(curvature, float)
    return noise_floor("gd", curvature, sigma, lr) * noise_left(beta) * (1 + beta * r) / (1 - beta * r)


def _remembering(owner: str, beta: Any) -> np.ndarray:
    """beta as an array, each of it in [0, 1)."""
    beta = np.asarray(beta, float)
    check_domain(owner, "beta", beta, "in [0, 1)")
    return beta
