"""What demos on a landscape of two coordinates share: its picture, its ticks, and the choice of one."""

import numpy as np

from demos.kit import scene
from gdzoo import LANDSCAPES

PLANES = {name: land for name, land in LANDSCAPES.items() if land.dim == 2}
GRID = (88, 120)  # rows and columns at which a field is sampled


def picture(landscape, box=None) -> dict:
    """The landscape's field, for `scene(fields=...)`, over its box or another one."""
    (x0, x1), (y0, y1) = box or landscape.box
    rows, columns = GRID
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, columns), np.linspace(y0, y1, rows)))
    with np.errstate(all="ignore"):
        return scene.field(landscape.value(grid), (x0, x1, y0, y1))


def plane(landscape, marks, *, name="plane", box=None, **options) -> dict:
    """A plot of the landscape's field with its minima, and the demo's own marks over both."""
    (x0, x1), (y0, y1) = box or landscape.box
    minima = np.transpose(landscape.minima) if len(landscape.minima) else np.empty((2, 0))
    return scene.plot(
        name,
        scene.axis(x0, x1, "x"),
        scene.axis(y0, y1, "y"),
        [scene.show_field("landscape"), scene.points(*minima, "star"), *marks],
        frame="plane",
        **options,
    )


def stability_ticks(landscape) -> list[dict]:
    """The learning rates 1/L and 2/L on a quadratic, where they are the same everywhere."""
    if landscape.eigenvalues is None:
        return []
    largest = landscape.eigenvalues[-1]
    return [scene.tick(1 / largest, "1/L"), scene.tick(2 / largest, "2/L")]
