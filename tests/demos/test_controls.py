"""What a control cannot take, it refuses in one sentence that names the value and the remedy."""

from itertools import groupby
from typing import Any

import numpy as np
import pytest

from demos.kit import demo_names, load
from demos.kit.controls import ControlError

ERRORS = [
    ("descent", {"speed": 3}, "unknown option 'speed'; known: landscape, start, lr, steps, grad_tol, loss_tol"),
    ("descent", {"step": 3}, "unknown option 'step'; did you mean 'steps'?"),
    ("descent", {"lr": 7}, "lr must be a number from 1e-05 to 3, got 7"),
    ("descent", {"lr": "fast"}, "lr must be a number from 1e-05 to 3, got 'fast'"),
    ("descent", {"lr": True}, "lr must be a number from 1e-05 to 3, got True"),
    ("descent", {"lr": float("nan")}, "lr must be a number from 1e-05 to 3, got nan"),
    ("descent", {"steps": 10.5}, "steps must be a whole number from 1 to 500, got 10.5"),
    ("descent", {"steps": 0}, "steps must be a whole number from 1 to 500, got 0"),
    ("descent", {"start": [1]}, "start must be two numbers [x, y] from -1000 to 1000, got [1]"),
    ("descent", {"start": [1, 2000]}, "start must be two numbers [x, y] from -1000 to 1000, got [1, 2000]"),
    ("descent", {"start": "left"}, "start must be two numbers [x, y] from -1000 to 1000, got 'left'"),
    ("descent", {"landscape": "rosenbrok"}, "unknown landscape 'rosenbrok'; did you mean 'rosenbrock'?"),
    ("descent", {"landscape": "parabola"}, "unknown landscape 'parabola'; did you mean 'bowl' or 'product'?"),
    (
        "descent",
        {"landscape": {"name": "ravine", "kappa": -1}},
        "landscape ravine: ravine: kappa must be > 0, got kappa=-1",
    ),
    (
        "descent",
        {"landscape": {"name": "ravine", "kapa": 9}},
        "landscape ravine: ravine has no knob 'kapa'; did you mean 'kappa'?",
    ),
    ("race", {"rules": []}, "rules must name at least one, got []"),
    ("race", {"rules": ["adma"]}, "unknown rule 'adma'; did you mean 'adam'?"),
    ("race", {"rates": "x"}, "unknown rates 'x'; known: tuned, same"),
    ("draw-schedule", {"rates": [0.01] * 12}, f"rates must be 13 numbers, got {[0.01] * 12}"),
    ("draw-schedule", {"rates": "low"}, 'rates must be 13 numbers, got "low"'),
    (
        "draw-schedule",
        {"rates": [0.01] * 11 + [0.9, 0.01]},
        "rates must be numbers from 0.0001 to 0.04, got 0.9 at number 12",
    ),
    (
        "draw-schedule",
        {"rates": [0.01] * 12 + [float("nan")]},
        "rates must be numbers from 0.0001 to 0.04, got nan at number 13",
    ),
    ("adam-inside", {"correction": 1}, "correction must be true or false, got 1"),
]


@pytest.mark.parametrize(("name", "values", "message"), ERRORS)
def test_a_bad_value_is_refused_in_one_sentence(name, values, message):
    with pytest.raises(ControlError) as error:
        load(name)(**values)
    assert str(error.value) == message


def test_an_unknown_demo_is_refused_with_the_nearest_name():
    with pytest.raises(ControlError, match=r"unknown demo 'rcae'; did you mean 'race'\?"):
        load("rcae")


def test_null_means_the_default():
    assert load("descent")(lr=None).answer()["values"]["lr"] == load("descent")().answer()["values"]["lr"]


@pytest.mark.parametrize("name", demo_names())
def test_the_values_of_an_answer_are_accepted_again_and_give_the_same_answer(name):
    answer = load(name)().answer()
    again = load(name)(**answer["values"]).answer()
    assert again["summary"] == answer["summary"]
    assert again["values"] == answer["values"]


@pytest.mark.parametrize("name", demo_names())
def test_defaults_lie_on_the_sliders(name):
    demo = load(name)()
    answer = demo.answer()
    for spec in demo.form():
        if spec["kind"] == "number":
            bounds = spec | answer["controls"].get(spec["name"], {})
            assert bounds["low"] <= answer["values"][spec["name"]] <= bounds["high"]
            for tick in bounds.get("ticks", []):
                assert bounds["low"] <= tick["value"] <= bounds["high"]


@pytest.mark.parametrize("name", demo_names())
def test_a_value_that_a_control_follows_is_the_name_of_another(name):
    controls = load(name).controls()
    for control in controls.values():
        follows = control.follows or []
        assert set([follows] if isinstance(follows, str) else follows) <= set(controls)
        assert control.when is None or set(control.when) <= set(controls)


def test_a_landscape_with_parameters_is_an_option_with_a_name():
    options = load("race")().form()[0]["options"]
    assert options[0] == {"value": {"name": "ravine", "kappa": 50, "angle": 0.35}, "label": "Ravine, κ = 50, 20°"}
    given: Any = load("descent")(landscape={"name": "ravine", "kappa": 37, "angle": np.pi / 4})
    assert given.form()[0]["options"][0]["label"] == "Ravine, κ = 37, 45°"
    assert given.landscape.kappa == 37


def test_rules_and_landscapes_stand_under_headings_each_heading_once():
    for spec in load("race")().form()[:2]:
        groups = [option["group"] for option in spec["options"] if isinstance(option["value"], str)]
        assert len(list(groupby(groups))) == len(set(groups)) > 5
    assert "group" not in load("race")().form()[3]["options"][0]


def test_a_rule_for_matrices_is_on_no_menu_of_a_plane():
    for name in demo_names():
        for spec in load(name)().form():
            on_a_plane = any(other["name"] == "landscape" for other in load(name)().form())
            if on_a_plane and spec["name"] in ("rule", "rules"):
                assert not {"muon", "shampoo", "soap", "adafactor"} & {option["value"] for option in spec["options"]}
