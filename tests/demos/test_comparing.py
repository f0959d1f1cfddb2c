"""The demos of "Comparing fairly and tuning": what they draw is what the package computes, and what their chapter says of it."""

from importlib import import_module

import numpy as np
import pytest

import gdzoo
from demos.kit import load, trials
from gdzoo import analysis
from tests.demos.reading import column, panel

FOUR = ("gd", "momentum", "rmsprop", "adam")


def answer(name, **values):
    return load(name)(**values).answer()


def ranking(shown, name="ranking"):
    return [row["cells"] for row in panel(shown, name)["rows"]]


# fair-race


@pytest.mark.parametrize("draw", [0, 1, 2, 3])
@pytest.mark.parametrize("favorite", FOUR)
def test_whoever_is_the_favorite_wins(favorite, draw):
    rows = ranking(answer("fair-race", favorite=favorite, draw=draw))
    assert rows[0][0] == gdzoo.RULES[favorite].title
    assert [row[5] for row in rows] == [22, 1, 1, 1]
    assert [row[1] for row in rows[1:]] == [0.01] * 3


def test_a_search_is_worth_more_than_the_choice_of_an_optimizer():
    before = [row[2] for row in ranking(answer("fair-race", searched="none"))]
    after = [row[2] for row in ranking(answer("fair-race", searched="all"))]
    assert max(after) < min(before)
    assert max(after) / min(after) < 5
    assert max(before) / min(before) > 20


def test_what_tuning_cannot_mend_is_left_when_everyone_is_tuned():
    level = answer("fair-race", searched="all", epochs=10)["summary"]
    assert "is ahead, but not clear of Momentum, RMSprop and Gradient descent" in level
    rows = {row[0]: row[2:5] for row in ranking(answer("fair-race", searched="all", epochs=10, stretch=4.0))}
    assert rows["Adam"][2] < rows["Gradient descent"][1] / 3  # the whole bands are apart


def test_the_race_is_that_of_minimize_with_seeds_that_the_search_has_not_seen():
    line = gdzoo.PROBLEMS["linear_regression"](examples=64, noise=1.0)
    batches = gdzoo.Minibatch(gdzoo.Stretched(line, [2.0, 1.0]), 8)
    shown = answer("fair-race", searched="one", favorite="adam", stretch=2.0, epochs=6, draw=3)
    (lr,) = (row[1] for row in ranking(shown) if row[0] == "Adam")
    run = gdzoo.minimize("adam", batches, np.zeros((2, 9)), 48, lr=lr, seed=7)
    np.testing.assert_allclose(
        column(shown, "median, Adam"), analysis.quartiles(run.f[::8] - line.f_min, axis=1)[1], rtol=1e-6, atol=1e-12
    )
    found = analysis.sweep("adam", batches, [0.0, 0.0], 48, trials.RATES, repeats=9, seed=6)
    middle = analysis.quartiles(found.loss)[1]
    assert lr == trials.RATES[np.argmin(middle)]
    np.testing.assert_allclose(trials.search(gdzoo.RULES["adam"], 2.0, 3, 6)[1], middle, rtol=1e-6, atol=1e-12)


def test_a_rule_with_two_gradients_a_step_takes_half_as_many_steps():
    line = gdzoo.PROBLEMS["linear_regression"](examples=64, noise=1.0)
    sam = trials.race(gdzoo.RULES["sam"], 1.0, 0, 0.05)
    run = gdzoo.minimize("sam", gdzoo.Minibatch(line, 8), np.zeros((2, 9)), 40, lr=0.05, seed=1)
    assert run.grad_evals[-1].max() == 640
    np.testing.assert_allclose(sam[10], run.f[-1] - line.f_min, atol=1e-12)
    np.testing.assert_allclose(sam[5], run.f[20] - line.f_min, atol=1e-12)


def test_a_run_that_leaves_is_nothing_from_then_on_and_counts_as_the_worst():
    gone = trials.race(gdzoo.RULES["gd"], 10.0, 0, 1.0)
    assert np.isfinite(gone[0]).all()
    assert np.isnan(gone[-1]).all()
    shown = answer("fair-race", rules=["gd", "adam"], searched="none", stretch=10.0, common=1.0)
    assert ranking(shown)[-1][2:5] == [None] * 3


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {},
            "**Gradient descent wins**: its median ends 0.004 above the lowest loss, and its whole band below that of",
        ),
        ({}, "alone had a search; with η = 0.01 like the others it would be number 2 of 4."),
        ({"favorite": "adam"}, "it would be number 4 of 4."),
        ({"favorite": "sam"}, "Sharpness-aware minimization (SAM) alone had a search; with η = 0.01 like the others"),
        ({"rules": ["gd"]}, "**Gradient descent runs alone**"),
        ({"rules": ["gd"], "searched": "none", "common": 1.0, "stretch": 10.0}, "**Nobody finishes**"),
        ({"searched": "none"}, "**Momentum wins**"),
    ],
)
def test_the_sentence_of_fair_race(values, words):
    assert words in answer("fair-race", **values)["summary"].replace("\u00a0", " ")


def test_the_protocol_stands_under_the_race():
    note = [fact.replace("\u00a0", " ") for fact in answer("fair-race", epochs=1)["note"]]
    assert note[:3] == ["line through 64 points", "minibatches of 8", "start (0, 0)"]
    assert "budget 1 epoch = 64 gradients" in note
    assert "search for Gradient descent: 22 rates from 0.001 to 3.2, 9 seeds each, lowest median" in note
    assert "η = 0.01 without a search" in note
    (edge,) = [
        fact for fact in answer("fair-race", rules=["adagrad"], searched="all", epochs=1)["note"] if "edge" in fact
    ]
    assert edge == "at the edge of what was tried: AdaGrad"


