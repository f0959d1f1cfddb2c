"""Every cell of the book shows in the browser's Python, as the build ran it, what it gives in the Python of this machine.

Numbers agree to six digits, or where a text shows fewer, up to the last one that is printed; all else is the same.
"""

import json
import math
import re
from typing import Any

import numpy as np
import pytest

from book import rehearsal, stages
from book.library import Library
from book.places import ROOT, Places
from lab.tasks import respond
from tests.travel import together, unpacked

CHAPTERS = sorted(path.name for path in (ROOT / "docs").glob("*.md") if "```python {run" in path.read_text("utf-8"))
NUMBER = re.compile(r"-?\d+(?:\.(\d*))?(?:e([+-]?\d+))?")
NEAR = 1e-6


@pytest.fixture(scope="module")
def chapters():
    """Every chapter after its rehearsal."""
    library = Library(Places(), "https://example.org/book")
    found = stages.read(library)
    rehearsal.rehearse(library, found)
    assert str(library.problems) == ""
    return {chapter.page.uri: chapter for chapter in found}


def native(page: str, cells: list[dict], cell: str) -> list[dict]:
    """The pieces of a cell, from this machine's Python."""
    pieces = []
    task = {"page": page, "cells": cells, "cell": cell}
    result = respond("run", json.dumps(task), lambda text, arrays: pieces.append(together(text, arrays)))
    for rule in json.loads(result)["rules"]:
        respond("forget", json.dumps({"name": rule["name"]}), lambda *_: None)
    return rehearsal.joined(pieces, cell)


def differences(one: Any, other: Any, place: str = "") -> list[str]:
    """Where two pieces are not alike."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for key in one for line in differences(one[key], other[key], f"{place}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for at, pair in enumerate(zip(one, other, strict=True)) for line in differences(*pair, f"{place}.{at}")
        ]
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and one.shape == other.shape:
        same = np.allclose(one, other, rtol=NEAR, atol=NEAR * np.nanmax(np.abs(one), initial=1e-6), equal_nan=True)
    elif isinstance(one, str) and isinstance(other, str):
        same = alike(one, other)
    elif isinstance(one, float | int) and isinstance(other, float | int):
        same = math.isclose(one, other, rel_tol=NEAR)
    else:
        same = type(one) is type(other) and bool(one == other)
    return [] if same else [f"{place}: {one!r} is not {other!r}"]


def alike(one: str, other: str) -> bool:
    """Whether texts are the same but for the last digits of their numbers."""
    pairs = list(zip(NUMBER.finditer(one), NUMBER.finditer(other), strict=False))
    near = all(
        abs(float(a[0]) - float(b[0])) <= max(NEAR * abs(float(a[0])), 1.5 * 10.0 ** (int(a[2] or 0) - len(a[1] or "")))
        if a[1]
        else a[0] == b[0]
        for a, b in pairs
    )
    return near and re.sub(r"\s+", " ", NUMBER.sub("#", one)) == re.sub(r"\s+", " ", NUMBER.sub("#", other))


@pytest.mark.parametrize("page", CHAPTERS)
def test_outputs_equal_native_ones(chapters, page):
    data = unpacked(chapters[page].rehearsed.text)
    cells = [{"id": cell["id"], "source": cell["source"]} for cell in data["cells"]]
    found = [
        line
        for cell in data["cells"]
        for line in differences(cell["pieces"], native(data["page"], cells, cell["id"]), cell["id"])
    ]
    assert found == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 0.579", "x = 0.580", True),
        ("x = 0.579", "x = 0.582", False),
        ("1.2345e-07", "1.2346e-07", True),
        ("1.2345e-07", "1.2445e-07", False),
        ("after 12 steps", "after 13 steps", False),
        ("[1.5, 2.5]", "[1.5,  2.5]", True),
        ("gd 1.0", "adam 1.0", False),
    ],
)
def test_what_is_alike(one, other, same):
    assert alike(one, other) is same
