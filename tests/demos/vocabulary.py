"""A strict reader of scenes: everything that `demos.kit.scene` promises the page, and nothing else."""

import re

import numpy as np

from demos.kit.scene import DASHES, MARKERS, SYMBOLS
from gdzoo import RULES

COLOURS = {"ink", "soft", "accent", "warn"} | {rule.family for rule in RULES.values()}
FORMATS = {"text", "int", "2g"}
PARTS = {"panels", "summary", "timeline", "unit", "note", "fields", "controls", "fixes", "data", "code", "score"} | {
    "values"
}


def check_answer(answer, form):
    """Raise AssertionError unless the answer of a demo with this form is a scene in the vocabulary."""
    assert set(answer) == PARTS
    frames = 1
    if answer["timeline"] is not None:
        timeline = sequence(answer["timeline"])
        frames = len(timeline)
        assert frames >= 1
        assert (np.diff(timeline) > 0).all()
    assert answer["unit"] in ("step", "epoch", "evaluation")
    check_words(answer["summary"])
    assert answer["summary"].startswith("**")
    assert answer["summary"].count("**") == 2
    assert answer["summary"].endswith(".")
    assert answer["note"]
    for fact in answer["note"]:
        check_words(fact)
    for field in answer["fields"].values():
        check_field(field)
    names = [panel["name"] for panel in answer["panels"]]
    assert len(set(names)) == len(names)
    inputs = {name for spec in form for name in spec_inputs(spec)}
    for panel in answer["panels"]:
        CHECKS[panel["kind"]](panel, frames, answer["fields"], inputs)
    check_controls(answer, form)
    check_score(answer["score"])
    compile(answer["code"], "<code>", "exec")
    lengths = {len(sequence(column["values"])) for column in answer["data"]}
    assert len(lengths) == 1
    assert all(set(column) == {"name", "values"} and column["name"] for column in answer["data"])


def spec_inputs(spec):
    """The names of the inputs that a control has in the page."""
    parts = {"point": "xy", "curve": range(len(spec.get("at", ())))}.get(spec["kind"])
    return [f"{spec['name']}.{part}" for part in parts] if parts else [spec["name"]]


def check_controls(answer, form):
    specs = {spec["name"]: spec for spec in form}
    assert set(answer["values"]) == set(specs)
    for name, override in answer["controls"].items():
        assert name in specs
        assert set(override) <= {"ticks", "low", "high", "scale", "label", "symbol", "options", "rows", "hidden"}
        assert ("rows" in override) == (specs[name]["kind"] == "knobs")
        for row in override.get("rows", []):
            check_row(row)
        for option in override.get("options", []):
            assert set(option) == {"value", "label"}
            check_words(option["label"])
        for tick in override.get("ticks", []):
            assert set(tick) == {"value", "label"}
            assert np.isfinite(tick["value"])
            check_words(tick["label"])
    for fix in answer["fixes"]:
        assert set(fix) == {"label", "set"}
        check_words(fix["label"])
        assert set(fix["set"]) <= set(specs)


def check_row(row):
    assert set(row) == {"rule", "title", "pen", "knobs"}
    check_words(row["title"])
    check_pen(row["pen"])
    for knob in row["knobs"]:
        assert set(knob) == {"name", "label", "symbol", "low", "high", "scale", "step", "value"}
        assert knob["low"] < knob["high"]
        assert knob["scale"] == "linear" or knob["low"] > 0
        assert np.isfinite(knob["value"])
        assert knob["step"] in (None, 1)


def check_score(score):
    if score is not None:
        assert set(score) == {"name", "value", "label", "better", "par"}
        assert score["better"] in ("low", "high")
        assert np.isfinite([score["value"], score["par"]]).all()
        check_words(score["label"])


def check_plot(plot, frames, fields, inputs):
    assert set(plot) == {"kind", "name", "title", "area", "aspect", "frame", "cursor", "x", "y", "marks"}
    assert plot["frame"] in ("axes", "plane")
    check_drawing(plot, frames, fields, inputs)


def check_surface(surface, frames, fields, inputs):
    assert set(surface) == {"kind", "name", "title", "area", "aspect", "field", "x", "y", "marks"}
    assert {mark["mark"] for mark in surface["marks"]} <= {"line", "points", "text", "handle"}
    assert all(
        len(mark["x"]) == len(mark["y"]) == mark["count"] for mark in surface["marks"] if mark["mark"] == "points"
    )
    x, y = surface["x"], surface["y"]
    assert "bands" in fields[surface["field"]]
    assert fields[surface["field"]]["extent"] == [x["low"], x["high"], y["low"], y["high"]]
    check_drawing(surface, frames, fields, inputs)


def check_drawing(panel, frames, fields, inputs):
    assert panel["area"] in ("main", "side", "below")
    assert 0.5 <= panel["aspect"] <= 8
    check_words(panel["title"], empty=True)
    for axis in (panel["x"], panel["y"]):
        assert set(axis) == {"low", "high", "label", "scale", "ticks"}
        assert axis["scale"] in ("linear", "log")
        assert np.isfinite([axis["low"], axis["high"]]).all()
        assert axis["low"] < axis["high"]
        assert axis["scale"] == "linear" or axis["low"] > 0
    for mark in panel["marks"]:
        check_mark(mark, frames, fields, inputs)


