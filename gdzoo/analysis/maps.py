"""What thousands of runs show, in one call: where each start ends, and how each setting of the knobs does."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ..minimize import minimize
from ..oracles import as_objective
from ..rules import Rule

FLOOR = 1e-16  # below this a height above the minimum is rounding error
ELSEWHERE, LEFT = -1, -2
RECORDS = 20  # of a map of starts: enough to see when each arrives


class Basins(NamedTuple):
    """Where each of many starts ends. ``*batch`` is that of the starts.

    >>> found = basins("gd", "himmelblau", [[3.5, -4.0, 9.0], [1.5, 4.0, 9.0]], 100, lr=0.01)
    >>> found.places[0], found.ends, found.arrived
    (array([3., 2.]), array([ 0,  1, -2]), array([10,  5, -1]))
    """

    places: np.ndarray  # (n, d): the landscape's minima, then its local minima
    ends: np.ndarray  # (*batch,): the index of a place, ELSEWHERE or LEFT; whole numbers
    arrived: np.ndarray  # (*batch,): the first record, in steps, from which on a run is at its place; -1 for none
    x: np.ndarray  # (d, *batch): the last points


class Outcome(NamedTuple):
    """How runs with different settings of their knobs did. ``*grid`` has the last knob first, as the rows of a map.

    >>> found = sweep("gd", "valley", [-2.5, 1.2], 100, [0.01, 0.09, 0.11])
    >>> found.best(), found.escaped
    ((1,), array([False, False,  True]))
    """

    loss: np.ndarray  # (*grid): the last height, above f_min where that is known; NaN where the run left
    log_loss: (
        np.ndarray
    )  # (*grid): the mean over the steps of ln(height above f_min); NaN where the run left, or without f_min
    arrived: np.ndarray  # (*grid): the first step from which on the height is at most the tolerance; -1 for none
    escaped: np.ndarray  # (*grid): whether the run left; True or False

    def best(self) -> tuple[int, ...]:
        """Where on the grid the last loss is lowest; of several that are 0 but for rounding, where it was lowest on the way."""
        score = np.log(np.maximum(self.loss, FLOOR)) + 1e-6 * np.nan_to_num(self.log_loss)
        flat = np.where(np.isnan(score), np.inf, score).argmin()
        return tuple(map(int, np.unravel_index(flat, score.shape)))


def grid(f: Any, *shape: int) -> np.ndarray:
    """Starts evenly over the box of a landscape.

    Parameters
    ----------
    f : a landscape's name, or an objective with a ``box``.
    shape : how many along each coordinate, the last coordinate first: rows, then columns.

    Returns
    -------
    The starts, (d, *shape).

    Examples
    --------
    >>> x, y = grid("himmelblau", 2, 3)
    >>> x
    array([[-5.,  0.,  5.],
           [-5.,  0.,  5.]])
    """
    box = as_objective(f).box
    if len(shape) != len(box):
        raise ValueError(f"grid needs one number for each of the {len(box)} coordinates of the box, got {shape}")
    sides = [np.linspace(low, high, n) for (low, high), n in zip(box, shape[::-1], strict=True)]
    return np.stack(np.meshgrid(*sides[::-1], indexing="ij")[::-1])


def basins(rule: Rule | str, f: Any, x0: Any, steps: int, *, tolerance: float | None = None, **options: Any) -> Basins:
    """Which minimum each start is led to: the basins of attraction of a rule, in one call of ``minimize``.

    Parameters
    ----------
    rule, f, x0, steps : as for ``minimize``; f is a landscape, or has ``minima`` and ``local_minima``. `grid` makes starts.
    tolerance : how near a place a run has to end; by default a hundredth of the shortest side of the box.
    options : knobs, and further arguments of ``minimize``. ``every`` says how finely ``arrived`` is measured, by default in
        twentieths of the steps.

    Returns
    -------
    `Basins`.

    Examples
    --------
    Momentum that is thrown across the valleys of Himmelblau's function: how many of 3072 starts end at each minimum, and elsewhere.

    >>> import numpy as np
    >>> found = basins("momentum", "himmelblau", grid("himmelblau", 48, 64), 200, lr=0.01, beta=0.8)
    >>> ends, counts = np.unique(found.ends, return_counts=True)
    >>> dict(zip(ends.tolist(), counts.tolist()))
    {0: 883, 1: 771, 2: 719, 3: 699}
    """
    f = as_objective(f)
    places = np.array([*f.minima, *f.local_minima], float).reshape(-1, len(f.box))
    if tolerance is None:
        tolerance = min(high - low for low, high in f.box) / 100
    options.setdefault("every", -(-steps // RECORDS) or 1)
    run = minimize(rule, f, x0, steps, **options)
    batch = run.x.shape[2:]
    ends, arrived = np.full(batch, ELSEWHERE), np.full(batch, -1)
    nearest = np.full(batch, tolerance)
    for i, place in enumerate(places):
        distance = np.sqrt(((run.x - place.reshape(-1, *[1] * len(batch))) ** 2).sum(1))
        here = distance[-1] <= nearest
        nearest = np.where(here, distance[-1], nearest)
        ends = np.where(here, i, ends)
        arrived = np.where(here, run.steps[_stays(distance <= tolerance)], arrived)
    gone = run.escaped_at >= 0
    return Basins(places, np.where(gone, LEFT, ends), np.where(gone, -1, arrived), run.x[-1])


def hyperparameter_map(
    rule: Rule | str,
    f: Any,
    x0: Any,
    steps: int,
    knobs: Mapping[str, Any],
    *,
    repeats: int | None = None,
    tolerance: float = 1e-3,
    **options: Any,
) -> Outcome:
    """How a rule does for every combination of values of its knobs, in one call of ``minimize``.

    Parameters
    ----------
    rule, f, steps : as for ``minimize``.
    x0 : one start; or several, (d, *starts), which then are the first axes of the outcome.
    knobs : name -> values, each one axis of the map: {"lr": (n,), "beta": (m,)} gives (m, n).
    repeats : so many runs for each setting, along a further axis in front: on a stochastic objective each meets noise of its own.
    tolerance : a height above f_min, or a height where there is no f_min, that counts as arrived.
    options : values of the other knobs, and further arguments of ``minimize``.

    Returns
    -------
    `Outcome`.

    Examples
    --------
    >>> found = hyperparameter_map("momentum", "valley", [1.0, 1.0], 100, {"lr": [0.05, 0.12, 0.2], "beta": [0.0, 0.5]})
    >>> found.escaped
    array([[False,  True,  True],
           [False, False,  True]])
    >>> found.arrived
    array([[33, -1, -1],
           [14, 16, -1]])
    """
    f = as_objective(f)
    values = [np.asarray(v, float) for v in knobs.values()]
    axes = np.meshgrid(*values[::-1], indexing="ij")[::-1]
    shape = axes[0].shape if repeats is None else (repeats, *axes[0].shape)
    start = np.asarray(x0, float)
    start = np.broadcast_to(start.reshape(*start.shape, *[1] * len(shape)), (*start.shape, *shape))
    run = minimize(rule, f, start, steps, **dict(zip(knobs, axes, strict=True)), **options)
    f_min, escaped = getattr(f, "f_min", None), run.escaped_at >= 0
    height = run.f if f_min is None else np.maximum(run.f - f_min, 0.0)
    with np.errstate(invalid="ignore"):
        log_loss = np.log(np.maximum(height, FLOOR)).mean(0) if f_min is not None else np.full(height.shape[1:], np.nan)
        arrived = np.where(height[-1] <= tolerance, run.steps[_stays(height <= tolerance)], -1)
    return Outcome(
        np.where(escaped, np.nan, height[-1]),
        np.where(escaped, np.nan, log_loss),
        np.where(escaped, -1, arrived),
        escaped,
    )


def sweep(rule: Rule | str, f: Any, x0: Any, steps: int, lrs: Any, **options: Any) -> Outcome:
    """How a rule does with each of many learning rates, in one call of ``minimize``.

    Parameters
    ----------
    rule, f, x0, steps, options : as for `hyperparameter_map`.
    lrs : the learning rates, (n,).

    Returns
    -------
    `Outcome`, each of its arrays (n,) or, with ``repeats``, (repeats, n).

    Examples
    --------
    Plain descent where the largest curvature is 20: best near 2 / 22, gone above 2 / 20.

    >>> found = sweep("gd", "valley", [-2.5, 1.2], 100, [0.001, 0.01, 0.09, 0.11])
    >>> found.loss.round(6), found.arrived
    (array([4.441089, 0.109925, 0.      ,      nan]), array([-1, -1, 24, -1]))

    Twenty runs for each of two rates on a noisy bowl: the floor rises with the rate.

    >>> import gdzoo
    >>> noisy = sweep("gd", gdzoo.Noisy("bowl", 0.5), [1.0, 1.0], 100, [0.05, 0.4], repeats=20)
    >>> noisy.loss.mean(0).round(3)
    array([0.007, 0.058])
    """
    return hyperparameter_map(rule, f, x0, steps, {"lr": lrs}, **options)


def _stays(inside: np.ndarray) -> np.ndarray:
    """The index of the first record from which on each column is inside, given that its last one is."""
    outside = ~inside[::-1]
    return np.where(outside.any(0), len(inside) - outside.argmax(0), 0) % len(inside)
