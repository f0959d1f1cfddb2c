"""Theory of saddles against runs: the logarithm law, with momentum, and with noise."""

import numpy as np
import pytest

import gdzoo
from gdzoo import analysis

DISTANCES = np.array([1e-2, 1e-5, 1e-9])


@pytest.mark.parametrize(("lr", "distance", "steps"), [(0.05, 1e-2, 49), (0.02, 1.5e-5, 284)])
def test_descent_leaves_a_saddle_after_the_logarithm_of_the_distance(lr, distance, steps):
    run = gdzoo.minimize("gd", "saddle", [0.5, distance], 600, lr=lr, bound=1.0)
    assert run.escaped_at == np.ceil(analysis.escape_steps(lr, -2.0, distance, 1.0)) == steps


@pytest.mark.parametrize(
    ("rule", "lr", "beta"), [("momentum", 0.05, 0.9), ("momentum", 0.3, 0.5), ("momentum_ema", 0.2, 0.9)]
)
def test_momentum_keeps_the_same_law_with_a_factor_of_its_own(rule, lr, beta):
    start = np.stack([0 * DISTANCES, DISTANCES])
    run = gdzoo.minimize(rule, "saddle", start, 600, lr=lr, beta=beta, bound=1.0)
    np.testing.assert_array_equal(
        run.escaped_at, np.ceil(analysis.escape_steps(lr, -2.0, DISTANCES, 1.0, rule=rule, beta=beta))
    )


def test_every_factor_of_ten_costs_the_same_number_of_steps():
    steps = analysis.escape_steps(0.05, -2.0, 10.0 ** -np.arange(1, 8), 1.0)
    np.testing.assert_allclose(np.diff(steps), np.log(10) / np.log(1.1))


@pytest.mark.parametrize(("rule", "beta"), [("gd", 0.0), ("momentum", 0.9), ("momentum_ema", 0.8)])
@pytest.mark.parametrize("distance", [0.0, 1e-3])
def test_noise_grows_like_a_random_start(rule, beta, distance):
    steps, lr, sigma = 60, 0.05, 0.01
    knobs = {} if rule == "gd" else {"beta": beta}
    start = np.stack([np.zeros(4000), np.full(4000, distance)])
    run = gdzoo.minimize(rule, gdzoo.Noisy("saddle", sigma), start, steps, lr=lr, bound=1e9, **knobs)
    spread = analysis.escape_spread(lr, -2.0, sigma, rule=rule, beta=beta)
    measured = np.sqrt((run.x[-1, 1] ** 2).mean())
    reached = analysis.escape_steps(lr, -2.0, np.hypot(distance, spread), measured, rule=rule, beta=beta)
    assert reached == pytest.approx(steps, abs=0.5)


def test_without_curvature_of_the_other_sign_the_spread_is_the_noise_floor():
    for lr in (0.01, 0.1):
        turned = -analysis.noise_floor("gd", -2.0, 0.3, lr)  # the formula, continued
        np.testing.assert_allclose(analysis.escape_spread(lr, -2.0, 0.3) ** 2, turned)


def test_a_rule_without_a_law_is_named():
    with pytest.raises(LookupError, match="no escape steps of rule 'adam'"):
        analysis.escape_steps(0.1, -1.0, 1e-3, 1.0, rule="adam")
