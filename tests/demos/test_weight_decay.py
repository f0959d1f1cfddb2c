"""The demos of "Weight decay and AdamW": what they say is true, and what they show is theory's."""

import numpy as np
import pytest

import gdzoo
from demos.decay_box import OFF_CENTER, DecayBox
from demos.decay_map import DECAYS, RATES, SHARES, DecayMap, decayed, outcomes, problem
from demos.shrinkage import FEET, Shrinkage
from tests.demos.reading import column, marks, panel


def arrows(answer, name):
    """The arrows of a panel, (n, 2), those of `FEET` first."""
    drawn = marks(panel(answer, name), "arrow")
    return np.array([[arrow["x1"] - arrow["x0"], arrow["y1"] - arrow["y0"]] for arrow in drawn])


# shrinkage


def test_adamw_shrinks_both_weights_by_the_same_factor_in_every_step():
    answer = Shrinkage().answer()
    for which, start in (("first", 2.4), ("second", 1.7)):
        x = column(answer, f"{which} weight, AdamW")
        np.testing.assert_allclose(x, start * 0.995 ** column(answer, "step"), rtol=1e-9)
    np.testing.assert_allclose(arrows(answer, "AdamW"), (0.995**40 - 1) * FEET.T, atol=1e-3)


def test_a_penalty_inside_adam_hardly_moves_the_weight_with_large_gradients():
    answer = Shrinkage().answer()
    assert answer["summary"] == (
        "**The penalty leaves 0.21 of the first weight and 0.98 of the second** after 400 steps. AdamW leaves 0.13 of both."
    )
    across, up = np.abs(arrows(answer, "penalty")).T
    assert (up < 0.05 * across).all()


def test_the_penalty_decays_by_the_share_that_the_table_prints():
    answer = Shrinkage(small=10.0, ratio=10.0).answer()
    rows, steps = panel(answer, "division")["rows"], column(answer, "step")
    for which, row in zip(("first", "second"), rows, strict=True):
        _, size, predicted, decoupled = row["cells"]
        x = column(answer, f"{which} weight, penalty")
        measured = 1 - (x[-1] / x[20]) ** (1 / (steps[-1] - steps[20]))
        assert measured == pytest.approx(predicted[-1], rel=0.1)
        assert size[-1] == pytest.approx(10.0 if which == "first" else 100.0, rel=0.15)
        assert decoupled == pytest.approx(0.005)


def test_gradients_of_one_size_decay_alike_inside_adam_too():
    first, second = (column(Shrinkage(ratio=1.0).answer(), f"{which} weight, penalty") for which in ("first", "second"))
    assert second[-1] / second[0] == pytest.approx(first[-1] / first[0], abs=0.06)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ([0.0, 1.0], "of the second weight** after 400 steps, AdamW 0.13; the other is 0 already."),
        ([0.0, 0.0], "**Nothing to shrink**: both weights are 0 already."),
    ],
)
def test_a_weight_that_is_zero_already_is_not_said_to_shrink(start, words):
    assert Shrinkage(start=start).answer()["summary"].endswith(words)


# the box


def test_adamw_ends_at_the_lowest_point_of_its_box():
    end = DecayBox(steps=400).answer()
    assert end["summary"].startswith("**AdamW ends at (1.8, 2)**, with y on the edge of the box, 1/λ = 2.")
    gradient = gdzoo.LANDSCAPES["booth"].grad(np.array([1.8, 2.0]))
    np.testing.assert_allclose(
        gradient, [0.0, -3.6], atol=1e-9
    )  # inside: no slope; on the edge: a slope that pushes out


@pytest.mark.parametrize(("name", "corner"), [("himmelblau", (-2.0, -2.0)), ("styblinski_tang", (2.0, 2.0))])
def test_where_both_slopes_push_outward_it_ends_in_a_corner(name, corner):
    answer = DecayBox(landscape=name).answer()
    assert "in a corner of the box" in answer["summary"]
    assert (column(answer, "x, AdamW")[-1], column(answer, "y, AdamW")[-1]) == pytest.approx(corner, abs=0.01)
    slope = OFF_CENTER[name].grad(np.array(corner))
    assert (np.sign(slope) == -np.sign(corner)).all()
    forces = {
        row["cells"][0]: np.array([cell[-1] for cell in row["cells"][1:]]) for row in panel(answer, "forces")["rows"]
    }
    np.testing.assert_allclose(forces["Adam's step / η"], -forces["decay / η = −λx"], atol=0.02)


def test_the_penalty_ends_where_its_slope_and_that_of_the_loss_cancel():
    answer = DecayBox(steps=1000).answer()
    x = np.array([column(answer, f"{axis}, penalty")[-1] for axis in "xy"])
    assert np.abs(gdzoo.L2("booth", 0.5).grad(x)).max() < 0.1  # at a constant rate Adam circles about it


