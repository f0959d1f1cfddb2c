"""Trials on one problem with minibatches: a rule with many settings, several seeds each, paid in gradients of single examples."""

from functools import lru_cache
from typing import Any

import numpy as np

import gdzoo
from demos.kit.menus import Menu
from demos.kit.runs import reached
from demos.kit.words import number
from gdzoo import analysis

EXAMPLES, BATCH = 64, 8
EPOCHS = 10  # the longest budget; an epoch is as many gradients as there are examples
START = (0.0, 0.0)
SEEDS = 9  # orders of the examples
RATES = np.array([float(f"{rate:.2g}") for rate in 10 ** np.arange(-3, 0.51, 1 / 6)])
PER_EPOCH = EXAMPLES // BATCH
OFTEN = (
    PER_EPOCH // 2
)  # steps between two records, so that a rule with two gradients a step is seen after every epoch, too
FLOOR = 1e-9  # losses are drawn down to here
ENTRANTS = Menu(
    "rated",
    ["gd", "momentum", "nesterov", "signum", "adagrad", "rmsprop", "adam", "nadam", "sam"],
)


@lru_cache(maxsize=16)
def fit(stretch):
    """The line of "Stochastic gradients", whose inputs are written down as numbers so many times as large."""
    line = gdzoo.PROBLEMS["linear_regression"](examples=EXAMPLES, noise=1.0)
    return gdzoo.Stretched(line, [stretch, 1.0])


def losses(rule, stretch, seeds, draw, epochs, **knobs) -> np.ndarray:
    """The loss above the lowest when so many epochs are spent: (seeds, *settings), NaN where a run has left.

    A knob may be an array, with one number for each of several settings. A seed is an order of the examples for every
    setting.
    """
    return _heights(rule, stretch, seeds, draw, epochs, epochs, [epochs], knobs)[0]


@lru_cache(maxsize=256)
def search(rule, stretch, draw, epochs) -> np.ndarray:
    """The quartiles of the loss over the seeds of the search, (3, rates)."""
    return analysis.quartiles(losses(rule, stretch, SEEDS, 2 * draw, epochs, lr=RATES))


def best_rate(rule, stretch, draw, epochs) -> tuple[float, bool]:
    """The rate whose median is lowest after so many epochs, and whether it lies at the edge of what was tried."""
    best = int(np.argmin(search(rule, stretch, draw, epochs)[1]))
    return float(RATES[best]), best in (0, len(RATES) - 1)


@lru_cache(maxsize=256)
def race(rule, stretch, draw, lr, seeds=SEEDS) -> np.ndarray:
    """The losses with one rate after each epoch, (EPOCHS + 1, seeds), on orders of the examples that the search has not seen."""
    return _heights(rule, stretch, seeds, 2 * draw + 1, EPOCHS, OFTEN, np.arange(EPOCHS + 1), {"lr": lr})


def _heights(rule, stretch, seeds, draw, epochs, every, budgets, knobs) -> np.ndarray:
    """The losses when budgets are spent, (budgets, seeds, *settings), of runs of so many epochs at one gradient a step.

    A value of the loss costs as much as a gradient. Where a budget is not met exactly, what it has paid for counts.
    """
    problem = fit(stretch)
    settings = np.broadcast_shapes(*(np.shape(value) for value in knobs.values()))
    starts = np.broadcast_to(np.reshape(START, (2, *[1] * (1 + len(settings)))), (2, seeds, *settings))
    batches = gdzoo.Minibatch(problem, BATCH)
    run = gdzoo.minimize(rule, batches, starts, PER_EPOCH * epochs, every=every, seed=draw, **knobs)
    after = run.steps.reshape(-1, *[1] * (run.f.ndim - 1))
    height = np.where((run.escaped_at < 0) | (after < run.escaped_at), np.maximum(run.f - problem.f_min, 0.0), np.nan)
    spent = np.broadcast_to(run.grad_evals + run.value_evals, height.shape)
    return np.take_along_axis(height, reached(spent, EXAMPLES * np.asarray(budgets)), 0)


def cut(values, axis) -> np.ndarray:
    """Losses as they are drawn on a logarithmic axis: what left is at its upper end."""
    return np.clip(np.where(np.isnan(values), np.inf, values), axis["low"], axis["high"])


def band(low, high, axis) -> np.ndarray:
    """The outline of a band between two sequences: there along the upper one, and back along the lower one."""
    return np.concatenate([cut(high, axis), cut(low, axis)[::-1]])


def inside(values, axis) -> np.ndarray:
    """Losses as a line draws them: nothing beyond the upper end."""
    return np.where(np.isnan(values) | (values > axis["high"]), np.nan, np.maximum(values, axis["low"]))


def cells(values) -> list[float | None]:
    """Losses for a table: nothing where they are not finite."""
    return [float(value) if np.isfinite(value) else None for value in values]


def decades(*sequences, top=10.0) -> dict[str, Any]:
    """The ends of a logarithmic axis over whole decades, up to `top` at most."""
    known = np.concatenate([np.ravel(each) for each in sequences])
    known = known[np.isfinite(known) & (known > 0)]
    low, high = (known.min(), min(known.max(), top)) if len(known) else (1.0, 1.0)
    low, high = np.floor(np.log10(max(low, FLOOR))), np.ceil(np.log10(high))
    return {"low": 10.0**low, "high": 10.0 ** max(high, low + 1), "scale": "log"}


def protocol(stretch) -> list[str]:
    """What all runs have in common, as a fair reader needs to know it."""
    unit = [] if stretch == 1 else [f"inputs times {number(stretch, 3)}"]
    return [f"line through {EXAMPLES} points", *unit, f"minibatches of {BATCH}", "start (0,\u00a00)"]
