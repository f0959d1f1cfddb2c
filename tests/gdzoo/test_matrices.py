"""Rules that act on matrices: singular values, bases, shapes, and their relatives among the rules of vectors."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from book.verified import residual
from gdzoo.linalg import matmul, power, singular_vectors, transpose
from gdzoo.newton_schulz import newton_schulz

minimize = gdzoo.minimize
MATRIX = ["adafactor", "shampoo", "soap", "muon"]
EACH = pytest.mark.parametrize("rule", MATRIX)


def drawn(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def orthogonal(n, seed):
    return np.linalg.qr(drawn(n, n, seed=seed))[0]


BOWL = gdzoo.objective(lambda x: (x**2).sum((0, 1)) / 2, lambda x: x)


def singular_values(x):
    return np.linalg.svd(x, compute_uv=False)


# Newton-Schulz


def test_five_steps_of_newton_schulz_take_singular_values_from_0_005_up_into_0_6818_to_1_1544():
    """A diagonal of unit norm keeps its values; the batch runs over the smallest of them."""
    s = np.geomspace(0.005, 1, 20001)
    x = np.zeros((2, 2, len(s)))
    x[0, 0], x[1, 1] = s, np.sqrt(1 - s**2)
    values = newton_schulz(x)[0, 0]
    assert values.min() == pytest.approx(0.6818, abs=1e-4)
    assert values.max() == pytest.approx(1.1544, abs=1e-4)


def test_newton_schulz_leaves_0_001_at_0_47():
    x = np.diag([0.001, np.sqrt(1 - 0.001**2)])
    assert newton_schulz(x)[0, 0] == pytest.approx(0.4705, abs=1e-4)


@pytest.mark.parametrize("shape", [(4, 4), (3, 7), (7, 3), (1, 5), (5, 1), (1, 1)])
def test_newton_schulz_keeps_the_singular_vectors(shape):
    g = drawn(*shape)
    u, s, v = np.linalg.svd(g, full_matrices=False)
    s = s / np.linalg.norm(s)
    for _ in range(5):
        s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
    np.testing.assert_allclose(newton_schulz(g), u * s @ v, atol=1e-12)


def test_newton_schulz_of_the_transpose_is_the_transpose():
    g = drawn(3, 7, 2)
    np.testing.assert_allclose(newton_schulz(transpose(g)), transpose(newton_schulz(g)), atol=1e-13)


def test_newton_schulz_sees_no_scale_and_keeps_zero():
    g = drawn(3, 4)
    np.testing.assert_allclose(newton_schulz(1e9 * g), newton_schulz(g), atol=1e-12)
    assert (newton_schulz(np.zeros((3, 4))) == 0).all()


def test_newton_schulz_of_low_rank_stays_of_low_rank():
    x = newton_schulz(np.outer([1.0, 2.0, 3.0], [1.0, -1.0]))
    np.testing.assert_allclose(singular_values(x)[1:], 0, atol=1e-12)
    assert 0.68 < singular_values(x)[0] < 1.16


def test_each_column_may_have_its_own_number_of_steps():
    g = drawn(3, 4, 3)
    x = newton_schulz(g, np.array([1.0, 5.0, 3.0]))
    for i, steps in enumerate((1, 5, 3)):
        np.testing.assert_allclose(x[..., i], newton_schulz(g[..., i], steps), atol=1e-13)


# Linear algebra


def test_products_and_powers_of_a_batch_are_those_of_its_matrices():
    a, b = drawn(3, 4, 2, 5), drawn(4, 2, 2, 5, seed=1)
    h = matmul(a, transpose(a))
    for i in np.ndindex(2, 5):
        at = (..., *i)
        np.testing.assert_allclose(matmul(a, b)[at], a[at] @ b[at], atol=1e-13)
        root = power(h, -1 / 4)[at]
        np.testing.assert_allclose(root @ root @ root @ root @ h[at], np.eye(3), atol=1e-8)


def test_the_power_of_a_singular_matrix_is_that_of_its_pseudo_inverse():
    h = np.outer([3.0, 4.0], [3.0, 4.0])
    np.testing.assert_allclose(power(h, -1), np.linalg.pinv(h), atol=1e-15)
    assert (power(np.zeros((2, 2)), -1 / 4) == 0).all()


def test_a_matrix_that_is_not_finite_spoils_only_its_own_column():
    a = drawn(3, 3, 2)
    h = matmul(a, transpose(a))
    a[0, 0, 1] = h[0, 0, 1] = np.nan
    for result in power(h, -1 / 4), *singular_vectors(a):
        assert np.isfinite(result[..., 0]).all()
        assert np.isnan(result[..., 1]).all()


# All of them


@EACH
@pytest.mark.parametrize("batch", [(), (2,), (3, 2)])
@pytest.mark.parametrize("shape", [(3, 3), (2, 4), (4, 2)])
def test_a_batch_of_matrices_is_a_loop(rule, shape, batch):
    f = residual(drawn(3, shape[0]), drawn(shape[1], 3, seed=1), drawn(3, 3, seed=2))
    x0, lr = drawn(*shape, *batch, seed=3), np.linspace(0.003, 0.02, 2)
    lr = lr if batch else 0.01
    run = minimize(rule, f, x0, 25, lr=lr, keep_state=True)
    assert run.x.shape == (26, *shape, *batch)
    assert run.f.shape == (26, *batch)
    for i in np.ndindex(batch):
        alone = minimize(rule, f, x0[(..., *i)], 25, lr=np.broadcast_to(lr, batch)[i], keep_state=True)
        np.testing.assert_allclose(run.x[(..., *i)], alone.x, rtol=1e-8, atol=1e-9)
        assert [np.shape(field) for field in alone.state] == [
            np.shape(field)[: np.ndim(field) - len(batch)] for field in run.state
        ]


@EACH
def test_the_transposed_problem_has_the_transposed_path(rule):
    """But for the factor sqrt(max(1, m / n)) of muon's rate."""
    a, b, c = drawn(3, 2), drawn(4, 5, seed=1), drawn(3, 5, seed=2)
    x0, lr = drawn(2, 4, seed=3), 0.01
    wide = minimize(rule, residual(a, b, c), x0, 20, lr=lr).x
    lr /= np.sqrt(2) if rule == "muon" else 1
    tall = minimize(rule, residual(b.T, a.T, c.T), x0.T, 20, lr=lr).x
    np.testing.assert_allclose(tall, wide.swapaxes(1, 2), atol=1e-9)


