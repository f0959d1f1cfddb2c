"""The wheel that the site serves: what is in it, that pip makes the same one, and that it works where nothing else is."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import gdzoo
from book import library, stages, wheel
from book.cache import Cache
from book.places import ROOT, Places
from book.runtime import Runtime
from book.web import Bundle
from gdzoo.cli import main

RACE = ["race", "rosenbrock", "gd", "adam:beta1=0.8", "--lr", "gd=0.001,adam=0.1", "--noise", "0.1", "--json"]


def pip(*arguments):
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The wheel as a file."""
    folder = tmp_path_factory.mktemp("wheel")
    ((address, data),) = wheel.files(Cache(folder / "cache")).items()
    path = folder / Path(address).name
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def installed(made, tmp_path_factory) -> Path:
    """A folder that holds what pip makes of the wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--target", folder, made)
    return folder


def run(folder: Path, *command: str) -> str:
    """What a Python prints that finds gdzoo in this folder alone."""
    env = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_holds_the_sources_as_they_are_and_no_other_code(made):
    with zipfile.ZipFile(made) as content:
        modules = {name: content.read(name) for name in content.namelist() if ".dist-info/" not in name}
    files = [path for path in (ROOT / "gdzoo").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert modules == {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}


def test_it_says_what_it_is_and_what_it_needs(made):
    info = f"gdzoo-{gdzoo.__version__}.dist-info"
    with zipfile.ZipFile(made) as content:
        facts = content.read(f"{info}/METADATA").decode().partition("\n\n")[0].splitlines()
        kind = content.read(f"{info}/WHEEL").decode().splitlines()
        papers = [name for name in content.namelist() if "/licenses/" in name]
    assert {"Name: gdzoo", f"Version: {gdzoo.__version__}", "License-Expression: MIT"} <= set(facts)
    assert [fact for fact in facts if fact.startswith("Requires")] == [
        "Requires-Python: >=3.11",
        "Requires-Dist: numpy>=1.26",
    ]
    assert {"Root-Is-Purelib: true", "Tag: py3-none-any"} <= set(kind)
    assert papers == [f"{info}/licenses/LICENSE"]


def test_pip_makes_the_same_bytes_of_the_checkout(made, tmp_path):
    pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT)
    (own,) = tmp_path.glob("*.whl")
    assert own.name == made.name
    assert own.read_bytes() == made.read_bytes()


def test_it_is_built_once_for_the_same_sources(tmp_path, monkeypatch):
    first = wheel.files(Cache(tmp_path))
    monkeypatch.setattr(wheel, "build", lambda: pytest.fail("was built again"))
    assert wheel.files(Cache(tmp_path)) == first


def test_installed_it_gives_the_same_numbers(installed):
    code = """
import gdzoo, json
run = gdzoo.minimize("adam", gdzoo.Noisy("rosenbrock", 0.1), [-1.3, 1.7], 50, lr=0.01)
print(json.dumps([gdzoo.__file__, gdzoo.__version__, run.x.tolist()]))
"""
    place, version, x = json.loads(run(installed, "-c", code))
    assert Path(place) == installed / "gdzoo/__init__.py"
    assert version == gdzoo.__version__
    np.testing.assert_array_equal(x, gdzoo.minimize("adam", gdzoo.Noisy("rosenbrock", 0.1), [-1.3, 1.7], 50, lr=0.01).x)


def test_installed_it_has_the_same_command_line(installed, capsys):
    assert main(RACE) == 0
    here = capsys.readouterr().out
    assert run(installed, "-m", "gdzoo", *RACE) == here
    assert run(installed, str(installed / "bin/gdzoo"), *RACE) == here, "the command that pip puts on the PATH"


def test_the_build_puts_it_into_the_site(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/refs.bib").write_text("")
    monkeypatch.setattr(library, "assembled", lambda *_: Runtime("runtime", {}, {}))
    monkeypatch.setattr(stages.web, "bundle", lambda *_: Bundle("main.js", "main.css", {}))
    monkeypatch.setattr(stages, "expand", lambda *_: {})
    places = Places(docs=tmp_path / "docs", cache=tmp_path / "cache")
    stages.prepare(places, "https://example.org/book", "https://example.org/", with_zoo=False)
    assert zipfile.is_zipfile(places.pages / wheel.ADDRESS)


def test_the_readme_names_its_address():
    assert f"https://gradient-descent-zoo.github.io/{wheel.ADDRESS}" in (ROOT / "README.md").read_text(encoding="utf-8")
