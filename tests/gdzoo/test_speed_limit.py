"""The speed limit: the chain on which no method is fast, the method with the guarantee, and steps beyond 2/L."""

import numpy as np
import pytest

import gdzoo
from gdzoo.analysis import Chain, accelerated, best, chebyshev_steps, mixed, silver_steps

FIRST_ORDER = {
    "gd": {"lr": 0.25},
    "momentum": {"lr": 0.25, "beta": 0.8},
    "nesterov": {"lr": 0.25, "beta": 0.8},
    "nesterov_lookahead": {"lr": 0.25, "beta": 0.8},
    "adam": {"lr": 0.1},
    "sign_gd": {"lr": 0.1},
    "conjugate_gradient": {},
    "lbfgs": {},
}
"""Rules that move a coordinate only after its slope was felt."""


# the chain


@pytest.mark.parametrize(("n", "L"), [(1, 4.0), (2, 1.0), (5, 4.0), (40, 7.5)])
def test_the_derivatives_of_the_chain_belong_together(n, L):
    f, x = Chain(n, L), np.random.default_rng(n).normal(size=(n, 3))
    for i, side in enumerate(np.eye(n)):
        up, down = x + 1e-5 * side[:, None], x - 1e-5 * side[:, None]
        np.testing.assert_allclose((f.value(up) - f.value(down)) / 2e-5, f.grad(x)[i], atol=1e-8)
        np.testing.assert_allclose((f.grad(up) - f.grad(down)) / 2e-5, f.hess(x)[i], atol=1e-8)
    assert f.hess(x).shape == (n, n, 3)
    assert f.hess(x[:, 0]).shape == (n, n)


@pytest.mark.parametrize(("n", "L"), [(1, 4.0), (2, 1.0), (5, 4.0), (40, 7.5)])
def test_what_the_chain_says_of_itself_is_true(n, L):
    f = Chain(n, L)
    np.testing.assert_allclose(f.grad(f.minimum), 0, atol=1e-14)
    np.testing.assert_allclose(f.value(f.minimum), f.f_min, rtol=1e-13)
    np.testing.assert_allclose(np.linalg.eigvalsh(f.hess(f.minimum)), f.eigenvalues, rtol=1e-9)
    assert 0 < f.eigenvalues[0] <= f.eigenvalues[-1] < L
    assert f.value(np.zeros(n)) == 0


@pytest.mark.parametrize("k", [0, 1, 4, 11, 12])
def test_the_floor_is_the_lowest_point_with_k_coordinates_moved(k):
    f = Chain(12, 3.0)
    lowest = np.zeros(12)
    lowest[:k] = np.linalg.solve(f.hess(lowest)[:k, :k], -f.grad(lowest)[:k])
    np.testing.assert_allclose(f.value(lowest) - f.f_min, f.floor(k), atol=1e-15)
    assert f.floor(k + 12) == f.floor(12) == 0


@pytest.mark.parametrize("n", [3, 7, 25, 101])
def test_half_way_down_the_chain_the_floor_is_at_the_bound_of_the_books(n):
    f, k = Chain(n), (n - 1) // 2
    bound = 3 * f.L * (f.minimum**2).sum() / (32 * (k + 1) ** 2)
    assert bound <= f.floor(k) <= 1.6 * bound


@pytest.mark.parametrize("rule", FIRST_ORDER)
def test_after_k_steps_at_most_k_coordinates_have_moved_and_the_loss_is_above_the_floor(rule):
    f = Chain(16)
    run = gdzoo.minimize(rule, f, np.zeros(16), 16, **FIRST_ORDER[rule])
    for k in range(17):
        assert not run.x[k, k:].any()
    assert (run.f - f.f_min >= f.floor(np.arange(17)) - 1e-12).all()


def test_conjugate_gradients_walk_on_the_floor():
    f = Chain(16)
    run = gdzoo.minimize("conjugate_gradient", f, np.zeros(16), 15)
    np.testing.assert_allclose(run.f - f.f_min, f.floor(np.arange(16)), rtol=1e-9)


def test_newton_asks_for_curvature_and_breaks_the_cone():
    f = Chain(16)
    np.testing.assert_allclose(gdzoo.minimize("newton", f, np.zeros(16), 1).x[1], f.minimum, atol=1e-12)


@pytest.mark.parametrize(
    ("n", "L", "words"),
    [
        (0, 4.0, "n >= 1, got n=0"),
        (2.5, 4.0, "got n=2.5"),
        (True, 4.0, "got n=True"),
        (3, 0.0, "a chain needs L > 0, got L=0.0"),
        (3, np.inf, "a chain needs L > 0, got L=inf"),
    ],
)
def test_a_chain_that_cannot_be_is_refused(n, L, words):
    with pytest.raises(ValueError, match=words):
        Chain(n, L)


# the accelerated method


def by_hand(f, x, steps, lr):
    """Nesterov's method as papers write it: two sequences."""
    points, y = [x], x
    for k in range(1, steps + 1):
        x = y - lr * f.grad(y)
        y = x + (k - 1) / (k + 2) * (x - points[-1])
        points.append(x)
    return np.array(points)


