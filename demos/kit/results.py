"""What a demo that compares runs says about each of them."""

import numpy as np


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
