"""What many runs come to on a landscape with several hollows. A run that has left counts as not there."""

import numpy as np


def heights_of(land, run) -> np.ndarray:
    """The losses above the deepest point (steps + 1, runs); infinite from the step at which a run left."""
    there = (run.escaped_at < 0) | (run.steps[:, None] < run.escaped_at)
    return np.where(there, np.maximum(run.f - land.f_min, 0), np.inf)


def mean_loss(land, run, k) -> float | None:
    """The mean loss after k steps of the runs that are still there."""
    losses = heights_of(land, run)[k]
    return float(losses[np.isfinite(losses)].mean()) if np.isfinite(losses).any() else None


def in_the_deepest(land, run) -> np.ndarray:
    """Whether the nearest minimum is a deepest one (steps + 1, runs); never once a run has left."""
    minima = np.array([*land.minima, *land.local_minima])
    distances = np.linalg.norm(run.x[:, None] - minima[:, :, None], axis=2)  # (steps + 1, minima, runs)
    there = (run.escaped_at < 0) | (run.steps[:, None] < run.escaped_at)
    return (distances.argmin(1) < len(land.minima)) & there
