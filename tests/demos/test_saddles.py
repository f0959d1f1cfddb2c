"""The demos of "Saddles, plateaus, many minima": what they draw is what the package computes and theory says, and so are their sentences."""

import numpy as np
import pytest

import gdzoo
from demos.kit import load
from gdzoo.analysis import escape_spread, escape_steps
from tests.demos.reading import column, marks, panel

SENTENCES = [
    (
        "saddle-escape",
        {},
        "**Adam leaves after 20 steps, Momentum after 52 steps, Gradient descent after 145 steps, Newton's method not within 400**; "
        "for gradient descent the logarithm law says 145.",
    ),
    (
        "saddle-escape",
        {"turn": 45, "rules": ["gd", "sign_gd", "adam"]},
        "**Gradient descent leaves after 145 steps, Adam after 185 steps, Sign descent not within 400**; "
        "for gradient descent the logarithm law says 145.",
    ),
    ("saddle-escape", {"rules": ["newton"]}, "**Newton's method leaves not within 400**."),
    (
        "escape-law",
        {},
        "**A start ten times nearer costs Gradient descent 24, Momentum 8.4 and Adam 0.44 more steps**; "
        "for plain descent the law says ln 10 / ln(1 + η|λ|) = 24.2.",
    ),
    (
        "escape-law",
        {"noise": "small", "rules": ["gd"]},
        "**For plain descent this noise is worth a start 1.1e−7 from the ridge**: from 1e−10, Gradient descent needs 169 steps; "
        "without noise the law says 242 for plain descent.",
    ),
    (
        "cliff",
        {},
        "**The cliff throws plain descent 12 far in one step**: without clipping it is at the bottom after 18 steps, "
        "with clipping it is at the bottom after 7 steps; Adam is at x = −1.7 after 60 steps.",
    ),
    (
        "restarts",
        {},
        "**2 starts of 8 are in the deepest hollow**; one start finds it with the chance 28%, one of 8 at least with 92%, "
        "and for 95% it takes 10 starts.",
    ),
]


def answer(name, **values):
    return load(name)(**values).answer()


def cells(shown, name="results"):
    return {row["cells"][0]: row["cells"][1:] for row in panel(shown, name)["rows"]}


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_demo_says_what_happened(name, values, sentence):
    assert answer(name, **values)["summary"].replace("\u00a0", " ") == sentence


# saddle-escape


@pytest.mark.parametrize("away", [1e-12, 1e-6, 1e-2])
def test_plain_descent_and_momentum_leave_when_the_law_says_however_the_saddle_is_turned(away):
    for turn in (0, 30, -70):
        shown = cells(answer("saddle-escape", away=away, turn=turn, rules=["gd", "momentum"]))
        for title, rule, beta in (("Gradient descent", "gd", 0.0), ("Momentum", "momentum", 0.9)):
            law = escape_steps(0.05, -2.0, away, 1.0, rule=rule, beta=beta)
            assert shown[title][0] == pytest.approx(np.ceil(law), abs=1 if away < 1e-9 else 0)


def test_adam_is_quick_along_the_axes_and_slower_than_descent_askew():
    for turn, quicker in ((0, True), (45, False), (-45, False)):
        shown = cells(answer("saddle-escape", turn=turn))
        assert (shown["Adam"][0] < shown["Gradient descent"][0]) == quicker


def test_newton_sits_on_the_saddle_point_after_one_step_and_saddle_free_newton_doubles_its_distance():
    shown = answer("saddle-escape", rules=["newton", "saddle_free_newton"])
    free = column(shown, "distance, Saddle-free Newton")
    np.testing.assert_allclose(free[:20], 1e-6 * 2.0 ** np.arange(20), rtol=1e-9)
    assert np.nanmax(column(shown, "distance, Newton's method")[1:]) == 0
    assert np.nanmax(np.abs(column(shown, "loss, Newton's method")[1:])) < 1e-15


def test_the_handle_stands_on_the_ridge_at_the_start():
    demo = load("saddle-escape")(turn=30, along=1.0)
    [handle] = marks(panel(demo.answer(), "plane"), "handle")
    np.testing.assert_allclose([handle["x"], handle["y"]], [-np.cos(np.pi / 6), -0.5])
    assert (handle["moves"], handle["polar"]) == (["along", "turn"], 180)


# escape-law


@pytest.mark.parametrize("lr", [0.04, 0.05, 0.3])
def test_without_noise_every_dot_is_the_law_rounded_up(lr):
    shown = answer("escape-law", lr=lr, rules=["gd", "momentum"])
    for title in ("Gradient descent", "Momentum"):
        np.testing.assert_array_equal(column(shown, f"steps, {title}"), np.ceil(column(shown, f"law, {title}")))
    distances = column(shown, "distance")
    np.testing.assert_allclose(column(shown, "law, Gradient descent"), escape_steps(lr, -2.0, distances, 1.0))


