"""The best learning rate for a budget, found by trying many in one call."""

from functools import lru_cache

import numpy as np

import gdzoo

RATES = np.geomspace(1e-4, 3, 61)


def best_lr(rule, landscape, steps) -> float:
    """The rate of `RATES` with the lowest loss after `steps` steps from the landscape's first start."""
    return _best(rule.name, landscape.name, tuple(landscape.values.items()), steps)


@lru_cache
def _best(rule, name, parameters, steps):
    landscape = gdzoo.LANDSCAPES[name](**dict(parameters)) if parameters else gdzoo.LANDSCAPES[name]
    start = np.asarray(landscape.starts[0], float)
    run = gdzoo.minimize(rule, landscape, start, steps, every=steps, lr=RATES)
    final = np.where(run.escaped_at < 0, run.f[-1], np.inf)
    return float(f"{RATES[np.argmin(final)]:.2g}")
