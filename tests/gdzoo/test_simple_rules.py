"""Plain descent, momentum, signs, adaptive steps: which rules are equal where, and how long their steps are."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from tests.gdzoo.objectives import plane

minimize = gdzoo.minimize
START = np.array([-1.313, 1.717])


def path(rule: Any, lr: Any = 0.002, steps=40, f: Any = "himmelblau", x0: Any = START, **knobs):
    return minimize(rule, f, x0, steps, lr=lr, **knobs).x


def folded(f, x, v, t, *, lr, beta):
    """Momentum with lr inside the velocity, as Polyak and Sutskever write it."""
    v = beta * (0.0 if v is None else v) - lr * f.grad(x)
    return x + v, v


def dampened(f, x, v, t, *, lr, beta):
    """PyTorch's SGD with dampening=beta, whose velocity starts from the first gradient in full."""
    v = f.grad(x) if v is None else beta * v + (1 - beta) * f.grad(x)
    return x - lr * v, v


# the conventions of momentum


def test_an_average_needs_lr_over_one_minus_beta_for_the_path_of_momentum():
    average = path("momentum_ema", 0.002 / (1 - 0.83), beta=0.83)
    np.testing.assert_allclose(average, path("momentum", beta=0.83), rtol=1e-11)


@pytest.mark.parametrize("rule", ["momentum", "momentum_ema", "nesterov", "nesterov_lookahead"])
def test_without_a_memory_momentum_is_gradient_descent(rule):
    np.testing.assert_allclose(path(rule, beta=0.0), path("gd"), rtol=1e-13)


def test_lr_inside_the_velocity_changes_nothing_while_it_is_constant():
    np.testing.assert_allclose(path(folded, beta=0.83), path("momentum", beta=0.83), rtol=1e-11)


def test_lr_inside_the_velocity_outlives_a_schedule(moves):
    """One gradient, then none: what is left of it moves x by the rate of today, or by that of its own day."""
    halved = {"lr": lambda k: 0.2 if k == 0 else 0.1, "beta": 0.5}
    np.testing.assert_allclose(moves("momentum", [1.0, 0.0, 0.0], **halved), [0.2, 0.05, 0.025])
    np.testing.assert_allclose(moves(folded, [1.0, 0.0, 0.0], **halved), [0.2, 0.1, 0.05])


def test_dampening_differs_from_an_average_by_the_first_gradient_which_it_counts_in_full(moves):
    grads, beta = [1.3, -0.4, 2.2, 0.7], 0.83
    excess = moves(dampened, grads, beta=beta) - moves("momentum_ema", grads, beta=beta)
    np.testing.assert_allclose(excess, 1.3 * beta ** np.arange(1, 5))


def test_nesterovs_two_forms_are_one_path_seen_from_two_places():
    behind = minimize("nesterov_lookahead", "himmelblau", START, 40, lr=0.002, beta=0.83, keep_state=True)
    np.testing.assert_allclose(behind.x + 0.83 * behind.state.v, path("nesterov", beta=0.83), rtol=1e-11)


def test_nesterov_adds_to_momentum_a_share_of_its_change_of_velocity(moves):
    grads, beta = [1.3, -0.4, 2.2, 0.7], 0.83
    v = moves("momentum", grads, beta=beta)
    np.testing.assert_allclose(moves("nesterov", grads, beta=beta), v + beta * np.diff(v, prepend=0.0))


@pytest.mark.parametrize(("rule", "same"), [("gd", True), ("momentum", False), ("sign_gd", False), ("rmsprop", False)])
def test_l2_is_decoupled_weight_decay_for_gradient_descent_alone(rule, same):
    f, decay = gdzoo.LANDSCAPES["himmelblau"], 0.7
    l2 = gdzoo.objective(lambda x: f.value(x) + decay / 2 * (x**2).sum(0), lambda x: f.grad(x) + decay * x)

    def decoupled(f, x, s, t, *, lr):
        new, s = gdzoo.RULES[rule].step(f, x, s, t, lr=lr)
        return new - lr * decay * x, s

    apart = path(rule, f=l2) - path(gdzoo.Rule(decoupled, init=gdzoo.RULES[rule].init))
    assert (np.abs(apart).max() < 1e-12) == same


# signs


def test_signum_without_a_memory_is_sign_descent():
    np.testing.assert_array_equal(path("signum", beta=0.0), path("sign_gd"))


