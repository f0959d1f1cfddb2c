"""Gradients that are told in advance, so that a rule can be watched without a landscape."""

from typing import Any

import numpy as np

import gdzoo


class Told:
    """Step t sees the t-th of these gradients of one coordinate, wherever the point is."""

    def __init__(self, gradients):
        self.gradients = np.asarray(gradients, float)

    def at(self, t: int, seed: int = 0) -> Any:
        g = self.gradients[t - 1]
        return gdzoo.objective(lambda x: g * x[0], lambda x: g + 0 * x)

    def value(self, x):
        return 0 * x[0]

    def grad(self, x):
        return 0 * x
