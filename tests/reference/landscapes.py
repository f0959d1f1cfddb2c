"""The landscapes' formulas a second time, without their derivatives.

A formula takes the module that does its mathematics, torch or mpmath, and the coordinates.
"""

import functools
import itertools


def ravine(m, x, kappa, angle):
    u = m.cos(angle) * x[0] + m.sin(angle) * x[1]
    v = -m.sin(angle) * x[0] + m.cos(angle) * x[1]
    return (u**2 + kappa * v**2) / 2


def ackley(m, x):
    root = m.sqrt(sum(u**2 for u in x) / len(x))
    waves = sum(m.cos(2 * m.pi * u) for u in x) / len(x)
    return -20 * m.exp(-root / 5) - m.exp(waves) + 20 + m.e


def griewank(m, x):
    waves = [m.cos(u / i**0.5) for i, u in enumerate(x, start=1)]
    return sum(u**2 for u in x) / 4000 - functools.reduce(lambda a, b: a * b, waves) + 1


def levy(m, x):
    w = [1 + (u - 1) / 4 for u in x]
    inner = sum((u - 1) ** 2 * (1 + 10 * m.sin(m.pi * u + 1) ** 2) for u in w[:-1])
    return m.sin(m.pi * w[0]) ** 2 + inner + (w[-1] - 1) ** 2 * (1 + m.sin(2 * m.pi * w[-1]) ** 2)


def goldstein_price(m, x):
    u, v = x
    a = 19 - 14 * u + 3 * u**2 - 14 * v + 6 * u * v + 3 * v**2
    b = 18 - 32 * u + 12 * u**2 + 48 * v - 36 * u * v + 27 * v**2
    return (1 + (u + v + 1) ** 2 * a) * (30 + (2 * u - 3 * v) ** 2 * b)


def peaks(m, x):
    u, v = x
    hills = 3 * (1 - u) ** 2 * m.exp(-(u**2) - (v + 1) ** 2) - m.exp(-((u + 1) ** 2) - v**2) / 3
    return hills - 10 * (u / 5 - u**3 - v**5) * m.exp(-(u**2) - v**2)


def residual(m, x, left, right, target):
    """|left x right - target|^2 / 2 of a matrix x, for the rules that act on matrices."""
    rows, columns = range(len(x)), range(len(x[0]))
    total = 0
    for i, wanted in enumerate(target):
        for j, number in enumerate(wanted):
            entry = sum(left[i][k] * x[k][n] * right[n][j] for k in rows for n in columns)
            total = total + (entry - number) ** 2 / 2
    return total


LANDSCAPES = {
    "parabola": lambda m, x: x[0] ** 2,
    "wavy": lambda m, x: x[0] ** 2 / 8 + (1 - m.cos(3 * x[0])) / 2,
    "bowl": lambda m, x: x[0] ** 2 + x[1] ** 2,
    "valley": lambda m, x: x[0] ** 2 + 10 * x[1] ** 2,
    "ravine": ravine,
    "rosenbrock": lambda m, x: sum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in itertools.pairwise(x)),
    "himmelblau": lambda m, x: (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2,
    "rastrigin": lambda m, x: 10 * len(x) + sum(u**2 - 10 * m.cos(2 * m.pi * u) for u in x),
    "ackley": ackley,
    "beale": lambda m, x: sum((c - x[0] + x[0] * x[1] ** i) ** 2 for i, c in enumerate((1.5, 2.25, 2.625), start=1)),
    "booth": lambda m, x: (x[0] + 2 * x[1] - 7) ** 2 + (2 * x[0] + x[1] - 5) ** 2,
    "matyas": lambda m, x: 0.26 * (x[0] ** 2 + x[1] ** 2) - 0.48 * x[0] * x[1],
    "styblinski_tang": lambda m, x: sum(u**4 - 16 * u**2 + 5 * u for u in x) / 2,
    "six_hump_camel": lambda m, x: (
        (4 - 2.1 * x[0] ** 2 + x[0] ** 4 / 3) * x[0] ** 2 + x[0] * x[1] + (4 * x[1] ** 2 - 4) * x[1] ** 2
    ),
    "three_hump_camel": lambda m, x: 2 * x[0] ** 2 - 1.05 * x[0] ** 4 + x[0] ** 6 / 6 + x[0] * x[1] + x[1] ** 2,
    "griewank": griewank,
    "levy": levy,
    "mccormick": lambda m, x: m.sin(x[0] + x[1]) + (x[0] - x[1]) ** 2 - 1.5 * x[0] + 2.5 * x[1] + 1,
    "easom": lambda m, x: -m.cos(x[0]) * m.cos(x[1]) * m.exp(-((x[0] - m.pi) ** 2) - (x[1] - m.pi) ** 2),
    "goldstein_price": goldstein_price,
    "peaks": peaks,
    "saddle": lambda m, x: x[0] ** 2 - x[1] ** 2,
    "bounded_saddle": lambda m, x: x[0] ** 2 / 2 + x[1] ** 4 / 4 - x[1] ** 2 / 2,
    "monkey_saddle": lambda m, x: x[0] ** 3 - 3 * x[0] * x[1] ** 2,
    "cliff": lambda m, x: 1 / (1 + m.exp(-5 * x[0])) + 0.01 * (x[0] ** 2 + x[1] ** 2),
    "abs_sum": lambda m, x: sum(abs(u) for u in x),
    "product": lambda m, x: (x[0] * x[1] - 1) ** 2 / 2,
    "residual": residual,
}
"""name -> formula; residual is no landscape of gdzoo's, ``book/verified.py`` has it too."""
