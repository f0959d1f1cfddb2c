"""The landscape under the paths of a picture."""

from typing import Any

import numpy as np

MARGIN = 0.04  # how far the picture goes beyond a start outside of the box, in sides of the box
TALL = 1e100  # what is larger than this has no place in a picture
ROOM = 0.15  # the same around what an objective without a box has been seen of


class Ground:
    """What there is to see of an objective of one or two variables.

    Attributes
    ----------
    f : the objective.
    title : its printed name.
    box : the part that is seen, one (low, high) per coordinate.
    dim : 1 or 2.
    minima, local_minima, saddles, maxima : points of it that are known.
    f_min : the lowest value, ``None`` if that is not known.
    """

    def __init__(self, f: Any, box: tuple[tuple[float, float], ...]):
        self.f, self.box, self.dim = f, box, len(box)
        self.title: str = getattr(f, "title", "f")
        self.minima, self.local_minima, self.saddles, self.maxima = (
            list(getattr(f, name, [])) for name in ("minima", "local_minima", "saddles", "maxima")
        )
        self.f_min = lowest(f)

    def value(self, x: Any) -> np.ndarray:
        """The heights at points (d, *batch), NaN where there is none."""
        x = np.asarray(x, float)
        with np.errstate(all="ignore"):
            height = np.reshape(self.f.value(x.reshape(self.dim, -1)), x.shape[1:])
        return np.where(np.abs(height) < TALL, height, np.nan)


def lowest(f: Any) -> float | None:
    """The lowest value of an objective, ``None`` if that is not known."""
    f_min = getattr(f, "f_min", None)
    return None if f_min is None else float(f_min)


def ground(f: Any, xs: list[np.ndarray], heights: list[np.ndarray]) -> Ground | None:
    """The ground under the points of runs, or ``None`` where there is none to draw.

    xs, heights : of each run its points (K, d) and their heights (K,). The picture shows the box of the objective and the
        starts; where there is no box, all points that are not above the start of their run.
    """
    box = getattr(f, "box", None)
    dims = {x.shape[1:] for x in xs} | ({(len(box),)} if box is not None else set())
    if dims not in ({(1,)}, {(2,)}):
        return None
    if box is not None:
        return Ground(f, _with(np.array(box, float), np.array([x[0] for x in xs])))
    return Ground(f, _around(np.concatenate([x[~(h > h[0])] for x, h in zip(xs, heights, strict=True)])))


def _with(box: np.ndarray, points: np.ndarray) -> tuple[tuple[float, float], ...]:
    """A box (d, 2), as far larger as it takes to show all points (n, d) well."""
    margin = MARGIN * np.ptp(box, axis=1)
    for point in points:
        box[:, 0] = np.where(point < box[:, 0], point - margin, box[:, 0])
        box[:, 1] = np.where(point > box[:, 1], point + margin, box[:, 1])
    return tuple((float(low), float(high)) for low, high in box)


def _around(points: np.ndarray) -> tuple[tuple[float, float], ...]:
    """A box around points (n, d)."""
    low, high = points.min(0), points.max(0)
    margin = np.where(low < high, ROOM * (high - low), 1.0)
    return tuple((float(a), float(b)) for a, b in zip(low - margin, high + margin, strict=True))
