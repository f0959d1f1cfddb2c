"""A page's cells: what runs for what, and that the order in which a reader runs them never shows."""

from itertools import permutations

from tests.lab.page import Page


def test_a_cell_runs_what_it_needs_and_nothing_else():
    page = Page(a="import numpy as np", b="x = np.ones(2)", c="y = 3", d="print(x.sum())")
    assert page.ran("d") == ["a", "b", "d"]
    assert page.result["needs"] == {"a": [], "b": ["a"], "c": [], "d": ["a", "b"]}
    assert page.ran("d") == ["d"]


def test_pieces_come_in_order_and_say_whose_they_are():
    pieces = Page(a="x = 1\nprint('one')", b="print('two', x)\nx").run("b")
    assert [(p["cell"], p["kind"]) for p in pieces] == [
        *[("a", kind) for kind in ("start", "text", "end")],
        *[("b", kind) for kind in ("start", "text", "value", "end")],
    ]
    assert pieces[-1]["ok"] is True
    assert pieces[-1]["seconds"] >= 0


def test_an_edited_cell_runs_again_and_so_do_those_that_build_on_it():
    page = Page(a="x = 1", b="y = x + 1", c="print(y)")
    assert page.says("c") == "2\n"
    page.cells["a"] = "x = 10"
    assert page.ran("c") == ["a", "b", "c"]
    assert page.says("c") == "11\n"


def test_running_a_change_twice_changes_once():
    page = Page(a="x = [1]", b="x += [2]\nx[0] = x[0] + 1\nprint(x)", c="print(x)")
    assert [page.says("b") for _ in range(3)] == ["[2, 2]\n"] * 3
    assert page.ran("c") == ["c"]
    assert page.ran("b") == ["a", "b"]


def test_the_order_of_running_never_shows():
    cells = {
        "a": "import math\nx = [1.0]",
        "b": "def f(): return k * x[0]\nk = 2",
        "c": "print(f())",
        "d": "x[0] += 1",
        "e": "k = 5\nprint(f(), x)",
        "f": "x = [7.0]\nprint(f(), k)",
        "g": "if k > 3:\n    x = [0.0]\nprint(x)",
    }
    truth = {"c": "2.0\n", "e": "10.0 [2.0]\n", "f": "35.0 5\n", "g": "[0.0]\n"}
    for order in permutations(truth):
        page = Page(**cells)
        for cell in (*order, "d", "b", *order):
            if cell in truth:
                assert page.says(cell) == truth[cell], (order, cell)
            else:
                page.run(cell)


def test_a_cell_sees_only_what_stands_above_it():
    page = Page(a="print(later)", b="later = 1")
    page.run("b")
    error = page.error("a")
    assert error["message"] == "name 'later' is not defined"
    assert error["hint"] == "`later` is defined further down, in b; a cell sees only what stands above it."


def test_what_a_cell_no_longer_makes_is_gone():
    page = Page(a="x = 1", b="print(x)")
    page.run("b")
    page.cells["a"] = "z = 1"
    assert page.error("b")["type"] == "NameError"
    del page.cells["a"]
    assert page.error("b")["type"] == "NameError"


def test_a_failing_ancestor_ends_the_run_and_is_named():
    page = Page(a="x = 1 / 0", b="y = x", c="print(y)")
    pieces = page.run("c")
    assert [(p["cell"], p["kind"]) for p in pieces if p["kind"] != "start"] == [
        *[("a", kind) for kind in ("error", "end")],
        *[("c", kind) for kind in ("error", "end")],
    ]
    assert pieces[-2]["message"] == "This cell builds on a, which failed."
    assert page.result["ok"] is False
    page.cells["a"] = "x = 1"
    assert page.says("c") == "1\n"


def test_an_ancestor_whose_text_is_broken_is_still_needed_for_what_is_above_the_mistake():
    page = Page(a="x = 1\ny = (", b="print(x)")
    assert page.error("b")["message"] == "This cell builds on a, which failed."


def test_names_that_functions_look_for_are_needed_where_they_are_called():
    page = Page(a="def f(): return k", b="k = 3", c="print(f())", d="k = 4", e="print(f())")
    assert page.result == {}
    assert page.says("c") == "3\n"
    assert page.says("e") == "4\n"
    assert page.says("c") == "3\n"
    assert page.result["needs"]["c"] == ["a", "b"]


def test_a_rule_is_needed_where_it_is_called_by_its_name():
    rule = "import gdzoo\n@gdzoo.rule()\ndef by_name(f, x, s, t, *, lr=0.1): return x - lr * f.grad(x), s"
    page = Page(a=rule, b="import gdzoo\nprint(gdzoo.minimize('by_name', 'bowl', [1.0, 0.0], 1).x[-1])")
    assert page.says("b") == "[0.8 0. ]\n"


def test_a_star_import_may_bring_whatever_nobody_else_binds():
    page = Page(a="from math import *", b="print(floor(2.5))", c="print(len([1]))")
    assert page.says("b") == "2\n"
    assert page.result["needs"]["c"] == []


def test_pages_do_not_see_one_another():
    Page(a="x = 1").run("a")
    assert Page(b="x").error("b")["type"] == "NameError"


def test_cells_are_main():
    assert Page(a="print(__name__)\nclass A: pass\nprint(A.__module__)").says("a") == "__main__\n__main__\n"


def test_inspect_finds_the_text_of_a_cell():
    page = Page(a="import inspect\ndef f():\n    return 1", b="print(inspect.getsource(f))")
    assert page.says("b") == "def f():\n    return 1\n\n"


def test_settings_last_as_long_as_the_cell():
    page = Page(
        a="import numpy as np\nnp.set_printoptions(precision=2)\nnp.seterr(all='raise')\nprint(np.ones(1) / 3)",
        b="print(np.ones(1) / 3, np.geterr()['over'])",
    )
    assert page.says("a") == "[0.33]\n"
    assert page.says("b") == "[0.33333333] warn\n"


def test_future_features_hold_in_the_whole_cell():
    assert Page(a="from __future__ import annotations\ndef f(x: Nothing): pass\nprint(f.__annotations__)").says(
        "a"
    ) == ("{'x': 'Nothing'}\n")
