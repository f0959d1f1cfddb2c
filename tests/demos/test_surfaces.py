"""What is named on a landscape is there, and what the demos with surfaces say of it is true."""

from typing import Any

import numpy as np
import pytest

from demos import kit
from demos.kit.ending import flat_place
from demos.kit.landmarks import is_convex, landmarks, ravine, ridge
from demos.kit.planes import PLANES, plane, relief, view
from demos.kit.tuning import sensible_lr
from demos.kit.wire import apart

CONVEX = {"bowl", "valley", "booth", "matyas", "ravine", "abs_sum"}
GALLERY: Any = kit.load("landscape-gallery")


def test_the_convex_landscapes_are_those_that_theory_knows():
    assert {name for name, landscape in PLANES.items() if is_convex(landscape)} == CONVEX


@pytest.mark.parametrize("name", [name for name in PLANES if name not in CONVEX])
def test_where_a_landscape_is_not_convex_some_chord_lies_below_the_graph(name):
    landscape = PLANES[name]
    dice = np.random.default_rng(3)
    low, high = np.transpose(view(landscape))
    a, b = (low[:, None] + (high - low)[:, None] * dice.random((2, 100_000)) for _ in range(2))
    near = a + 0.05 * (b - a)  # short chords, which stay where the ground bends down
    assert (landscape.value((a + near) / 2) > (landscape.value(a) + landscape.value(near)) / 2 + 1e-12).any()


def test_a_ravine_is_named_on_its_floor_and_a_ridge_on_its_crest():
    [(x, y)] = ravine(PLANES["rosenbrock"])
    assert y == pytest.approx(x**2, abs=0.1)
    [(x, y)] = ridge(PLANES["rosenbrock"])
    assert x == pytest.approx(0, abs=0.1)
    assert y > 1
    [(_, y)] = ravine(PLANES["valley"])
    assert y == pytest.approx(0, abs=0.1)
    for name in ("bowl", "himmelblau", "saddle", "rastrigin", "cliff", "peaks"):
        assert ravine(PLANES[name]) == [], name
    for name in (*CONVEX, "himmelblau", "saddle", "rastrigin", "cliff", "peaks"):
        assert ridge(PLANES[name]) == [], name


@pytest.mark.parametrize("landscape", PLANES.values(), ids=PLANES)
def test_every_named_point_is_marked_once_and_each_kind_has_its_word(landscape):
    marks = landmarks(landscape)
    words = [mark["text"] for mark in marks if mark["mark"] == "text"]
    points = [mark for mark in marks if mark["mark"] == "points"]
    places = landscape.minima + landscape.local_minima + landscape.saddles + landscape.maxima
    assert sum(len(mark["x"]) for mark in points) == len(places)
    assert words.count("plateau") == len(landscape.plateaus)
    for mark in points:
        assert mark["labels"][0]
        assert not any(mark["labels"][1:])
    assert len({mark["symbol"] for mark in points}) == len(points)


def test_a_surface_costs_no_arrays_beyond_those_of_its_plane():
    landscape = PLANES["six_hump_camel"]
    flat, high = plane(landscape, []), relief(landscape, [])
    assert len(apart({"panels": [flat, high]})[1]) == len(apart({"panels": [flat]})[1])


@pytest.mark.parametrize("landscape", PLANES.values(), ids=PLANES)
def test_the_facts_of_the_gallery_are_those_of_the_landscape(landscape):
    answer = GALLERY(landscape=landscape.name).answer()
    facts = dict(row["cells"] for row in answer["panels"][2]["rows"])
    assert facts["convex"] == ("yes" if landscape.name in CONVEX else "no")
    lowest = landscape.minima or landscape.local_minima
    assert ("height there" in facts) == bool(lowest)
    if "largest stable η, 2/L" in facts:
        largest = np.linalg.eigvalsh(landscape.hess(np.array(lowest[0])))[-1]
        assert float(facts["largest stable η, 2/L"].replace("e−", "e-")) == pytest.approx(2 / largest, rel=0.05)


@pytest.mark.parametrize("landscape", PLANES.values(), ids=PLANES)
def test_flat_and_in_three_dimensions_the_gallery_says_the_same(landscape):
    flat, high = (GALLERY(landscape=landscape.name, relief=relief).answer() for relief in (False, True))
    assert flat["summary"] == high["summary"]
    assert high["panels"][0]["kind"] == "surface"
    assert [mark for mark in flat["panels"][0]["marks"] if mark["mark"] != "field"] != []
    assert "heights by band, not to scale" in high["note"]


SENTENCES = [
    (
        "surface",
        {},
        "**Adam arrives first**: loss below 0.001 after 78 steps, Momentum after 82. Gradient descent ends at 0.088.",
    ),
    (
        "landscape-gallery",
        {},
        "**Gradient descent arrives**: loss below 0.001 after 12 steps. "
        "The landscape is not convex; the picture marks 4 minima, 4 saddles and one hilltop.",
    ),
    (
        "landscape-gallery",
        {"landscape": "saddle"},
        "**Gradient descent falls out of the picture** after 53 steps. "
        "The landscape is not convex and has no bottom; the picture marks one saddle.",
    ),
    (
        "landscape-gallery",
        {"landscape": "rastrigin"},
        "**Gradient descent rests in a local minimum**, at loss 25. "
        "The landscape is not convex; the picture marks one minimum and 8 local minima.",
    ),
    (
        "landscape-gallery",
        {"landscape": "product"},
        "**Gradient descent arrives**: loss below 0.001 after 1 step. "
        "The landscape is not convex; the picture marks a curve of minima and one saddle.",
    ),
    (
        "landscape-gallery",
        {"landscape": "bowl", "start": [0, 0]},
        "**Gradient descent does not move**: there is no slope at the start. "
        "The landscape is convex; the picture marks one minimum.",
    ),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_demo_says_what_happened(name, values, sentence):
    assert kit.load(name)(**values).answer()["summary"].replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    "values",
    [{"lr": 3.0}, {"landscape": "ravine", "lr": 0.5}, {"start": [900.0, 900.0]}, {"rule": "momentum", "lr": 1.0}],
)
def test_a_run_that_diverges_is_offered_values_that_do_not(values):
    answer = GALLERY(**values).answer()
    assert "diverges" in answer["summary"]
    mended = GALLERY(**values | answer["fixes"][0]["set"]).answer()
    assert "diverges" not in mended["summary"]
    assert not mended["fixes"]


def test_beside_a_kink_there_is_no_flat_place():
    assert flat_place(PLANES["abs_sum"], np.array([0.05, -0.05])) is None


@pytest.mark.parametrize("landscape", PLANES.values(), ids=PLANES)
def test_there_is_a_sensible_rate_everywhere(landscape):
    assert 0 < sensible_lr(landscape) < 100
