"""What demos on a landscape of two coordinates share: its picture, the path of a run on it, and its ticks."""

from functools import lru_cache

import numpy as np

from demos.kit import scene
from gdzoo import LANDSCAPES

PLANES = {name: land for name, land in LANDSCAPES.items() if land.dim == 2}
ASPECT = 4 / 3  # width over height of a plane
GRID = (96, 128)  # rows and columns at which a field is sampled


def view(landscape) -> tuple[tuple[float, float], tuple[float, float]]:
    """What a plane shows: the landscape's box, widened to the shape of the panel so that both axes have one scale.

    Only then does a gradient stand at right angles on the contour lines.
    """
    (x0, x1), (y0, y1) = landscape.box
    wide, high = max(x1 - x0, ASPECT * (y1 - y0)) / 2, max(y1 - y0, (x1 - x0) / ASPECT) / 2
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x - wide, x + wide), (y - high, y + high)


@lru_cache(maxsize=32)
def picture(landscape) -> dict:
    """The landscape's field, for `scene(fields=...)`. Computed once: it does not change under a drag."""
    rows, columns = GRID
    (x0, x1), (y0, y1) = view(landscape)
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, columns), np.linspace(y0, y1, rows)))
    return scene.field(landscape.value(grid), (x0, x1, y0, y1))


def goals(landscape) -> list[dict]:
    """Marks for the minima and the saddles of a landscape, without words."""
    return [
        scene.points([x for x, _ in places], [y for _, y in places], symbol)
        for places, symbol in ((landscape.minima, "star"), (landscape.saddles, "saddle"))
        if places
    ]


def plane(landscape, marks, *, name="plane", named=None, letters=("x", "y"), **options) -> dict:
    """A plot of the landscape's field with its minima and saddles, and the demo's own marks over them.

    named: other marks in place of `goals`. letters: the names of the coordinates.
    """
    across, up = view(landscape)
    return scene.plot(
        name,
        scene.axis(*across, letters[0]),
        scene.axis(*up, letters[1]),
        [scene.show_field("landscape"), *(goals(landscape) if named is None else named), *marks],
        frame="plane",
        aspect=ASPECT,
        **options,
    )


def relief(landscape, marks, *, name="surface", **options) -> dict:
    """The landscape in three dimensions, with its minima and saddles and the demo's own marks on it; options as for `plane`."""
    flat = plane(landscape, marks, name=name, **options)
    across, up, (field, *others) = flat["x"], flat["y"], flat["marks"]
    return scene.surface(
        name, field["field"], across, up, others, title=flat["title"], area=flat["area"], aspect=ASPECT
    )


def path(landscape, run, style, *, label="") -> dict:
    """The path of a run on the landscape's plane, with a dot for every step where they can be told apart."""
    steps = np.linalg.norm(np.diff(run.x, axis=0), axis=1)
    dots = 0 < len(steps) <= 60 and steps.mean() > np.ptp(view(landscape)[0]) / 200
    return scene.line(
        run.x[:, 0], run.x[:, 1], style, label=label, moves=True, dots=bool(dots), opens=left_view(landscape, run.x)
    )


def left_view(landscape, x) -> int | None:
    """The step from which on the points x (K, d) lie outside the picture; None if the last lies inside."""
    low, high = np.transpose(view(landscape) if landscape.dim == 2 else landscape.box)
    inside = np.flatnonzero(((low <= x) & (x <= high)).all(1))
    first = int(inside[-1]) + 1 if len(inside) else 0
    return first if first < len(x) else None


def drag_start(start) -> dict:
    """The handle that moves the control `start`."""
    return scene.handle(start[0], start[1], "drag the start", moves_x="start.x", moves_y="start.y")


def stability_ticks(landscape) -> list[dict]:
    """The learning rates 1/L and 2/L on a quadratic, where they are the same everywhere."""
    if landscape.eigenvalues is None:
        return []
    largest = landscape.eigenvalues[-1]
    return [scene.tick(1 / largest, "1/L"), scene.tick(2 / largest, "2/L")]
