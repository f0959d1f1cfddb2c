"""Checks of exercises: what passes, and the sentence of what does not."""

import numpy as np
import pytest

import gdzoo
from lab import checks
from lab.checks import Failed
from tests.lab.page import ask, check

ADAM = """
def step(f, x, s, t, *, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = s or (0.0, 0.0)
    g = f.grad(x)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return x - lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps), (m, v)
"""
UNCORRECTED = ADAM.replace("(m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5", "m / (v**0.5")
FIRST = '''
def first(step):
    """The first step has length lr, whatever the gradient."""
    (size,) = abs(moves(step, [[3.0]], lr=0.1))
    close(size, [0.1], "your first step")
'''


def grades(source, text):
    return [(result["passed"], result["message"]) for result in check(source, text)]


def of(function):
    """Makes a step known by its text."""
    space = {}
    exec(function, space)
    return space["step"]


def test_a_check_has_a_sentence_a_verdict_and_a_message():
    assert check(ADAM, FIRST) == [
        {"name": "The first step has length lr, whatever the gradient", "passed": True, "message": ""}
    ]
    assert grades(UNCORRECTED, FIRST) == [(False, "your first step is (0.316); it should be (0.1)")]


def test_the_whole_answer():
    answer = ask("check", page="p", id="it", source=ADAM, checks=FIRST)
    assert answer["ok"] is True
    assert set(answer) == {"ok", "results", "rules"}
    assert ask("check", page="p", id="it", source="x = (", checks=FIRST) == {"ok": False, "results": [], "rules": []}


def test_what_is_missing_is_named():
    assert grades("stepp = 1", FIRST) == [(False, "your code does not define `step`; did you mean 'stepp'?")]
    assert grades("", FIRST) == [(False, "your code does not define `step`")]


def test_checks_are_functions_in_order_and_helpers_are_not():
    text = "limit = 3\ndef _help(x): return x\ndef b(x): assert _help(x) < limit, 'too large'\ndef a(x): 'Second'\n"
    results = check("x = 5", text)
    assert [(result["name"], result["message"]) for result in results] == [("b", "too large"), ("Second", "")]


def test_an_error_of_the_readers_code_is_told_with_its_line():
    text = "def works(f): f(0)"
    assert grades("def f(x):\n    return 1 / x", text) == [
        (
            False,
            "line 2 of your code: ZeroDivisionError: division by zero (The divisor is 0 here; a small eps beside it,"
            " as in `/ (abs(g) + 1e-8)`, is what the optimizers of the book have.)",
        )
    ]
    assert grades("def f(x):\n    assert x, 'no'", text)[0][1].startswith("line 2 of your code: AssertionError: no")


def test_an_error_of_the_check_itself_says_that_it_could_not_use_what_it_got():
    assert grades("f = 3", "def works(f): f(0)") == [
        (False, "your code gave what the check cannot use: TypeError: 'int' object is not callable")
    ]


@pytest.mark.parametrize("code", ["import sys\n    sys.exit()", "raise KeyboardInterrupt", "print('x' * 10**6)"])
def test_a_hostile_function_ends_its_check_only(code):
    results = grades(f"def f():\n    {code}", "def one(f): f()\ndef two(): pass")
    assert results[1] == (True, "")


def says(function, *arguments, **options):
    with pytest.raises(Failed) as caught:
        function(*arguments, **options)
    return str(caught.value)


def test_close():
    checks.close(1.0 + 1e-9, 1, "x")
    checks.close([1e-9, 2], [0, 2], "x")
    assert says(checks.close, 0.0316227766, 0.1, "the step") == "the step is 0.0316; it should be 0.1"
    assert says(checks.close, 0.1234567, 0.1234599, "the step") == "the step is 0.123457; it should be 0.12346"
    assert says(checks.close, [1.0, 2], 1, "the loss") == "the loss has shape (2,); it should be a number"
    assert says(checks.close, None, 1, "the loss") == "the loss is None; does your function return it?"
    assert says(checks.close, "a", 1, "the loss") == "the loss is 'a'; it should be a number"
    assert says(checks.close, np.nan, 1, "the loss") == "the loss is not a number; it should be 1"


