"""Trials of a step function, gradients by differences, and copies of Adam that each get one thing wrong."""

import inspect
from typing import Any

import numpy as np
import pytest

import gdzoo
from gdzoo import analysis
from gdzoo.slips import SLIPS

ODD: dict[str, Any] = {"beta1": 0.8, "beta2": 0.9, "eps": 0.3}
PLAIN = [
    rule
    for rule in gdzoo.RULES.values()
    if rule.traits.isdisjoint({"matrix", "hessian", "search"}) and "lr" in rule.knobs and rule.name != "sam"
]


def rated(rule, lr=0.01) -> dict[str, Any]:
    return {"lr": lr} if rule.knobs["lr"].default is gdzoo.REQUIRED else {}


@pytest.mark.parametrize("rule", PLAIN, ids=lambda rule: rule.name)
def test_no_rule_of_the_book_fails_a_trial(rule):
    assert analysis.drift(rule, **rated(rule)) == 0
    assert analysis.batch_gap(rule, **rated(rule, 0.003)) < 1e-9
    assert analysis.reference_gap(rule, rule, **rated(rule)) == 0


def test_moves_are_what_a_run_adds_and_not_a_number_once_it_is_lost():
    def lost(f, x, s, t, *, lr=1.0):
        return x - lr * f.grad(x) / (t != 3), s

    found = analysis.moves(lost, [[1.0, 2.0]] * 4)
    np.testing.assert_array_equal(found[:2], [[-1.0, -2.0]] * 2)
    assert np.isnan(found[2:]).all()
    assert analysis.moves("gd", [1.0, -3.0], lr=0.5).tolist() == [-0.5, 1.5]


def test_a_rule_that_mixes_its_columns_is_found_out():
    def mixed(f, x, s, t, *, lr=0.01):
        g = f.grad(x)
        return x - lr * g / np.sqrt((g * g).sum()), s

    assert analysis.batch_gap(mixed) > 0.1


def test_a_copy_of_adam_differs_from_it_by_its_mistake_alone():
    """The right lines of each copy are Adam's own, word for word."""
    adam = {line.strip() for line in inspect.getsource(gdzoo.RULES["adam"].step).splitlines()}
    for name, copy in SLIPS.items():
        body = inspect.getsource(copy.step).partition('"""\n')[2].splitlines()
        other = [line.strip() for line in body if line.strip() not in adam]
        assert 1 <= len(other) <= 3, name
        assert name not in gdzoo.RULES
        assert copy.knobs == gdzoo.RULES["adam"].knobs


CAUGHT = {
    "uncorrected": (True, False, False, False),
    "no_root": (True, False, True, False),
    "eps_outside": (False, True, False, False),
    "eps_scaled": (False, False, False, False),
    "overwritten": (False, False, False, False),
    "shared": (True, False, False, True),
}


@pytest.mark.parametrize("name", SLIPS)
def test_which_trial_catches_which_mistake(name):
    copy = SLIPS[name]
    first = np.abs(analysis.moves(copy, [[3.0, -0.02]], lr=0.1, eps=0.0))
    assert CAUGHT[name] == (
        bool(np.abs(first - 0.1).max() > 1e-12),
        analysis.drift(copy, lr=0.1) > 0,
        analysis.deviation(copy, np.eye(2), np.zeros(2), 1000.0) > 1e-12,
        analysis.batch_gap(copy, lr=0.1) > 0,
    )
    assert analysis.reference_gap(copy, "adam", lr=0.1) > 1e-8
    assert analysis.reference_gap(copy, "adam", lr=0.1, **ODD) > 0.1


# gradients by differences


def test_the_errors_of_differences_are_those_of_taylor_and_of_rounding():
    f = gdzoo.objective(lambda x: np.exp(2 * x[0]), lambda x: 2 * np.exp(2 * x))
    x, size = [0.3], np.exp(0.6)
    h = np.array([1e-2, 1e-3])
    forward, central = (analysis.by_differences(f, x, h, scheme)[0] - 2 * size for scheme in analysis.SCHEMES)
    np.testing.assert_allclose(forward, h / 2 * 4 * size, rtol=0.01)
    np.testing.assert_allclose(central, h**2 / 6 * 8 * size, rtol=0.01)
    tiny = np.geomspace(1e-13, 1e-9, 400)
    off = np.abs(analysis.by_differences(f, x, tiny)[0] - 2 * size)
    assert (off < 2.3e-16 * size / tiny * 2).all()  # each value is off by half of the last digit or so
    assert np.median(off * tiny) > 1e-17


@pytest.mark.parametrize("land", [land for land in gdzoo.LANDSCAPES.values() if land.dim == 2], ids=lambda f: f.name)
def test_the_gradients_of_the_book_pass_the_check_of_the_chapter(land):
    for x in land.starts:
        assert analysis.gradient_gap(land, x) < 1e-6


def test_gaps_are_shares_and_of_the_shape_of_h():
    bowl = gdzoo.LANDSCAPES["bowl"]
    opposite = gdzoo.objective(bowl.value, lambda x: -bowl.grad(x))
    assert analysis.gradient_gap(opposite, [1.0, 2.0]) == pytest.approx(1)
    assert analysis.gradient_gap(bowl, [0.0, 0.0]) == 0
    assert analysis.gradient_gap(bowl, [1.0, 2.0], np.ones((3, 2))).shape == (3, 2)
    assert analysis.by_differences(bowl, [1.0, 2.0], np.ones((3, 2)), "forward").shape == (2, 3, 2)
    with pytest.raises(ValueError, match="scheme must be 'forward' or 'central', got scheme='backward'"):
        analysis.by_differences(bowl, [1.0, 2.0], scheme="backward")


# changed landscapes


@pytest.mark.parametrize(("rule", "same"), [("gd", True), ("adam", False)])
def test_a_path_is_brought_back_to_itself_if_the_rule_does_not_mind(rule, same):
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    start, land = [-1.0, 1.2], gdzoo.LANDSCAPES["himmelblau"]
    back = analysis.brought_back(rule, land, start, 20, M=turn, b=[0.3, 2.0], lr=0.01)
    plain = gdzoo.minimize(rule, land, start, 20, lr=0.01).x
    np.testing.assert_allclose(back[0], start, atol=1e-12)
    assert np.allclose(back, plain, atol=1e-9) is same


def test_newton_is_given_the_hessian_of_the_changed_landscape():
    stretch = np.diag([0.4, 3.0])
    back = analysis.brought_back("newton", "rosenbrock", [-1.3, 1.7], 6, M=stretch, c=7.0)
    np.testing.assert_allclose(back, gdzoo.minimize("newton", "rosenbrock", [-1.3, 1.7], 6).x, rtol=1e-9)


def test_what_leaves_is_not_a_number_from_there_on():
    back = analysis.brought_back("gd", "bowl", [1.0, 1.0], 60, c=100.0, lr=0.1)
    assert np.isfinite(back[0]).all()
    assert np.isnan(back[-1]).all()
