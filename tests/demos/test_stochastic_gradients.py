"""The demos of "Stochastic gradients": what they draw is what the package computes and theory says, and so are their sentences."""

import numpy as np
import pytest

import gdzoo
from demos.kit import load
from gdzoo.analysis import gradient_noise, noise_floor, noisy_errors
from tests.demos.reading import column, marks, panel


def answer(name, **values):
    return load(name)(**values).answer()


def rows(shown, name):
    return [row["cells"] for row in panel(shown, name)["rows"]]


# line-fit


@pytest.mark.parametrize("size", [1, 4, 32, 64])
def test_both_have_done_the_same_work_at_every_tick(size):
    shown = answer("line-fit", batch_size=str(size), epochs=6)
    (_, updates, gradients, _), (_, many, work, _) = rows(shown, "work")
    np.testing.assert_array_equal(gradients, 64 * np.arange(7))
    np.testing.assert_array_equal(work, gradients)
    np.testing.assert_array_equal(updates, np.arange(7))
    np.testing.assert_array_equal(many, 64 // size * np.arange(7))
    assert shown["unit"] == "epoch"
    assert shown["note"][0].startswith("1 epoch = 64 gradients = 1 batch update = ")


def test_the_paths_are_those_of_minimize_with_every_update_of_sgd():
    problem = gdzoo.PROBLEMS["linear_regression"](examples=64, noise=1.0)
    shown = answer("line-fit", lr=0.1, batch_size="8", order=5, start=[3.0, 1.0])
    batch, sgd = marks(panel(shown, "plane"), "line")
    exact = gdzoo.minimize("gd", problem, [3.0, 1.0], 20, lr=0.1)
    noisy = gdzoo.minimize("gd", gdzoo.Minibatch(problem, 8), [3.0, 1.0], 160, lr=0.1, seed=5)
    assert (batch["moves"], sgd["moves"]) == (1, 8)
    for path, run in ((batch, exact), (sgd, noisy)):
        np.testing.assert_allclose([path["x"], path["y"]], run.x.T, atol=6e-4)
    np.testing.assert_array_equal(column(shown, "loss, SGD"), noisy.f[::8])


def test_the_rings_are_the_examples_of_the_last_minibatch_and_the_lines_those_of_the_points():
    problem = gdzoo.PROBLEMS["linear_regression"](examples=64, noise=1.0)
    few = gdzoo.Minibatch(problem, 4)
    shown = answer("line-fit", epochs=3, order=7)
    rings = marks(panel(shown, "data"), "points")[1]
    assert rings["count"] == 4
    for epoch in 1, 2, 3:
        chosen = few.indices(16 * epoch, 7, ())
        np.testing.assert_array_equal(rings["x"].reshape(4, 4)[epoch], problem.data.inputs[chosen])
        np.testing.assert_array_equal(rings["y"].reshape(4, 4)[epoch], problem.data.targets[chosen])
    assert np.isnan(rings["x"][:4]).all()
    drawn = marks(panel(shown, "data"), "arrow")[1]
    w, b = column(shown, "w, SGD"), column(shown, "b, SGD")
    np.testing.assert_allclose(drawn["y1"], w * drawn["x1"] + b)


def test_without_scatter_sgd_has_no_floor():
    lost = column(answer("line-fit", scatter=0.0, epochs=40), "loss, SGD")
    assert lost[-1] < 1e-20
    assert column(answer("line-fit", scatter=1.0, epochs=40), "loss, SGD")[-1] > 0.9


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "**SGD is ahead up to epoch 9, batch descent after it**: after one, with 16 updates of SGD against 1"),
        ({"batch_size": "64"}, "**One path**: a batch of all 64 examples is no sample"),
        ({"scatter": 0.0}, "**SGD is ahead after every epoch**"),
        ({"epochs": 1}, "**SGD is ahead**: after one, with 16 updates of SGD against 1, it is 0.12 above"),
        ({"lr": 0.9}, "**Both diverge** at the learning rate 0.9: batch descent bears less than 2/L = 0.67"),
        ({"lr": 0.7, "batch_size": "64", "best": True, "epochs": 60}, "**SGD is "),
        ({"scatter": 0.0, "start": [1.5, -0.5]}, "**Nobody moves**"),
    ],
)
def test_the_sentence_of_line_fit(values, words):
    assert answer("line-fit", **values)["summary"].startswith(words)


