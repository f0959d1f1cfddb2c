"""The theory of quadratics, measured on runs."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from gdzoo import analysis

WITH_THEORY = ["gd", "momentum", "momentum_ema", "nesterov", "nesterov_lookahead"]
ODD_GRID = np.meshgrid(np.linspace(0.03, 3.7, 23), np.linspace(0.01, 0.97, 17))


def knobs(rule, lr, beta) -> dict[str, Any]:
    return {"lr": lr} if rule == "gd" else {"lr": lr, "beta": beta}


@pytest.mark.parametrize("rule", WITH_THEORY[1:])
def test_a_run_obeys_the_recurrence_whose_eigenvalues_are_given(rule, quadratic):
    """Four points of a run determine the recurrence x'' = p x' - q x; p and q are sum and product of the eigenvalues."""
    a, beta = ODD_GRID
    run = gdzoo.minimize(rule, quadratic(1.0), [1.0], 4, lr=a, beta=beta)
    x1, x2, x3, x4 = run.x[1:, 0]
    determinant = x2 * x2 - x1 * x3
    p, q = (x2 * x3 - x1 * x4) / determinant, (x3 * x3 - x2 * x4) / determinant
    z = analysis.iteration_eigenvalues(rule, a, beta)
    np.testing.assert_allclose(z.sum(0), p, atol=1e-6)
    np.testing.assert_allclose(z.prod(0), q, atol=1e-6)


def test_gd_multiplies_the_error_by_one_minus_a(quadratic):
    a = np.linspace(0.1, 2.5, 13)
    run = gdzoo.minimize("gd", quadratic(3.7), [1.0], 1, lr=a / 3.7)
    np.testing.assert_allclose(np.abs(run.x[1, 0]), analysis.contraction("gd", a), atol=1e-15)


@pytest.mark.parametrize("rule", WITH_THEORY)
@pytest.mark.parametrize("beta", [0.0, 0.37, 0.9])
def test_the_stability_limit_is_where_runs_turn_from_shrinking_to_growing(rule, beta, quadratic):
    limit = analysis.stability_limit(rule, beta)
    lr = limit / 3.7 * np.array([0.995, 1.005])
    run = gdzoo.minimize(rule, quadratic(3.7), [1.0], 12000, bound=1e3, every=12000, **knobs(rule, lr, beta))
    assert abs(run.x[-1, 0, 0]) < 1e-3
    assert run.escaped_at[1] > 0
    np.testing.assert_allclose(analysis.contraction(rule, limit, beta), 1)


def test_the_stability_limits_in_closed_form():
    assert analysis.stability_limit("gd") == 2
    assert analysis.stability_limit("gd", [0.5, 0.9]).tolist() == [2, 2]
    assert analysis.stability_limit("momentum", 0.5) == 3
    np.testing.assert_allclose(analysis.stability_limit("nesterov", [0, 0.5]), [2, 1.5])


def test_momentums_complex_pair_has_modulus_root_beta():
    a, beta = ODD_GRID
    ripples = analysis.regime(a, beta) == analysis.REGIMES.index("ripples")
    assert ripples.sum() > 100
    np.testing.assert_allclose(analysis.contraction("momentum", a, beta)[ripples], np.sqrt(beta)[ripples])


def test_critical_damping_is_momentums_best_for_one_curvature():
    a = np.array([0.04, 0.25, 0.6])
    beta = (1 - np.sqrt(a)) ** 2
    np.testing.assert_allclose(analysis.contraction("momentum", a, beta), 1 - np.sqrt(a), rtol=1e-7)
    for other in beta * 0.99, beta * 1.01:
        assert (analysis.contraction("momentum", a, other) > 1 - np.sqrt(a)).all()


