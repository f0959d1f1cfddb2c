"""The chapter "Writing your own optimizer" and its demos: what they say is true, and what they find is what tests find."""

import re
from pathlib import Path

import numpy as np
import pytest

import gdzoo
from demos.gradient_check import GROUNDS as CHECKED
from demos.gradient_check import GradientCheck
from demos.slips import GROUNDS, Slips, trials
from demos.symmetry import CHANGES, Symmetry
from gdzoo import analysis
from gdzoo.slips import SLIPS
from tests.demos.own import defined
from tests.demos.reading import column

CHAPTER = (Path(__file__).parents[2] / "docs/your-own.md").read_text(encoding="utf-8")


def said(demo, **values):
    return demo(**values).answer()["summary"]


# slips


def test_adam_itself_passes_every_test_that_its_copies_are_given():
    assert all(one.passed for one in trials(gdzoo.RULES["adam"]))
    assert all(not all(one.passed for one in trials(copy)) for copy in SLIPS.values())


def test_the_loss_of_a_wrong_copy_may_be_lower_higher_or_the_same():
    assert said(Slips) == "**The copy wins here**: it ends at the loss 0.3, Adam at 2. Yet 3 of 6 tests fail."
    assert said(Slips, mistake="no_root").startswith("**The copy loses here**")
    for name in ("eps_outside", "eps_scaled"):
        for land in GROUNDS:
            assert said(Slips, mistake=name, landscape=land).startswith("**The loss does not show it**")


def test_a_copy_that_leaves_is_said_to():
    assert "Adam leaves" not in said(Slips, start=[900.0, 900.0])
    assert "of 6 tests fail" in said(Slips, start=[900.0, 900.0])


# gradient check


def test_a_right_gradient_passes_in_the_middle_and_is_blamed_at_both_ends():
    assert said(GradientCheck).startswith("**The gradient passes**, as it should")
    assert said(GradientCheck, h=1e-12).endswith("because rounding eats the digits.")
    assert said(GradientCheck, h=0.1).endswith("because the formula itself is too coarse.")
    assert said(GradientCheck, height="1e6").endswith("because rounding eats the digits.")


@pytest.mark.parametrize("land", CHECKED)
def test_the_curve_has_a_floor_at_the_mistake(land):
    curve = column(GradientCheck(landscape=land, mistake="share", share=1e-3).answer(), "central difference")
    widths = column(GradientCheck().answer(), "h")
    middle = (widths > 1e-7) & (widths < 1e-5)
    np.testing.assert_allclose(curve[middle], curve[middle][0], rtol=1e-2)
    assert 1e-5 < curve[middle][0] <= 5.1e-4


def test_a_mistake_is_found_overlooked_or_hidden_by_the_error_of_the_check():
    assert said(GradientCheck, mistake="share").startswith("**The mistake is found**")
    assert said(GradientCheck, mistake="share", share=1e-9).startswith("**The mistake is overlooked**")
    assert said(GradientCheck, mistake="share", share=1e-8, power=11).startswith("**The mistake is found**")
    assert said(GradientCheck, mistake="share", share=1e-9, h=1e-13).startswith("**The check fails, but not for")


def test_the_best_h_is_near_the_roots_of_rounding():
    answer = GradientCheck().answer()
    best = {scheme: column(answer, "h")[column(answer, f"{scheme} difference").argmin()] for scheme in analysis.SCHEMES}
    assert 1e-11 < best["forward"] < 1e-6
    assert 1e-7 < best["central"] < 1e-4


# symmetry


@pytest.mark.parametrize("rule", ["gd", "momentum", "adam", "rmsprop", "newton", "bfgs", "sign_gd", "lion", "adamw"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_path_comes_back_to_itself_exactly_if_the_trait_says_so(rule, change):
    traits = gdzoo.RULES[rule].traits
    holds = {"translation": "origin" not in traits, "permutation": True}.get(change, change in traits)
    assert ("as it is**" in said(Symmetry, rule=rule, change=change)) is holds


def test_a_run_that_leaves_on_one_of_the_two_landscapes_is_named():
    assert said(Symmetry, rule="gd", change="scale").startswith("**Multiplying f matters to Gradient descent**")


# the chapter's own rule


def cells():
    """The cells of the chapter, joined; what they show is left out."""
    return re.findall(r"^```python \{run.*?\}\n(.*?)^```", CHAPTER, re.MULTILINE | re.DOTALL)


def test_the_rule_of_the_cells_is_the_one_that_the_numbers_of_the_text_are_computed_with():
    setup: dict = {"gdzoo": gdzoo, "np": np, "analysis": analysis}
    exec(re.findall(r"^```python \{setup\}\n(.*?)^```", CHAPTER, re.MULTILINE | re.DOTALL)[0], setup)
    space: dict = {"__name__": "__main__"}
    with defined():
        for cell in cells():
            exec(cell, space)
        rule = space["forgetful_momentum"]
        assert not any(analysis.invariances(rule)[name] for name in ("rotation", "scale", "coordinates"))
        for land in ("ravine", "rosenbrock", "himmelblau"):
            start = gdzoo.LANDSCAPES[land].starts[0]
            paths = [gdzoo.minimize(step, land, start, 50, lr=1e-3).x for step in (rule, setup["forgetful"])]
            np.testing.assert_array_equal(paths[0], paths[1])
        assert said(Symmetry, rule="forgetful_momentum").startswith("**Turning the landscape changes the path")
    for lr in (0.05, 0.1, 0.3, 0.7, 1.2, 1.6):
        assert setup["measured"](lr, 0.9) == pytest.approx(setup["per_step"](lr, 0.9), rel=0.01)


def test_every_complete_function_of_the_chapter_does_what_the_rule_of_the_book_does():
    space: dict = {"__name__": "__main__"}
    with defined():
        for cell in cells():
            exec(cell, space)
    names = {"gradient_descent": "gd", "momentum": "momentum", "nesterov": "nesterov", "adagrad": "adagrad"}
    for name, known in (names | {"rmsprop": "rmsprop", "adam": "adam"}).items():
        ours = space["descend"](space[name], space["value"], space["grad"], [-1.3, 1.7], 30, lr=1e-3)
        run = gdzoo.minimize(known, "rosenbrock", [-1.3, 1.7], 30, lr=1e-3)
        np.testing.assert_allclose(ours["x"], run.x, rtol=1e-9)
        np.testing.assert_allclose(ours["loss"], run.f, rtol=1e-8)
        np.testing.assert_allclose(ours["slope"], run.grad_norm, rtol=1e-7)
