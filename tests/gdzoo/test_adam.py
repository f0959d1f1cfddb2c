"""Adam's relatives: which of them are equal where, how long their steps are, and what each was born to mend. (What holds for all rules: test_every_rule.)"""

from typing import Any

import numpy as np
import pytest

import gdzoo
from gdzoo.optimizers.adam.warming import rectification
from tests.gdzoo.objectives import plane

minimize = gdzoo.minimize
START = np.array([-1.313, 1.717])


def path(rule, lr=0.03, steps=40, f: Any = "himmelblau", x0: Any = START, **knobs):
    return minimize(rule, f, x0, steps, lr=lr, **knobs).x


def gradients(n=60):
    return np.random.default_rng(5).standard_cauchy(n)


# which rule is which, for some value of a knob


def test_adam_without_a_memory_of_gradients_or_a_correction_is_rmsprop():
    np.testing.assert_allclose(path("adam_uncorrected", beta1=0.0, beta2=0.9), path("rmsprop", beta=0.9), rtol=1e-13)


@pytest.mark.parametrize("rule", ["adam", "amsgrad", "adamax", "nadam"])
def test_without_any_memory_adam_is_sign_descent(rule, moves):
    np.testing.assert_allclose(moves("adam", gradients(), beta1=0.0, beta2=0.0, eps=0.0), np.sign(gradients()))


def test_in_the_long_run_the_correction_is_forgotten(moves):
    corrected, uncorrected = (moves(rule, gradients(20_000), eps=0.0) for rule in ("adam", "adam_uncorrected"))
    np.testing.assert_allclose(corrected[-100:], uncorrected[-100:], rtol=1e-8)
    assert abs(corrected[9] / uncorrected[9] - 1) > 0.5


def test_adamw_without_decay_is_adam():
    np.testing.assert_array_equal(path("adamw", weight_decay=0.0), path("adam"))


def test_adan_that_ignores_the_change_of_the_gradient_is_adam():
    adan = path("adan", beta1=0.87, beta2=0.0, beta3=0.97)
    np.testing.assert_array_equal(adan, path("adam", beta1=0.87, beta2=0.97))


def test_adan_sees_no_change_where_the_slope_is_constant(moves):
    np.testing.assert_allclose(moves("adan", np.full(50, -3.7), eps=0.0), -1.0, rtol=1e-13)


def test_adan_expects_of_the_gradient_what_its_last_change_foretells(moves):
    """With no memory but the weight of the change: g + b2 (g - last g) is all that the second step sees."""
    grads, beta2 = [1.0, 0.7], 0.92
    v_hat = (1 - beta2) * -0.3 / (1 - beta2**2)
    expected = (0.7 + beta2 * v_hat) / (0.7 + beta2 * -0.3)
    np.testing.assert_allclose(moves("adan", grads, beta1=0.0, beta2=beta2, beta3=0.0, eps=0.0), [1.0, expected])


def test_nadam_without_momentum_is_adam_without_momentum():
    np.testing.assert_allclose(path("nadam", beta1=0.0), path("adam", beta1=0.0), rtol=1e-13)


def test_nadam_whose_momentum_is_warm_at_once_is_the_form_without_a_schedule(moves):
    """(beta1 m) / (1 - beta1^(t+1)) + (1 - beta1) g / (1 - beta1^t) in place of Adam's corrected m."""
    grads, t = gradients(), np.arange(1, 61)
    m, ahead = 0.0, []
    for k, g in zip(t, grads, strict=True):
        m = 0.9 * m + 0.1 * g
        ahead.append(0.9 * m / (1 - 0.9 ** (k + 1)) + 0.1 * g / (1 - 0.9**k))
    root = grads / moves("adam", grads, beta1=0.0, eps=0.0)
    np.testing.assert_allclose(moves("nadam", grads, momentum_decay=1e6, eps=0.0), ahead / root)


@pytest.mark.parametrize(("momentum_decay", "length"), [(4e-3, 1.056), (0.0, 1.056), (1e6, 1.474)])
def test_the_first_step_of_nadam_looks_a_little_ahead(momentum_decay, length, moves):
    assert moves("nadam", [-3.7], momentum_decay=momentum_decay, eps=0.0) == pytest.approx(-length, abs=5e-4)


@pytest.mark.parametrize("psi", [0.05, 0.2])
def test_the_momentum_of_nadam_is_half_warm_after_17_over_momentum_decay_steps(psi):
    run = minimize("nadam", "parabola", [1.0], 500, momentum_decay=psi, keep_state=True)
    mu = run.state.product[1:] / run.state.product[:-1]
    k = round(17 / psi)
    assert mu[0] == pytest.approx(0.45, rel=0.01)
    assert mu[k] == pytest.approx(0.9 * 3 / 4, rel=0.003)
    assert (np.diff(mu[:k]) > 0).all()