def test_a_box_that_holds_the_minimum_changes_little_and_is_said_to():
    answer = DecayBox(weight_decay=0.2, steps=400).answer()
    assert "inside the box of half width 1/λ = 5" in answer["summary"]
    end = [column(answer, f"{axis}, AdamW")[-1] for axis in "xy"]
    assert end == pytest.approx([1.0, 3.0], abs=0.02)
    penalty = [column(answer, f"{axis}, penalty")[-1] for axis in "xy"]
    assert np.abs(np.array(penalty) - [1.0, 3.0]).max() > 0.1


def test_no_frame_of_a_run_that_starts_in_the_box_leaves_it_by_much():
    answer = DecayBox(start=[0.0, 0.0]).answer()
    assert max(np.abs(column(answer, f"{axis}, AdamW")).max() for axis in "xy") < 2.02


# the maps


@pytest.mark.parametrize("decay", ["adamw", "penalty"])
def test_both_maps_show_the_same_runs(decay):
    """A place of the right map is the place of the left one with the same λ: one row lower for each column to the right."""
    left, right = outcomes(decay, problem(0.5, 4), 200)
    assert left.shape == (len(DECAYS), len(RATES))
    assert right.shape == (len(SHARES), len(RATES))
    both = [(j, i) for j in range(len(DECAYS)) for i in range(len(RATES)) if i + j < len(SHARES)]
    assert len(both) > 300
    for j, i in both:
        assert DECAYS[j] * RATES[i] == pytest.approx(SHARES[i + j - 4]) if i + j >= 4 else True
        if i + j >= 4:
            np.testing.assert_equal(left[j, i], right[i + j - 4, i])


def test_a_place_of_the_map_is_the_run_that_it_stands_for():
    f = problem(0.5, 4)
    left, _ = outcomes("adamw", f, 400)
    run = decayed("adamw", f, 400, RATES[7], DECAYS[11], every=400)
    assert f.error(run.x[-1]) == pytest.approx(left[11, 7], rel=1e-4)


@pytest.mark.parametrize("decay", ["adamw", "penalty"])
def test_after_a_long_run_the_best_decay_of_libraries_is_the_same_at_every_rate_and_the_papers_is_not(decay):
    left, right = outcomes(decay, problem(0.5, 4), 600)
    rates = slice(4, None)  # those that have arrived
    best, shares = DECAYS[np.nanargmin(left, 0)][rates], SHARES[np.nanargmin(right, 0)][rates]
    assert best.max() / best.min() < 2.5
    assert shares[-1] / shares[0] > 10


def test_the_first_figure_overfits_and_the_best_place_does_not():
    answer = DecayMap().answer()
    assert answer["summary"] == (
        "**The error is 0.91** with η = 0.03 and λ = 0.03; the best on the left map, 0.0032 and 2.4, comes to 0.11. "
        "A curve that stays at 0 has 0.5."
    )
    assert column(answer, "loss")[-1] < 0.12
    assert column(DecayMap(weight_decay=2.4).answer(), "error")[-1] < 0.15


def test_a_decay_that_takes_more_than_twice_a_weight_is_said_to_leave_and_mended():
    answer = DecayMap(lr=0.3, weight_decay=10.0).answer()
    assert "a step takes 3 times the weight away" in answer["summary"]
    mended = DecayMap(**answer["fixes"][0]["set"]).answer()
    assert not mended["fixes"]


# the text


@pytest.mark.parametrize(("sigma", "decay"), [(10.0, 0.1), (20.0, 0.1), (10.0, 0.5)])
def test_under_strong_noise_adamw_rests_where_a_penalty_times_the_size_of_the_gradients_would(sigma, decay):
    hill = gdzoo.objective(lambda x: (x[0] - 3.0) ** 2, lambda x: 2 * (x - 3.0))
    starts = np.zeros((1, 200))
    run = gdzoo.minimize("adamw", gdzoo.Noisy(hill, sigma), starts, 2000, lr=0.01, weight_decay=decay, every=100)
    assert run.x[12:].mean() == pytest.approx(2 * 3.0 / (2 + decay * sigma), rel=0.08)


def momentum_with_decay(f, x, s, t, *, lr, beta, weight_decay):
    new, s = gdzoo.RULES["momentum"].step(f, x, s, t, lr=lr, beta=beta)
    return new - lr * weight_decay * x, s


@pytest.mark.parametrize(("beta", "same"), [(0.0, True), (0.9, False)])
def test_decay_in_the_step_is_the_penalty_in_the_loss_for_plain_descent_and_not_for_momentum(beta, same):
    start, rule = [-1.3, 1.7], gdzoo.Rule(momentum_with_decay, init=gdzoo.RULES["momentum"].init)
    beside = gdzoo.minimize(rule, "rosenbrock", start, 300, lr=2e-4, beta=beta, weight_decay=0.5)
    inside = gdzoo.minimize("momentum", gdzoo.L2("rosenbrock", 0.5), start, 300, lr=2e-4, beta=beta)
    assert (np.abs(beside.x - inside.x).max() < 1e-12) == same
