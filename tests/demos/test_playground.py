"""The playground: what it shows is what its own lines of Python compute, and no formula breaks it."""

import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

import gdzoo
from demos.kit import load
from demos.kit.controls import ControlError
from demos.kit.formulas import compass, ground
from demos.kit.knobs import Knobs
from demos.kit.menus import WALKERS
from tests.demos.own import defined, heavy_adam
from tests.demos.reading import column, panel
from tests.demos.vocabulary import check_answer

OWN = {"landscape": "formula"}


def playground(**values) -> Any:
    return load("playground")(**values)


STATES = [
    {},
    {"knobs": {"adam": {"beta1": 0.5, "eps": 0.1}, "gd": {"lr": 0.002}}, "start": [-2.0, 1.0]},
    {
        "landscape": {"name": "ravine", "kappa": 50, "angle": 0.35},
        "schedule": "cosine",
        "rules": ["gd", "newton", "lbfgs"],
    },
    {"sigma": 2.0, "seed": 3, "schedule": "wsd", "steps": 50},
    {"sigma": 1.0, "starts": 7, "within": 0.5, "rules": ["adam", "lion", "muon"][:2]},
    {"starts": 25},
    {**OWN, "formula": "x^2 + 3 sin(y)^2", "schedule": "one_cycle", "rules": ["polyak", "adam"]},
    {**OWN, "formula": "x^3 - 3x + y^2", "rules": ["polyak", "momentum"], "start": [0.5, 0.25]},
]


@pytest.mark.parametrize("values", STATES)
def test_the_lines_of_python_give_the_numbers_of_the_scene(values, capsys):
    demo = playground(**values)
    answer = demo.answer()
    names: dict[str, Any] = {}
    exec(answer["code"], names)
    assert list(names["runs"]) == [rule.name for rule in demo.rules]
    for rule in demo.rules:
        run = names["runs"][rule.name]
        x = run.x[:, :, 0] if run.x.ndim == 3 else run.x
        for i, letter in enumerate("xy"):
            np.testing.assert_array_equal(column(answer, f"{letter}, {rule.title}"), x[:, i])
        assert rule.name in capsys.readouterr().out or rule is not demo.rules[0]


