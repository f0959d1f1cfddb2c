"""The saddle x² - y², turned: where its ridge lies, and when a run has left it."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import scene
from demos.kit.tuning import is_own, target

CURVATURE = -2.0  # across the ridge
RADIUS = 1.0  # a run is out when it is so far from the ridge
ALONG = -1.6  # where on the ridge a run starts
BOX = ((-2.0, 2.0), (-1.5, 1.5))  # of the picture
GRID = (42, 56)  # rows and columns of its field


@lru_cache(maxsize=128)
def turned(degrees):
    """The saddle with its ridge at an angle to the x-axis."""
    return gdzoo.Rotated("saddle", float(np.radians(degrees))) if degrees else gdzoo.LANDSCAPES["saddle"]


def axes(degrees) -> np.ndarray:
    """The unit vectors along the ridge and across it, as columns."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]])


@lru_cache(maxsize=8)
def picture(degrees) -> dict:
    """Its field, for `scene(fields=...)`."""
    (x0, x1), (y0, y1) = BOX
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, GRID[1]), np.linspace(y0, y1, GRID[0])))
    return scene.field(turned(degrees).value(grid), (x0, x1, y0, y1))


def place(degrees, along, away) -> np.ndarray:
    """The point at these distances from the saddle along its ridge and across it, (2, *batch)."""
    along, away = np.broadcast_arrays(along, away)
    return np.tensordot(axes(degrees), np.stack([along, away]), 1)


def from_ridge(degrees, x) -> np.ndarray:
    """How far points (K, 2, *batch) are from the ridge, (K, *batch)."""
    c, s = axes(degrees)[:, 0]
    return np.abs(c * x[:, 1] - s * x[:, 0])


def out_at(distance) -> np.ndarray:
    """The first step at which distances (K, *batch) are beyond RADIUS, as numbers; NaN for never."""
    beyond = distance > RADIUS
    return np.where(beyond.any(0), beyond.argmax(0), np.nan)


def knobs(rule, lr) -> dict:
    """The learning rate, for the rules that do not find the length of their steps by themselves."""
    return ({} if is_own(rule) else {"lr": lr}) | target(rule, turned(0))
