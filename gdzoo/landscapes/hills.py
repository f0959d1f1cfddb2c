"""Hills and hollows of very different sizes: no one learning rate suits them all."""

import numpy as np

from .base import Landscape, hessian


class McCormick(Landscape):
    """A tilted washboard: every trough lies π lower than the one before it, without end; momentum may roll on down."""

    name = "mccormick"
    title = "McCormick's function"
    formula = r"\sin(x + y) + (x - y)^2 - 1.5\, x + 2.5\, y + 1"
    box = ((-3.0, 5.0), (-3.0, 3.0))
    local_minima = [(-0.5471975511965977, -1.5471975511965979), (2.5943951023931957, 1.5943951023931955)]
    saddles = [(-1.5943951023931955, -2.5943951023931957), (1.5471975511965979, 0.5471975511965977)]
    f_min = None
    starts = [(4.4, 2.6), (0.2, 2.4), (4.0, -1.0)]
    source = "surjanovic2013virtual"

    def value(self, x):
        x, y = x
        return np.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        c, d = np.cos(x + y), 2 * (x - y)
        g[0] = c + d - 1.5
        g[1] = c - d + 2.5
        return g

    def hess(self, x):
        s = np.sin(x[0] + x[1])
        return hessian(x, (2 - s, -2 - s), (-2 - s, 2 - s))


class GoldsteinPrice(Landscape):
    """Minima at heights 3, 30, 84 and 840, with curvatures from 208 to 26,000: what is a long step in one is short in another.

    The literature prints it multiplied out. It is a polynomial of x + y times one of 2x - 3y, both
    positive, and its nine critical points are where both have an extremum.
    """

    name = "goldstein_price"
    title = "Goldstein-Price function"
    formula = (
        r"\bigl(1 + (s + 1)^2 (3s^2 - 14s + 19)\bigr) \bigl(30 + t^2 (3t^2 - 16t + 18)\bigr),"
        r"\quad s = x + y,\quad t = 2x - 3y"
    )
    box = ((-1.4, 2.2), (-1.6, 1.1))
    minima = [(0.0, -1.0)]
    local_minima = [(-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)]
    saddles = [(-0.4, -0.6), (1.2, -0.2), (1.4, 0.6), (0.6, 0.4)]
    maxima = [(0.8, 0.2)]
    f_min = 3.0
    starts = [(-0.9, -1.3), (0.4, 0.2), (1.6, -0.4)]
    source = "goldstein1971descent"

    def _factors(self, x):
        """Both factors with their first and second derivatives, in s and in t."""
        s, t = x[0] + x[1], 2 * x[0] - 3 * x[1]
        p = 1 + (s + 1) ** 2 * (s * (3 * s - 14) + 19), 12 * (s + 1) * (s - 1) * (s - 2), 12 * (s * (3 * s - 4) - 1)
        q = 30 + t**2 * (t * (3 * t - 16) + 18), 12 * t * (t - 1) * (t - 3), 12 * (t * (3 * t - 8) + 3)
        return p, q

    def value(self, x):
        (p, *_), (q, *_) = self._factors(x)
        return p * q

    def grad(self, x):
        (p, dp, _), (q, dq, _) = self._factors(x)
        g = np.empty_like(x)
        g[0] = dp * q + 2 * p * dq
        g[1] = dp * q - 3 * p * dq
        return g

    def hess(self, x):
        (p, dp, ddp), (q, dq, ddq) = self._factors(x)
        mixed = ddp * q - dp * dq - 6 * p * ddq
        return hessian(x, (ddp * q + 4 * (dp * dq + p * ddq), mixed), (mixed, ddp * q - 6 * dp * dq + 9 * p * ddq))


class Peaks(Landscape):
    """MATLAB's sample surface, hills and hollows in a wide plain: out there, no slope says where they are."""

    name = "peaks"
    title = "Peaks"
    formula = (
        r"3 (1 - x)^2 e^{-x^2 - (y + 1)^2} - 10 \bigl(\tfrac15 x - x^3 - y^5\bigr) e^{-x^2 - y^2}"
        r" - \tfrac13 e^{-(x + 1)^2 - y^2}"
    )
    box = ((-4.0, 4.0), (-3.0, 3.0))
    minima = [(0.22827892055636909, -1.6255349574999964)]
    local_minima = [(-1.3473962443682108, 0.20451886609700518), (0.2964455538468321, 0.32019624766683435)]
    saddles = [
        (0.4163233216785082, -0.3941450984024246),
        (-0.2659375568372457, 0.4667399937262694),
        (1.0982728343350927, 0.8544609795247524),
    ]
    maxima = [
        (-0.009317581959954116, 1.5813679629389998),
        (-0.46002451803438665, -0.6291965087168009),
        (1.285684697241304, -0.004847559075593672),
    ]
    f_min = -6.551133332835837
    source = "mathworks2006peaks"
    plateaus = [(-3.2, -2.2), (3.2, 2.2), (-3.2, 2.2), (3.2, -2.2)]
    starts = [(-0.2, 1.4), (1.1, 0.1), (-0.7, -0.8)]

    def _bumps(self, x):
        """A polynomial p times exp(-a² - b²) for each of the three: the exponential, a, b, p, p_x, p_y, p_xx, p_yy."""
        x, y = x
        s, t = x**2, y**2  # numpy is quick with squares and slow with other powers
        flat = np.zeros_like(x)
        for a, b, *p in (
            (x, y + 1, 3 * (1 - x) ** 2, 6 * (x - 1), flat, flat + 6, flat),
            (x, y, 10 * (s * x + t**2 * y) - 2 * x, 30 * s - 2, 50 * t**2, 60 * x, 200 * t * y),
            (x + 1, y, flat - 1 / 3, flat, flat, flat, flat),
        ):
            yield np.exp(-(a**2) - b**2), a, b, *p

    def value(self, x):
        return np.sum([e * p for e, _, _, p, *_ in self._bumps(x)], 0)

    def grad(self, x):
        g = np.zeros_like(x)
        for e, a, b, p, px, py, *_ in self._bumps(x):
            g[0] += e * (px - 2 * a * p)
            g[1] += e * (py - 2 * b * p)
        return g

    def hess(self, x):
        xx = xy = yy = 0.0
        for e, a, b, p, px, py, pxx, pyy in self._bumps(x):
            xx = xx + e * (pxx - 4 * a * px + (4 * a**2 - 2) * p)
            xy = xy + e * (4 * a * b * p - 2 * b * px - 2 * a * py)
            yy = yy + e * (pyy - 4 * b * py + (4 * b**2 - 2) * p)
        return hessian(x, (xx, xy), (xy, yy))