@pytest.mark.parametrize("rule", ["shampoo", "soap", "muon"])
@pytest.mark.parametrize("shape", [(3, 3), (2, 3), (3, 2)])
def test_turning_rows_and_columns_turns_the_path(rule, shape):
    """f(U^T Y V) from U X V^T walks along U X V^T: for any orthogonal U and V."""
    m, n = shape
    a, b, c, x0 = drawn(m, m), drawn(n, n, seed=1), drawn(m, n, seed=2), drawn(m, n, seed=3)
    u, v = orthogonal(m, 4), orthogonal(n, 5)
    plain = minimize(rule, residual(a, b, c), x0, 20, lr=0.01).x
    turned = minimize(rule, residual(a @ u.T, v @ b, c), u @ x0 @ v.T, 20, lr=0.01).x
    np.testing.assert_allclose(turned, u @ plain @ v.T, atol=1e-6)


@EACH
def test_a_slope_of_zero_moves_nothing(rule):
    run = minimize(rule, BOWL, np.zeros((2, 3)), 5, lr=0.1)
    assert (run.x == 0).all()
    assert run.escaped_at == -1


@EACH
def test_slopes_of_rank_one_do_not_stop_a_rule(rule):
    f = gdzoo.objective(lambda x: x.sum((0, 1)) ** 2 / 2, lambda x: x.sum((0, 1)) + np.zeros_like(x))
    run = minimize(rule, f, np.full((3, 2), 0.5), 30, lr=0.02)
    assert np.isfinite(run.x).all()
    assert run.f[-1] < 0.9 * run.f[0]


@EACH
def test_a_matrix_rule_on_a_vector_is_one_sentence(rule):
    with pytest.raises(ValueError, match=rf"^{rule} needs matrices, x0 of shape \(m, n, \*batch\); got shape \(2,\)$"):
        minimize(rule, BOWL, [1.0, 2.0], 3, lr=0.1)


@pytest.mark.parametrize(
    ("rule", "knob", "value", "wanted"),
    [
        ("muon", "nesterov", 0.5, "0 or 1"),
        ("muon", "ns_steps", 2.5, "a whole number >= 1"),
        ("soap", "refresh", 0, "a whole number >= 1"),
        ("adafactor", "beta2_decay", 0.8, "<= 0"),
        ("adafactor", "d", 0.5, ">= 1"),
    ],
)
def test_a_bad_knob_is_one_sentence(rule, knob, value, wanted):
    with pytest.raises(ValueError, match=rf"^{rule}: {knob} must be {wanted}, got {knob}={value:g}$"):
        minimize(rule, BOWL, np.eye(2), 3, lr=0.1, **{knob: value})


# Muon


