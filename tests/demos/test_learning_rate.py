"""The demos of chapter 2: a step as a map, and which step broke a run."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.divergence import GROUNDS
from tests.demos.reading import column, marks, panel

COBWEB: Any = kit.load("cobweb")
DIVERGENCE: Any = kit.load("divergence")
HEALTHY = {"start": [-2.6, 0.05], "lr": 0.105}  # at first


# cobweb


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"lr": 0.1},
            "**Approaches from one side**: ηL is 0.2, below 1, so every step keeps 0.8 of x and its sign; after 12 steps x is 0.17.",
        ),
        (
            {"lr": 0.5},
            "**Arrives in one step**: ηL is 1 and the line lies flat, so whatever x is now, the next is 0.",
        ),
        (
            {},
            "**Jumps from side to side, and still arrives**: ηL is 1.8, between 1 and 2, so every step turns the sign of x "
            "and keeps 0.8 of its size; after 12 steps x is 0.17.",
        ),
        (
            {"lr": 1.0},
            "**Back and forth forever**: ηL is 2, so every step turns the sign of x and keeps its size, 2.5.",
        ),
        (
            {"lr": 1.05, "steps": 1},
            "**Diverges**: ηL is 2.1, above 2, so every step turns the sign of x and makes it 1.1 times as large; after 1 step x is −2.8.",
        ),
        ({"start": 0.0}, "**Nothing moves**: at x = 0 the slope is zero; the line and the diagonal cross there."),
    ],
)
def test_the_cobweb_names_the_five_regimes_and_rest(values, sentence):
    assert COBWEB(**values).answer()["summary"] == sentence


@pytest.mark.parametrize("lr", [0.07, 0.5, 0.83, 1.0, 1.13])
def test_the_corners_of_the_cobweb_lie_on_the_line_and_on_the_diagonal_in_turn(lr):
    answer = COBWEB(lr=lr, start=-1.3, steps=7).answer()
    web = marks(panel(answer, "map"), "line")[0]
    np.testing.assert_allclose(web["x"][::2], web["y"][::2])
    np.testing.assert_allclose(web["y"][1::2], (1 - 2 * lr) * web["x"][1::2], atol=1e-14)
    np.testing.assert_allclose(web["x"][::2], -1.3 * (1 - 2 * lr) ** np.arange(8), atol=1e-14)
    np.testing.assert_allclose(column(answer, "x now"), web["x"][::2])
    np.testing.assert_allclose(column(answer, "x next")[:-1], web["x"][2::2])


def test_the_line_of_the_cobweb_is_the_map_of_one_step():
    line = marks(panel(COBWEB(lr=0.7).answer(), "map"), "arrow")[1]
    assert (line["x0"], line["x1"]) == (-3, 3)
    np.testing.assert_allclose([line["y0"], line["y1"]], [1.2, -1.2])


def test_the_picture_of_the_cobweb_widens_so_that_a_spiral_outward_is_seen():
    answer = COBWEB(lr=1.05).answer()
    web, axis = marks(panel(answer, "map"), "line")[0], panel(answer, "map")["x"]
    assert web["opens"] is None
    assert axis["high"] > np.abs(web["x"]).max() > 7
    assert panel(COBWEB(lr=0.9).answer(), "map")["x"]["high"] == 3


def test_the_ticks_of_the_cobweb_are_where_the_line_lies_flat_and_where_the_square_closes():
    assert COBWEB().answer()["controls"]["lr"]["ticks"] == [
        {"value": 0.5, "label": "1/L"},
        {"value": 1.0, "label": "2/L"},
    ]


def test_a_cobweb_that_leaves_says_so_and_is_offered_a_rate_that_stays():
    answer = COBWEB(lr=1.2).answer()
    assert marks(panel(answer, "map"), "line")[0]["opens"] is not None
    [offer] = answer["fixes"]
    mended = COBWEB(**offer["set"]).answer()
    assert "still arrives" in mended["summary"]
    assert not mended["fixes"]


# divergence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            HEALTHY,
            "**Diverges** from step 11 on, after 10 steps down: the curvature that it meets, 19.4, is above 2/η = 19, "
            "and every step climbs from there on.",
        ),
        (
            {"start": [2.6, 1e-5], "lr": 0.101, "steps": 10},
            "**Diverges**, though no step has climbed yet: the curvature of the steep direction, 20, is above 2/η = 19.8, "
            "and the error there grows from step to step.",
        ),
        (
            {"lr": 0.09},
            "**No step climbs**: the curvature that they meet, 19.3 at most, is not above 2/η = 22.2; the run arrives after 24 steps.",
        ),
        (
            {"landscape": "rosenbrock"},
            "**Ends at loss 3.2, though 8 steps climb**: there the curvature, up to 1540, is above 2/η = 952.",
        ),
        (
            {"landscape": "styblinski_tang"},
            "**No step climbs**: the curvature that they meet, 30.3 at most, is not above 2/η = 32.9; the run rests in a local minimum.",
        ),
        ({"start": [0.0, 0.0]}, "**Nothing moves**: at the start there is no slope."),
    ],
)
def test_divergence_says(values, sentence):
    assert DIVERGENCE(**values).answer()["summary"] == sentence


@pytest.mark.parametrize("name", GROUNDS)
@pytest.mark.parametrize("times", [0.5, 1.0, 1.3])
def test_the_red_dots_are_the_steps_after_which_the_loss_is_higher(name, times):
    lr = times * DIVERGENCE(landscape=name).lr
    demo = DIVERGENCE(landscape=name, lr=lr)
    answer = demo.answer()
    f = column(answer, "loss")
    red = marks(panel(answer, "plane"), "line")[1]
    rises = np.append(False, np.diff(f) > 1e-9 * np.abs(f[:-1]))
    np.testing.assert_array_equal(np.isfinite(red["x"]), rises)
    met = column(answer, "curvature met")[1:]
    np.testing.assert_array_equal(met[np.isfinite(met)] > 2 / lr, rises[1:][np.isfinite(met)])


@pytest.mark.parametrize("values", [HEALTHY, {"landscape": "rosenbrock"}, {"landscape": "himmelblau", "look": 3}])
def test_in_profile_the_lemma_s_parabola_touches_the_loss_with_its_tangent_and_lies_above_it(values):
    demo = DIVERGENCE(**values)
    profile = panel(demo.answer(), "profile")
    tangent, lemma, loss = marks(profile, "line")
    assert tangent["y"][0] == lemma["y"][0] == loss["y"][0]
    k = demo.look - 1
    x = demo.run.x[k]
    np.testing.assert_allclose(loss["y"], [demo.landscape.value(x - a * demo.landscape.grad(x)) for a in loss["x"]])
    np.testing.assert_allclose(
        np.diff(tangent["y"]) / np.diff(tangent["x"]), -np.sum(demo.landscape.grad(x) ** 2), rtol=1e-9
    )
    assert (lemma["y"] >= loss["y"] - 1e-9 * np.abs(loss["y"])).all()
    [dot] = marks(profile, "points")
    np.testing.assert_allclose([dot["x"][0], dot["y"][0]], [demo.lr, demo.run.f[k + 1]])


def test_on_a_quadratic_the_lemma_gives_all_back_at_two_over_the_largest_curvature():
    _, lemma, _ = marks(panel(DIVERGENCE(**HEALTHY).answer(), "profile"), "line")
    assert np.interp(0.1, lemma["x"], lemma["y"]) == pytest.approx(lemma["y"][0], rel=2e-3)


def test_the_run_that_looks_healthy_goes_down_until_its_path_has_turned():
    run = gdzoo.minimize("gd", "valley", [-2.6, 0.05], 40, lr=0.105)
    rises = np.diff(run.f) > 0
    assert not rises[:10].any()
    assert rises[10:].all()


@pytest.mark.parametrize("values", [HEALTHY, {"landscape": "product"}, {"landscape": "himmelblau", "lr": 0.1}])
def test_the_largest_stable_rate_is_offered_where_a_run_diverges(values):
    answer = DIVERGENCE(**values).answer()
    assert answer["summary"].startswith("**Diverges")
    mended = DIVERGENCE(**values | answer["fixes"][0]["set"]).answer()
    assert "iverges" not in mended["summary"]
    assert not mended["fixes"]


def test_the_first_step_that_climbs_is_the_one_in_profile_until_the_reader_picks_another():
    assert DIVERGENCE(**HEALTHY).answer()["values"]["look"] == 11
    assert panel(DIVERGENCE(**HEALTHY, look=3).answer(), "profile")["title"] == "Step 3 in profile"
