"""A landscape from the reader's own formula: understood, looked over, and with its lowest points found."""

from functools import lru_cache
from typing import Any

import numpy as np

import gdzoo
from demos.kit.controls import Choice, ControlError
from demos.kit.planes import ASPECT
from demos.kit.words import number
from gdzoo.autodiff import Differentiable, formula

OWN = "formula"  # the value of the menu's last option
MOST = 60  # operations: what has more takes seconds to run
POWER = 4  # what a power costs whose exponent is not a number
GRID = (60, 80)  # rows and columns of the points from which lowest points are searched
LARGEST = 1e100  # heights beyond it cannot be drawn
HALVINGS = 40  # of the compass search's step
APART = 4  # cells of the grid between two lowest points
SAME = 1e-9  # heights that differ by less than this part of the picture's are the same


def understood(text):
    """Raise a ValueError unless the text is a formula in x and y, short enough to run at once."""
    work = operations(text)
    if work > MOST:
        raise ValueError(f"it takes the work of {work} operations, and at most {MOST} are run here")


@lru_cache(maxsize=64)
def operations(text) -> int:
    """How many signs and functions there are in a formula in x and y; a power whose exponent varies takes the work of several."""
    program: Any = formula(text, ("x", "y")).function
    work, before = 0, None
    for step in program.steps:
        if isinstance(step, tuple):
            work += POWER if step[0] is np.power and not isinstance(before, float) else 1
        before = step
    return work


class Ground(Choice):
    """One of the options, or the formula in the control `text`, seen `width` wide around the origin."""

    def __init__(self, options, default, *, text="formula", width="width", **common):
        super().__init__({**options, OWN: "Your own formula"}, default, **common)
        self.text, self.width = text, width

    @property
    def noun(self):
        return "landscape"

    def __get__(self, demo, owner):
        if demo is None or self.value(demo) != OWN:
            return super().__get__(demo, owner)
        return ground(getattr(demo, self.text), getattr(demo, self.width))


@lru_cache(maxsize=64)
def ground(text, width):
    """The landscape of a formula, with the lowest points of its picture as minima. ControlError where there is nothing to draw."""
    half = width / 2
    land = formula(text, ("x", "y"), box=((-half, half), (-half / ASPECT, half / ASPECT)))
    x, values = looked_at(land)
    finite = values[np.isfinite(values)]
    if not len(finite):
        raise ControlError(f"formula has no value in the picture: {land.name} is nowhere a finite number")
    if np.abs(finite).max() > LARGEST:
        raise ControlError(
            f"formula is too large to draw: it comes to {number(np.abs(finite).max())}; divide it, or take its logarithm"
        )
    found, heights = lowest_points(land, x, values)
    tolerance = SAME * (np.ptp(finite) or 1.0)
    poles = heights < finite.min() - np.ptp(finite)
    found, heights = found[:, ~poles], heights[~poles]
    bottomed = len(heights) > 0 and not poles.any() and heights.min() <= finite.min() + tolerance
    lowest = heights <= heights.min(initial=np.inf) + tolerance if bottomed else np.zeros(len(heights), bool)
    vars(land).update(
        f_min=float(heights.min()) if bottomed else None,
        minima=[tuple(point) for point in found.T[lowest].tolist()],
        local_minima=[tuple(point) for point in found.T[~lowest].tolist()],
    )
    return land


def settled(land, runs):
    """The landscape to measure runs by: a formula's without its minimum where one of them has come lower, out of the picture."""
    if land.f_min is None or not isinstance(land, Differentiable):
        return land
    lowest = min(np.min(run.f, initial=np.inf, where=np.isfinite(run.f)) for run in runs)
    if lowest >= land.f_min - SAME * (1 + abs(land.f_min)):
        return land
    other = formula(land.name, ("x", "y"), box=land.box, starts=land.starts)
    vars(other).update(local_minima=[*land.minima, *land.local_minima])
    return other


def looked_at(land):
    """The points of a grid over the picture, (2, rows, columns), and the heights there."""
    (x0, x1), (y0, y1) = land.box
    rows, columns = GRID
    x = np.stack(np.meshgrid(np.linspace(x0, x1, columns), np.linspace(y0, y1, rows)))
    return x, land.value(x)


def lowest_points(land, x, values):
    """Where the ground is lower than around, points (2, n) and their heights, each a local minimum within the picture.

    From each point of the grid that is lower than its neighbours a compass search goes down, which
    needs no slope and stops at kinks, too; Newton's method then finishes what is smooth.
    """
    height = np.where(np.isfinite(values), values, np.inf)
    around = np.lib.stride_tricks.sliding_window_view(height, (3, 3)).reshape(*(n - 2 for n in GRID), 9)
    low = (height[1:-1, 1:-1] <= around.min(-1)) & (height[1:-1, 1:-1] < around.max(-1))
    start = x[:, 1:-1, 1:-1][:, low]
    if not start.shape[1]:
        return np.empty((2, 0)), np.empty(0)
    cell = x[:, 1, 1] - x[:, 0, 0]
    point = compass(land, start, cell)
    polished = gdzoo.minimize("saddle_free_newton", land, point, 20, every=20).x[-1]
    height, better = land.value(point), land.value(polished)
    nearby = (np.abs(polished - point) < cell[:, None]).all(0) & (better < height)
    point, height = np.where(nearby, polished, point), np.where(nearby, better, height)
    turn = np.linspace(0, 2 * np.pi, 33)[:-1]
    ring = point[:, None] + cell[:, None, None] / 1000 * np.array([np.cos(turn), np.sin(turn)])[:, :, None]
    lowest = np.nanmin(land.value(ring), axis=0, initial=np.inf) >= height - 1e-12 * np.abs(height)
    order = np.argsort(height, kind="stable")
    kept: list[int] = []
    for i in order[lowest[order]]:  # of a whole curve of them, a few
        if not (np.abs(point[:, kept] - point[:, [i]]) < APART * cell[:, None]).all(0).any():
            kept.append(int(i))
    return point[:, kept], height[kept]


def compass(land, x, cell):
    """From points x (2, n): to the best of eight neighbours as long as one is lower, else to half the distance."""
    ways = np.array([(a, b) for a in (-1.0, 0.0, 1.0) for b in (-1.0, 0.0, 1.0)]).T  # the fifth stays
    size, best = np.ones(x.shape[1]), land.value(x)
    for _ in range(3 * HALVINGS):
        tries = x[:, None] + size * cell[:, None, None] * ways[:, :, None]
        heights = land.value(tries)
        heights = np.where(np.isfinite(heights), heights, np.inf)
        i = heights.argmin(0)
        lower = heights.min(0) < best
        x = np.where(lower, np.take_along_axis(tries, i[None, None], 1)[:, 0], x)
        best = np.where(lower, heights.min(0), best)
        size = np.where(lower, size, size / 2)
        if (size < 0.5**HALVINGS).all():
            break
    return x
