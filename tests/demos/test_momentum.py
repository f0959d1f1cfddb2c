"""The demos that chapter 4 adds: two balls on a hill, and the eigenvalues of momentum on the unit disc."""

import numpy as np
import pytest

import gdzoo
from gdzoo.analysis import contraction
from tests.demos.test_truth import column, load, marks, panel

SENTENCES = [
    (
        "hill",
        {},
        "**Only the ball with momentum passes the bump**: after 80 steps the ball without momentum is at x = 1.6, where the slope is 0; "
        "with β = 0.85 it is at x = 0, having crossed the bottom 3 times.",
    ),
    (
        "hill",
        {"beta": 0.7},
        "**Neither passes the bump**: after 80 steps the ball without momentum is at x = 1.6, where the slope is 0; with β = 0.7 it is at x = 1.6.",
    ),
    (
        "hill",
        {"beta": 0.0},
        "**Twice the same ball**: with β = 0 neither carries a velocity along; after 80 steps both are at x = 1.6.",
    ),
    (
        "hill",
        {"bump": 0.0, "lr": 0.2},
        "**No bump on the way down**: after 80 steps the ball without momentum is at x = 0, where the slope is 0; "
        "with β = 0.85 it is at x = 0, having crossed the bottom 8 times.",
    ),
    (
        "spectrum",
        {},
        "**A complex pair**: both have the modulus √β = 0.9, for every learning rate on this circle, and the run swings with the period 11.",
    ),
    (
        "spectrum",
        {"lr": 0.01},
        "**A double root**: both are 0.9, the square root of β, and no β is faster at ηλ = 0.01.",
    ),
    (
        "spectrum",
        {"beta": 0.5, "lr": 0.05},
        "**Two real eigenvalues**, 0.89 and 0.56, with the product β: the larger decides, and the run creeps in from one side.",
    ),
    (
        "spectrum",
        {"beta": 0.5, "lr": 2.95},
        "**Two real eigenvalues**, −0.89 and −0.56, with the product β: the larger decides, and the run jumps from side to side.",
    ),
    (
        "spectrum",
        {"beta": 0.5, "lr": 3.0},
        "**On the edge of the disc**: one eigenvalue is −1, and the run never settles.",
    ),
    (
        "spectrum",
        {"beta": 0.5, "lr": 3.1},
        "**Outside the disc**: one eigenvalue is −1.17, because ηλ = 3.1 is above 2 (1 + β) = 3, and the run grows.",
    ),
    ("spectrum", {"beta": 0.0}, "**Plain descent**: with β = 0 one eigenvalue is 0 and the other 1 − ηλ = 0.7."),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_demo_says_what_happened(name, values, sentence):
    assert load(name)(**values).answer()["summary"].replace("\u00a0", " ") == sentence


# hill


@pytest.mark.parametrize("values", [{}, {"start": -3.0, "beta": 0.95}, {"bump": 1.0, "lr": 0.3}])
def test_the_balls_follow_the_recursion_of_the_package(values):
    demo = load("hill")(**values)
    answer, hill = demo.answer(), demo.hill()
    for name, beta in (("no momentum", 0.0), ("momentum", demo.beta)):
        x, v = column(answer, f"x, {name}"), column(answer, f"v, {name}")
        assert (x[0], v[0]) == (demo.start, 0)
        np.testing.assert_allclose(v[1:], beta * v[:-1] + hill.grad(x[None, :-1])[0], atol=1e-12)
        np.testing.assert_allclose(x[1:], x[:-1] - demo.lr * v[1:], atol=1e-12)
    plain = gdzoo.minimize("gd", hill, [demo.start], demo.steps, lr=demo.lr).x[:, 0]
    np.testing.assert_allclose(column(answer, "x, no momentum"), plain, atol=1e-12)


def test_the_slope_of_the_hill_is_that_of_its_curve():
    hill, x = load("hill")(bump=0.8).hill(), np.linspace(-3, 3.4, 50)
    step = 1e-6
    slope = (hill.value(x[None] + step) - hill.value(x[None] - step)) / (2 * step)
    np.testing.assert_allclose(hill.grad(x[None])[0], slope, atol=1e-7)


def test_the_balls_lie_on_the_hill_and_each_arrow_is_the_next_step():
    demo = load("hill")()
    picture = panel(demo.answer(), "hill")
    for line, arrow in zip(marks(picture, "line")[1:], marks(picture, "arrow"), strict=True):
        np.testing.assert_allclose(line["y"], demo.hill().value(line["x"][None]))
        np.testing.assert_array_equal(arrow["x0"], line["x"])
        np.testing.assert_array_equal(arrow["x1"][:-1], line["x"][1:])


def test_from_the_other_side_momentum_rolls_through_the_bottom_into_the_wrong_hollow():
    answer = load("hill")(start=-3.0, beta=0.95).answer()
    assert column(answer, "x, no momentum")[-1] == pytest.approx(0, abs=0.5)
    assert column(answer, "x, no momentum").max() < 0
    assert column(answer, "x, momentum")[-1] > 1.2


# spectrum


@pytest.mark.parametrize(("lr", "beta"), [(0.3, 0.81), (0.05, 0.5), (2.95, 0.5), (3.1, 0.5), (0.01, 0.81), (1.0, 0.0)])
def test_the_eigenvalues_make_the_run_and_the_envelope_lies_above_it(lr, beta):
    answer = load("spectrum")(lr=lr, beta=beta).answer()
    z = np.array([complex(*row["cells"][1:3]) for row in panel(answer, "eigenvalues")["rows"]])
    np.testing.assert_allclose(z.sum().real, 1 + beta - lr, atol=1e-12)
    np.testing.assert_allclose(z.prod().real, beta, atol=1e-12)
    x, envelope = column(answer, "x"), column(answer, "envelope")
    np.testing.assert_allclose(x[2:], (1 + beta - lr) * x[1:-1] - beta * x[:-2], atol=1e-9 * np.abs(x).max())
    assert (np.abs(x) <= envelope * (1 + 1e-9) + 1e-12).all()
    rate = contraction("momentum", lr, beta)
    np.testing.assert_allclose(envelope[1:], rate * envelope[:-1], atol=1e-12)


def test_a_pair_lies_on_the_circle_of_radius_root_beta_whatever_the_learning_rate():
    for lr in (0.02, 0.3, 1.0, 2.0, 3.6):
        rows = panel(load("spectrum")(lr=lr, beta=0.81).answer(), "eigenvalues")["rows"]
        assert [row["cells"][3] for row in rows] == pytest.approx([0.9, 0.9])


def test_outside_the_disc_an_eigenvalue_is_a_warning_and_a_button_leads_back():
    answer = load("spectrum")(beta=0.5, lr=3.1).answer()
    assert [row["pen"]["color"] for row in panel(answer, "eigenvalues")["rows"]] == ["warn", "accent"]
    (fix,) = answer["fixes"]
    back = load("spectrum")(beta=0.5, **fix["set"]).answer()
    assert not back["fixes"]
    assert np.abs(column(back, "x")[-1]) < 1


def test_the_spiral_is_the_powers_of_the_first_eigenvalue():
    answer = load("spectrum")().answer()
    spiral = next(line for line in marks(panel(answer, "disc"), "line") if line["moves"])
    row = panel(answer, "eigenvalues")["rows"][0]["cells"]
    np.testing.assert_allclose(spiral["x"] + 1j * spiral["y"], complex(row[1], row[2]) ** np.arange(41), atol=1e-12)