@pytest.mark.parametrize(("shape", "scale"), [((4, 4), 1), ((2, 8), 1), ((8, 2), 2)])
def test_the_singular_values_of_muons_step_lie_in_0_68_to_1_16_times_lr(shape, scale, fed):
    """Where those of the velocity are above 0.005 of its norm; the factor is sqrt(max(1, m / n))."""
    u, v = (orthogonal(n, seed)[:, : min(shape)] for seed, n in enumerate(shape))
    grads = np.einsum("ik,tk,jk->tij", u, np.random.default_rng(2).uniform(0.1, 1, (30, min(shape))), v)
    run = minimize("muon", fed(grads, 2), np.zeros(shape), 30, lr=0.01)
    for step in np.diff(run.x, axis=0):
        values = singular_values(step) / (0.01 * scale)
        assert (values < 1.16).all()
        assert (values > 0.68).all()


def test_muons_velocity_may_be_a_sum_or_an_average(fed):
    """Newton-Schulz divides by the norm, and an average is a sum times 1 - beta."""
    grads, beta = drawn(12, 3, 4), 0.77
    run = minimize("muon", fed(grads, 2), np.zeros((3, 4)), 12, lr=0.1, beta=beta)
    m = np.zeros((3, 4))
    for g, step in zip(grads, np.diff(run.x, axis=0), strict=True):
        m = beta * m + (1 - beta) * g
        np.testing.assert_allclose(step, -0.1 * newton_schulz((1 - beta) * g + beta * m), atol=1e-12)


def test_without_nesterov_muon_steps_along_the_velocity_itself(fed):
    grads = drawn(2, 3, 3)
    run = minimize("muon", fed(grads[..., None], 2), np.zeros((3, 3)), 2, lr=1.0, beta=0.6, nesterov=[True, False])
    for i, u in enumerate((1.6 * grads[1] + 0.36 * grads[0], grads[1] + 0.6 * grads[0])):
        np.testing.assert_allclose(run.x[1, ..., i] - run.x[2, ..., i], newton_schulz(u), atol=1e-12)


# Shampoo


@pytest.mark.parametrize("shape", [(3, 3), (2, 4), (4, 2)])
def test_shampoo_without_a_past_steps_by_u_v(shape):
    x = minimize("shampoo", BOWL, drawn(*shape), 1, lr=0.1, eps=0).x
    u, _, v = np.linalg.svd(x[0], full_matrices=False)
    np.testing.assert_allclose(x[0] - x[1], 0.1 * u @ v, atol=1e-12)


def test_shampoo_on_one_number_is_adagrad(fed):
    grads = drawn(20, 1, 1)
    ours = minimize("shampoo", fed(grads, 2), [[0.0]], 20, lr=0.1, eps=0).x
    np.testing.assert_allclose(
        ours[:, 0], minimize("adagrad", fed(grads[:, 0]), [0.0], 20, lr=0.1, eps=0).x, atol=1e-13
    )


def test_shampoo_on_a_vector_is_half_of_full_matrix_adagrad_and_half_of_its_norm(fed):
    """(sum g g^T)^-1/4 g (sum |g|^2)^-1/4; where all g are parallel both halves agree with AdaGrad's (sum g g^T)^-1/2 g."""
    grads = drawn(6, 3, 1)
    run = minimize("shampoo", fed(grads, 2), np.zeros((3, 1)), 6, lr=1.0, eps=1e-6)
    left = 1e-6 * np.eye(3) + np.einsum("tik,tjk->ij", grads, grads)
    right = 1e-6 + (grads**2).sum()
    np.testing.assert_allclose(run.x[-2] - run.x[-1], power(left, -1 / 4) @ grads[-1] / right**0.25, atol=1e-9)
    parallel = np.array([1.0, -0.3, 2.0, 0.7])[:, None, None] * drawn(3, 1)
    run = minimize("shampoo", fed(parallel, 2), np.zeros((3, 1)), 4, lr=1.0, eps=0)
    full = power(np.einsum("tik,tjk->ij", parallel, parallel), -1 / 2) @ parallel[-1]
    np.testing.assert_allclose(run.x[-2] - run.x[-1], full, atol=1e-12)


# SOAP


def test_soap_in_the_basis_of_the_axes_is_adam_one_step_late(fed):
    """The first gradient is diagonal with falling entries: its basis is that of the axes."""
    grads = drawn(15, 3, 3)
    grads[0] = np.diag([3.0, 2.0, 1.0])
    ours = minimize("soap", fed(grads, 2), np.zeros((3, 3)), 15, lr=0.1, beta2=0.99, weight_decay=0, refresh=100)
    adam = minimize("adam", fed(grads[1:], 2), np.zeros((3, 3)), 14, lr=0.1, beta1=0.95, beta2=0.99, point_ndim=2)
    np.testing.assert_allclose(ours.x[1:], adam.x, atol=1e-12)
    assert (ours.x[1] == 0).all()


def test_soap_on_one_number_is_adamw_one_step_late(fed):
    grads = drawn(15, 1, 1)
    knobs: dict[str, Any] = {"lr": 0.1, "beta1": 0.8, "beta2": 0.9, "weight_decay": 0.1}
    ours = minimize("soap", fed(grads, 2), [[1.0]], 15, refresh=3, **knobs)
    adamw = minimize("adamw", fed(grads[1:, 0]), [1.0], 14, **knobs)
    np.testing.assert_allclose(ours.x[1:, 0], adamw.x, atol=1e-12)


