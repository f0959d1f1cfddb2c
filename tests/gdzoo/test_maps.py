"""Thousands of runs in one call are what single runs are, and theory of long runs is what they do."""

import numpy as np
import pytest

import gdzoo
from gdzoo import analysis

minimize = gdzoo.minimize


# basins


def test_a_map_of_starts_says_of_each_what_its_own_run_does():
    starts = analysis.grid("himmelblau", 9, 12)
    found = analysis.basins("momentum", "himmelblau", starts, 150, every=1, lr=0.02, beta=0.7)
    places = np.array(gdzoo.LANDSCAPES["himmelblau"].minima)
    np.testing.assert_array_equal(found.places, places)
    assert set(np.unique(found.ends)) == {analysis.LEFT, 0, 1, 2, 3}
    for row, column in ((0, 0), (3, 4), (8, 11), (5, 2), (2, 9)):
        run = minimize("momentum", "himmelblau", starts[:, row, column], 150, lr=0.02, beta=0.7)
        end = found.ends[row, column]
        if run.escaped_at >= 0:
            assert (end, found.arrived[row, column]) == (analysis.LEFT, -1)
            continue
        distances = np.linalg.norm(run.x[:, None] - places, axis=-1)
        assert end == distances[-1].argmin()
        step = found.arrived[row, column]
        assert (distances[step:, end] <= 0.1).all()  # a hundredth of the box
        assert distances[step - 1, end] > 0.1
        np.testing.assert_allclose(found.x[:, row, column], run.x[-1], rtol=1e-12)


def test_who_is_at_no_minimum_is_elsewhere_and_local_minima_follow_the_global_ones():
    found = analysis.basins("gd", "six_hump_camel", analysis.grid("six_hump_camel", 12, 16), 3, lr=0.01)
    assert (found.ends == analysis.ELSEWHERE).any()
    found = analysis.basins("gd", "six_hump_camel", np.transpose([(1.7, -0.8), (0.0, 0.7)]), 300, lr=0.02)
    assert found.ends.tolist() == [3, 0]
    np.testing.assert_allclose(found.places[3], [1.7036, -0.7961], atol=1e-4)
    assert found.arrived.tolist() == [0, 15]  # records are 15 steps apart


def test_a_start_at_a_minimum_has_arrived_at_once_and_a_landscape_without_minima_holds_nobody():
    assert analysis.basins("gd", "bowl", [0.0, 0.0], 0, lr=0.1).arrived == 0
    lost = analysis.basins("gd", "saddle", analysis.grid("saddle", 3, 3), 500, lr=0.1)
    assert lost.places.shape == (0, 2)
    assert lost.ends.tolist() == [[-2] * 3, [-1] * 3, [-2] * 3]  # who starts on the ridge stays


def test_a_nearer_tolerance_lets_fewer_arrive():
    starts = analysis.grid("valley", 20, 20)
    far, near = (analysis.basins("gd", "valley", starts, 20, lr=0.04, tolerance=tolerance) for tolerance in (0.5, 0.05))
    assert 0 < (near.ends == 0).sum() < (far.ends == 0).sum() < 400


def test_a_grid_has_rows_for_the_last_coordinate():
    x, y = analysis.grid("valley", 3, 4)
    assert x.shape == (3, 4)
    np.testing.assert_allclose(x[0], [-3, -1, 1, 3])
    np.testing.assert_allclose(y[:, 0], [-2.25, 0, 2.25])
    with pytest.raises(
        ValueError, match=r"^grid needs one number for each of the 2 coordinates of the box, got \(3,\)$"
    ):
        analysis.grid("valley", 3)


# hyperparameter maps and sweeps


def test_a_hyperparameter_map_says_of_each_setting_what_its_own_run_does():
    lrs, betas = np.array([0.01, 0.1, 0.3]), np.array([0.0, 0.5])
    found = analysis.hyperparameter_map("momentum", "valley", [-2.5, 1.2], 60, {"lr": lrs, "beta": betas})
    assert found.loss.shape == (2, 3)
    for i, beta in enumerate(betas):
        for j, lr in enumerate(lrs):
            run = minimize("momentum", "valley", [-2.5, 1.2], 60, lr=lr, beta=beta)
            assert found.escaped[i, j] == (run.escaped_at >= 0)
            if found.escaped[i, j]:
                assert np.isnan([found.loss[i, j], found.log_loss[i, j]]).all()
                assert found.arrived[i, j] == -1
                continue
            assert found.loss[i, j] == pytest.approx(run.f[-1], rel=1e-9)
            assert found.log_loss[i, j] == pytest.approx(np.log(run.f.clip(1e-16)).mean(), rel=1e-9)
            below = run.f <= 1e-3
            assert found.arrived[i, j] == (np.flatnonzero(~below)[-1] + 1 if below[-1] else -1)


