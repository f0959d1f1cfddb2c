"""What there is on a landscape, with names: minima, saddles, hilltops, plateaus, the floor of a valley; and whether it is convex."""

from functools import lru_cache

import numpy as np

from demos.kit import scene
from demos.kit.planes import view

GRID = (60, 80)  # rows and columns of the points at which a landscape is examined
STEEP = 8.0  # on the floor of a valley the ground curves this many times more across it than along it
CURVE = "a curve of minima"
APART = 0.2  # of the picture's height: what is nearer to a named point needs no name of its own


def landmarks(landscape) -> list[dict]:
    """Marks for all that has a name: a symbol for each point, and words beside the first of each kind."""
    marks = [
        scene.points([x for x, _ in places], [y for _, y in places], symbol, labels=[words] + [""] * (len(places) - 1))
        for words, symbol, places in kinds(landscape)
    ]
    quiet = [("plateau", x) for x in landscape.plateaus] + [("valley floor", x) for x in valley_floor(landscape)]
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


def valley_floor(landscape) -> list[tuple[float, float]]:
    """One point on the floor of a long valley, away from all that has a name; none where there is no such valley."""
    return _examined(landscape)[1]


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
    (x0, x1), (y0, y1) = view(landscape)
    x = _grid(landscape)
    curvatures, directions = np.linalg.eigh(np.moveaxis(landscape.hess(x), (0, 1), (-2, -1)))
    low, high = curvatures[..., 0], curvatures[..., 1]
    convex = bool((low >= -1e-9 * np.abs(high).max()).all())

    # A valley: much curvature across it, and Newton's step across it is shorter than the grid is fine.
    across = directions[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.abs(across[..., 0] * landscape.grad(x)[0] + across[..., 1] * landscape.grad(x)[1]) / high
    floor = (high > STEEP * np.abs(low)) & (step < (y1 - y0) / GRID[0])
    height = landscape.value(x)
    floor &= height < np.sort(height, axis=None)[height.size // 4]
    margin = [0.12 * (x1 - x0), 0.12 * (y1 - y0)]
    floor &= (x[0] > x0 + margin[0]) & (x[0] < x1 - margin[0]) & (x[1] > y0 + margin[1]) & (x[1] < y1 - margin[1])
    named = [*landscape.minima, *landscape.local_minima, *landscape.saddles, *landscape.maxima, *landscape.plateaus]
    away = np.full(floor.shape, np.inf)
    for a, b in named:
        away = np.minimum(away, np.hypot(x[0] - a, x[1] - b))
    floor &= away > APART * (y1 - y0)
    if (
        floor.sum() < 6 or landscape.local_minima or landscape.plateaus
    ):  # neither a point, nor a hollow among many, nor the foot of a cliff
        return convex, []
    place = np.unravel_index(np.where(floor, away, -1.0).argmax(), floor.shape)
    return convex, [(float(x[0][place]), float(x[1][place]))]
