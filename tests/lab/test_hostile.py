"""Code that breaks things: the cell ends with a sentence, and the next one runs as if nothing had been."""

import builtins
import sys
import warnings

import pytest

from tests.lab.page import Page, failed, printed, shown


@pytest.fixture(autouse=True)
def unharmed():
    state = sys.stdout, sys.stderr, sys.stdin, sys.getrecursionlimit(), warnings.showwarning, dict(vars(builtins))
    yield
    assert state == (
        *(sys.stdout, sys.stderr, sys.stdin, sys.getrecursionlimit(), warnings.showwarning),
        dict(vars(builtins)),
    )
    assert printed("print(len([1]))") == "1\n"


def test_endless_recursion():
    error = failed("def f(n): return f(n + 1)\nf(0)")
    assert error["type"] == "RecursionError"
    assert len(error["frames"]) == 12


def test_the_limit_of_recursion_stays_what_the_browser_can_bear():
    limit = sys.getrecursionlimit()
    error = failed("import sys\nsys.setrecursionlimit(10**6)")
    assert error["message"] == f"a page has room for {limit} calls within one another; write a loop instead"
    assert printed("import sys\nsys.setrecursionlimit(300)\nprint(sys.getrecursionlimit())") == "300\n"


@pytest.mark.parametrize("source", ["raise SystemExit", "import sys\nsys.exit()", "exit = 1\nraise SystemExit(3)"])
def test_exit_ends_the_cell_quietly(source):
    page = Page(it=f"x = 1\n{source}\nprint('never')")
    assert [p["kind"] for p in page.run("it")] == ["start", "end"]
    assert page.result["ok"] is True


def test_the_words_of_an_exit_are_printed():
    assert printed("import sys\nsys.exit('enough')") == "enough"


def test_input_has_a_remedy():
    error = failed("x = 1\nname = input('Your name? ')")
    assert error["message"] == 'nobody can answer input() here; write the value into the code, as in name = "Ada"'
    assert error["line"] == 2


@pytest.mark.parametrize(
    "source",
    [
        "import builtins\ndel builtins.len, builtins.print, builtins.isinstance",
        "import builtins\nbuiltins.__import__ = None\nbuiltins.dict = 3",
        "del __builtins__",
        "import sys\nsys.stdout = sys.stderr = sys.stdin = None",
        "import sys\nsys.settrace(lambda *a: 1 / 0)",
        "import warnings\nwarnings.showwarning = None",
        "import sys\nsys.meta_path.clear() if False else sys.meta_path.append(None)\nsys.meta_path.pop()",
    ],
)
def test_python_is_itself_again(source):
    Page(it=source).run("it")


@pytest.mark.parametrize("kind", ["Exception", "BaseException", "KeyboardInterrupt", "GeneratorExit"])
def test_an_exception_whose_words_fail(kind):
    error = failed(f"class Odd({kind}):\n    def __str__(self): raise Odd()\n    __repr__ = __str__\nraise Odd()")
    assert error["type"] == "Odd"
    assert error["message"] == "(its message cannot be read: RecursionError)" or "Odd" in error["message"]
    assert error["line"] == 4


def test_an_exception_with_odd_attributes():
    error = failed("class E(NameError):\n    @property\n    def name(self): raise ValueError\nraise E('so')")
    assert error["message"] == "so"
    assert error["hint"] == ""


def test_an_endless_message_is_cut():
    assert len(failed("raise ValueError('x' * 10_000_000)")["message"]) < 3000


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("def __repr__(self): raise ValueError", "<A that cannot be shown: ValueError>"),
        ("def __repr__(self): raise SystemExit", "<A that cannot be shown: SystemExit>"),
        ("def __repr__(self): return 3", "<A that cannot be shown: TypeError>"),
        ("def __repr__(self): return repr(self)", "<A that cannot be shown: RecursionError>"),
        ("__class__ = property(lambda self: 1 / 0)", "<A that cannot be shown: ZeroDivisionError>"),
    ],
)
def test_a_value_that_cannot_be_shown(body, text):
    assert shown(f"class A:\n    {body}\nA()")[0]["text"] == text


def test_an_enormous_value_is_cut():
    (piece,) = shown("class A:\n    def __repr__(self): return 'x' * 10_000_000\nA()")
    assert len(piece["text"]) < 20_000
    (piece,) = shown("'x' * 10_000_000")
    assert len(piece["text"]) < 20_000
    (piece,) = shown("10 ** 100_000")
    assert piece["text"] == "<whole number of 100,001 digits>"


def test_nests_without_end():
    assert shown("x = []\nx.append(x)\nx")[0]["text"].count("[") < 20
    assert shown("x = []\nfor i in range(100_000): x = [x]\nx")[0]["text"].startswith("[[[")


def test_memory_that_is_not_there():
    error = failed("import numpy as np\nx = np.zeros((10**9, 10**9))")
    assert error["type"] in ("MemoryError", "_ArrayMemoryError", "ValueError")
    assert "GB" in error["hint"] or "GB" in error["message"] or "TB" in error["hint"]
    assert error["line"] == 2


def test_printing_what_is_not_text():
    assert failed("import sys\nsys.stdout.write(3)")["message"] == "write() argument must be str, not int"


def test_a_finished_generator_or_coroutine_harms_nobody():
    assert [p["kind"] for p in shown("async def f(): pass\nf()")] == ["value"]


def test_a_cell_of_nothing_but_brackets():
    assert failed("(" * 5000)["type"] in ("SyntaxError", "MemoryError", "RecursionError")


def test_a_null_byte():
    assert failed("x = '\0'")["type"] == "SyntaxError"
