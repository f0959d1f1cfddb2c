"""The demos of chapter 3: what they say, and that it is what the package computes and theory has it."""

import numpy as np
import pytest

import gdzoo
from gdzoo.analysis import best, descent_filter, ridge_filter
from tests.demos.test_truth import column, load, marks, panel

SENTENCES = [
    (
        "ellipse",
        {},
        "**κ = 16**: at the best learning rate a step keeps 0.882 of the error, and a digit costs about 18 steps, whatever the angle.",
    ),
    (
        "ellipse",
        {"lr": 0.25},
        "**κ = 16**: at η = 0.25 a step keeps 0.938 of the error, and a digit costs about 36 steps, whatever the angle; "
        "at the best, η = 0.471, a step keeps 0.882 of the error, and a digit costs about 18 steps.",
    ),
    (
        "ellipse",
        {"first": 0.5},
        "**A round bowl, κ = 1**: at the best learning rate one step leaves next to no error, whatever the angle.",
    ),
    (
        "ellipse",
        {"lr": 0.6},
        "**κ = 16, diverges**: the learning rate times the largest curvature is 2.4, above 2.",
    ),
    (
        "eigen-coordinates",
        {},
        "**Two problems in one**: along u each step multiplies the error by 0.83, along v by −0.7, and neither knows of the other; x and y mix the two.",
    ),
    (
        "eigen-coordinates",
        {"angle": 0},
        "**Already untangled**: at 0° the axes of the bowl are those of the picture, and along u each step multiplies the error by 0.83, along v by −0.7.",
    ),
    (
        "eigen-coordinates",
        {"lr": 0.21},
        "**Diverges**: along u each step multiplies the error by 0.79, along v by −1.1; the learning rate times the largest curvature is 2.1, above 2.",
    ),
    (
        "error-modes",
        {},
        "**After 100 steps, the 9 steepest of 13 directions are more than half found**; the flattest still has 0.9 of its error, "
        "and ridge with the penalty 0.01 leaves about the same, never more than 0.2 apart.",
    ),
    (
        "error-modes",
        {"lr": 2.0},
        "**The steepest direction does not settle**: ηL = 2, and after 100 steps it still has 1 of its error, the flattest 0.82.",
    ),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_demo_says_what_happened(name, values, sentence):
    assert load(name)(**values).answer()["summary"].replace("\u00a0", " ") == sentence


# ellipse


@pytest.mark.parametrize(("first", "second"), [(2.0, 0.5), (0.7, 1.9), (1.0, 1.0)])
def test_the_tips_lie_on_the_level_line_one_half_of_a_bowl_with_these_curvatures(first, second):
    demo = load("ellipse")(first=first, second=second, angle=-50)
    answer, land = demo.answer(), demo.landscape
    tips = np.array([(handle["x"], handle["y"]) for handle in marks(panel(answer, "plane"), "handle")])
    np.testing.assert_allclose(np.linalg.norm(tips, axis=1), [first, second])
    assert tips[0] @ tips[1] == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(land.value(tips.T), 0.5)
    level = marks(panel(answer, "plane"), "line")[0]
    np.testing.assert_allclose(land.value(np.stack([level["x"], level["y"]])), 0.5)
    np.testing.assert_allclose(np.linalg.eigvalsh(land.hess(np.zeros(2))), np.sort([first**-2, second**-2]))
    curvatures = [row["cells"][2] for row in panel(answer, "axes")["rows"]]
    np.testing.assert_allclose(curvatures, [first**-2, second**-2])


def test_turning_the_bowl_turns_the_path_and_changes_no_number():
    straight, askew = (load("ellipse")(angle=angle).answer() for angle in (0, 77))
    for name in ("distance", "loss, descent"):
        np.testing.assert_allclose(column(askew, name), column(straight, name), rtol=1e-10)
    assert askew["summary"] == straight["summary"]
    c, s = np.cos(np.radians(77)), np.sin(np.radians(77))
    x, y = (column(straight, f"{axis}, descent") for axis in "xy")
    np.testing.assert_allclose(column(askew, "x, descent"), c * x - s * y, atol=1e-12)
    np.testing.assert_allclose(column(askew, "y, descent"), s * x + c * y, atol=1e-12)


def test_at_the_best_rate_both_axes_lose_the_same_and_the_distance_shrinks_by_it():
    answer = load("ellipse")(lr=best("gd", 0.25, 4.0).lr).answer()
    first, second = (row["cells"][3] for row in panel(answer, "axes")["rows"])
    assert first == pytest.approx(-second)
    assert first == pytest.approx(15 / 17)
    np.testing.assert_allclose(column(answer, "distance"), np.hypot(1.9, 1.0) * (15 / 17) ** np.arange(41), rtol=1e-9)


def test_the_best_rate_follows_the_axes():
    assert load("ellipse")().answer()["values"]["lr"] == 0.4706
    answer = load("ellipse")(second=1.0).answer()
    assert answer["values"]["lr"] == pytest.approx(best("gd", 0.25, 1.0).lr, rel=1e-3)
    assert [tick["label"] for tick in answer["controls"]["lr"]["ticks"]] == ["1/L", "best", "2/L"]


# eigen-coordinates


@pytest.mark.parametrize("values", [{}, {"angle": 71, "kappa": 30.0, "lr": 0.05}, {"start": [1.0, 2.0]}])
def test_along_each_axis_of_the_bowl_every_step_multiplies_by_one_number(values):
    demo = load("eigen-coordinates")(**values)
    answer = demo.answer()
    for name, curvature in (("u", 1.0), ("v", demo.kappa)):
        along = column(answer, name)
        np.testing.assert_allclose(along[1:], (1 - demo.lr * curvature) * along[:-1], atol=1e-12)
        theory = marks(panel(answer, name), "line")[0]
        np.testing.assert_allclose(theory["y"], along, atol=1e-12)
    ratios = {row["cells"][0]: row["cells"][2][1:] for row in panel(answer, "reading")["rows"]}
    assert np.ptp(ratios["u"]) < 1e-9
    assert np.ptp(ratios["x"]) > 0.01


def test_the_same_run_is_drawn_in_both_coordinates():
    demo = load("eigen-coordinates")()
    answer = demo.answer()
    run = gdzoo.minimize("gd", demo.landscape, [-2.4, 0.5], 20, lr=0.17)
    np.testing.assert_array_equal(column(answer, "x"), run.x[:, 0])
    u, v = (column(answer, name) for name in "uv")
    np.testing.assert_allclose(np.hypot(u, v), np.linalg.norm(run.x, axis=1))
    np.testing.assert_allclose((u**2 + 10 * v**2) / 2, run.f)  # with its one half
    own = panel(answer, "own")
    path = marks(own, "line")[0]
    np.testing.assert_array_equal(path["x"], u)
    assert (own["x"]["label"], own["y"]["label"]) == ("u", "v")


# error-modes


@pytest.mark.parametrize("values", [{}, {"lr": 1.7, "kappa": 10.0}, {"steps": 10_000, "modes": 30}])
def test_the_bars_are_what_descent_leaves_and_finds_and_the_outlines_what_ridge_leaves(values):
    demo = load("error-modes")(**values)
    answer, at = demo.answer(), demo.answer()["timeline"]
    curvatures = np.geomspace(1, 1 / demo.kappa, demo.modes)[:, None]
    (left,) = marks(panel(answer, "left"), "bars")
    found, ridge = marks(panel(answer, "found"), "bars")
    np.testing.assert_allclose(left["y"], (1 - demo.lr * curvatures) ** at, atol=1e-4)
    np.testing.assert_allclose(found["y"], descent_filter(demo.lr, curvatures, at), atol=1e-4)
    wanted = ridge_filter(curvatures, 1 / (demo.lr * at[1:]))
    np.testing.assert_allclose(np.array(ridge["y"])[:, 1:], wanted, atol=1e-4)
    assert not np.array(ridge["y"])[:, 0].any()  # before the first step nothing is found
    assert not found["hollow"]
    assert ridge["hollow"]
    assert at[0] == 0
    assert at[-1] == demo.steps


def test_the_bars_fall_from_the_steepest_to_the_flattest():
    (left,) = marks(panel(load("error-modes")().answer(), "left"), "bars")
    assert (np.diff([height[-1] for height in left["y"]]) >= 0).all()