MARKS = {
    "field": {"field"},
    "line": {"x", "y", "pen", "label", "moves", "dots", "opens"},
    "points": {"x", "y", "count", "symbol", "pen", "labels"},
    "bars": {"x", "y", "pen", "width", "base", "hollow"},
    "arrow": {"x0", "y0", "x1", "y1", "pen", "head", "label"},
    "region": {"x", "y", "pen", "label", "at"},
    "rule": {"x", "y", "pen", "label"},
    "text": {"x", "y", "text", "pen"},
    "handle": {"x", "y", "label", "moves", "polar"},
    "curve": {"x", "y", "pen", "label", "sets"},
}


def check_mark(mark, frames, fields, inputs):
    kind = mark["mark"]
    assert set(mark) == MARKS[kind] | {"mark"}
    if "pen" in mark:
        check_pen(mark["pen"])
    if kind == "field":
        assert mark["field"] in fields
    elif kind in ("line", "points", "region"):
        x, y = sequence(mark["x"]), sequence(mark["y"])
        if kind == "points":
            assert mark["count"] >= 1
            assert {len(x), len(y)} <= {mark["count"], mark["count"] * frames}
        else:
            assert len(x) == len(y) >= 1
        assert not np.isinf(x).any()
        assert not np.isinf(y).any()
        assert kind != "line" or not mark["moves"] or len(x) == mark["moves"] * (frames - 1) + 1
        assert kind != "line" or mark["opens"] is None or 0 <= mark["opens"] < len(x)
        assert kind != "points" or mark["symbol"] in SYMBOLS
        assert kind != "points" or mark["labels"] is None or len(mark["labels"]) == mark["count"]
    elif kind == "bars":
        assert len(sequence(mark["x"])) == len(mark["y"]) >= 1
        assert np.isfinite(mark["x"]).all()
        for height in mark["y"]:
            check_moving(height, frames)
        assert mark["width"] > 0
        assert np.isfinite(mark["base"])
        assert isinstance(mark["hollow"], bool)
    elif kind == "arrow":
        for end in ("x0", "y0", "x1", "y1"):
            check_moving(mark[end], frames)
    elif kind == "rule":
        assert (mark["x"] is None) != (mark["y"] is None)
    elif kind == "text":
        check_words(mark["text"])
    elif kind == "handle":
        assert np.isfinite([mark["x"], mark["y"]]).all()
        assert set(mark["moves"]) - {None} <= inputs
        assert mark["polar"] is None or None not in mark["moves"]
        assert np.isfinite(mark["polar"] or 0)
        check_words(mark["label"])
    elif kind == "curve":
        x, y = sequence(mark["x"]), sequence(mark["y"])
        assert len(x) == len(y) > 1
        assert (np.diff(x) > 0).all()
        assert np.isfinite(y).all()
        assert {f"{mark['sets']}.{i}" for i in range(len(x))} <= inputs
        check_words(mark["label"])


def check_table(table, frames, fields, inputs):
    assert set(table) == {"kind", "name", "title", "area", "columns", "rows"}
    assert all(set(column) == {"label", "format"} and column["format"] in FORMATS for column in table["columns"])
    for row in table["rows"]:
        assert set(row) == {"pen", "cells"}
        assert len(row["cells"]) == len(table["columns"])
        if row["pen"] is not None:
            check_pen(row["pen"])
        for cell in row["cells"]:
            if isinstance(cell, str):
                check_words(cell)
            elif cell is not None:
                check_moving(cell, frames)


CHECKS = {"plot": check_plot, "surface": check_surface, "table": check_table}


def check_moving(value, frames):
    if np.ndim(value):
        assert len(sequence(value)) == frames
        assert not np.isinf(value).any()
    else:
        assert np.isfinite(value)


def check_pen(pen):
    assert set(pen) == {"color", "dash", "width", "marker", "faint"}
    assert pen["color"] in COLOURS | {"card"}
    assert pen["dash"] in DASHES
    assert pen["marker"] is None or pen["marker"] in MARKERS
    assert pen["width"] >= 0


def check_field(field):
    rows, columns = field["shape"]
    z = sequence(field["z"])
    assert len(z) == rows * columns
    x0, x1, y0, y1 = field["extent"]
    assert x0 < x1
    assert y0 < y1
    if "classes" in field:
        assert set(field) == {"extent", "shape", "classes", "z"}
        assert set(field["classes"]) <= COLOURS | {"card"}
        assert set(z) <= set(range(-1, len(field["classes"])))
        return
    assert set(field) == {"extent", "shape", "bands", "z"}
    assert ((z >= 0) & (z <= 100 * field["bands"])).all()


def check_words(words, empty=False):
    assert isinstance(words, str)
    assert empty or words
    assert not re.search(r"\b(nan|inf|None|nothing|1 steps)\b|  |array|\{|\}", words), words


def sequence(values):
    """The values as the page gets them: one contiguous float array."""
    assert isinstance(values, np.ndarray)
    assert values.ndim == 1
    return values
