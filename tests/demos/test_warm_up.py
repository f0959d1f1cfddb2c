"""The demos of "Schedules and warm-up": what they say is true, and what they show is theory's, or within chance of it."""

from functools import cache

import numpy as np
import pytest

import gdzoo
from demos.draw_schedule import GROUND, HIGH, KNOTS, LOW, RIVALS, STEPS, DrawSchedule, best_peak, rival_rates
from demos.kit.courses import COURSES
from demos.kit.noisy import expected, floors, noisy_losses
from demos.schedules import Schedules
from demos.warm_restarts import PLACES, WarmRestarts, in_the_deepest
from demos.warmup import SETTINGS, Warmup
from gdzoo.analysis import largest_curvature
from gdzoo.schedules import through
from tests.demos.reading import column


def table(answer):
    return next(panel for panel in answer["panels"] if panel["kind"] == "table")["rows"]


# draw-schedule


def test_the_mean_of_many_runs_is_what_theory_says_under_a_drawn_schedule():
    rates = through([0.03, 0.01, 0.0005, 0.02, 0.002], STEPS)
    losses = noisy_losses(GROUND, 5.0, rates, STEPS, 4000).mean(1)
    theory = expected(GROUND, 5.0, rates(np.arange(STEPS)))
    np.testing.assert_allclose(losses[10::10], theory[10::10], rtol=0.08)


def test_while_the_rate_stays_the_loss_stays_on_the_floor_that_is_drawn():
    rates = through([0.03] * 5 + [0.01] * 2, 1500)(np.arange(1500))
    loss = expected(GROUND, 5.0, rates)
    assert loss[900] == pytest.approx(floors(GROUND, 5.0, rates[[899]])[0], rel=1e-6)


def test_what_the_middle_of_the_first_figure_wins_its_end_loses():
    answer = DrawSchedule().answer()
    loss = column(answer, "loss, yours")
    assert loss[200] < loss[75] / 5
    assert loss[280:].mean() > 5 * loss[200]
    assert answer["score"]["value"] == pytest.approx(expected(GROUND, 5.0, np.full(STEPS, 0.03))[-1], rel=0.01)
    assert answer["summary"] == (
        "**Yours ends at 0.939**: linear decay from its best rate ends at 0.058. Its last rate, 0.03, has its floor at 0.94."
    )


@pytest.mark.parametrize("name", RIVALS)
def test_no_other_first_rate_would_serve_the_rival_better(name):
    peak = best_peak(name, 5.0)
    best = expected(GROUND, 5.0, rival_rates(name, peak)[:-1])[-1]
    for other in np.linspace(0.05, 0.99, 80) * HIGH:
        assert best <= expected(GROUND, 5.0, rival_rates(name, other)[:-1])[-1] * 1.01


def test_presets_are_on_the_chart_and_none_of_them_beats_par():
    for value in (preset["value"] for preset in DrawSchedule.controls()["rates"].spec()["presets"]):
        assert len(value) == len(KNOTS)
        assert all(LOW <= rate <= HIGH for rate in value)
        answer = DrawSchedule(rates=value).answer()
        assert answer["score"]["value"] > answer["score"]["par"]


def test_par_can_be_beaten_by_a_rate_that_falls_like_one_over_t():
    rates = np.minimum(0.039, 1 / (KNOTS + 1))
    rates[-2:] = 0.0012, 0.0003
    answer = DrawSchedule(rates=rates.tolist()).answer()
    assert answer["score"]["value"] < 0.93 * answer["score"]["par"]
    assert "% below par" in answer["summary"]


def test_an_early_drop_leads_at_first_and_ends_behind_a_later_one():
    early, late = (column(DrawSchedule(rates=[0.03] * n + [0.001] * (13 - n)).answer(), "loss, yours") for n in (2, 5))
    assert early[100] < 0.7 * late[100]
    assert late[-1] < early[-1] / 2


# schedules


def test_without_noise_what_decays_has_no_advantage():
    answer = Schedules(sigma=0.0).answer()
    assert answer["summary"].startswith("**Constant ends lowest")


def test_warm_up_then_linear_is_a_rise_and_a_fall_in_lines():
    answer = Schedules(schedules=["warmup_linear"]).answer()
    rates = column(answer, "rate, Warm-up, then linear")
    np.testing.assert_allclose(np.diff(rates[:30]), 0.04 / 30, rtol=1e-9)
    np.testing.assert_allclose(np.diff(rates[31:-1]), -0.04 / 270, rtol=1e-9)
    assert rates.max() == pytest.approx(0.04)


def test_every_loss_ends_near_its_own_average_by_theory():
    answer = Schedules(schedules=list(COURSES)).answer()
    for row in table(answer):
        title, rates, _, end, chance = row["cells"]
        theory = expected(gdzoo.LANDSCAPES["valley"], 3.0, rates[:-1])[271:].mean()
        assert abs(end - theory) < 4 * chance, title


# warm restarts


