"""Our steps are those of PyTorch, optax and the papers; the maps between conventions stand in the scripts that froze them."""

import copy

import numpy as np
import pytest

import gdzoo
from book import verified

CASES = verified.cases()
SEQUENCES = [case for case in CASES if "fed" in case]
RUNS = [case for case in CASES if "landscape" in case]

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


def off(value):
    """The value of a knob, a little off; names and switches changed."""
    if isinstance(value, bool | str):
        return None
    return value + 1 if isinstance(value, int) else value * (1 + 1e-6) or 1e-6


@pytest.mark.parametrize("rule", gdzoo.RULES)
def test_a_millionth_off_in_any_knob_is_seen(rule):
    own = [case for case in CASES if case["rule"] == rule]
    for knob in gdzoo.RULES[rule].knobs:
        seen = [verified.deviation(with_knob(case, knob)) > verified.tolerance(case) for case in own]
        assert any(seen), knob


def test_every_landscape_meets_autograd():
    met = {case["landscape"] for case in RUNS if case["reference"].startswith("PyTorch")}
    assert met >= set(gdzoo.LANDSCAPES)


def test_few_cases_amplify_errors_beyond_the_tolerance_of_the_others():
    assert sum(verified.tolerance(case) > 1e-12 for case in CASES) < 10
    assert max(map(verified.tolerance, CASES)) < 1e-10
