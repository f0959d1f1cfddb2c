"""Rules made from rules, and rules that keep two points."""

import inspect
from typing import Any

import numpy as np
import pytest

import gdzoo

minimize = gdzoo.minimize
START = [-1.313, 1.717]


def half_step(f, x, s, t, *, lr=0.1):
    """A rule of the reader's own."""
    return x - lr / 2 * f.grad(x), s


# All three that wrap a rule

WRAPPED = pytest.mark.parametrize("wrap", [gdzoo.lookahead, gdzoo.sam, gdzoo.averaged], ids=lambda wrap: wrap.__name__)


@WRAPPED
def test_a_wrapped_rule_has_the_knobs_of_the_inner_rule_and_its_own(wrap):
    inner = gdzoo.RULES["adam"]
    rule = wrap("adam")
    own = [name for name in inspect.signature(wrap).parameters if name != "inner"]
    assert list(rule.knobs) == [*inner.knobs, *own]
    assert {name: rule.knobs[name] for name in inner.knobs} == inner.knobs
    assert rule.name == f"{wrap.__name__}(adam)"
    assert rule.title.endswith(" around Adam")
    assert rule.family == "meta"
    assert rule.parents == ("adam",)


@WRAPPED
def test_the_inner_rule_may_be_a_name_a_rule_or_a_plain_function(wrap):
    for inner in half_step, gdzoo.Rule(half_step):
        run = minimize(wrap(inner), "himmelblau", START, 7, lr=0.02)
        np.testing.assert_array_equal(run.x, minimize(wrap("gd"), "himmelblau", START, 7, lr=0.01).x)
    with pytest.raises(gdzoo.UnknownName, match=r"^unknown rule 'adma'; did you mean 'adam'"):
        wrap("adma")


@WRAPPED
def test_the_named_rule_wraps_the_plainest_one(wrap):
    rule = gdzoo.RULES[wrap.__name__]
    (inner,) = rule.parents
    assert inner == ("momentum" if wrap is gdzoo.lookahead else "gd")
    ours = minimize(rule, "himmelblau", START, 12, lr=0.003)
    np.testing.assert_array_equal(ours.x, minimize(wrap(inner), "himmelblau", START, 12, lr=0.003).x)


@WRAPPED
def test_the_listing_of_a_wrapped_rule_is_its_own_step(wrap):
    source = inspect.getsource(wrap("adam").step)
    assert source.startswith(f"def {wrap.__name__}_step(inner, f, x, s")
    assert "inner.step(" in source


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: gdzoo.lookahead(gdzoo.lookahead("gd")),
            "lookahead(lookahead(gd)): both rules have a knob 'alpha'; wrap a rule that has none of this name",
        ),
        (
            lambda: gdzoo.sam("sam"),
            "sam(sam): both rules have a knob 'rho'; wrap a rule that has none of this name",
        ),
        (
            lambda: gdzoo.averaged("averaged"),
            "averaged(averaged): both rules have a knob 'decay'; wrap a rule that has none of this name",
        ),
        (
            lambda: gdzoo.averaged("schedule_free_sgd"),
            "averaged(schedule_free_sgd): both rules have a sequence 'average'; wrap a rule that has none of this name",
        ),
        (lambda: gdzoo.lookahead("adam", 0), "lookahead(adam): k must be a whole number >= 1, got k=0"),
        (lambda: gdzoo.lookahead("adam", [2, 2.5]), "lookahead(adam): k must be a whole number >= 1, got k=2.5"),
        (lambda: gdzoo.lookahead("adam", 5, 1.5), "lookahead(adam): alpha must be in (0, 1], got alpha=1.5"),
        (lambda: gdzoo.averaged("adam", 1.5), "averaged(adam): decay must be in [0, 1], got decay=1.5"),
        (lambda: gdzoo.averaged("adam", 1, 0), "averaged(adam): first must be a whole number >= 1, got first=0"),
        (lambda: gdzoo.sam("gd", -0.05), "sam(gd): rho must be >= 0, got rho=-0.05"),
        (lambda: gdzoo.sam("gd", "far"), "sam(gd): rho must be a number >= 0, got rho='far'"),
        (
            lambda: gdzoo.averaged(3),
            "rule must be a name, a Rule or a step function (f, x, s, t, *, ...) -> (x, s), got 3",
        ),
    ],
)
def test_bad_arguments_of_a_wrapper_have_their_sentence(make, sentence):
    with pytest.raises((TypeError, ValueError)) as error:
        make()
    assert str(error.value) == sentence


