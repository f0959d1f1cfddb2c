"""What leaves a rule's path unchanged, as its traits claim; and what does not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdzoo

RULES = list(gdzoo.RULES.values())
EVERY = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
START = np.array([-1.313, 1.717])
F = gdzoo.LANDSCAPES["himmelblau"]

small = st.floats(-3, 3).map(lambda v: round(v, 3))
quick = settings(max_examples=15, deadline=None, derandomize=True)


def path(rule, f, x0, **knobs):
    if "eps" in rule.knobs:
        knobs["eps"] = 0.0
    return gdzoo.minimize(rule, f, x0, 15, lr=0.01 if "adaptive" in rule.traits else 1e-3, **knobs).x


def same(a, b):
    return np.abs(a - b).max() < 1e-8


def turned(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def rotation_kept(rule, angle):
    q = turned(angle)
    f = gdzoo.objective(
        lambda x: F.value(np.tensordot(q.T, x, 1)), lambda x: np.tensordot(q, F.grad(np.tensordot(q.T, x, 1)), 1)
    )
    return same(path(rule, f, q @ START), path(rule, F, START) @ q.T)


def scale_kept(rule, c):
    f = gdzoo.objective(lambda x: c * F.value(x), lambda x: c * F.grad(x))
    return same(path(rule, f, START), path(rule, F, START))


@EVERY
@quick
@given(shift=st.tuples(small, small).map(np.array))
def test_moving_the_landscape_moves_the_path(rule, shift):
    f = gdzoo.objective(lambda x: F.value((x.T - shift).T), lambda x: F.grad((x.T - shift).T))
    assert same(path(rule, f, START + shift), path(rule, F, START) + shift)


@EVERY
def test_exchanging_the_coordinates_exchanges_the_path(rule):
    f = gdzoo.objective(lambda x: F.value(x[::-1]), lambda x: F.grad(x[::-1])[::-1])
    assert same(path(rule, f, START[::-1]), path(rule, F, START)[:, ::-1])


@pytest.mark.parametrize("rule", [r for r in RULES if "rotation" in r.traits], ids=lambda rule: rule.name)
@quick
@given(angle=st.floats(-3, 3))
def test_turning_the_landscape_turns_the_path(rule, angle):
    assert rotation_kept(rule, angle)


@pytest.mark.parametrize("rule", [r for r in RULES if "scale" in r.traits], ids=lambda rule: rule.name)
@quick
@given(c=st.floats(1e-3, 1e3))
def test_multiplying_f_changes_nothing(rule, c):
    assert scale_kept(rule, c)


@EVERY
def test_a_rule_without_the_trait_does_change(rule):
    assert rotation_kept(rule, 0.7) == ("rotation" in rule.traits)
    assert scale_kept(rule, 1.5) == ("scale" in rule.traits)


@EVERY
@quick
@given(
    x0=st.lists(st.tuples(small, small), min_size=1, max_size=4).map(lambda points: np.array(points).T),
    lr=st.lists(st.floats(1e-4, 5e-3), min_size=1, max_size=3).map(lambda rates: np.array(rates)[:, None]),
)
def test_a_batch_is_a_loop(rule, x0, lr):
    run = gdzoo.minimize(rule, F, x0, 12, lr=lr)
    for i in range(lr.shape[0]):
        for j in range(x0.shape[1]):
            alone = gdzoo.minimize(rule, F, x0[:, j], 12, lr=lr[i, 0])
            np.testing.assert_allclose(run.x[..., i, j], alone.x, rtol=1e-9, atol=1e-9)