def test_batch_descent_at_its_best_rate_is_told_in_the_note():
    assert answer("line-fit", best=True)["note"][1].replace("\u00a0", " ") == "η = 0.2 for SGD, 0.497 for batch"


# batch-size


@pytest.mark.parametrize("replace", [False, True])
def test_the_measured_spread_is_that_of_theory(replace):
    shown = answer("batch-size", replace=replace)
    measured, theory = column(shown, "spread, measured"), column(shown, "spread, theory")
    np.testing.assert_allclose(measured, theory, rtol=0.15)
    ratio = theory[:-2] / theory[1:-1]
    if replace:
        np.testing.assert_allclose(ratio, 2**0.5)
    else:
        assert theory[-1] == measured[-1] == 0
        np.testing.assert_allclose(ratio[:4], 2**0.5, rtol=0.01)


def test_every_dot_is_the_step_of_a_minibatch():
    shown = answer("batch-size", batch_size=8, lr=0.2, at=[0.5, 0.5], draw=3)
    dots = marks(panel(shown, "plane"), "points")[1]
    problem = gdzoo.PROBLEMS["linear_regression"](examples=512, noise=1.0)
    points = np.full((2, 200), 0.5)
    wanted = points - 0.2 * gdzoo.Minibatch(problem, 8).at(1, 3).grad(points)
    np.testing.assert_allclose([dots["x"], dots["y"]], wanted, atol=6e-4)


def test_at_the_minimum_the_step_vanishes_and_the_cloud_does_not():
    problem = gdzoo.PROBLEMS["linear_regression"](examples=512, noise=1.0)
    shown = answer("batch-size", at=list(problem.minima[0]))
    (step,) = marks(panel(shown, "plane"), "arrow")
    assert np.hypot(step["x1"] - step["x0"], step["y1"] - step["y0"]) < 1e-12
    assert column(shown, "spread, measured")[0] > 1


def test_for_equal_work_the_best_rate_grows_with_the_batch_until_it_cannot():
    sizes, _, updates, rates, losses = (
        np.array(cells) for cells in zip(*rows(answer("batch-size"), "sizes"), strict=True)
    )
    assert sizes.tolist() == [1, 4, 16, 64, 256, 512]
    np.testing.assert_array_equal(sizes * updates, 1024)
    growth = rates[1:] / rates[:-1]
    assert ((growth[:3] > 2.5) & (growth[:3] < 5.7)).all()  # four times the batch
    assert (growth[3:] <= 2).all()
    assert losses[:4].max() < 2 * losses[:4].min()
    assert losses[-1] > 10 * losses[0]


def test_without_replacement_is_better_at_every_batch_size():
    without, with_it = (rows(answer("batch-size", replace=replace), "sizes") for replace in (False, True))
    assert all(a[4] < b[4] for a, b in zip(without, with_it, strict=True))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "**A batch of 16 is off by 1.2**, in the root of the mean square; theory says 1.2, without replacement"),
        ({"replace": True, "batch_size": 512}, "theory says 0.22, drawn with replacement"),
        ({"batch_size": 512}, "**No noise**: a batch of all 512 examples"),
        ({"batch_size": 300}, "and the gradient itself is 2.6 long."),
    ],
)
def test_the_sentence_of_batch_size(values, words):
    assert words in answer("batch-size", **values)["summary"]


# noise-floor


@pytest.mark.parametrize("values", [{}, {"lr": 1.5}, {"beta": 0.9, "lr": 0.05}, {"batch_size": 16}, {"sigma": 3.0}])
def test_the_cloud_follows_theory_at_every_step(values):
    shown = answer("noise-floor", **values)
    measured, theory = column(shown, "RMS error, measured"), column(shown, "RMS error, theory")
    assert measured[0] == pytest.approx(theory[0])
    np.testing.assert_allclose(measured, theory, rtol=0.22)
    assert abs(np.log(measured / theory).mean()) < 0.06