@pytest.mark.parametrize(
    ("rule", "rate"),
    [("gd", 99 / 101), ("momentum", 9 / 11), ("nesterov", 0.8847219), ("nesterov_lookahead", 0.8847219)],
)
def test_the_best_settings_at_condition_100(rule, rate):
    """The rate in closed form, as the spectral radius, and as a run shows it; no neighbour is better."""
    mu, L = 0.37, 37.0
    best = analysis.best(rule, mu, L)
    assert best.rate == pytest.approx(rate, abs=1e-7)
    assert analysis.rate(rule, [mu, 2.0, L], best.lr, best.beta) == pytest.approx(best.rate, rel=1e-6)
    f = gdzoo.objective(lambda x: (mu * x[0] ** 2 + L * x[1] ** 2) / 2, lambda x: np.stack([mu * x[0], L * x[1]]))
    run = gdzoo.minimize(rule, f, [1.0, 1.0], 800, **knobs(rule, best.lr, best.beta))
    size = np.abs(run.x).max(1)
    assert (size[800] / size[400]) ** (1 / 400) == pytest.approx(rate, rel=3e-3)  # a double root adds k^(1/k)
    between = np.linspace(mu, L, 2001)
    for lr, beta in (0.99, 1), (1.01, 1), (1, 0.99), (1, 1.01):
        assert analysis.rate(rule, between, best.lr * lr, best.beta * beta) >= best.rate * (1 - 1e-6)


def test_nesterovs_textbook_settings_at_condition_100():
    q = 10.0
    assert analysis.rate("nesterov", np.linspace(1, 100, 500), 1 / 100, (q - 1) / (q + 1)) == pytest.approx(0.9)


def test_a_round_bowl_is_solved_in_one_step():
    for rule in WITH_THEORY:
        assert analysis.best(rule, 2.0, 2.0) == pytest.approx((0.5, 0, 0))


def test_rates_broadcast_over_settings():
    lr, beta = np.meshgrid(np.linspace(0.001, 0.04, 5), np.linspace(0, 0.9, 4))
    rates = analysis.rate("momentum", [1, 20, 100], lr, beta)
    assert rates.shape == (4, 5)
    assert rates[2, 3] == analysis.rate("momentum", [1, 20, 100], lr[2, 3], beta[2, 3])


def test_regimes_are_what_runs_do(quadratic):
    """Ripples cross zero and rest between crossings; alternating changes sign at every step; monotone never does."""
    a, beta = (grid.ravel() for grid in np.meshgrid(np.linspace(0.037, 3.9, 41), np.linspace(0.02, 0.8, 14)))
    code = analysis.regime(a, beta)
    run = gdzoo.minimize("momentum", quadratic(1.0), [1.0], 4000, lr=a, beta=beta, bound=1e30)
    x = run.x[:, 0]
    grows = np.abs(x[-1]) > 1
    np.testing.assert_array_equal(grows, code == analysis.REGIMES.index("diverges"))
    late = x[300:340]
    alive = np.abs(late).min(0) > 1e-290
    flips = (np.sign(late[1:]) != np.sign(late[:-1])).mean(0)
    assert (flips[alive & (code == 0)] == 0).all()
    assert (flips[alive & (code == 3)] == 1).all()
    assert set(np.unique(code)) == {0, 2, 3, 4}


def test_the_one_step_regime_is_a_single_point():
    assert analysis.regime(1.0, 0.0) == "one step"
    assert analysis.regime(49 * (1 / 49), 0.0) == "one step"  # 0.9999999999999999
    assert [analysis.regime(a, b) for a, b in ((0.99, 0), (1.01, 0), (1, 0.01))] == [
        "monotone",
        "alternating",
        "ripples",
    ]
    assert [analysis.regime(a, b) for a, b in ((0, 0.5), (3, 0.5), (2, 0), (1, 1))] == ["diverges"] * 4


def test_the_largest_curvature_decides_whether_gd_can_settle():
    for f in gdzoo.LANDSCAPES.values():
        for point in f.minima:
            if f.name == "ackley" or np.linalg.eigvalsh(f.hess(np.array(point)))[0] < 1e-9:
                continue  # a cone or a kink, or a curve of minima along which a run slides to where it is less curved
            L = analysis.largest_curvature(f, point)
            near = np.array(point) + 1e-7 * np.cos(np.arange(len(point)))
            below, above = (gdzoo.minimize("gd", f, near, 3000, lr=lr, bound=1e3).x[-1] for lr in (1.99 / L, 2.01 / L))
            assert np.abs(below - point).max() < 1e-7 < np.abs(above - point).max()


def test_the_largest_curvature_of_a_batch():
    f, x = gdzoo.LANDSCAPES["himmelblau"], np.random.default_rng(0).normal(size=(2, 3, 4))
    curvature = analysis.largest_curvature("himmelblau", x)
    assert curvature.shape == (3, 4)
    assert curvature[1, 2] == pytest.approx(np.linalg.eigvalsh(f.hess(x[:, 1, 2]))[-1])


