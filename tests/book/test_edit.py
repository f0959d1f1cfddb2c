"""Every optimizer can be edited: its code stands alone, follows the original exactly, and reads as if written by hand."""

import json
import subprocess
from typing import Any

import numpy as np
import pytest

import gdzoo
from book.edit import edit
from book.places import ROOT
from lab.tasks import respond

NAMES = list(gdzoo.RULES)
LONGEST = 75  # lines
RUFF = ROOT / ".venv/bin/ruff"


@pytest.fixture(scope="module")
def sources():
    return {name: edit(gdzoo.RULES[name]) for name in NAMES}


@pytest.fixture
def space():
    yield {"__name__": "__main__"}
    for name in [name for name, rule in gdzoo.RULES.items() if rule.family == "own"]:
        gdzoo.RULES.forget(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_double_follows_the_original_exactly(sources, space, name):
    exec(sources[name], space)
    original, double = gdzoo.RULES[name], gdzoo.RULES[f"my_{name}"]
    assert double.title == f"My {original.title}"
    assert (double.knobs, double.traits) == (original.knobs, original.traits)
    ours, theirs = space["runs"][f"my_{name}"], space["runs"][name]
    np.testing.assert_array_equal(ours.x, theirs.x)
    assert len(np.unique(ours.f)) > 1, "they move"
    assert list(ours.extra) == list(theirs.extra)
    for sequence in ours.extra:
        np.testing.assert_array_equal(ours.extra[sequence], theirs.extra[sequence])


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_batches_as_the_original_does(sources, space, name):
    exec(sources[name], space)
    original = gdzoo.RULES[name]
    matrix = "matrix" in original.traits
    ground = gdzoo.PROBLEMS["associative_memory"] if matrix else gdzoo.LANDSCAPES["himmelblau"]
    starts = np.stack([ground.start(0), ground.start(1)], -1) if matrix else np.transpose(ground.starts[:2])
    knobs: dict[str, Any] = {"lr": [1e-3, 2e-3]} if "lr" in original.knobs else {}
    ours, theirs = (gdzoo.minimize(rule, ground, starts, 12, **knobs) for rule in (f"my_{name}", name))
    np.testing.assert_array_equal(ours.x, theirs.x)


@pytest.mark.parametrize("name", NAMES)
def test_in_a_cell_it_is_a_picture_and_a_rule_that_can_be_kept(sources, space, name):
    pieces = []
    cell = {"id": f"edit-{name}", "source": sources[name]}
    task = {"page": "edits", "cells": [cell], "cell": cell["id"]}
    answer = json.loads(respond("run", json.dumps(task), lambda text, _: pieces.append(json.loads(text))))
    assert [piece["kind"] for piece in pieces] == ["start", "figure", "end"]
    (facts,) = answer["rules"]
    assert facts["name"] == f"my_{name}"
    assert "gdzoo.plot" not in facts["source"]
    exec(facts["source"], space)
    assert gdzoo.RULES[facts["name"]].knobs == gdzoo.RULES[name].knobs


def test_it_is_short_and_looks_like_the_package(sources, tmp_path):
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        assert source.count("\n") <= LONGEST, name
    for command in (
        ["format", "--diff", "--line-length=120"],
        ["check", "--select=E,F,I", "--ignore=E501", '--config=lint.isort.known-third-party=["gdzoo"]'],
    ):
        done = subprocess.run([RUFF, *command, "--isolated", tmp_path], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_state_and_short_helpers_are_there_to_be_changed_and_long_ones_are_imported(sources):
    assert "class Moments(NamedTuple):" in sources["adam"]
    assert "class Velocity(NamedTuple):" in sources["nesterov"], "from another module"
    assert "def rectification(beta2, t):" in sources["radam"]
    assert "from gdzoo.optimizers.second_order.lbfgs import two_loop\n" in sources["lbfgs"]
    assert "from gdzoo.wolfe import" in sources["bfgs"]


def test_a_rule_around_a_rule_names_what_it_hands_on(sources):
    assert 'inner = gdzoo.RULES["momentum"]\n' in sources["lookahead"]
    assert "def my_lookahead(f, x, s: Slow, t, *, lr, beta=0.9, k=5, alpha=0.5):\n" in sources["lookahead"]
    assert "inner.step(f, x, s.inner, t, lr=lr, beta=beta)\n" in sources["lookahead"]
