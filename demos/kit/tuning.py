"""Learning rates found by trying: the best for a budget, and the largest that stays."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit.loss import FLOOR, above
from gdzoo.analysis import largest_curvature
from gdzoo.oracles import as_objective

RATES = np.array([float(f"{rate:.2g}") for rate in np.geomspace(1e-4, 3, 61)])
BUDGET = 100  # steps
PROTOCOL = f"the best of {len(RATES)} learning rates for the landscape's first start and {BUDGET} steps"


def best_lr(rule, landscape) -> float:
    """The rate of `RATES` whose loss curve lies lowest, over `BUDGET` steps from the landscape's first start, or a problem's.

    Lowest in the mean of the logarithm, and a rate is judged by the worse of itself and its two
    neighbours: what only one lucky rate can do does not count. Without a minimum there is
    nothing to tune for, and every rule takes a tenth of `sensible_lr`.
    """
    if landscape.f_min is None:
        return sensible_lr(landscape) / 10
    return _best(rule.name, landscape.name, tuple(landscape.values.items()))


@lru_cache(maxsize=256)
def _best(rule, name, parameters):
    landscape = as_objective(name)(**dict(parameters))
    start = landscape.start() if isinstance(landscape, gdzoo.Problem) else landscape.starts[0]
    run = gdzoo.minimize(rule, landscape, start, BUDGET, lr=RATES)
    score = np.log(np.maximum(above(landscape, run.f), FLOOR)).mean(0)
    score = np.pad(np.where(run.escaped_at < 0, score, np.inf), 1, constant_values=np.inf)
    return float(RATES[np.argmin(np.maximum(score[1:-1], np.maximum(score[:-2], score[2:])))])


def sensible_lr(landscape) -> float:
    """1/L, with L the largest curvature at any minimum.

    Where there is no minimum, or no curvature there, that at a saddle counts, or at the starts;
    where nothing curves, L is 1.
    """
    for points in (landscape.minima, landscape.local_minima, landscape.saddles, landscape.starts):
        if points and (largest := largest_curvature(landscape, np.transpose(points)).max()) > 1e-9:
            return float(1 / largest)
    return 1.0


def largest_staying_lr(rule, landscape, start, steps, below, **knobs) -> float | None:
    """The largest of `RATES` under `below` with which, as with all smaller ones, the run does not leave."""
    rates = RATES[below > RATES]
    if not len(rates):
        return None
    start = np.asarray(start)[:, None]
    left = gdzoo.minimize(rule, landscape, start, steps, every=steps, lr=rates, **knobs).escaped_at >= 0
    staying = rates[: np.argmax(left)] if left.any() else rates
    return float(staying[-1]) if len(staying) else None