# AMSGrad: what is never forgotten


def test_amsgrad_is_adam_as_long_as_v_grows(moves):
    grads = np.concatenate([1.03 ** np.arange(50), np.full(50, 0.01)])
    adam, amsgrad = moves("adam", grads, beta2=0.9), moves("amsgrad", grads, beta2=0.9)
    np.testing.assert_array_equal(amsgrad[:50], adam[:50])
    assert (amsgrad[50:] < adam[50:]).all()


def test_the_rate_of_amsgrad_grows_while_its_correction_fades_but_not_without(moves):
    """One steep slope, then gentle ones: 1 / sqrt(v_max) is constant, what corrects it is not."""
    grads = np.concatenate([[1e6], np.ones(20_000)])
    rates = moves("amsgrad", grads, beta1=0.0, eps=0.0) / grads
    assert rates[-1] / rates[0] == pytest.approx(1 / np.sqrt(1 - 0.999), rel=1e-6)
    uncorrected = rates / np.sqrt(1 - 0.999 ** np.arange(1, 20_002))
    np.testing.assert_allclose(uncorrected, uncorrected[0])


# AdaMax: a bound close to lr


def test_the_longest_possible_step_of_adamax_is_1_009_lr(moves):
    """Gradients that shrink by beta2 per step attain the bound in the long run; the paper's bound is lr itself."""
    bound = (1 - 0.9) / (1 - 0.9 / 0.999)
    assert bound == pytest.approx(1.00909, abs=5e-6)
    shrinking = moves("adamax", 0.999 ** np.arange(500.0), eps=0.0)
    assert shrinking[-1] == pytest.approx(bound, rel=1e-9)
    assert (shrinking <= bound).all()
    assert (np.abs(moves("adamax", gradients(5000), eps=0.0)) <= bound).all()


def test_the_maximum_of_adamax_needs_no_correction(moves):
    np.testing.assert_allclose(moves("adamax", np.full(50, -3.7), eps=0.0), -1, rtol=1e-13)


def test_the_eps_of_adamax_is_inside_the_maximum(moves):
    assert moves("adamax", [2.0], eps=0.5) == pytest.approx(2 / 2.5)
    assert moves("adamax", [2.0, 0.0], eps=0.5, beta1=0.0, beta2=0.5)[1] == 0.0


# AdamW: decay that nothing divides


@pytest.mark.parametrize("lr", [0.01, 0.3])
def test_where_f_is_constant_adamw_shrinks_every_weight_by_the_same_factor(lr):
    x = path("adamw", lr=lr, f=plane(0.0, 0.0), weight_decay=0.37)
    np.testing.assert_allclose(x, START * ((1 - lr * 0.37) ** np.arange(41))[:, None], rtol=1e-12)


def test_a_penalty_inside_adam_decays_steep_weights_least_and_adamw_all_alike(fed):
    """Two coordinates whose noise differs a hundredfold: the share of the weight that is left after 500 steps."""
    noise = np.random.default_rng(0).standard_normal((500, 2)) * [1.0, 100.0]
    mirrored = np.stack([noise, -noise], axis=-1)  # a batch of two, whose mean the noise does not move

    def left(rule, penalty, **knobs):
        f = fed(mirrored)
        f.at = lambda t: gdzoo.objective(f.value, lambda x: mirrored[t - 1] + penalty * x)
        return minimize(rule, f, np.full((2, 2), 10.0), 500, lr=0.01, **knobs).x[-1].mean(-1) / 10.0

    gentle, steep = left("adam", 0.05)
    assert steep > 0.99
    assert gentle < 0.9
    np.testing.assert_allclose(left("adamw", 0.0, weight_decay=0.05), (1 - 0.01 * 0.05) ** 500, rtol=1e-12)


@pytest.mark.parametrize("decay", [0.5, 2.0])
def test_adamw_lives_in_a_box_as_lion_does(decay):
    """|x| <= 1 / weight_decay: on a plane it goes to the corner, from inside and from outside."""
    x = path("adamw", f=plane(1.0, -7.0), x0=[[0.3, 9.0], [0.1, -8.0]], lr=0.1, steps=500, weight_decay=decay)
    np.testing.assert_allclose(x[-1], [[-1 / decay] * 2, [1 / decay] * 2], rtol=1e-6)


