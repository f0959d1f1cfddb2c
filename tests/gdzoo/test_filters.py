"""What early stopping and ridge regression leave of a least-squares solution."""

import numpy as np
import pytest

import gdzoo
from gdzoo.analysis import descent_filter, ridge_filter

CURVATURES = np.array([2.0, 0.5, 0.03])
TARGET = np.array([1.0, -2.0, 3.0])


def bowl(penalty=0.0):
    """Half the curvatures times the squared distance from the target, and a penalty on the squared length."""
    return gdzoo.objective(
        lambda x: (CURVATURES @ (x.T - TARGET).T ** 2 + penalty * (x**2).sum(0)) / 2,
        lambda x: (CURVATURES * (x.T - TARGET)).T + penalty * x,
    )


def test_the_filter_of_descent_is_what_a_run_from_0_has_found():
    run = gdzoo.minimize("gd", bowl(), np.zeros(3), 50, lr=0.7)
    found = descent_filter(0.7, CURVATURES[:, None], run.steps)
    np.testing.assert_allclose(run.x.T, TARGET[:, None] * found, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("penalty", [0.01, 0.3, 5.0])
def test_the_filter_of_ridge_is_where_the_penalized_loss_is_flat(penalty):
    x = TARGET * ridge_filter(CURVATURES, penalty)
    np.testing.assert_allclose(bowl(penalty).grad(x), 0, atol=1e-14)
    assert ridge_filter(2.0, 0.0) == 1
    assert ridge_filter(2.0, np.inf) == 0


def test_early_stopping_and_ridge_are_never_far_apart_where_steps_are_small():
    curvatures = np.geomspace(1e-6, 1.0, 4000)
    lr, steps = 1e-3, np.array([[1], [30], [1000], [100_000]])
    gap = np.abs(descent_filter(lr, curvatures, steps) - ridge_filter(curvatures, 1 / (lr * steps))).max(1)
    assert (gap <= 0.204).all()
    assert gap.max() == pytest.approx(0.2036, abs=3e-4)
