"""What a run leaves behind."""

from typing import Any

import numpy as np

from .escapes import Escapes
from .oracles import Counted
from .rules import Rule


class Trajectory:
    """What happened in a run of K recorded steps. ``*batch`` is empty for a single run; arrays are never shortened.

    Attributes
    ----------
    x : (K, d, *batch), the points; x[0] is the start, the last point is always recorded.
    steps : (K,), the number of steps done at each record.
    f, grad_norm : (K, *batch), height and length of the gradient there, of the full deterministic objective;
        not counted as work.
    grad_evals, value_evals : (K, *batch), evaluations spent so far.
    lr : (steps, *batch), the learning rate of step k + 1; NaN for a rule that has none.
    escaped_at : (*batch,), the first step whose point was not finite or left the bound, -1 for none. The point stays
        there from then on, at the last finite point if the new one was not.
    extra : dict of further sequences, (K, ...), of rules that have them.
    state : with ``keep_state``, the rule's state type with every field stacked, (K, ...), else ``None``.
    rule, objective : what ran, and on what; ``None`` in a pickled trajectory, which keeps the numbers alone.

    >>> import gdzoo
    >>> gdzoo.minimize("momentum", "valley", [[1.0, 2.0], [1.0, 1.0]], 50, lr=0.05, every=10)
    <trajectory: 50 steps, x (6, 2, 2), 0 escaped>
    """

    __slots__ = (
        *("x", "steps", "f", "grad_norm", "grad_evals", "value_evals", "lr", "escaped_at", "extra", "state"),
        *("rule", "objective"),
    )

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
    rule: Rule | None
    objective: Any

    def __init__(self, **found: Any):
        for name in self.__slots__:
            setattr(self, name, found[name])

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        kept = {name: getattr(self, name) for name in self.__slots__}
        return None, kept | {"rule": None, "objective": None}  # functions of a reader's own cannot be pickled

    def __repr__(self) -> str:
        return f"<trajectory: {self.steps[-1]} steps, x {self.x.shape}, {(self.escaped_at >= 0).sum()} escaped>"


class Log:
    """The records of a run, and the trajectory made of them."""

    def __init__(self, rule: Rule, x: np.ndarray, steps: int, every: int, counter: Counted, keep_state: bool):
        self.steps = np.array([*range(0, steps, every), steps], np.int64)
        self.x = np.empty((len(self.steps), *x.shape))
        self.rule, self.counter, self.keep_state = rule, counter, keep_state
        self.row = 0
        self.evals: list[tuple[Any, Any]] = []  # gradients and values, one number for all columns or one for each
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

    def finish(self, f: Any, x: np.ndarray, s: Any, ndim: int, escapes: Escapes, rates: np.ndarray) -> Trajectory:
        while self.row < len(self.steps):  # every column has left before the last step
            self.record(x, s)
        batch = x.shape[ndim:]
        rows = (len(self.steps), *batch)
        points = np.moveaxis(self.x, 0, ndim)  # coordinates first, then the records as one more batch axis
        height, slope = f.value(points), f.grad(points)
        if np.shape(height) != rows or np.shape(slope) != points.shape:
            raise ValueError(
                f"f must map points {points.shape} to values {rows} and gradients {points.shape}, "
                f"got {np.shape(height)} and {np.shape(slope)}; what follows the coordinates is a batch"
            )
        grads, values = (_counts(counts, batch) for counts in zip(*self.evals, strict=True))
        return Trajectory(
            x=self.x,
            steps=self.steps,
            f=height,
            grad_norm=np.sqrt((slope * slope).sum(tuple(range(ndim)))),
            grad_evals=np.minimum(grads, escapes.grad_evals).astype(np.int64),
            value_evals=np.minimum(values, escapes.value_evals).astype(np.int64),
            lr=np.broadcast_to(expanded(rates, 1, batch), (self.steps[-1], *batch)),
            escaped_at=escapes.at,
            extra={name: np.stack(sequence) for name, sequence in self.extra.items()},
            state=_stacked(self.states) if self.keep_state else None,
            rule=self.rule,
            objective=f,
        )


def expanded(array: np.ndarray, lead: int, batch: tuple[int, ...]) -> np.ndarray:
    """Broadcast what follows the ``lead`` first axes to the batch."""
    head, tail = array.shape[:lead], array.shape[lead:]
    return np.broadcast_to(array.reshape(head + (1,) * (len(batch) - len(tail)) + tail), head + batch)


def _counts(counts: tuple[Any, ...], batch: tuple[int, ...]) -> np.ndarray:
    """Evaluations by record, each one number for all columns or one for each, as an array that broadcasts to (K, *batch)."""
    if np.ndim(counts[-1]) == 0:  # then all of them are numbers
        return np.reshape(counts, (-1,) + (1,) * len(batch))
    return np.stack([np.broadcast_to(count, batch) for count in counts])


def _stacked(states: list[Any]) -> Any:
    """One state whose fields are stacked, states within it too; no state is ``None``."""
    first = states[0]
    if hasattr(first, "_fields"):
        return type(first)(*(_stacked(list(field)) for field in zip(*states, strict=True)))
    if isinstance(first, np.ndarray | np.generic | float | int):
        return np.stack(states)
    return None if all(s is None for s in states) else states