def test_slope_is_exact():
    assert checks.slope(lambda x: np.sin(x[0]) * np.exp(x[1]), [0.5, 1.0]) == pytest.approx(
        [np.cos(0.5) * np.e, np.sin(0.5) * np.e], rel=1e-15
    )
    assert checks.slope(lambda x: x**3, 2.0) == pytest.approx(12, rel=1e-15)
    assert checks.slope(lambda x: np.abs(x).sum() ** 2, [1.0, -2.0]) == pytest.approx([6, -6], rel=1e-9)
    assert checks.slope(lambda x: float(x[0]) ** 2, [3.0]) == pytest.approx([6], rel=1e-9)
    assert checks.slope(gdzoo.LANDSCAPES["himmelblau"].value, [0.3, -1.7]) == pytest.approx(
        gdzoo.LANDSCAPES["himmelblau"].grad(np.array([0.3, -1.7])), rel=1e-9
    )


def test_gradient():
    checks.gradient(lambda x: 2 * x, lambda x: (x * x).sum(), [[1.0, 2.0], [0.0, -3.0]])
    checks.gradient(lambda x: 2 * x, lambda x: x * x, [1.5])
    assert says(checks.gradient, lambda x: x, lambda x: (x * x).sum(), [[1.0, 2.0]], "your gradient") == (
        "your gradient at (1, 2) is (1, 2); it should be (2, 4)"
    )


def test_same_as():
    checks.same_as(of(ADAM), "adam", lr=0.1)
    checks.same_as("gd", "momentum", lr=0.1, theirs={"lr": 0.1, "beta": 0.0})
    assert says(checks.same_as, of(UNCORRECTED), "adam", lr=0.1).startswith(
        "given the same gradients, step 1 of step is (0.316, "
    )


def test_invariant():
    checks.invariant(of(ADAM), "scale", lr=0.01)
    checks.invariant("gd", "rotation")
    for change in ("translation", "permutation"):
        checks.invariant("momentum", change, lr=1e-3)
    assert says(checks.invariant, of(ADAM), "rotation", lr=0.01).startswith(
        "turning the landscape should turn the path and change nothing else; over 15 steps yours is off by "
    )
    assert says(checks.invariant, "gd", "scale", lr=1e-3).startswith(
        "multiplying the loss by 1.7 should leave the path"
    )


def test_gradients_used():
    checks.gradients_used(of(ADAM), 1, lr=0.1)
    assert says(checks.gradients_used, "nesterov_lookahead", 2, lr=0.01) == (
        "a step of nesterov_lookahead takes 1 gradients; it should take 2"
    )


def test_decreases():
    checks.decreases([3, 2, 2, 1])
    assert says(checks.decreases, [3.0, 2.0, 2.5]) == "the loss goes from 2 to 2.5 at step 2; it should never rise"
    assert (
        says(checks.decreases, [3.0, np.nan]) == "the loss goes from 3 to not a number at step 1; it should never rise"
    )


def test_rate():
    run = gdzoo.minimize("gd", "valley", [1.0, 1.0], 200, lr=0.05)
    assert checks.rate(np.abs(run.x[:, 0])) == pytest.approx(0.9)
    checks.shrinks(np.abs(run.x[:, 0]), 0.9)
    checks.shrinks(0.5 ** np.arange(2000), 0.5)
    checks.shrinks([1.0, 0.0, 0.0], 0.3, at_most=True)
    assert says(checks.shrinks, [1.0, np.nan], 0.9) == "the error is multiplied by ∞ in each step; it should be 0.9"
    assert says(checks.shrinks, run.f, 0.7, "the loss") == (
        "the loss is multiplied by 0.81 in each step; it should be 0.7"
    )
