"""The demos of "Choosing and debugging": each run has its symptom, each remedy mends it, and the log says what the chapter reads in it."""

import numpy as np
import pytest

import gdzoo
from demos.choose import RATES, RULES, Choose, Regression, kept, why_not
from demos.choose import course as measured
from demos.clipping import PLACES, Clipping
from demos.kit.cases import CASES, LAYERS, course, spots
from demos.kit.chain import Chain, Repeated, others
from demos.symptoms import Symptoms, level
from tests.demos.reading import column, marks, panel


def slope_by_differences(f, x, h=1e-6):
    steps = h * np.eye(len(x))
    return np.array([(f.value(x + step) - f.value(x - step)) / (2 * h) for step in steps])


def share_kept(name):
    """What each step of a case gained, over what its slope had promised."""
    run = course(name, False).run
    return (run.f[:-1] - run.f[1:]) / (run.lr * run.grad_norm[:-1] ** 2)


# symptoms


@pytest.mark.parametrize("name", CASES)
def test_the_remedy_ends_far_below_the_run_that_needs_it(name):
    ill, well = course(name, False), course(name, True)
    assert well.run.escaped_at < 0
    assert ill.run.escaped_at >= 0 or level(well.loss) < level(ill.loss) / 4
    assert level(well.loss) < 0.05
    answer = Symptoms(symptom=name).answer()
    assert answer["fixes"] == [{"label": CASES[name].remedy, "set": {"remedy": True}}]
    assert answer["summary"].startswith(f"**The cause: {CASES[name].cause}.**")
    mended = Symptoms(symptom=name, remedy=True).answer()
    assert mended["summary"].startswith("**The remedy works**")
    assert not mended["fixes"]


def test_too_short_steps_keep_all_of_their_promise():
    ill = course("slow", False)
    assert share_kept("slow").min() > 0.99
    assert ill.slope[-1] > 0.5 * ill.slope[0]
    assert np.nanmax(ill.ratio) < 0.01


def test_too_long_steps_climb_again_and_again_and_at_worst_from_the_first_on():
    assert 10 < (share_kept("bounces")[-30:] < 0).sum() < 25
    assert course("bounces", False).ratio[-20:].min() > 0.1
    explodes = course("explodes", False)
    assert (share_kept("explodes")[1:20] < 0).all()
    np.testing.assert_allclose(explodes.slope[11:20] / explodes.slope[10:19], 0.15 * 18 - 1, rtol=1e-3)


def test_a_rate_that_dies_leaves_a_slope_behind():
    ill = course("early", False)
    assert ill.slope[-1] > 4
    assert ill.ratio[-1] < 1e-5


def test_on_a_plateau_the_slope_is_short_from_the_start_and_stays_so():
    plateau, deep = course("plateau", False), course("vanishes", False)
    for found in (plateau, deep):
        assert found.slope.max() < 0.1
        assert found.slope.max() / found.slope.min() < 3
        assert found.loss[-1] > 0.9 * found.loss[0]


def test_at_a_saddle_the_slope_falls_turns_and_grows_by_the_factor_of_theory():
    ill, case = course("saddle", False), CASES["saddle"]
    turn = int(np.argmin(ill.slope))
    assert 5 < turn < 25
    assert ill.slope[-1] > 100 * ill.slope[turn]
    downhill = np.linalg.eigvalsh(case.objective.hess(np.array(case.objective.saddles[0])))[0]
    np.testing.assert_allclose(ill.slope[41:51] / ill.slope[40:50], 1 + 0.01 * abs(downhill), rtol=0.01)


def test_a_poor_minimum_looks_like_success():
    ill, well = course("poor", False), course("poor", True)
    assert ill.slope[-1] < 1e-10 > well.slope[-1]
    assert ill.loss[-1] > 25
    case = CASES["poor"]
    np.testing.assert_allclose(ill.run.x[-1], case.objective.local_minima[-1], atol=1e-6)
    assert len(well.others) == len(spots(case)) - 1


def test_a_smaller_rate_lowers_the_floor_of_noise_and_no_other():
    case = CASES["noise"]
    low = gdzoo.minimize("gd", case.ill.seen, case.ill.start, 500, lr=0.015).f[-250:].mean() - case.objective.f_min
    assert low < level(course("noise", False).loss) / 5
    assert np.nanmin(course("noise", False).ratio[-20:]) > 0.005


def test_in_the_chain_no_layer_suffers_most():
    case = CASES["vanishes"]
    slope = np.abs(case.objective.grad(np.array(case.ill.start)))
    assert len(slope) == LAYERS
    assert slope.max() / slope.min() < 1.3
    assert course("blows", False).slope[0] > 1e4 * course("vanishes", False).slope[0]


def test_the_gradients_of_chains_are_those_of_their_losses():
    w = np.array([0.7, -1.2, 0.9, 1.4])
    np.testing.assert_allclose(Chain().grad(w), slope_by_differences(Chain(), w), rtol=1e-6)
    np.testing.assert_allclose(others(np.array([2.0, 0.0, 5.0])), [0, 10, 0])
    x = np.array([1.1, 0.8])
    np.testing.assert_allclose(Repeated().grad(x), slope_by_differences(Repeated(), x), rtol=1e-6)


# clipping


