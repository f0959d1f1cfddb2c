"""The exercises of the book: starters fail, solutions pass, and wrong answers hear a sentence that helps."""

from functools import cache

import pytest

from book.directives.exercise import ExerciseDirective
from book.pages import Fence, Page
from book.places import ROOT
from book.problems import Problems
from tests.lab.page import Page as Cells
from tests.lab.page import check

CHAPTERS = ["following-the-slope", "learning-rate", "momentum", "adam"]

WRONG = {
    "gradient-by-hand": [
        ("2 * x + 3 * y,", "2 * x,", "at (1.5, −0.5) the slope along x is 1.5; yours is 3"),
        ("return np.array", "return -np.array", "the gradient points uphill; the step is what goes down"),
        ("2 * x + 3 * y, 3 * x + 4 * y**3", "3 * x + 4 * y**3, 2 * x + 3 * y", "the two slopes have changed places"),
        ("4 * y**3", "((y + 1e-5) ** 4 - (y - 1e-5) ** 4) / 2e-5", "a difference quotient is nearly right"),
        ("return np.array([2 * x + 3 * y, 3 * x + 4 * y**3])", "return 2 * x + 3 * y", "has shape (); it should"),
        ("return", "answer =", "the gradient at (1.5, −0.5) is None; does your function return it?"),
    ],
    "walk": [
        ("x - lr * g", "x + lr * g", "after 2000 gradients your walk from (−2.6, 1.6) has found none below 0.001"),
        ("> tolerance", "> tolerance**2", "you take 83 steps; the gradient's length is 0.00119 after 45 steps and 9.85e−4"),
        ("np.linalg.norm(g)", "np.abs(g).max()", "from (−4, 5) with lr = 0.05, tolerance = 1e−7 you take 1"),
        ("steps = 0", "steps = 1", "you take 47 steps"),
        ("        g = grad(x)", "        grad(x)\n        g = grad(x)", "you asked for 93 gradients, and 46 steps visit 47"),
        ("x = x - lr * g", "x -= lr * g", "the caller's array is now (−4.93e−4, 1.2e−7)"),
        ("return x, steps", "return steps, x", "the number of steps has shape (2,); it should be a number"),
        ("return x, steps", "return x", "walk returns (−4.93e−4, 1.2e−7); it should return 2 things, `return x, steps`"),
    ],
    "gradient-check": [
        ("(f(x + e) - f(x - e)) / (2 * h)", "(f(x + e) - f(x)) / h", "is right, and you find an error of 3.67e−4"),
        ("(2 * h)", "h", "at (0.7) the gradient is right, and you find an error of 24.5"),
        ("abs(quotient - g[i])", "quotient - g[i]", "entry 0 of the gradient is 0.5 too large, and you find"),
        ("max(worst, abs(quotient - g[i]))", "abs(quotient - g[i])", "are off by 0.1, −0.7 and 0.2, and you find 0.2"),
        ("max(worst, abs(quotient - g[i]))", "worst + abs(quotient - g[i])", "0.1, −0.7 and 0.2, and you find 1"),
        ("range(len(x))", "range(len(x) - 1)", "entry 2 of the gradient is 0.5 too large, and you find"),
        ("    return worst", "    x += h\n    return worst", "your function has moved the point by 1e−5"),
        ("return worst", "print(worst)", "the largest error is None"),
    ],
    "largest-rate": [
        ("2 / np", "1 / np", "with the curvatures 1 and 10 along the axes, your border is 0.1; it should be 0.2"),
        (".max()", ".min()", "your border is 2; a little below, an error is still multiplied by 19 in each step"),
        ("np.linalg.eigvalsh(A).max()", "A.max()", "with the curvatures (2, 7, 30) your border is 0.0808; a little below"),
        ("np.linalg.eigvalsh(A).max()", "np.trace(A)", "a little above, every run still converges"),
        ("np.linalg.eigvalsh(A).max()", "np.linalg.eigvalsh(A)", "your border has shape (2,); it should be a number"),
    ],
    "steps-needed": [
        ("max(abs(1 - lr * mu), abs(1 - lr * L))", "abs(1 - lr * mu)", "a walk takes 132 steps; you say 66"),
        ("max(abs(1 - lr * mu), abs(1 - lr * L))", "max(1 - lr * mu, 1 - lr * L)", "a walk takes 132 steps; you say 66"),
        ("math.ceil", "math.floor", "a little too much of the error is left after 223 steps; 224 are needed"),
        ("math.ceil", "1 + math.ceil", "a walk takes 224 steps; you say 225"),
        ("    if kept >= 1:\n        return math.inf\n", "", "lr = 0.2 the error across the valley never shrinks; you say −12"),
        ("return math.inf", "return None", "your number is None"),
    ],
    "line-search": [
        ("while not f(x - lr * g) <=", "while f(x - lr * g) >", "the logarithm of −2.33: every comparison with NaN is false"),
        ("<=", "<", "after 300 values of f your search is still trying"),
        ("x - lr * g", "x + lr * g", "where 0.0312 is the first to pass, you return 3.47e−18"),
        (" - lr / 2 * slope", "", "on valley from (−2.6, 1.6) your 0.0625 leads to the loss 6.78; at most −0.485 passes"),
        ("lr = lr / 2", "lr = lr / 10", "where 0.0312 is the first to pass, you return 0.01"),
        ("height - lr", "f(x) - lr", "you asked for 13 values of f, and 6 tries need 7"),
        ("return lr", "return x - lr * g", "your rate has shape (2,); it should be a number"),
    ],
    "momentum-step": [
        ("beta * v + g", "beta * v + (1 - beta) * g", "it takes in only 1 − beta of the gradient"),
        ("beta * v + g", "beta * v - g", "the gradient enters with a plus; the minus belongs to the step"),
        ("beta * v + g\n    x = x - lr * v", "beta * v + lr * g\n    x = x - v", "(2.45, −0.35): the learning rate is inside it"),
        ("beta * v + g\n    x = x - lr * v", "beta * v - lr * g\n    x = x + v", "the step; so does the minus"),
        ("x - lr * v", "x + lr * v", "from (1, 2) with the gradient (2, 4) you step uphill, to (1.2, 2.4)"),
        ("beta * v + g", "v + g", "it has forgotten nothing"),
        ("    v = beta * v + g\n", "    v, old = beta * v + g, v\n    v, old = old, v\n", "you follow the old velocity"),
        ("return x, v", "return x", "step returns (0.8, 1.6); it should return 2 things, `return x, v`"),
    ],
    "best-beta": [
        ("(1 - kappa**-0.5)", "((kappa**0.5 - 1) / (kappa**0.5 + 1))", "keeps 0.703 of the error per step; a larger beta keeps 0.5"),
        (" ** 2", "", "for kappa = 4 your beta = 0.5 keeps 0.707 of the error per step; a smaller beta keeps 0.5"),
        ("kappa**-0.5", "1 / kappa", "for kappa = 4 your beta = 0.562 keeps 0.75 of the error per step; a smaller beta"),
        ("kappa**-0.5", "kappa**0.5", "for kappa = 1e6 your beta is 9.98e5"),
        ("return", "answer =", "your beta for kappa = 4 is None"),
    ],
    "two-bugs": [
        ("x = x - lr * v", "x -= lr * v", "one run moved the start from (−2.6, 1.2) to"),
        ("        v = beta", "        v = np.zeros_like(x)\n        v = beta", "after 2 steps you are where plain descent is"),
        ("v = beta * v", "v = v", "with beta = 0, the point after 20 steps is"),
        ("+ grad(x)", "+ (1 - beta) * grad(x)", "with beta = 0.75, the point after step 1 is (−2.07, 0.292); it should be"),
        ("return x", "pass", "the point that descend returns is None"),
    ],
    "restart": [
        ("g @ v < 0", "g @ v > 0", "moving by −lr v leads downhill; the new velocity is (2, 0.5); it should be (2.9, 1.4)"),
        ("g @ v < 0", "(g * v < 0).any()", "with v = (3, −1) and g = (1, 2.5), moving by −lr v leads downhill"),
        ("v = np.zeros_like(v)", "v = -v", "moving by −lr v leads uphill; the new velocity is (2.9, 1.4); it should be (2, 0.5)"),
        ("g @ v < 0", "g @ (beta * v + g) < 0", "leads uphill; the new velocity is (1.1, −0.4); it should be (2, 0.5)"),
        ("v = np.zeros_like(v)", "return x, 0 * v", "the new velocity is (0, 0); it should be (2, 0.5)"),
        ("return x, v", "pass", "step returns None; it should return 2 things, `return x, v`"),
    ],
    "bias-correction": [
        ("beta ** len(numbers)", "beta", "2 times 3 has the average 5.7; it should be 3, and the weights in m add up to 0.19"),
        ("len(numbers)", "(len(numbers) + 1)", "the average of 4 alone is 2.11; it should be 4"),
        ("m / (1", "m * (1", "the average of 4 alone is 0.04; it should be 4, and with beta = 0.9 the one number weighs 0.1 in m"),
        ("m / (1 - beta ** len(numbers))", "sum(numbers) / len(numbers)", "the last two of 2 numbers weigh 0.5 and 0.5"),
        ("return", "answer =", "your average is None"),
    ],
    "write-adam": [
        ("m_hat / (np.sqrt(v_hat)", "m / (np.sqrt(v)", "size 0.0316; bias correction should make it exactly lr = 0.01"),
        ("m_hat / (np", "m / (np", "with the gradient 3 your first step has size 0.001; it should be exactly lr = 0.01"),
        ("np.sqrt(v_hat) + eps", "np.sqrt(v_hat + eps)", "your first step has length 0.9487 lr: eps is under the root"),
        ("m_hat / (np.sqrt(v_hat)", "m_hat * (1 - beta2**t) ** 0.5 / (np.sqrt(v)", "eps is added before the correction"),
        ("x - lr", "x + lr", "with the gradient 3 your first step is 0.01: uphill"),
        ("Moments(m, v)", "Moments(m_hat, v_hat)", "corrected already, and again in the next step"),
        ("beta1**t", "beta1 ** (t - 1)", "step 1 of my_adam is not a finite number; what does it divide by?"),
        ("(1 - beta1**t)", "(1 - beta1)", "given the same gradients, step 2 of my_adam is"),
        ("return x, Moments(m, v)", "return x", "step 1 must return the new point and the new state, (x, s)"),
    ],
    "decay": [
        ("g = f.grad(x)", "g = f.grad(x) + weight_decay * x", "the weight with small gradients loses 1.63e−4 per step"),
        ("(1 - lr * weight_decay)", "(1 - weight_decay)", "(2, −5) is (1, −2.5); it should be (1.9, −4.75)"),
        ("(1 - lr * weight_decay)", "(1 + lr * weight_decay)", "(2, −5) is (2.1, −5.25); it should be (1.9, −4.75)"),
        ("(1 - lr * weight_decay) * x", "x", "loses 0 per step, the one with large gradients 0; both should lose"),
        ("return x,", "return (1 - lr * weight_decay) * x,", "the weight with small gradients loses 2e−4 per step, the one with large gradients 2e−4"),
        (
            "    x = (1 - lr * weight_decay) * x  # not divided by the root of v_hat\n    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)",
            "    x = (1 - lr * weight_decay) * (x - lr * m_hat / (np.sqrt(v_hat) + eps))",
            "your first step shrinks Adam's step along with the weight; only the old weight decays",
        ),
    ],
    "turned-ravine": [
        ("s.v + f", "s.v - f", "turned by 0°, the loss goes from 50.5 to"),
        ("x - (2 / 11) ** 2 * v", "x - 0.1 * np.sign(v)", "does your rule measure along the axes?"),
        ("(9 / 11) ** 2 * s.v + f", "0.9 * s.v + 0.1 * f", "you keep 0.949 of the error per gradient, plain descent 0.98"),
        ("f.grad(x)", "(f.grad(x) + f.grad(x)) / 2", "of the error per gradient, plain descent 0.98, and 0.915 would do"),
        ("return x - (2 / 11) ** 2 * v,", "return x - np.linalg.solve(f.hess(x), v),", "this objective has none"),
        (", Memory(v)", "", "step 1 must return the new point and the new state"),
    ],
}  # fmt: skip
"""A part of the solution, what a student might write instead, and words that the page then says."""

