"""A rule of the reader's own is on every menu that can take it, and every demo is right about it."""

import json
from typing import Any

import numpy as np
import pytest

import gdzoo
from demos.kit import demo_names, load, wire
from demos.kit.controls import ControlError
from demos.kit.knobs import usual
from demos.kit.menus import OFFERS, RATED, WALKERS, Menu, offers
from demos.kit.pens import rule_pen
from demos.kit.ranges import axes, numbers
from demos.kit.tuning import best_lr
from gdzoo import autodiff
from gdzoo.knobs import DOMAINS
from tests.demos.own import BROKEN, GOOD, asks_whether, defined
from tests.demos.vocabulary import check_answer


def with_menus():
    """Every demo with a menu of rules, the control, and the kind of menu."""
    for name in demo_names():
        for spec in load(name)().form():
            if spec.get("offers"):
                yield name, spec["name"], spec["offers"]


MENUS = [*with_menus()]
ONE_POINT = ("family", "rare-gradient", "saddle-escape")  # never move a batch, so that a question has one answer


def picked(name, control, rule):
    """The values that choose a rule: alone, or beside the first of the menu."""
    spec = next(spec for spec in load(name)().form() if spec["name"] == control)
    if spec["kind"] != "picks":
        return [{control: rule}]
    return [{control: [rule]}, {control: [spec["options"][0]["value"], rule]}]


@pytest.mark.parametrize(("name", "control", "kind"), MENUS)
@pytest.mark.parametrize("step", GOOD, ids=lambda step: step.__name__[:12])
@pytest.mark.filterwarnings("error")
def test_every_demo_takes_a_rule_of_the_readers_own(name, control, kind, step):
    with defined(step) as [rule]:
        if kind not in offers(rule):
            with pytest.raises(ControlError, match=f"unknown rule '{rule.name}'; "):
                load(name)(**picked(name, control, rule.name)[0])
            return
        for values in picked(name, control, rule.name):
            demo = load(name)(**values)
            answer = demo.answer()
            check_answer(answer, demo.form())
            assert load(name)(**answer["values"]).answer()["summary"] == answer["summary"]
            text, _ = wire.respond(name, json.dumps(values))
            json.loads(text, parse_constant=pytest.fail)


def test_every_kind_of_menu_is_on_some_demo_or_takes_all():
    assert {kind for _, _, kind in MENUS} | {"rules"} == set(OFFERS)


@pytest.mark.parametrize(("step", "sentence"), BROKEN.items(), ids=lambda part: getattr(part, "__name__", ""))
@pytest.mark.parametrize(("name", "control", "kind"), MENUS)
def test_a_rule_that_fails_is_a_sentence_in_every_demo(step, sentence, name, control, kind):
    if step is asks_whether and name in ONE_POINT:
        return
    with defined(step) as [rule], pytest.raises(ControlError) as error:
        load(name)(**picked(name, control, rule.name)[-1]).answer()
    assert str(error.value).startswith(sentence), error.value
    assert "\n" not in str(error.value)


def test_the_sentence_names_the_line_of_the_reader():
    source = "import gdzoo\n\n@gdzoo.rule()\ndef my_adam(f, x, s, t, *, lr=0.1):\n    g = f.grad(x)\n    if t == 2:\n        raise ValueError('too late')\n    return x - lr * g, s\n"
    with defined():
        exec(compile(source, "<cell my>", "exec"), {"__name__": "__main__"})
        with pytest.raises(ControlError, match=r"^my_adam failed in step 2: ValueError: too late, line 7$"):
            load("landscape-gallery")(rule="my_adam").answer()


def test_an_error_of_the_book_itself_is_not_blamed_on_a_rule(monkeypatch):
    monkeypatch.setattr("demos.kit.standings.phrases", lambda said: 1 / 0)
    with defined(GOOD[0]), pytest.raises(ZeroDivisionError):
        load("race")(rules=["gd", "heavy_adam"]).answer()


