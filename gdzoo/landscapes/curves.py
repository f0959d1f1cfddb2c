"""Functions of one variable: points have shape (1, *batch)."""

import numpy as np

from .base import Landscape, hessian


class Parabola(Landscape):
    """x², curvature 2: gradient descent is stable for lr < 1 and arrives in one step at lr = 1/2."""

    name = "parabola"
    title = "Parabola"
    formula = r"x^2"
    dims = (1, 1)
    box = ((-3.0, 3.0),)
    minima = [(0.0,)]
    starts = [(2.5,), (-1.7,)]
    eigenvalues = np.array([2.0])

    def value(self, x):
        return x[0] ** 2

    def grad(self, x):
        return 2 * x

    def hess(self, x):
        return hessian(x, (2,))


class Wavy(Landscape):
    """x²/8 + (1 - cos 3x)/2: one lowest valley, and others on either side in which small steps get stuck."""

    name = "wavy"
    title = "Wavy parabola"
    formula = r"\tfrac18 x^2 + \tfrac12 (1 - \cos 3x)"
    dims = (1, 1)
    box = ((-5.0, 5.0),)
    minima = [(0.0,)]
    local_minima = [(-3.949307188779389,), (-1.9821664040417202,), (1.9821664040417202,), (3.949307188779389,)]
    maxima = [(-3.338265996755842,), (-1.109174859603567,), (1.109174859603567,), (3.338265996755842,)]
    starts = [(4.6,), (-2.9,)]

    def value(self, x):
        return x[0] ** 2 / 8 + (1 - np.cos(3 * x[0])) / 2

    def grad(self, x):
        return x / 4 + 1.5 * np.sin(3 * x)

    def hess(self, x):
        return hessian(x, (0.25 + 4.5 * np.cos(3 * x[0]),))