@cache
def many(name):
    demo = WarmRestarts(landscape=name)
    land, starts = PLACES[name], np.repeat(np.array(PLACES[name].starts[0])[:, None], 2000, axis=1)
    rates = {
        "restarts": gdzoo.SCHEDULES["cosine_restarts"](demo.lr, first=demo.first),
        "single": gdzoo.SCHEDULES["cosine"](demo.lr, steps=demo.steps),
    }
    noisy = gdzoo.Noisy(land, demo.sigma, seed=5)
    runs = {key: gdzoo.minimize("gd", noisy, starts, demo.steps, lr=rate) for key, rate in rates.items()}
    return demo, {key: in_the_deepest(land, run).mean(1) for key, run in runs.items()}


@pytest.mark.parametrize("name", PLACES)
def test_from_period_to_period_more_runs_end_in_the_deepest_hollow(name):
    demo, deep = many(name)
    assert (np.diff(deep["restarts"][demo.ends()]) > 0.02).all()


@pytest.mark.parametrize("name", PLACES)
def test_at_equal_cost_restarts_and_one_cosine_are_close(name):
    _, deep = many(name)
    assert deep["restarts"][-1] == pytest.approx(deep["single"][-1], abs=0.06)


def test_the_shares_of_the_figure_are_those_of_many_more_runs_but_for_chance():
    demo, deep = many("three_hump_camel")
    answer = WarmRestarts().answer()
    np.testing.assert_allclose(
        column(answer, "in the deepest hollow, restarts")[demo.ends()], deep["restarts"][demo.ends()], atol=0.1
    )
    assert (
        "**46% of 200 runs are in the deepest hollow at the end of the first period, 81% at the end of period 4**"
        in answer["summary"]
    )


def test_the_loss_and_its_floor_fall_within_a_period_and_jump_at_the_restart():
    answer = WarmRestarts().answer()
    rates, loss = column(answer, "rate, restarts"), column(answer, "loss, restarts")
    for restart in (120, 180):
        assert rates[restart - 1] < 0.001
        assert rates[restart] == pytest.approx(0.1)
        assert loss[restart + 5] > 2 * loss[restart]


@pytest.mark.parametrize(
    ("first", "growth", "ends"), [(60, 1, [60, 120, 180, 240]), (40, 2, [40, 120]), (240, 1, [240])]
)
def test_periods_end_where_the_rate_is_about_to_jump(first, growth, ends):
    demo = WarmRestarts(first=first, growth=growth)
    assert demo.ends().tolist() == ends
    rates = gdzoo.SCHEDULES["cosine_restarts"](demo.lr, first=first, growth=growth)
    for end in ends:
        assert rates(end) == pytest.approx(demo.lr)


# warm-up


@pytest.mark.parametrize("name", [name for name in SETTINGS if name != "valley"])
def test_the_full_rate_at_once_is_thrown_out_and_with_a_warm_up_it_arrives(name):
    answer = Warmup(landscape=name).answer()
    assert answer["summary"].startswith("**At once, the rate diverges")
    assert "above the limit 2. A warm-up of 20 steps ends at the loss" in answer["summary"]
    start, lr = SETTINGS[name]
    assert column(answer, "η × curvature, at once")[0] == pytest.approx(
        lr * largest_curvature(gdzoo.LANDSCAPES[name], np.array(start)), rel=1e-6
    )
    assert column(answer, "η × curvature, warm-up")[-1] < 2


def test_on_a_quadratic_a_warm_up_only_costs_steps():
    answer = Warmup(landscape="valley").answer()
    assert column(answer, "loss, warm-up")[-1] > column(answer, "loss, at once")[-1]


def test_a_larger_rate_pushes_the_warm_run_to_where_the_curvature_is_smaller():
    gentle, bold = (Warmup(lr=lr).answer() for lr in (0.45, 0.7))
    curvatures = [column(answer, "η × curvature, warm-up")[-1] / lr for answer, lr in ((gentle, 0.45), (bold, 0.7))]
    assert curvatures[1] < 2 / 0.7 < curvatures[0]
    assert column(bold, "loss, warm-up")[-1] < 1e-12


def test_adams_first_steps_leave_the_minimum_and_a_warm_up_or_radam_keeps_them_short():
    noisy, spot = gdzoo.Noisy("three_hump_camel", sigma=0.1), np.zeros((2, 200))
    rise = gdzoo.warmup(gdzoo.SCHEDULES["constant"](0.3), steps=200)
    runs = {
        "at once": gdzoo.minimize("adam", noisy, spot, 400, lr=0.3, beta2=0.99),
        "warm-up": gdzoo.minimize("adam", noisy, spot, 400, lr=rise, beta2=0.99),
        "radam": gdzoo.minimize("radam", noisy, spot, 400, lr=0.3, beta2=0.99),
    }
    np.testing.assert_allclose(np.abs(runs["at once"].x[1]), 0.3, rtol=1e-4)
    highest = {name: run.f.mean(1).max() for name, run in runs.items()}
    assert highest["at once"] > 20 * highest["warm-up"]
    assert highest["at once"] > 20 * highest["radam"]
    ends = [run.f[-50:].mean() for run in runs.values()]
    assert max(ends) < 1.1 * min(ends)
