"""What the demos draw is what the package computes, and what theory says."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.kit.ending import ending, flat_place, unstable
from demos.kit.menus import WALKERS
from demos.kit.planes import PLANES, view
from demos.kit.rates import measured_rate
from demos.kit.tuning import BUDGET, RATES, best_lr, is_own, largest_staying_lr, rates_of, sensible_lr, target, tuned
from gdzoo.analysis import REGIMES, best, rate, regime, stability_limit
from tests.demos.reading import column, marks, panel


def load(name) -> Any:
    """The demo, with whatever controls it has."""
    return kit.load(name)


# slope


@pytest.mark.parametrize("values", [{}, {"lr": 0.9}, {"landscape": "wavy", "start": -2.9}])
def test_the_tangent_has_the_slope_of_the_curve_and_the_arrow_is_the_step(values):
    demo = load("slope")(**values)
    land, answer = demo.landscape, demo.answer()
    x = column(answer, "x")
    slope = land.grad(x[None])[0]
    tangent, step = marks(panel(answer, "curve"), "arrow")[0], marks(panel(answer, "curve"), "arrow")[-1]
    assert not tangent["head"]
    np.testing.assert_allclose(
        (tangent["y1"] - tangent["y0"]) / (tangent["x1"] - tangent["x0"]), slope, rtol=1e-9, atol=1e-9
    )
    np.testing.assert_allclose(step["x0"], x)
    np.testing.assert_allclose(step["x1"] - step["x0"], -demo.lr * slope, atol=1e-14)
    np.testing.assert_allclose(x[1:], step["x1"][:-1])


def test_the_handle_of_slope_stands_on_the_curve():
    handle = marks(panel(load("slope")(start=-1.5).answer(), "curve"), "handle")[0]
    assert (handle["x"], handle["y"], handle["moves"]) == (-1.5, 2.25, ["start", None])


def test_the_ticks_of_the_parabola_are_where_theory_says():
    ticks = load("slope")().answer()["controls"]["lr"]["ticks"]
    assert ticks == [{"value": 0.5, "label": "1/L"}, {"value": 1.0, "label": "2/L"}]
    assert load("slope")(landscape="wavy").answer()["controls"]["lr"]["ticks"] == []


# descent


def test_each_criterion_stops_descent_at_the_first_step_where_it_holds():
    whole = gdzoo.minimize("gd", "valley", [-2.5, 1.2], 100, lr=0.068)
    short = load("descent")(lr=0.068, grad_tol=0.5, loss_tol=1e-16).answer()
    last = len(short["timeline"]) - 1
    assert whole.grad_norm[last] < 0.5 <= whole.grad_norm[last - 1]
    assert "the gradient is 0.48 long, shorter than 0.5" in short["summary"]

    flat = load("descent")(lr=0.068, grad_tol=1e-12, loss_tol=0.1).answer()
    last = len(flat["timeline"]) - 1
    change = np.abs(np.diff(whole.f))
    assert change[last - 1] < 0.1
    assert (change[: last - 1] >= 0.1).all()
    assert "changed the loss by less than 0.1" in flat["summary"]

    spent = load("descent")(lr=0.068, steps=7).answer()
    assert spent["timeline"][-1] == 7
    assert spent["summary"].startswith("**Runs out of steps**")


def test_a_direction_that_the_start_does_not_feel_cannot_diverge():
    answer = load("descent")(start=[2.0, 0.0], lr=0.2).answer()  # 4 = lr L across the valley, but y is exactly 0
    assert answer["summary"].startswith("**Stops after 17 steps**")
    assert not unstable(gdzoo.RULES["gd"], PLANES["valley"], [2.0, 0.0], 0.2)
    assert unstable(gdzoo.RULES["gd"], PLANES["valley"], [2.0, 1e-6], 0.2)


# three-rates


def test_the_three_rates_are_multiples_of_one_over_the_largest_curvature():
    titles = [panel["title"].replace("\u00a0", " ") for panel in load("three-rates")().answer()["panels"][:3]]
    assert titles == ["η = 0.0025 creeps", "η = 0.05 arrives", "η = 0.105 diverges"]
    assert sensible_lr(PLANES["valley"]) == 1 / 20
    halved = [panel["title"].replace("\u00a0", " ") for panel in load("three-rates")(scale=0.5).answer()["panels"][:3]]
    assert [title.split(" ")[2] for title in halved] == ["0.00125", "0.025", "0.0525"]


# race


@pytest.mark.parametrize("values", [{}, {"landscape": "rosenbrock", "scale": 3.0}, {"rates": "same", "lr": 0.05}])
def test_the_table_of_a_race_is_what_minimize_says(values):
    demo = load("race")(rules=list(WALKERS), **values)
    answer, land = demo.answer(), demo.landscape
    for row, rule in zip(panel(answer, "results")["rows"], WALKERS.values(), strict=True):
        title, loss, arrives, gradients, heights, lr = row["cells"]
        run = gdzoo.minimize(rule, land, demo.start, demo.steps, **{} if lr == "own" else {"lr": lr})
        out = int(run.escaped_at)
        assert title == rule.title
        if is_own(rule):
            assert lr == "own"
        else:
            assert lr == (0.05 if "lr" in values else pytest.approx(best_lr(rule, land) * demo.scale, rel=5e-3))
        np.testing.assert_array_equal(gradients, run.grad_evals)
        np.testing.assert_array_equal(heights, run.value_evals)
        if "search" not in rule.traits and rule.name != "sam":
            assert gradients[-1] == (demo.steps if out < 0 else out)
            assert heights[-1] == 0
        if out >= 0:
            assert arrives in (f"left at {out}", f"stuck at {out}")
            assert np.isnan(loss[out:]).all()
            continue
        np.testing.assert_array_equal(loss, np.maximum(run.f - land.f_min, 0))
        if arrives is None:
            assert loss[-1] > 1e-3
        else:
            assert (loss[arrives:] <= 1e-3).all()
            assert loss[arrives - 1] > 1e-3


def test_values_have_a_column_only_where_somebody_asks_for_them():
    headings = [
        [column["label"] for column in panel(load("race")(rules=names).answer(), "results")["columns"]]
        for names in (["gd", "newton"], ["gd", "backtracking"])
    ]
    assert headings == [["", "loss", "to 0.001", "grads", "η"], ["", "loss", "to 0.001", "grads", "values", "η"]]


@pytest.mark.parametrize("name", WALKERS)
def test_every_rule_races_on_every_landscape_with_finite_numbers_or_leaves(name):
    rule = WALKERS[name]
    for land in PLANES.values():
        assert ("lr" in tuned(rule, land)) == ("lr" in rule.knobs), land
        run: Any = load("race")(landscape=land.name, rules=[name]).run(rule)
        assert np.isfinite(run.x).all(), land
        if not is_own(rule) and land.f_min is not None:
            assert run.escaped_at < 0, land
            assert run.f[-1] <= run.f[0] or name == "barzilai_borwein", land  # its lengths are no one's to tune


def test_who_aims_at_the_lowest_value_is_told_the_lowest_of_the_picture_where_there_is_none():
    polyak, saddle = gdzoo.RULES["polyak"], PLANES["saddle"]
    _, (_, high) = view(saddle)
    assert target(polyak, saddle)["f_min"] == pytest.approx(-(high**2), rel=1e-2)
    assert target(polyak, PLANES["valley"]) == {}
    assert target(gdzoo.RULES["gd"], saddle) == {}
    note = load("race")(landscape="saddle", rules=["gd", "polyak"]).answer()["note"]
    assert [fact.replace("\u00a0", " ") for fact in note] == [
        "100 steps each",
        "η = 0.05 for all: without a minimum no rate is best",
        "own: the method sets the length of its steps",
        "Polyak's step aims at −2.2, the lowest in the picture",
        "no noise",
    ]


def test_the_best_rate_is_the_best_of_all_that_were_tried():
    rule, land = gdzoo.RULES["gd"], PLANES["valley"]
    found = best_lr(rule, land)
    assert found in RATES
    run = gdzoo.minimize(rule, land, land.starts[0], BUDGET, lr=RATES)
    finals = np.where(run.escaped_at < 0, run.f[-1], np.inf)
    i = int(np.flatnonzero(found == RATES)[0])
    assert finals[i] < 1e-3 * np.median(finals)
    assert np.isfinite(finals[i - 1 : i + 2]).all()  # its neighbours do not diverge either


def test_rates_are_tried_over_the_range_of_the_knob():
    for rule in WALKERS.values():
        if "lr" in rule.knobs:
            rates, knob = rates_of(rule), rule.knobs["lr"]
            assert len(rates) == len(RATES)
            assert rates[0] == knob.low
            assert rates[-1] == max(knob.high, 3)


def test_without_a_minimum_every_rule_takes_the_same_rate():
    assert {best_lr(rule, PLANES["saddle"]) for rule in WALKERS.values() if not is_own(rule)} == {0.05}


def test_a_rule_with_steps_of_its_own_keeps_its_default():
    for name, lr in {"newton": 1.0, "prodigy": 1.0, "backtracking": 1.0, "bfgs": None, "polyak": None}.items():
        assert is_own(gdzoo.RULES[name])
        assert best_lr(gdzoo.RULES[name], PLANES["valley"]) == lr


def test_the_largest_staying_rate_stays_and_the_next_does_not():
    rule, land = gdzoo.RULES["gd"], PLANES["rosenbrock"]
    lr = largest_staying_lr(rule, land, [-1.3, 1.7], 100, 1.0)
    following = RATES[lr < RATES][0]
    assert gdzoo.minimize(rule, land, [-1.3, 1.7], 100, lr=lr).escaped_at < 0
    assert gdzoo.minimize(rule, land, [-1.3, 1.7], 100, lr=following).escaped_at >= 0
    assert largest_staying_lr(rule, land, [1000.0, 1000.0], 100, 1.0) is None


# valley


@pytest.mark.parametrize("kappa", [1.0, 50.0, 1000.0])
def test_without_momentum_both_paths_of_the_valley_are_one(kappa):
    answer = load("valley")(kappa=kappa, beta=0.0).answer()
    for what in ("x", "y", "loss"):
        np.testing.assert_array_equal(column(answer, f"{what}, Momentum"), column(answer, f"{what}, Gradient descent"))


@pytest.mark.parametrize("beta", [0.3, 0.7, 0.9])
def test_the_losses_of_the_valley_fall_at_the_rates_of_theory(beta):
    answer = load("valley")(beta=beta, steps=300).answer()
    for _, _, measured, theory in (row["cells"] for row in panel(answer, "rates")["rows"]):
        assert measured == pytest.approx(theory, rel=0.01)


def test_the_line_of_theory_lies_on_top_of_the_loss():
    loss = panel(load("valley")().answer(), "loss")
    theory, _, measured, _ = marks(loss, "line")
    late = slice(len(measured["y"]) // 2, None)
    gap = theory["y"][late] / measured["y"][late]
    assert gap.min() == pytest.approx(1)
    assert gap.max() < 1.05


# momentum-map


@pytest.mark.parametrize("kappa", [5.0, 20.0, 100.0])
@pytest.mark.parametrize(("a", "beta"), [(0.5, 0.3), (1.0, 0.8), (2.0, 0.9), (2.5, 0.6), (0.2, 0.1)])
def test_the_error_on_the_map_falls_at_the_rate_of_theory(kappa, a, beta):
    values = {"kappa": kappa, "lr": a / kappa, "beta": beta}
    theory = rate("momentum", [1, kappa], a / kappa, beta)
    answer = load("momentum-map")(**values, steps=500).answer()
    assert measured_rate(column(answer, "error")) == pytest.approx(theory, rel=0.01)
    assert f"keeps {theory:.3g} of the error" in answer["summary"]


def test_the_star_is_the_best_place_of_the_field():
    kappa = 20.0
    map_ = panel(load("momentum-map")().answer(), "map")
    star = next(mark for mark in marks(map_, "points") if mark["symbol"] == "star")
    found = best("momentum", 1, kappa)
    assert (star["x"][0], star["y"][0]) == (found.lr, found.beta)
    lr, beta = np.meshgrid(np.linspace(0.001, 4 / kappa, 300), np.linspace(0, 0.99, 300))
    assert rate("momentum", [1, kappa], lr, beta).min() >= found.rate - 1e-9


def test_the_lines_of_the_map_part_the_regimes():
    kappa = 20.0
    lines = [mark for mark in marks(panel(load("momentum-map")().answer(), "map"), "line") if not mark["pen"]["faint"]]
    monotone, alternating, limit, flat = lines
    beta = monotone["y"][1:]
    for line, shift, inner, outer in (
        (monotone, 0.02, "monotone", "ripples"),
        (alternating, 0.0025, "ripples", "alternating"),
    ):
        a = line["x"][1:] * kappa
        assert (regime(a * (1 - shift), beta) == REGIMES.index(inner)).all()
        beyond = regime(a * (1 + shift), beta)
        stable = a * (1 + shift) < stability_limit("momentum", beta)
        assert (beyond[stable] == REGIMES.index(outer)).all()
        assert stable.mean() > 0.5
    np.testing.assert_allclose(limit["x"] * kappa, stability_limit("momentum", limit["y"]))
    seen = np.isfinite(flat["x"])
    np.testing.assert_allclose(np.sqrt(flat["x"][seen]), 1 - np.sqrt(flat["y"][seen]), rtol=0.02)


# adam-inside


def test_the_first_step_of_adam_is_the_learning_rate_and_without_correction_3_16_of_it():
    for correction, factor in ((True, 1.0), (False, 0.1 / np.sqrt(0.001))):
        answer = load("adam-inside")(correction=correction).answer()
        for axis in "xy":
            assert abs(column(answer, f"step / η, {axis}")[0]) == pytest.approx(factor, rel=1e-6)
    assert round(factor, 2) == 3.16


def test_the_parts_of_the_step_make_the_step():
    demo = load("adam-inside")(landscape="himmelblau", eps=0.01, beta1=0.8, beta2=0.95, lr=0.2)
    answer = demo.answer()
    for axis in "xy":
        m, v, step, x = (
            column(answer, f"{name}, {axis}" if name else f"{axis}, adam") for name in ("m̂", "√v̂", "step / η", "")
        )
        np.testing.assert_allclose(step, -m / (v + 0.01), rtol=1e-9)
        np.testing.assert_allclose(np.diff(x), 0.2 * step[:-1], rtol=1e-9, atol=1e-12)
    run = gdzoo.minimize("adam", "himmelblau", demo.start, 60, lr=0.2, beta1=0.8, beta2=0.95, eps=0.01)
    np.testing.assert_array_equal(column(answer, "x, adam"), run.x[:, 0])


# endings


def kind(landscape, start, steps, rule="gd", **knobs):
    land = gdzoo.LANDSCAPES[landscape]
    return ending(land, gdzoo.minimize(rule, land, start, steps, **knobs)).kind


def test_every_ending_is_recognized():
    assert kind("valley", [0.0, 0.0], 10, lr=0.05) == "still"
    assert kind("valley", [1.0, 1.0], 100, lr=0.05) == "arrives"
    assert kind("rastrigin", [-3.6, 2.7], 100, lr=0.002) == "rests"
    assert kind("saddle", [1.0, 0.0], 100, lr=0.2) == "rests"
    assert kind("saddle", [1.0, 0.1], 100, lr=0.2) == "falls"
    assert kind("valley", [1.0, 1.0], 100, lr=0.2) == "escapes"
    assert kind("valley", [1.0, 1.0], 100, lr=0.102) == "grows"
    assert kind("valley", [1.0, 1.0], 100, lr=0.1) == "bounces"
    assert kind("valley", [1.0, 1.0], 10, lr=0.001) == "continues"


def test_the_places_without_slope_have_names():
    himmelblau = PLANES["himmelblau"]
    assert flat_place(himmelblau, np.array([3.0005, 2.0])) == "a minimum"
    assert flat_place(himmelblau, np.array([0.0867, 2.8843])) == "a saddle"
    assert flat_place(himmelblau, np.array([-0.2708, -0.9230])) == "a hilltop"
    assert flat_place(himmelblau, np.array([0.0, 0.0])) is None
    assert flat_place(PLANES["rastrigin"], np.array([0.995, 0.0])) == "a local minimum"
    assert flat_place(PLANES["bowl"], np.array([0.0, 0.001])) == "the minimum"
