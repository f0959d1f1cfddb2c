"""Errors: at the reader's own expression, with a hint for the common ones."""

import numpy as np
import pytest

from lab import errors, hints
from tests.lab.page import Page, failed


def place(error):
    return error["line"], error["column"], error["end_line"], error["end_column"]


def test_an_error_is_at_the_readers_own_expression():
    error = failed("x = 3\ny = [x, x / (x - 3), x]")
    assert error["type"] == "ZeroDivisionError"
    assert error["message"] == "division by zero"
    assert place(error) == (2, 8, 2, 19)
    assert error["frames"] == [{"cell": "it", "line": 2, "function": ""}]


def test_columns_count_as_javascript_does():
    assert place(failed("y = ['😀é', 1 / 0]")) == (1, 12, 1, 17)
    assert place(failed("y = ['😀é', 1 1]"))[:2] == (1, 12)


def test_an_error_within_gdzoo_is_at_the_call():
    error = failed("import gdzoo\nrun = gdzoo.minimize('adam', 'bowl', [1.0, 1.0], 5, lrr=0.1)")
    assert error["message"] == "adam has no knob 'lrr'; did you mean 'lr'?"
    assert place(error) == (2, 6, 2, 60)


def test_an_error_in_a_step_is_in_the_step():
    error = failed(
        "import gdzoo\ndef step(f, x, s, t):\n    return x - f.gradient(x), s\ngdzoo.minimize(step, 'bowl', [1.0, 1.0], 5)"
    )
    assert place(error) == (3, 15, 3, 25)
    assert [frame["function"] for frame in error["frames"]] == ["", "step"]


def test_an_error_in_a_function_of_another_cell_is_at_the_call_and_names_the_other():
    error = Page(a="def f(x):\n    return x / 0", b="y = 1 + f(2)").error("b")
    assert place(error) == (1, 8, 1, 12)
    assert error["frames"][-1] == {"cell": "a", "line": 2, "function": "f"}


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("x = (1,\ny = 2", (1, 4)),
        ("def f():\nreturn 1", (2, 0)),
        ("x = 'abc", (1, 4)),
        ("return 3", (1, 0)),
        ("x = 1\n  y = 2", (2, 0)),
    ],
)
def test_a_mistake_of_writing_has_its_place(source, where):
    error = failed(source)
    assert error["line"] == where[0]
    assert error["column"] is not None
    assert error["hint"]
    assert "<cell" not in error["message"]
    assert error["frames"] == []


def test_a_mistake_in_a_text_that_the_cell_compiles_is_at_the_call():
    assert place(failed("x = 1\neval('1 +')")) == (2, 0, 2, 11)


