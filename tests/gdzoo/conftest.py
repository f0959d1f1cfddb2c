"""What several tests are given."""

import numpy as np
import pytest

import gdzoo
from book.verified import Fed


@pytest.fixture
def fed():
    return Fed


@pytest.fixture
def quadratic():
    """lambda -> the objective lambda x^2 / 2 in one dimension."""
    return lambda curvature: gdzoo.objective(lambda x: curvature * x[0] ** 2 / 2, lambda x: curvature * x)


@pytest.fixture
def moves():
    """(rule, gradients) -> how far x goes in each step when it is fed them, downhill counted as positive."""

    def run(rule, grads, lr=1.0, **knobs):
        return -np.diff(gdzoo.minimize(rule, Fed(grads), [0.0], len(grads), lr=lr, bound=np.inf, **knobs).x[:, 0])

    return run