def test_the_dots_are_the_runs():
    shown = answer("noise-floor", lr=0.3, steps=40)
    (dots,) = marks(panel(shown, "cloud"), "points")
    x = dots["x"].reshape(-1, 200)
    assert len(x) == len(shown["timeline"])
    np.testing.assert_allclose(np.sqrt((x**2).mean(1)), column(shown, "RMS error, measured"), atol=0.01)


def test_half_the_rate_halves_the_floor_of_the_loss_and_four_times_the_batch_that_of_the_distance():
    here, half, twice, four, heavy = (cells[1:] for cells in rows(answer("noise-floor", lr=0.02), "floors"))
    assert here[0] == pytest.approx(float(noise_floor("gd", 1.0, 1.0, 0.02)) ** 0.5)
    assert half[1] == pytest.approx(here[1] / 2, rel=0.01)
    assert twice[1] == pytest.approx(here[1] / 2)
    assert four[0] == pytest.approx(here[0] / 2)
    assert heavy[1] == pytest.approx(10 * here[1], rel=0.01)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "**The cloud shrinks from 1.7 to 0.32 and stays there**: theory puts the floor of the RMS error at 0.33"),
        ({"sigma": 0.0}, "**No noise, no floor**"),
        ({"lr": 0.01}, "**Still on the way down**"),
        ({"lr": 1.9, "sigma": 3.0}, "**The cloud grows**"),
        ({"lr": 2.0}, "**Diverges**: η λ = 2 is not below 2"),
        ({"lr": 2.5, "beta": 0.2}, "**Diverges**: η λ = 2.5 is not below 2 (1 + β) = 2.4"),
    ],
)
def test_the_sentence_of_noise_floor(values, words):
    shown = answer("noise-floor", **values)
    assert shown["summary"].startswith(words)
    assert bool(shown["fixes"]) == words.startswith("**Diverges")


# what the package says


@pytest.mark.parametrize(("lr", "beta"), [(0.1, 0.0), (0.5, 0.6), (1.7, 0.3)])
def test_errors_with_noise_go_from_the_start_to_the_floor(lr, beta):
    errors = noisy_errors("momentum", 1.3, 0.8, lr, beta, start=4.0, steps=400)
    assert errors[0] == 4
    assert errors[-1] == pytest.approx(noise_floor("momentum", 1.3, 0.8, lr, beta), rel=1e-6)
    quiet = noisy_errors("momentum", 1.3, 0.0, lr, beta, start=4.0, steps=30)
    bowl = gdzoo.objective(lambda x: 0.65 * x[0] ** 2, lambda x: 1.3 * x)
    run = gdzoo.minimize("momentum", bowl, [2.0], 30, lr=lr, beta=beta)
    np.testing.assert_allclose(quiet, run.x[:, 0] ** 2, atol=1e-12)


def test_the_noise_of_a_minibatch_is_what_all_its_draws_say():
    x = np.array([0.3, -0.8])
    for replace in (False, True):
        f = gdzoo.Minibatch("linear_regression", 5, replace=replace)
        points = np.repeat(x[:, None], 20000, 1)
        off = f.at(1).grad(points) - f.grad(x)[:, None]
        assert np.sqrt((off**2).sum(0).mean()) == pytest.approx(gradient_noise(f.f, x, 5, replace), rel=0.02)


def test_with_replacement_an_example_may_come_twice():
    f = gdzoo.Minibatch("linear_regression", 40, replace=True)
    drawn = f.indices(3, 0, (50,))
    assert drawn.shape == (40, 50)
    assert drawn.min() == 0
    assert drawn.max() == 39
    assert all(len(set(order.tolist())) < 40 for order in drawn.T)
    np.testing.assert_array_equal(f.indices(3, 0, (7,)), drawn[:, :7])
    assert (f.indices(4, 0, (50,)) != drawn).any()


def test_noise_of_what_has_no_examples_is_refused():
    with pytest.raises(TypeError, match=r"a minibatch needs a problem with examples, got <landscape bowl>"):
        gradient_noise("bowl", [1.0, 2.0])