HINTS = {
    "np.ones(2)": "Write `import numpy as np` first.",
    "minimize": "Write `from gdzoo import minimize` first.",
    "learning_rate = 1\nlearning_rat": "Did you mean `learning_rate`?",
    "x = 1\ndef f():\n    x += 1\nf()": "`x` is assigned in this function, so Python takes it for the function's own; give it as an argument.",
    "import numpy as np\nnp.linspce": "Did you mean `linspace`?",
    "def f(): pass\nf().shape": "This is None: a function without `return` gives None.",
    "def f(): pass\nx, s = f()": "One of the values is None: a function without `return` gives None.",
    "import gdzoo\ngdzoo.minimise": "Did you mean `minimize`?",
    "import nonsense": "This page has numpy, gdzoo and Python's standard library.",
    "import numpy as np\nnp.ones((2, 3)) + np.ones(2)": (
        "Shapes are compared from their last number: each pair must be equal, or one of them 1. Here they are (2,3) and (2,)."
    ),
    "import numpy as np\nnp.ones((2, 3)) @ np.ones((2, 3))": (
        "A @ B needs as many columns in A as there are rows in B; print both shapes."
    ),
    "import numpy as np\nnp.array([[1, 2], [3]])": "An array has rows of one length, and every entry is one number.",
    "import numpy as np\nif np.ones(2) > 0: pass": (
        "An array has many answers: take .all() or .any(), or choose entry by entry with np.where(condition, a, b)."
    ),
    "import math, numpy as np\nmath.sqrt(np.ones(2))": (
        "Functions of math take one number; numpy's take a whole array: np.sqrt for math.sqrt."
    ),
    "1 // 0": (
        "The divisor is 0 here; a small eps beside it, as in `/ (abs(g) + 1e-8)`, is what the optimizers of the book have."
    ),
    "x = 2.0\nfor i in range(99): x = x**2": "A number grew beyond 1e308: the run diverges. A smaller learning rate may hold it.",
    "int(float('inf'))": "The number is no longer finite: the run has diverged before. A smaller learning rate may hold it.",
    "1.5^2": "A power is written ** in Python: x**2.",
    "def f(): return f()\nf()": "A function calls itself without end; it needs a case in which it returns without a call.",
    "import numpy as np\nnp.ones(3)[3]": "Places count from 0: the last is 2, or -1.",
    "[1][1]": "Places count from 0: the last is len(...) - 1, or -1.",
    "{}['lr']": "There is no key 'lr' here.",
    "import numpy as np\nnp.ones(3)(0)": "Entries are taken with square brackets: x[0], not x(0).",
    "assert 1 > 2": "What this line asserts is not true.",
    "def f():\nreturn 1": (
        "Lines of one block begin in the same column, four spaces further in than the line above it that ends with a colon."
    ),
    "x = (1": "Every bracket needs its partner.",
    "x = 'a": "A text ends with the same quotation mark with which it began, on the same line.",
    "return 1": "This word belongs into a function; the last line of a cell is shown by itself.",
    "raise ValueError('of their own')": "",
}


@pytest.mark.parametrize("source", HINTS)
def test_the_hint(source):
    assert failed(source)["hint"] == HINTS[source]


def test_a_step_that_forgets_its_state_is_told_by_gdzoo():
    error = failed(
        "import gdzoo\ndef step(f, x, s, t): return x - f.grad(x)\ngdzoo.minimize(step, 'bowl', [1.0, 1.0], 5)"
    )
    assert error["message"].startswith("step: step 1 must return the new point and the new state, (x, s)")


def test_an_overflow_has_the_same_words_everywhere():
    assert failed("x = 2.0\nfor i in range(99): x = x**2")["message"] == "the result is too large for a number"


def test_a_part_of_python_that_is_not_shipped_says_why():
    code = errors.Code("it", {"it": ""}, {}, lambda name: "")
    error = ModuleNotFoundError("No module named 'socketserver'", name="socketserver")
    assert hints.hint(error, str(error), "", code) == (
        "socketserver is a part of Python that a page does without: it has no network, processes or threads."
    )


def test_memory_is_counted():
    from numpy._core._exceptions import _ArrayMemoryError  # pyright: ignore

    code = errors.Code("it", {"it": ""}, {}, lambda name: "")
    error = _ArrayMemoryError((35_000, 36_000), np.dtype(float))
    assert hints.hint(error, str(error), "", code) == (
        "An array of shape (35000, 36000) needs 10.1 GB; a page has about 1 GB for everything."
    )
    assert hints.hint(MemoryError(), "", "", code) == (
        "A page's Python has about 1 GB: 125 million numbers, together. Make the array smaller."
    )


@pytest.mark.parametrize(
    ("module", "sentence"),
    [
        (
            "matplotlib",
            "matplotlib is not in this page: it would be 10 MB. gdzoo.plot draws curves, paths and landscapes.",
        ),
        ("torch", "torch is not in this page: gdzoo has its optimizers: print(gdzoo.RULES)."),
        ("pandas", "pandas is not in this page: a list of dicts is shown as a table."),
    ],
)
def test_a_package_that_is_not_here_says_so(module, sentence, monkeypatch):
    import sys

    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    error = failed(f"import {module}")
    assert error["type"] == "ModuleNotFoundError"
    assert error["message"] == sentence
    assert place(error)[0] == 1