def test_the_arguments_of_a_wrapper_may_be_told_by_their_place():
    assert [gdzoo.lookahead("adam", 6, 0.7).knobs[name].default for name in ("k", "alpha")] == [6, 0.7]
    assert gdzoo.sam("gd", 0.1).knobs["rho"].default == 0.1
    assert [gdzoo.averaged("adam", 0.9, 50).knobs[name].default for name in ("decay", "first")] == [0.9, 50]


@WRAPPED
@pytest.mark.parametrize("inner", ["shampoo", "newton", "bfgs", "adamw", "sign_gd", "averaged"])
def test_what_an_inner_rule_needs_and_keeps_goes_with_it(wrap, inner):
    """Matrices, Hessians, searches, sequences of its own: and the invariances that survive are those claimed."""
    if wrap is gdzoo.averaged and inner == "averaged":
        return
    rule = wrap(inner)
    assert set(gdzoo.RULES[inner].extra) <= set(rule.extra)
    kept = {name for name, holds in gdzoo.analysis.invariances(rule).items() if holds}
    claimed = rule.traits & {"rotation", "scale", "coordinates"} | {"permutation"}
    assert kept == claimed | (set() if "origin" in rule.traits else {"translation"})


@WRAPPED
def test_wrapped_rules_run_in_batches_of_starts_and_knobs(wrap):
    rule = wrap("adam")
    own: dict[str, Any] = {
        "lookahead": {"k": [2.0, 3.0]},
        "sam": {"rho": [0.0, 0.3]},
        "averaged": {"decay": [1.0, 0.7], "first": [3.0, 1.0]},
    }[wrap.__name__]
    x0 = np.array([START, [0.5, -2.0]]).T
    run = minimize(rule, "himmelblau", x0, 20, lr=0.1, keep_state=True, **own)
    for i in range(2):
        alone = minimize(rule, "himmelblau", x0[:, i], 20, lr=0.1, **{name: v[i] for name, v in own.items()})
        np.testing.assert_allclose(run.x[..., i], alone.x, rtol=1e-12)
    inner = run.state if wrap is gdzoo.sam else run.state.inner
    assert inner.m.shape == (21, 2, 2)


@WRAPPED
def test_a_column_that_leaves_keeps_the_state_it_left_with(wrap):
    run = minimize(wrap("momentum"), "parabola", [[1.0, 1.0]], 60, lr=[5.0, 0.01], bound=100, keep_state=True)
    assert run.escaped_at[0] > 0
    assert run.escaped_at[1] == -1
    inner = run.state if wrap is gdzoo.sam else run.state.inner
    assert (inner.v[run.escaped_at[0] :, 0, 0] == inner.v[-1, 0, 0]).all()
    assert (np.diff(inner.v[:, 0, 1]) != 0).all()


# Lookahead


def test_lookahead_with_alpha_1_is_the_inner_rule():
    ours = minimize(gdzoo.lookahead("adam", k=3, alpha=1), "himmelblau", START, 30, lr=0.1)
    np.testing.assert_allclose(ours.x, minimize("adam", "himmelblau", START, 30, lr=0.1).x, rtol=1e-12)


@pytest.mark.parametrize("alpha", [0.2, 0.5, 0.8])
def test_lookahead_with_k_1_goes_a_part_of_every_step(alpha):
    ours = minimize("lookahead", "himmelblau", START, 20, lr=0.01, beta=0, k=1, alpha=alpha)
    np.testing.assert_allclose(ours.x, minimize("gd", "himmelblau", START, 20, lr=0.01 * alpha).x, rtol=1e-10)


def test_fast_and_slow_points_are_one_exactly_when_t_is_a_multiple_of_k():
    run = minimize(gdzoo.lookahead("adam", k=4), "himmelblau", START, 21, lr=0.1, keep_state=True)
    together = (run.x == run.state.slow).all(1)
    assert np.flatnonzero(together).tolist() == [0, 4, 8, 12, 16, 20]