def test_damping_beyond_the_smallest_curvature_turns_every_step_of_newton_downhill():
    f, x = gdzoo.LANDSCAPES["himmelblau"], np.random.default_rng(2).normal(0, 3, (2, 500))
    lowest, highest = analysis.smallest_curvature(f, x), analysis.largest_curvature(f, x)
    assert (lowest < 0).any()
    assert np.trace(f.hess(x)) == pytest.approx(lowest + highest)
    g, undamped = f.grad(x), gdzoo.minimize("newton", f, x, 1).x[1] - x
    damped = gdzoo.minimize("newton", f, x, 1, damping=np.maximum(1 - lowest, 0)).x[1] - x
    assert ((g * damped).sum(0) < 0).all()
    assert ((g * undamped).sum(0)[lowest > 0] < 0).all()
    assert ((g * undamped).sum(0)[lowest < 0] > 0).any()


@pytest.mark.parametrize("name", ["valley", "rosenbrock", "himmelblau", "rastrigin", "wavy", "abs_sum"])
def test_a_step_of_descent_climbs_exactly_where_it_meets_more_curvature_than_two_over_lr(name):
    f = gdzoo.LANDSCAPES[name]
    low, high = np.transpose(f.box)
    x = (low[:, None] + (high - low)[:, None] * np.random.default_rng(5).random((f.dim, 400))).reshape(f.dim, 400)
    lr = np.geomspace(1e-4, 3, 400)
    y = gdzoo.minimize("gd", f, x, 1, lr=lr, bound=1e9).x[1]
    met = analysis.curvature_between(f, x, y)
    climbs = f.value(y) > f.value(x)
    assert 10 < climbs.sum() < 390
    np.testing.assert_array_equal(met > 2 / lr, climbs)


def test_the_curvature_between_two_points_averages_those_on_the_way_and_the_near_ones_count_most():
    f, dice = gdzoo.LANDSCAPES["himmelblau"], np.random.default_rng(7)
    x, y = dice.normal(size=(2, 2, 9))
    nodes, weights = np.polynomial.legendre.leggauss(8)
    share, step = (nodes + 1) / 2, (y - x) / np.linalg.norm(y - x, axis=0)
    bends = np.array([np.einsum("ik,ijk,jk->k", step, f.hess(x + t * (y - x)), step) for t in share])
    average = (weights * (1 - share)) @ bends  # of weight 2 (1 - t) on the way from 0 to 1
    np.testing.assert_allclose(analysis.curvature_between(f, x, y), average)


def test_a_quadratic_has_one_curvature_along_each_direction():
    f = gdzoo.LANDSCAPES["ravine"](kappa=37, angle=0.7)
    x, y = np.random.default_rng(9).normal(size=(2, 2, 5))
    there, back = analysis.curvature_between(f, x, y), analysis.curvature_between(f, y, x)
    np.testing.assert_allclose(there, back)
    assert (there > 1).all()
    assert (there < 37).all()


def test_a_step_too_short_to_bend_the_loss_has_no_curvature():
    assert np.isnan(analysis.curvature_between("himmelblau", [3.0, 2.5], [3.0, 2.5]))
    assert np.isnan(analysis.curvature_between("himmelblau", [3.0, 2.5], [3.0 + 1e-12, 2.5]))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: analysis.rate("adam", [1], 0.1),
            "no theory of rule 'adam' on quadratics; known: gd, averaged, newton, momentum, momentum_ema, nesterov, nesterov_lookahead",
        ),
        (lambda: analysis.best("gd", 2, 1), "best needs 0 < mu <= L, got mu=2, L=1"),
    ],
)
def test_sentences(call, sentence):
    with pytest.raises((KeyError, ValueError)) as error:
        call()
    assert str(error.value) == sentence


def test_a_curvature_needs_a_hessian():
    with pytest.raises(
        TypeError,
        match=r"^largest_curvature needs hess\(x\), and this objective has none; gdzoo\.objective\(value, grad, hess\) makes one",
    ):
        analysis.largest_curvature(gdzoo.objective(lambda x: x[0], lambda x: x), [1.0])
