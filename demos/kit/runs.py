"""Runs as demos show them: cut where they stop, as columns of data, as a table's words."""

import numpy as np

from gdzoo import Trajectory


def until(run, last) -> Trajectory:
    """A run of one column as it was after its first `last` steps."""
    cut = {
        name: getattr(run, name)[: last + 1] for name in ("x", "steps", "f", "grad_norm", "grad_evals", "value_evals")
    }
    escaped = np.where(run.escaped_at <= last, run.escaped_at, -1)
    return Trajectory(
        **cut, lr=run.lr[:last], escaped_at=escaped, extra={}, state=None, rule=run.rule, objective=run.objective
    )


def one(run, i) -> Trajectory:
    """Column i of a run of many starts."""
    cut = {name: getattr(run, name)[..., i] for name in ("x", "f", "grad_norm", "grad_evals", "value_evals", "lr")}
    return Trajectory(
        **cut,
        steps=run.steps,
        escaped_at=run.escaped_at[i],
        extra={},
        state=None,
        rule=run.rule,
        objective=run.objective,
    )


def columns(runs) -> dict:
    """The drawn sequences of runs {label: run}, for the table of data."""
    steps = next(iter(runs.values())).steps
    drawn = {
        f"{what}, {label}": values
        for label, run in runs.items()
        for what, values in (("x", run.x[:, 0]), ("y", run.x[:, 1]), ("loss", run.f))
    }
    return {"step": np.asarray(steps, float)} | drawn


def arrival(end) -> int | str | None:
    """What a table says about the end of a run: the step at which it arrived or left."""
    if end.kind in ("arrives", "still"):
        return end.step
    return f"left at {end.step}" if end.kind in ("escapes", "falls") else None


def work(runs) -> dict:
    """What runs {rule: run} have cost by step, {heading of a column: {rule: count}}: gradients, and values where any asks for them."""
    found = {"grads": {rule: run.grad_evals for rule, run in runs.items()}}
    if any(run.value_evals[-1] for run in runs.values()):
        found["values"] = {rule: run.value_evals for rule, run in runs.items()}
    return found


def reached(spent, budgets) -> np.ndarray:
    """For each of some budgets, the last record that it pays for: (budgets, *batch). spent: by record, (K, *batch)."""
    return (spent[None] <= np.reshape(budgets, (-1, *[1] * spent.ndim))).sum(1) - 1
