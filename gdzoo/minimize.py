"""minimize(): the one loop that runs every rule on every objective."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .escapes import Escapes
from .knobs import check_domain, check_seed, checked
from .oracles import Counted, Oracle, as_objective
from .oracles.base import over, require_hess
from .rules import Rule, as_rule
from .trajectory import Log, Trajectory, expanded


def minimize(
    rule: Rule | str | Callable[..., Any],
    f: Any,
    x0: Any,
    steps: int,
    *,
    every: int = 1,
    bound: float = 1e6,
    seed: int = 0,
    point_ndim: int | None = None,
    keep_state: bool = False,
    **knobs: Any,
) -> Trajectory:
    """Run a rule on an objective from x0.

    Parameters
    ----------
    rule : a name in ``RULES``, a `Rule`, or a step function ``(f, x, s, t, *, ...) -> (x, s)``.
    f : a name in ``LANDSCAPES`` or ``PROBLEMS``, or anything with ``value(x)`` and ``grad(x)``; ``objective`` makes one from functions.
    x0 : the start, (d, *batch): coordinates first, then any axes of a batch.
    steps : number of steps, >= 0.
    every : record each ``every``-th step; the first and the last always.
    bound : a column whose largest coordinate exceeds it has escaped and stays there.
    seed : picks the draws of a stochastic objective; every rule meets the same ones.
    point_ndim : axes of a point: 1, or 2 for matrices (m, n, *batch). By default what the rule wants, or the objective.
    keep_state : record the rule's state too.
    knobs : the rule's, each a number or an array that broadcasts with the batch; ``lr`` may be a schedule k -> lr.

    Returns
    -------
    A `Trajectory`. Divergence is part of it (``escaped_at``), not an error.

    Examples
    --------
    >>> import gdzoo
    >>> run = gdzoo.minimize("adam", "rosenbrock", x0=[-1.3, 1.7], steps=200, lr=0.01)
    >>> run.x.shape, run.x[-1].round(3)
    ((201, 2), array([-0.579,  0.341]))

    Three learning rates in one call; the last is above 2/L = 0.1 and leaves:

    >>> run = gdzoo.minimize("gd", "valley", [1.0, 1.0], 200, lr=[0.01, 0.05, 0.15])
    >>> run.x.shape, run.escaped_at.tolist()
    ((201, 2, 3), [-1, -1, 20])
    """
    rule = as_rule(rule)
    f = as_objective(f)
    seed = check_seed("minimize", seed)
    _check_count("steps", steps, 0)
    _check_count("every", every, 1)
    check_domain("minimize", "bound", bound, "> 0")
    knobs = checked(rule.name, rule.knobs, knobs)
    if point_ndim not in (None, 1, 2):
        raise ValueError(f"point_ndim must be 1 or 2, got point_ndim={point_ndim!r}")
    ndim = point_ndim or (2 if "matrix" in rule.traits else getattr(f, "point_ndim", 1))
    if "matrix" in rule.traits and ndim == 1:
        raise ValueError(f"{rule.name} acts on matrices (m, n, *batch): point_ndim must be 2, got point_ndim=1")
    if "hessian" in rule.traits:
        require_hess(f, rule.name)
    schedule = _rates(rule.name, knobs["lr"], steps) if callable(knobs.get("lr")) else None
    if schedule is not None:
        knobs["lr"] = schedule[0]
    x = _start(rule.name, f, x0, ndim, knobs.values())
    if isinstance(f, Oracle) and _declared(f) is None:
        f = over(f, ndim)

    # Asked for and given back at once: glibc then keeps the blocks of a step, instead of having the system clear them anew.
    np.empty(min(32 * x.size, 1 << 21))
    counter = Counted(f, ndim)
    stochastic = hasattr(f, "at")
    step = rule.step
    with np.errstate(all="ignore"):  # divergence is data
        s = rule.init(counter, x, **knobs)
        escapes = Escapes(x, ndim, bound, counter)
        log = Log(rule, x, steps, every, counter, keep_state)
        log.record(x, s)
        for t in range(1, steps + 1) if x.size else ():  # an empty batch is where it will be
            if schedule is not None:
                knobs["lr"] = schedule[t - 1]
            f_t = counter.at(t, seed) if stochastic else counter
            moved = step(f_t, x, s, t, **knobs)
            if not isinstance(moved, tuple) or len(moved) != 2:  # rows of a point would pass for a point and a state
                raise TypeError(
                    f"{rule.name}: step {t} must return the new point and the new state, (x, s), got {_brief(moved)}"
                )
            new, new_s = moved
            new = np.asarray(new, float)
            if new.shape != x.shape:
                raise ValueError(f"{rule.name}: step {t} turned a point {x.shape} into one of shape {new.shape}")
            if np.abs(new).max() < escapes.limit:  # every column is inside; not so where one is NaN
                x, s = new, new_s
            else:
                x, s = escapes.settle(x, s, new, new_s, t)
            if t % every == 0 or t == steps:
                log.record(x, s)
            if escapes.everyone:
                break
        rates = np.asarray([knobs.get("lr", np.nan)], float) if schedule is None else schedule[:steps]
        return log.finish(f, x, s, ndim, escapes, rates)


def _check_count(name: str, value: Any, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be an integer >= {least}, got {name}={value!r}")


def _brief(thing: Any) -> str:
    """What a step returned instead of a pair."""
    return f"an array of shape {thing.shape}" if isinstance(thing, np.ndarray) else f"{thing!r}"[:60]


def _rates(rule: str, lr: Callable[[int], Any], steps: int) -> np.ndarray:
    """A schedule's rates, (max(steps, 1), ...)."""
    try:
        rates = np.asarray([lr(k) for k in range(max(steps, 1))], float)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{rule}: lr must be a number or a schedule k -> number, got {lr!r} ({error})") from None
    bad = ~(np.isfinite(rates) & (rates >= 0))
    if bad.any():
        k = int(np.argwhere(bad)[0][0])
        raise ValueError(f"{rule}: the schedule's lr must be finite and >= 0, got {rates[bad][0]:.6g} at k={k}")
    return rates


