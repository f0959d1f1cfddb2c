"""The demos of chapter 5 show what the package computes, and say what theory says."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.kit.moves import overshoots
from gdzoo.analysis import Chain, best, chebyshev_steps, mixed, silver_steps, stability_limit
from tests.demos.reading import column, marks, panel


def load(name) -> Any:
    """The demo, with whatever controls it has."""
    return kit.load(name)


# look-ahead


@pytest.mark.parametrize("values", [{}, {"beta": 0.95, "lr": 0.06}, {"start": [2.0, -1.5], "kappa": 5.0}])
def test_each_step_is_drawn_as_a_velocity_and_a_step_along_the_slope_at_the_dot(values):
    demo = load("look-ahead")(**values)
    land, answer = demo.landscape, demo.answer()
    arrows, dots = marks(panel(answer, "plane"), "arrow"), marks(panel(answer, "plane"), "line")[2:]
    for i, name in enumerate(("Momentum", "Nesterov")):
        x = np.array([column(answer, f"{letter}, {name}") for letter in "xy"])
        asked = np.array([column(answer, f"asks at {letter}, {name}") for letter in "xy"])
        carry, slope = ((np.array([a["x0"], a["y0"]]), np.array([a["x1"], a["y1"]])) for a in arrows[2 * i : 2 * i + 2])
        assert np.isnan(asked[:, 0]).all()
        np.testing.assert_allclose(carry[0][:, 1:], x[:, :-1])  # from the old point
        np.testing.assert_allclose(carry[1][:, 2:] - x[:, 1:-1], demo.beta * np.diff(x)[:, :-1], atol=1e-13)
        np.testing.assert_allclose(slope[0], carry[1])
        np.testing.assert_allclose(slope[1][:, 1:], x[:, 1:])  # to the new one
        np.testing.assert_allclose((slope[1] - slope[0])[:, 1:], -demo.lr * land.grad(asked[:, 1:]), atol=1e-12)
        np.testing.assert_allclose(asked[:, 1:], (carry[1] if name == "Nesterov" else carry[0])[:, 1:])
        np.testing.assert_array_equal(dots[i]["x"], asked[0])


def test_the_close_up_has_the_shape_of_momentum_s_step_and_ends_it_as_nesterov_would():
    demo = load("look-ahead")()
    answer = demo.answer()
    carry, here, ahead = marks(panel(answer, "close-up"), "arrow")
    x = np.array([column(answer, f"{letter}, Momentum") for letter in "xy"])
    k = 7
    old, tip = x[:, k - 1], x[:, k - 1] + demo.beta * (x[:, k - 1] - x[:, k - 2])
    scale = np.linalg.norm(tip - old) / np.hypot(carry["x1"][k] - carry["x0"][k], carry["y1"][k] - carry["y0"][k])
    for arrow, at in ((here, old), (ahead, tip)):
        drawn = np.array([arrow["x1"][k] - arrow["x0"][k], arrow["y1"][k] - arrow["y0"][k]])
        np.testing.assert_allclose(scale * drawn, -demo.lr * demo.landscape.grad(at), atol=1e-12)
    assert panel(answer, "close-up")["aspect"] == 1.7  # as its axes: angles are true


def test_overshoots_are_turns_to_the_other_side():
    run = gdzoo.minimize("gd", "bowl", [1.0, 0.0], 1, lr=0.1)
    run.x = np.array([[1.0, 0.0], [-0.5, 0.0], [0.001, 0.0], [-0.4, 0.0], [0.3, 0.0], [-0.009, 0.0]])
    assert overshoots(run).tolist() == [0, 1, 1, 1, 2, 2]


def test_by_default_nesterov_ripples_less_and_is_ahead_and_with_less_momentum_it_is_behind():
    assert load("look-ahead")().answer()["summary"].startswith("**Nesterov is ahead**: it arrives below 0.001 after 33")
    assert "overshoots 3 times; momentum" in load("look-ahead")().answer()["summary"]
    assert load("look-ahead")(beta=0.6).answer()["summary"].startswith("**Momentum is ahead**")


@pytest.mark.parametrize("beta", [0.3, 0.8, 0.99])
def test_it_diverges_just_above_nesterov_s_limit_and_names_the_inequality(beta):
    limit = stability_limit("nesterov", beta) / 20
    assert "iverge" not in load("look-ahead")(beta=beta, lr=0.99 * limit).answer()["summary"]
    answer = load("look-ahead")(beta=beta, lr=1.01 * limit).answer()
    assert answer["summary"].startswith("**Nesterov diverges, momentum does not**")
    assert "above (2 + 2 β) / (1 + 2 β) = " in answer["summary"]
    mended = load("look-ahead")(beta=beta, **answer["fixes"][0]["set"]).answer()
    assert "iverge" not in mended["summary"]
    both = load("look-ahead")(beta=beta, lr=1.01 * stability_limit("momentum", beta) / 20).answer()
    assert both["summary"].startswith("**Both diverge**")


# light cone


@pytest.mark.parametrize("method", ["gd", "momentum", "nesterov", "growing", "conjugate_gradient", "adam"])
def test_nothing_moves_beyond_the_line_and_no_loss_is_below_the_floor(method):
    answer = load("light-cone")(method=method, n=20, steps=19).answer()
    k = np.arange(20)
    np.testing.assert_array_equal(column(answer, "moved"), k)
    floor, chain = column(answer, "lowest possible"), Chain(20)
    np.testing.assert_allclose(floor, chain.floor(k))
    losses = [c["values"] for c in answer["data"] if c["name"].startswith("loss, ")]
    assert len(losses) >= 5
    assert all((loss >= floor - 1e-12).all() for loss in losses)
    stems = marks(panel(answer, "profile"), "arrow")
    for i, stem in enumerate(stems):
        assert np.isnan(stem["y1"][: i + 1]).all()
        assert np.isfinite(stem["y1"][i + 1 :]).all()
    field = np.array(answer["fields"]["cone"]["z"]).reshape(answer["fields"]["cone"]["shape"])
    untouched = np.arange(1, 21)[:, None] > k
    assert (field[untouched] == field.max()).all()


def test_newton_breaks_the_cone_and_conjugate_gradients_lie_on_the_floor():
    newton = load("light-cone")(method="newton").answer()
    assert column(newton, "moved")[1] == 24
    assert newton["summary"].startswith("**Newton breaks the cone**")
    cg = load("light-cone")(method="conjugate_gradient").answer()
    assert (
        "11 of 24 coordinates have moved**, and the loss of Conjugate gradients is 0.022, the lowest" in cg["summary"]
    )


@pytest.mark.parametrize("n", [3, 10, 25, 60])
def test_the_promises_hold_and_the_dot_is_the_bound_of_the_books(n):
    chain, square = Chain(n), float((Chain(n).minimum ** 2).sum())
    for method, promise in (("gd", lambda k: 2 * square / k), ("growing", lambda k: 8 * square / (k + 1) ** 2)):
        answer = load("light-cone")(method=method, n=n).answer()
        k = np.arange(1, 41)
        np.testing.assert_allclose(column(answer, "guarantee")[1:], promise(k))
        name = {"gd": "loss, Gradient descent", "growing": "loss, Nesterov, growing β"}[method]
        assert (column(answer, name)[1:] <= promise(k)).all()
        (dot,) = marks(panel(answer, "loss"), "points")
        half = (n - 1) // 2
        np.testing.assert_allclose(dot["y"], [3 * 4 * square / (32 * (half + 1) ** 2)])
        assert dot["y"][0] <= chain.floor(half)


# step patterns


def test_the_errors_are_those_of_the_steps_drawn():
    answer = load("step-patterns")(kappa=50.0, steps=15).answer()
    rates = {"silver": silver_steps(15), "Chebyshev": mixed(chebyshev_steps(1, 50, 15)) * 50, "1/L": np.ones(15)}
    curvatures = np.geomspace(1, 50, 40)
    for name, steps in rates.items():
        np.testing.assert_allclose(column(answer, f"step × L, {name}")[1:], steps)
        errors = np.cumprod(1 - np.outer(steps / 50, curvatures), 0)
        np.testing.assert_allclose(
            column(answer, f"error, {name}")[1:], np.linalg.norm(errors, axis=1) / 40**0.5, rtol=1e-3
        )
    np.testing.assert_allclose(column(answer, "momentum's rate"), best("momentum", 1, 50).rate ** np.arange(16))


@pytest.mark.parametrize("kappa", [10.0, 100.0, 1000.0])
def test_in_mixed_order_chebyshev_s_steps_keep_their_word_and_in_the_others_they_drown(kappa):
    r = 1 / best("momentum", 1, kappa).rate
    answer = load("step-patterns")(kappa=kappa).answer()
    assert column(answer, "error, Chebyshev")[-1] < 2 / (r**63 + r**-63)
    assert answer["summary"].startswith("**Chebyshev leaves")
    for order in ("shortest", "longest"):
        answer = load("step-patterns")(kappa=kappa, order=order).answer()
        assert column(answer, "error, Chebyshev")[-1] > 1
        assert answer["summary"].startswith("**Chebyshev drowns in rounding**")


def test_single_steps_of_both_patterns_lie_beyond_the_line_at_2():
    answer = load("step-patterns")().answer()
    assert [mark["y"] for mark in marks(panel(answer, "lengths"), "rule")] == [2]
    for name in ("silver", "Chebyshev"):
        steps = column(answer, f"step × L, {name}")[1:]
        assert (steps > 2).sum() >= 15
        assert steps.mean() > 3


def test_what_is_left_on_paper_swings_evenly_for_chebyshev():
    answer = load("step-patterns")(steps=7).answer()
    left = marks(panel(answer, "left"), "line")[-1]
    r = 11 / 9
    assert np.nanmax(left["y"]) == pytest.approx(2 / (r**7 + r**-7), rel=1e-3)