def test_the_accelerated_method_is_the_one_of_the_papers():
    f = Chain(9)
    run = gdzoo.minimize(accelerated, f, np.ones(9), 30, lr=0.2)
    np.testing.assert_allclose(run.x, by_hand(f, np.ones(9), 30, 0.2), atol=1e-13)
    assert run.grad_evals[-1] == 30


@pytest.mark.parametrize("seed", range(5))
def test_it_keeps_its_guarantee_and_the_energy_of_the_proof_never_rises(seed):
    rng = np.random.default_rng(seed)
    data, signs = rng.normal(size=(30, 4)), rng.choice([-1.0, 1.0], 30)
    L = np.linalg.eigvalsh(data.T @ data)[-1] / 4 + 0.01
    f = gdzoo.objective(  # logistic losses: convex, no quadratic
        lambda x: (
            np.logaddexp(0, -signs[:, None] * (data @ x.reshape(4, -1))).sum(0).reshape(x.shape[1:])
            + 0.005 * (x * x).sum(0)
        ),
        lambda x: (
            data.T @ (-signs[:, None] / (1 + np.exp(signs[:, None] * (data @ x.reshape(4, -1)))))
            + 0.01 * x.reshape(4, -1)
        ).reshape(x.shape),
    )
    best_point = gdzoo.minimize("bfgs", f, np.zeros(4), 200).x[-1]
    start = best_point + rng.normal(size=4)
    run = gdzoo.minimize(accelerated, f, start, 120, lr=1 / L)
    t = np.arange(1, 121)
    height = run.f[1:] - f.value(best_point)
    assert (height <= 2 * L * ((start - best_point) ** 2).sum() / (t + 1) ** 2).all()
    weight = ((t + 1) / 2)[:, None]
    ahead = weight * run.x[1:] - (weight - 1) * run.x[:-1] - best_point
    energy = weight[:, 0] ** 2 * height + L / 2 * (ahead**2).sum(1)
    assert (np.diff(energy) <= 1e-9).all()
    assert energy[0] <= L / 2 * ((start - best_point) ** 2).sum() + 1e-9


def test_a_restart_forgets_where_the_momentum_climbs():
    f = gdzoo.LANDSCAPES["ravine"](kappa=1000)
    plain, restarted = (gdzoo.minimize(accelerated, f, [-2.6, 1.2], 400, lr=1e-3, restart=r) for r in (0, 1))
    rises = [(np.diff(run.f) > 1e-12).sum() for run in (plain, restarted)]
    assert rises[1] < rises[0] / 5
    assert restarted.f[-1] < 1e-9 * plain.f[-1]
    batch = gdzoo.minimize(accelerated, f, [-2.6, 1.2], 400, lr=1e-3, restart=np.array([0, 1]))
    np.testing.assert_allclose(batch.x[:, :, 1], restarted.x, atol=1e-12)


# steps of different lengths


def coupled(kappa, m=40):
    """A quadratic whose modes are mixed in all coordinates, and a start with the same share of each."""
    curvatures, mirror = np.geomspace(1, kappa, m), np.eye(m) - 2 / m
    hessian = mirror @ (curvatures[:, None] * mirror)
    return gdzoo.objective(lambda x: (x * (hessian @ x)).sum(0) / 2, lambda x: hessian @ x), mirror @ np.ones(m)


def errors(steps, kappa):
    f, start = coupled(kappa)
    run = gdzoo.minimize("gd", f, start, len(steps), lr=lambda k: steps[k], bound=1e300)
    return np.linalg.norm(run.x, axis=1) / np.linalg.norm(start)


@pytest.mark.parametrize("n", range(12))
def test_mixed_keeps_every_step(n):
    assert sorted(mixed(np.arange(n))) == list(range(n))


def test_in_mixed_order_chebyshev_steps_keep_their_promise_and_sorted_ones_drown_in_rounding():
    steps = chebyshev_steps(1, 100, 63)
    r = 11 / 9
    promise = 2 / (r**63 + r**-63)
    assert errors(mixed(steps), 100)[-1] < promise < 1e-5
    assert errors(mixed(steps), 100).max() <= 1
    assert errors(steps, 100)[-1] > 1e6
    assert errors(steps[::-1], 100)[-1] > 1e6


def test_silver_steps_beat_every_constant_step_and_momentum_beats_them():
    kappa = 100
    silver = errors(silver_steps(63) / kappa, kappa)[-1]
    constant = [errors(np.full(63, a / kappa), kappa)[-1] for a in (1.0, 1.9, 2 * kappa / (kappa + 1))]
    fast = best("momentum", 1, kappa)
    f, start = coupled(kappa)
    momentum = gdzoo.minimize("momentum", f, start, 63, lr=fast.lr, beta=fast.beta).x[-1]
    assert np.linalg.norm(momentum) / np.linalg.norm(start) < silver < min(constant)