def test_the_first_figure_leaves_without_clipping_and_arrives_with_either():
    assert Clipping().answer()["summary"] == (
        "**The first gradient is 430 times as long as the limit**: by norm it keeps its direction, and by value it is turned by 39°. "
        "Not clipped, the run leaves at step 2; by norm it ends at the loss 0 but for rounding, by value it ends at the loss 0 but for rounding."
    )


@pytest.mark.parametrize("name", PLACES)
def test_no_clipped_step_is_longer_than_its_leash(name):
    demo = Clipping(landscape=name)
    steps = {key: np.diff(run.x, axis=0) for key, run in demo.runs.items()}
    leash = demo.lr * demo.limit * (1 + 1e-9)
    assert np.linalg.norm(steps["by norm"], axis=1).max() <= leash
    assert np.abs(steps["by value"]).max() <= leash
    assert np.linalg.norm(steps["not clipped"], axis=1).max() > 2 * leash


def test_by_norm_keeps_the_direction_and_by_value_turns_it():
    demo = Clipping()
    first = {key: run.x[1] - run.x[0] for key, run in demo.runs.items()}

    def angle(u, v):
        return np.degrees(np.arccos(u @ v / np.linalg.norm(u) / np.linalg.norm(v)))

    assert angle(first["by norm"], first["not clipped"]) < 1e-3
    assert angle(first["by value"], first["not clipped"]) == pytest.approx(39, abs=0.5)
    arrows = marks(panel(demo.answer(), "gradient"), "arrow")
    np.testing.assert_allclose([np.hypot(arrow["x1"], arrow["y1"]) for arrow in arrows[1:]], [2**0.5, 1], rtol=1e-9)


def test_a_limit_that_no_gradient_reaches_changes_nothing():
    answer = Clipping(limit=1000.0, start=[1.0, 0.9]).answer()
    for name in ("by norm", "by value"):
        np.testing.assert_array_equal(column(answer, f"loss, {name}"), column(answer, "loss, not clipped"))
    assert "is within the limit" in answer["summary"]


# choose


@pytest.mark.parametrize("scaled", [True, False])
def test_the_regression_has_the_gradient_and_the_hessian_of_its_loss(scaled):
    fit, x = Regression(scaled), np.linspace(-1, 1, 12)
    np.testing.assert_allclose(fit.grad(x), slope_by_differences(fit, x), rtol=1e-5, atol=1e-9)
    bend = np.array([slope_by_differences(_Part(fit, i), x) for i in range(12)])
    np.testing.assert_allclose(fit.hess(x), bend, rtol=1e-5, atol=1e-9)
    batches = np.arange(64).reshape(8, 8)  # 8 batches of 8, one for each column
    columns = np.repeat(x[:, None], 8, axis=1)
    np.testing.assert_allclose(fit.on(batches).grad(columns).mean(1), fit.grad(x), rtol=1e-9)
    np.testing.assert_allclose(fit.on(batches).value(columns).mean(), fit.value(x), rtol=1e-9)


class _Part:
    """One coordinate of a gradient, as a function."""

    def __init__(self, f, i):
        self.value = lambda x: f.grad(x)[i]


def test_turning_the_axes_changes_nothing_for_descent_and_takes_the_lead_from_steps_for_each_coordinate():
    descent, momentum, adam = (gdzoo.RULES[name] for name in ("gd", "nesterov", "adam"))
    np.testing.assert_allclose(measured(descent, True, True)[1], measured(descent, True, False)[1], rtol=1e-6)
    assert Choose().answer()["summary"].startswith(("**AdaGrad ends lowest here", "**Adam ends lowest here"))
    assert Choose(scaled=False).answer()["summary"].startswith("**Nesterov momentum ends lowest here")
    assert measured(adam, True, False)[1][-1] > 5 * measured(adam, True, True)[1][-1]
    assert measured(momentum, True, False)[1][-1] < measured(adam, True, False)[1][-1]


def test_with_exact_gradients_curvature_leads():
    assert Choose(noisy=False, scaled=False).answer()["summary"].startswith("**L-BFGS ends lowest here")
    assert Choose(noisy=False, scaled=False, size="few").answer()["summary"].startswith("**Newton's method")


def test_every_best_rate_lies_inside_of_those_tried():
    for rule in RULES:
        for noisy in (True, False):
            if not why_not(rule, noisy, "few"):
                lr = measured(rule, noisy, True)[0]
                assert lr is None or RATES[0] < lr < RATES[-1], rule.name


def test_what_a_rule_keeps_is_measured():
    words = {name: kept(gdzoo.RULES[name]) for name in ("gd", "momentum", "adam", "bfgs", "newton")}
    assert words == {
        "gd": "0",
        "momentum": "1",
        "adam": "2",
        "bfgs": "one for each pair",
        "newton": "one for each pair",
    }


# what the chapter says in words


def test_a_network_eight_layers_deep_stays_on_the_loss_of_a_coin_at_small_first_weights_whatever_the_rate():
    moons = gdzoo.PROBLEMS["moons"](layers=8, hidden=6, examples=40)
    assert len(moons.matrices) == 9
    for lr in (0.1, 1.0):
        run = gdzoo.minimize("gd", moons, 0.4 * moons.start(2), 100, lr=lr)
        np.testing.assert_allclose(run.f, np.log(2), atol=1e-3)
    assert gdzoo.minimize("gd", moons, moons.start(2), 100, lr=0.1).f[-1] < 0.3