# one-seed


def test_the_chart_is_the_share_of_wrong_verdicts_over_many_draws():
    shown = answer("one-seed")
    chances = column(shown, "chance of the wrong winner")
    gd, momentum = (
        trials.race(gdzoo.RULES[name], 1.0, 0, trials.best_rate(gdzoo.RULES[name], 1.0, 0, 5)[0], 200)[5]
        for name in ("gd", "momentum")
    )
    assert np.median(gd) < np.median(momentum)
    dice = np.random.default_rng(0)
    for n in (1, 9):
        ours, theirs = (np.median(dice.choice(each, (20_000, n)), axis=1) for each in (gd, momentum))
        assert chances[n // 2] == pytest.approx((theirs < ours).mean(), abs=0.02)
    assert (np.diff(chances) < 0).all()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "**Momentum wins this draw**, and that is wrong: over 200 runs, the median of Gradient descent is 0.0048"),
        ({}, "With 1 run of each the wrong one wins 35% of the time."),
        ({"draw": 0}, "**Gradient descent wins this draw**, and that is right"),
        ({"seeds": "9"}, "With 9 runs of each the wrong one wins 15% of the time."),
        ({"second": "gd"}, "**Gradient descent against itself**"),
    ],
)
def test_the_sentence_of_one_seed(values, words):
    assert words in answer("one-seed", **values)["summary"]


# tuning-budget


@pytest.mark.parametrize("draw", range(4))
def test_with_few_tries_the_narrow_space_leads_and_with_many_the_wider_one_has_caught_up(draw):
    few, many = (
        {row[0]: row[1] for row in ranking(answer("tuning-budget", tries=tries, draw=draw))} for tries in (4, 32)
    )
    assert min(few, key=lambda name: few[name]) in ("Gradient descent", "Adam, η alone")
    assert few["Adam, all four"] > 3 * few["Adam, η alone"]
    behind = [each["Momentum, β too"] / each["Gradient descent"] for each in (few, many)]
    assert behind[0] > 1.5
    assert behind[1] < 0.6 * behind[0]
    assert all(many[name] < few[name] / 2 for name in few)


def test_every_setting_of_a_space_lies_in_its_ranges_and_is_a_run_of_the_rule(monkeypatch):
    demo = import_module("demos.tuning_budget")
    seen = {}
    monkeypatch.setattr(demo, "losses", lambda rule, *where, **knobs: seen.update(knobs) or np.zeros((3, 160)))
    demo.tried("adam-4", 1.0, 77, 5)
    assert set(seen) == {"lr", "beta1", "beta2", "eps"}
    assert 1e-3 <= seen["lr"].min() < 2e-3 < 2 < seen["lr"].max() <= 3.2
    assert seen["beta1"].min() >= 0
    assert 0.99 < seen["beta1"].max() < 1
    assert seen["eps"].max() <= 1


def test_the_sentence_of_tuning_budget():
    said = answer("tuning-budget")["summary"]
    assert said.startswith("**With 4 tries, Adam, η alone is lowest**")
    assert said.endswith("With 32 tries the lowest is Momentum, β too, with 9.1e−4.")
    assert "it still is" in answer("tuning-budget", tries=32)["summary"]
    assert answer("tuning-budget", spaces=["gd-1"])["summary"].count("with 32,") == 1


# grid-or-random


@pytest.mark.parametrize(("method", "rates"), [("grid", 4), ("random", 16), ("even", 16)])
def test_sixteen_tries_on_a_grid_see_four_rates(method, rates):
    shown = answer("grid-or-random", method=method)
    x = column(shown, "learning rate")
    assert len(x) == 16
    assert len(np.unique(np.round(np.log(x), 9))) == rates
    assert f"see {'only 4' if rates == 4 else 16} learning rates" in shown["summary"]


def test_the_losses_of_the_tries_are_those_of_runs():
    shown = answer("grid-or-random", method="random", draw=5, epochs=4)
    lr, beta2 = column(shown, "learning rate"), 1 - column(shown, "1 − β₂")
    line = gdzoo.PROBLEMS["linear_regression"](examples=64, noise=1.0)
    starts = np.zeros((2, 3, 16))
    run = gdzoo.minimize("adam", gdzoo.Minibatch(line, 8), starts, 32, lr=lr, beta2=beta2)
    np.testing.assert_allclose(column(shown, "loss"), np.median(run.f[-1] - line.f_min, axis=0))


def test_random_wins_where_one_knob_matters_and_the_grid_where_both_do():
    demo = import_module("demos.grid_or_random")
    for knob, tidy in (("beta2", False), ("eps", False), ("beta1", True)):
        _, _, every = demo.outcomes(knob, 1.0, 5)
        assert (np.median(demo.lattices(every, 4)) < analysis.best_of(every, 16)) == tidy


def test_every_grid_that_can_be_laid_over_a_map_is_looked_at():
    every = np.arange(432.0).reshape(12, 36)
    demo = import_module("demos.grid_or_random")
    for side in (3, 4, 6):
        found = demo.lattices(every, side)
        assert len(found) == 432 // side**2
        assert sorted(found.tolist()) == sorted(every[: 12 // side, : 36 // side].ravel().tolist())
