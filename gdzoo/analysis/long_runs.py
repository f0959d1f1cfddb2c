"""What theory says of long runs: where noise, and a look uphill, keep them; steps of different lengths."""

from typing import Any

import numpy as np

from ..registry import UnknownName, nearest
from .quadratics import iteration_eigenvalues

GATHERED = {"gd": lambda beta: 1, "momentum": lambda beta: 1, "momentum_ema": lambda beta: 1 - beta}
"""Rules whose noise floor is known, and the share of each gradient's noise that enters the step."""


def noise_floor(rule: str, curvature: Any, sigma: Any, lr: Any, beta: Any = 0.0) -> np.ndarray:
    """The variance that noise of the gradient keeps alive along an eigenvector of a quadratic, after many steps.

    With a = lr λ it is

        gd                lr σ² / (λ (2 - a))
        momentum          lr σ² (1 + β) / (λ (1 - β) (2 (1 + β) - a))
        momentum_ema      that of momentum with lr (1 - β) for lr

    so that the loss stays λ/2 times that above the minimum.

    Parameters
    ----------
    rule : one of those above.
    curvature : the eigenvalue λ, > 0.
    sigma : standard deviation σ of the noise in each coordinate of the gradient, independent from step to step.
    lr, beta : settings below the stability limit, numbers or arrays.

    Returns
    -------
    Shape of all together.

    Examples
    --------
    Momentum multiplies the floor by about 1 / (1 - beta):

    >>> noise_floor("gd", 1.0, 1.0, 0.02).round(5), noise_floor("momentum", 1.0, 1.0, 0.02, 0.9).round(5)
    (np.float64(0.0101), np.float64(0.10053))

    References
    ----------
    bottou2018optimization, mandt2017sgd
    """
    if rule not in GATHERED:
        raise UnknownName(f"no noise floor of rule {rule!r}; {nearest(rule, GATHERED)}")
    curvature, sigma, lr, beta = (np.asarray(v, float) for v in (curvature, sigma, lr, beta))
    z = iteration_eigenvalues(rule, lr * curvature, beta)
    p, q = z.sum(0).real, z.prod(0).real  # x'' = p x' - q x + noise
    return (1 + q) / (1 - q) * (lr * GATHERED[rule](beta) * sigma) ** 2 / ((1 + q) ** 2 - p**2)


def noisy_errors(
    rule: str, curvature: float, sigma: float, lr: float, beta: float = 0.0, *, start: float = 0.0, steps: int
) -> np.ndarray:
    """The mean square of the error along an eigenvector, step by step, of runs whose gradients have noise.

    The mean of the runs follows the rule without noise. Around it noise gathers, from nothing at the start to `noise_floor`.
    For ``gd``, with a = lr λ, the sum of both obeys

        E[t + 1] = (1 - a)² E[t] + lr² σ²

    and for momentum the pair of the last two errors obeys the same with matrices.

    Parameters
    ----------
    rule, curvature, sigma, lr, beta : as for `noise_floor`, but numbers; settings above the stability limit are allowed.
    start : the mean square of the error at the start, where the runs are at rest.
    steps : number of steps.

    Returns
    -------
    Shape (steps + 1,).

    Examples
    --------
    >>> noisy_errors("gd", 1.0, 1.0, 0.5, start=4.0, steps=4)
    array([4.        , 1.25      , 0.5625    , 0.390625  , 0.34765625])
    >>> noise_floor("gd", 1.0, 1.0, 0.5).round(6)
    np.float64(0.333333)

    References
    ----------
    bottou2018optimization
    """
    if rule not in GATHERED:
        raise UnknownName(f"no noise floor of rule {rule!r}; {nearest(rule, GATHERED)}")
    z = iteration_eigenvalues(rule, lr * curvature, beta)
    step = np.array([[z.sum(0).real, -z.prod(0).real], [1.0, 0.0]])  # of the pair (x[t], x[t - 1])
    noise = np.diag([(lr * GATHERED[rule](beta) * sigma) ** 2, 0.0])
    squares = np.full((steps + 1, 2, 2), float(start))
    for t in range(steps):
        squares[t + 1] = step @ squares[t] @ step.T + noise
    return squares[:, 0, 0].copy()