def test_lion_with_one_beta_and_no_decay_is_signum():
    np.testing.assert_array_equal(path("lion", beta1=0.9, beta2=0.9), path("signum", beta=0.9))


def test_rmsprop_without_a_memory_is_sign_descent():
    np.testing.assert_allclose(path("rmsprop", beta=0.0, eps=0.0), path("sign_gd"), rtol=1e-12)


def test_in_one_dimension_a_direction_is_a_sign():
    along = {"f": "wavy", "x0": [4.57], "lr": 0.037}
    np.testing.assert_allclose(path("normalized_gd", **along), path("sign_gd", **along), rtol=1e-13)


@pytest.mark.parametrize("rule", ["sign_gd", "signum", "lion"])
def test_every_coordinate_moves_by_exactly_lr(rule):
    np.testing.assert_allclose(np.abs(np.diff(path(rule, lr=0.03), axis=0)), 0.03, rtol=1e-12)


def test_every_step_of_normalized_descent_has_length_lr():
    np.testing.assert_allclose(np.linalg.norm(np.diff(path("normalized_gd", lr=0.03), axis=0), axis=1), 0.03)


@pytest.mark.parametrize("rule", ["sign_gd", "normalized_gd"])
def test_a_fixed_length_ends_in_two_points_around_the_minimum(rule):
    x = path(rule, lr=0.1, f="parabola", x0=[0.53])[:, 0]
    np.testing.assert_allclose(x[6:], [-0.07, 0.03] * 17 + [-0.07])


@pytest.mark.parametrize("decay", [0.5, 2.0])
def test_lion_with_weight_decay_lives_in_a_box(decay):
    """|x| <= 1 / weight_decay is its constraint: on a plane it goes to the corner, from inside and from outside."""
    x = path("lion", f=plane(1.0, -7.0), x0=[[0.3, 9.0], [0.1, -8.0]], lr=0.1, steps=500, weight_decay=decay)
    np.testing.assert_allclose(x[-1], [[-1 / decay] * 2, [1 / decay] * 2], rtol=1e-8)


def test_lion_keeps_one_number_per_weight_and_adam_two():
    lion, adam = (minimize(rule, "bowl", START, 3, keep_state=True).state for rule in ("lion", "adam"))
    assert len(adam) == 2 * len(lion)


def test_rprop_lengthens_its_steps_until_the_sign_turns_then_rests_and_halves(moves):
    grads = [3.0, 0.01, -5.0, -1.0, -1.0, 0.0, -1.0]
    expected = [0.1, 0.12, 0.0, -0.06, -0.072, 0.0, -0.072]  # after a rest, or a slope of 0, the step is kept
    np.testing.assert_allclose(moves("rprop", grads, lr=0.1), expected)


def test_the_steps_of_rprop_stay_within_their_bounds(moves):
    knobs = {"lr": 0.1, "eta_plus": 2.0, "step_min": 0.03, "step_max": 0.35}
    np.testing.assert_allclose(moves("rprop", np.ones(4), **knobs), [0.1, 0.2, 0.35, 0.35])
    np.testing.assert_allclose(moves("rprop", [1, -1, 1, -1, 1, -1], **knobs), [0.1, 0, 0.05, 0, 0.03, 0])


def test_a_schedule_gives_rprop_its_first_step_and_nothing_else(moves):
    np.testing.assert_allclose(moves("rprop", np.ones(3), lr=lambda k: 0.1 / (k + 1)), [0.1, 0.12, 0.144])


# adaptive steps


def test_adagrad_under_a_constant_slope_goes_on_for_ever_but_ever_slower(moves):
    step = moves("adagrad", np.full(10_000, -3.7), lr=0.1, eps=0.0)
    np.testing.assert_allclose(step, -0.1 / np.sqrt(np.arange(1, 10_001)), rtol=1e-9)
    assert -step.sum() == pytest.approx(2 * 0.1 * np.sqrt(10_000), rel=0.01)


def test_the_rate_of_adagrad_never_rises(moves):
    grads = np.random.default_rng(0).standard_cauchy(300)
    rates = moves("adagrad", grads) / grads
    assert (np.diff(rates) < 0).all()


