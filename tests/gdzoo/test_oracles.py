"""Objectives from functions and from other objectives."""

import copy
import pickle

import numpy as np
import pytest

import gdzoo


def test_an_objective_from_functions_is_as_good_as_a_landscape():
    f = gdzoo.LANDSCAPES["valley"]
    mine = gdzoo.objective(lambda x: x[0] ** 2 + 10 * x[1] ** 2, lambda x: [2 * x[0], 20 * x[1]], f_min=0.0)
    ours, theirs = (gdzoo.minimize("adam", g, [[1.0, -2.0], [1.5, 0.3]], 50, lr=0.1) for g in (f, mine))
    np.testing.assert_allclose(ours.x, theirs.x)
    np.testing.assert_allclose(ours.f, theirs.f)
    assert not hasattr(mine, "hess")


def test_counted_counts_by_kind_and_changes_nothing():
    f = gdzoo.Counted("himmelblau")
    x = np.array([1.0, 2.0])
    plain = gdzoo.LANDSCAPES["himmelblau"]
    assert f.value(x) == plain.value(x)
    assert (f.grad(x) == plain.grad(x)).all()
    assert (f.grad(x) == plain.grad(x)).all()
    assert (f.hess(x) == plain.hess(x)).all()
    assert (f.value_evals, f.grad_evals, f.hess_evals) == (1, 2, 1)
    assert f.minima == plain.minima


def test_counted_counts_what_the_steps_of_a_noisy_objective_do():
    f = gdzoo.Counted(gdzoo.Noisy("bowl", 0.1))
    gdzoo.minimize("momentum", f, [1.0, 1.0], 7, lr=0.1)
    assert f.grad_evals == 7 + 1  # and the slopes along the path, in one call


def test_oracles_can_be_copied_and_pickled():
    for f in gdzoo.Counted("bowl"), gdzoo.Noisy("bowl", 0.3, seed=4):
        for twin in copy.deepcopy(f), pickle.loads(pickle.dumps(f)):
            assert twin.grad(np.array([1.0, 2.0])).tolist() == [2, 4]


def test_noise_is_one_draw_per_step_whoever_asks():
    f, x, y = gdzoo.Noisy("bowl", 0.5), np.array([1.0, 2.0]), np.array([-3.0, 0.5])
    step = f.at(3)
    noise = step.grad(x) - f.grad(x)
    np.testing.assert_allclose(step.grad(y) - f.grad(y), noise)
    np.testing.assert_allclose(f.at(3).grad(x) - f.grad(x), noise)
    assert np.abs(f.at(4).grad(x) - f.grad(x) - noise).min() > 0


def test_a_noisy_value_has_the_noisy_gradient():
    step, x, h = gdzoo.Noisy("himmelblau", 2.0).at(1), np.array([0.3, -1.1]), 1e-6
    shifts = h * np.eye(2)
    slope = [(step.value(x + e) - step.value(x - e)) / (2 * h) for e in shifts]
    np.testing.assert_allclose(slope, step.grad(x), rtol=1e-6)


def test_a_column_meets_the_same_noise_however_many_others_there_are():
    f, x = gdzoo.Noisy("bowl", 0.5), np.ones((2, 12))
    noise = f.at(5).grad(x)
    np.testing.assert_array_equal(f.at(5).grad(x[:, :4]), noise[:, :4])
    np.testing.assert_array_equal(f.at(5).grad(x[:, 0]), noise[:, 0])
    np.testing.assert_array_equal(f.at(5).grad(x.reshape(2, 3, 4)).reshape(2, 12), noise)


def test_noise_is_standard_normal_times_sigma_and_independent():
    f, x = gdzoo.Noisy("bowl", 0.5), np.zeros((2, 20000))
    noise = np.stack([f.at(t).grad(x) for t in (1, 2)])
    assert abs(noise.mean()) < 0.01
    assert abs(noise.std() - 0.5) < 0.01
    assert abs(np.corrcoef(noise.reshape(4, -1)) - np.eye(4)).max() < 0.03


def test_sigma_may_differ_per_column():
    sigma = np.array([0.0, 1.0])
    noise = gdzoo.Noisy("bowl", sigma).at(1).grad(np.zeros((2, 2)))
    assert (noise[:, 0] == 0).all()
    assert (noise[:, 1] != 0).all()


def test_both_seeds_change_the_noise_and_neither_repeats_the_other():
    def end(own, run):
        return tuple(gdzoo.minimize("gd", gdzoo.Noisy("bowl", 1.0, seed=own), [1.0, 1.0], 3, lr=0.1, seed=run).x[-1])

    seeds = (0, 1, 2**32 - 2, 2**32 - 1)
    assert len({end(own, run) for own in seeds for run in seeds}) == 16
    assert end(1, 2) == end(1, 2)


def test_rules_that_are_compared_meet_the_same_noise():
    """With lr so small that x hardly moves, momentum's first step is gd's."""
    f = gdzoo.Noisy("bowl", 1.0)
    gd, momentum = (gdzoo.minimize(rule, f, [1.0, 1.0], 1, lr=0.1, seed=9) for rule in ("gd", "momentum"))
    np.testing.assert_array_equal(gd.x, momentum.x)


def test_heights_and_slopes_of_a_noisy_run_are_those_of_the_objective_without_noise():
    run = gdzoo.minimize("gd", gdzoo.Noisy("bowl", 1.0), [1.0, 1.0], 5, lr=0.1)
    np.testing.assert_allclose(run.f, (run.x**2).sum(1))
    np.testing.assert_allclose(run.grad_norm, 2 * np.sqrt(run.f))


def test_a_stochastic_objective_of_ones_own_needs_at_alone():
    class Alternating:
        def value(self, x):
            return x[0] * 0

        def grad(self, x):
            return x * 0

        def at(self, t):
            return gdzoo.objective(self.value, lambda x: np.full_like(x, (-1.0) ** t))

    run = gdzoo.minimize("gd", Alternating(), [0.0], 3, lr=1.0)
    assert run.x[:, 0].tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: gdzoo.Noisy("bowl", -1.0), "Noisy: sigma must be >= 0, got sigma=-1"),
        (lambda: gdzoo.Noisy("bowl", 1.0, seed=-1), "Noisy: seed must be an integer from 0 to 2^32 - 1, got seed=-1"),
        (lambda: gdzoo.Noisy("bwl", 1.0), "unknown landscape 'bwl'; did you mean 'bowl'?"),
        (
            lambda: gdzoo.Counted(3),
            "f must be a landscape's name or have value(x) and grad(x), got 3; see gdzoo.objective",
        ),
    ],
)
def test_sentences(make, sentence):
    with pytest.raises((KeyError, TypeError, ValueError)) as error:
        make()
    assert str(error.value) == sentence