def sam_cycle(curvature: Any, lr: Any, rho: Any) -> np.ndarray:
    """How far from the minimum sharpness-aware descent jumps to and fro on a quadratic of one coordinate: a ρ / (2 - a), a = lr λ.

    Parameters
    ----------
    curvature : λ > 0.
    lr : learning rate, below 2 / λ.
    rho : how far uphill the gradient is taken.

    Returns
    -------
    The distance, of the shape of all together.

    Examples
    --------
    >>> sam_cycle(2.0, 0.1, 0.9).round(3)
    np.float64(0.1)

    References
    ----------
    bartlett2023sam
    """
    a = np.asarray(lr, float) * np.asarray(curvature, float)
    return a * np.asarray(rho, float) / (2 - a)


def chebyshev_steps(mu: float, L: float, n: int) -> np.ndarray:
    """The n learning rates that plain descent uses best, each once, on quadratics with eigenvalues between mu and L.

    They are the reciprocals of the roots of the Chebyshev polynomial of degree n on [mu, L]. After all n steps the error is at
    most 2 / (r^n + r^-n) of what it was, with r = (√kappa + 1) / (√kappa - 1): momentum's rate, without momentum.

    Parameters
    ----------
    mu, L : smallest and largest eigenvalue, 0 < mu <= L.
    n : number of steps, >= 1.

    Returns
    -------
    Shape (n,), the shortest first. In exact arithmetic their order does not matter; with rounding it does, and `mixed` has a
    safe one.

    Examples
    --------
    >>> chebyshev_steps(1.0, 100.0, 4).round(4)
    array([0.0104, 0.0144, 0.0317, 0.2097])

    References
    ----------
    young1953richardson
    """
    if not 0 < mu <= L:
        raise ValueError(f"chebyshev_steps needs 0 < mu <= L, got mu={mu!r}, L={L!r}")
    roots = np.cos(np.pi * (np.arange(n) + 0.5) / n)
    return 1 / ((L + mu) / 2 + (L - mu) / 2 * roots)


def mixed(steps: Any) -> np.ndarray:
    """Learning rates in an order that mixes short and long ones, so that no stretch of them lets an error grow far.

    In exact arithmetic, plain descent on a quadratic ends at the same point in any order. With rounding, a stretch of long
    steps in a row blows up what was rounded before it, and the errors may end larger than the start. This order counts
    through the places with the bits of the number reversed: it goes to and fro between the halves, and within them in the same way.

    Parameters
    ----------
    steps : learning rates sorted by length, shape (n,).

    Returns
    -------
    The same numbers, shape (n,).

    Examples
    --------
    >>> mixed(np.arange(8.0))
    array([0., 4., 2., 6., 1., 5., 3., 7.])
    >>> mixed(chebyshev_steps(1.0, 100.0, 4)).round(4)
    array([0.0104, 0.0317, 0.0144, 0.2097])
    """
    steps = np.asarray(steps, float)
    bits = max(1, (len(steps) - 1).bit_length())
    return steps[np.argsort(np.argsort([int(f"{i:0{bits}b}"[::-1], 2) for i in range(len(steps))]))]


def silver_steps(n: int) -> np.ndarray:
    """The first n steps of the silver schedule, in units of 1 / L: now and then a step far beyond 2.

    Step i is 1 + ρ^(ν(i) - 1), with ρ = 1 + √2 and ν(i) the number of times that 2 divides i.

    Parameters
    ----------
    n : number of steps, >= 0; 2^k - 1 make a whole pattern.

    Returns
    -------
    Shape (n,).

    Examples
    --------
    >>> silver_steps(7).round(3)
    array([1.414, 2.   , 1.414, 3.414, 1.414, 2.   , 1.414])

    References
    ----------
    altschuler2023silver, altschuler2023silver2
    """
    i = np.arange(1, n + 1)
    halvings = np.log2(i & -i)  # the lowest bit of i is 2^ν
    return 1 + (1 + np.sqrt(2)) ** (halvings - 1)
