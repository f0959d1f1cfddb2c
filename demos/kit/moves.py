"""What the steps of methods with a velocity are made of, and how often a path overshoots."""

import numpy as np

SMALL = 0.01  # an overshoot is counted while it is larger than this part of the start


def construction(run, beta, *, ahead):
    """The step that led to each point, as (2, frames): where it began, the end of its velocity, where the gradient was asked, its end.

    Nothing at the start, and after the run has left.
    """
    x = run.x if run.escaped_at < 0 else np.where(run.steps[:, None] < run.escaped_at, run.x, np.nan)
    old = np.vstack([np.full(2, np.nan), x[:-1]])
    before = np.vstack([np.full((2, 2), np.nan), x[:-2]])[: len(x)]
    before[1:2] = x[:1]  # it began at rest
    tip = old + beta * (old - before)
    return old.T, tip.T, (tip if ahead else old).T, x.T


def overshoots(run):
    """How often, up to each step, a coordinate has passed its lowest point and come out on the other side by more than a trifle."""
    total = np.zeros(len(run.x))
    for course in run.x.T:
        clear = np.flatnonzero(np.abs(course) > SMALL * abs(course[0]))
        turned = np.flatnonzero(np.diff(np.sign(course[clear])))
        total[clear[turned + 1]] += 1
    return np.cumsum(total)