POINTS = {1: "vectors (d, *batch)", 2: "matrices (m, n, *batch)"}


def _declared(f: Any) -> int | None:
    """How many axes f, or what its oracles are made from, says that a point has."""
    while isinstance(f, Oracle):
        f = f.f
    return getattr(f, "point_ndim", 1 if hasattr(f, "dims") else None)


def _start(rule: str, f: Any, x0: Any, ndim: int, knobs: Iterable[Any]) -> np.ndarray:
    """x0 checked and expanded to (d, *batch), the batch being that of x0 and of every knob together."""
    try:
        x = np.array(x0, float)
    except (TypeError, ValueError):
        raise ValueError(f"x0 must be numbers of shape (d, *batch), got {x0!r}") from None
    name, takes = getattr(f, "name", "this objective"), _declared(f)
    if takes not in (None, ndim):
        raise ValueError(f"{rule} acts here on {POINTS[ndim]}, and {name} takes {POINTS[takes]}")
    if x.ndim < ndim:
        wanted = "x0 of shape (d, *batch), for example [1.0]" if ndim == 1 else "matrices, x0 of shape (m, n, *batch)"
        raise ValueError(f"{rule} needs {wanted}; got shape {x.shape}")
    if not np.isfinite(x).all():
        raise ValueError(f"x0 must be finite, got {x0!r}")
    least, most = getattr(f, "dims", None) or (1, None)
    if ndim == 1 and not (least <= len(x) and (most is None or len(x) <= most)):
        wanted = f"{least}" if least == most else f"{least} or more"
        raise ValueError(f"{name} takes x0 of shape (d, *batch) with d = {wanted}, got shape {x.shape}")
    if ndim == 2 and x.shape[:2] != (size := getattr(f, "shape", x.shape[:2])):
        raise ValueError(f"{name} takes x0 of shape ({size[0]}, {size[1]}, *batch), got shape {x.shape}")
    shapes = {x.shape[ndim:], *(v.shape for v in knobs if isinstance(v, np.ndarray))}
    try:
        batch = np.broadcast_shapes(*shapes)
    except ValueError:
        listed = ", ".join(map(str, sorted(shapes)))
        raise ValueError(f"the batches of x0 and of the knobs do not broadcast: {listed}") from None
    return expanded(x, ndim, batch).copy()