RIGHT = {
    "gradient-by-hand": "def gradient(point):\n    x, y = point\n    return [2 * x + 3 * y, 4 * y * y * y + 3 * x]",
    "walk": """
def walk(grad, x, lr, tolerance):
    for steps in range(10_000):
        g = grad(x)
        if sum(g * g) ** 0.5 <= tolerance:
            return x, steps
        x = x - lr * g
""",
    "gradient-check": """
import numpy as np

def largest_error(f, grad, x):
    steps = 1e-5 * np.eye(len(x))
    quotients = np.array([(f(x + e) - f(x - e)) / 2e-5 for e in steps])
    return np.abs(quotients - grad(x)).max()
""",
    "largest-rate": "import numpy as np\n\ndef limit(A):\n    return 2 / np.linalg.norm(A, 2)",
    "steps-needed": """
def steps_needed(mu, L, lr, share=1e-6):
    if lr >= 2 / L:
        return float("inf")
    left, steps = 1.0, 0
    while left > share:
        left *= max(1 - lr * mu, lr * L - 1)
        steps += 1
    return steps
""",
    "line-search": """
def search(f, x, g, lr):
    height = f(x)
    while True:
        if f(x - lr * g) <= height - 0.5 * lr * (g @ g):
            return lr
        lr *= 0.5
""",
    "momentum-step": "def step(x, v, g, lr, beta):\n    return x - lr * (beta * v + g), beta * v + g",
    "best-beta": """
import numpy as np
from gdzoo import analysis

def best_beta(kappa):
    betas = 1 - np.geomspace(1e-9, 1, 200_001)
    return betas[analysis.rate("momentum", [1 / kappa, 1], 1.0, betas).argmin()]
""",
    "two-bugs": """
def descend(grad, start, steps, lr, beta):
    x, v = start.copy(), 0
    for _ in range(steps):
        v = beta * v + grad(x)
        x -= lr * v
    return x
""",
    "restart": "def step(x, v, g, lr, beta):\n    v = g + (beta * v if sum(v * g) >= 0 else 0)\n    return x - lr * v, v",
    "bias-correction": """
def average(numbers, beta):
    weights = [beta**age for age in range(len(numbers))][::-1]
    return sum(w * g for w, g in zip(weights, numbers)) / sum(weights)
""",
    "write-adam": """
from typing import NamedTuple

import numpy as np

class Moments(NamedTuple):
    m: np.ndarray
    v: np.ndarray

def my_adam(f, x, s: Moments, t, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    g = f.grad(x)
    m, v = s.m + (1 - beta1) * (g - s.m), s.v + (1 - beta2) * (g * g - s.v)
    root = (v / (1 - beta2**t)) ** 0.5
    return x - lr / (1 - beta1**t) * m / (root + eps), Moments(m, v)
""",
    "turned-ravine": """
from typing import NamedTuple

import numpy as np

class Memory(NamedTuple):
    v: np.ndarray

def mine(f, x, s: Memory, t):
    ahead = x + 0.8 * s.v
    new = ahead - 0.0133 * f.grad(ahead)
    return new, Memory(new - x)
""",
}
"""Other ways to the same end."""


