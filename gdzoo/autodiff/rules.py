"""The derivatives of numpy's functions, as a table.

A function of one variable has two entries, f' and f'', each of x and of v = f(x). One of two
variables has five, each of x, y and v: f_x, f_y, f_xx, f_xy, f_yy. ``None`` is a derivative that is 0 everywhere.

Where there is no derivative, something stands for it: 0 at the kink of ``abs``, half of each where ``maximum`` and
``minimum`` have equals to choose from, 0 at the jumps of ``sign``, ``floor`` and of conditions.
"""

import numpy as np


def times(rate, slope):
    """rate · slope, with 0 · ∞ = 0.

    Both cases are frequent: sqrt(x) is infinitely steep at 0, but not in y; and the logistic function 1/(1 + exp(-x)) is
    flat far out, where the exponential overflows. At the tip of a cone it gives the gradient 0.
    """
    product = rate * slope
    if np.isnan(product).any():
        product = np.where((rate == 0) | (slope == 0), 0.0, product)
    return product


def _flat(*_):
    return 0.0


def _one(*_):
    return 1.0


LN2, LN10 = np.log(2.0), np.log(10.0)

ONE = {
    np.negative: (lambda x, v: -1.0, None),
    np.positive: (_one, None),
    np.absolute: (lambda x, v: np.sign(x), None),
    np.fabs: (lambda x, v: np.sign(x), None),
    np.square: (lambda x, v: 2 * x, lambda x, v: 2.0),
    np.reciprocal: (lambda x, v: -(v**2), lambda x, v: 2 * v**3),
    np.sqrt: (lambda x, v: 0.5 / v, lambda x, v: -0.25 / (x * v)),
    np.cbrt: (lambda x, v: 1 / (3 * v**2), lambda x, v: -2 / (9 * x * v**2)),
    np.exp: (lambda x, v: v, lambda x, v: v),
    np.exp2: (lambda x, v: LN2 * v, lambda x, v: LN2**2 * v),
    np.expm1: (lambda x, v: v + 1, lambda x, v: v + 1),
    np.log: (lambda x, v: 1 / x, lambda x, v: -1 / x**2),
    np.log2: (lambda x, v: 1 / (LN2 * x), lambda x, v: -1 / (LN2 * x**2)),
    np.log10: (lambda x, v: 1 / (LN10 * x), lambda x, v: -1 / (LN10 * x**2)),
    np.log1p: (lambda x, v: 1 / (1 + x), lambda x, v: -1 / (1 + x) ** 2),
    np.sin: (lambda x, v: np.cos(x), lambda x, v: -v),
    np.cos: (lambda x, v: -np.sin(x), lambda x, v: -v),
    np.tan: (lambda x, v: 1 + v**2, lambda x, v: 2 * v * (1 + v**2)),
    np.arcsin: (lambda x, v: 1 / np.sqrt(1 - x**2), lambda x, v: x / (1 - x**2) ** 1.5),
    np.arccos: (lambda x, v: -1 / np.sqrt(1 - x**2), lambda x, v: -x / (1 - x**2) ** 1.5),
    np.arctan: (lambda x, v: 1 / (1 + x**2), lambda x, v: -2 * x / (1 + x**2) ** 2),
    np.sinh: (lambda x, v: np.cosh(x), lambda x, v: v),
    np.cosh: (lambda x, v: np.sinh(x), lambda x, v: v),
    np.tanh: (lambda x, v: 1 - v**2, lambda x, v: -2 * v * (1 - v**2)),
    np.arcsinh: (lambda x, v: 1 / np.sqrt(1 + x**2), lambda x, v: -x / (1 + x**2) ** 1.5),
    np.arccosh: (lambda x, v: 1 / np.sqrt(x**2 - 1), lambda x, v: -x / (x**2 - 1) ** 1.5),
    np.arctanh: (lambda x, v: 1 / (1 - x**2), lambda x, v: 2 * x / (1 - x**2) ** 2),
}

TWO = {
    np.add: (_one, _one, None, None, None),
    np.subtract: (_one, lambda x, y, v: -1.0, None, None, None),
    np.multiply: (lambda x, y, v: y, lambda x, y, v: x, None, _one, None),
    np.divide: (
        lambda x, y, v: 1 / y,
        lambda x, y, v: -v / y,
        None,
        lambda x, y, v: -1 / y**2,
        lambda x, y, v: 2 * v / y**2,
    ),
    np.power: (
        lambda x, y, v: times(y, x ** (y - 1)),
        lambda x, y, v: times(v, np.log(x)),
        lambda x, y, v: times(y * (y - 1), x ** (y - 2)),
        lambda x, y, v: x ** (y - 1) + times(times(y, x ** (y - 1)), np.log(x)),
        lambda x, y, v: times(v, np.log(x) ** 2),
    ),
    np.maximum: (lambda x, y, v: np.heaviside(x - y, 0.5), lambda x, y, v: np.heaviside(y - x, 0.5), None, None, None),
    np.minimum: (lambda x, y, v: np.heaviside(y - x, 0.5), lambda x, y, v: np.heaviside(x - y, 0.5), None, None, None),
    np.arctan2: (
        lambda x, y, v: y / (x**2 + y**2),
        lambda x, y, v: -x / (x**2 + y**2),
        lambda x, y, v: -2 * x * y / (x**2 + y**2) ** 2,
        lambda x, y, v: (x**2 - y**2) / (x**2 + y**2) ** 2,
        lambda x, y, v: 2 * x * y / (x**2 + y**2) ** 2,
    ),
    np.logaddexp: (
        lambda x, y, v: np.exp(x - v),
        lambda x, y, v: np.exp(y - v),
        lambda x, y, v: np.exp(x - v) * np.exp(y - v),
        lambda x, y, v: -np.exp(x - v) * np.exp(y - v),
        lambda x, y, v: np.exp(x - v) * np.exp(y - v),
    ),
}

STEPS = {
    **dict.fromkeys((np.sign, np.floor, np.ceil, np.rint, np.trunc), (_flat, None)),
    **dict.fromkeys((np.logical_not, np.invert, np.isfinite, np.isnan), (_flat, None)),
    **dict.fromkeys((np.less, np.less_equal, np.greater, np.greater_equal), (_flat, _flat, None, None, None)),
    **dict.fromkeys((np.equal, np.not_equal), (_flat, _flat, None, None, None)),
    **dict.fromkeys((np.logical_and, np.logical_or), (_flat, _flat, None, None, None)),
    **dict.fromkeys((np.bitwise_and, np.bitwise_or), (_flat, _flat, None, None, None)),
}

DERIVATIVES = ONE | TWO | STEPS
