"""The vocabulary of a scene: panels, and the marks in them. Small and closed on purpose.

A scene is plain data (dicts, lists, strings, numbers, float arrays), drawn by `web/`. All of its
moving parts share one timeline: a sequence with one entry per recorded step. Wherever a field
below says *moves*, it may be a number or such a sequence. `None` and NaN are "nothing here".

Colours are names of tokens of the page's style sheet ("ink", "soft", "accent", "warn" and the
families of optimizers), never hexadecimal, so that every drawing follows light and dark.
"""

import numpy as np

from demos.kit.words import number

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "shortdash", "dashdotdot")
SYMBOLS = ("star", "hollow", "saddle", "peak", "ring", "dot", "speck")
MARKERS = ("circle", "triangle", "square", "diamond", "cross", "plus", "down")
SOFTNESS = np.geomspace(1e-12, 1e2, 600)  # what `field` tries for c, in parts of the whole height


def scene(
    panels,
    summary,
    *,
    timeline=None,
    unit="step",
    note=(),
    fields=None,
    controls=None,
    fixes=(),
    data=None,
    code="",
    score=None,
) -> dict:
    """A whole scene.

    panels: from `plot`, `surface` and `table`. The "main" panels stand side by side; "side" panels stack
        beside them, "below" panels stand in a row under both (all in one column on a phone).
    summary: one sentence that says what happened; a **bold** lead is allowed.
    timeline: the step number of each frame, or None when nothing moves. unit: what it counts, "step", "epoch" or "evaluation".
    note: short facts a fair reader needs ("80 steps", "no noise").
    fields: {name: from `field` or `classes`}, shared by the panels that show them.
    controls: {control: {"ticks": [(value, label)], "low": .., "high": .., "scale": .., "label": .., "symbol": ..,
        "options": .., "rows": .., "hidden": ..}} where they depend on values.
    fixes: [(label, {control: value})], buttons that mend what went wrong, or lead on.
    data: {column: sequence}, everything drawn, for the table and the CSV file.
    code: the lines of Python that give the same numbers, outside of the page too.
    score: from `score`, where a reader plays for the best.
    """
    return {
        "panels": panels,
        "summary": summary,
        "timeline": timeline,
        "unit": unit,
        "note": list(note),
        "fields": fields or {},
        "controls": controls or {},
        "fixes": [{"label": label, "set": values} for label, values in fixes],
        "data": [{"name": name, "values": floats(column)} for name, column in (data or {}).items()],
        "code": code,
        "score": score,
    }


def score(name, value, label, *, better="low", par) -> dict:
    """What a reader tries to beat: the page keeps the best value by this name, with the controls that gave it.

    label: the value in words. better: "low" or "high". par: what is to be beaten.
    """
    return {"name": name, "value": float(value), "label": label, "better": better, "par": float(par)}


def floats(values):
    """A contiguous float array: what crosses to the page without being copied as text."""
    return np.ascontiguousarray(values, dtype=float)


def axis(low, high, label="", *, scale="linear", ticks=None) -> dict:
    """One axis of a plot. scale: "linear" or "log". ticks: [(value, label)] instead of round ones."""
    return {"low": float(low), "high": float(high), "label": label, "scale": scale, "ticks": ticks}


def plot(name, x, y, marks, *, title="", area="main", aspect=1.4, frame="axes", cursor=False) -> dict:
    """A drawing with two axes.

    aspect: width over height. frame: "axes", or "plane" for a field that fills the panel, with
    its ticks inside. cursor: draw the current step as a vertical line (x is the timeline).
    """
    return {
        "kind": "plot",
        "name": name,
        "title": title,
        "area": area,
        "aspect": aspect,
        "frame": frame,
        "cursor": cursor,
        "x": x,
        "y": y,
        "marks": marks,
    }


def surface(name, field, x, y, marks, *, title="", area="main", aspect=1.4) -> dict:
    """A field as a relief that the reader turns, with marks lying on it: lines, points, texts and handles.

    One band of the field is one step of height. field: the name of one from `field`; x, y: the axes over its extent.
    """
    return {
        "kind": "surface",
        "name": name,
        "title": title,
        "area": area,
        "aspect": aspect,
        "field": field,
        "x": x,
        "y": y,
        "marks": marks,
    }


def table(name, columns, rows, *, title="", area="side") -> dict:
    """A table. columns: [(heading, format)], format "text", "int" or "2g" (significant digits).

    rows: [{"pen": pen or None, "cells": [text, number, or sequence that moves]}].
    """
    return {
        "kind": "table",
        "name": name,
        "title": title,
        "area": area,
        "columns": [{"label": label, "format": form} for label, form in columns],
        "rows": rows,
    }


def pen(color="ink", *, dash="solid", width=2.2, marker=None, faint=False) -> dict:
    """How a mark is drawn. faint: present but quiet (a comparison, a trace left behind)."""
    return {"color": color, "dash": dash, "width": width, "marker": marker, "faint": faint}