def test_a_rare_slope_moves_adagrad_as_far_as_a_frequent_one_did_at_the_same_count(moves):
    """Every 25th step only: descent covers a 25th of the way, AdaGrad a fifth."""
    always, rare = np.ones(10_000), (np.arange(10_000) % 25 == 0).astype(float)
    assert moves("gd", rare).sum() == pytest.approx(moves("gd", always).sum() / 25)
    assert moves("adagrad", rare).sum() == pytest.approx(moves("adagrad", always[:400]).sum())
    assert moves("adagrad", rare).sum() == pytest.approx(moves("adagrad", always).sum() / 5, rel=0.03)


def test_rmsprop_under_a_constant_slope_becomes_sign_descent(moves):
    step = moves("rmsprop", np.full(300, -3.7), lr=0.01, eps=0.0)
    np.testing.assert_allclose(step, -0.01 / np.sqrt(1 - 0.9 ** np.arange(1, 301)), rtol=1e-12)
    assert step[-1] == pytest.approx(-0.01, rel=1e-12)


def test_centered_rmsprop_under_a_constant_slope_takes_ever_longer_steps(moves):
    t = np.arange(1, 101)
    step = moves("rmsprop_centered", np.full(100, -3.7), lr=0.01, eps=0.0)
    np.testing.assert_allclose(step, -0.01 / np.sqrt(0.9**t * (1 - 0.9**t)), rtol=1e-8)


def test_centered_rmsprop_is_left_alone_when_rounding_ends_its_spread(fed):
    """As in PyTorch: v - m^2 rounds to 0 or below, and the column escapes without raising."""
    run = minimize("rmsprop_centered", fed(np.full(2000, -3.7)), [0.0], 2000, lr=0.01)
    assert 150 < run.escaped_at < 500


def test_centering_hardly_matters_where_the_slope_has_no_mean(moves):
    grads = np.tile([2.0, -2.0], 200)
    centered, plain = (moves(rule, grads)[-1] for rule in ("rmsprop_centered", "rmsprop"))
    assert centered / plain == pytest.approx(1 / np.sqrt(1 - (0.1 / 1.9) ** 2))  # m ends at 2 (1 - beta) / (1 + beta)


@pytest.mark.parametrize("scale", [1.0, 1e3, 1e6])
def test_the_first_step_of_adadelta_is_made_by_eps(scale, moves):
    assert moves("adadelta", [scale])[0] == pytest.approx(np.sqrt(1e-6 / 0.1), rel=1e-4)
    assert moves("adadelta", [scale], rho=0.5, eps=1e-4)[0] == pytest.approx(np.sqrt(1e-4 / 0.5), rel=2e-4)


def test_adadelta_gathers_speed_from_eps_under_a_constant_slope(moves):
    """Once v is g^2, a move squared is u + eps, and u gains (1 - rho) eps per step: speed grows as its root."""
    step = moves("adadelta", np.full(2000, 100.0))
    assert (np.diff(step) > 0).all()
    np.testing.assert_allclose(np.diff(step**2)[500:], 0.1 * 1e-6, rtol=1e-6)


def test_adadelta_needs_its_eps():
    with pytest.raises(ValueError, match=r"^adadelta: eps must be > 0, got eps=0$"):
        minimize("adadelta", "parabola", [1.0], 1, eps=0.0)


# norms


@pytest.mark.parametrize("slope", [1e-6, 1.0, 1e6])
def test_the_first_step_of_lars_is_a_share_of_x_whatever_the_slope(slope):
    f = gdzoo.objective(lambda x: slope * (x**2).sum(0), lambda x: 2 * slope * x)
    x = path("lars", lr=2.0, steps=1, f=f, x0=[3.0, 4.0], trust=0.01)
    assert np.linalg.norm(x[0] - x[1]) == pytest.approx(2.0 * 0.01 * 5)


def test_lars_at_the_origin_takes_a_whole_gradient_step():
    np.testing.assert_allclose(path("lars", lr=0.1, steps=1, f=plane(3.0), x0=[0.0])[:, 0], [0.0, -0.3])


def test_the_weight_decay_of_lars_enters_before_the_norm():
    """L2: without a slope the decay alone sets the direction, and the length is still trust |x|."""
    x = path("lars", lr=1.0, steps=1, f=plane(0.0, 0.0), x0=[3.0, 4.0], trust=0.1, weight_decay=0.37)
    np.testing.assert_allclose(x[1], [2.7, 3.6])
