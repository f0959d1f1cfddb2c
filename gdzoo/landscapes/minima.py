"""Landscapes with several minima: where you start decides where you end."""

import numpy as np

from .base import Landscape, hessian


class Himmelblau(Landscape):
    """Four minima of the same depth 0, four saddles and one hilltop between them."""

    name = "himmelblau"
    title = "Himmelblau's function"
    formula = r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
    box = ((-5.0, 5.0), (-5.0, 5.0))
    minima = [
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286169),
        (3.584428340330492, -1.848126526964404),
    ]
    saddles = [
        (3.385154183607021, 0.07385187983774928),
        (0.08667750455539634, 2.884254701174776),
        (-3.0730257507643897, -0.08135304428796751),
        (-0.12796134673068005, -1.9537149802445766),
    ]
    maxima = [(-0.2708445906673476, -0.9230385564799813)]
    starts = [(-0.6, -1.6), (0.5, 4.4), (-4.4, 0.4)]
    source = "himmelblau1972applied"

    def value(self, x):
        x, y = x
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        a = x**2 + y - 11
        b = x + y**2 - 7
        g[0] = 4 * x * a + 2 * b
        g[1] = 2 * a + 4 * y * b
        return g

    def hess(self, x):
        u, v = x
        mixed = 4 * (u + v)
        return hessian(x, (12 * u**2 + 4 * v - 42, mixed), (mixed, 4 * u + 12 * v**2 - 26))


class Rastrigin(Landscape):
    """A bowl under an egg box: a local minimum near every point with integer coordinates, eight of them listed."""

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
        h = np.zeros((len(x), *x.shape))
        for i, u in enumerate(x):
            h[i, i] = 2 + 40 * np.pi**2 * np.cos(2 * np.pi * u)
        return h
