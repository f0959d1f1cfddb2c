"""Our steps are those of PyTorch, optax and the papers; the maps between conventions stand in the scripts that froze them."""

import json

import numpy as np
import pytest

import gdzoo
from book import verified

CASES = verified.cases()
SEQUENCES = [case for case in CASES if "fed" in case]
RUNS = [case for case in CASES if "landscape" in case]
SCHEDULES = json.loads((verified.FROZEN / "schedules.json").read_text())["schedules"]

ONLY_RUNS = {
    "sam": "asks for the gradient at two points in a step",
    "newton": "asks for the Hessian",
    "saddle_free_newton": "asks for the Hessian",
    "sophia": "asks for the Hessian",
    "bfgs": "asks for values",
    "lbfgs": "asks for values",
    "conjugate_gradient": "asks for values",
    "backtracking": "asks for values",
    "polyak": "asks for values",
}
"""Rules that cannot be fed a sequence of gradients, and why."""

DECISIVE = {("signum", "beta"), ("lion", "beta1"), ("lion", "beta2"), ("backtracking", "c1"), ("averaged", "decay")}
"""Knobs that change a path only where a sign or a test turns out otherwise, and one that is 1 at most."""


def label(case):
    where = case.get("landscape") or f"fed {case['fed']}"
    return "-".join([case["rule"], where, *map(str, case["knobs"].values())])


@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_rule_follows_its_reference(case):
    assert verified.deviation(case) <= verified.tolerance(case)


def test_every_rule_has_two_sequences_and_a_run_or_a_reason():
    for rule in gdzoo.RULES:
        sequences, runs = ([case for case in cases if case["rule"] == rule] for cases in (SEQUENCES, RUNS))
        assert len(runs) >= (2 if rule in ONLY_RUNS else 1), rule
        assert len(sequences) >= 2 or (rule in ONLY_RUNS and not sequences), rule


def test_every_rule_meets_its_reference_at_its_defaults():
    for rule in gdzoo.RULES.values():
        usual = {k: knob.default for k, knob in rule.knobs.items() if isinstance(knob.default, int | float | str)}
        usual = {k: default for k, default in usual.items() if default != np.inf}  # JSON has no infinity
        assert any(usual.items() <= case["knobs"].items() for case in CASES if case["rule"] == rule.name), rule.name


def off(rule, knob, value):
    """The value of a knob, a little off: by a millionth, by a tenth where it only decides between two steps."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return "fr" if value != "fr" else "pr"
    if isinstance(value, int):
        return value - 1 if value > 1 else 2
    return value * (0.9 if (rule, knob) in DECISIVE else 1 + 1e-6) or 1e-6


@pytest.mark.parametrize("rule", gdzoo.RULES)
def test_the_cases_of_a_rule_see_each_of_its_knobs(rule):
    own = [case for case in CASES if case["rule"] == rule]
    for knob in gdzoo.RULES[rule].knobs:
        bent = [case | {"knobs": case["knobs"] | {knob: off(rule, knob, case["knobs"][knob])}} for case in own]
        assert any(verified.deviation(case) > verified.tolerance(case) for case in bent), knob


def test_every_landscape_meets_autograd():
    met = {case["landscape"] for case in RUNS if case["reference"].startswith("PyTorch")}
    assert met >= set(gdzoo.LANDSCAPES)


def test_few_cases_amplify_errors_beyond_the_tolerance_of_the_others():
    assert sum(verified.tolerance(case) > 1e-12 for case in CASES) < 10
    assert max(map(verified.tolerance, CASES)) < 1e-10


@pytest.mark.parametrize("case", SCHEDULES, ids=lambda case: f"{case['schedule']}-{case['reference']}")
def test_a_schedule_gives_its_references_rates(case):
    lr = gdzoo.SCHEDULES[case["schedule"]](case["base"], **case["options"])
    lr = gdzoo.warmup(lr, **case["warmup"]) if "warmup" in case else lr
    np.testing.assert_allclose([lr(k) for k in range(len(case["lr"]))], case["lr"], rtol=1e-12)


def test_every_schedule_has_a_reference():
    assert {case["schedule"] for case in SCHEDULES} == set(gdzoo.SCHEDULES)
