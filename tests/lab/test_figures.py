"""What a cell shows as a figure: a scene in the vocabulary, true in its sentence, and small enough for a page."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos.kit import demo_names, load, wire
from demos.kit.pens import rule_pen
from gdzoo import plot
from gdzoo.autodiff import differentiable, formula
from lab.figures import scene_of
from lab.figures.frames import FRAMES
from tests.demos.vocabulary import check_answer


def run(rule="gd", f: Any = "rosenbrock", start=(-1.3, 1.7), steps=50, lr: object = 0.001, **options):
    return gdzoo.minimize(rule, f, start, steps, lr=lr, **options)


def figure(value) -> dict:
    shown = scene_of(value)
    assert shown is not None
    check_answer(shown | {"values": {}}, [])
    return shown


def lines(shown, panel=-1):
    return [mark for mark in shown["panels"][panel]["marks"] if mark["mark"] == "line"]


def fan(n):
    return np.random.default_rng(0).normal(size=(2, n))


SENTENCES = [
    (plot([3, 1, 2]), "**From 3 to 2**, between 1 and 3, in 3 numbers."),
    (plot([7]), "**7** alone."),
    (plot([2, 2]), "**2** throughout, in 2 numbers."),
    (plot({"a": [1, 2, 3], "b": [4, np.nan]}), "**a ends at 3, b at 4**."),
    (plot(np.arange(12.0) * np.ones((5, 12))), "**12 curves** end between 0 and 11."),
    (run(), "**Gradient descent ends at 5.2** after 50 steps, from 5.3."),
    (run(lr=1.0), "**Gradient descent leaves** after 3 steps."),
    (
        run(f="bowl", start=[1.0, 1.0], lr=0.5),
        "**Gradient descent ends at 0 but for rounding** after 50 steps, from 2.",
    ),
    (
        plot([run(lr=0.002), run("adam"), run("momentum", lr=1.0)]),
        "**Gradient descent comes lowest**, to 2.7 after 50 steps; Adam ends at 5.2, Momentum leaves after 3 steps.",
    ),
    (plot({"one": run(), "other": run()}), "**one and other end alike**, at 5.2 after 50 steps."),
    (
        plot({"one": run(lr=1.0), "other": run(lr=2.0)}),
        "**Nobody stays**: one and other leave after 3 steps.",
    ),
    (run(start=fan(3), f="bowl", lr=0.01), "**3 runs end** between 0.0036 and 0.072 after 50 steps."),
    (run(start=[[0.0, -3.0], [0.0, 3.0]], lr=0.004), "**Of 2 runs 1 leaves**; the other ends at 0.49 after 50 steps."),
    (run(start=fan(3), lr=9.0), "**All 3 runs leave**."),
    (plot([[3.0, 0.0], [1.0, 0.0]], on="bowl"), "**The path ends at 1** after 1 step, from 9."),
    (gdzoo.LANDSCAPES["rosenbrock"], "**Rosenbrock's valley** has its minimum 0 at (1, 1)."),
    (gdzoo.LANDSCAPES["himmelblau"], "**Himmelblau's function** has 4 minima, all of height 0."),
    (gdzoo.LANDSCAPES["parabola"], "**Parabola** has its minimum 0 at x = 0."),
    (formula("x**2*2 + y"), "**x^2·2 + y** is lowest in the picture near (−0.0236, −2.25), at −2.2."),
    (formula("sqrt(-1 - x^2) + y"), "**sqrt(-1 - x^2) + y** has no height anywhere in the picture."),
    (formula("sqrt(-1 - x^2)"), "**sqrt(-1 - x^2)** has no height anywhere in the picture."),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("value", "sentence"), SENTENCES)
def test_a_figure_says_what_there_is_to_see(value, sentence):
    assert figure(value)["summary"] == sentence


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", gdzoo.LANDSCAPES)
def test_every_landscape_is_a_figure_and_so_is_a_run_on_it(name):
    land = gdzoo.LANDSCAPES[name]
    figure(land)
    figure(run(f=land, start=land.starts[0], lr=0.01))
    figure(run(f=land, start=land.starts[0], lr=10.0))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "value",
    [
        plot([1e99, -1e99]),
        plot([1e-300, 1e99], log="y"),
        plot([1e16, 1e16 + 2]),
        plot([5.0, 5.0], [1, 2], log="xy"),
        run(steps=0),
        run(f=differentiable(lambda x, y: np.exp(x**4) + y), start=[1.0, 1.0], steps=5, lr=0.01),
        run(f=gdzoo.Noisy("bowl", 1.0), lr=0.1),
        run(f=gdzoo.objective(lambda x: x[0] ** 2, lambda x: 2 * x), start=[1.0], lr=0.1),
        run("muon", "matrix_factorization", gdzoo.PROBLEMS["matrix_factorization"].start()),
        plot(run(f="wavy", start=[[1.0, 2.0, 3.0]], lr=0.1), log="x"),
        plot([run(), run(steps=333, every=10)]),
    ],
)
def test_odd_values_are_figures_too(value):
    figure(value)


@pytest.mark.parametrize("name", demo_names())
def test_a_demo_is_its_scene_without_what_the_reader_would_move(name):
    shown = figure(load(name)())
    assert scene_of(shown) == shown, "a scene shows itself"


@pytest.mark.parametrize(
    "value", [None, 3, "adam", [1, 2], {"a": [1, 2]}, {}, gdzoo.RULES["adam"], formula("x + y + z"), gdzoo]
)
def test_what_is_no_figure_is_none(value):
    assert scene_of(value) is None


def test_a_rule_has_its_own_pen_whether_it_ran_or_is_named():
    pens = [rule_pen(gdzoo.RULES[name]) for name in ("gd", "adam")]
    assert [line["pen"] for line in lines(figure(plot([run(), run("adam")])))] == pens
    assert [line["pen"] for line in lines(figure(plot({"gd": [1, 2], "adam": [2, 1]})))] == pens


@pytest.mark.parametrize("value", [plot(np.ones((3, 24))), run(lr=np.linspace(1e-4, 1e-3, 24))])
def test_curves_are_told_apart_without_colour(value):
    shapes = [(line["pen"]["dash"], line["pen"]["marker"]) for line in lines(figure(value))]
    assert len(set(shapes)) == 24


def test_runs_from_many_starts_share_a_pen_and_are_named_once():
    shown = figure(run(start=fan(5)))
    assert len({str(line["pen"]) for line in lines(shown, 0)}) == 1
    assert [line["label"] for line in lines(shown, 0)] == ["Gradient descent", "", "", "", ""]


def test_paths_move_along_a_timeline_that_all_share():
    shown = figure(plot([run(steps=30), run("adam", steps=50)]))
    np.testing.assert_array_equal(shown["timeline"], np.arange(51))
    short, _ = lines(shown, 0)
    np.testing.assert_array_equal(short["x"][30:], short["x"][30])
    assert np.isnan(lines(shown)[0]["y"][31:]).all(), "a loss ends where its run does"


def test_a_long_run_is_thinned_to_points_of_its_path():
    this = run(steps=20_000)
    shown = figure(this)
    assert 200 < len(shown["timeline"]) <= FRAMES
    assert shown["timeline"][10] == 10, "what happens early is there"
    assert shown["timeline"][-1] == 20_000
    (path,) = lines(shown, 0)
    np.testing.assert_array_equal(path["x"], this.x[shown["timeline"].astype(int), 0])


def test_a_long_curve_keeps_its_peaks():
    y = np.zeros(100_000)
    y[[12_345, 77_777]] = 1, -1
    (line,) = lines(figure(plot(y)))
    assert len(line["x"]) < 2500
    assert {12_345.0, 77_777.0} <= set(line["x"])


def test_what_climbs_far_above_its_start_does_not_squeeze_the_others():
    loss = figure(plot([run(lr=[0.001, 1.0])]))["panels"][1]
    assert loss["y"]["high"] <= 1e4
    own = figure(run(f=formula("x^4 - x*y"), start=[1.0, 1.0], steps=300, lr=0.1))["panels"][1]
    assert own["y"]["high"] < 100


def test_a_figure_is_small_enough_for_a_page():
    assert len(wire.dumps(figure(run(start=fan(1000), steps=1000)))) < 150_000
    assert len(wire.dumps(figure(plot(np.random.default_rng(0).normal(size=(100_000, 30)))))) < 150_000


def test_the_facts_say_what_is_left_out():
    assert figure(run(start=fan(100)))["note"] == ["24 of 100 runs are drawn"]
    assert figure(plot([run(), run("adam")]))["note"] == ["2 runs", "50 steps each"]
    assert figure(plot({"a": [1, 2], "b": [1, 2, 3]}))["note"] == ["2 curves", "up to 3 numbers"]