def field(values, extent, *, bands=11) -> dict:
    """Quiet filled bands of a function on a grid: `values` (ny, nx) over `extent` (x0, x1, y0, y1).

    The levels are even in log(1 + height/c), with c such that the median lies in the middle. So a
    deep valley and a flat plain both show their shape, and the floor of a valley is as round as
    it is; levels say where is lower, not by how much. "z" counts hundredths of a band.
    """
    values = np.where(np.isfinite(values), values, np.nan)
    low, high = np.nanmin(values), np.nanmax(values)
    share = (values - low) / ((high - low) or 1.0)
    median = np.sort(share, axis=None)[np.isfinite(share).sum() // 2]  # np.median would import numpy.ma
    c = SOFTNESS[np.abs(np.log1p(median / SOFTNESS) / np.log1p(1 / SOFTNESS) - 0.45).argmin()]
    level = bands * np.log1p(share / c) / np.log1p(1 / c)
    return {
        "extent": [float(edge) for edge in extent],
        "shape": list(values.shape),
        "bands": bands,
        "z": np.round(100 * np.nan_to_num(level, nan=bands)).ravel(),
    }


def classes(values, extent, colors) -> dict:
    """Cells of a grid, each painted with the colour of its class: `values` (ny, nx) are places in the list `colors`.

    Cells of -1 are left as they are. Colours are those of pens, drawn as a tint; "card" is none.
    """
    return {
        "extent": [float(edge) for edge in extent],
        "shape": list(values.shape),
        "classes": list(colors),
        "z": floats(values).ravel(),
    }


def show_field(name) -> dict:
    """The mark that shows the scene's field called `name`."""
    return {"mark": "field", "field": name}


def line(x, y, style, *, label="", moves: bool | int = False, dots=False, opens=None) -> dict:
    """A curve through points. moves: one point per frame, drawn up to the current one, its head marked.

    moves=n: n points per frame, after the first point of all: what happens between two frames is drawn too.
    label: set directly beside its end. dots: mark every point. opens: the frame from which the
    curve has left the picture; the player says so and its end fades.
    """
    return {
        "mark": "line",
        "x": floats(x),
        "y": floats(y),
        "pen": style,
        "label": label,
        "moves": int(moves),
        "dots": dots,
        "opens": opens,
    }


def points(x, y, symbol, style=None, *, labels=None) -> dict:
    """Points. symbol: "star" (a minimum), "hollow" (a local one), "saddle", "peak", "ring" (a start), "dot", or "speck" (one of many).

    x, y: (n,), or (frames, n) for a coordinate that moves; on a surface none does.
    """
    return {
        "mark": "points",
        "x": floats(x).ravel(),
        "y": floats(y).ravel(),
        "count": np.shape(x)[-1],
        "symbol": symbol,
        "pen": style or pen(),
        "labels": labels,
    }


def bars(x, y, style, *, width=0.8, base=0.0, hollow=False) -> dict:
    """Upright bars from `base` to the heights y, each of which moves, at the places x.

    width: of a bar, in units of x. hollow: outlines, to lay over other bars.
    """
    return {
        "mark": "bars",
        "x": floats(x),
        "y": [floats(height) if np.ndim(height) else float(height) for height in y],
        "pen": style,
        "width": float(width),
        "base": float(base),
        "hollow": hollow,
    }


def arrow(x0, y0, x1, y1, style, *, head=True, label="") -> dict:
    """An arrow, or a plain segment when `head` is False. Each coordinate moves."""
    ends = {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
    return {"mark": "arrow", "pen": style, "head": head, "label": label} | {
        key: floats(end) if np.ndim(end) else float(end) for key, end in ends.items()
    }


def region(x, y, style, *, label="", at=None) -> dict:
    """A tinted area inside a closed outline; its label stands at the point `at`."""
    return {"mark": "region", "x": floats(x), "y": floats(y), "pen": style, "label": label, "at": at}


def rule(style, *, x=None, y=None, label="") -> dict:
    """A straight reference line across the plot, at one x or one y."""
    return {"mark": "rule", "x": x, "y": y, "pen": style, "label": label}


def text(x, y, words, *, style=None) -> dict:
    """Words at a point; they make way for all other words, and are left out where there is no room."""
    return {"mark": "text", "x": x, "y": y, "text": words, "pen": style or pen("soft")}


def handle(x, y, label, *, moves_x=None, moves_y=None, polar=None) -> dict:
    """A point that the reader drags, or moves with the arrow keys, to set controls.

    moves_x, moves_y: the control that each coordinate sets ("start.x", "lr"); None keeps it.
    polar: None, or a number of degrees. The two controls are then the distance from the origin, and the angle from
        the direction of x less so many degrees.
    label: what to do, as in "drag the start".
    """
    return {
        "mark": "handle",
        "x": float(x),
        "y": float(y),
        "label": label,
        "moves": [moves_x, moves_y],
        "polar": polar,
    }


def curve(x, y, sets, style, label) -> dict:
    """A line through knots that the reader draws over, with pointer or finger, or moves knot by knot with the arrow keys.

    sets: the control (a `Curve`) that has a number for each knot. label: what to do, as in "draw the learning rate".
    """
    return {"mark": "curve", "x": floats(x), "y": floats(y), "pen": style, "label": label, "sets": sets}


def tick(value, label="") -> dict:
    """A tick of a slider at a value that means something."""
    return {"value": float(value), "label": label or number(value)}