def test_the_inner_rule_keeps_its_state_when_lookahead_steps_back():
    run = minimize("lookahead", "himmelblau", START, 6, lr=0.003, k=3, keep_state=True)
    f = gdzoo.LANDSCAPES["himmelblau"]
    np.testing.assert_allclose(run.state.inner.v[4], 0.9 * run.state.inner.v[3] + f.grad(run.x[3]), rtol=1e-12)


def test_lookahead_shrinks_the_noise_of_the_inner_rule(quadratic):
    noisy, ones = gdzoo.Noisy(quadratic(1.0), 0.5), np.ones((1, 4000))
    plain, ahead = (
        minimize(rule, noisy, ones, 200, lr=0.4, every=200).x[-1].var() for rule in ("gd", gdzoo.lookahead("gd"))
    )
    assert ahead < 0.5 * plain


# SAM


@pytest.mark.parametrize("inner", ["gd", "adam", "nesterov_lookahead", "bfgs"])
def test_sam_with_rho_0_is_the_inner_rule(inner):
    knobs: dict[str, Any] = {"lr": 0.003} if "lr" in gdzoo.RULES[inner].knobs else {}
    ours = minimize(gdzoo.sam(inner, rho=0), "himmelblau", START, 30, **knobs)
    np.testing.assert_array_equal(ours.x, minimize(inner, "himmelblau", START, 30, **knobs).x)


def test_sam_spends_two_gradients_in_every_step():
    assert minimize("sam", "himmelblau", START, 9, lr=0.01).grad_evals.tolist() == list(range(0, 20, 2))


@pytest.mark.parametrize(("lr", "curvature", "rho"), [(0.1, 2.0, 0.9), (0.37, 3.1, 0.2), (0.01, 5.0, 1.3)])
def test_sam_ends_in_a_cycle_of_two_points_beside_the_minimum(lr, curvature, rho, quadratic):
    x = minimize("sam", quadratic(curvature), [1.0], 3000, lr=lr, rho=rho).x[:, 0]
    amplitude = lr * curvature * rho / (2 - lr * curvature)
    np.testing.assert_allclose(np.abs(x[-2:]), amplitude, rtol=1e-9)
    assert x[-1] * x[-2] < 0


def test_sam_rests_where_there_is_no_slope():
    run = minimize("sam", "saddle", [0.0, 0.0], 3, lr=0.1)
    assert (run.x == 0).all()


def test_both_gradients_of_a_sam_step_meet_the_same_noise(fed):
    """Under a gradient that is the same everywhere, looking uphill changes nothing."""
    noisy = gdzoo.Noisy(gdzoo.objective(lambda x: x.sum(0), np.ones_like), 0.7)
    ours = minimize("sam", noisy, START, 10, lr=0.1, rho=0.5)
    np.testing.assert_array_equal(ours.x, minimize("gd", noisy, START, 10, lr=0.1).x)


def test_on_matrices_sam_looks_as_far_as_the_frobenius_norm_says():
    f = gdzoo.objective(lambda x: (x**2).sum((0, 1)) / 2, lambda x: x)
    x = minimize("sam", f, [[3.0, 0.0], [0.0, 4.0]], 1, lr=1.0, rho=0.5, point_ndim=2).x[1]
    np.testing.assert_allclose(x, [[-0.3, 0], [0, -0.4]], atol=1e-15)


# Averaging


def test_the_average_is_the_mean_of_all_points_but_the_start():
    run = minimize(gdzoo.averaged("adam"), "himmelblau", START, 30, lr=0.1)
    np.testing.assert_array_equal(run.x, minimize("adam", "himmelblau", START, 30, lr=0.1).x)
    means = np.cumsum(run.x[1:], 0) / np.arange(1, 31)[:, None]
    np.testing.assert_allclose(run.extra["average"], [START, *means], rtol=1e-12)


