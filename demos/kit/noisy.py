"""Plain descent with noise under a schedule: the mean of many runs, the floors under it and under averages, and the average by theory."""

from functools import lru_cache

import numpy as np

import gdzoo
from gdzoo import analysis


def noisy_losses(land, sigma, lr, steps, runs, *, rule="gd") -> np.ndarray:
    """The losses (steps + 1, runs) of runs from one start, each with noise of its own; NaN from the step at which one left."""
    starts = np.repeat(np.array(land.starts[0])[:, None], runs, axis=1)
    run = gdzoo.minimize(rule, gdzoo.Noisy(land, sigma), starts, steps, lr=lr)
    there = (run.escaped_at < 0) | (run.steps[:, None] < run.escaped_at)
    return np.where(there, run.f, np.nan)


def expected(land, sigma, rates) -> np.ndarray:
    """The average loss by step that theory gives for a quadratic landscape, for the rates (K, *batch) of its steps."""
    curvatures, axes = along(land)
    offsets = axes.T @ (np.array(land.starts[0]) - np.array(land.minima[0]))
    return analysis.expected_losses(curvatures, offsets, sigma, rates)


def floors(land, sigma, rates, rule="gd", beta=0.0) -> np.ndarray:
    """The loss above a minimum at which a rule, plain descent or momentum, would stay at each of these rates, if all curved as it does there.

    NaN above the stability limit, and at rate 0.
    """
    curvatures = along(land)[0][:, None]
    stays = (rates > 0) & (rates * curvatures[-1] < analysis.stability_limit(rule, beta))
    variances = analysis.noise_floor(rule, curvatures, sigma, np.where(stays, rates, 1 / curvatures[-1]), beta)
    return np.where(stays, (curvatures * variances / 2).sum(0), np.nan)


def floor_left(curvatures, sigma, lr, beta=0.0) -> float:
    """The loss at which noise leaves plain descent on a quadratic, or the moving average of its points that keeps beta."""
    if beta:
        variances = analysis.ema_floor(curvatures, sigma, lr, beta)
    else:
        variances = analysis.noise_floor("gd", curvatures, sigma, lr)
    return float((curvatures / 2 * variances).sum())


def mean_left(curvatures, sigma, n):
    """The loss that noise leaves to the mean of n points of plain descent on a quadratic; n may be an array."""
    left = sum(curvature / 2 * analysis.mean_floor(curvature, sigma, n) for curvature in curvatures)
    return left if np.ndim(left) else float(left)


@lru_cache(maxsize=16)
def along(land) -> tuple[np.ndarray, np.ndarray]:
    """The curvatures at the minimum and the directions in which it has them."""
    return np.linalg.eigh(land.hess(np.array(land.minima[0])))