def test_the_lines_say_that_a_rule_is_the_readers():
    with defined(heavy_adam):
        code = playground(rules=["gd", "heavy_adam"]).answer()["code"]
    assert code.startswith("# heavy_adam is a rule of your own: its definition comes first\n")
    assert 'gdzoo.minimize("heavy_adam", f, start, 200, lr=' in code


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("", "the formula is empty: write one such as x**2 + 10*y**2"),
        ("x^2 + 10*", "after '*' something is missing (column 10)"),
        ("x^2 + foo(y)", "unknown function 'foo'; did you mean 'floor'? (column 7)"),
        ("x + z", "unknown name 'z'; the variables are x, y (column 5)"),
        ("x = 3", "a formula has no '=': write what stands on its right alone (column 3)"),
        ("1e400 + x", "1e400 is too large for a number (column 1)"),
        ("(" * 10000, "the formula has 10000 characters: at most 1000 are read"),
        ("(" * 400 + "x" + ")" * 400, "the formula is nested too deep: at most 50 levels are read (column 51)"),
        ("x" * 10240, "the formula has 10240 characters: at most 1000 are read"),
        ("+".join(["x*y"] * 31), "it takes the work of 61 operations, and at most 60 are run here"),
        ("^".join(["x"] * 40), "it takes the work of 156 operations, and at most 60 are run here"),
        ("__import__('os')", None),
        ("x.real", "names have no parts in a formula: write sin(x) for np.sin(x) (column 2)"),
        ("√x", "'√' is not understood: write sqrt(x) (column 1)"),
        ("x\x00y", None),
        ("(" * 49 + "x" + ")" * 48, None),
    ],
)
def test_a_formula_that_is_not_understood_is_a_sentence(formula, sentence):
    began = time.perf_counter()
    with pytest.raises(ControlError) as error:
        playground(**OWN, formula=formula)
    assert str(error.value).startswith("formula not understood: ")
    assert sentence is None or str(error.value) == f"formula not understood: {sentence}"
    assert len(str(error.value)) < 200
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("sqrt(-1 - x^2)", "formula has no value in the picture: sqrt(-1 - x^2) is nowhere a finite number"),
        ("log(-1) + x", "formula has no value in the picture: log(-1) + x is nowhere a finite number"),
        ("0/0 + x", "formula has no value in the picture: 0/0 + x is nowhere a finite number"),
        ("sign(x)/0", "formula has no value in the picture: sign(x)/0 is nowhere a finite number"),
        ("1/(x - x)", "formula has no value in the picture: 1/(x - x) is nowhere a finite number"),
        ("exp(99x)", "formula is too large to draw: it comes to 9.7e128; divide it, or take its logarithm"),
        ("1e300 x", "formula is too large to draw: it comes to 3e300; divide it, or take its logarithm"),
        ("exp(exp(exp(x)))", "formula is too large to draw: it comes to 9.2e268; divide it, or take its logarithm"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_formula_that_cannot_be_drawn_is_a_sentence(formula, sentence):
    with pytest.raises(ControlError) as error:
        playground(**OWN, formula=formula).answer()
    assert str(error.value) == sentence


@pytest.mark.parametrize("value", [None, True, ["x"], {"x": 1}])
def test_what_is_no_text_is_refused(value):
    if value is None:
        assert playground(formula=None).formula
        return
    assert playground(formula=7).given["formula"] == "7"
    with pytest.raises(ControlError, match=r"^formula must be text, got "):
        playground(formula=value)


ODD = ["1/x", "1/(x y)", "x**1e9", "tan(x) + y", "x^y", "abs(x)^0.5 + y", "floor(5x)", "-7", "9^(9y)", "acos(x)"]


@pytest.mark.parametrize("formula", ODD)
@pytest.mark.parametrize(
    "values", [{}, {"starts": 5, "start": [0.0, 0.0], "within": 2.0}, {"sigma": 3.0, "in_3d": True}]
)
@pytest.mark.filterwarnings("error")
def test_poles_gaps_and_cliffs_are_data(formula, values):
    demo = playground(**OWN, formula=formula, **values)
    check_answer(demo.answer(), demo.form())


def test_where_the_formula_has_no_value_nobody_starts():
    demo = playground(**OWN, formula="log(x) + y^2", start=[-1.0, 0.5])
    answer = demo.answer()
    check_answer(answer, demo.form())
    assert answer["summary"] == (
        "**Nobody can start here**: log(x) + y^2 is not a number at x = -1, y = 0.5; choose another start."
    )
    assert playground(**OWN, formula="log(x) + y^2", **answer["fixes"][0]["set"]).answer()["fixes"] == []


@pytest.mark.parametrize(
    ("formula", "lowest", "minima", "local"),
    [
        ("x^2 + 10y^2", 0.0, [(0, 0)], 0),
        ("(1 - x)^2 + 100(y - x^2)^2", 0.0, [(1, 1)], 0),
        ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 0.0, 4, 0),
        ("abs(x - 1) + abs(y)", 0.0, [(1, 0)], 0),
        ("x^4 - 2x^2 + y^2", -1.0, [(-1, 0), (1, 0)], 0),
        ("x^4 - 2x^2 + x/2 + y^2", -1.514754, [(-1.05745, 0)], 1),
        ("x^3 - 3x + y^2", None, [], 1),
        ("1/x + y^2", None, [], 0),
        ("x + y", None, [], 0),
    ],
)
def test_the_lowest_points_of_a_formula_are_found(formula, lowest, minima, local):
    land = ground(formula, 10.0)
    assert (land.f_min is None) == (lowest is None)
    assert lowest is None or land.f_min == pytest.approx(lowest, abs=1e-5)
    assert len(land.local_minima) == local
    if isinstance(minima, int):
        assert len(land.minima) == minima
        return
    for found, wanted in zip(sorted(land.minima), minima, strict=True):
        assert found == pytest.approx(wanted, abs=1e-4)


def test_the_compass_goes_down_and_stops_at_a_kink():
    land = gdzoo.autodiff.formula("abs(x - 0.3) + 2 abs(y + x)", ("x", "y"))
    point = compass(land, np.array([[2.0, -1.0], [1.0, 1.0]]), np.array([0.1, 0.1]))
    np.testing.assert_allclose(point, [[0.3, 0.3], [-0.3, -0.3]], atol=1e-9)


def test_a_run_below_all_that_the_picture_shows_takes_its_minimum_away():
    lost = playground(
        **OWN, formula="x^2 - x^4/40 + y^2", width=6.0, start=[6.0, 0.5], rules=["gd"], knobs={"gd": {"lr": 0.01}}
    )
    assert lost.landscape.f_min == pytest.approx(0, abs=1e-12)
    assert "minimum" not in " ".join(lost.answer()["note"][2:])
    assert "further down" in lost.answer()["summary"]


def test_the_readers_formula_keeps_its_start_and_a_new_landscape_drops_it():
    controls = load("playground").controls()
    assert controls["start"].follows == "landscape"


def test_all_knobs_of_the_picked_rules_are_there_with_the_values_in_force():
    rows = playground(rules=["adam", "newton"], knobs={"adam": {"beta1": 0.3}}).answer()["controls"]["knobs"]["rows"]
    assert [row["rule"] for row in rows] == ["adam", "newton"]
    adam = {knob["name"]: knob["value"] for knob in rows[0]["knobs"]}
    assert adam == {"lr": 0.76, "beta1": 0.3, "beta2": 0.999, "eps": 1e-8}
    assert {knob["name"]: knob["label"] for knob in rows[0]["knobs"]}["lr"] == "Learning rate"


