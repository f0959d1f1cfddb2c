"""Saddles: no slope, and yet a way down."""

import numpy as np

from .base import Landscape, hessian


class Saddle(Landscape):
    """x² - y²: uphill one way, downhill the other, without a bottom."""

    name = "saddle"
    title = "Saddle"
    formula = r"x^2 - y^2"
    box = ((-2.0, 2.0), (-1.5, 1.5))
    saddles = [(0.0, 0.0)]
    f_min = None
    starts = [(-1.6, 0.01), (1.6, -0.1)]
    eigenvalues = np.array([-2.0, 2.0])

    def value(self, x):
        return x[0] ** 2 - x[1] ** 2

    def grad(self, x):
        g = np.empty_like(x)
        g[0] = 2 * x[0]
        g[1] = -2 * x[1]
        return g

    def hess(self, x):
        return hessian(x, (2, 0), (0, -2))


class BoundedSaddle(Landscape):
    """A saddle with a bottom on either side: who starts near the ridge lingers at (0, 0) before a choice is made."""

    name = "bounded_saddle"
    title = "Saddle between two minima"
    formula = r"\tfrac12 x^2 + \tfrac14 y^4 - \tfrac12 y^2"
    box = ((-2.0, 2.0), (-1.5, 1.5))
    minima = [(0.0, 1.0), (0.0, -1.0)]
    saddles = [(0.0, 0.0)]
    f_min = -0.25
    starts = [(-1.6, 0.01), (1.7, -0.2)]

    def value(self, x):
        s, t = x[0] ** 2, x[1] ** 2
        return s / 2 + t * (t - 2) / 4

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        g[0] = x
        g[1] = y * (y**2 - 1)
        return g

    def hess(self, x):
        return hessian(x, (1, 0), (0, 3 * x[1] ** 2 - 1))


class MonkeySaddle(Landscape):
    """Three valleys and three ridges meet at (0, 0), for two legs and a tail: even the curvature is zero there.

    Newton's step has nothing to divide by at that point. There is no bottom.
    """

    name = "monkey_saddle"
    title = "Monkey saddle"
    formula = r"x^3 - 3 x y^2"
    box = ((-2.0, 2.0), (-1.5, 1.5))
    saddles = [(0.0, 0.0)]
    f_min = None
    starts = [(1.5, 0.05), (0.9, -1.3), (-0.4, 1.4)]
    source = "hilbert1932geometry"

    def value(self, x):
        x, y = x
        return x * (x**2 - 3 * y**2)

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        g[0] = 3 * (x**2 - y**2)
        g[1] = -6 * x * y
        return g

    def hess(self, x):
        u, v = 6 * x
        return hessian(x, (u, -v), (-v, -u))
