"""minimize(): the one loop that runs every rule on every objective."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .knobs import checked
from .oracles import Counted, as_objective, check_seed
from .rules import Rule, as_rule


class Trajectory:
    """What happened in a run of K recorded steps. ``*batch`` is empty for a single run; arrays are never shortened.

    Attributes
    ----------
    x : (K, d, *batch), the points; x[0] is the start, the last point is always recorded.
    steps : (K,), the number of steps done at each record.
    f, grad_norm : (K, *batch), height and length of the gradient there, of the full deterministic objective; not counted as work.
    grad_evals, value_evals : (K, *batch), evaluations spent so far.
    lr : (steps, *batch), the learning rate of step k + 1; NaN for a rule that has none.
    escaped_at : (*batch,), the first step whose point was not finite or left the bound, -1 for none. The point stays
        there from then on, at the last finite point if the new one was not.
    extra : dict of further sequences, (K, ...), of rules that have them.
    state : with ``keep_state``, the rule's state type with every field stacked, (K, ...); else ``None``.
    """

    __slots__ = ("x", "steps", "f", "grad_norm", "grad_evals", "value_evals", "lr", "escaped_at", "extra", "state")

    x: np.ndarray
    steps: np.ndarray
    f: np.ndarray
    grad_norm: np.ndarray
    grad_evals: np.ndarray
    value_evals: np.ndarray
    lr: np.ndarray
    escaped_at: np.ndarray
    extra: dict[str, np.ndarray]
    state: Any

    def __init__(self, **arrays: Any):
        for name in self.__slots__:
            setattr(self, name, arrays[name])

    def __repr__(self) -> str:
        return f"<trajectory of {self.steps[-1]} steps, {len(self.x)} recorded, points {self.x.shape[1:]}, {(self.escaped_at >= 0).sum()} escaped>"


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
    f : a name in ``LANDSCAPES``, or anything with ``value(x)`` and ``grad(x)``; ``objective`` makes one from functions.
    x0 : the start, (d, *batch): coordinates first, then any axes of a batch.
    steps : number of steps, >= 0.
    every : record each ``every``-th step; the first and the last always.
    bound : a column whose largest coordinate exceeds it has escaped and stays there.
    seed : picks the draws of a stochastic objective; every rule meets the same ones.
    point_ndim : axes of a point: 1, or 2 for matrices (m, n, *batch). By default what the rule wants.
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
    ((201, 2), array([-0.717,  0.526]))

    Three learning rates in one call; the last is above 2/L = 0.1 and leaves:

    >>> run = gdzoo.minimize("gd", "valley", [1.0, 1.0], 200, lr=[0.01, 0.05, 0.15])
    >>> run.x.shape, run.escaped_at
    ((201, 2, 3), array([-1, -1, 20]))
    """
    rule = as_rule(rule)
    f = as_objective(f)
    seed = check_seed("minimize", seed)
    _check_count("steps", steps, 0)
    _check_count("every", every, 1)
    if not bound > 0:
        raise ValueError(f"bound must be > 0, got bound={bound!r}")
    knobs = checked(rule.name, rule.knobs, knobs)
    ndim = point_ndim or (2 if "matrix" in rule.traits else 1)
    schedule = _rates(rule.name, knobs["lr"], steps) if callable(knobs.get("lr")) else None
    if schedule is not None:
        knobs["lr"] = schedule[0]
    x = _start(f, x0, ndim, knobs.values())

    counter = Counted(f)
    stochastic = hasattr(f, "at")
    step = rule.step
    with np.errstate(all="ignore"):  # divergence is data
        s = rule.init(counter, x, **knobs)
        escapes = _Escapes(x, ndim, bound, counter)
        log = _Log(rule, x, steps, every, counter, keep_state)
        log.record(x, s)
        for t in range(1, steps + 1):
            if schedule is not None:
                knobs["lr"] = schedule[t - 1]
            if stochastic:
                counter.at(t, seed)
            new, s = step(counter, x, s, t, **knobs)
            new = np.asarray(new, float)
            if new.shape != x.shape:
                raise ValueError(f"{rule.name}: step {t} turned a point of shape {x.shape} into one of shape {new.shape}")
            # a sum of squares below bound^2 proves in one cheap call that every column is inside
            x = new if np.vdot(new, new) < escapes.limit else escapes.settle(x, new, t)
            if t % every == 0 or t == steps:
                log.record(x, s)
            if escapes.everyone:
                break
        rates = np.asarray([knobs.get("lr", np.nan)], float) if schedule is None else schedule[:steps]
        return log.finish(f, x, s, ndim, escapes, rates)


class _Escapes:
    """Which columns have left, when, and after how many evaluations."""

    def __init__(self, x: np.ndarray, ndim: int, bound: float, counter: Counted):
        batch = x.shape[ndim:]
        self.axes, self.bound, self.counter = tuple(range(ndim)), bound, counter
        self.limit = bound * bound
        self.at = np.full(batch, -1, np.int64)
        self.grad_evals, self.value_evals = np.full(batch, np.inf), np.full(batch, np.inf)
        self.everyone = False

    def settle(self, x: np.ndarray, new: np.ndarray, t: int) -> np.ndarray:
        """The next point where some column may have left: columns that have stay where they were."""
        largest = np.abs(new).max(self.axes)
        inside = self.at < 0
        out = inside & ~(largest <= self.bound)  # true for NaN
        if out.any():
            self.at[out] = t
            self.grad_evals[out] = self.counter.grad_evals
            self.value_evals[out] = self.counter.value_evals
            self.limit = -1.0  # from now on every step must hold the frozen columns
            self.everyone = bool((self.at >= 0).all())
        return np.where(inside & np.isfinite(largest), new, x)


