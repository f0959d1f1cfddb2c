"""What theory says of saddles: how long one holds a run, and how noise shortens that."""

from typing import Any

import numpy as np

from ..registry import UnknownName, nearest
from .long_runs import GATHERED
from .quadratics import iteration_eigenvalues


def escape_steps(
    lr: Any, curvature: Any, distance: Any, radius: Any, *, rule: str = "gd", beta: Any = 0.0
) -> np.ndarray:
    """How many steps a rule needs to leave a saddle along its direction of negative curvature.

    Plain descent multiplies the distance by 1 + lr |λ| in every step, so it takes

        ln(R / d) / ln(1 + lr |λ|)

    of them: a start ten times nearer costs the same number of steps again and again. Momentum, at rest at the start, has two
    factors z₁ > 1 > z₂. The part c = (z₁ - beta) / (z₁ - z₂) of the distance grows with z₁, and what grows with z₂ is soon gone:
    ln(R / (c d)) / ln z₁ steps.

    Parameters
    ----------
    lr : learning rate.
    curvature : the negative eigenvalue λ.
    distance, radius : d at the start and R at the end, 0 < d <= R.
    rule : "gd", "momentum" or "momentum_ema".
    beta : of momentum.

    Returns
    -------
    A number that is rarely whole, of the shape of all together.

    Examples
    --------
    >>> escape_steps(0.02, -2.0, [1e-2, 1e-4, 1e-6], 1.0).round()
    array([117., 235., 352.])
    >>> escape_steps(0.02, -2.0, [1e-2, 1e-4, 1e-6], 1.0, rule="momentum", beta=0.9).round()
    array([31., 60., 89.])

    References
    ----------
    lee2016gradient
    """
    lr, curvature, distance, radius = (np.asarray(v, float) for v in (lr, curvature, distance, radius))
    z, share = _growth(rule, lr * curvature, beta)
    return np.log(radius / (share * distance)) / np.log(z[0])


def escape_spread(lr: Any, curvature: Any, sigma: Any, *, rule: str = "gd", beta: Any = 0.0) -> np.ndarray:
    """Noise of the gradient helps off a saddle as much as a start that is moved at random, by this standard deviation.

    What noise adds in a step grows from then on like the distance itself, and all of it together grows like one random distance
    at the start. For plain descent its standard deviation is

        √(lr σ² / (|λ| (2 + lr |λ|)))

    the root of the noise floor with the sign of the curvature turned. So the mean square of the distance after t steps is
    (d² + s²) (1 + lr |λ|)^2t - s², with s from here.

    Parameters
    ----------
    lr, curvature, rule, beta : as for `escape_steps`.
    sigma : standard deviation σ of the noise in each coordinate of the gradient, independent from step to step.

    Returns
    -------
    The standard deviation s, of the shape of all together.

    Examples
    --------
    >>> escape_spread(0.05, -2.0, 0.01).round(5)
    np.float64(0.00109)

    A start on the ridge itself, and a noise of 0.01:

    >>> escape_steps(0.05, -2.0, escape_spread(0.05, -2.0, 0.01), 1.0).round(1)
    np.float64(71.6)

    References
    ----------
    ge2015escaping
    """
    lr, curvature, sigma = (np.asarray(v, float) for v in (lr, curvature, sigma))
    z, share = _growth(rule, lr * curvature, beta)
    return lr * GATHERED[rule](beta) * sigma * z[0] / ((z[0] - z[1]) * np.sqrt(z[0] ** 2 - 1) * share)


def _growth(rule, a, beta):
    """The two factors of a step, the growing one first, and the share of the start that grows with it; a = lr λ < 0."""
    if rule not in GATHERED:
        raise UnknownName(f"no escape steps of rule {rule!r}; {nearest(rule, GATHERED)}")
    z = iteration_eigenvalues(rule, a, beta).real
    return z, (z[0] - np.asarray(beta) * (rule != "gd")) / (z[0] - z[1])