@cache
def exercises():
    """By name, in the order of the book: the chapter and the options."""
    problems, found = Problems(), {}
    for chapter in CHAPTERS:
        source = (ROOT / f"docs/{chapter}.md").read_text(encoding="utf-8")
        page = Page(f"{chapter}.md", source, ROOT / "docs", problems)
        for part in page.parts:
            if isinstance(part, Fence) and part.info.startswith("exercise "):
                exercise = ExerciseDirective(part, page)
                found[exercise.id] = chapter, exercise.option
    assert not problems, str(problems)
    return found


def graded(name, source):
    """What the page says of an answer: the checks that do not pass, and what is wrong."""
    return {
        result["name"]: result["message"]
        for result in check(source, exercises()[name][1].checks)
        if not result["passed"]
    }


def changed(name, old, new):
    solution = exercises()[name][1].solution
    assert solution.count(old) == 1, f"{name}: {old!r} occurs {solution.count(old)} times"
    return solution.replace(old, new)


def test_each_chapter_has_three_exercises_or_more_from_easy_to_hard():
    for chapter in CHAPTERS:
        levels = [option.level for home, option in exercises().values() if home == chapter]
        assert len(levels) >= 3
        assert levels == sorted(levels, key=["easy", "medium", "hard"].index)
        assert {"easy", "hard"} <= set(levels)


