"""What leaves a rule's path unchanged, as its traits claim; and what does not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdzoo
from gdzoo import analysis

RULES = list(gdzoo.RULES.values())
SAME = 1e-7

small = st.floats(-3, 3).map(lambda v: round(v, 3))
quick = settings(max_examples=15, deadline=None, derandomize=True)


def dimension(rule):
    return 6 if "matrix" in rule.traits else 2


def claims(trait, holds=True):
    rules = [rule for rule in RULES if (trait in rule.traits) == holds]
    return pytest.mark.parametrize("rule", rules, ids=lambda rule: rule.name)


def change(rule, **given):
    d = dimension(rule)
    return analysis.deviation(rule, **{"M": np.eye(d), "b": np.zeros(d), "c": 1.0} | given)


def turned(rule, angle):
    """A turn of the plane; of a 3 x 2 matrix, of the plane of its columns' space and of one of its rows'."""
    q = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if dimension(rule) == 2:
        return q
    three = np.eye(3)
    three[1:, 1:] = q
    return np.kron(three, q)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_measured_invariances_are_those_that_the_traits_claim(rule):
    claimed = {name: name in rule.traits for name in ("rotation", "scale", "coordinates")}
    assert analysis.invariances(rule) == {
        "translation": "origin" not in rule.traits,
        "permutation": True,
        **claimed,
    }


@claims("origin", holds=False)
@quick
@given(shift=st.lists(small, min_size=6, max_size=6).map(np.array))
def test_moving_the_landscape_moves_the_path(rule, shift):
    assert change(rule, b=shift[: dimension(rule)]) < SAME


@claims("rotation")
@quick
@given(angle=st.floats(-3, 3))
def test_turning_the_landscape_turns_the_path(rule, angle):
    assert change(rule, M=turned(rule, angle)) < SAME


@claims("scale")
@quick
@given(c=st.floats(1e-3, 1e3))
def test_multiplying_f_changes_nothing(rule, c):
    assert change(rule, c=c) < SAME


@claims("coordinates")
@quick
@given(factors=st.lists(st.floats(0.2, 5), min_size=2, max_size=2).map(np.array))
def test_stretching_each_coordinate_stretches_the_path(rule, factors):
    assert change(rule, M=np.diag(factors)) < SAME
