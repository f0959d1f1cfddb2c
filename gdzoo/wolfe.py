"""The line search of BFGS and conjugate gradients: a step length that meets the strong Wolfe conditions, for every column."""

from typing import Any, NamedTuple

import numpy as np

from .oracles import dot, norm, only
from .oracles.base import per_column, point_axes

TRIES = 30
"""The most points that one search tries in a column."""


class Point(NamedTuple):
    """Where a step ended, and what is known there."""

    x: np.ndarray  # (d, *batch)
    f: np.ndarray  # height, (*batch,)
    g: np.ndarray  # gradient, like x
    length: np.ndarray  # of the step that led here, in units of its direction; 0: nothing was gained, (*batch,)


class Trial(NamedTuple):
    """The objective along the direction, at one end of the bracket."""

    a: np.ndarray  # step length, (*batch,)
    f: np.ndarray  # height, (*batch,)
    d: np.ndarray  # slope along the direction, (*batch,)


def nowhere(f: Any, x: np.ndarray) -> Point:
    """The end of a step that was not made: nothing is known of it.

    >>> nowhere("bowl", np.array([1.0, 2.0])).g
    array([nan, nan])
    """
    unknown, number = np.full_like(x, np.nan), per_column(f, x, np.nan)
    return Point(unknown, number, unknown, number)


def resume(f: Any, x: np.ndarray, last: Point) -> Point:
    """Height and gradient at x: already known where the last step ended there, evaluated elsewhere.

    So a run pays once for each point, and still is right where something else (a meta-rule) has moved x in between.
    """
    moved = (x != last.x).any(point_axes(f))
    if not moved.any():
        return last
    f = only(f, moved)
    return Point(x, np.where(moved, f.value(x), last.f), np.where(moved, f.grad(x), last.g), last.length)


def downhill(f: Any, p: np.ndarray, g: np.ndarray) -> np.ndarray:
    """The direction p, or -g in the columns where p does not lead downhill (round-off, or a conjugacy that was lost)."""
    return np.where(dot(f, p, g) < 0, p, -g)


def resolution(f: Any, x: np.ndarray, height: np.ndarray, p: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """The length below which a step along p is lost in round-off: that of x, or of the height that the slope promises."""
    return np.finfo(float).eps * np.maximum(norm(f, x) / norm(f, p), np.abs(height / slope))


def strong_wolfe(f: Any, start: Point, p: np.ndarray, first: Any, *, c1: float = 1e-4, c2: float = 0.9) -> Point:
    """Go from ``start`` along p until the height has fallen enough and the slope has flattened enough.

        f(x + a p) ≤ f(x) + c₁ a ∇f(x)·p      and      |∇f(x + a p)·p| ≤ c₂ |∇f(x)·p|

    Algorithms 3.5 and 3.6 of Nocedal and Wright are one loop here: the bracket from ``low``, the lowest acceptable
    point so far, to ``high`` starts open, with high at infinity. A trial that is too high, or not finite, becomes high.
    Another becomes low, and if the slope there points back, the former low becomes high.

    Parameters
    ----------
    f : the objective, with value and gradient; each trial costs one of both, in the columns that still search.
    start : point, height and gradient to start from.
    p : direction, like x. Columns where it does not lead downhill stay where they are, for free.
    first : the length to try first, > 0, shape (*batch,).
    c1, c2 : 0 < c1 < c2 < 1.

    Returns
    -------
    The point that was found. Its length is 0 and x the start where nothing lower turned up: at a minimum, where f
    is flat to the last digit. A column stops when the bracket is narrower than the `resolution` or after ``TRIES``
    points, with the lowest that it found: that one meets the first condition and perhaps not the second.
    """
    slope = dot(f, start.g, p)
    search = slope < 0
    a = np.where(search, first, 0.0)
    low = Trial(np.zeros_like(slope), start.f, slope)
    high = low._replace(a=np.full_like(slope, np.inf))
    g, least = start.g, resolution(f, start.x, start.f, p, slope)
    for _ in range(TRIES):
        if not search.any():
            break
        here = only(f, search)
        x = start.x + a * p
        height, new_g = here.value(x), here.grad(x)
        new = Trial(a, height, dot(f, new_g, p))
        lower = (new.f <= start.f + c1 * a * slope) & (new.f < low.f) & np.isfinite(new.f + new.d)
        better = search & lower
        back = better & (new.d * (high.a - low.a) >= 0)
        high, former = _pick(search & ~lower, new, _pick(back, low, high)), low
        low, g = _pick(better, new, low), np.where(better, new_g, g)
        search = search & ~(lower & (np.abs(new.d) <= -c2 * slope)) & (np.abs(high.a - low.a) > least)
        a = np.where(search, _next(low, high, former), a)
    return Point(np.where(low.a > 0, start.x + low.a * p, start.x), low.f, g, low.a)


def _next(low: Trial, high: Trial, former: Trial) -> np.ndarray:
    """The next length to try: where a cubic through two trials has its minimum, kept away from lengths already tried."""
    open_ended = np.isinf(high.a)
    cubic = _cubic_minimum(low, _pick(open_ended, former, high))
    ahead = low.a - former.a
    cubic = np.where(open_ended & ~(cubic > low.a), np.inf, cubic)  # it falls for ever: as far as allowed
    outward = np.clip(cubic, low.a + 0.1 * ahead, low.a + 9 * ahead)
    ends = np.minimum(low.a, high.a), np.maximum(low.a, high.a)
    margin = 0.01 * (ends[1] - ends[0])
    inward = np.clip(cubic, ends[0] + margin, ends[1] - margin)
    inward = np.where(np.isnan(inward), 0.9 * low.a + 0.1 * high.a, inward)  # high is not finite: no time for halves
    return np.where(open_ended, outward, inward)


def _cubic_minimum(p: Trial, q: Trial) -> np.ndarray:
    """Where the cubic with the heights and slopes of two trials has its minimum; NaN if it has none."""
    d1 = p.d + q.d - 3 * (p.f - q.f) / (p.a - q.a)
    d2 = np.sign(q.a - p.a) * np.sqrt(d1 * d1 - p.d * q.d)
    return q.a - (q.a - p.a) * (q.d + d2 - d1) / (q.d - p.d + 2 * d2)


def _pick(where: np.ndarray, a: Trial, b: Trial) -> Trial:
    return Trial(*(np.where(where, u, v) for u, v in zip(a, b, strict=True)))
