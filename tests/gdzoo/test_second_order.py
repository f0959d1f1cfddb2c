"""Newton's method, Sophia, BFGS and L-BFGS: what theory promises of each."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdzoo
from gdzoo.optimizers.second_order.bfgs import bfgs_update
from gdzoo.optimizers.second_order.lbfgs import Pairs, remembered, two_loop
from gdzoo.wolfe import TRIES, nowhere

minimize = gdzoo.minimize
HIMMELBLAU = gdzoo.LANDSCAPES["himmelblau"]
quick = settings(max_examples=20, deadline=None, derandomize=True)


def seen_through(M, f, b: Any = 0.0):
    """x -> f(M x + b)."""

    def y(x):
        return (np.tensordot(M, x, 1).T + b).T

    return gdzoo.objective(
        lambda x: f.value(y(x)),
        lambda x: np.tensordot(M.T, f.grad(y(x)), 1),
        lambda x: np.einsum("ai,ab...,bj->ij...", M, f.hess(y(x)), M),
        f_min=f.f_min,
    )


def quadratic(A):
    """x·A x / 2 for a symmetric matrix A."""
    return gdzoo.objective(
        lambda x: (x * np.tensordot(A, x, 1)).sum(0) / 2,
        lambda x: np.tensordot(A, x, 1),
        lambda x: np.broadcast_to(A.reshape(*A.shape, *[1] * (x.ndim - 1)), (len(A), *x.shape)),
        f_min=0.0,
    )


def symmetric(seed, eigenvalues):
    q = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(eigenvalues),) * 2))[0]
    return q @ np.diag(eigenvalues) @ q.T


def starts(seed, n, d=2, size=5.0):
    return np.random.default_rng(seed).uniform(-size, size, (d, n))


# Newton's method


@quick
@given(curvatures=st.lists(st.floats(0.1, 50) | st.floats(-50, -0.1), min_size=1, max_size=6), seed=st.integers(0, 99))
def test_newton_takes_one_step_on_any_quadratic_and_does_not_ask_whether_it_leads_down(curvatures, seed):
    b = np.linspace(-1, 2, len(curvatures))
    f = seen_through(np.eye(len(b)), quadratic(symmetric(seed, curvatures)), -b)
    run = minimize("newton", f, starts(seed, 3, len(b)), 1)
    np.testing.assert_allclose(run.x[1], np.stack([b] * 3, 1), atol=1e-10)


def test_newtons_path_is_the_same_in_any_coordinates():
    M = np.array([[2.0, 0.7], [-0.3, 0.05]])
    moved = minimize("newton", seen_through(M, HIMMELBLAU), np.linalg.solve(M, [2.0, 3.1]), 6)
    np.testing.assert_allclose(moved.x @ M.T, minimize("newton", HIMMELBLAU, [2.0, 3.1], 6).x, rtol=1e-9)


@pytest.mark.parametrize("x0", [[3.5, 2.4], [-3.1, 3.3], [-4.2, -3.0]])
def test_newtons_errors_are_squared_by_every_step(x0):
    run = minimize("newton", HIMMELBLAU, x0, 12)
    errors = np.linalg.norm(run.x - run.x[-1], axis=1)
    errors = errors[(errors < 0.3) & (errors > 1e-9)]
    order = np.log(errors[2:] / errors[1:-1]) / np.log(errors[1:-1] / errors[:-2])
    assert order[-1] == pytest.approx(2, abs=0.1)


def test_newton_is_drawn_to_the_saddle_that_saddle_free_newton_leaves():
    x0 = np.array([3.3, 0.2])
    drawn, free = (minimize(rule, HIMMELBLAU, x0, 40).x[-1] for rule in ("newton", "saddle_free_newton"))
    np.testing.assert_allclose(drawn, HIMMELBLAU.saddles[0], atol=1e-9)
    np.testing.assert_allclose(free, HIMMELBLAU.minima[0], atol=1e-9)


def test_a_share_of_newtons_step_shrinks_the_error_by_the_rest():
    run = minimize("newton", "rosenbrock", [1.0, 1.0], 1)
    assert run.x[1].tolist() == [1, 1]
    run = minimize("newton", quadratic(symmetric(3, [1.0, 40.0])), [1.0, -2.0], 8, lr=0.25)
    np.testing.assert_allclose(run.x, 0.75 ** np.arange(9)[:, None] * run.x[0], rtol=1e-12)


def test_damping_leads_from_newtons_step_to_a_short_one_of_gd():
    A, x0 = symmetric(5, [0.5, 8.0]), np.array([1.0, 2.0])
    damping = np.array([0.0, 0.1, 1.0, 10.0, 1e6])
    step = minimize("newton", quadratic(A), x0[:, None], 1, damping=damping).x[1] - x0[:, None]
    np.testing.assert_allclose(step[:, 0], -x0)
    np.testing.assert_allclose(step[:, -1], -A @ x0 / 1e6, rtol=1e-4)
    assert (np.diff(np.linalg.norm(step, axis=0)) < 0).all()
    cosine = -(A @ x0) @ step / np.linalg.norm(step, axis=0)
    assert (np.diff(cosine) > 0).all()


def test_damping_beyond_the_negative_curvature_makes_newtons_step_lead_down():
    g = HIMMELBLAU.grad(np.array([0.5, 0.7]))
    lowest = np.linalg.eigvalsh(HIMMELBLAU.hess(np.array([0.5, 0.7])))[0]
    run = minimize("newton", HIMMELBLAU, [[0.5], [0.7]], 1, damping=[0.0, 1.1 * -lowest])
    assert lowest < 0
    assert (g @ (run.x[1] - run.x[0]) > 0).tolist() == [True, False]


@pytest.mark.parametrize("rule", ["newton", "saddle_free_newton"])
def test_a_singular_hessian_ends_its_column_and_no_other(rule):
    f = gdzoo.objective(
        lambda x: x[0] ** 4 + x[1] ** 2,
        lambda x: np.stack([4 * x[0] ** 3, 2 * x[1]]),
        lambda x: np.stack([np.stack([12 * x[0] ** 2, 0 * x[0]]), np.stack([0 * x[0], 2 + 0 * x[0]])]),
    )
    run = minimize(rule, f, [[1.0, 0.0, -3.0], [1.0, 1.0, 1.0]], 4)
    assert run.escaped_at.tolist() == [-1, 1, -1]
    assert run.x[-1, :, 1].tolist() == [0, 1]
    np.testing.assert_allclose(run.x[:, 0, 0], (2 / 3) ** np.arange(5))


def test_saddle_free_newton_is_newton_where_all_curvature_is_positive_and_never_leads_up():
    x0 = starts(1, 200)
    newton, free = (minimize(rule, HIMMELBLAU, x0, 1).x[1] - x0 for rule in ("newton", "saddle_free_newton"))
    convex = np.linalg.eigvalsh(np.moveaxis(HIMMELBLAU.hess(x0), -1, 0))[:, 0] > 0
    assert 0 < convex.sum() < 200
    np.testing.assert_allclose(free[:, convex], newton[:, convex], rtol=1e-8)
    assert ((HIMMELBLAU.grad(x0) * free).sum(0) < 0).all()


def test_saddle_free_newton_depends_on_the_units_of_the_coordinates_where_curvature_has_both_signs():
    M, x0 = np.diag([1.0, 3.0]), np.array([2.0, -0.5])
    moved = minimize("saddle_free_newton", seen_through(M, HIMMELBLAU), np.linalg.solve(M, x0), 1)
    assert np.abs(moved.x[1] @ M.T - minimize("saddle_free_newton", HIMMELBLAU, x0, 1).x[1]).max() > 0.1


# Sophia


def test_no_coordinate_moves_further_than_lr_with_sophia():
    run = minimize("sophia", "rosenbrock", starts(2, 50), 60, lr=0.01)
    assert np.abs(np.diff(run.x, axis=0)).max() <= 0.01 * (1 + 1e-9)


def test_sophia_without_memory_and_clipping_is_newtons_step_in_each_coordinate():
    f = gdzoo.LANDSCAPES["valley"]
    run = minimize("sophia", f, [0.3, -0.2], 5, lr=0.5, beta1=0, beta2=0, gamma=1)
    np.testing.assert_allclose(run.x, 0.5 ** np.arange(6)[:, None] * run.x[0])


@pytest.mark.parametrize(("refresh", "looks"), [(1, 25), (10, 3), (24, 2), (25, 1)])
def test_sophia_looks_at_the_curvature_before_the_first_step_and_then_now_and_then(refresh, looks):
    f = gdzoo.Counted("rosenbrock")
    minimize("sophia", f, [-1.2, 1.0], 25, lr=0.01, refresh=refresh)
    assert f.hess_evals == looks


def test_sophias_columns_may_look_at_different_times():
    run = minimize("sophia", "rosenbrock", [[-1.2], [1.0]], 30, lr=0.03, refresh=[1, 4, 7])
    for j, refresh in enumerate([1, 4, 7]):
        alone = minimize("sophia", "rosenbrock", [-1.2, 1.0], 30, lr=0.03, refresh=refresh)
        np.testing.assert_allclose(run.x[..., j], alone.x, rtol=1e-12)


def test_sophias_decay_is_decoupled():
    flat = gdzoo.objective(lambda x: 0 * x[0], lambda x: 0 * x, lambda x: np.zeros((2, *x.shape)))
    run = minimize("sophia", flat, [1.0, -2.0], 5, lr=0.1, weight_decay=0.5)
    np.testing.assert_allclose(run.x, 0.95 ** np.arange(6)[:, None] * run.x[0])


# BFGS


def test_bfgs_ends_faster_than_any_constant_rate():
    run = minimize("bfgs", "rosenbrock", [-1.2, 1.0], 38)
    errors = np.linalg.norm(run.x - 1, axis=1)
    assert (errors[36:] / errors[35:-1] < 0.15).all()
    assert (np.diff(errors[36:] / errors[35:-1]) < 0).all()
    assert errors[-1] < 1e-10


@pytest.mark.parametrize("d", [2, 5, 9])
def test_with_exact_searches_bfgs_has_the_inverse_hessian_of_a_quadratic_after_d_steps(d):
    A, x, h = symmetric(d, np.geomspace(1, 30, d)), np.linspace(-1, 2, d), np.eye(d)
    for k in range(d):
        p = -h @ A @ x
        s = -(p @ A @ x) / (p @ A @ p) * p
        h = bfgs_update("ackley", h, s, A @ s, np.array(k == 0))
        x = x + s
    np.testing.assert_allclose(h @ A, np.eye(d), atol=1e-9)
    np.testing.assert_allclose(x, 0, atol=1e-10)


@pytest.mark.parametrize("d", [2, 5, 9])
def test_with_its_own_searches_bfgs_comes_close_to_that_inverse_hessian(d):
    A = symmetric(d, np.geomspace(1, 30, d))
    run = minimize("bfgs", quadratic(A), np.linspace(-1, 2, d), 5 * d, keep_state=True)
    np.testing.assert_allclose(run.state.h[-1] @ A, np.eye(d), atol=0.02)
    assert run.grad_norm[-1] < 1e-8


@quick
@given(d=st.integers(1, 5), seed=st.integers(0, 99))
def test_an_update_maps_the_change_of_the_gradient_to_the_step_and_stays_positive(d, seed):
    rng = np.random.default_rng(seed)
    root, s, y = rng.normal(size=(d, d)), rng.normal(size=d), rng.normal(size=d)
    y = y if s @ y > 0 else -y
    h = root @ root.T + 0.1 * np.eye(d)
    for untaught in True, False:
        new = bfgs_update("ackley", h, s, y, np.array(untaught))
        np.testing.assert_allclose(new @ y, s, rtol=1e-7, atol=1e-9 * np.abs(new).max())
        np.testing.assert_array_equal(new, new.T)
        assert np.linalg.eigvalsh(new)[0] > 0
    rho, eye = 1 / (s @ y), np.eye(d)
    textbook = (eye - rho * np.outer(s, y)) @ h @ (eye - rho * np.outer(y, s)) + rho * np.outer(s, s)
    np.testing.assert_allclose(new, textbook, rtol=1e-9, atol=1e-9 * np.abs(new).max())


def test_a_pair_without_positive_curvature_teaches_nothing():
    s, y = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), np.array([[2.0, -2.0, 0.0], [1.0, 1.0, 0.0]])
    h = np.stack([3 * np.eye(2)] * 3, -1)
    with np.errstate(all="ignore"):
        new = bfgs_update("bowl", h, s, y, np.array([True, True, True]))
    assert np.isfinite(new).all()
    assert (new[..., 0] != h[..., 0]).any()
    np.testing.assert_array_equal(new[..., 1:], h[..., 1:])


# L-BFGS


def pairs(seed, n, d, memory):
    """A memory that met n random pairs of a quadratic, and the pairs."""
    A, rng = symmetric(seed, np.geomspace(0.3, 9, d)), np.random.default_rng(seed)
    nothing = np.zeros((memory, d))
    state = Pairs(nowhere("ackley", np.zeros(d)), nothing, nothing, np.zeros(memory))
    met = [(s, A @ s) for s in rng.normal(size=(n, d))]
    for s, y in met:
        state = Pairs(state.end, *remembered("ackley", state, s, y))
    return state, met, rng.normal(size=d)


@pytest.mark.parametrize(("n", "memory"), [(1, 1), (3, 5), (5, 5), (9, 4)])
def test_the_two_loops_give_the_direction_of_bfgs_from_the_last_pairs_and_the_newest_scale(n, memory):
    state, met, g = pairs(7, n, 6, memory)
    s, y = met[-1]
    h = s @ y / (y @ y) * np.eye(6)
    for s, y in met[-memory:]:
        h = bfgs_update("ackley", h, s, y, np.array(False))
    np.testing.assert_allclose(two_loop("ackley", g, state), h @ g, rtol=1e-11)


def test_without_pairs_the_direction_is_the_gradient():
    state, _, g = pairs(7, 0, 6, 3)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(two_loop("ackley", g, state), g)


def test_a_pair_that_teaches_nothing_pushes_none_out():
    state, _, _ = pairs(3, 4, 5, 3)
    with np.errstate(all="ignore"):
        after = remembered("ackley", state, np.ones(5), -np.ones(5))
    for old, new in zip(state[1:], after, strict=True):
        np.testing.assert_array_equal(old, new)


def test_the_first_two_steps_of_bfgs_and_lbfgs_are_the_same():
    x0 = starts(4, 20)
    full, limited = (minimize(rule, HIMMELBLAU, x0, 3).x for rule in ("bfgs", "lbfgs"))
    np.testing.assert_allclose(full[:3], limited[:3], rtol=1e-9)
    assert np.abs(full[3] - limited[3]).max() > 1e-3


# Both


@pytest.mark.parametrize("rule", ["bfgs", "lbfgs"])
def test_a_batch_is_a_loop_in_points_and_in_counts(rule):
    x0 = starts(8, 12, d=4, size=2.0)
    run = minimize(rule, "rosenbrock", x0, 40)
    assert len(set(run.grad_evals[-1])) > 3
    for j in range(12):
        alone = minimize(rule, "rosenbrock", x0[:, [j]], 40)
        np.testing.assert_allclose(run.x[..., j], alone.x[..., 0], rtol=1e-9)
        np.testing.assert_array_equal(run.grad_evals[:, j], alone.grad_evals[:, 0])
        np.testing.assert_array_equal(run.value_evals[:, j], alone.value_evals[:, 0])


@pytest.mark.parametrize("rule", ["bfgs", "lbfgs"])
def test_two_thousand_starts_find_the_four_minima(rule):
    run = minimize(rule, HIMMELBLAU, starts(9, 2000), 50, every=50)
    distance = np.linalg.norm(run.x[-1].T[:, None] - np.array(HIMMELBLAU.minima), axis=2).min(1)
    assert distance.max() < 1e-6
    assert run.grad_evals[-1].mean() < 50


@pytest.mark.parametrize("landscape", ["six_hump_camel", "styblinski_tang", "levy", "himmelblau"])
@pytest.mark.parametrize("rule", ["bfgs", "lbfgs"])
def test_at_a_minimum_nothing_explodes_and_few_evaluations_are_spent(rule, landscape):
    f = gdzoo.LANDSCAPES[landscape]
    x0 = np.array(f.minima[0])[:, None] + 0.1 * starts(10, 30, size=1.0)
    run = minimize(rule, f, x0, 120)
    assert (run.escaped_at == -1).all()
    assert (np.diff(run.f, axis=0) <= 0).all()
    assert np.abs(run.x[-1] - run.x[40]).max() < 1e-6
    assert np.diff(run.grad_evals[1:], axis=0).max() <= TRIES
    assert (run.grad_evals[-1] - run.grad_evals[-51]).mean() <= 50 * 2


@pytest.mark.parametrize("rule", ["bfgs", "lbfgs"])
def test_where_the_gradient_is_zero_a_step_costs_one_look(rule):
    run = minimize(rule, "bowl", [0.0, 0.0], 10)
    assert (run.x == 0).all()
    assert run.grad_evals.tolist() == run.value_evals.tolist() == [0] + [1] * 10


@pytest.mark.parametrize("rule", ["bfgs", "lbfgs"])
def test_noise_does_not_break_them(rule):
    run = minimize(rule, gdzoo.Noisy("valley", 0.1, seed=1), starts(11, 20), 50)
    assert np.isfinite(run.x).all()
    assert (run.f[-1] < run.f[0]).all()


# Sentences

MATRIX = gdzoo.objective(lambda x: (x**2).sum((0, 1)), lambda x: 2 * x, lambda x: x)


@pytest.mark.parametrize("rule", ["newton", "saddle_free_newton", "sophia", "bfgs"])
def test_a_matrix_is_refused_where_pairs_of_coordinates_are_kept(rule):
    knobs: dict[str, Any] = {"lr": 0.1} if rule == "sophia" else {}
    with pytest.raises(ValueError) as error:  # noqa: PT011
        minimize(rule, MATRIX, np.ones((3, 2)), 5, point_ndim=2, **knobs)
    assert str(error.value) == (
        f"{rule} takes vectors (d, *batch), and points are matrices (m, n, *batch) here; lbfgs takes both"
    )


def test_one_memory_serves_the_whole_batch():
    with pytest.raises(ValueError) as error:  # noqa: PT011
        minimize("lbfgs", "bowl", [1.0, 2.0], 5, memory=[3, 5])
    assert str(error.value) == "lbfgs: memory must be one number for the whole batch, got an array of shape (2,)"
    with pytest.raises(ValueError, match=r"^lbfgs: memory must be a whole number >= 1, got memory=2\.5$"):
        minimize("lbfgs", "bowl", [1.0, 2.0], 5, memory=2.5)