@pytest.mark.parametrize(("rule", "factor"), [("adamw", 1 - 0.1 * 0.5), ("adan", 1 / (1 + 0.1 * 0.5))])
def test_a_decay_is_in_units_of_lr(rule, factor):
    np.testing.assert_allclose(path(rule, lr=0.1, steps=1, f=plane(0.0, 0.0), weight_decay=0.5)[1], factor * START)


# RAdam: mistrust at first


@pytest.mark.parametrize(("beta2", "first"), [(0.8, 7), (0.9, 6), (0.99, 6), (0.999, 6)])
def test_the_rectification_of_radam_begins_with_step_6_or_soon_after(beta2, first):
    assert next(t for t in range(1, 100) if rectification(beta2, t) > 0) == first
    r = np.array([rectification(beta2, t) for t in range(first, 2000)])
    assert (np.diff(r) >= 0).all()
    assert (r < 1 + 1e-12).all()


@pytest.mark.parametrize("beta2", [0.0, 0.5, 0.6, 2 / 3])
def test_with_a_short_memory_radam_never_trusts_v_and_is_momentum(beta2, moves):
    assert not any(rectification(beta2, t) for t in range(1, 1000))
    grads, t = gradients(), np.arange(1, 61)
    corrected = moves("momentum_ema", grads, beta=0.9) / (1 - 0.9**t)
    np.testing.assert_allclose(moves("radam", grads, beta2=beta2), corrected, rtol=1e-12)


def test_radam_takes_five_steps_of_momentum_and_then_those_of_adam_by_a_factor(moves):
    grads, t = gradients(), np.arange(1, 61)
    radam, adam = moves("radam", grads, eps=0.0), moves("adam", grads, eps=0.0)
    corrected = moves("momentum_ema", grads, beta=0.9) / (1 - 0.9**t)
    np.testing.assert_allclose(radam[:5], corrected[:5], rtol=1e-12)
    np.testing.assert_allclose(radam[5:], (adam * [rectification(0.999, k) for k in t])[5:], rtol=1e-10)


def test_the_eps_of_radam_is_beside_the_raw_root(moves):
    grads, t = np.full(6, 2.0), 6
    root = np.sqrt(4 * (1 - 0.999**t))
    expected = rectification(0.999, t) * 2 * np.sqrt(1 - 0.999**t) / (root + 0.01)
    assert moves("radam", grads, eps=0.01)[-1] == pytest.approx(expected)


def test_on_a_steep_start_the_first_steps_of_radam_are_too_long_and_adams_are_not():
    radam, adam = (minimize(rule, "rosenbrock", [-1.5, 2.0], 200, lr=0.0137) for rule in ("radam", "adam"))
    assert 0 < radam.escaped_at <= 6
    assert adam.escaped_at == -1


# AdaBelief and Yogi: other squares


def test_on_a_constant_slope_the_steps_of_adabelief_grow_and_adams_do_not(moves):
    """There g - m is beta1^t g: v is a geometric sum, and each step shows its root."""
    beta1, beta2, t = 0.9, 0.999, np.arange(1, 31)
    v = (1 - beta2) * (beta2**t - beta1 ** (2 * t)) / (beta2 / beta1**2 - 1)
    step = moves("adabelief", np.full(30, -3.7), eps=0.0, eps_root=0.0)
    np.testing.assert_allclose(step, -1 / np.sqrt(v / (1 - beta2**t)), rtol=1e-10)
    assert (np.diff(-step) > 0).all()


def test_adabelief_does_not_tell_a_slope_without_a_mean_from_its_square(moves):
    """Where gradients change their sign at every step the surprise is the gradient itself, nearly."""
    grads = np.tile([2.0, -2.0], 3000)
    ratio = moves("adam", grads)[-1] / moves("adabelief", grads)[-1]
    assert ratio == pytest.approx(0.9 * 2 / 1.9, rel=1e-2)  # |g - m| is 2 beta1 / (1 + beta1) |g|


def test_what_eps_root_adds_stays_in_v(fed):
    state = minimize("adabelief", fed(np.zeros(3)), [0.0], 3, eps_root=0.1, beta2=0.5, keep_state=True).state
    np.testing.assert_allclose(state.v[:, 0], [0, 0.1, 0.15, 0.175])


def test_without_a_memory_of_gradients_adabelief_has_nothing_but_eps_root(fed):
    state = minimize("adabelief", fed(gradients()), [0.0], 60, beta1=0.0, bound=np.inf, keep_state=True).state
    assert (state.v < 60 * 1e-16).all()


