"""Quadratics in two variables: the Hessian is constant, and its eigenvalues decide everything."""

import math

import numpy as np

from ..knobs import Knob
from .base import Landscape, hessian


class Bowl(Landscape):
    """x² + y², round: every gradient points at the minimum."""

    name = "bowl"
    title = "Round bowl"
    formula = r"x^2 + y^2"
    box = ((-3.0, 3.0), (-2.25, 2.25))
    minima = [(0.0, 0.0)]
    starts = [(-2.4, 1.6), (2.0, 1.2)]
    eigenvalues = np.array([2.0, 2.0])

    def value(self, x):
        return x[0] ** 2 + x[1] ** 2

    def grad(self, x):
        return 2 * x

    def hess(self, x):
        return hessian(x, (2, 0), (0, 2))


class Valley(Landscape):
    """x² + 10 y², ten times as steep across as along."""

    name = "valley"
    title = "Valley"
    formula = r"x^2 + 10 y^2"
    box = ((-3.0, 3.0), (-2.25, 2.25))
    minima = [(0.0, 0.0)]
    starts = [(-2.5, 1.2), (2.2, 0.9)]
    eigenvalues = np.array([2.0, 20.0])

    def value(self, x):
        return x[0] ** 2 + 10 * x[1] ** 2

    def grad(self, x):
        g = np.empty_like(x)
        g[0] = 2 * x[0]
        g[1] = 20 * x[1]
        return g

    def hess(self, x):
        return hessian(x, (2, 0), (0, 20))


class Booth(Landscape):
    """A tilted valley, nine times as steep across as along: plain descent zigzags down its floor."""

    name = "booth"
    title = "Booth's function"
    formula = r"(x + 2y - 7)^2 + (2x + y - 5)^2"
    box = ((-5.0, 7.0), (-1.5, 7.5))
    minima = [(1.0, 3.0)]
    starts = [(-4.0, 5.0), (5.5, 4.5), (2.0, -1.0)]
    source = "surjanovic2013virtual"
    eigenvalues = np.array([2.0, 18.0])

    def value(self, x):
        x, y = x
        return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        g[0] = 10 * x + 8 * y - 34
        g[1] = 8 * x + 10 * y - 38
        return g

    def hess(self, x):
        return hessian(x, (10, 8), (8, 10))


class Matyas(Landscape):
    """A gentle trough along y = x, 25 times as steep across as along: down the side is quick, along the floor slow."""

    name = "matyas"
    title = "Matyas's function"
    formula = r"0.26 (x^2 + y^2) - 0.48\, x y"
    box = ((-4.0, 4.0), (-3.0, 3.0))
    minima = [(0.0, 0.0)]
    starts = [(-3.5, -1.2), (2.6, -1.8), (1.2, 2.8)]
    source = "surjanovic2013virtual"
    eigenvalues = np.array([0.04, 1.0])

    def value(self, x):
        x, y = x
        return 0.26 * (x**2 + y**2) - 0.48 * x * y

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        g[0] = 0.52 * x - 0.48 * y
        g[1] = 0.52 * y - 0.48 * x
        return g

    def hess(self, x):
        return hessian(x, (0.52, -0.48), (-0.48, 0.52))


class Ravine(Landscape):
    """(u² + kappa v²)/2 in axes u, v turned by ``angle`` (radians): condition number kappa, in any direction."""

    name = "ravine"
    title = "Ravine"
    formula = r"\tfrac12 (u^2 + \kappa v^2),\quad u = x \cos\alpha + y \sin\alpha,\quad v = y \cos\alpha - x \sin\alpha"
    box = ((-3.0, 3.0), (-2.25, 2.25))
    minima = [(0.0, 0.0)]
    starts = [(-2.6, -0.4), (2.2, 1.7)]
    parameters = {
        "kappa": Knob(r"\kappa", 1, 1000, "log", 20.0, "> 0"),
        "angle": Knob(r"\alpha", 0, math.pi, "linear", math.pi / 6, "finite"),
    }
    kappa: float
    angle: float

    def __init__(self, **parameters):
        super().__init__(**parameters)
        c, s = math.cos(self.angle), math.sin(self.angle)
        self.xx, self.xy, self.yy = c * c + self.kappa * s * s, (1 - self.kappa) * c * s, s * s + self.kappa * c * c
        self.eigenvalues = np.sort(np.array([1.0, self.kappa]))

    def value(self, x):
        return (self.xx * x[0] ** 2 + 2 * self.xy * x[0] * x[1] + self.yy * x[1] ** 2) / 2

    def grad(self, x):
        g = np.empty_like(x)
        g[0] = self.xx * x[0] + self.xy * x[1]
        g[1] = self.xy * x[0] + self.yy * x[1]
        return g

    def hess(self, x):
        return hessian(x, (self.xx, self.xy), (self.xy, self.yy))
