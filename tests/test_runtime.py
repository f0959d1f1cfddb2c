"""The browser's Python, run under Node: what must be there is there, and it computes what Python does."""

import json
import marshal
import subprocess
import sys
import urllib.error

import numpy as np
import pytest

from book import node, runtime
from book.cache import write
from book.places import ROOT
from book.runtime import numpy_wheel, packs, trim
from demos.kit.wire import respond
from tests.travel import together

CACHE = ROOT / ".cache"
DEMOS = sorted(path.stem.replace("_", "-") for path in (ROOT / "demos").glob("[!_]*.py"))
BUDGET = 8.5e6

IMPORT_ALL = """
import importlib, json, os

broken, count = {}, 0
for root in ("/lib/python3.13/site-packages", "/lib/python3.13"):
    for folder, _, files in os.walk(root):
        if root.endswith("3.13") and "site-packages" in folder:
            continue
        for file in files:
            module = os.path.relpath(os.path.join(folder, file), root).removesuffix(".pyc").replace("/", ".")
            name = module.removesuffix(".__init__")
            if not file.endswith(".pyc") or name.endswith("__main__") or name in ("antigravity", "this"):
                continue
            count += 1
            try:
                importlib.import_module(name)
            except Exception as error:
                broken[name] = repr(error)
json.dumps([count, broken])
"""
RESPOND = """
import json
from demos.kit.wire import respond

scenes = {}
for name in NAMES:
    text, arrays = respond(name, "{}")
    scenes[name] = text, [array.tolist() for array in arrays]
json.dumps(scenes)
"""


@pytest.fixture(scope="module")
def assembled():
    return runtime.assemble(CACHE)


@pytest.fixture(scope="module")
def python(assembled, tmp_path_factory):
    """Runs code in the runtime and returns the text that it ends with."""
    site = tmp_path_factory.mktemp("site")
    for path, data in assembled.files.items():
        write(site / path, data)
    pyodide = runtime.WEB / "node_modules/pyodide"
    command = [
        node.program(),
        ROOT / "tests/run_python.mjs",
        site / assembled.folder,
        pyodide,
        json.dumps(assembled.config),
    ]

    def run(code: str) -> str:
        result = subprocess.run(command, input=code, capture_output=True, encoding="utf-8")
        assert result.returncode == 0, result.stderr[-2000:]
        return result.stdout

    return run


def test_every_module_that_is_shipped_can_be_imported(python):
    count, broken = json.loads(python(IMPORT_ALL))
    assert broken == {}
    assert count > 400


def test_what_readers_use_is_there(python):
    python(
        "import math, random, statistics, itertools, functools, dataclasses, json, re, time, typing, collections, datetime,"
        " decimal, fractions, enum, csv, io, string, textwrap, inspect, heapq, bisect, operator, copy, pprint, unittest\n"
        "from numpy import *\nrandom.seed(0); str(linalg.inv(eye(2)) @ fft.fft(ones(2)) + testing.assert_allclose.__name__.count('x'))"
    )


def test_docstrings_of_numpy_and_gdzoo_are_there(python):
    assert python("import gdzoo, numpy; str(bool(gdzoo.minimize.__doc__ and numpy.linspace.__doc__))") == "True"


@pytest.fixture(scope="module")
def scenes(python):
    return json.loads(python(f"NAMES = {DEMOS}\n{RESPOND}"))


@pytest.mark.parametrize("name", DEMOS)
def test_scenes_equal_native_ones(scenes, name):
    text, arrays = scenes[name]
    native_text, native_arrays = respond(name, "{}")
    scene, native = together(text, arrays), together(native_text, native_arrays)
    assert shape(scene) == shape(native)
    for array, known in zip(sequences(scene), sequences(native), strict=True):
        np.testing.assert_allclose(array, known, rtol=1e-6, atol=1e-12)


def sequences(data):
    """The arrays of a scene, in their order."""
    if isinstance(data, np.ndarray):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from sequences(part)


def shape(data):
    """A scene without its numbers, which may differ in their last digits, also where a sentence quotes them."""
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return [shape(value) for value in data] if isinstance(data, list) else type(data)


def test_the_payload_is_within_its_budget(assembled):
    assert sum(size for _, size in assembled.sizes()) < BUDGET


def test_a_changed_demo_renames_one_file(assembled, monkeypatch):
    monkeypatch.setattr(runtime, "OURS", ("gdzoo",))
    changed = runtime.assemble(CACHE)
    assert changed.folder == assembled.folder
    assert len(changed.files.keys() - assembled.files.keys()) == 1


def test_packs_are_the_same_bytes_each_time():
    files = packs.sources(ROOT, ["gdzoo"])
    assert packs.pack(files, packs.SITE_PACKAGES) == packs.pack(files, packs.SITE_PACKAGES)


def test_byte_code_has_no_source_and_no_columns():
    (name, code), *others = packs.compiled({"one.py": b"x = 1"}).items()
    assert name == "one.pyc"
    assert others == []
    columns = [place[2:] for place in marshal.loads(code[16:]).co_positions()]
    assert set(columns) == {(None, None)}


def test_a_module_that_does_not_compile_is_named():
    with pytest.raises(runtime.RuntimeMissing, match=r"does not compile: .*one\.py"):
        packs.compiled({"one.py": b"x ="})


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("json/decoder.py", True),
        ("multiprocessing/pool.py", False),
        ("urllib/parse.py", True),
        ("urllib/request.py", False),
        ("encodings/utf_8.py", True),
        ("encodings/big5.py", False),
    ],
)
def test_trimming_the_library(name, kept):
    assert trim.of_library(name) is kept


def test_numpy_is_taken_from_nowhere_else(tmp_path, monkeypatch):
    def unreachable(name):
        raise urllib.error.URLError("no network")

    monkeypatch.setattr(numpy_wheel, "from_cdn", unreachable)
    monkeypatch.setattr(numpy_wheel, "from_carrier", lambda name: b"something else")
    with pytest.raises(runtime.RuntimeMissing, match=r"tried .*numpy\.whl, .*URLError.*another file under this name"):
        numpy_wheel.find("numpy.whl", "0" * 64, tmp_path, print)


def test_another_python_is_refused():
    with pytest.raises(runtime.RuntimeMissing, match=r"this is Python {}\.{}, but".format(*sys.version_info)):
        runtime.check_python("3.99.0")