def test_averaging_removes_the_noise_floor_at_a_constant_rate(quadratic):
    """Var of the average -> sigma^2 / (lambda^2 t), whatever the rate; that of the point stays."""
    curvature, sigma, t = 1.7, 0.3, 1600
    noisy = gdzoo.Noisy(quadratic(curvature), sigma, seed=3)
    for lr in 0.2, 0.6:
        run = minimize("averaged", noisy, np.zeros((1, 4000)), t, lr=lr, every=t // 4)
        assert run.x[-1].var() == pytest.approx(lr * sigma**2 / (curvature * (2 - lr * curvature)), rel=0.08)
        for k in 1, 4:
            expected = gdzoo.analysis.mean_floor(curvature, sigma, run.steps[k])
            assert run.extra["average"][k].var() == pytest.approx(expected, rel=0.08)


def test_the_average_of_a_tail_begins_with_the_point_of_its_first_step():
    run = minimize(gdzoo.averaged("adam", first=11), "himmelblau", START, 30, lr=0.1)
    np.testing.assert_allclose(run.extra["average"][:12], run.x[:12], rtol=1e-12)
    means = np.cumsum(run.x[11:], 0) / np.arange(1, 21)[:, None]
    np.testing.assert_allclose(run.extra["average"][11:], means, rtol=1e-12)


@pytest.mark.parametrize("decay", [0.0, 0.5, 0.99])
def test_an_average_that_forgets_is_the_corrected_exponential_moving_average_of_the_points(decay):
    run = minimize(gdzoo.averaged("adam", decay, first=4), "himmelblau", START, 30, lr=0.1)
    np.testing.assert_allclose(run.extra["average"][4:], gdzoo.analysis.ema(run.x[4:], decay), rtol=1e-12)


def test_an_exponential_average_of_the_points_keeps_a_floor(quadratic):
    curvature, sigma, lr = 1.7, 0.3, 0.2
    noisy = gdzoo.Noisy(quadratic(curvature), sigma, seed=5)
    for decay in 0.5, 0.95:
        run = minimize("averaged", noisy, np.zeros((1, 4000)), 200, lr=lr, decay=decay, every=200)
        expected = gdzoo.analysis.ema_floor(curvature, sigma, lr, decay)
        assert run.extra["average"][-1].var() == pytest.approx(expected, rel=0.08)


# Schedule-Free

SCHEDULE_FREE = pytest.mark.parametrize(
    ("rule", "beta"), [("schedule_free_sgd", "beta"), ("schedule_free_adamw", "beta1")]
)


@SCHEDULE_FREE
def test_the_path_is_between_the_walker_and_its_average(rule, beta):
    knobs: dict[str, Any] = {"lr": 0.01, beta: 0.7}
    run = minimize(rule, "himmelblau", START, 40, keep_state=True, **knobs)
    z, average = run.state.z, run.extra["average"]
    np.testing.assert_allclose(run.x, 0.3 * z + 0.7 * average, rtol=1e-12)
    means = np.cumsum(z[1:], 0) / np.arange(1, 41)[:, None]
    np.testing.assert_allclose(average[1:], means, rtol=1e-12)
    assert (average[0] == START).all()


@SCHEDULE_FREE
def test_under_a_constant_slope_the_average_goes_half_as_far_as_the_walker(rule, beta, fed):
    run = minimize(rule, fed(np.full(100, 3.0)), [0.0], 100, lr=0.1, keep_state=True)
    t = np.arange(101)
    speed = 0.3 if rule == "schedule_free_sgd" else 0.1
    np.testing.assert_allclose(run.state.z[:, 0], -speed * t, rtol=1e-7)
    np.testing.assert_allclose(run.extra["average"][1:, 0], -speed * (t[1:] + 1) / 2, rtol=1e-7)


def test_schedule_free_with_beta_0_is_gd_and_its_average():
    ours = minimize("schedule_free_sgd", "himmelblau", START, 30, lr=0.01, beta=0)
    theirs = minimize("averaged", "himmelblau", START, 30, lr=0.01)
    np.testing.assert_allclose(ours.x, theirs.x, rtol=1e-12)
    np.testing.assert_allclose(ours.extra["average"], theirs.extra["average"], rtol=1e-12)


@SCHEDULE_FREE
def test_the_weights_of_the_average_are_the_squares_of_the_largest_rate_so_far(rule, beta):
    rates = np.array([0.0, 0.0, 0.01, 0.03, 0.02, 0.04])
    run = minimize(rule, "himmelblau", START, 6, lr=lambda k: rates[k], keep_state=True)
    weights = np.maximum.accumulate(rates) ** 2
    assert (run.extra["average"][2] == START).all()
    expected = (weights[:, None] * run.state.z[1:]).sum(0) / weights.sum()
    np.testing.assert_allclose(run.extra["average"][-1], expected, rtol=1e-12)


@SCHEDULE_FREE
def test_without_a_schedule_the_average_settles_where_the_walker_does_not(rule, beta):
    noisy = gdzoo.Noisy("bowl", 1.0, seed=1)
    run = minimize(rule, noisy, np.ones((2, 500)), 1000, lr=0.1, every=1000, keep_state=True)
    assert noisy.value(run.extra["average"][-1]).mean() < 0.1 * noisy.value(run.state.z[-1]).mean()


def test_schedule_free_states_have_one_rate_per_column():
    x0 = np.ones((2, 3, 2))
    run = minimize("schedule_free_sgd", "bowl", x0, 5, lr=[[0.1], [0.2], [0.3]], keep_state=True)
    assert run.state.rate.shape == run.state.total.shape == (6, 3, 2)
    alone = minimize("schedule_free_sgd", "bowl", [1.0, 1.0], 5, lr=0.2)
    np.testing.assert_allclose(run.x[:, :, 1, 0], alone.x, rtol=1e-12)


# Blocks


class Model(gdzoo.objective):
    """An objective that names its matrices."""

    matrices = {"W1": (slice(0, 6), (2, 3)), "W2": (slice(8, 12), (2, 2))}


def network(coupling=0.0):
    """Two matrices, 2 x 3 and 2 x 2, and two more numbers between them; coupled by the square of their sum."""
    scales = np.linspace(0.5, 3, 12)
    f = Model(
        lambda x: (scales @ (x**2).reshape(12, -1)).reshape(x.shape[1:]) / 2 + coupling * x.sum(0) ** 2 / 2,
        lambda x: (scales * x.T).T + coupling * x.sum(0),
        lambda x: (np.diag(scales) + coupling).reshape(12, 12, *(1 for _ in x.shape[1:])) + 0 * x,
    )
    return f, scales


X0 = np.array([0.3, -1.1, 0.8, 1.7, -0.4, 0.6, 1.3, -0.9, 0.2, 1.1, -1.6, 0.5])


def part(scales, where, shape):
    """The part of a separable network's objective that these coordinates make."""
    s = scales[where].reshape(shape)
    axes = tuple(range(len(shape)))
    return gdzoo.objective(lambda x: ((s.T * x.T**2).T).sum(axes) / 2, lambda x: (s.T * x.T).T), X0[where].reshape(
        shape
    )


@pytest.mark.parametrize("matrix_rule", ["muon", "shampoo", "soap", "adafactor", "lamb"])
@pytest.mark.parametrize("rest", ["adam", "momentum", "lookahead"])
def test_on_a_separable_objective_blocks_are_the_two_rules_apart(matrix_rule, rest):
    f, scales = network()
    ours = minimize(gdzoo.blocks(matrix_rule, rest), f, X0, 25, lr=0.03, rest_lr=0.02).x
    for where, shape in f.matrices.values():
        g, x0 = part(scales, where, shape)
        alone = minimize(matrix_rule, g, x0, 25, lr=0.03, point_ndim=2).x
        np.testing.assert_allclose(ours[:, where], alone.reshape(26, -1), rtol=1e-10, atol=1e-12)
    g, x0 = part(scales, slice(6, 8), (2,))
    np.testing.assert_allclose(ours[:, 6:8], minimize(rest, g, x0, 25, lr=0.02).x, rtol=1e-12)


def test_blocks_take_one_gradient_per_step_and_more_only_where_a_rule_asks_elsewhere():
    f, _ = network(coupling=0.3)
    plain = minimize(gdzoo.blocks("muon", "adam"), f, X0, 8, lr=0.03)
    assert plain.grad_evals.tolist() == list(range(9))
    curious = minimize(gdzoo.blocks(gdzoo.sam("muon"), "adam"), f, X0, 8, lr=0.03)
    assert curious.grad_evals.tolist() == list(range(0, 25, 3))


def test_every_block_sees_the_others_where_they_are():
    """One step of gd and momentum on everything is one step of gd."""
    f, _ = network(coupling=0.3)
    ours = minimize(gdzoo.blocks("gd", "momentum"), f, X0, 1, lr=0.03, rest_lr=0.03)
    np.testing.assert_allclose(ours.x, minimize("gd", f, X0, 1, lr=0.03).x, rtol=1e-13)
    look = gdzoo.blocks(gdzoo.sam("gd", rho=0.4), "gd")
    x1 = minimize(look, f, X0, 1, lr=0.03, rest_lr=0.03).x[1]
    g = f.grad(X0)
    up = X0.copy()
    up[8:] += 0.4 * g[8:] / np.linalg.norm(g[8:])
    np.testing.assert_allclose(x1[8:], X0[8:] - 0.03 * f.grad(up)[8:], rtol=1e-13)


def test_the_rest_may_use_its_block_of_the_hessian():
    f, scales = network(coupling=0.3)
    x = minimize(gdzoo.blocks("gd", "newton"), f, X0, 1, lr=0.03).x[1]
    block = np.diag(scales[6:8]) + 0.3
    np.testing.assert_allclose(x[6:8], X0[6:8] - np.linalg.solve(block, f.grad(X0)[6:8]), rtol=1e-12)


def test_blocks_run_in_batches_and_keep_the_state_of_every_block():
    f, _ = network(coupling=0.3)
    rule = gdzoo.blocks("muon", "adam")
    x0 = X0[:, None] * [1.0, -0.4, 2.0]
    run = minimize(rule, f, x0, 15, lr=[0.01, 0.02, 0.03], keep_state=True)
    for i, lr in enumerate((0.01, 0.02, 0.03)):
        np.testing.assert_allclose(run.x[..., i], minimize(rule, f, x0[:, i], 15, lr=lr).x, rtol=1e-9)
    assert run.state.matrices.W1.v.shape == (16, 2, 3, 3)
    assert run.state.rest.m.shape == (16, 2, 3)


def test_a_model_of_matrices_alone_leaves_nothing_to_the_other_rule():
    f = Model(lambda x: (x**2).sum(0) / 2, lambda x: x)
    f.matrices = {"W": (slice(0, 4), (2, 2))}
    run = minimize(gdzoo.blocks("muon", "adam"), f, [1.0, 0.2, -0.3, 0.7], 20, lr=0.02)
    assert run.f[-1] < 0.5 * run.f[0]


def test_blocks_have_the_knobs_of_both_rules():
    rule = gdzoo.blocks("muon", "adam")
    assert list(rule.knobs) == [
        *("lr", "beta", "nesterov", "ns_steps", "weight_decay"),
        *("rest_lr", "rest_beta1", "rest_beta2", "rest_eps"),
    ]
    assert rule.knobs["lr"].default == 0.02
    assert rule.knobs["rest_lr"].default == 1e-3
    assert rule.traits == {"momentum", "adaptive", "scale"}


def test_averaging_around_blocks_averages_the_whole():
    f, _ = network(coupling=0.3)
    run = minimize(gdzoo.averaged(gdzoo.blocks("muon", "adam")), f, X0, 10, lr=0.03)
    np.testing.assert_allclose(run.extra["average"][-1], run.x[1:].mean(0), rtol=1e-12)


def test_blocks_of_an_objective_without_matrices_is_one_sentence():
    with pytest.raises(
        TypeError,
        match=r"^blocks\(muon, adam\) needs f\.matrices, a dict of name -> \(slice, \(m, n\)\), and this objective has none$",
    ):
        minimize(gdzoo.blocks("muon", "adam"), "bowl", START, 3)


def test_a_matrix_rule_for_the_rest_is_one_sentence():
    with pytest.raises(
        ValueError,
        match=r"^blocks\(adam, muon\): the rest is a vector, and muon acts on matrices; give a rule of vectors, such as 'adam'$",
    ):
        gdzoo.blocks("adam", "muon")
