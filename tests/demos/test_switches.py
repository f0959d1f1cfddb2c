"""The demos of one rule in many places: on six landscapes, in other libraries, at every angle, under every schedule."""

import numpy as np
import pytest

import gdzoo
from demos.kit import load
from demos.kit.courses import course
from demos.kit.menus import WALKERS
from demos.kit.tuning import best_lr
from demos.rotate import ANGLES, Rotate, turned, valley
from demos.schedules import Schedules
from demos.strip import GROUNDS
from gdzoo.conventions import CONVENTIONS
from tests.demos.reading import column, panel

SENTENCES = [
    (
        "strip",
        {"rule": "bfgs"},
        "**BFGS arrives on 5 of 6 landscapes**: Valley after 7, Ravine after 4, Rosenbrock's valley after 26, "
        "Himmelblau's function after 5, Saddle between two minima after 5 steps; it rests in a local minimum on Rastrigin's function.",
    ),
    (
        "strip",
        {"rule": "gd", "scale": 10.0},
        "**Gradient descent arrives nowhere** in 100 steps: it diverges on Valley, on Ravine, on Rosenbrock's valley, "
        "on Himmelblau's function, on Saddle between two minima and ends on Rastrigin's function at 130.",
    ),
    (
        "convention",
        {"writer": "torch"},
        "**Same numbers, same path**: PyTorch 2.13 differs in the names of arguments at most.",
    ),
    (
        "convention",
        {"rule": "lion", "writer": "torch"},
        "**Lion is not translated for PyTorch 2.13**: the table lists the forms that are.",
    ),
    (
        "convention",
        {"rule": "yogi", "writer": "paper"},
        "**Not the same path**: no correction of the start; v starts at the mean square of a first batch. That step is not computed here.",
    ),
    (
        "convention",
        {"rule": "adan", "beta1": 0.0},
        "**Our numbers are out of range there; translated, they agree but for rounding**, over 60 steps.",
    ),
    (
        "rotate",
        {},
        "**Gradient descent does not notice, Adam does**: Gradient descent ends at 5.8e−5 at every angle; "
        "at 30° Adam ends at 0.42; at its best angle it ends at 6.8e−12, at its worst it ends at 0.44.",
    ),
    (
        "rotate",
        {"rules": ["newton"]},
        "**Newton's method does not notice the angle**: Newton's method ends below 1e−16 at every angle.",
    ),
    (
        "rotate",
        {"scale": 10.0, "rules": ["gd"]},
        "**Gradient descent does not notice the angle**: Gradient descent diverges at every angle.",
    ),
    (
        "schedules",
        {},
        "**Exponential ends lowest, at 0.012**: its last rate is 4.1e−4, with the floor 0.0018. "
        "Constant ends at 0.24: its last rate is 0.04, with the floor 0.24.",
    ),
    ("schedules", {"lr": 0.2}, "**Diverges**, whatever the schedule: the learning rate 0.2 is too large."),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_the_sentence(name, values, sentence):
    assert load(name)(**values).answer()["summary"].replace("\u00a0", " ") == sentence


# strip


@pytest.mark.parametrize("rule", ["gd", "lion", "adagrad", "adam", "newton", "bfgs", "polyak"])
def test_the_table_of_the_strip_is_what_minimize_says(rule):
    answer = load("strip")(rule=rule).answer()
    for row, land in zip(panel(answer, "results")["rows"], GROUNDS, strict=True):
        title, loss, _, grads, lr = row["cells"]
        known = "lr" in gdzoo.RULES[rule].knobs
        assert title == land.title
        assert lr == (None if not known else 1.0 if rule == "newton" else best_lr(gdzoo.RULES[rule], land))
        run = gdzoo.minimize(rule, land, land.starts[0], 100, **({"lr": lr} if known else {}))
        np.testing.assert_array_equal(loss, run.f - land.f_min if run.escaped_at < 0 else loss)
        np.testing.assert_array_equal(grads, run.grad_evals)


def test_every_rule_of_the_plane_runs_on_all_six():
    for rule in WALKERS:
        assert len(load("strip")(rule=rule).answer()["panels"]) == 7


# convention


@pytest.mark.parametrize("lr", [0.003, 0.05])
def test_the_calls_follow_the_learning_rate(lr):
    rows = panel(load("convention")(lr=lr, beta=0.8).answer(), "calls")["rows"]
    calls = {row["cells"][0]: row["cells"][1] for row in rows}
    assert calls["PyTorch"] == f"torch.optim.SGD(params, lr={lr:g}, momentum=0.8)"
    assert calls["another form"] == f"gdzoo.minimize('momentum_ema', f, x0, steps, lr={lr / 0.2:g}, beta=0.8)"


def test_copied_numbers_part_and_translated_ones_do_not():
    answer = load("convention")().answer()
    for axis in "xy":
        ours = column(answer, f"{axis}, ours")
        np.testing.assert_allclose(column(answer, f"{axis}, translated"), ours, atol=1e-14)
        assert abs(column(answer, f"{axis}, same numbers") - ours).max() > 0.5


@pytest.mark.parametrize("rule", CONVENTIONS)
def test_whoever_writes_the_rule_can_be_chosen_and_the_first_choice_runs(rule):
    answer = load("convention")(rule=rule).answer()
    offered = [option["value"] for option in answer["controls"]["writer"]["options"]]
    assert offered == list(CONVENTIONS[rule])
    assert answer["values"]["writer"] in offered
    assert CONVENTIONS[rule][answer["values"]["writer"]].runs


# rotate


def test_descent_is_the_same_at_every_angle_and_adam_is_not():
    """kappa 100, 300 steps, Adam at 0.02, from (1, 1) along the axes of the valley."""
    demo = Rotate()
    adam = demo.by_angle(gdzoo.RULES["adam"], 0.02)
    assert adam[0] == pytest.approx(7e-12, rel=0.05)
    between = adam[(ANGLES >= 15) & (ANGLES <= 45)]
    assert 0.28 < between.min() < 0.30
    assert 0.41 < between.max() < 0.45
    descent = demo.by_angle(gdzoo.RULES["gd"], 0.0198)
    np.testing.assert_allclose(descent, (0.9802**600 + 100 * 0.98**600) / 2, rtol=1e-9)


@pytest.mark.parametrize("rule", ["adam", "momentum", "newton", "sophia"])
def test_all_angles_at_once_are_the_angles_one_by_one(rule):
    lr, steps = 0.013, 40
    ends = Rotate(steps=steps).by_angle(gdzoo.RULES[rule], lr)
    for i in (0, 7, 30, 60):
        angle = np.radians(ANGLES[i])
        land = gdzoo.LANDSCAPES["ravine"](kappa=100, angle=float(angle))
        run = gdzoo.minimize(rule, land, turned([1.0, 1.0], angle), steps, lr=lr)
        assert ends[i] == pytest.approx(max(run.f[-1], 1e-16), rel=1e-6)


def test_the_valley_of_many_angles_is_the_ravine():
    angles, x = np.radians([0.0, 30.0, 77.0]), np.array([[0.3, -1.2, 2.0], [1.1, 0.4, -0.6]])
    many = valley(37.0, angles)
    for i, angle in enumerate(angles):
        one = gdzoo.LANDSCAPES["ravine"](kappa=37, angle=float(angle))
        assert many.value(x)[i] == pytest.approx(one.value(x[:, i]))
        np.testing.assert_allclose(many.grad(x)[:, i], one.grad(x[:, i]))
        np.testing.assert_allclose(many.hess(x)[..., i], one.hess(x[:, i]), atol=1e-12)


# schedules


def test_a_constant_rate_stays_at_the_floor_of_theory():
    demo = Schedules(schedules=["constant"], steps=1000)
    loss = column(demo.answer(), "loss, Constant")
    assert loss[200:].mean() == pytest.approx(demo.floors(np.array([demo.lr]))[0], rel=0.03)


def test_what_decays_ends_below_the_floor_and_the_same_noise_meets_all():
    answer = Schedules(schedules=list(gdzoo.SCHEDULES)).answer()
    last = {row["cells"][0]: row["cells"][3] for row in panel(answer, "results")["rows"]}
    for title in ("Steps", "Exponential", "Linear", "Cosine", "One cycle"):
        assert last[title] < 0.24 / 4
    np.testing.assert_array_equal(
        column(answer, "loss, Constant"), column(load("schedules")(schedules=["constant"]).answer(), "loss, Constant")
    )


@pytest.mark.parametrize("schedule", gdzoo.SCHEDULES.values(), ids=lambda schedule: schedule.name)
@pytest.mark.parametrize("warm", [0, 25])
def test_no_schedule_exceeds_the_learning_rate_and_a_warm_up_rises_in_a_line(schedule, warm):
    rates = course(schedule, 0.1, 200, warm=warm)(np.arange(200))
    assert rates.max() <= 0.1 * (1 + 1e-12)
    assert (rates >= 0).all()
    if warm and schedule.name != "cyclic":
        np.testing.assert_allclose(rates[:warm], 0.1 * np.arange(1, warm + 1) / warm)
