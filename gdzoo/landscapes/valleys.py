"""Curved valleys: easy to enter, slow to follow."""

import numpy as np

from .base import Landscape, hessian


class Product(Landscape):
    """(xy - 1)²/2: a whole curve of minima, sharp far out and flat near (1, 1); long steps settle where it is flat.

    Every point of xy = 1 is a minimum, with the curvatures 0 along the curve and x² + y² across
    it. Six of them are listed.
    """

    name = "product"
    title = "Product of two weights"
    formula = r"\tfrac12 (x y - 1)^2"
    box = ((-4.0, 4.0), (-3.0, 3.0))
    minima = [(1.0, 1.0), (2.0, 0.5), (0.5, 2.0), (-1.0, -1.0), (-2.0, -0.5), (-0.5, -2.0)]
    saddles = [(0.0, 0.0)]
    starts = [(3.0, 0.4), (-0.3, -2.6), (-2.6, 1.6)]

    def value(self, x):
        return (x[0] * x[1] - 1) ** 2 / 2

    def grad(self, x):
        return (x[0] * x[1] - 1) * x[::-1]

    def hess(self, x):
        u, v = x
        mixed = 2 * u * v - 1
        return hessian(x, (v**2, mixed), (mixed, u**2))


class Rosenbrock(Landscape):
    """Rosenbrock's curved valley, chained over the coordinates; its curvatures at (1, 1) are 0.399 and 1001.6."""

    name = "rosenbrock"
    title = "Rosenbrock's valley"
    formula = r"\sum_{i<d} 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2"
    dims = (2, None)
    box = ((-2.0, 2.0), (-1.0, 3.0))
    minima = [(1.0, 1.0)]
    starts = [(-1.3, 1.7), (-1.2, 1.0), (0.2, 2.5)]
    source = "rosenbrock1960automatic"

    def value(self, x):
        a, b = x[:-1], x[1:]
        return (100 * (b - a**2) ** 2 + (1 - a) ** 2).sum(0)

    def grad(self, x):
        a = x[:-1]
        r = 200 * (x[1:] - a**2)
        g = np.zeros_like(x)
        g[:-1] = 2 * (a - 1 - a * r)
        g[1:] += r
        return g

    def hess(self, x):
        a, b = x[:-1], x[1:]
        h = np.zeros((len(x), *x.shape))
        for i in range(len(a)):
            h[i, i] += 1200 * a[i] ** 2 - 400 * b[i] + 2
            h[i + 1, i + 1] += 200
            h[i, i + 1] = h[i + 1, i] = -400 * a[i]
        return h


class Beale(Landscape):
    """A bent valley between steep corners: the slope is 27,000 in one, and flattens to nothing along the valley."""

    name = "beale"
    title = "Beale's function"
    formula = r"(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2"
    box = ((-4.0, 4.0), (-3.0, 3.0))
    minima = [(3.0, 0.5)]
    saddles = [(0.0, 1.0), (0.10053793732415836, -2.644513585023125)]
    starts = [(1.0, 1.0), (3.4, -1.4), (-1.0, 1.5)]
    source = "beale1958iterative"

    def _residuals(self, x, y):
        return 1.5 - x * (1 - y), 2.25 - x * (1 - y**2), 2.625 - x * (1 - y**2 * y)

    def value(self, x):
        a, b, c = self._residuals(*x)
        return a**2 + b**2 + c**2

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        a, b, c = self._residuals(x, y)
        g[0] = 2 * (a * (y - 1) + b * (y**2 - 1) + c * (y**2 * y - 1))
        g[1] = 2 * x * (a + 2 * b * y + 3 * c * y**2)
        return g

    def hess(self, x):
        u, y = x
        a, b, c = self._residuals(u, y)
        ax, bx, cx = y - 1, y**2 - 1, y**2 * y - 1
        mixed = 2 * (a + 2 * b * y + 3 * c * y**2 + u * (ax + 2 * bx * y + 3 * cx * y**2))
        return hessian(
            x,
            (2 * (ax**2 + bx**2 + cx**2), mixed),
            (mixed, 2 * u * (2 * b + 6 * c * y + u * (1 + 4 * y**2 + 9 * y**4))),
        )
