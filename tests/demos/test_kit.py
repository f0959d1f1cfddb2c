"""The parts that demos share: documented, few, and built on the package alone."""

import ast
import importlib
import inspect
import pkgutil
import sys
from pathlib import Path

import numpy as np
import pytest

import demos
import gdzoo
from demos.kit import demo_names, pens, scene, words
from tests.demos.vocabulary import COLOURS

FOLDER = Path(demos.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
MODULES = [importlib.import_module(m.name) for m in pkgutil.walk_packages(demos.__path__, "demos.")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_demos_import_the_package_numpy_and_the_standard_library_only(file):
    for node in ast.walk(ast.parse(file.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            root = name.partition(".")[0]
            assert root in {"gdzoo", "numpy", "demos"} or root in sys.stdlib_module_names, name
            if "kit" in file.parts:
                assert root != "demos" or name == "demos.kit" or name.startswith("demos.kit."), "the kit knows no demo"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_public_name_is_documented(module):
    assert module.__doc__
    for name, thing in vars(module).items():
        public = not name.startswith("_") and getattr(thing, "__module__", None) == module.__name__
        if public and (inspect.isfunction(thing) or inspect.isclass(thing)):
            assert thing.__doc__, f"{module.__name__}.{name}"


def test_a_demo_fits_in_the_head():
    for name in demo_names():
        lines = (FOLDER / f"{name.replace('-', '_')}.py").read_text().splitlines()
        assert len(lines) <= 200, name


def test_every_rule_has_a_pen_of_its_own():
    drawn = {(p["color"], p["dash"], p["marker"]) for p in map(pens.rule_pen, gdzoo.RULES.values())}
    assert len(drawn) == len(gdzoo.RULES)
    assert {colour for colour, _, _ in drawn} <= COLOURS


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0634, 2, "0.063"),
        (0, 2, "0"),
        (-1.25, 3, "−1.25"),
        (2.8e-5, 2, "2.8e−5"),
        (65, 2, "65"),
        (12345.6, 2, "12000"),
        (123456.7, 2, "1.2e5"),
        (9.99e-5, 2, "1e−4"),
        (float("inf"), 2, "∞"),
    ],
)
def test_numbers_are_short(value, digits, text):
    assert words.number(value, digits) == text


def test_numbers_that_differ_are_told_apart():
    assert words.apart(2.1, 2) == ("2.1", "2")
    assert words.apart(2.0004, 2) == ("2.0004", "2")


def test_those_who_did_the_same_share_the_words():
    said = [("A", "ends", "at 2"), ("B", "ends", "at 2"), ("C", "ends", "at 3"), ("D", "diverges", "after 4 steps")]
    assert words.phrases(said) == "A and B end at 2, C at 3, D diverges after 4 steps"


def test_a_field_has_bands_of_about_equal_area_and_keeps_the_order():
    values = np.exp(np.linspace(-3, 12, 5000)).reshape(50, 100)
    field = scene.field(values, (0, 1, 0, 1), bands=11)
    assert (np.diff(field["z"]) >= 0).all()
    assert np.median(field["z"]) == pytest.approx(45 * 11, abs=20)


def test_a_field_survives_what_is_not_finite():
    field = scene.field(np.array([[0.0, 1.0], [np.inf, np.nan]]), (0, 1, 0, 1))
    assert np.isfinite(field["z"]).all()
