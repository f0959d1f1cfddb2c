"""What cells show: text in batches and within limits, values, arrays, tables and figures."""

import pytest

from lab import streams
from tests.lab.page import Page, printed, shown


def test_text_of_both_streams_keeps_its_order():
    pieces = shown("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c', end='')\nprint('d')")
    assert "".join(p["text"] for p in pieces) == "a\nb\ncd\n"
    assert [p["stream"] for p in pieces if p["text"].startswith("b")] == ["err"]


def test_text_is_sent_in_batches():
    assert len(shown("for i in range(1000): print(i)")) < 10


def test_text_before_a_long_computation_is_sent_before_it():
    page = Page(a="import time\nprint('one')\nprint('two')\ntime.sleep(0.01)\nraise ValueError('x')")
    kinds = [p["kind"] for p in page.run("a")]
    assert kinds[-2:] == ["error", "end"]
    assert set(kinds[1:-2]) == {"text"}


def test_a_flood_is_cut_and_said_so_once():
    pieces = shown("for i in range(100_000): print(i)\n'the end'")
    text = "".join(p["text"] for p in pieces if p["kind"] == "text")
    assert text.count("\n") == streams.LINES
    assert text.endswith("\n4999\n")
    assert [p["text"] for p in pieces if p["kind"] == "cut"] == [
        "The output is cut here: a cell shows 200 KB or 5,000 lines."
    ]
    assert pieces[-1] == {"cell": "it", "kind": "value", "text": "'the end'", "note": ""}


def test_one_enormous_text_is_cut():
    pieces = shown("print('x' * 10_000_000)")
    assert sum(len(p["text"]) for p in pieces if p["kind"] == "text") == streams.MOST
    assert pieces[-1]["kind"] == "cut"


def test_half_a_letter_can_be_printed():
    assert printed(r"print('a\ud83db', '😀')") == "a?b 😀\n"


def test_what_logging_keeps_speaks_in_the_cell_that_runs():
    page = Page(
        a="import logging, sys\nlog = logging.Logger('x')\nlog.addHandler(logging.StreamHandler(sys.stdout))",
        b="log.warning('hello')",
    )
    assert page.says("b") == "hello\n"


def test_warnings_name_their_line_each_time():
    page = Page(a="import numpy as np\nx = np.array([1e308])\ny = x * 10")
    assert page.says("a") == "line 3: RuntimeWarning: overflow encountered in multiply\n"
    assert page.says("a") == "line 3: RuntimeWarning: overflow encountered in multiply\n"


@pytest.mark.parametrize(
    ("source", "text", "note"),
    [
        ("0", "0", ""),
        ("False", "False", ""),
        ("''", "''", ""),
        ("[]", "[]", ""),
        ("{}", "{}", ""),
        ("1, 'a'", "(1, 'a')", ""),
        ("{'b': 1, 'a': 2}", "{'b': 1, 'a': 2}", ""),
        ("{'b', 'a', 'c'}", "{'a', 'b', 'c'}", ""),
        ("import numpy as np\nnp.float64(0.1)", "0.1", ""),
        ("import numpy as np\n[np.float64(0.1), np.int64(2)]", "[0.1, 2]", ""),
        ("import numpy as np\nnp.eye(2)", "[[1., 0.],\n [0., 1.]]", "array of shape (2, 2)"),
        ("import numpy as np\nnp.zeros((0, 3))", "[]", "array of shape (0, 3)"),
        ("class A: pass\nA()", "<__main__.A object>", ""),
        ("def f(): pass\nf", "<function f>", ""),
        ("import gdzoo\ngdzoo.RULES['gd']", "<rule gd>", ""),
    ],
)
def test_the_last_value_is_shown(source, text, note):
    assert shown(source) == [{"cell": "it", "kind": "value", "text": text, "note": note}]


@pytest.mark.parametrize("source", ["None", "x = 1", "", "# nothing", "1\nx = 2", "print"[:0]])
def test_nothing_is_shown_where_there_is_no_last_value(source):
    assert shown(source) == []


def test_a_large_array_is_short():
    (piece,) = shown("import numpy as np\nnp.arange(4_000_000.0).reshape(2000, 2000)")
    assert len(piece["text"]) < 1000
    assert piece["note"] == "array of shape (2000, 2000)"


def test_a_large_list_is_short():
    (piece,) = shown("list(range(10_000_000))")
    assert len(piece["text"]) < 10_000
    assert piece["text"].endswith("...]")


def test_a_list_of_dicts_is_a_table():
    (piece,) = shown("[{'rule': 'gd', 'steps': 3, 'loss': 0.25}, {'rule': 'adam', 'steps': 10, 'loss': float('inf')}]")
    assert piece["columns"] == [
        {"label": "rule", "format": "text"},
        {"label": "steps", "format": "int"},
        {"label": "loss", "format": "4g"},
    ]
    assert piece["rows"] == [["gd", 3, 0.25], ["adam", 10, "∞"]]
    assert piece["more"] == 0


def test_columns_and_arrays_with_names_are_tables_too():
    (piece,) = shown("import numpy as np\n{'k': range(3)[:3] and [0, 1, 2], 'x': np.array([1.0, np.nan, 2.0])}")
    assert piece["rows"] == [[0, 1.0], [1, None], [2, 2.0]]
    (piece,) = shown("import numpy as np\nnp.array([(1, 2.5)], dtype=[('n', int), ('x', float)])")
    assert piece["rows"] == [[1, 2.5]]
    (piece,) = shown(
        "from typing import NamedTuple\nclass P(NamedTuple):\n    a: int\n    b: str\n[P(1, 'x'), P(2, 'y')]"
    )
    assert piece["rows"] == [[1, "x"], [2, "y"]]


def test_rows_of_a_long_table_are_counted():
    (piece,) = shown("[{'k': k} for k in range(1000)]")
    assert len(piece["rows"]) == 50
    assert piece["more"] == 950


@pytest.mark.parametrize(
    "source", ["[{'a': [1]}]", "{'a': [1, 2], 'b': [1]}", "{'a': 1}", "[{}]", "{'a': [{}]}", "[{'a': 1}, 2]"]
)
def test_what_is_no_table_is_text(source):
    (piece,) = shown(source)
    assert piece["kind"] == "value"


def test_a_run_a_landscape_and_a_picture_are_figures():
    for source in (
        "gdzoo.minimize('gd', 'bowl', [1.0, 1.0], 5, lr=0.1)",
        "gdzoo.LANDSCAPES['bowl']",
        "gdzoo.plot([1, 2])",
    ):
        (piece,) = shown(f"import gdzoo\n{source}")
        assert piece["kind"] == "figure"
        assert piece["scene"]["panels"]


def test_a_picture_is_shown_wherever_a_line_makes_one():
    assert [p["kind"] for p in shown("import gdzoo\ngdzoo.plot([1, 2])\n1\ngdzoo.plot([2, 1])")] == ["figure", "figure"]


def test_too_many_figures_are_cut():
    pieces = shown("import gdzoo\n" + "gdzoo.plot([1, 2])\n" * 30)
    assert [p["kind"] for p in pieces] == ["figure"] * 20 + ["cut"]
    assert pieces[-1]["text"] == "A cell shows 20 figures; the others are left out."
