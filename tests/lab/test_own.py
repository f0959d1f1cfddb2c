"""Rules of the reader's own: their facts, the text that defines one alone, and their coming and going."""

import pytest

import gdzoo
from tests.lab.page import Page, ask, check

SETUP = "import numpy as np\nfrom typing import NamedTuple\nimport gdzoo as zoo\nunused = 1"
PARTS = """BETA = 0.5  # of m


class State(NamedTuple):
    m: np.ndarray


def blend(a, b):
    return BETA * a + (1 - BETA) * b


print("parts")"""
RULE = """run = zoo.minimize("gd", "bowl", [1.0, 1.0], 3, lr=0.1)
# half of everything
@zoo.rule(title="Half and half", knobs={"lr": zoo.Knob("lr", 1e-3, 1, "log")}, traits={"momentum"})
def halves(f, x, s: State, t, *, lr=0.1):
    m = blend(s.m, f.grad(x))
    return moved(x, m, lr), State(m)
def moved(x, m, lr): return x - lr * m
halves"""


def test_a_rule_has_facts_and_a_text_that_defines_it_alone():
    page = Page(setup=SETUP, parts=PARTS, rule=RULE)
    page.run("rule")
    (facts,) = page.result["rules"]
    assert facts | {"source": ""} == {
        "name": "halves",
        "title": "Half and half",
        "source": "",
        "traits": ["momentum"],
        "offers": ["rules", "walkers", "rated", "learners"],
    }
    assert (
        facts["source"]
        == """import numpy as np
from typing import NamedTuple
import gdzoo as zoo

BETA = 0.5  # of m

class State(NamedTuple):
    m: np.ndarray

def blend(a, b):
    return BETA * a + (1 - BETA) * b

# half of everything
@zoo.rule(title="Half and half", knobs={"lr": zoo.Knob("lr", 1e-3, 1, "log")}, traits={"momentum"})
def halves(f, x, s: State, t, *, lr=0.1):
    m = blend(s.m, f.grad(x))
    return moved(x, m, lr), State(m)
def moved(x, m, lr): return x - lr * m
"""
    )
    before = gdzoo.minimize("halves", "valley", [1.0, 1.0], 9).x
    assert ask("forget", name="halves") == {}
    assert "halves" not in gdzoo.RULES
    assert ask("define", rules=[{"name": "halves", "source": facts["source"]}]) == {"failed": [], "rules": [facts]}
    assert (gdzoo.minimize("halves", "valley", [1.0, 1.0], 9).x == before).all()


def test_only_the_rules_of_the_latest_run_are_told():
    page = Page(setup=SETUP, parts=PARTS, rule=RULE, other="1")
    page.run("rule")
    page.run("other")
    assert page.result["rules"] == []


def test_rules_made_in_a_loop_have_the_text_of_the_loop():
    page = Page(
        a="import gdzoo\ndef make(factor):\n    @gdzoo.rule(name=f'times_{factor}')\n"
        "    def step(f, x, s, t, *, lr=0.1): return x - factor * lr * f.grad(x), s\n    return step",
        b="for factor in (2, 3): make(factor)",
    )
    page.run("b")
    assert [facts["name"] for facts in page.result["rules"]] == ["times_2", "times_3"]
    for facts in page.result["rules"]:
        assert facts["source"].endswith("for factor in (2, 3): make(factor)\n")
        ask("forget", name=facts["name"])
    ask("define", rules=page.result["rules"][:1] and [{k: page.result["rules"][0][k] for k in ("name", "source")}])
    assert "times_2" in gdzoo.RULES


def test_statements_on_one_line_are_taken_apart():
    page = Page(a="import gdzoo; print('no'); k = 2", b="@gdzoo.rule()\ndef one_line(f, x, s, t): return k * x, s")
    page.run("b")
    assert page.result["rules"][0]["source"].startswith("import gdzoo\nk = 2\n")


def test_an_exercise_may_register_a_rule():
    check("import gdzoo\n@gdzoo.rule()\ndef of_exercise(f, x, s, t): return x, s", "")
    assert "of_exercise" in gdzoo.RULES


def test_the_names_of_the_zoo_are_taken():
    page = Page(a="import gdzoo\n@gdzoo.rule()\ndef adam(f, x, s, t): return x, s")
    assert page.error("a")["message"] == (
        "rule 'adam' is already registered by gdzoo.optimizers.adam.adam; choose another name"
    )
    assert gdzoo.RULES["adam"].family == "adam"


def test_the_zoo_cannot_be_forgotten():
    with pytest.raises(ValueError, match=r"^rule 'adam' is one of the zoo and stays; only your own can be forgotten$"):
        ask("forget", name="adam")
    with pytest.raises(gdzoo.UnknownName, match="unknown rule 'nobody'"):
        ask("forget", name="nobody")


def test_what_cannot_be_defined_is_told():
    rules = [
        {"name": "broken", "source": "x = 1\ny = 1 / 0"},
        {"name": "absent", "source": "print('much')"},
        {"name": "adam", "source": "x = 1"},
        {"name": "unwritten", "source": "x = ("},
    ]
    assert ask("define", rules=rules)["failed"] == [
        {"name": "broken", "message": "ZeroDivisionError, line 2: division by zero"},
        {"name": "absent", "message": "the code registers no rule 'absent'"},
        {"name": "adam", "message": "the code registers no rule 'adam'"},
        {"name": "unwritten", "message": "SyntaxError, line 1: '(' was never closed"},
    ]
