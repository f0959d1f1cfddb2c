"""Landscapes with several minima: where you start decides where you end."""

import numpy as np

from .base import Landscape, diagonal, hessian


class ThreeHumpCamel(Landscape):
    """A deep valley between two shallow ones, with a pass on either side."""

    name = "three_hump_camel"
    title = "Three-hump camel"
    formula = r"2x^2 - 1.05\, x^4 + \tfrac16 x^6 + x y + y^2"
    box = ((-2.4, 2.4), (-1.8, 1.8))
    minima = [(0.0, 0.0)]
    local_minima = [(-1.7475523458302888, 0.8737761729151444), (1.7475523458302888, -0.8737761729151444)]
    saddles = [(-1.07054229182366, 0.53527114591183), (1.07054229182366, -0.53527114591183)]
    starts = [(-1.0, 1.5), (2.1, 0.9), (1.3, -1.6)]
    source = "surjanovic2013virtual"

    def value(self, x):
        x, y = x
        s = x**2
        return s * (2 + s * (s / 6 - 1.05)) + x * y + y**2

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        s = x**2
        g[0] = x * (4 + s * (s - 4.2)) + y
        g[1] = x + 2 * y
        return g

    def hess(self, x):
        s = x[0] ** 2
        return hessian(x, (4 + s * (5 * s - 12.6), 1), (1, 2))


class SixHumpCamel(Landscape):
    """Six minima in pairs of opposite points, at three heights: only one pair is the lowest."""

    name = "six_hump_camel"
    title = "Six-hump camel"
    formula = r"(4 - 2.1 x^2 + \tfrac13 x^4)\, x^2 + x y + (4y^2 - 4)\, y^2"
    box = ((-2.0, 2.0), (-1.5, 1.5))
    minima = [(-0.08984201310031806, 0.7126564030207396), (0.08984201310031806, -0.7126564030207396)]
    local_minima = [
        (-1.703606714969981, 0.7960835686726251),
        (1.703606714969981, -0.7960835686726251),
        (-1.6071047529201972, -0.5686514548841314),
        (1.6071047529201972, 0.5686514548841314),
    ]
    saddles = [
        (0.0, 0.0),
        (-1.1092053368047865, 0.7682680925095399),
        (1.1092053368047865, -0.7682680925095399),
        (-1.6380679841897785, -0.22867406904439408),
        (1.6380679841897785, 0.22867406904439408),
        (-1.2960702671671092, -0.6050843880386585),
        (1.2960702671671092, 0.6050843880386585),
    ]
    maxima = [(-1.2302298765166526, -0.16233458445899496), (1.2302298765166526, 0.16233458445899496)]
    f_min = -1.0316284534898774
    starts = [(1.9, 0.1), (-1.2, -0.3), (0.6, 1.2)]
    source = "dixon1978towards"

    def value(self, x):
        x, y = x
        s, t = x**2, y**2
        return s * (4 + s * (s / 3 - 2.1)) + x * y + 4 * t * (t - 1)

    def grad(self, x):
        g = np.empty_like(x)
        x, y = x
        s = x**2
        g[0] = x * (8 + s * (2 * s - 8.4)) + y
        g[1] = x + y * (16 * y**2 - 8)
        return g

    def hess(self, x):
        s, t = x**2
        return hessian(x, (8 + s * (10 * s - 25.2), 1), (1, 48 * t - 8))


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


class StyblinskiTang(Landscape):
    """Every coordinate has a deep and a less deep valley: 2^d minima, one of them the lowest, 39.166 d below zero."""

    name = "styblinski_tang"
    title = "Styblinski-Tang function"
    formula = r"\tfrac12 \sum_i x_i^4 - 16 x_i^2 + 5 x_i"
    dims = (1, None)
    box = ((-5.0, 5.0), (-3.75, 3.75))
    minima = [(-2.903534027771177, -2.903534027771177)]
    local_minima = [
        (-2.903534027771177, 2.746802770990837),
        (2.746802770990837, -2.903534027771177),
        (2.746802770990837, 2.746802770990837),
    ]
    saddles = [
        (-2.903534027771177, 0.1567312567803401),
        (0.1567312567803401, -2.903534027771177),
        (0.1567312567803401, 2.746802770990837),
        (2.746802770990837, 0.1567312567803401),
    ]
    maxima = [(0.1567312567803401, 0.1567312567803401)]
    f_min = -78.33233140754282
    starts = [(0.6, 1.6), (4.6, -0.4), (-1.0, 3.6)]
    source = "styblinski1990experiments"

    def value(self, x):
        s = x**2
        return (s * (s - 16) + 5 * x).sum(0) / 2

    def grad(self, x):
        return x * (2 * x**2 - 16) + 2.5

    def hess(self, x):
        return diagonal(6 * x**2 - 16)
