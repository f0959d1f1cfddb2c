"""The demos of chapter 12: a parabola's bottom, a saddle that attracts, and what five methods cost."""

import numpy as np
import pytest

import gdzoo
from gdzoo.analysis import grid, smallest_curvature
from tests.demos.reading import column, marks, panel
from tests.demos.test_truth import load

SENTENCES = [
    (
        "parabola-jump",
        {},
        "**Faster with every jump**: the distances to the minimum come to 0.025, 9.1e−4, 1.2e−6 and 2.3e−12.",
    ),
    (
        "parabola-jump",
        {"start": 0.3},
        "**Up to the top**: after 6 jumps x = 0, on the top between the two wells. "
        "At the start the curvature is −0.73: the parabola opens downward, and the jump leads to its top.",
    ),
    (
        "parabola-jump",
        {"start": 0.3, "damping": 1.5},
        "**Near the minimum**: the last jump left 0.43 of the distance, and after 6 jumps it is 0.0043.",
    ),
    ("parabola-jump", {"curve": "bowl"}, "**One jump**: it leads to the minimum at x = 0."),
    (
        "parabola-jump",
        {"curve": "floor"},
        "**On the way**: after 6 jumps x = 0.14, 0.14 from the minimum; the last jump left 0.67 of the distance.",
    ),
    (
        "parabola-jump",
        {"curve": "soft"},
        "**Farther with every jump**: the jumps overshoot, and after 3 jumps x = −137.",
    ),
    (
        "parabola-jump",
        {"start": 1.0},
        "**Nothing moves**: at x = 1 there is no slope, so the parabola has its bottom right there.",
    ),
    (
        "saddle-jump",
        {},
        "**Newton ends at a saddle**: Newton ends at a saddle (loss 0), Saddle-free and Descent at a minimum (loss −0.25); "
        "29% of all starts lead it to a saddle or a hilltop.",
    ),
    (
        "saddle-jump",
        {"damping": 1.2},
        "**Newton with λ = 1.2 finds a minimum**: Newton, Saddle-free and Descent end at a minimum (loss −0.25); "
        "no start leads it to a saddle or a hilltop.",
    ),
    (
        "saddle-jump",
        {"landscape": "himmelblau"},
        "**Newton climbs to a saddle**: Newton ends at a saddle (loss 180), Saddle-free at a minimum (loss 0), "
        "Descent at a minimum (loss 1.3e−4); 35% of all starts lead it to a saddle or a hilltop.",
    ),
    ("saddle-jump", {"start": [0.0, 0.0]}, "**Nobody moves**: (0, 0) is a saddle, and has no slope."),
    (
        "evaluations",
        {},
        "**L-BFGS is first**, below 10⁻⁸ after 85 evaluations; BFGS after 94, CG after 236, Newton after 363 and Momentum after 722.",
    ),
    (
        "evaluations",
        {"counted": "steps"},
        "**Newton is first**, below 10⁻⁸ after 33 steps; L-BFGS after 69, BFGS after 82, CG after 111 and Momentum after 722.",
    ),
    (
        "evaluations",
        {"n": 2},
        "**Newton is first**, below 10⁻⁸ after 15 evaluations; BFGS after 43, L-BFGS after 44, CG after 82 and Momentum after 501.",
    ),
    (
        "evaluations",
        {"n": 5},
        "**BFGS is first**, below 10⁻⁸ after 62 evaluations; L-BFGS after 65, CG after 142 and Momentum after 543; "
        "Newton ends at a local minimum (loss 3.9).",
    ),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_demo_says_what_happened(name, values, sentence):
    assert load(name)(**values).answer()["summary"].replace("\u00a0", " ") == sentence


# parabola-jump


def test_each_distance_is_nearly_the_square_of_the_one_before_times_three_halves():
    away = column(load("parabola-jump")().answer(), "distance")
    np.testing.assert_allclose(away[4:6] / away[3:5] ** 2, [1.42, 1.4969], rtol=1e-2)


def test_on_the_soft_curve_a_jump_leads_to_minus_the_cube():
    for start in (0.8, 1.0, 1.2):
        x = column(load("parabola-jump")(curve="soft", start=start).answer(), "x")
        np.testing.assert_allclose(x[1:], -(x[:-1] ** 3), rtol=1e-7, atol=1e-20)


@pytest.mark.parametrize("damping", [0.5, 1.0, 5.0])
def test_damping_leaves_its_share_of_the_distance(damping):
    away = column(load("parabola-jump")(damping=damping, steps=30).answer(), "distance")
    left = away[away > 1e-9]
    assert left[-1] / left[-2] == pytest.approx(damping / (2 + damping), rel=1e-2)


def test_the_path_follows_the_parabola_to_its_bottom_and_then_meets_the_curve():
    demo = load("parabola-jump")()
    answer = demo.answer()
    way = next(line for line in marks(panel(answer, "curve"), "line") if line["moves"])
    x, n = column(answer, "x"), way["moves"]
    f = gdzoo.formula("(x^2 - 1)^2 / 4")
    np.testing.assert_allclose(way["x"][::n], x, atol=1e-12)
    np.testing.assert_allclose(way["y"][::n], f.value(x[None]), atol=1e-12)
    bottom, slope, bend = way["y"][n - 1 :: n], column(answer, "slope"), column(answer, "curvature")
    np.testing.assert_allclose(bottom, (f.value(x[None]) - slope**2 / bend / 2)[:-1], atol=1e-12)


def test_where_the_jumps_lead_away_a_button_damps_them():
    (fix,) = load("parabola-jump")(curve="soft").answer()["fixes"]
    mended = load("parabola-jump")(curve="soft", steps=30, **fix["set"]).answer()
    assert mended["summary"].startswith("**Near the minimum**")
    assert not mended["fixes"]


# saddle-jump


def trapped(damping, start):
    """Whether Newton's method comes to the saddle at (0, 0)."""
    end = gdzoo.minimize("newton", "bounded_saddle", start, 200, damping=damping).x[-1]
    return bool(np.abs(end).max() < 1e-6)


def test_a_saddle_attracts_exactly_while_damping_is_below_half_of_its_negative_curvature():
    assert [trapped(damping, [0.01, 0.01]) for damping in (0.0, 0.2, 0.45, 0.55, 0.8, 1.2)] == [True] * 3 + [False] * 3


def test_the_dots_lie_where_the_smallest_curvature_is_minus_the_damping():
    for values in ({}, {"damping": 0.5}, {"landscape": "himmelblau"}, {"landscape": "peaks", "damping": 5.0}):
        demo = load("saddle-jump")(**values)
        dots = next(mark for mark in marks(panel(demo.answer(), "plane"), "points") if mark["symbol"] == "speck")
        bend = smallest_curvature(demo.landscape, np.stack([dots["x"], dots["y"]])) + demo.damping
        everywhere = smallest_curvature(demo.landscape, grid(demo.landscape, 20, 20))
        assert len(bend) > 10
        assert np.abs(bend).max() < 0.05 * np.ptp(everywhere)
    plane = panel(load("saddle-jump")(damping=1.2).answer(), "plane")
    assert all(mark["symbol"] != "speck" for mark in marks(plane, "points"))


def test_the_map_shrinks_with_damping_until_nobody_is_lost():
    lost = []
    for damping in (0.0, 0.3, 1.2):
        ends = load("saddle-jump")(damping=damping).answer()["fields"]["ends"]["z"]
        lost.append(np.isin(ends, (1, 2)).mean())
    assert lost[0] > lost[1] > lost[2] == 0


def test_what_the_table_says_of_the_curvature_is_that_of_the_ends():
    table = panel(load("saddle-jump")().answer(), "runs")
    assert [row["cells"][3][-1] for row in table["rows"]] == pytest.approx([-1, 1, 1], abs=1e-3)


# evaluations


def bills(**values):
    """Steps, gradients, Hessians and what is counted, by method."""
    return {row["cells"][0]: row["cells"][1:] for row in panel(load("evaluations")(**values).answer(), "bill")["rows"]}


def test_a_bill_is_what_the_counter_of_the_package_says():
    start = np.where(np.arange(10) % 2, 1.0, -1.2)
    for title, rule in (("Newton", "newton"), ("BFGS", "bfgs"), ("L-BFGS", "lbfgs"), ("CG", "conjugate_gradient")):
        steps, grads, hessians, counted = bills()[title]
        f = gdzoo.Counted("rosenbrock")
        run = gdzoo.minimize(rule, f, start, steps)
        assert run.f[-1] <= 1e-8 < run.f[-2]
        assert (run.grad_evals[-1], f.hess_evals) == (grads, hessians)
        assert counted == grads + 10 * hessians


def test_counting_steps_instead_changes_the_order_and_not_the_runs():
    assert {name: bill[:3] for name, bill in bills().items()} == {
        name: bill[:3] for name, bill in bills(counted="steps").items()
    }
    assert min(bills(), key=lambda name: bills()[name][3]) == "L-BFGS"
    assert min(bills(), key=lambda name: bills(counted="steps")[name][3]) == "Newton"


def test_on_a_chain_newton_takes_one_step_and_conjugate_gradients_no_more_than_there_are_coordinates():
    found = bills(problem="chain", n=8)
    assert found["Newton"][0] == 1
    assert found["CG"][0] <= 8


def test_the_curves_show_the_loss_that_so_much_work_has_bought():
    answer = load("evaluations")(n=2).answer()
    start = np.array([-1.2, 1.0])
    run = gdzoo.minimize("bfgs", "rosenbrock", start, 40)
    spent, loss = column(answer, "evaluation"), column(answer, "loss, BFGS")
    for frame in (0, 5, 20):
        k = np.flatnonzero(run.grad_evals <= spent[frame])[-1]
        assert loss[frame] == pytest.approx(run.f[k])
