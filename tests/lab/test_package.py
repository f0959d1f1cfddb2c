"""The package as a whole: whom it knows, who knows it, and how soon it is there."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lab
from book.places import ROOT

FILES = sorted(Path(lab.__file__).parent.rglob("*.py"))
LATE = ("lab.checks", "lab.complete", "lab.figures", "lab.grading", "lab.hints", "lab.own")


def imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_lab_knows_the_kit_of_the_demos_the_zoo_and_nobody_else(file):
    for name in imports(file):
        root = name.partition(".")[0]
        assert root in {"lab", "gdzoo", "numpy", "demos"} or root in sys.stdlib_module_names, name
        assert root != "demos" or name == "demos.kit" or name.startswith("demos.kit."), name


@pytest.mark.parametrize("package", ["gdzoo", "demos"])
def test_what_lies_below_does_not_know_the_lab(package):
    for file in (ROOT / package).rglob("*.py"):
        assert not any(name.partition(".")[0] == "lab" for name in imports(file)), file


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_says_what_it_holds_and_fits_in_the_head(file):
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 320


def test_what_few_need_is_imported_when_it_is_needed():
    code = f"import lab.tasks, sys; print([name for name in {LATE} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"
