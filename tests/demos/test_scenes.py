"""Every demo, wherever its controls stand, answers with a scene that the page can draw."""

import json
import random

import numpy as np
import pytest

from demos.kit import demo_names, load, wire
from tests.demos.vocabulary import check_answer
from tests.travel import together, unpacked

FORMULAS = ("x^2 + y^2", "abs(x) + max(x, y)", "1/x", "log(x) + y^2", "7", "x^3 - 3x + y^2", "floor(x)^2 + tan(y)")
STARTS = ([0.0, 0.0], [1.0, 0.0], [0.0, -0.7], [3.0, 2.0], [1.0, 1.0], [-900.0, 1000.0], [40.0, -3.0])


def extremes(spec):
    """Values of one control: both ends, the middle and odd ones."""
    if spec["kind"] == "toggle":
        return [True, False]
    if spec["kind"] == "choice":
        return [option["value"] for option in spec["options"]]
    if spec["kind"] == "picks":
        names = [option["value"] for option in spec["options"]]
        return [[name] for name in names] + [names]
    if spec["kind"] == "point":
        return list(STARTS)
    if spec["kind"] == "text":
        return list(FORMULAS)
    if spec["kind"] == "knobs":
        return [{}, {"gd": {"lr": 3.0}, "adam": {"beta1": 0.0, "eps": 1.0}}, {"momentum": {"beta": 0.999, "lr": None}}]
    low, high = spec["low"], spec["high"]
    if spec["kind"] == "curve":
        n = len(spec["at"])
        presets = [preset["value"] for preset in spec["presets"]]
        return [[low] * n, [high] * n, np.geomspace(low, high, n).tolist(), ([low, high] * n)[:n], *presets]
    if isinstance(spec["step"], int):
        return [low, low + 1, (low + high) // 2, high]
    if spec["scale"] == "log":
        return [*np.geomspace(low, high, 7).tolist()]
    return [low, high, low + (high - low) / 3, low + 0.999 * (high - low)]


def one_at_a_time():
    for name in demo_names():
        yield name, {}
        for spec in load(name)().form():
            for value in extremes(spec):
                yield name, {spec["name"]: value}


def many_at_a_time():
    dice = random.Random(7)
    for name in demo_names():
        form = load(name)().form()
        for _ in range(16):
            chosen = dice.sample(form, dice.randint(2, len(form)))
            yield name, {spec["name"]: dice.choice(extremes(spec)) for spec in chosen}


@pytest.mark.parametrize(("name", "values"), [*one_at_a_time()])
@pytest.mark.filterwarnings("error")
def test_every_control_may_stand_anywhere(name, values):
    demo = load(name)(**values)
    check_answer(demo.answer(), demo.form())


@pytest.mark.parametrize(("name", "values"), [*many_at_a_time()])
@pytest.mark.filterwarnings("error")
def test_controls_may_stand_anywhere_together_and_the_scene_travels_both_ways(name, values):
    demo = load(name)(**values)
    answer = demo.answer()
    check_answer(answer, demo.form())

    text = wire.dumps({"answer": answer})
    message, arrays = wire.respond(name, json.dumps(values))
    for json_text in (text, message):
        json.loads(json_text, parse_constant=pytest.fail)
    assert all(array.dtype == float and array.flags.c_contiguous for array in arrays)
    assert_same(unpacked(text)["answer"], together(message, arrays))


def assert_same(text, sent):
    """The file's numbers are the page's, to seven digits."""
    if isinstance(sent, dict):
        assert text.keys() == sent.keys()
        for key in sent:
            assert_same(text[key], sent[key])
    elif isinstance(sent, np.ndarray):
        np.testing.assert_allclose(np.array(text, float), np.where(np.isfinite(sent), sent, np.nan), rtol=6e-7)
    elif isinstance(sent, list):
        assert len(text) == len(sent)
        for one, other in zip(text, sent, strict=True):
            assert_same(one, other)
    else:
        assert text == sent


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("slope", {"lr": 1.05}),
        ("slope", {"lr": 2.0}),
        ("descent", {"lr": 0.3}),
        ("descent", {"landscape": "rosenbrock", "lr": 0.1}),
        ("descent", {"landscape": "himmelblau", "start": [1000.0, 1000.0]}),
        ("three-rates", {"scale": 10.0}),
        ("three-rates", {"landscape": "rosenbrock", "scale": 10.0}),
        ("race", {"scale": 10.0}),
        ("race", {"rates": "same", "lr": 3.0}),
        ("race", {"landscape": "rosenbrock", "start": [500.0, -900.0]}),
        ("valley", {"lr": 0.05}),
        ("valley", {"lr": 4.0}),
        ("momentum-map", {"lr": 0.19}),
    ],
)
def test_a_run_that_diverges_is_offered_values_that_do_not(name, values):
    answer = load(name)(**values).answer()
    assert "iverge" in answer["summary"]
    assert answer["fixes"]
    mended = load(name)(**values | answer["fixes"][0]["set"]).answer()
    assert "iverge" not in mended["summary"]
    assert not mended["fixes"]


@pytest.mark.parametrize("name", demo_names())
def test_the_docstring_has_a_title_and_says_what_to_look_for(name):
    title, blank, *rest = (load(name).__doc__ or "").splitlines()
    assert title.endswith((".", "?"))
    assert len(title) <= 100
    assert not blank
    assert len(" ".join(rest).split()) >= 12


@pytest.mark.parametrize("name", demo_names())
def test_few_controls_are_open(name):
    assert sum(not spec["more"] and not spec["when"] for spec in load(name)().form()) <= 4
