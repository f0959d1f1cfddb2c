"""Learning rates found by trying: the best for a budget, and the largest that stays."""

from functools import lru_cache
from typing import Any

import numpy as np

import gdzoo
from demos.kit.landmarks import lowest_seen
from demos.kit.loss import FLOOR, above
from demos.kit.ranges import axes
from gdzoo.analysis import largest_curvature

TRIED = 61
RATES = np.array([float(f"{rate:.2g}") for rate in np.geomspace(1e-4, 3, TRIED)])
BUDGET = 100  # steps
PROTOCOL = f"the best of {TRIED} learning rates for the landscape's first start and {BUDGET} steps"
WHOLE = ("newton", "saddle_free_newton", "prodigy")  # the rate 1, of a whole step, is part of the method


def is_own(rule) -> bool:
    """Whether a rule finds the length of its steps by itself, so that there is no rate to tune."""
    return "lr" not in rule.knobs or "search" in rule.traits or rule.name in WHOLE


def target(rule, landscape) -> dict[str, Any]:
    """The knob of a rule that aims at the lowest value, where there is none: the lowest in the picture."""
    return {"f_min": lowest_seen(landscape)} if "f_min" in rule.knobs and landscape.f_min is None else {}


def tuned(rule, landscape) -> dict[str, Any]:
    """The knobs with which a rule does best on a landscape: its `best_lr`, if it has any, and its `target`."""
    lr = best_lr(rule, landscape)
    return ({} if lr is None else {"lr": lr}) | target(rule, landscape)


def rates_of(rule, part=1.0) -> np.ndarray:
    """The rates to try for a rule: those of `RATES`, or as many over the range of its knob where that is another; or a part of them."""
    knob = axes(rule)["lr"]
    low, high = knob.low, max(knob.high, RATES[-1])
    return np.array([float(f"{part * rate:.2g}") for rate in np.geomspace(low, high, TRIED)])


def best_lr(rule, landscape) -> float | None:
    """The rate of `rates_of` whose loss curve lies lowest, over `BUDGET` steps from the landscape's first start, or a problem's.

    Lowest in the mean of the logarithm, and a rate is judged by the worse of itself and its two
    neighbours: what only one lucky rate can do does not count. Without a minimum there is
    nothing to tune for, and every rule takes a tenth of `sensible_lr`. A rule that `is_own` keeps its
    default, None for one that has no rate.
    """
    if is_own(rule):
        return rule.knobs["lr"].default if "lr" in rule.knobs else None
    if landscape.f_min is None:
        return sensible_lr(landscape) / 10
    return _best(rule, landscape)


@lru_cache(maxsize=1024)
def _best(rule, landscape):
    start = landscape.start() if isinstance(landscape, gdzoo.Problem) else landscape.starts[0]
    best, lowest, still = 0.0, np.inf, np.log(np.maximum(above(landscape, landscape.value(np.asarray(start))), FLOOR))
    for part in (1, 0.1):  # on the steepest ground even the smallest rate leaves, and a tenth of it does not
        rates = rates_of(rule, part)
        run = gdzoo.minimize(rule, landscape, start, BUDGET, lr=rates)
        score = np.log(np.maximum(above(landscape, run.f), FLOOR)).mean(0)
        score = np.pad(np.where((run.escaped_at < 0) & (score < np.inf), score, np.inf), 1, constant_values=np.inf)
        judged = np.maximum(score[1:-1], np.maximum(score[:-2], score[2:]))
        i = int(np.argmin(judged))
        if judged[i] < lowest or not best:
            best, lowest = float(rates[i]), judged[i]
        if lowest < still:
            break
    return best


def sensible_lr(landscape) -> float:
    """1/L, with L the largest curvature at any minimum.

    Where there is no minimum, or no curvature there, that at a saddle counts, or at the starts;
    where nothing curves, L is 1.
    """
    for points in (landscape.minima, landscape.local_minima, landscape.saddles, landscape.starts):
        if not points or not np.isfinite(landscape.hess(np.transpose(points))).all():
            continue
        if (largest := largest_curvature(landscape, np.transpose(points)).max()) > 1e-9:
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
