"""Our steps are those of PyTorch, optax and the papers; the maps between conventions stand in the scripts that froze them."""

import time

import pytest

import gdzoo
from book import verified

CASES = verified.cases()

THEORY_ONLY = {}
"""Rules without a frozen case, and the tests that prove them."""


def label(case):
    place = case.get("landscape") or f"fed {case['fed']}"
    return "-".join([case["rule"], place, *(f"{v:g}" for v in case["knobs"].values())])


@pytest.mark.parametrize("case", [case for case in CASES if case["rule"] in gdzoo.RULES], ids=label)
def test_a_rule_follows_its_reference(case):
    assert verified.deviation(case) <= verified.tolerance(case)
