"""Averages that forget: weights, memory, delay and noise, and the rules that have such an average within."""

from fractions import Fraction

import numpy as np
import pytest

import gdzoo
from gdzoo import analysis

BETAS = [0.0, 0.3, 0.9, 0.999]
VALUES = np.random.default_rng(3).normal(size=(40, 3))


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("correct", [True, False])
def test_an_average_is_the_sum_of_values_times_their_weights(beta, correct):
    found = analysis.ema(VALUES, beta, correct)
    for n in 1, 2, 7, 40:
        weights = analysis.ema_weights(beta, n, correct)
        np.testing.assert_allclose(found[n - 1], weights @ VALUES[:n][::-1], rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("beta", BETAS)
def test_the_weights_add_up_to_one_minus_beta_to_the_t(beta):
    for t in 1, 5, 200:
        assert analysis.ema_weights(beta, t, correct=False).sum() == pytest.approx(1 - beta**t, rel=1e-12)
        assert analysis.ema_weights(beta, t).sum() == pytest.approx(1, rel=1e-12)


def test_from_a_zero_start_the_average_of_a_constant_lacks_exactly_beta_to_the_t():
    beta, c = Fraction(9, 10), Fraction(7)
    m, t = Fraction(0), 12
    for _ in range(t):
        m = beta * m + (1 - beta) * c
    assert m == c * (1 - beta**t)
    assert analysis.ema([7.0] * t, 0.9, correct=False)[-1] == pytest.approx(float(m), rel=1e-14)
    np.testing.assert_allclose(analysis.ema([7.0] * t, 0.9), 7, rtol=1e-14)


def test_beta_may_differ_from_column_to_column():
    together = analysis.ema(VALUES, [0.1, 0.5, 0.99])
    for i, beta in enumerate((0.1, 0.5, 0.99)):
        np.testing.assert_array_equal(together[:, i], analysis.ema(VALUES[:, i], beta))
    assert analysis.ema(VALUES[:, 0], [[0.1, 0.5]]).shape == (40, 1, 2)
    assert analysis.ema_weights([0.1, 0.5], 7).shape == (7, 2)
    assert analysis.ema(np.empty((0, 3)), 0.5).shape == (0, 3)


@pytest.mark.parametrize("beta", BETAS[1:])
def test_the_marks_of_a_memory_are_what_the_weights_say(beta):
    weights = analysis.ema_weights(beta, 40_000, correct=False)
    ages = np.arange(40_000)
    assert weights @ ages == pytest.approx(analysis.lag(beta))
    assert weights.sum() / weights.max() == pytest.approx(analysis.memory(beta))
    assert beta ** analysis.half_life(beta) == pytest.approx(0.5)
    assert (weights**2).sum() == pytest.approx(analysis.noise_left(beta))


def test_without_memory_there_is_no_delay_and_all_of_the_noise():
    assert [f(0.0) for f in (analysis.memory, analysis.half_life, analysis.lag, analysis.noise_left)] == [1, 0, 0, 1]


def test_behind_a_straight_climb_the_average_stays_by_its_lag():
    climb = 0.3 * np.arange(600)
    np.testing.assert_allclose(climb[-1] - analysis.ema(climb, 0.95)[-1], 0.3 * analysis.lag(0.95), rtol=1e-9)


@pytest.mark.parametrize("correct", [True, False])
def test_the_noise_that_is_left_is_what_an_average_of_noise_has(correct):
    noise = np.random.default_rng(8).normal(size=(30, 20_000))
    for beta in 0.5, 0.95:
        variances = analysis.ema(noise, beta, correct).var(1)
        np.testing.assert_allclose(variances, analysis.noise_left(beta, np.arange(1, 31), correct), rtol=0.04)


@pytest.mark.parametrize("n", [3, 19, 199])
def test_a_plain_mean_with_as_much_noise_is_as_late(n):
    """n = (1 + beta) / (1 - beta) values leave 1 / n of the variance, and are (n - 1) / 2 old on average."""
    beta = (n - 1) / (n + 1)
    assert analysis.noise_left(beta) == pytest.approx(1 / n)
    assert analysis.lag(beta) == pytest.approx((n - 1) / 2)


def told(gradients):
    """The velocity of a rule that sees these gradients, and all that it keeps."""
    return lambda rule, **knobs: gdzoo.minimize(
        rule, gdzoo.Told(gradients), np.zeros(3), len(gradients), lr=0.1, keep_state=True, **knobs
    )


def test_momentum_is_an_average_of_gradients_in_both_of_its_forms():
    run, average = told(VALUES), analysis.ema(VALUES, 0.8, correct=False)
    np.testing.assert_allclose(run("momentum_ema", beta=0.8).state.m[1:], average, rtol=1e-12)
    np.testing.assert_allclose(run("momentum", beta=0.8).state.v[1:], average / (1 - 0.8), rtol=1e-12)


def test_adam_keeps_two_averages_and_divides_one_by_the_root_of_the_other():
    run = told(VALUES)("adam", beta1=0.8, beta2=0.97, eps=0.0)
    np.testing.assert_allclose(run.state.m[1:], analysis.ema(VALUES, 0.8, correct=False), rtol=1e-12)
    np.testing.assert_allclose(run.state.v[1:], analysis.ema(VALUES**2, 0.97, correct=False), rtol=1e-12)
    steps = -0.1 * analysis.ema(VALUES, 0.8) / np.sqrt(analysis.ema(VALUES**2, 0.97))
    np.testing.assert_allclose(np.diff(run.x, axis=0), steps, rtol=1e-9)


def test_an_average_of_points_that_hardly_resemble_each_other_keeps_what_it_keeps_of_noise():
    floor = analysis.noise_floor("gd", 2.0, 0.7, 0.5)  # 1 - lr curvature = 0
    assert analysis.ema_floor(2.0, 0.7, 0.5, 0.9) == pytest.approx(floor * analysis.noise_left(0.9))


def test_for_small_rates_a_long_memory_keeps_what_a_mean_of_its_length_keeps():
    """N = (1 + beta) / (1 - beta) points, as long as the memory is much longer than the walk back to the minimum."""
    beta = 0.9999
    expected = analysis.mean_floor(1.3, 0.7, (1 + beta) / (1 - beta))
    assert analysis.ema_floor(1.3, 0.7, 0.1, beta) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: analysis.ema([1.0], 1.0), "ema: beta must be in [0, 1), got beta=1"),
        (lambda: analysis.lag([0.5, -0.1]), "lag: beta must be in [0, 1), got beta=-0.1"),
        (lambda: analysis.noise_left(1.2), "noise_left: beta must be in [0, 1), got beta=1.2"),
        (lambda: analysis.ema_floor(1.0, 1.0, 0.1, 1.0), "ema_floor: beta must be in [0, 1), got beta=1"),
    ],
)
def test_a_beta_that_cannot_be_has_its_sentence(call, sentence):
    with pytest.raises(ValueError, match="beta") as error:
        call()
    assert str(error.value) == sentence
