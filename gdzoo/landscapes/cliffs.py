"""Kinks, cliffs and plateaus: where the slope says little about the way that is left."""

import math

import numpy as np

from .base import Landscape, diagonal, hessian


class AbsSum(Landscape):
    """A pyramid on its tip: the slope is the same at every distance, so a fixed step never settles.

    On the kinks x_i = 0 there is no gradient; 0 stands for it, as in PyTorch. Elsewhere the
    Hessian is 0, and so it is here everywhere.
    """

    name = "abs_sum"
    title = "Sum of absolute values"
    formula = r"\sum_i |x_i|"
    dims = (1, None)
    box = ((-3.0, 3.0), (-2.25, 2.25))
    minima = [(0.0, 0.0)]
    starts = [(-2.4, 1.6), (1.9, 0.7)]

    def value(self, x):
        return np.abs(x).sum(0)

    def grad(self, x):
        return np.sign(x)

    def hess(self, x):
        return diagonal(np.zeros_like(x))


class Cliff(Landscape):
    """A step down from a plateau: hardly a slope on top, a steep one at the edge, a shallow bowl below.

    The sigmoid is written as a hyperbolic tangent, which no x makes overflow.
    """

    name = "cliff"
    title = "Cliff"
    formula = r"\frac{1}{1 + e^{-5x}} + 0.01 (x^2 + y^2)"
    box = ((-4.0, 4.0), (-3.0, 3.0))
    minima = [(-1.0860361842026933, 0.0)]
    f_min = 0.01615792802877865
    plateaus = [(2.4, 0.0)]
    starts = [(2.8, 1.6), (0.6, -2.0), (3.4, -0.6)]

    def value(self, x):
        x, y = x
        return (1 + np.tanh(2.5 * x)) / 2 + 0.01 * (x**2 + y**2)

    def grad(self, x):
        g = 0.02 * x
        g[0] += 1.25 * (1 - np.tanh(2.5 * x[0]) ** 2)
        return g

    def hess(self, x):
        t = np.tanh(2.5 * x[0])
        return hessian(x, (0.02 - 6.25 * t * (1 - t**2), 0), (0, 0.02))


class Easom(Landscape):
    """A hole in a plain: three units from its middle, the slope is too small to move anyone."""

    name = "easom"
    title = "Easom's function"
    formula = r"-\cos x \cos y\, e^{-(x - \pi)^2 - (y - \pi)^2}"
    box = ((-1.0, 7.0), (0.0, 6.0))
    minima = [(math.pi, math.pi)]
    local_minima = [
        (x, y) for x in (1.3049954504376675, 4.978189856741919) for y in (1.3049954504376675, 4.978189856741919)
    ]
    plateaus = [(0.0, 0.8), (6.4, 5.2), (0.0, 5.2), (6.4, 0.8)]
    f_min = -1.0
    starts = [(2.0, 2.4), (4.2, 4.4), (1.0, 5.4)]
    source = "easom1990survey"

    def _waves(self, x):
        """The factor cos x exp(-(x - π)²) of each coordinate, with its first and second derivative."""
        u = x - math.pi
        e, c, s = np.exp(-(u**2)), np.cos(x), np.sin(x)
        return e * c, -e * (s + 2 * u * c), e * (4 * u * s + (4 * u**2 - 3) * c)

    def value(self, x):
        (p, q), *_ = self._waves(x)
        return -p * q

    def grad(self, x):
        wave, slope, _ = self._waves(x)
        return -slope * wave[::-1]

    def hess(self, x):
        (p, q), (dp, dq), (ddp, ddq) = self._waves(x)
        return hessian(x, (-ddp * q, -dp * dq), (-dp * dq, -p * ddq))
