"""plot(): what it makes of numbers, runs and landscapes, how that is drawn, and the sentence for every mistake."""

import io
import xml.etree.ElementTree as ET
from typing import Any, cast

import numpy as np
import pytest
from matplotlib.figure import Figure

import gdzoo
from gdzoo import plot
from gdzoo.autodiff import formula
from gdzoo.plots import paper
from gdzoo.plots.curves import MOST


def run(rule="gd", f: Any = "rosenbrock", start=(-1.3, 1.7), steps=50, lr: object = 0.001, **options):
    return gdzoo.minimize(rule, f, start, steps, lr=lr, **options)


def labels(picture):
    return [curve.label for curve in picture.curves]


def land(picture):
    assert picture.ground is not None
    return picture.ground


# Numbers


def test_numbers_are_a_curve_over_their_places():
    (curve,) = plot([3, 2, 1]).curves
    np.testing.assert_array_equal(curve.x, [0, 1, 2])
    np.testing.assert_array_equal(curve.y, [3, 2, 1])


def test_two_sequences_are_a_curve_over_the_first():
    (curve,) = plot((1, 10, 100), np.array([3, 2, 1]), log="x").curves
    np.testing.assert_array_equal(curve.x, [1, 10, 100])


@pytest.mark.parametrize(
    "y", [range(3), iter([0, 1, 2]), {"a": 1, "b": 2, "c": 3}.values(), np.arange(3, dtype=np.int32)]
)
def test_all_kinds_of_sequences_are_numbers(y):
    assert plot(y).curves[0].y.dtype == float


def test_a_dict_is_curves_with_labels_and_a_name_of_the_zoo_is_that_rule():
    picture = plot([1, 2, 4], {"adam": [3, 2, 1], "mine": [1, 2, 3]})
    assert labels(picture) == ["adam", "mine"]
    assert [curve.rule for curve in picture.curves] == [gdzoo.RULES["adam"], None]


def test_columns_are_curves():
    assert labels(plot(np.ones((5, 3)))) == ["1", "2", "3"]
    assert labels(plot({"loss": np.ones((5, 2))})) == ["loss 1", "loss 2"]


def test_a_picture_has_so_many_curves_and_says_what_it_leaves_out():
    picture = plot(np.arange(100.0) + np.zeros((4, 100)))
    assert len(picture.curves) == MOST
    assert picture.left_out == 100 - MOST
    assert [picture.curves[0].y[0], picture.curves[-1].y[0]] == [0, 99], "from the first to the last"


def test_what_no_axis_has_a_place_for_is_a_gap():
    (curve,) = plot([1.0, np.inf, 1e300, np.nan, 2.0]).curves
    np.testing.assert_array_equal(np.isnan(curve.y), [False, True, True, True, False])
    (curve,) = plot([1.0, 0.0, -3.0], log="y").curves
    np.testing.assert_array_equal(np.isnan(curve.y), [False, True, True])


# Runs


def test_a_run_is_its_path_over_the_landscape_and_its_loss():
    this = run()
    picture = plot(this)
    assert land(picture).title == "Rosenbrock's valley"
    np.testing.assert_array_equal(picture.paths[0].x, this.x)
    np.testing.assert_array_equal(picture.curves[0].y, this.f)
    assert (picture.xlabel, picture.ylabel, picture.log) == ("step", "loss", "y")


def test_a_run_knows_what_ran_and_on_what():
    this = run("adam", "ravine")
    assert this.rule is gdzoo.RULES["adam"]
    assert this.objective is gdzoo.LANDSCAPES["ravine"]


def test_the_loss_is_measured_from_the_minimum_if_that_is_known():
    land = gdzoo.LANDSCAPES["six_hump_camel"]
    picture = plot(run(f=land))
    np.testing.assert_allclose(picture.curves[0].y, run(f=land).f - land.f_min)
    assert picture.ylabel == "loss above the minimum"
    unknown = plot(run(f=formula("x^2 + y^2 - 7")))
    assert (unknown.ylabel, unknown.log) == ("loss", "")
    assert unknown.curves[0].y[0] == pytest.approx(1.3**2 + 1.7**2 - 7)


