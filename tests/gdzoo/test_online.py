"""Gradients told in advance, and where Adam goes when they come round for ever."""

import numpy as np
import pytest

import gdzoo
from gdzoo.analysis import between_walls, settled_moves


def test_told_gradients_come_in_order_and_round_again_wherever_the_point_is():
    f = gdzoo.Told([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]])
    run = gdzoo.minimize("gd", f, [5.0, -5.0], 7, lr=1.0)
    np.testing.assert_allclose(-np.diff(run.x[:, 0]), [1, 2, 3, 1, 2, 3, 1])
    np.testing.assert_allclose(-np.diff(run.x[:, 1]), [10, 20, 30, 10, 20, 30, 10])


def test_outside_of_a_run_told_gradients_are_those_of_the_mean_loss():
    f, x = gdzoo.Told([3.0, -1.0, -1.0]), np.array([[0.5, -2.0]])
    np.testing.assert_allclose(f.grad(x), [[1 / 3, 1 / 3]])
    np.testing.assert_allclose(f.value(x), [0.5 / 3, -2 / 3])


def test_a_column_of_a_batch_is_told_the_same_as_one_alone():
    f = gdzoo.Told([[1.0, -2.0], [0.5, 3.0]])
    starts = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    many = gdzoo.minimize("adam", f, starts, 5, lr=0.1).x
    for i in range(3):
        np.testing.assert_allclose(many[..., i], gdzoo.minimize("adam", f, starts[:, i], 5, lr=0.1).x)


@pytest.mark.parametrize("wrong", [[], [[[1.0]]], [np.nan], 3.0])
def test_what_cannot_be_told_is_refused(wrong):
    with pytest.raises(ValueError, match=r"^Told: gradients must be finite numbers of shape \(n, d\) or \(n,\), got "):
        gdzoo.Told(wrong)


@pytest.mark.parametrize("betas", [(0.0, 0.0), (0.0, 0.1), (0.5, 0.3), (0.9, 0.99)])
@pytest.mark.parametrize("round", [[3.0, -1.0, -1.0], [5.0, -1.0, -1.0, -1.0], [1.0, 2.0], [-4.0]])
def test_adam_settles_into_the_moves_of_theory(round, betas):
    n, knobs = len(round), {"beta1": betas[0], "beta2": betas[1], "eps": 0.0}
    run = gdzoo.minimize("adam", gdzoo.Told(round), [0.0], 3000 * n, lr=1.0, bound=1e300, **knobs)
    np.testing.assert_allclose(np.diff(run.x[:, 0])[-n:], settled_moves(round, *betas), rtol=1e-8, atol=1e-8)


def test_moves_for_many_memories_at_once_are_those_one_by_one():
    betas = np.array([[0.0, 0.2, 0.6], [0.1, 0.5, 0.9]])
    together = settled_moves([3.0, -1.0, -1.0], *betas)
    assert together.shape == (3, 3)
    for i, (beta1, beta2) in enumerate(betas.T):
        np.testing.assert_allclose(together[:, i], settled_moves([3.0, -1.0, -1.0], beta1, beta2))


def test_without_memory_only_the_majority_counts():
    assert settled_moves([100.0, -1.0, -1.0], 0.0, 0.0).tolist() == [-1, 1, 1]


def test_the_usual_memories_are_misled_by_what_is_rare_enough():
    """Theorem 2 of Reddi, Kale and Kumar: no pair with beta1 < sqrt(beta2) is safe."""
    rare = np.append(1000.0, -np.ones(999))
    assert rare.sum() > 0
    assert settled_moves(rare, 0.9, 0.999).sum() > 7


def test_nothing_pulls_where_all_gradients_are_zero_and_memories_have_their_range():
    assert np.isnan(settled_moves([0.0, 0.0], 0.9, 0.999)).all()
    with pytest.raises(ValueError, match=r"settled_moves: beta2 must be in \[0, 1\), got beta2=1"):
        settled_moves([1.0], 0.9, 1.0)


def test_a_wall_stops_a_move_and_does_not_remember_the_rest():
    np.testing.assert_allclose(between_walls([0.6, 0.6, -0.3, -5.0], 0.0, -1.0, 1.0), [0, 0.6, 1, 0.7, -1])
    batch = between_walls(np.full((2, 3), 0.7), np.array([0.0, 0.5, 1.0]), -1.0, 1.0)
    np.testing.assert_allclose(batch[-1], 1)
