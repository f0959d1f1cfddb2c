"""Objectives that several tests need."""

import numpy as np
import pytest

import gdzoo


class Fed:
    """Answers step t with the t-th of the given gradients, wherever it is asked."""

    def __init__(self, grads):
        self.grads = grads

    def at(self, t):
        return gdzoo.objective(self.value, lambda x: np.zeros_like(x) + self.grads[t - 1])

    def value(self, x):
        return np.zeros(x.shape[1:])

    def grad(self, x):
        return np.zeros_like(x)


@pytest.fixture
def fed():
    return Fed


@pytest.fixture
def quadratic():
    """lambda -> the objective lambda x^2 / 2 in one dimension."""
    return lambda curvature: gdzoo.objective(lambda x: curvature * x[0] ** 2 / 2, lambda x: curvature * x)
