"""The package as a whole: what it imports, what it exports, and that everything says what it is."""

import ast
import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import gdzoo
from book import coverage

HOME = Path(gdzoo.__file__).parent
MODULES = [importlib.import_module(m.name) for m in pkgutil.walk_packages(gdzoo.__path__, "gdzoo.")]
FORMULAS = [rule.step for rule in gdzoo.RULES.values()] + [schedule.rate for schedule in gdzoo.SCHEDULES.values()]


def test_importing_gdzoo_adds_nothing_but_gdzoo_to_numpy():
    numpy_home = Path(np.__file__).parents[1]
    code = f"""
import sys
sys.path[:0] = [{str(HOME.parent)!r}, {str(numpy_home)!r}]
import numpy
before = set(sys.modules)
import gdzoo
print(*sorted(m for m in set(sys.modules) - before if m.partition('.')[0] != 'gdzoo'))
"""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("file", sorted(HOME.rglob("*.py")), ids=lambda file: str(file.relative_to(HOME)))
def test_every_file_imports_numpy_the_standard_library_and_gdzoo_alone(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            roots = {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            roots = {(node.module or "").partition(".")[0]}
        else:
            continue
        assert roots <= {"numpy"} | set(sys.stdlib_module_names)


ZOO = {
    "plain": "gd",
    "momentum": "momentum momentum_ema nesterov nesterov_lookahead lars",
    "signs": "sign_gd normalized_gd signum lion rprop",
    "adaptive": "adagrad adadelta rmsprop rmsprop_centered",
    "adam": "adam adam_uncorrected adamw amsgrad adamax nadam radam adabelief yogi adan lamb prodigy",
    "matrices": "adafactor shampoo soap muon",
    "second_order": "newton saddle_free_newton sophia bfgs lbfgs",
    "line_search": "backtracking barzilai_borwein polyak conjugate_gradient",
    "meta": "averaged lookahead sam schedule_free_sgd schedule_free_adamw",
}
LANDSCAPES = (
    "parabola wavy bowl valley ravine rosenbrock himmelblau rastrigin ackley beale booth matyas styblinski_tang "
    "six_hump_camel three_hump_camel griewank levy mccormick easom goldstein_price peaks saddle bounded_saddle "
    "monkey_saddle cliff abs_sum product"
)
SCHEDULES = (
    "constant step multistep exponential inverse_time inverse_sqrt polynomial linear cosine cosine_restarts one_cycle "
    "cyclic wsd"
)


def test_the_registries_hold_the_whole_zoo():
    families = {family: " ".join(r.name for r in gdzoo.RULES.values() if r.family == family) for family in ZOO}
    assert families == ZOO
    assert list(gdzoo.RULES) == " ".join(ZOO.values()).split()
    assert set(gdzoo.LANDSCAPES) == set(LANDSCAPES.split())
    assert set(gdzoo.SCHEDULES) == set(SCHEDULES.split())


@pytest.mark.parametrize(
    "registry", [gdzoo.LANDSCAPES, gdzoo.SCHEDULES, gdzoo.PROBLEMS], ids=lambda registry: registry.kind
)
def test_formulas_are_latex(registry):
    """A backslash lost in a string that is not raw leaves a tab or a bell behind."""
    for thing in registry.values():
        assert thing.formula.isprintable()
        assert all(knob.symbol.isprintable() for knob in getattr(thing, "knobs", {}).values())


def test_a_registry_cannot_be_written_to():
    with pytest.raises(TypeError):
        gdzoo.RULES["mine"] = gdzoo.RULES["gd"]  # pyright: ignore
    assert repr(gdzoo.SCHEDULES).startswith("<13 schedules: constant, step")
    assert "adma" not in gdzoo.RULES
    assert gdzoo.RULES.get("adma") is None


def doctests(function):
    finder = doctest.DocTestFinder(recurse=False)
    return finder.find(function, function.__name__, globs={"gdzoo": gdzoo, "np": np})


@pytest.mark.parametrize("function", FORMULAS, ids=lambda function: function.__name__)
def test_the_numbers_in_a_formulas_docstring_are_right(function):
    """The usual collectors do not see the function within a `Rule` or a `Schedule`."""
    (example,) = doctests(function)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


def test_every_public_docstring_is_complete():
    assert [message for _, message in coverage.undocumented()] == []


def test_every_rule_was_compared_with_a_reference():
    assert [message for _, message in coverage.unproven()] == []


@pytest.mark.parametrize("rule", gdzoo.RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_is_short_and_knows_its_facts(rule):
    body = inspect.getsource(rule.step).rpartition('"""')[2].strip().splitlines()
    assert len(body) <= 12
    assert rule.title
    assert rule.year
    assert re.fullmatch(r"[a-z]+\d{4}[a-z0-9]+", rule.paper)
    assert rule.paper in rule.doc.partition("References")[2]
    assert all(parent in gdzoo.RULES for parent in rule.parents)
    assert rule.parents or rule.name == "gd"
    for text in rule.problem, rule.idea, rule.best_for, *rule.added.values():
        assert "$" not in text, "plain words"
    for text in rule.idea, rule.best_for, *rule.added.values():
        assert not text.endswith("."), "a few words, not a sentence"
    assert set(rule.added) == set(rule.parents)
    assert all(text.split()[0].endswith("s") for text in rule.added.values()), "begins with what the rule does"
    assert rule.problem.endswith(".")
    for name, knob in rule.knobs.items():
        assert knob.scale in ("linear", "log")
        if knob.low is not None:
            assert knob.low < knob.high, name
            assert knob.domain or knob.default is None, name
            if knob.default not in (gdzoo.REQUIRED, None, np.inf):
                assert knob.low <= knob.default <= knob.high, name


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_module_says_what_it_holds(module):
    assert module.__doc__
