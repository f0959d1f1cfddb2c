"""Our steps are PyTorch's steps, and where the conventions differ the map between them holds."""

import json
from pathlib import Path

import numpy as np
import pytest

import gdzoo

FROZEN = json.loads((Path(__file__).parents[1] / "reference" / "torch.json").read_text())
MAPPED = {"nesterov_lookahead": "nesterov"}  # rules that torch has in another form only


def label(case):
    return f"{case['rule']}-{case.get('landscape', 'sequence')}-" + "-".join(f"{v:g}" for v in case["knobs"].values())


def close(ours, theirs):
    """rtol 1e-12 of the path's size in each coordinate: a coordinate may pass through zero."""
    size = np.abs(theirs).max(0)
    np.testing.assert_allclose(ours / size, theirs / size, rtol=0, atol=1e-12)


def path(rule, case, fed):
    knobs, theirs = case["knobs"], np.array(case["x"])
    if "landscape" in case:
        f, x0 = gdzoo.LANDSCAPES[case["landscape"]](**case["parameters"]), case["x0"]
    else:
        f, x0 = fed(np.array(FROZEN["grads"])), FROZEN["x0"]
    return gdzoo.minimize(rule, f, x0, len(theirs), keep_state=True, **knobs), theirs


@pytest.mark.parametrize("case", FROZEN["sequences"], ids=label)
def test_the_same_gradients_give_torchs_points(case, fed):
    run, theirs = path(case["rule"], case, fed)
    close(run.x[1:], theirs)


@pytest.mark.parametrize("case", FROZEN["runs"], ids=label)
def test_a_run_follows_torchs(case, fed):
    run, theirs = path(case["rule"], case, fed)
    assert (run.escaped_at == -1).all()
    close(run.x[1:], theirs)


@pytest.mark.parametrize(
    "case", [c for c in FROZEN["sequences"] + FROZEN["runs"] if c["rule"] == "nesterov"], ids=label
)
def test_torchs_nesterov_is_the_look_ahead_point_of_the_look_ahead_form(case, fed):
    run, theirs = path("nesterov_lookahead", case, fed)
    close(run.x[1:] + case["knobs"]["beta"] * run.state.v[1:], theirs)


@pytest.mark.parametrize("case", FROZEN["schedules"], ids=lambda case: case["schedule"])
def test_a_schedule_gives_torchs_rates(case):
    lr = gdzoo.SCHEDULES[case["schedule"]](case["base"], **case["options"])
    np.testing.assert_allclose([lr(k) for k in range(len(case["lr"]))], case["lr"], rtol=1e-12)


def test_every_rule_has_a_sequence_and_a_run():
    for cases in FROZEN["sequences"], FROZEN["runs"]:
        assert {MAPPED.get(rule, rule) for rule in gdzoo.RULES} == {case["rule"] for case in cases}


def test_every_landscape_meets_autograd():
    assert set(gdzoo.LANDSCAPES) == {case["landscape"] for case in FROZEN["runs"]}