def test_a_menu_is_as_the_rules_are_now():
    before = list(WALKERS)
    with defined(*GOOD):
        assert list(WALKERS) == before + [step.__name__ for step in GOOD]
        assert "knobless" not in RATED
        assert "knobless" in WALKERS
        option = next(spec for spec in load("race")().form() if spec["name"] == "rules")["options"][-1]
        assert option["group"] == "Your own"
    assert list(WALKERS) == before
    with pytest.raises(gdzoo.UnknownName, match="unknown rule 'muon'; "):
        WALKERS["muon"]


def test_a_menu_of_a_few_rules_of_the_book_takes_own_ones_of_its_kind():
    with defined(*GOOD):
        assert next(iter(Menu("rated", {"gd"}))) == "gd"
        assert "momentum" not in Menu("rated", {"gd"})
        assert "heavy_adam" in Menu("rated", {"gd"})
        assert "rateless" not in Menu("rated", {"gd"})


def test_rules_of_the_readers_own_can_be_told_apart():
    with defined(*GOOD) as rules:
        pens = [rule_pen(rule) for rule in rules]
        assert {pen["color"] for pen in pens} == {"ink"}
        others = [rule_pen(rule) for rule in gdzoo.RULES.values() if rule.family in ("own", "plain")]
        assert len({(pen["dash"], pen["marker"]) for pen in others}) == len(others)


def test_an_edited_rule_does_not_get_the_result_of_the_old_one():
    def step(f, x, s, t, *, lr=0.1, beta=0.5):
        return x - 0.5 * lr * f.grad(x), s

    def edited(f, x, s, t, *, lr=0.1, beta=0.5):
        return x - lr * np.sign(f.grad(x)), s

    step.__name__ = edited.__name__ = "mine"
    seen: dict[str, Any] = {}
    for function in (step, edited):
        with defined(function) as [rule]:
            for name, control, _ in MENUS:
                answer = load(name)(**picked(name, control, "mine")[0]).answer()
                assert seen.get(name) != answer["summary"], name
                seen[name] = answer["summary"]
            rate = best_lr(rule, gdzoo.LANDSCAPES["valley"])
            assert rate != seen.get("rate")
            seen["rate"] = rate


@pytest.mark.parametrize("step", GOOD, ids=lambda step: step.__name__[:12])
def test_a_knob_without_a_range_gets_one_that_holds_its_usual_value_and_is_valid(step):
    with defined(step) as [rule]:
        for name, knob in numbers(rule).items():
            assert knob.low < knob.high
            assert knob.scale == "linear" or knob.low > 0
            assert knob.low <= usual(rule, name, gdzoo.LANDSCAPES["valley"]) <= knob.high
            for end in (knob.low, knob.high):
                assert knob.domain is None or DOMAINS[knob.domain](end)


def test_ranges_follow_from_defaults():
    with defined(*GOOD) as rules:
        known = {rule.name: rule for rule in rules}
        found = {n: (k.low, k.high, k.scale, k.domain) for n, k in numbers(known["paired"]).items()}
        assert found == {
            "lr": (1e-4, 3.0, "log", None),
            "decay": (0.0, 0.999, "linear", None),
            "hold": (1.0, 30.0, "linear", "whole >= 1"),
            "nesterov": (0.0, 1.0, "linear", "0 or 1"),
        }
        assert list(axes(known["paired"])) == ["lr", "decay"]
        assert axes(known["counting"])["weight"][1:3] == (-1.0, 0.0)
        assert axes(known["counting"])["eps"][1:4] == (pytest.approx(1e-10), pytest.approx(1e-6), "log")


def test_landscapes_are_the_same_if_they_are_made_alike():
    ravine = gdzoo.LANDSCAPES["ravine"]
    assert ravine(kappa=5) == ravine(kappa=5.0)
    assert hash(ravine(kappa=5)) == hash(ravine(kappa=5.0))
    assert ravine(kappa=5) != ravine(kappa=6)
    assert ravine() != "ravine"
    formula = autodiff.formula
    assert formula("x*1 + y") != formula("x*x + y")
    assert formula("x*1. + y") != formula("x*y + y")
    assert formula("x + y") == formula(" x +  y")
    assert formula("x + y", box=((0, 1), (0, 1))) != formula("x + y")
    assert autodiff.differentiable(lambda x, y: x + y) != autodiff.differentiable(lambda x, y: x * y)
    assert np.isfinite(hash(gdzoo.PROBLEMS["associative_memory"]))
