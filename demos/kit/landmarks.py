"""What there is on a landscape, with names: minima, saddles, hilltops, plateaus, ravines, ridges; and whether it is convex."""

from functools import lru_cache

import numpy as np

from demos.kit import scene
from demos.kit.planes import view

GRID = (60, 80)  # rows and columns of the points at which a landscape is examined
STEEP = 8.0  # on the floor of a ravine the ground curves this many times more across it than along it
SHARP = 2.0  # and this many times on a ridge
CURVE = "a curve of minima"
APART = 0.2  # of the picture's height: what is nearer to a named point needs no name of its own


def landmarks(landscape) -> list[dict]:
    """Marks for all that has a name: a symbol for each point, and words beside the first of each kind."""
    marks = [
        scene.points([x for x, _ in places], [y for _, y in places], symbol, labels=[words] + [""] * (len(places) - 1))
        for words, symbol, places in kinds(landscape)
    ]
    quiet = [("plateau", x) for x in landscape.plateaus]
    quiet += [("ravine", x) for x in ravine(landscape)] + [("ridge", x) for x in ridge(landscape)]
    return marks + [scene.text(x, y, words) for words, (x, y) in quiet]


def kinds(landscape) -> list[tuple[str, str, list]]:
    """What points without slope a landscape has: the name of one, its symbol, and all of them."""
    lowest = "minimum" if len(landscape.minima) < 2 else CURVE if on_curve(landscape) else "a minimum"
    found = [
        (lowest, "star", landscape.minima),
        ("local minimum", "hollow", landscape.local_minima),
        ("saddle", "saddle", landscape.saddles),
        ("hilltop", "peak", landscape.maxima),
    ]
    return [(words, symbol, places) for words, symbol, places in found if places]


def on_curve(landscape) -> bool:
    """Whether the minima of a landscape are points of a whole curve of them: along it nothing curves."""
    curvatures = np.array([np.linalg.eigvalsh(landscape.hess(np.array(x))) for x in landscape.minima])
    return bool((curvatures[:, 0] < 1e-9 * curvatures[:, -1]).all())


def is_convex(landscape) -> bool:
    """Whether the landscape curves upward, or nowhere, at every point of a grid over its picture."""
    return _examined(landscape)[0]


def ravine(landscape) -> list[tuple[float, float]]:
    """One point on the floor of a long valley, away from all that has a name; none where there is no such valley."""
    return _examined(landscape)[1]


def ridge(landscape) -> list[tuple[float, float]]:
    """One point on a ridge, which is to the ground what a ravine is to the sky; none where there is no such ridge."""
    return _examined(landscape)[2]


@lru_cache(maxsize=64)
def lowest_seen(landscape) -> float:
    """The lowest height in the picture, for rules that must be told where the bottom is and landscapes that have none."""
    height = landscape.value(_grid(landscape))
    return float(height[np.isfinite(height)].min())


def _grid(landscape):
    """The points at which a landscape is examined."""
    (x0, x1), (y0, y1) = view(landscape)
    rows, columns = GRID
    return np.stack(np.meshgrid(np.linspace(x0, x1, columns), np.linspace(y0, y1, rows)))


@lru_cache(maxsize=64)
def _examined(landscape):
    """Whether it is convex, a point of a ravine, and one of a ridge."""
    x = _grid(landscape)
    curvatures, directions = np.linalg.eigh(np.moveaxis(landscape.hess(x), (0, 1), (-2, -1)))
    low, high = curvatures[..., 0], curvatures[..., 1]
    convex = bool((low >= -1e-9 * np.abs(high).max()).all())
    if landscape.local_minima or landscape.plateaus:  # a hollow among many, or the foot of a cliff, is no ravine
        return convex, [], []
    height = landscape.value(x)
    lower = height < np.sort(height, axis=None)[height.size // 4]
    floor = lower & (high > STEEP * np.abs(low)) & _foot(landscape, x, high, directions[..., 1])
    crest = (-low > SHARP * np.abs(high)) & _foot(landscape, x, low, directions[..., 0])
    return convex, _far_from_names(landscape, x, floor), _far_from_names(landscape, x, crest)


def _foot(landscape, x, bend, across):
    """Where Newton's step across, along the direction of this curvature, is shorter than the grid is fine."""
    rise = np.einsum("...i,i...->...", across, landscape.grad(x))
    _, (y0, y1) = view(landscape)
    return np.abs(rise) < np.abs(bend) * (y1 - y0) / GRID[0]


def _far_from_names(landscape, x, found):
    """Of the points of the grid that were found, the one furthest from all that has a name, and inside of the picture."""
    (x0, x1), (y0, y1) = view(landscape)
    margin = [0.12 * (x1 - x0), 0.12 * (y1 - y0)]
    found &= (x[0] > x0 + margin[0]) & (x[0] < x1 - margin[0]) & (x[1] > y0 + margin[1]) & (x[1] < y1 - margin[1])
    away = np.full(found.shape, np.inf)
    for a, b in [*landscape.minima, *landscape.saddles, *landscape.maxima]:
        away = np.minimum(away, np.hypot(x[0] - a, x[1] - b))
    found &= away > APART * (y1 - y0)
    if found.sum() < 6:  # a point is no line
        return []
    place = np.unravel_index(np.where(found, away, -1.0).argmax(), found.shape)
    return [(float(x[0][place]), float(x[1][place]))]