@pytest.mark.parametrize("noise", ["tiny", "small", "medium", "large"])
def test_with_noise_the_dots_keep_to_the_law_and_level_off_where_it_says(noise):
    sigma = {"tiny": 1e-8, "small": 1e-6, "medium": 1e-4, "large": 1e-2}[noise]
    shown = answer("escape-law", noise=noise, rules=["gd", "momentum"], draw=3)
    for title, ten in (("Gradient descent", 24.2), ("Momentum", 8.4)):
        steps, law = column(shown, f"steps, {title}"), column(shown, f"law, {title}")
        assert np.abs(steps - law).max() < 0.3 * ten  # a third of a factor of ten
        assert steps[0] - steps[2] < 0.3 * ten or noise == "tiny"
    worth = escape_spread(0.05, -2.0, sigma)
    assert [mark["x"] for mark in marks(panel(shown, "law"), "rule")] == ([worth] if worth > 1e-10 else [])


def test_askew_adam_obeys_a_logarithm_too():
    flat, steep = (column(answer("escape-law", askew=askew), "steps, Adam") for askew in (False, True))
    assert np.ptp(flat) < 10
    costs = -np.diff(steep)
    assert (costs > 0).all()
    assert steep[0] - steep[-1] > 150


# cliff


def test_the_balls_are_runs_of_the_package_and_only_the_long_gradients_are_cut():
    demo = load("cliff")(lr=7.0, clip=0.2)
    shown = demo.answer()
    f = gdzoo.LANDSCAPES["cliff"]
    for name, land in (("descent", f), ("clipped", gdzoo.ClipNorm(f, 0.2))):
        run = gdzoo.minimize("gd", land, [3.0, 0.0], 60, lr=7.0)
        np.testing.assert_array_equal(column(shown, f"x, {name}"), run.x[:, 0])
    plain, clipped = column(shown, "x, descent"), column(shown, "x, clipped")
    assert np.abs(np.diff(clipped)).max() <= 7.0 * 0.2 + 1e-12
    on_top = plain > 0.9
    np.testing.assert_array_equal(plain[on_top], clipped[: on_top.sum()])


def test_a_small_rate_throws_nobody_and_takes_long_on_the_plateau():
    small, large = (column(answer("cliff", lr=lr, steps=100), "x, descent") for lr in (1.0, 10.0))
    assert small.min() > -1.2
    assert large.min() < -10
    assert np.argmax(small < 0.8) > 8 * np.argmax(large < 0.8)


# restarts


@pytest.mark.parametrize("land", ["styblinski_tang", "griewank", "rastrigin"])
def test_the_chance_of_many_starts_is_one_less_the_chance_that_all_miss(land):
    shown = answer("restarts", landscape=land)
    theory, counted = marks(panel(shown, "chances"), "line")
    p = theory["y"][0]
    np.testing.assert_allclose(theory["y"], 1 - (1 - p) ** theory["x"])
    np.testing.assert_allclose(counted["y"], 1 - (1 - p) ** counted["x"], atol=0.16)
    assert counted["y"][0] == pytest.approx(p)


def test_the_best_so_far_is_the_lowest_end_so_far_and_the_dots_are_runs():
    shown = answer("restarts", restarts=12, draw=3, lr=0.02)
    ends = column(shown, "loss at the end")
    np.testing.assert_array_equal(column(shown, "best so far"), np.minimum.accumulate(ends))
    dots = next(mark for mark in marks(panel(shown, "plane"), "points") if mark["symbol"] == "dot")
    x = np.stack([dots["x"].reshape(-1, 12), dots["y"].reshape(-1, 12)])
    land = gdzoo.LANDSCAPES["styblinski_tang"]
    run = gdzoo.minimize("gd", land, x[:, 0], 200, every=10, lr=0.02)
    np.testing.assert_allclose(x[:, -1], run.x[-1], atol=0.02)


def test_the_share_of_a_landscape_that_is_a_sum_is_the_product_of_the_shares_of_its_coordinates():
    shown = answer("restarts")
    ground, [theory, _] = panel(shown, "plane"), marks(panel(shown, "chances"), "line")
    shares = []
    for axis in (ground["x"], ground["y"]):
        side = np.linspace(axis["low"], axis["high"], 2001)
        end = gdzoo.minimize("gd", "styblinski_tang", side[None], 200, every=200, lr=0.02).x[-1, 0]
        shares.append(np.mean(np.abs(end + 2.9035) < 0.1))
    assert theory["y"][0] == pytest.approx(np.prod(shares), abs=0.02)
