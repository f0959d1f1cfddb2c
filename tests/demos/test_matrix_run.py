"""What the demo of matrices draws and says is what the package computes."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.kit.tuning import best_lr
from tests.demos.reading import column, panel

MEMORY = gdzoo.PROBLEMS["associative_memory"]


def answer(**values):
    demo: Any = kit.load("matrix-run")
    return demo(**values).answer()


def bars(panel, width):
    return np.array(
        [mark["y1"] for mark in panel["marks"] if mark["mark"] == "arrow" and mark["pen"]["width"] == width]
    )


@pytest.mark.parametrize("problem", ["associative_memory", "matrix_factorization"])
def test_the_bars_are_the_singular_values_of_the_step_that_follows(problem):
    f = gdzoo.PROBLEMS[problem]
    shown = answer(problem=problem, rule="muon", against="gd", lr=0.05, steps=7)
    for rule, lr, width in ("muon", 0.05, 10), ("gd", best_lr(gdzoo.RULES["gd"], f), 4):
        run = gdzoo.minimize(rule, f, f.start(0), 8, lr=lr)
        for k in 0, 3, 7:
            values = np.linalg.svd(run.x[k + 1] - run.x[k], compute_uv=False)
            np.testing.assert_allclose(bars(panel(shown, "step"), width)[:, k], values / values[0], rtol=1e-9)
        np.testing.assert_array_equal(column(shown, f"loss, {gdzoo.RULES[rule].title}"), run.f[:8])


def test_muons_singular_values_are_of_one_size_and_those_of_plain_descent_are_the_shares_of_the_facts():
    shown = answer(steps=40)
    muon, gd = (bars(panel(shown, "step"), width) for width in (10, 4))
    assert muon[:, :8].min() > 0.68 / 1.16
    np.testing.assert_allclose(gd[:, 0], MEMORY.counts / MEMORY.counts[0], atol=0.02)
    assert gd[:, 20].min() < 0.05


def test_the_errors_are_those_of_the_facts_and_learned_is_the_first_step_below_a_tenth():
    shown = answer()
    run = gdzoo.minimize("muon", MEMORY, MEMORY.start(0), 30, lr=best_lr(gdzoo.RULES["muon"], MEMORY))
    errors = MEMORY.errors(np.moveaxis(run.x, 0, -1))
    np.testing.assert_allclose(bars(panel(shown, "errors"), 10), np.minimum(errors, 1.25))
    line = next(mark for mark in panel(shown, "learned")["marks"] if mark["label"] == "Muon")
    for step, row in zip(line["y"].astype(int), errors, strict=True):
        assert row[step] < 0.1 <= row[:step].min()
    assert (
        f"**Muon learns the first fact in {line['y'].min():.0f} steps and the last in {line['y'].max():.0f}**."
        in (shown["summary"])
    )


def test_muon_learns_the_rare_facts_as_soon_as_the_common_ones_and_plain_descent_does_not():
    muon, gd = (mark["y"] for mark in panel(answer(steps=60), "learned")["marks"])
    assert np.ptp(muon) <= 3
    assert muon.max() < 10
    assert gd[0] < 3
    assert gd[-1] > 50
    equal = answer(exponent=0.0, steps=60)
    muon, gd = (mark["y"] for mark in panel(equal, "learned")["marks"])
    assert gd.max() < muon.min()  # where all facts are equally common, plain descent is the best there is


SENTENCES = [
    (
        {"steps": 60},
        "**Muon learns the first fact in 6 steps and the last in 9**. Gradient descent learns the first fact in 2 steps and "
        "the last in 54. The weakest singular value of the first step, in parts of the strongest, is 0.66 with Muon and "
        "0.016 with Gradient descent. The last loss is 0.001 with Muon and 8.3e−4 with Gradient descent.",
    ),
    (
        {"rule": "shampoo", "against": "shampoo", "steps": 60},
        "**Shampoo learns all 8 facts in 4 steps**. The weakest singular value of the first step, in parts of the "
        "strongest, is 1 with Shampoo. The last loss is 2.5e−8 with Shampoo.",
    ),
    (
        {"rule": "soap", "against": "soap", "steps": 2},
        "**SOAP learns none of 8 facts in 2 steps**. The weakest singular value of the first step that moves, in parts of "
        "the strongest, is 1 with SOAP. The last loss is 0.29 with SOAP.",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), SENTENCES)
def test_sentences(values, sentence):
    assert answer(**values)["summary"] == sentence


@pytest.mark.parametrize("problem", ["associative_memory", "matrix_factorization"])
def test_no_rate_of_the_slider_diverges(problem):
    """So the demo has no words for it."""
    demo: Any = kit.load("matrix-run")
    rates = np.geomspace(demo.lr.low, demo.lr.high, 20)
    f = gdzoo.PROBLEMS[problem]
    for rule in demo.rule.options.values():
        run = gdzoo.minimize(rule, f, f.start(0), demo.steps.high + 1, every=50, lr=rates)
        assert (run.escaped_at < 0).all()
