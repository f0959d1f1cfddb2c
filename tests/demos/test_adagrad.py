"""Chapter 9: steps that die and steps that do not, squares of gradients, and words that are rare."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.rare_words import ADAGRAD, ORDERS, RATES, SGD, best_rate
from tests.demos.reading import column, marks, panel


def load(name) -> Any:
    return kit.load(name)


def said(answer):
    return answer["summary"].replace("\u00a0", " ")


SENTENCES = [
    (
        "effective-steps",
        {},
        "**AdaGrad's steps have died down, RMSprop's have not**: the last is 0.066 η long in AdaGrad, 1.9 η in RMSprop. AdaGrad ends at the "
        "loss 0.71, momentum at 4.7e−11, RMSprop at 0.26, having been at the minimum, but for rounding, after step 65.",
    ),
    (
        "effective-steps",
        {"steps": 60},
        "**At this moment RMSprop's step is the shorter**: the last is 0.097 η long in AdaGrad, 2.3e−7 η in RMSprop. AdaGrad ends at the "
        "loss 2, momentum at 3.6e−6, RMSprop at 0 but for rounding.",
    ),
    ("effective-steps", {"start": [0.0, 0.0]}, "**Nobody moves**: at the minimum there is no slope."),
    (
        "squares",
        {},
        "**The last step is 0.2 η long in AdaGrad and 1 η in RMSprop**: after 24 gradients the squares add up to 24, and their running average is "
        "0.92; the gradient is 1.",
    ),
    (
        "squares",
        {"gradients": "flat"},
        "**The last step is 0.05 η long in AdaGrad and 0.43 η in RMSprop**: after 24 gradients the squares add up to 100, and their running "
        "average is 1.3; the gradient is 0.5.",
    ),
    (
        "squares",
        {"gradients": "rare"},
        "**The last gradient that was not 0 moved AdaGrad by 0.5 η and RMSprop by 2.3 η**; after 24 gradients the squares add up to 4, and their "
        "running average is 0.12.",
    ),
    (
        "rare-words",
        {},
        "**The rarest word, in 3 sentences of 256, stands at 0.85 under AdaGrad and at 0.53 under SGD**, and 1.1 would be best; AdaGrad ends 0.01 "
        "above the lowest loss, SGD 0.037.",
    ),
    (
        "rare-words",
        {"rarity": 1.0, "noise": 0.0},
        "**No word is rare**; AdaGrad ends 0 but for rounding above the lowest loss, SGD 0 but for rounding.",
    ),
    (
        "rare-words",
        {"lr_sgd": 1.0},
        "**SGD diverges**: a sentence with all six words has the curvature 12, and bears rates below 0.17 alone.",
    ),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_demo_says_what_happened(name, values, sentence):
    assert said(load(name)(**values).answer()) == sentence


# effective-steps


def test_the_curvature_of_a_coordinate_is_not_in_the_adaptive_paths_and_is_in_those_of_momentum():
    few, many = (load("effective-steps")(kappa=kappa).answer() for kappa in (2.0, 900.0))
    for name in "AdaGrad", "RMSprop":
        for axis in "xy":
            np.testing.assert_allclose(column(few, f"{axis}, {name}"), column(many, f"{axis}, {name}"), atol=1e-5)
    assert np.abs(column(few, "y, Momentum") - column(many, "y, Momentum")).max() > 0.1


def test_adagrads_rates_only_fall_and_those_of_rmsprop_rise_beyond_what_descent_bears():
    answer = load("effective-steps")().answer()
    for axis, curvature in ("x", 1.0), ("y", 50.0):
        rates = column(answer, f"rate in {axis}, AdaGrad")[1:]
        assert (np.diff(rates) <= 0).all()
        others = column(answer, f"rate in {axis}, RMSprop")[1:]
        assert others[:10].max() < 2 / curvature < others.max()


def test_a_rate_is_what_plain_descent_would_need_for_the_step():
    demo = load("effective-steps")()
    answer = demo.answer()
    for name in "AdaGrad", "RMSprop":
        x, rate = column(answer, f"x, {name}"), column(answer, f"rate in x, {name}")
        np.testing.assert_allclose(np.diff(x), -rate[1:] * x[:-1], rtol=1e-9)  # the curvature along x is 1


def test_rmsprop_stays_half_a_learning_rate_away_with_its_rate_at_the_limit():
    for lr, kappa in (0.1, 50.0), (0.5, 7.0):
        land = gdzoo.LANDSCAPES["ravine"](kappa=kappa, angle=0.0)
        run = gdzoo.minimize("rmsprop", land, [-2.6, 1.2], 1500, lr=lr, keep_state=True)
        np.testing.assert_allclose(np.abs(run.x[-5:]), lr / 2, rtol=1e-3)
        np.testing.assert_allclose(lr / np.sqrt(run.state.v[-1]), 2 / land.eigenvalues, rtol=1e-3)


@pytest.mark.parametrize("lr", [1.0, 10.0, 1e4])
def test_adagrad_arrives_whatever_its_learning_rate_if_it_is_not_too_small(lr):
    land = gdzoo.LANDSCAPES["ravine"](kappa=50, angle=0.0)
    assert gdzoo.minimize("adagrad", land, [-2.6, 1.2], 1000, lr=lr).f[-1] < 1e-100


def test_the_regret_of_adagrad_is_below_what_the_proof_promises():
    """Online: a slope drawn anew in each step, on the box in which the run stays."""
    rng = np.random.default_rng(1)
    centers = rng.normal(size=(400, 3)) * [1.0, 0.3, 2.0]

    class Online:
        def at(self, t, seed=0):
            c = centers[t - 1]
            return gdzoo.objective(lambda x: np.abs(x - c).sum(), lambda x: np.sign(x - c))

        def value(self, x):
            return 0 * x[0]

        def grad(self, x):
            return 0 * x

    run = gdzoo.minimize("adagrad", Online(), np.zeros(3), 400, lr=0.5, eps=0.0, keep_state=True)
    best = np.median(centers, 0)
    regret = (np.abs(run.x[:-1] - centers) - np.abs(best - centers)).sum()
    D = np.abs(run.x - best).max()
    assert 0 < regret < (D**2 / (2 * 0.5) + 0.5) * np.sqrt(run.state.v[-1]).sum()


# squares


def test_rings_have_the_area_of_one_gradients_square_and_the_side_is_the_divisor():
    answer = load("squares")(gradients="noise").answer()
    g, side, step = (column(answer, name) for name in ("gradient", "side, AdaGrad", "step, AdaGrad"))
    np.testing.assert_allclose(np.diff(side**2), g[1:] ** 2)
    np.testing.assert_allclose(step[1:], np.abs(g[1:]) / side[1:], rtol=1e-8)
    rings = marks(panel(answer, "squares"), "line")[0]
    corners = np.stack([rings["x"], rings["y"]])[:, 2::3]
    np.testing.assert_allclose(corners, [side[1:], side[1:]])


def test_under_a_constant_gradient_adagrads_step_is_one_over_root_t_and_rmsprops_one():
    answer = load("squares")(steps=60).answer()
    np.testing.assert_allclose(column(answer, "step, AdaGrad")[1:], np.arange(1, 61) ** -0.5, rtol=1e-8)
    np.testing.assert_allclose(column(answer, "step, RMSprop")[1:], 1 / np.sqrt(1 - 0.9 ** np.arange(1, 61)), rtol=1e-7)


@pytest.mark.parametrize("gradients", ["same", "flat", "rare", "noise"])
def test_in_another_unit_of_the_loss_squares_grow_and_steps_stay(gradients):
    small, large = (load("squares")(gradients=gradients, scale=scale).answer() for scale in (0.1, 10.0))
    for rule in "AdaGrad", "RMSprop":
        np.testing.assert_allclose(column(small, f"step, {rule}"), column(large, f"step, {rule}"), rtol=1e-5)
        np.testing.assert_allclose(100 * column(small, f"side, {rule}"), column(large, f"side, {rule}"))


# rare-words


def test_the_weights_are_those_that_minimize_gives_in_the_mean_of_the_orders():
    demo = load("rare-words")(draw=4)
    answer = demo.answer()
    for rule, lr in (SGD, demo.lr_sgd), (ADAGRAD, demo.lr_adagrad):
        run = gdzoo.minimize(rule, gdzoo.Minibatch(demo.problem, 1), np.zeros((6, ORDERS)), 256, seed=4, lr=lr)
        shown = [bar["y"] for bar in marks(panel(answer, "weights"), "bars")][0 if rule is SGD else 1]
        np.testing.assert_allclose([heights[-1] for heights in shown], run.x[-1].mean(1), atol=6e-4)
        name = "SGD" if rule is SGD else "AdaGrad"
        assert column(answer, f"loss, {name}")[-1] == pytest.approx(run.f[-1].mean() - demo.problem.f_min)


@pytest.mark.parametrize(("rarity", "noise"), [(2.5, 0.5), (2.0, 1.0), (3.0, 1.0)])
def test_each_at_its_best_rate_adagrad_ends_lower_and_has_brought_the_rare_word_farther(rarity, noise):
    answer = load("rare-words")(rarity=rarity, noise=noise, draw=1).answer()
    assert column(answer, "loss, AdaGrad")[-1] < 0.7 * column(answer, "loss, SGD")[-1]


def test_a_rate_that_suits_the_rare_word_costs_sgd_the_common_ones():
    answer = load("rare-words")(lr_sgd=0.3).answer()
    best = load("rare-words")().problem.minima[0][-1]
    assert column(answer, "weight 6, SGD")[-1] > 0.9 * best
    assert column(answer, "loss, SGD")[-1] > 5 * column(load("rare-words")().answer(), "loss, SGD")[-1]


def test_the_rates_at_first_are_the_best_of_those_tried():
    problem = load("rare-words")().problem
    for rule in SGD, ADAGRAD:
        i = int(np.flatnonzero(best_rate(rule, problem) == RATES)[0])
        assert 0 < i < len(RATES) - 1
