"""Landscapes with more minima than one can list: a general shape, and ripples on it."""

import math

import numpy as np

from .base import Landscape, diagonal


class Rastrigin(Landscape):
    """A bowl under an egg box: a local minimum near every point of whole numbers; eight are listed."""

    name = "rastrigin"
    title = "Rastrigin's function"
    formula = r"10 d + \sum_i x_i^2 - 10 \cos 2\pi x_i"
    dims = (1, None)
    box = ((-5.12, 5.12), (-5.12, 5.12))
    minima = [(0.0, 0.0)]
    local_minima = [(0.9949586376523348 * i, 0.9949586376523348 * j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    starts = [(-3.6, 2.7), (4.4, 3.4)]
    source = "rastrigin1974systems"

    def value(self, x):
        return (10 + x**2 - 10 * np.cos(2 * np.pi * x)).sum(0)

    def grad(self, x):
        return 2 * x + 20 * np.pi * np.sin(2 * np.pi * x)

    def hess(self, x):
        return diagonal(2 + 40 * np.pi**2 * np.cos(2 * np.pi * x))


class Ackley(Landscape):
    """A funnel with rippled walls and a sharp tip: small steps stop in a ripple, fixed ones never settle in the tip.

    Eight of the ripples are listed. The tip at 0 has no gradient: 0 stands for it, and for the
    Hessian that of the ripples alone. The value is arranged so that it is exactly 0 there; summed
    as it is printed, rounding leaves 4e-16.
    """

    name = "ackley"
    title = "Ackley's function"
    formula = (
        r"20 \bigl(1 - e^{-r / 5}\bigr) + e - \exp\bigl(\tfrac1d \textstyle\sum_i \cos 2\pi x_i\bigr),"
        r"\quad r = \sqrt{\tfrac1d \textstyle\sum_i x_i^2}"
    )
    dims = (1, None)
    box = ((-4.0, 4.0), (-3.0, 3.0))
    minima = [(0.0, 0.0)]
    local_minima = [
        *((0.9521665459501717 * i, 0.9521665459501717 * j) for i, j in ((-1, 0), (1, 0), (0, -1), (0, 1))),
        *((0.9684776587077244 * i, 0.9684776587077244 * j) for i in (-1, 1) for j in (-1, 1)),
    ]
    starts = [(-2.6, 1.7), (3.4, 2.4), (0.45, -0.6)]
    source = "ackley1987connectionist"

    def value(self, x):
        r = np.sqrt((x**2).mean(0))
        return -20 * np.expm1(-r / 5) - math.e * np.expm1(-2 * (np.sin(np.pi * x) ** 2).mean(0))

    def grad(self, x):
        funnel, ripples, _ = self._parts(x)
        return funnel * x + ripples * np.sin(2 * np.pi * x)

    def hess(self, x):
        funnel, ripples, r = self._parts(x)
        wave = np.sin(2 * np.pi * x)
        h = diagonal(funnel + 2 * np.pi * ripples * np.cos(2 * np.pi * x))
        h -= 2 * np.pi * ripples / len(x) * wave[:, None] * wave
        return h - funnel * _inverse(r) * (_inverse(r) + 0.2) / len(x) * x[:, None] * x

    def _parts(self, x):
        """What x and what sin 2πx is multiplied by in the gradient, and the distance r."""
        r = np.sqrt((x**2).mean(0))
        funnel = 4 / len(x) * np.exp(-r / 5) * _inverse(r)
        return funnel, 2 * np.pi / len(x) * np.exp(np.cos(2 * np.pi * x).mean(0)), r


def _inverse(r):
    """1/r, and 0 for 0."""
    return np.divide(1, r, out=np.zeros_like(r), where=r != 0)


class Griewank(Landscape):
    """Ripples on a bowl so wide that here only they are seen: nothing near a minimum tells whether it is the lowest."""

    name = "griewank"
    title = "Griewank's function"
    formula = r"1 + \tfrac{1}{4000} \sum_i x_i^2 - \prod_i \cos \frac{x_i}{\sqrt{i}}"
    dims = (1, None)
    box = ((-8.0, 8.0), (-6.0, 6.0))
    minima = [(0.0, 0.0)]
    local_minima = [
        *((3.1400226338955397 * i, 4.438444480920714 * j) for i in (-1, 1) for j in (-1, 1)),
        *((6.280045279379904 * i, 0.0) for i in (-1, 1)),
    ]
    starts = [(-4.6, 2.0), (2.4, 1.0), (6.8, -4.4)]
    source = "griewank1981generalized"

    def value(self, x):
        return (x**2).sum(0) / 4000 - np.cos(x / _roots(x)).prod(0) + 1

    def grad(self, x):
        root = _roots(x)
        wave, slope = np.cos(x / root), np.sin(x / root) / root
        g = x / 2000
        for i in range(len(x)):
            g[i] += slope[i] * np.delete(wave, i, 0).prod(0)
        return g

    def hess(self, x):
        root = _roots(x)
        wave, slope = np.cos(x / root), np.sin(x / root) / root
        h = diagonal(1 / 2000 + wave.prod(0) / root**2)
        for i in range(len(x)):
            for j in range(i):
                h[i, j] = h[j, i] = -slope[i] * slope[j] * np.delete(wave, (i, j), 0).prod(0)
        return h


def _roots(x):
    """The square roots of 1, ..., d, one per coordinate."""
    return np.sqrt(np.arange(1.0, len(x) + 1)).reshape(-1, *[1] * (x.ndim - 1))


class Levy(Landscape):
    """Parallel valleys with rippled floors: two ways to be caught, behind a wall or in a ripple."""

    name = "levy"
    title = "Levy's function"
    formula = (
        r"\sin^2 \pi u_1 + \sum_{i<d} u_i^2 \bigl(1 + 10 \sin^2(\pi u_i + 1)\bigr)"
        r" + u_d^2 \bigl(1 + \sin^2 2\pi u_d\bigr),\quad u_i = \tfrac14 (x_i - 1)"
    )
    dims = (1, None)
    box = ((-8.0, 8.0), (-6.0, 6.0))
    minima = [(1.0, 1.0)]
    local_minima = [
        (x, y)
        for x in (-4.205434985718203, 1.0, 3.79108219045051)
        for y in (-2.8906496084617133, 1.0, 4.890649608461714)
        if (x, y) != (1.0, 1.0)
    ]
    starts = [(-5.2, 4.4), (6.6, -4.0), (-2.0, -3.0)]
    source = "surjanovic2013virtual"

    def _waves(self, x):
        """u, and the height a, the frequency b and the phase of the wave 1 + a sin²(phase) of each coordinate."""
        u = (x - 1) / 4
        a, b, c = np.array([[10.0, np.pi, 1.0]] * (len(x) - 1) + [[1.0, 2 * np.pi, 0.0]]).T.reshape(
            3, -1, *[1] * (x.ndim - 1)
        )
        return u, a, b, b * u + c

    def value(self, x):
        u, a, _, phase = self._waves(x)
        return np.sin(np.pi * u[0]) ** 2 + (u**2 * (1 + a * np.sin(phase) ** 2)).sum(0)

    def grad(self, x):
        u, a, b, phase = self._waves(x)
        g = 2 * u * (1 + a * np.sin(phase) ** 2) + a * b * u**2 * np.sin(2 * phase)
        g[0] += np.pi * np.sin(2 * np.pi * u[0])
        return g / 4

    def hess(self, x):
        u, a, b, phase = self._waves(x)
        bend = 2 * (1 + a * np.sin(phase) ** 2) + 2 * a * b * u * (2 * np.sin(2 * phase) + b * u * np.cos(2 * phase))
        bend[0] += 2 * np.pi**2 * np.cos(2 * np.pi * u[0])
        return diagonal(bend / 16)