def test_a_run_that_left_has_a_loss_as_long_as_it_stayed():
    this = run(lr=1.0, every=2)
    (curve,) = plot(this).curves
    np.testing.assert_array_equal(np.isfinite(curve.y), this.steps < this.escaped_at)


def test_runs_have_the_labels_of_a_dict_or_the_titles_of_their_rules():
    assert labels(plot({"slow": run(), "fast": run(lr=0.002)})) == ["slow", "fast"]
    assert labels(plot([run(), run("adam")])) == ["Gradient descent", "Adam"]


def test_runs_of_one_rule_are_told_apart_by_their_learning_rates():
    picture = plot(run(lr=[0.001, 0.002]))
    assert labels(picture) == ["lr 0.001", "lr 0.002"]
    assert picture.title == "Gradient descent"
    assert labels(plot([run(), run(lr=0.002), run("adam")])) == [
        "Gradient descent, lr 0.001",
        "Gradient descent, lr 0.002",
        "Adam",
    ]


def test_runs_that_differ_in_something_else_are_numbered_and_those_from_other_starts_share_a_name():
    assert labels(plot(run("momentum", beta=[0.5, 0.9]))) == ["Momentum, 1", "Momentum, 2"]
    assert labels(plot([run(), run(start=(0.0, 0.5))])) == ["Gradient descent, 1", "Gradient descent, 2"]
    assert labels(plot(run(start=np.ones((2, 3)) * [1.0, 2.0, 3.0]))) == ["Gradient descent"] * 3


def test_a_batch_of_any_shape_is_many_runs():
    picture = plot(run(start=np.random.default_rng(0).normal(size=(2, 3, 4)), lr=np.full((3, 4), 0.001)))
    assert len(picture.paths) == 12


def test_all_starts_are_in_view():
    box = land(plot(run(f="bowl", start=(40.0, 0.0), lr=0.1))).box
    (left, right), up = gdzoo.LANDSCAPES["bowl"].box
    assert box[0][0] == left
    assert box[0][1] > 40 > right
    assert box[1] == up


def test_a_run_of_many_variables_or_of_a_matrix_is_its_loss_alone():
    many = plot(run(start=np.full(10, 0.5)))
    assert (many.ground, many.paths, len(many.curves)) == (None, (), 1)
    problem = gdzoo.PROBLEMS["matrix_factorization"]
    assert plot(run("muon", problem, problem.start())).ground is None


def test_runs_on_different_landscapes_have_no_ground():
    assert plot([run(f="bowl"), run(f="valley")]).ground is None
    turned = gdzoo.Rotated("valley", 0.3)
    assert plot([run(f=turned), run(f="valley")]).ground is None
    assert land(plot([run(f=gdzoo.Noisy("valley", 0.1)), run(f="valley")])).title == "Valley"


def test_an_objective_of_the_readers_own_is_drawn_where_the_run_was():
    own = gdzoo.objective(lambda x: x[0] ** 2 + 3 * x[1] ** 2, lambda x: np.stack([2 * x[0], 6 * x[1]]))
    away = run(f=own, lr=[0.1, 0.5])
    assert away.escaped_at[1] > 0
    left, right = land(plot(away)).box[0]
    assert left < 0 < right < 3, "what diverges does not count"
    np.testing.assert_allclose(land(plot(away)).value([[1.0], [2.0]]), [13.0])


def test_points_of_the_readers_own_are_a_path_on_a_landscape():
    points = [[-2.0, 1.0], [-1.0, 0.5], [0.0, 0.0]]
    picture = plot({"mine": points}, on="himmelblau")
    np.testing.assert_array_equal(picture.paths[0].x, points)
    np.testing.assert_allclose(picture.curves[0].y, gdzoo.LANDSCAPES["himmelblau"].value(np.transpose(points)))
    assert plot([3.0, 2.0, 1.0], on="parabola").paths[0].x.shape == (3, 1)


