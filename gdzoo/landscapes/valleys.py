"""Curved valleys: easy to enter, slow to follow."""

import numpy as np

from .base import Landscape


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
        g = np.zeros(x.shape)
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