def test_soaps_first_move_is_shampoos_for_any_eps():
    """Without noise the second gradient is the first one: P sign(S) Q^T."""
    x0 = drawn(3, 3)
    for eps in 0.0, 1e-8:
        x = minimize("soap", BOWL, x0, 2, lr=0.1, eps=eps, weight_decay=0).x
        u, _, v = np.linalg.svd(x0)
        np.testing.assert_allclose(x[1] - x[2], 0.1 * u @ v, atol=1e-7)


def test_soaps_bases_stay_orthogonal_and_come_to_diagonalize_its_averages(fed):
    mixing = orthogonal(3, 1) * [3.0, 1.0, 0.2]
    grads = np.einsum("ij,tjk->tik", mixing, drawn(400, 3, 3))
    s = minimize("soap", fed(grads, 2), np.zeros((3, 3)), 400, lr=1e-3, beta2=0.999, refresh=5, keep_state=True).state
    p, left = s.q_left[-1], s.left[-1]
    np.testing.assert_allclose(p.T @ p, np.eye(3), atol=1e-13)
    seen = p.T @ left @ p
    assert np.abs(seen - np.diag(np.diag(seen))).max() < 0.02 * np.abs(seen).max()
    assert (np.diff(np.diag(seen)) < 0).all()


def test_soap_refreshes_its_bases_only_after_so_many_steps():
    f = residual(drawn(3, 3), drawn(3, 3, seed=1), drawn(3, 3, seed=2))
    run = minimize("soap", f, drawn(3, 3, seed=3), 13, lr=0.1, refresh=[4, 6], keep_state=True)
    for i, refresh in enumerate((4, 6)):
        changed = [k for k in range(1, 14) if (run.state.q_left[k, ..., i] != run.state.q_left[k - 1, ..., i]).any()]
        assert changed == [k for k in range(1, 14) if k == 1 or (k - 1) % refresh == 0]


# Adafactor


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_adafactors_first_step_has_lr_times_the_size_of_x(scale):
    """Where the squares of the gradient are of rank one, every entry moves by exactly that."""
    signs = np.sign(drawn(3, 4))
    g = scale * np.outer([1.0, 2.0, 3.0], [1.0, 0.5, 0.1, 4.0]) * signs
    f = gdzoo.objective(lambda x: (g.T * x.T).T.sum((0, 1)), lambda x: (g.T + 0 * x.T).T)
    x = minimize("adafactor", f, np.full((3, 4), 2.0), 1, lr=0.01).x
    np.testing.assert_allclose(x[0] - x[1], 0.01 * 2.0 * signs, rtol=1e-12)


def test_near_the_origin_adafactors_steps_are_lr_times_eps2():
    f = gdzoo.objective(lambda x: x.sum((0, 1)), np.ones_like)
    x = minimize("adafactor", f, np.zeros((2, 2)), 1, lr=0.01, eps2=0.05).x
    np.testing.assert_allclose(x[1], -0.01 * 0.05)


def test_adafactors_rate_is_never_above_one_over_the_root_of_t(fed):
    run = minimize("adafactor", fed(np.ones((9, 1, 1)), 2), [[0.0]], 9, lr=10.0, eps2=1.0, bound=1e9)
    length, size = np.diff(run.x[:, 0, 0]), np.maximum(1, np.abs(run.x[:-1, 0, 0]))
    np.testing.assert_allclose(-length / size, 1 / np.sqrt(np.arange(1, 10)))


def test_adafactor_on_a_column_keeps_every_square(fed):
    grads = drawn(10, 4, 1)
    run = minimize("adafactor", fed(grads, 2), np.ones((4, 1)), 10, lr=0.01, keep_state=True)
    v = np.zeros((4, 1))
    for t, g in enumerate(grads, 1):
        v = v + t**-0.8 * (g**2 - v)
    np.testing.assert_allclose(run.state.row[-1], v, rtol=1e-12)
    np.testing.assert_allclose(run.state.row[-1].mean(0), run.state.col[-1][0], rtol=1e-12)


def test_adafactor_clips_a_step_whose_root_mean_square_is_above_d(fed):
    grads = np.ones((30, 2, 2))
    grads[-1] = 100
    long, short = (
        np.diff(minimize("adafactor", fed(grads, 2), np.zeros((2, 2)), 30, lr=1e-3, eps2=1.0, d=d).x, axis=0)[-1]
        for d in (100.0, 1.0)
    )
    assert (np.abs(long) > 1.5e-3).all()
    np.testing.assert_allclose(short, -1e-3)