def test_every_exercise_has_wrong_answers_here():
    assert list(WRONG) == list(exercises())


@pytest.mark.parametrize("name", WRONG)
def test_the_starter_runs_and_fails_with_a_sentence(name):
    failed = graded(name, exercises()[name][1].starter)
    assert failed
    for message in failed.values():
        assert "your code" not in message  # neither an error nor a missing name


@pytest.mark.parametrize("name", WRONG)
def test_the_solution_passes(name):
    assert graded(name, exercises()[name][1].solution) == {}


@pytest.mark.parametrize("name", RIGHT)
def test_another_right_answer_passes(name):
    assert graded(name, RIGHT[name]) == {}


@pytest.mark.parametrize(("name", "old", "new", "words"), [(name, *case) for name in WRONG for case in WRONG[name]])
def test_a_wrong_answer_hears_what_is_wrong_with_it(name, old, new, words):
    messages = graded(name, changed(name, old, new)).values()
    assert any(words in message for message in messages), "\n".join(messages)


@pytest.mark.parametrize("name", WRONG)
def test_the_hints_are_a_ladder_that_ends_near_the_solution(name):
    hints = exercises()[name][1].hints
    assert len(hints) == 3
    assert "$" in hints[-1] or "`" in hints[-1]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_cells_of_a_chapter_run_and_each_shows_something(chapter):
    source = (ROOT / f"docs/{chapter}.md").read_text(encoding="utf-8")
    page = Page(f"{chapter}.md", source, ROOT / "docs", Problems())
    fences = [part for part in page.parts if isinstance(part, Fence) and part.info.startswith("python {run")]
    cells = Cells(**{f"cell-{at}": fence.body for at, fence in enumerate(fences, 1)})
    assert fences[0].body.startswith("import gdzoo\nimport numpy as np\n")
    for cell in cells.cells:
        kinds = [piece["kind"] for piece in cells.run(cell) if piece["cell"] == cell]
        assert "error" not in kinds
        assert {"value", "table", "figure"} & set(kinds)
        assert cells.result["ok"]