def test_every_knob_of_every_rule_can_be_set_to_both_ends():
    control = Knobs()
    control.name = "knobs"
    for rule in WALKERS.values():
        row = control.row(playground(), rule)
        for end in ("low", "high"):
            given = {rule.name: {knob["name"]: knob[end] for knob in row["knobs"]}}
            assert control.check(given) == {name: numbers for name, numbers in given.items() if numbers}


@pytest.mark.parametrize(
    ("knobs", "sentence"),
    [
        ({"adam": {"lr": -1}}, "knobs of adam: lr must be > 0, got lr=-1"),
        ({"adam": {"beta1": 1}}, "knobs of adam: beta1 must be in [0, 1), got beta1=1"),
        ({"lbfgs": {"memory": 2.5}}, "knobs of lbfgs: memory must be a whole number >= 1, got memory=2.5"),
        ({"adam": {"beta": 1}}, "knobs of adam: there is no 'beta' to set; did you mean 'beta1' or 'beta2'?"),
        ({"adam": {"lr": "fast"}}, "knobs of adam: lr must be a number, got 'fast'"),
        ({"adam": {"lr": True}}, "knobs of adam: lr must be a number, got True"),
        ({"adam": {"lr": float("inf")}}, "knobs of adam: lr must be a number, got inf"),
        ({"adam": 3}, "knobs must be {rule: {knob: number}}, got {'adam': 3}"),
        (7, "knobs must be {rule: {knob: number}}, got 7"),
    ],
)
def test_a_number_that_a_knob_cannot_take_is_refused(knobs, sentence):
    with pytest.raises(ControlError) as error:
        playground(knobs=knobs)
    assert str(error.value) == sentence


def test_knobs_of_an_edited_rule_that_are_gone_are_left_out():
    with defined(heavy_adam):
        assert playground(knobs={"heavy_adam": {"lr": 1.0, "gone": 3}}).given["knobs"] == {"heavy_adam": {"lr": 1.0}}
    assert playground(knobs={"heavy_adam": {"lr": 1.0}}).given["knobs"] == {}


def test_the_criteria_stop_each_at_the_first_step_where_one_holds():
    answer = playground(rules=["gd", "adam"], grad_tol=0.5, loss_tol=1e-16).answer()
    for row in panel(answer, "results")["rows"]:
        slope, stop = row["cells"][4], row["cells"][-2]
        assert slope[stop] < 0.5
        assert (slope[:stop] >= 0.5).all()


def test_the_table_of_many_starts_counts_them():
    answer = playground(starts=25, within=2.0, rules=["gd"], knobs={"gd": {"lr": 0.01}}).answer()
    [row] = panel(answer, "starts")["rows"]
    _, arrive, minima, leave, lowest, median, highest = row["cells"]
    assert 0 < arrive + leave <= 25
    good = np.isfinite(highest)
    assert (lowest[good] <= median[good]).all()
    assert (median[good] <= highest[good]).all()
    assert f"Of 25 starts Gradient descent brings {arrive} to {minima} minima." in answer["summary"]
    faint = [mark for mark in panel(answer, "plane")["marks"] if mark["mark"] == "line" and mark["pen"]["faint"]]
    assert len(faint) == 24


def test_four_rules_with_25_starts_and_200_steps_take_less_than_300_ms():
    demo = playground(starts=25)
    demo.answer()
    times = []
    for _ in range(3):
        began = time.perf_counter()
        demo.answer()
        times.append(time.perf_counter() - began)
    assert min(times) < 0.3


def test_different_minima_are_counted():
    answer = playground(rules=["gd", "momentum", "adam"], start=[-0.25, -0.25]).answer()
    assert answer["summary"].endswith("They end in 2 different minima.")


def linked(title):
    """The values of an experiment that the page of the playground links."""
    page = (Path(gdzoo.__file__).parents[1] / "docs/playground.md").read_text(encoding="utf-8")
    [address] = re.findall(rf"\*\*\[{title}\]\(\?(.*)\)\.\*\*", page)
    given = dict(parse_qsl(address.partition("#")[0]))
    assert given.pop("demo") == "playground"
    return {name: json.loads(text) if text[0] in '[{"0123456789' else text for name, text in given.items()}


def test_the_experiments_of_the_page_show_what_it_says():
    kink = linked("A kink")
    assert "Gradient descent at 0.17" in playground(**kink).answer()["summary"]
    assert "**Adam arrives first**" in playground(**kink, schedule="linear").answer()["summary"]

    rows = panel(playground(**linked("Rolling past")).answer(), "starts")["rows"]
    assert [row["cells"][1:3] for row in rows] == [[25, 2], [25, 3]]

    noise = linked("Noise")
    settled = playground(**noise, schedule="cosine").answer()
    restless = playground(**noise).answer()
    for row, other in zip(panel(settled, "results")["rows"], panel(restless, "results")["rows"], strict=True):
        assert row["cells"][3][-20:].mean() < other["cells"][3][-20:].mean() / 2