def test_points_that_are_not_finite_end_the_path():
    (path,) = plot([[1.0, 1.0], [2.0, 2.0], [np.inf, 0.0]], on="bowl").paths
    assert (len(path.x), path.left) == (2, 2)


def test_runs_can_be_shown_on_another_landscape():
    decayed = run(f=gdzoo.L2("bowl", 0.5), lr=0.1)
    np.testing.assert_allclose(plot(decayed, on="bowl").curves[0].y, (decayed.x**2).sum(1))


# Landscapes


@pytest.mark.parametrize(
    "land", ["rosenbrock", gdzoo.LANDSCAPES["parabola"], formula("x^2 + sin(y)"), gdzoo.Rotated("valley", 1)]
)
def test_a_landscape_is_its_field(land):
    picture = plot(land)
    assert picture.ground
    assert picture.paths == picture.curves == ()


def test_where_a_formula_has_no_value_there_is_no_height():
    ground = land(plot(formula("log(x) / y^400")))
    np.testing.assert_array_equal(np.isnan(ground.value([[-1.0, 1.0, 1.0], [1.0, 1.0, 1e-3]])), [True, False, True])


# As a picture of matplotlib


def test_a_picture_shows_paths_start_and_losses():
    runs = [run(start=(-2.5, 1.7), lr=lr) for lr in (1e-4, 1.0)]
    picture = plot(dict(zip(["slow", "fast"], runs, strict=True)), title="A race")
    figure = paper.drawn(picture)
    left, right = figure.axes
    assert left.get_xlim()[0] < -2.5, "the start is in view"
    assert any(np.array_equal(line.get_xydata(), runs[0].x) for line in left.lines)
    slow, fast = right.lines
    np.testing.assert_array_equal(slow.get_ydata(), runs[0].f)
    assert np.isfinite(fast.get_ydata()).sum() == runs[1].escaped_at, "drawn as far as it stayed"
    assert [text.get_text() for text in right.get_legend().get_texts()] == ["slow", "fast"]
    assert right.get_yscale() == "log"
    assert figure.get_suptitle() == "A race"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "what",
    [
        [3.0, 2.0],
        [7.0],
        {"a": [1, 2], "b": [2, 1]},
        run(lr=[0.001, 1.0]),
        run(f="parabola", start=[2.0], lr=0.1),
        "himmelblau",
        "wavy",
        formula("sqrt(-1 - x^2) + y"),
        formula("0*x*y"),
    ],
)
def test_every_kind_of_picture_can_be_drawn(what, tmp_path):
    picture = plot(what)
    for ending in ("png", "svg", "pdf"):
        picture.save(tmp_path / f"picture.{ending}")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    assert ET.parse(tmp_path / "picture.svg") is not None
    assert (picture._repr_png_() or b"").startswith(b"\x89PNG")


def test_names_share_a_pen_and_forty_differ():
    pens = paper.pens([f"{i}" for i in range(40)] + ["0"])
    assert len({tuple(pen.values()) for pen in pens}) == 40
    assert pens[0] == pens[-1]


def test_without_matplotlib_a_notebook_shows_a_line_and_a_file_is_one_sentence(monkeypatch):
    monkeypatch.setattr(paper, "find_spec", lambda name: None)
    picture = plot([run(), run("adam")])
    assert picture._repr_png_() is None
    assert repr(picture) == "<plot: 2 paths over Rosenbrock's valley, 2 curves>"
    with pytest.raises(
        ImportError,
        match=r"^Plot\.save draws with matplotlib, which is missing; install it: python -m pip install matplotlib$",
    ):
        picture.save(io.BytesIO())


