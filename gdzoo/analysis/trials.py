"""Trials that a step function has to stand before anyone should believe its runs."""

from typing import Any

import numpy as np

from ..landscapes.base import LANDSCAPES
from ..minimize import minimize
from ..oracles import objective
from ..rules import as_rule

SEED = 4


def moves(rule: Any, gradients: Any, **knobs: Any) -> np.ndarray:
    """What each step adds to the point when the gradients are given in advance, one after another.

    Two rules that are given the same gradients can be compared step by step: no landscape answers a small difference with a large
    one.

    Parameters
    ----------
    rule : a name in ``RULES``, a `Rule` or a step function; one that asks for gradients alone, once in a step.
    gradients : (steps, d), or (steps,) for one coordinate.
    knobs : the rule's.

    Returns
    -------
    (steps, d), or (steps,). From the step on that is not finite, NaN.

    Examples
    --------
    With the velocity's memory 0.5, a constant slope is felt 1, 1.5, 1.75 times:

    >>> moves("momentum", [2.0, 2.0, 2.0], lr=0.1, beta=0.5).round(3)
    array([-0.2 , -0.3 , -0.35])
    """
    given = np.asarray(gradients, float)
    rows = given.reshape(len(given), -1)
    run = minimize(rule, _Told(rows), np.zeros(rows.shape[1]), len(rows), bound=np.inf, **knobs)
    found = np.diff(run.x, axis=0)
    if run.escaped_at >= 0:
        found[run.escaped_at - 1 :] = np.nan
    return found.reshape(given.shape)


def reference_gap(rule: Any, reference: Any, steps: int = 20, **knobs: Any) -> float:
    """How far a rule is from a reference that is given the same gradients, drawn at random, and the same knobs.

    Parameters
    ----------
    rule, reference : names in ``RULES``, rules or step functions, as `moves` takes them.
    steps : number of gradients, of three coordinates of very different size.
    knobs : those of both.

    Returns
    -------
    The largest difference of a step in any coordinate, as a share of that coordinate's longest step; infinite if it is no number.

    Examples
    --------
    >>> reference_gap("nadam", "nadam", lr=0.1), round(reference_gap("adam_uncorrected", "adam", lr=0.1), 2)
    (0.0, 3.15)
    """
    gradients = np.random.default_rng(SEED).normal(size=(steps, 3)) * [1.0, 0.1, 20.0]
    ours, theirs = moves(rule, gradients, **knobs), moves(reference, gradients, **knobs)
    return _worst(np.abs(ours - theirs) / np.abs(theirs).max(0))


def batch_gap(rule: Any, f: Any = "himmelblau", steps: int = 12, **knobs: Any) -> float:
    """How far several runs side by side are from the same runs one by one; 0 for a rule that mixes nothing up.

    Parameters
    ----------
    rule : a name in ``RULES``, a `Rule` or a step function.
    f : the name of a landscape, or a `Landscape`; the runs start around its first start.
    steps : how long they run.
    knobs : the rule's.

    Returns
    -------
    The largest difference of a coordinate, as a share of what the run moved in all; infinite if it is no number.

    Examples
    --------
    >>> batch_gap("momentum", lr=0.001)
    0.0
    """
    rule = as_rule(rule)
    land = LANDSCAPES[f] if isinstance(f, str) else f
    starts = np.add.outer(land.starts[0], [0.0, 0.3, -0.4])
    side_by_side = minimize(rule, land, starts, steps, **knobs).x
    alone = np.stack([minimize(rule, land, start, steps, **knobs).x for start in starts.T], -1)
    return _worst(np.abs(side_by_side - alone) / np.ptp(alone, axis=0).max())


def drift(rule: Any, steps: int = 20, **knobs: Any) -> float:
    """How far a rule moves where there is no slope and never was: a rule without decay should stay to the last bit.

    Parameters
    ----------
    rule : a name in ``RULES``, a `Rule` or a step function, as `moves` takes them.
    steps : how long it stands there.
    knobs : the rule's.

    Returns
    -------
    The largest move; infinite if it is no number.

    Examples
    --------
    >>> drift("adam", lr=0.1)
    0.0
    """
    return _worst(np.abs(moves(rule, np.zeros((steps, 2)), **knobs)))


def _worst(found: np.ndarray) -> float:
    """The largest of these numbers, infinite where one is none."""
    return float(np.where(np.isnan(found), np.inf, found).max())


class _Told:
    """An objective that answers step t with the t-th of the given gradients, wherever it is asked."""

    def __init__(self, rows: np.ndarray):
        self.rows = rows

    def at(self, t: int, seed: int = 0) -> objective:
        g = self.rows[t - 1]
        return objective(lambda x: np.tensordot(g, x, 1), lambda x: (x.T * 0 + g).T)

    def value(self, x: np.ndarray) -> np.ndarray:
        return np.zeros(x.shape[1:])

    def grad(self, x: np.ndarray) -> np.ndarray:
        return np.zeros(x.shape)
