"""Chapter 7: moving averages and averages of points are as late, as quiet and as low as theory says."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.moving_average import DAYS, SIGNALS, YEARS
from gdzoo import analysis
from tests.demos.reading import column, panel


def load(name) -> Any:
    return kit.load(name)


def cells(answer, name):
    return {row["cells"][0]: row["cells"][1:] for row in panel(answer, name)["rows"]}


# moving-average


@pytest.mark.parametrize("correct", [True, False])
def test_the_line_is_the_average_of_what_was_measured(correct):
    answer = load("moving-average")(beta=0.9, correct=correct).answer()
    weights = analysis.ema_weights(0.9, 365, correct)
    assert column(answer, "average")[-1] == pytest.approx(weights @ column(answer, "measured")[::-1])


def test_without_noise_what_was_measured_is_the_truth():
    answer = load("moving-average")(sigma=0.0).answer()
    np.testing.assert_array_equal(column(answer, "measured"), column(answer, "true"))
    assert answer["summary"].startswith("**There is no noise to take away**")


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.98])
@pytest.mark.parametrize("correct", [True, False])
def test_the_noise_that_is_left_is_what_theory_says(beta, correct):
    measured, theory = cells(load("moving-average")(beta=beta, correct=correct).answer(), "numbers")["noise left"]
    assert measured == pytest.approx(theory, rel=4 / np.sqrt(2 * YEARS))
    assert theory == pytest.approx(np.sqrt(analysis.noise_left(beta, 365, correct)))


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.95])
def test_the_average_is_as_late_as_theory_says(beta):
    late = {
        name: cells(load("moving-average")(signal=name, beta=beta).answer(), "numbers")["days late"] for name in SIGNALS
    }
    assert late["climb"] == [pytest.approx(analysis.lag(beta), abs=1e-4)] * 2
    assert late["jump"][0] == max(1, np.ceil(late["jump"][1] - 0.01))
    assert late["year"][1] - 1.5 <= late["year"][0] <= late["year"][1]  # the curve bends within the memory


def test_the_weights_shown_are_those_of_the_last_day_and_the_marks_lie_on_them():
    answer = load("moving-average")(beta=0.9).answer()
    bars, marks = panel(answer, "weights")["marks"]
    np.testing.assert_allclose(bars["y"], analysis.ema_weights(0.9, len(DAYS))[:100])
    assert marks["y"][0] == pytest.approx(bars["y"][0] / 2)
    assert marks["labels"] == ["half-life 6.6", "memory 10"]


def test_the_sentence_says_what_the_average_takes_away_and_what_it_costs():
    demo = load("moving-average")
    assert demo().answer()["summary"].replace("\u00a0", " ") == (
        "**16% of the noise is left**, and theory says 16%; with β = 0.95 the coldest day of the average comes 18 days "
        "late (a straight climb would be 19 late)."
    )
    assert demo(beta=0.0).answer()["summary"].startswith("**No memory**: with β = 0 the average is the latest day")
    assert "the average lacks β⁷ = 70% after a week" in demo(correct=False).answer()["summary"]
    assert (
        "needs 7 days for half of the jump (the half-life is 6.6)" in demo(signal="jump", beta=0.9).answer()["summary"]
    )


# weight-averaging


def ends(**values):
    answer = load("weight-averaging")(**values).answer()
    return answer, {name: (loss[-1], alone) for name, (loss, alone) in cells(answer, "results").items()}


def test_the_last_point_stays_on_its_floor_and_the_averages_where_theory_puts_them():
    """From the minimum, where nothing is left of the start."""
    answer, found = ends(start=[0.0, 0.0], beta=0.95)
    late = column(answer, "loss, last point")[-30:].mean()
    assert late == pytest.approx(found["last point"][1], rel=0.1)
    for name in "mean of all", "mean of the tail", "moving average":
        assert found[name][0] == pytest.approx(found[name][1], rel=0.35), name
    curvatures = np.array([2.0, 20.0])
    assert found["mean of the tail"][1] == pytest.approx((6.0**2 / (2 * curvatures * 300)).sum())


def test_the_mean_ends_far_below_the_last_point_and_below_a_falling_rate():
    answer, found = ends()
    losses = {name: loss for name, (loss, _) in found.items()}
    assert 30 * losses["mean of all"] < losses["last point"]
    assert losses["mean of all"] < losses["falling rate"]
    assert answer["summary"].startswith("**The mean of all ends lowest, at 0.028**; the last point at 0.99.")


def test_in_a_curved_valley_the_mean_is_worse_than_the_last_point():
    answer, found = ends(landscape="rosenbrock", first=201)
    assert found["mean of all"][0] > 2 * found["last point"][0]
    assert found["last point"][1] is None
    assert answer["summary"].startswith("**The last point ends lowest, at 2.3**; the mean of all at 4.9")
    short = ends(landscape="rosenbrock", first=201, beta=0.9)[1]
    assert short["moving average"][0] < short["last point"][0]


def test_every_answer_is_what_minimize_gives():
    demo = load("weight-averaging")(steps=100, first=31, beta=0.9)
    noisy, starts = gdzoo.Noisy("valley", 6.0), np.repeat([[-2.5], [1.2]], 100, axis=1)
    answer = demo.answer()
    for name, knobs in {"mean of all": {}, "mean of the tail": {"first": 31}, "moving average": {"decay": 0.9}}.items():
        run = gdzoo.minimize("averaged", noisy, starts, 100, lr=0.04, **knobs)
        assert column(answer, f"loss, {name}")[-1] == pytest.approx(noisy.value(run.extra["average"][-1]).mean())
        assert column(answer, "loss, last point")[-1] == pytest.approx(run.f[-1].mean())


@pytest.mark.parametrize("first", [1, 401])
def test_a_tail_that_is_everything_or_nothing_is_not_shown(first):
    assert "mean of the tail" not in ends(first=first)[1]


def test_without_noise_an_average_only_holds_up():
    answer, found = ends(sigma=0.0)
    assert answer["summary"].startswith("**The last point ends lowest, at 0 but for rounding**; the mean of all at ")
    assert found["mean of all"][0] > 1e-3


def test_a_rate_that_is_too_large_is_offered_back():
    answer = load("weight-averaging")(landscape="rosenbrock", lr=0.3).answer()
    assert answer["summary"].startswith("**Diverges**: the learning rate 0.3 is too large here")
    mended = load("weight-averaging")(landscape="rosenbrock", **answer["fixes"][0]["set"]).answer()
    assert "iverges" not in mended["summary"]
