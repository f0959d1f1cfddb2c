"""The demos of chapter 1: what is convex and what is not, and what a ravine does to a walk."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.convexity import CURVES, VIEWS, bottoms, curve, is_convex
from tests.demos.reading import column

CONVEXITY: Any = kit.load("convexity")
CONVEX = {"parabola", "abs_sum"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {},
            "**The graph rises above the chord**, by 0.6 at x = −0.99: the function is not convex, "
            "and 4 minima lie higher than the lowest point.",
        ),
        (
            {"landscape": "styblinski_tang"},
            "**The graph rises above the chord**, by 32 at x = 0.019: the function is not convex, "
            "and 1 minimum lies higher than the lowest point.",
        ),
        (
            {"landscape": "parabola"},
            "**The chord lies above the graph everywhere**, and no other chord is cut: the function is convex, "
            "and its one minimum, at x = 0, is its lowest point.",
        ),
        (
            {"landscape": "abs_sum", "a": 1.0, "b": 2.0},
            "**The chord lies on the graph**, and no other chord is cut: the function is convex, "
            "and its one minimum, at x = 0, is its lowest point.",
        ),
        (
            {"a": 1.8, "b": 2.2},
            "**This chord stays above the graph**, but others do not: the function is not convex, "
            "and 4 minima lie higher than the lowest point.",
        ),
        ({"a": 1.0, "b": 1.0}, "**No chord**: both ends are at the same point. Drag one of them away."),
    ],
)
def test_convexity_says(values, sentence):
    assert CONVEXITY(**values).answer()["summary"] == sentence


def test_what_is_convex_is_what_theory_knows():
    assert {name for name in CURVES if is_convex(name)} == CONVEX


@pytest.mark.parametrize("name", CURVES)
def test_no_chord_of_a_convex_function_is_cut_and_some_of_the_others_are(name):
    ends = np.random.default_rng(4).uniform(*VIEWS[name], (60, 2))
    said = [CONVEXITY(landscape=name, a=a, b=b).answer()["summary"] for a, b in ends.tolist()]
    assert any("rises above the chord" in sentence for sentence in said) == (name not in CONVEX)


@pytest.mark.parametrize("name", CURVES)
def test_the_minima_are_those_of_the_graph_and_the_star_is_the_lowest_point(name):
    x = np.linspace(*VIEWS[name], 4001)
    f = curve(name, x)
    seen = x[1:-1][(f[1:-1] <= f[:-2]) & (f[1:-1] <= f[2:])]
    lowest, others = bottoms(name)
    np.testing.assert_allclose(sorted(lowest + others), seen, atol=float(np.ptp(x)) / 4000)
    assert (curve(name, lowest) <= f.min() + 1e-9).all()
    assert len(others) == 0 or (curve(name, others) > f.min() + 0.1).all()


@pytest.mark.parametrize("values", [{}, {"landscape": "styblinski_tang", "a": 3.1, "b": -3.3}, {"a": 0.3, "b": 4.4}])
def test_the_chord_joins_two_points_of_the_graph_and_the_worst_place_is_the_worst(values):
    answer = CONVEXITY(**values).answer()
    land, ends = gdzoo.LANDSCAPES[answer["values"]["landscape"]], sorted(answer["values"][name] for name in "ab")
    x, graph, chord = (column(answer, name) for name in ("x", "graph", "chord"))
    np.testing.assert_allclose(x[[0, -1]], ends)
    np.testing.assert_allclose(graph, land.value(x[None]))
    np.testing.assert_allclose(chord, np.interp(x, ends, land.value(np.array([ends]))))
    fine = np.linspace(ends[0], ends[1], 20_001)
    rise = (land.value(fine[None]) - np.interp(fine, ends, land.value(np.array([ends])))).max()
    assert (graph - chord).max() == pytest.approx(rise, rel=0.01)


@pytest.mark.parametrize("values", [{"a": 1.8, "b": 2.2}, {"landscape": "styblinski_tang", "a": 2.0, "b": 3.0}])
def test_where_a_chord_proves_nothing_another_is_offered_that_does(values):
    answer = CONVEXITY(**values).answer()
    [offer] = answer["fixes"]
    assert "rises above the chord" in CONVEXITY(**values | offer["set"]).answer()["summary"]


def test_a_convex_function_is_offered_no_such_chord():
    assert CONVEXITY(landscape="parabola").answer()["fixes"] == []


def test_the_handles_stand_on_the_graph_and_move_one_end_each():
    marks = CONVEXITY(landscape="parabola", a=-1.5, b=2.0).answer()["panels"][0]["marks"]
    handles = [mark for mark in marks if mark["mark"] == "handle"]
    assert [(mark["x"], mark["y"], mark["moves"]) for mark in handles] == [
        (-1.5, 2.25, ["a", None]),
        (2.0, 4.0, ["b", None]),
    ]


def test_the_picture_of_the_landmarks_names_all_that_the_chapter_defines():
    gallery: Any = kit.load("landscape-gallery")
    words = set()
    for values in ({"landscape": "peaks"}, {"landscape": "rosenbrock", "relief": True}):
        for mark in gallery(**values).answer()["panels"][0]["marks"]:
            words |= {mark["text"]} if mark["mark"] == "text" else set(mark.get("labels") or [])
    assert {"minimum", "local minimum", "saddle", "hilltop", "plateau", "ravine", "ridge"} <= words


def test_on_the_floor_of_the_ravine_the_walk_hardly_moves():
    run = gdzoo.minimize("gd", "rosenbrock", [0.3, 2.4], 100, lr=0.0008)
    fall = np.linalg.norm(np.diff(run.x, axis=0), axis=1)
    assert fall[:10].sum() > 1
    assert fall[10:].sum() < 0.05