def test_the_escaped_settings_of_momentum_are_those_beyond_the_edge_that_theory_draws():
    lrs, betas = np.linspace(0.01, 0.25, 25), np.linspace(0, 0.9, 19)
    found = analysis.hyperparameter_map("momentum", "valley", [1.0, 1.0], 4000, {"lr": lrs, "beta": betas}, every=4000)
    predicted = analysis.rate("momentum", [2.0, 20.0], lrs, betas[:, None])
    clear = np.abs(predicted - 1) > 5e-3
    np.testing.assert_array_equal(found.escaped[clear], predicted[clear] > 1)


@pytest.mark.parametrize("rule", ["adam", "rmsprop", "sam", "schedule_free_sgd", "lookahead"])
def test_any_two_knobs_make_a_map(rule):
    knobs = [name for name, knob in gdzoo.RULES[rule].knobs.items() if knob.low is not None and knob.high is not None][
        :2
    ]
    values = {name: np.linspace(0.02, 0.5, 3) for name in knobs}
    values |= {"lr": [0.001, 0.01, 0.02]} if "lr" in knobs else {}
    found = analysis.hyperparameter_map(rule, "valley", [1.0, 1.0], 30, values)
    assert found.loss.shape == (3,) * len(knobs)
    assert not found.escaped.any()
    assert np.isfinite(found.loss).all()


def test_a_sweep_shows_the_best_rate_of_plain_descent_at_two_over_mu_plus_l():
    lrs = np.linspace(0.06, 0.099, 79)
    found = analysis.sweep("gd", "valley", [1.0, 1.0], 200, lrs, every=200)
    assert lrs[found.loss.argmin()] == pytest.approx(2 / 22, abs=1e-3)


def test_repeats_meet_noise_of_their_own_and_their_spread_is_the_floor():
    """Only the noise's direction matters: f = x² + y² has curvature 2 in both."""
    noisy = gdzoo.Noisy("bowl", 0.5, seed=3)
    found = analysis.sweep("gd", noisy, [1.0, 1.0], 200, [0.05, 0.4], repeats=4000, every=200)
    assert found.loss.shape == (4000, 2)
    floor = 2 * analysis.noise_floor("gd", 2.0, 0.5, [0.05, 0.4])  # of both coordinates, times λ / 2 = 1
    np.testing.assert_allclose(found.loss.mean(0), floor, rtol=0.05)


def test_without_a_minimum_the_loss_is_the_height_itself():
    found = analysis.sweep("gd", "saddle", [1.0, 0.01], 20, [0.05, 0.1])
    np.testing.assert_allclose(found.loss, minimize("gd", "saddle", [1.0, 0.01], 20, lr=[0.05, 0.1]).f[-1])
    assert np.isnan(found.log_loss).all()


# sharpness


@pytest.mark.parametrize("name", ["himmelblau", "six_hump_camel", "rosenbrock", "bounded_saddle", "saddle", "peaks"])
@pytest.mark.parametrize("differences", [False, True])
def test_power_iteration_finds_the_largest_eigenvalue_also_where_a_negative_one_is_larger(name, differences):
    f = gdzoo.LANDSCAPES[name]
    x = analysis.grid(f, 7, 9)
    exact = analysis.largest_curvature(f, x)
    scale = np.abs(np.linalg.eigvalsh(np.moveaxis(f.hess(x), (0, 1), (-2, -1)))).max(-1)
    found = analysis.sharpness(gdzoo.objective(f.value, f.grad) if differences else f, x)
    assert found.shape == (7, 9)
    assert (np.abs(found - exact) <= (1e-7 if differences else 1e-8) * scale).all()


def test_sharpness_in_a_thousand_coordinates_and_of_matrices():
    weights = np.linspace(-3, 2, 1000)
    f = gdzoo.objective(lambda x: (weights * x**2).sum() / 2, lambda x: (weights * x.T).T)
    assert analysis.sharpness(f, np.ones(1000), tolerance=1e-3) == pytest.approx(2, rel=1e-3)
    flat = np.linspace(-3, 2, 6).reshape(3, 2)
    matrices = gdzoo.objective(lambda x: x[0, 0], lambda x: (flat.T * x.T).T)
    matrices.point_ndim = 2
    np.testing.assert_allclose(analysis.sharpness(matrices, np.ones((3, 2, 4))), [2] * 4, rtol=1e-8)


def test_a_point_without_curvature_has_sharpness_0_and_one_that_is_not_finite_none():
    assert analysis.sharpness(gdzoo.objective(lambda x: x[0], np.ones_like), [1.0, 2.0]) == 0
    here, nowhere = analysis.sharpness("himmelblau", [[3.0, np.nan], [2.0, 0.0]])
    assert here == pytest.approx(analysis.largest_curvature("himmelblau", [3.0, 2.0]))
    assert np.isnan(nowhere)


# long runs


@pytest.mark.parametrize(("rule", "beta"), [("gd", 0.0), ("momentum", 0.5), ("momentum", 0.9), ("momentum_ema", 0.8)])
@pytest.mark.parametrize("lr", [0.05, 0.5])
def test_noise_keeps_the_variance_of_the_noise_floor_alive(rule, beta, lr, quadratic):
    curvature, sigma = 1.7, 0.3
    knobs = {"lr": lr} if rule == "gd" else {"lr": lr, "beta": beta}
    run = minimize(
        rule, gdzoo.Noisy(quadratic(curvature), sigma, seed=5), np.zeros((1, 20000)), 400, every=400, **knobs
    )
    assert run.x[-1].var() == pytest.approx(analysis.noise_floor(rule, curvature, sigma, lr, beta), rel=0.04)