def test_where_an_import_is_refused_its_own_sentence_is_said(monkeypatch):
    def refuse(name):
        raise ModuleNotFoundError("matplotlib is not in this page")

    monkeypatch.setattr(paper, "find_spec", refuse)
    assert plot([1, 2])._repr_png_() is None
    with pytest.raises(ImportError, match=r"^matplotlib is not in this page$"):
        plot([1, 2]).save("a.png")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(OSError, match=r"nowhere/a\.png cannot be written: No such file or directory$"):
        plot([1, 2]).save(tmp_path / "nowhere/a.png")


def test_matplotlib_is_not_loaded_before_it_draws():
    assert not hasattr(paper, "Figure")
    assert isinstance(paper.drawn(plot([1, 2])), Figure)


# Mistakes


@pytest.mark.parametrize(
    ("make", "error", "sentence"),
    [
        (lambda: plot([1, 2], [1, 2, 3]), ValueError, "plot: x has shape (2,) and y has 3 numbers; give one x for each, in a row"),
        (lambda: plot([1, 2], {"a": [1]}), ValueError, "plot: x has shape (2,) and 'a' has 1 numbers; give one x for each, in a row"),
        (lambda: plot(np.sin), TypeError, "plot: the curve is a function; give numbers, as in plot(x, f(x))"),
        (lambda: plot(None), TypeError, "plot: the curve must be real numbers, got None"),
        (lambda: plot([1j]), TypeError, "plot: the curve must be real numbers, got complex numbers"),
        (lambda: plot([1], "ab"), TypeError, "plot: y must be real numbers, got 'ab'"),
        (lambda: plot(3.0), ValueError, "plot: the curve is the one number 3; a curve needs several, as in [3.0, 2.0, 1.5]"),
        (lambda: plot([]), ValueError, "plot: the curve is empty"),
        (lambda: plot({}), ValueError, "plot: there is no curve in {}; give a dict of label -> numbers"),
        (lambda: plot({"a": []}), ValueError, "plot: 'a' is empty"),
        (lambda: plot([[1, 2], [3]]), ValueError, "plot: the curve has rows of different lengths; give one number for each x"),
        (lambda: plot(np.ones((2, 2, 2))), ValueError, "plot: numbers of shape (2, 2, 2) are no curves; give (K,) for one, or (K, m) for m of them"),
        (lambda: plot([np.nan, np.inf]), ValueError, "plot: no number is finite and below 1e+100, so there is no curve"),
        (lambda: plot({"a": [0, -1]}, log="y"), ValueError, "plot: log='y' shows numbers above 0, and no y of 'a' is; leave out log"),
        (lambda: plot([1], log="z"), ValueError, 'plot: log must be "x", "y", "xy" or "", got log=\'z\''),
        (lambda: plot([1], title=cast(Any, 3)), TypeError, "plot: title must be text, got title=3"),
        (lambda: plot("rosenbrok"), KeyError, "unknown landscape or problem 'rosenbrok'; did you mean 'rosenbrock'?"),
        (lambda: plot("moons"), TypeError, "plot: moons has no box that says what to show; run it, and plot the run"),
        (lambda: plot(formula("x + y + z")), ValueError, "plot: x + y + z has 3 variables, and a picture shows one or two"),
        (lambda: plot([run(), 3]), TypeError, "plot: runs stand with runs alone, and one of these is of type int"),
        (lambda: plot(run(), [1]), TypeError, "plot: only numbers have a y; of runs and landscapes, plot(run) is all"),
        (lambda: plot(run(start=np.ones((2, 0)))), ValueError, "plot: a batch has no run in it; give x0 of shape (d, n) with n > 0"),
        (lambda: plot([1, 2], on="himmelblau"), ValueError, "plot: a path on himmelblau has 2 numbers for each of its K points, shape (K, 2), got shape (2,)"),
        (lambda: plot(run(), on="parabola"), ValueError, "plot: a path on parabola has 1 numbers for each of its K points, shape (K, 1), got shape (51, 2)"),
        (lambda: plot([[np.nan, 1.0]], on="bowl"), ValueError, "plot: the first point of the path is not finite"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence(make, error, sentence):
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == sentence
