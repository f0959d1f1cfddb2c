"""What is drawn in a figure, for its table of data."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from gdzoo.plots import Plot
from gdzoo.plots.ground import Ground
from gdzoo.plots.picture import Curve, Path


def columns(plot: Plot, curves: Sequence[Curve]) -> dict[str, np.ndarray]:
    """Curves: their x once where all share it, else that of each."""
    x, y = plot.xlabel or "x", plot.ylabel or "y"
    whose = owners(curves)
    if all(np.array_equal(curve.x, curves[0].x, equal_nan=True) for curve in curves):
        return {x: curves[0].x} | {y + who: curve.y for who, curve in zip(whose, curves, strict=True)}
    longest = max(len(curve.x) for curve in curves)
    return {
        what + who: np.pad(values, (0, longest - len(values)), constant_values=np.nan)
        for who, curve in zip(whose, curves, strict=True)
        for what, values in ((x, curve.x), (y, curve.y))
    }


def moving(paths: Sequence[Path]) -> dict[str, np.ndarray]:
    """Paths that share their steps."""
    whose = owners(paths)
    return {"step": paths[0].steps} | {
        what + who: values
        for who, path in zip(whose, paths, strict=True)
        for what, values in (*zip("xy", path.x.T, strict=False), ("loss", path.loss))
    }


def points(ground: Ground, lowest: np.ndarray | None) -> dict[str, np.ndarray]:
    """The minima of a ground without paths, or else its lowest point in the picture, if it has any."""
    known = ground.minima or ([] if lowest is None else [lowest])
    places = np.reshape(np.array(known, float), (-1, ground.dim)).T
    return dict(zip("xy", places, strict=False)) | {"height": ground.value(places)}


def owners(things: Sequence[Curve] | Sequence[Path]) -> list[str]:
    """The end of the names of columns: whose they are, with a number where several share a label."""
    often, met = Counter(thing.label for thing in things), Counter()
    ends = []
    for thing in things:
        met[thing.label] += 1
        number = f"{met[thing.label]}" if often[thing.label] > 1 else ""
        ends.append("".join(f", {part}" for part in (thing.label, number) if part))
    return ends