def test_the_noise_floors_in_closed_form():
    lr, lam, sigma, beta = 0.2, 1.7, 0.3, 0.9
    assert analysis.noise_floor("gd", lam, sigma, lr) == pytest.approx(lr * sigma**2 / (lam * (2 - lr * lam)))
    assert analysis.noise_floor("momentum", lam, sigma, lr, beta) == pytest.approx(
        lr * sigma**2 * (1 + beta) / (lam * (1 - beta) * (2 * (1 + beta) - lr * lam))
    )


@pytest.mark.parametrize(("lr", "distance"), [(0.013, 1e-4), (0.037, 1e-9)])
def test_a_saddle_holds_plain_descent_for_as_many_steps_as_predicted(lr, distance):
    run = minimize("gd", "saddle", [1.0, distance], 2000, lr=lr, bound=5)
    assert run.escaped_at == np.ceil(analysis.escape_steps(lr, -2.0, distance, 5.0))


@pytest.mark.parametrize(("lr", "rho"), [(0.1, 0.9), (0.7, 0.2)])
def test_sam_jumps_between_two_points_at_the_predicted_distance(lr, rho, quadratic):
    late = minimize("sam", quadratic(2.0), [1.0], 400, lr=lr, rho=rho).x[-2:, 0]
    np.testing.assert_allclose(np.sort(late), np.array([-1, 1]) * analysis.sam_cycle(2.0, lr, rho), rtol=1e-9)


@pytest.mark.parametrize(
    ("a", "beta", "k", "alpha"), [(0.3, 0.9, 5, 0.5), (2.1, 0.0, 5, 0.5), (3.6, 0.7, 3, 0.2), (0.01, 0.5, 7, 0.8)]
)
def test_lookahead_keeps_the_predicted_part_of_the_error_per_step(a, beta, k, alpha, quadratic):
    n, m = 40 * k, 80 * k
    x = np.abs(minimize("lookahead", quadratic(1.0), [1.0], m, lr=a, beta=beta, k=k, alpha=alpha, bound=np.inf).x[:, 0])
    early, late = x[n - 10 * k : n].max(), x[m - 10 * k : m].max()  # of ten turns: a complex pair swings
    measured = (late / early) ** (1 / (m - n))
    assert measured == pytest.approx(analysis.lookahead_contraction(a, beta, k, alpha), rel=6e-3)
    np.testing.assert_allclose(
        analysis.lookahead_contraction(a, beta, k, 1.0), analysis.contraction("momentum", a, beta)
    )


def test_chebyshev_steps_reach_momentums_rate_without_momentum():
    mu, L, n = 1.0, 100.0, 8
    between = np.linspace(mu, L, 4001)
    left = np.abs(np.prod([1 - lr * between for lr in analysis.chebyshev_steps(mu, L, n)], axis=0)).max()
    r = 11 / 9
    assert left == pytest.approx(2 / (r**n + r**-n))
    steps = analysis.chebyshev_steps(mu, L, n)
    f = gdzoo.objective(lambda x: (between[:, None].T @ x**2).sum(0), lambda x: (between * x.T).T)
    run = minimize("gd", f, np.ones(len(between)), n, lr=lambda k: steps[k], bound=1e12)
    assert np.abs(run.x[-1]).max() == pytest.approx(left)
    assert left < 0.5 * analysis.best("gd", mu, L).rate ** n


def test_silver_steps_beat_every_constant_step_on_the_worst_of_smooth_functions():
    np.testing.assert_allclose(analysis.silver_steps(7), [1.414, 2, 1.414, 3.414, 1.414, 2, 1.414], atol=5e-4)
    n = 127
    steps = analysis.silver_steps(n)
    assert steps.max() == pytest.approx(1 + (1 + np.sqrt(2)) ** 5)
    assert steps.sum() > 2 * n  # constant steps below 2 cannot go as far
    run = minimize("gd", "parabola", [1.0], n, lr=lambda k: steps[k] / 2, bound=1e9)  # L = 2
    assert abs(run.x[-1, 0]) < 1


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: analysis.noise_floor("adam", 1, 1, 0.1),
            "no noise floor of rule 'adam'; known: gd, momentum, momentum_ema",
        ),
        (lambda: analysis.chebyshev_steps(2, 1, 3), "chebyshev_steps needs 0 < mu <= L, got mu=2, L=1"),
    ],
)
def test_sentences(call, sentence):
    with pytest.raises((KeyError, ValueError)) as error:
        call()
    assert str(error.value) == sentence


# speed


def test_ten_thousand_starts_of_adam_cost_little_more_than_their_arithmetic():
    """The budget is 3 times the bare numpy operations; benchmarks/speed.py measures it. Here with room for a busy machine."""
    from benchmarks.speed import ratio

    assert min(ratio(rounds=2) for _ in range(3)) < 4