class _Log:
    """The records of a run, and the trajectory made of them."""

    def __init__(self, rule: Rule, x: np.ndarray, steps: int, every: int, counter: Counted, keep_state: bool):
        self.steps = np.array([*range(0, steps, every), steps], np.int64)
        self.x = np.empty((len(self.steps), *x.shape))
        self.rule, self.counter, self.keep_state = rule, counter, keep_state
        self.row = 0
        self.evals: list[tuple[int, int]] = []
        self.states: list[Any] = []
        self.extra: dict[str, list[Any]] = {name: [] for name in rule.extra}

    def record(self, x: np.ndarray, s: Any) -> None:
        self.x[self.row] = x
        self.row += 1
        self.evals.append((self.counter.grad_evals, self.counter.value_evals))
        if self.keep_state:
            self.states.append(s)
        for name, sequence in self.extra.items():
            sequence.append(self.rule.extra[name](x, s))

    def finish(self, f: Any, x: np.ndarray, s: Any, ndim: int, escapes: _Escapes, rates: np.ndarray) -> Trajectory:
        while self.row < len(self.steps):  # every column has left before the last step
            self.record(x, s)
        batch = x.shape[ndim:]
        rows = (len(self.steps), *batch)
        points = np.moveaxis(self.x, 0, ndim)  # coordinates first, then the records as one more batch axis
        height, slope = f.value(points), f.grad(points)
        if np.shape(height) != rows or np.shape(slope) != points.shape:
            raise ValueError(
                f"f must map points {points.shape} to values {rows} and gradients {points.shape}, got {np.shape(height)} and {np.shape(slope)};"
                " what follows the coordinates is a batch"
            )
        grads, values = (np.reshape(n, (-1,) + (1,) * len(batch)) for n in zip(*self.evals, strict=True))
        return Trajectory(
            x=self.x,
            steps=self.steps,
            f=height,
            grad_norm=np.sqrt((slope * slope).sum(tuple(range(ndim)))),
            grad_evals=np.minimum(grads, escapes.grad_evals).astype(np.int64),
            value_evals=np.minimum(values, escapes.value_evals).astype(np.int64),
            lr=np.broadcast_to(_expanded(rates, 1, batch), (self.steps[-1], *batch)),
            escaped_at=escapes.at,
            extra={name: np.stack(sequence) for name, sequence in self.extra.items()},
            state=_stacked(self.states) if self.keep_state else None,
        )


def _check_count(name: str, value: Any, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be an integer >= {least}, got {name}={value!r}")


def _rates(rule: str, lr: Callable[[int], Any], steps: int) -> np.ndarray:
    """A schedule's rates, (max(steps, 1), ...)."""
    rates = np.asarray([lr(k) for k in range(max(steps, 1))], float)
    bad = ~(np.isfinite(rates) & (rates >= 0))
    if bad.any():
        k = int(np.argwhere(bad)[0][0])
        raise ValueError(f"{rule}: the schedule's lr must be finite and >= 0, got {rates[bad][0]:.6g} at k={k}")
    return rates


def _start(f: Any, x0: Any, ndim: int, knobs: Iterable[Any]) -> np.ndarray:
    """x0 checked and expanded to (d, *batch), the batch being that of x0 and of every knob together."""
    try:
        x = np.array(x0, float)
    except (TypeError, ValueError):
        raise ValueError(f"x0 must be numbers of shape (d, *batch), got {x0!r}") from None
    if x.ndim < ndim:
        wanted = "(d, *batch), for example [1.0]" if ndim == 1 else "(m, n, *batch)"
        raise ValueError(f"x0 must have shape {wanted}, got shape {x.shape}")
    if not np.isfinite(x).all():
        raise ValueError(f"x0 must be finite, got {x0!r}")
    least, most = getattr(f, "dims", None) or (1, None)
    if ndim == 1 and not (least <= len(x) and (most is None or len(x) <= most)):
        wanted = f"{least}" if least == most else f"at least {least}"
        raise ValueError(f"{f.name} takes points of {wanted} coordinates, got x0 of shape {x.shape}: coordinates first, then the batch")
    shapes = {x.shape[ndim:], *(v.shape for v in knobs if isinstance(v, np.ndarray))}
    try:
        batch = np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(f"the batch of x0 and those of the knobs do not broadcast together: {sorted(shapes)}") from None
    return _expanded(x, ndim, batch).copy()


def _expanded(array: np.ndarray, lead: int, batch: tuple[int, ...]) -> np.ndarray:
    """Broadcast what follows the ``lead`` first axes to the batch."""
    head, tail = array.shape[:lead], array.shape[lead:]
    return np.broadcast_to(array.reshape(head + (1,) * (len(batch) - len(tail)) + tail), head + batch)


def _stacked(states: list[Any]) -> Any:
    """One state whose fields are stacked; a state that is no NamedTuple stays a list."""
    first = states[0]
    if not hasattr(first, "_fields"):
        return states
    return type(first)(*(np.stack(field) for field in zip(*states, strict=True)))
