"""How many numbers of a run or a curve a figure draws: fewer than there may be."""

import numpy as np

from gdzoo.plots.picture import Curve, Path

FRAMES = 300  # of a figure that moves
STEPS = 2500  # of all paths of a figure together, about


def timeline(paths: tuple[Path, ...]) -> np.ndarray:
    """The steps of the frames: all that any path has recorded, or so many of them, half evenly and half early ones."""
    if not paths:
        return np.zeros(1)
    steps = np.unique(np.concatenate([path.steps for path in paths])).astype(float)
    half = min(FRAMES, STEPS // len(paths)) // 2
    if len(steps) <= 2 * half:
        return steps
    places = np.concatenate([np.linspace(0, len(steps) - 1, half), np.geomspace(1, len(steps) - 1, half)])
    return steps[np.unique(places.round().astype(int))]


def resampled(path: Path, steps: np.ndarray) -> Path:
    """A path at other steps: on straight lines between its points, and at its end after it."""
    x = np.stack([np.interp(steps, path.steps, coordinate) for coordinate in path.x.T], axis=1)
    return path._replace(steps=steps, x=x, loss=np.interp(steps, path.steps, path.loss, right=np.nan))


def thinned(curve: Curve, most: int) -> Curve:
    """A curve of about so many points, at most: of every stretch its lowest and its highest, so that no peak is lost."""
    stretches = most // 2
    if len(curve.x) <= most:
        return curve
    edges = np.linspace(0, len(curve.x), stretches + 1).round().astype(int)
    kept = {0, len(curve.x) - 1}
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        part = curve.y[begin:end]
        if np.isfinite(part).any():
            kept |= {begin + int(np.nanargmin(part)), begin + int(np.nanargmax(part))}
        else:
            kept.add(begin)  # a gap remains a gap
    at = sorted(kept)
    return curve._replace(x=curve.x[at], y=curve.y[at])
