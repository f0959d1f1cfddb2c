"""Numbers of 50 digits: mpmath's, carried by numpy's arrays of objects; and landscapes that are differentiated with them."""

import mpmath as mp
import numpy as np
from landscapes import LANDSCAPES

mp.mp.dps = 50


class Differences:
    """A landscape with derivatives by central differences, whose errors are too small for 50 digits."""

    def __init__(self, name, parameters):
        self.formula = lambda x: LANDSCAPES[name](mp, x, **parameters)

    def value(self, x):
        return self.formula(x)

    def grad(self, x, t=None):
        return slopes(self.formula, x)

    def hess(self, x):
        return slopes(lambda point: slopes(self.formula, point), x)


H = mp.mpf(10) ** -25


def slopes(f, x):
    """The derivatives of f by each of the numbers in x, in the shape of x."""
    x, found = np.array(x), []
    with mp.workdps(110):
        for place in np.ndindex(x.shape):
            step = 0 * x
            step[place] = H
            found.append((np.array(f((x + step).tolist())) - np.array(f((x - step).tolist()))) / (2 * H))
        return np.array(found).reshape(x.shape + np.shape(found[0])).tolist()


def gradient(f, x, t):
    return np.array(precise(f.grad(x.tolist(), t)))


def precise(x):
    return [precise(u) for u in x] if isinstance(x, list) else mp.mpf(x)


root = np.frompyfunc(mp.sqrt, 1, 1)


class Knobs:
    """knobs as attributes: numbers of 50 digits, counts and switches as they are."""

    def __init__(self, knobs):
        for name, value in knobs.items():
            setattr(self, name, mp.mpf(value) if isinstance(value, float) else value)