def test_a_step_changes_the_v_of_yogi_by_a_share_of_the_square_whatever_its_own_size(fed):
    grads = np.array([3.0, 1.0, 0.01, 0.01, 2.0, 0.3, 0.3])
    v = minimize("yogi", fed(grads), [0.0], 7, beta2=0.8, keep_state=True).state.v[:, 0]
    np.testing.assert_allclose(np.diff(v), 0.2 * grads**2 * [1, -1, -1, -1, 1, -1, -1])


def test_when_the_slopes_become_gentle_the_rate_of_adam_shoots_up_and_yogis_does_not(moves):
    grads = np.concatenate([np.full(100, 10.0), np.full(400, 0.01)])
    adam, yogi = (moves(rule, grads, beta1=0.0, beta2=0.97, eps=0.0) / grads for rule in ("adam", "yogi"))
    assert adam[-1] / adam[100] > 400
    assert yogi[-1] / yogi[100] < 1.03


def test_under_a_constant_slope_the_steps_of_yogi_fall_below_lr(moves):
    t = np.arange(1, 501)
    step = moves("yogi", np.full(500, -3.7), eps=0.0)
    np.testing.assert_allclose(step, -np.sqrt((1 - 0.999**t) / (t * (1 - 0.999))), rtol=1e-10)


# LAMB: a length in units of x


@pytest.mark.parametrize("decay", [0.0, 0.37])
def test_every_step_of_lamb_has_length_lr_times_that_of_x(decay):
    x = path("lamb", weight_decay=decay)
    np.testing.assert_allclose(
        np.linalg.norm(np.diff(x, axis=0), axis=1), 0.03 * np.linalg.norm(x[:-1], axis=1), rtol=1e-12
    )


@pytest.mark.parametrize("decay", [0.0, 0.37])
def test_the_first_step_of_lamb_has_the_direction_of_adamw(decay):
    knobs = {"lr": 0.01, "steps": 1, "weight_decay": decay, "eps": 1e-6}
    lamb, adamw = (np.diff(path(rule, **knobs), axis=0)[0] for rule in ("lamb", "adamw"))
    np.testing.assert_allclose(lamb / np.linalg.norm(lamb), adamw / np.linalg.norm(adamw))


def test_where_a_norm_is_0_lamb_is_adam():
    origin = {"x0": [0.0, 0.0], "steps": 1, "eps": 1e-6}
    np.testing.assert_allclose(path("lamb", **origin), path("adam", **origin), rtol=1e-14)
    assert (path("lamb", f=plane(0.0, 0.0)) == START).all()


# Prodigy: the distance, estimated


def test_prodigy_whose_estimate_stays_is_adam_in_units_of_d0():
    """A learning rate so small that nothing is learned about the distance."""
    prodigy = minimize("prodigy", "himmelblau", START, 40, lr=1e-3, d0=1e-3, eps=0.0, keep_state=True)
    assert (prodigy.state.d == 1e-3).all()
    np.testing.assert_allclose(prodigy.x, path("adam", lr=1e-6, eps=0.0), rtol=1e-13)


@pytest.mark.parametrize("f", ["bowl", "valley", "booth"])
@pytest.mark.parametrize("distance", [1e-3, 1.0, 1e3])
def test_the_estimate_of_prodigy_never_falls_and_ends_at_the_scale_of_the_distance(f, distance):
    """On a convex f it is at most the largest coordinate of the distance; it starts at a ten-thousandth of that."""
    (minimum,) = gdzoo.LANDSCAPES[f].minima
    away = distance * np.array([[1.0, -0.8, 0.3], [0.7, 1.0, -1.0]])
    run = minimize("prodigy", f, (away.T + minimum).T, 300, bound=1e9, d0=1e-4 * distance, keep_state=True)
    d = run.state.d
    assert (np.diff(d, axis=0) >= 0).all()
    assert (d <= distance * (1 + 1e-9)).all()
    assert (d[-1] > 0.1 * distance).all()


def test_prodigy_finds_minima_at_every_distance_without_a_learning_rate():
    x0 = np.array([[1e-2, 1.0, 1e2, 1e4], [1e-2, -1.0, 1e2, -1e4]])
    run = minimize("prodigy", "bowl", x0, 600)
    assert (run.f[-1] < 1e-6 * run.f[0]).all()


def test_a_schedule_scales_the_steps_of_prodigy(moves):
    half = moves("prodigy", [1.0, 0.0, 0.0], lr=lambda k: 0.5 if k else 0.0, d0=0.1)
    assert half[0] == 0.0
    assert half[1] > 0.0
