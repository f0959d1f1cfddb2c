"""A landscape in three dimensions: the same field and marks as in its plane, as a relief that the reader turns."""

import numpy as np

from demos.kit import scene
from demos.kit.planes import ASPECT, picture, view

TURNS = (-30, 30, -50, 50)  # degrees; the first where nothing speaks for another


def relief(landscape, marks, *, name="surface", **options) -> dict:
    """The surface of a landscape whose field the scene holds as "landscape". marks: as for `plane`, handles included."""
    across, up = view(landscape)
    return scene.surface(
        name,
        "landscape",
        scene.axis(*across, "x"),
        scene.axis(*up, "y"),
        marks,
        **{"aspect": ASPECT, "turn": best_turn(landscape)} | options,
    )


def best_turn(landscape) -> float:
    """From where the landscape is best seen: the side on which it is low, so that little is hidden behind what is high."""
    field = picture(landscape)
    rows, columns = field["shape"]
    east, north = np.meshgrid(np.linspace(-ASPECT, ASPECT, columns), np.linspace(-1, 1, rows))
    rises = [(field["z"] * place.ravel()).mean() for place in (east, north)]
    angles = np.radians(TURNS)
    behind = rises[0] * np.sin(angles) + rises[1] * np.cos(angles)
    return float(TURNS[int(np.round(behind, 1).argmax())])
