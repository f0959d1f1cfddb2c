"""Problems: exact gradients, data that never change, and minibatches that are right on average."""

import copy
import pickle
from itertools import combinations

import numpy as np
import pytest

import gdzoo

SMALL = {
    "linear_regression": {"examples": 7, "seed": 3},
    "logistic_regression": {"examples": 11, "seed": 1},
    "bumps": {"examples": 9, "bumps": 4, "seed": 2},
    "rare_words": {"examples": 9, "rarity": 1.4, "seed": 2},
    "moons": {"examples": 6, "hidden": 3, "seed": 2},
    "spirals": {"examples": 5, "hidden": 2, "noise": 0.2},
    "matrix_factorization": {"seed": 5},
    "associative_memory": {"exponent": 1.3, "seed": 4},
}
EVERY = pytest.mark.parametrize("name", SMALL)


def points(f, *batch):
    """Odd points: a batch of starts, moved."""
    x = np.stack([f.start(k) for k in range(int(np.prod(batch)))], -1).reshape(*f.shape, *batch)
    return x + 0.3 * np.sin(np.arange(x.size)).reshape(x.shape)


def differences(g, x, h=1e-5):
    """The slope of g in every coordinate of x by central differences, in the order of x's own axes."""
    columns = []
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        columns.append((g(x + e) - g(x - e)) / (2 * h))
    return np.array(columns).reshape(*x.shape, *np.shape(columns[0]))


def test_the_registry_holds_the_problems_and_their_names():
    assert list(gdzoo.PROBLEMS) == [
        "linear_regression",
        "logistic_regression",
        "bumps",
        "rare_words",
        "moons",
        "spirals",
        "matrix_factorization",
        "associative_memory",
    ]
    with pytest.raises(KeyError, match="unknown problem 'moon'; did you mean 'moons'"):
        gdzoo.PROBLEMS["moon"]


@EVERY
def test_a_problem_knows_its_facts(name):
    f = gdzoo.PROBLEMS[name](**SMALL[name])
    assert f.title
    assert f.formula
    assert f.home.startswith("gdzoo.problems.")
    assert type(f).__doc__
    assert f.start(0).shape == f.shape
    assert f.dim == f.start(0).size
    assert not np.array_equal(f.start(0), f.start(1))
    assert all(len(array) == f.examples for array in f.data)
    assert f.cost == f.examples
    assert repr(f).startswith(f"<problem {name}(")
    for x in f.minima:
        x = np.array(x)
        assert f.value(x) == pytest.approx(f.f_min, abs=1e-15)
        assert np.abs(f.grad(x)).max() < 1e-13


@EVERY
def test_the_gradient_is_that_of_the_value_at_odd_points_and_for_some_of_the_examples(name):
    f = gdzoo.PROBLEMS[name](**SMALL[name])
    x = points(f, 1)[..., 0]
    for g in f, f.on(np.array([1, 3, 3, 0])):
        np.testing.assert_allclose(g.grad(x), differences(g.value, x), rtol=1e-6, atol=1e-8)


@EVERY
def test_a_batch_is_a_loop_and_every_column_has_examples_of_its_own(name):
    f = gdzoo.PROBLEMS[name](**SMALL[name])
    x = points(f, 2, 3)
    indices = np.arange(24).reshape(4, 2, 3) * 7 % f.examples
    some = f.on(indices)
    assert some.cost == 4
    for i, j in np.ndindex(2, 3):
        for whole, one in (f, f), (some, f.on(indices[:, i, j])):
            assert whole.value(x)[i, j] == pytest.approx(one.value(x[..., i, j]), rel=1e-13)
            np.testing.assert_allclose(whole.grad(x)[..., i, j], one.grad(x[..., i, j]), rtol=1e-12, atol=1e-15)
            if hasattr(f, "hess"):
                np.testing.assert_allclose(
                    np.broadcast_to(whole.hess(x), (2, 2, 2, 3))[..., i, j], one.hess(x[..., i, j])
                )


@EVERY
def test_the_loss_is_the_mean_over_the_examples(name):
    f = gdzoo.PROBLEMS[name](**SMALL[name])
    x = points(f, 1)[..., 0]
    alone = [f.on(np.array([i])) for i in range(f.examples)]
    assert np.mean([one.value(x) for one in alone]) == pytest.approx(f.value(x), rel=1e-12)
    np.testing.assert_allclose(np.mean([one.grad(x) for one in alone], 0), f.grad(x), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", ["linear_regression", "logistic_regression"])
def test_the_hessian_is_that_of_the_gradient_and_the_minimum_is_exact(name):
    for seed in range(4):
        f = gdzoo.PROBLEMS[name](seed=seed)
        x = points(f, 2)
        hessian = np.stack([differences(f.grad, x[:, i]) for i in range(2)], -1)
        np.testing.assert_allclose(f.hess(x), hessian, rtol=1e-6, atol=1e-9)
        run = gdzoo.minimize("newton", f, [0.5, -0.5], 20)
        np.testing.assert_allclose(run.x[-1], f.minima[0], rtol=1e-11)
        assert run.f.min() >= f.f_min - 1e-15


def test_the_line_is_the_one_of_least_squares_and_its_valley_is_a_quadratic():
    f = gdzoo.PROBLEMS["linear_regression"](seed=9)
    inputs, targets = f.data
    np.testing.assert_allclose(f.minima[0], np.polyfit(inputs, targets, 1))
    np.testing.assert_allclose(f.eigenvalues, np.linalg.eigvalsh(f.hess(np.array([5.0, 7.0]))))
    run = gdzoo.minimize("gd", f, [3.0, 3.0], 200, lr=[1.99 / f.eigenvalues[-1], 2.01 / f.eigenvalues[-1]])
    assert run.f[-1, 0] < run.f[0, 0]
    assert run.f[-1, 1] > run.f[0, 1]
    noiseless = gdzoo.PROBLEMS["linear_regression"](noise=0.0)
    np.testing.assert_allclose(noiseless.minima[0], (1.5, -0.5))
    assert 0 <= noiseless.f_min < 1e-30


def test_each_word_is_rarer_than_the_one_before_and_the_best_weights_are_those_of_least_squares():
    f = gdzoo.PROBLEMS["rare_words"](rarity=2.5, examples=256, seed=3)
    inputs, targets = f.data
    assert set(np.unique(inputs)) == {0.0, 1.0}
    np.testing.assert_array_equal(inputs.sum(0), [256, 102, 41, 16, 7, 3])
    np.testing.assert_allclose(f.minima[0], np.linalg.lstsq(inputs, targets)[0])
    np.testing.assert_allclose(f.eigenvalues, np.linalg.eigvalsh(differences(f.grad, np.ones(6))), atol=1e-8)
    np.testing.assert_allclose(f.predict(np.arange(6.0), inputs.T), inputs @ np.arange(6.0))
    np.testing.assert_allclose(gdzoo.PROBLEMS["rare_words"](noise=0.0).minima[0], np.ones(6))
    one = f.on(np.array([5]))
    assert (one.grad(np.zeros(6)) != 0).tolist() == (inputs[5] > 0).tolist()


def test_a_curve_of_bumps_is_linear_in_their_heights_and_its_error_is_measured_from_the_wave():
    f = gdzoo.PROBLEMS["bumps"](noise=0.0, bumps=30, examples=200)
    hessian = differences(f.grad, np.zeros(30))
    np.testing.assert_allclose(f.eigenvalues, np.linalg.eigvalsh(hessian), atol=1e-8)
    heights = np.linalg.lstsq(f.features, f.data.targets)[0]
    assert f.value(heights) < 1e-4
    assert f.error(heights) < 1e-4
    grid = np.linspace(0, 1, 101)
    assert f.error(np.zeros(30)) == pytest.approx((np.sin(3 * np.pi * grid) ** 2).mean())
    assert f.error(np.stack([heights, 0 * heights], 1)).shape == (2,)


def test_bumps_learn_the_noise_and_a_penalty_keeps_them_from_it():
    f = gdzoo.PROBLEMS["bumps"](seed=4)
    free, held = (gdzoo.minimize("gd", gdzoo.L2(f, decay), np.zeros(16), 3000, lr=1.0).x[-1] for decay in (0.0, 0.1))
    assert f.value(free) < f.value(held)
    assert f.error(free) > 5 * f.error(held)


def test_where_a_threshold_parts_the_classes_there_is_no_minimum():
    parted = gdzoo.PROBLEMS["logistic_regression"](examples=2, seed=4)
    assert len(set(parted.data.targets)) == 2
    assert (parted.minima, parted.f_min) == ([], 0.0)
    w, b = np.array([1.0, 0.5]) * np.sign(np.diff(parted.data.targets) * np.diff(parted.data.inputs)), 0.0
    middle = parted.data.inputs.mean()
    far = np.array([800 * w[0], b - 800 * w[0] * middle])
    assert 0 <= parted.value(far) < 1e-100


def test_the_log_loss_is_finite_and_silent_however_wrong_a_model_is():
    with np.errstate(all="raise", under="ignore"):
        for name in "logistic_regression", "moons":
            f = gdzoo.PROBLEMS[name]
            x = 1e5 * np.ones(f.shape)
            assert np.isfinite(f.value(x))
            assert np.isfinite(f.grad(x)).all()


# data


def test_data_depend_on_the_seed_alone_and_are_the_same_on_every_platform():
    """Frozen: the browser, whose integers have 32 bits, must draw the same."""
    sums = {
        "linear_regression": [20.253915958477826, 9.806356454174242],
        "logistic_regression": [-0.14208451098246644, -8.0],
        "bumps": [8.554175843062037, 3.619319125651045],
        "rare_words": [787.0, 781.382297799451],
        "moons": [-7.072787512355138, 0.0],
        "spirals": [13.198989918942285, 0.0],
    }
    for name, expected in sums.items():
        f = gdzoo.PROBLEMS[name](seed=6)
        drawn = [float(array.sum()) for array in f.data]
        np.testing.assert_allclose(drawn, expected, rtol=1e-10)
        assert all(array.dtype == float for array in f.data)
        np.testing.assert_array_equal(gdzoo.PROBLEMS[name](seed=6).data.inputs, f.data.inputs)
        assert not np.array_equal(gdzoo.PROBLEMS[name](seed=7).data.inputs, f.data.inputs)


@EVERY
def test_problems_can_be_copied_and_pickled(name):
    f = gdzoo.PROBLEMS[name](**SMALL[name])
    for twin in copy.deepcopy(f), pickle.loads(pickle.dumps(f)):
        np.testing.assert_array_equal(twin.grad(f.start(0)), f.grad(f.start(0)))


@EVERY
def test_data_are_generated_once_for_all_minibatches(name, monkeypatch):
    f = gdzoo.PROBLEMS[name](**SMALL[name])
    f.on(np.array([0]))
    monkeypatch.setattr("numpy.random.default_rng", None)
    gdzoo.minimize("gd", gdzoo.Minibatch(f, 2), np.zeros(f.shape), 3, lr=0.01)


# minibatches


@pytest.mark.parametrize("name", ["linear_regression", "moons"])
def test_a_minibatch_is_right_on_average_and_its_variance_falls_as_theory_says(name):
    """Over all minibatches without repetition: variance (1/B) (N - B)/(N - 1) times that of one example."""
    f = gdzoo.PROBLEMS[name](examples=8)
    x = points(f, 1)[..., 0]
    one = np.array([f.on(np.array([i])).grad(x) for i in range(8)])
    for size in 1, 2, 5, 8:
        subsets = np.array(list(combinations(range(8), size))).T
        grads = f.on(subsets).grad(np.repeat(x[:, None], subsets.shape[1], 1))
        np.testing.assert_allclose(grads.mean(1), f.grad(x), rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(grads.var(1), one.var(0) * (8 - size) / (7 * size), rtol=1e-9, atol=1e-14)


def test_every_subset_is_equally_likely_at_any_step():
    f = gdzoo.Minibatch(gdzoo.PROBLEMS["linear_regression"](examples=5), 2)
    for t in 1, 2, 3, 8:
        drawn = np.sort(f.indices(t, 0, (20000,)), 0)
        share = np.bincount((5 * drawn[0] + drawn[1]).astype(int), minlength=25) / 20000
        assert (share > 0).sum() == 10
        np.testing.assert_allclose(share[share > 0], 0.1, atol=0.01)


def test_an_epoch_shows_every_example_once_and_the_next_one_in_another_order():
    f = gdzoo.Minibatch("linear_regression", 10)
    epochs = np.array([[f.indices(t, 3, ()) for t in range(first, first + 4)] for first in (1, 5)]).reshape(2, 40)
    assert (np.sort(epochs, 1) == np.arange(40)).all()
    assert (epochs[0] != epochs[1]).any()
    leftover = gdzoo.Minibatch("linear_regression", 16)
    assert len({*leftover.indices(1, 0, ()), *leftover.indices(2, 0, ())}) == 32
    assert len(leftover.indices(3, 0, ())) == 16


def test_without_replacement_is_better_than_with():
    """At the same rate, steps and batch size 1, the points end nearer to the minimum [gurbuzbalaban2021random]."""
    f = gdzoo.PROBLEMS["linear_regression"]
    start, steps = np.repeat([[0.0], [0.0]], 300, 1), 4000
    shuffled = gdzoo.minimize("gd", gdzoo.Minibatch(f, 1), start, steps, every=steps, lr=0.02)

    class Drawn:
        value, grad = f.value, f.grad

        def at(self, t):
            return f.on(np.random.default_rng(t).integers(0, 40, (1, 300)))

    drawn = gdzoo.minimize("gd", Drawn(), start, steps, every=steps, lr=0.02)
    assert (shuffled.f[-1] - f.f_min).mean() < 0.5 * (drawn.f[-1] - f.f_min).mean()


def test_rules_meet_the_same_minibatches_and_a_step_meets_one():
    f = gdzoo.Minibatch("moons", 7, seed=2)
    x, y = points(f, 2)[:, 0], points(f, 2)[:, 1]
    step = f.at(3, 9)
    chosen = f.indices(3, 9, ())
    for z in x, y:
        np.testing.assert_array_equal(step.grad(z), f.f.on(chosen).grad(z))
        assert step.value(z) == f.f.on(chosen).value(z)
    gd, momentum = (gdzoo.minimize(rule, f, x, 1, lr=0.1, seed=9) for rule in ("gd", "momentum"))
    np.testing.assert_array_equal(gd.x, momentum.x)
    ends = {
        gdzoo.minimize("gd", gdzoo.Minibatch("moons", 7, seed=own), x, 1, lr=0.1, seed=run).f[-1].item()
        for own in (0, 1, 2**32 - 1)
        for run in (0, 1, 2**32 - 1)
    }
    assert len(ends) == 9


def test_a_column_meets_the_same_minibatches_however_many_others_there_are():
    f = gdzoo.Minibatch("logistic_regression", 4)
    many = f.indices(20, 1, (12,))
    np.testing.assert_array_equal(f.indices(20, 1, (4,)), many[:, :4])
    np.testing.assert_array_equal(f.indices(20, 1, ()), many[:, 0])
    np.testing.assert_array_equal(f.indices(20, 1, (3, 4)).reshape(4, 12), many)
    assert (many[:, 0] != many[:, 1]).any()


def test_noise_and_minibatches_of_one_seed_are_independent():
    f = gdzoo.Minibatch("linear_regression", 40)
    noisy = gdzoo.Noisy("linear_regression", 1.0)
    uniforms = f.draws.at(1).random(10)
    assert (uniforms != noisy.draws.at(1).random(10)).all()


@EVERY
def test_a_minibatch_of_all_examples_is_the_problem(name):
    f = gdzoo.PROBLEMS[name](**SMALL[name])
    x = points(f, 3)
    step = gdzoo.Minibatch(f, f.examples).at(1)
    np.testing.assert_allclose(step.value(x), f.value(x), rtol=1e-13)
    np.testing.assert_allclose(step.grad(x), f.grad(x), rtol=1e-9, atol=1e-13)
    assert step.cost == f.cost


def test_a_gradient_costs_as_much_as_it_has_examples():
    start = [[0.0, 1.0], [0.0, 2.0]]
    for f, cost in ((gdzoo.Minibatch("linear_regression", 8), 8), (gdzoo.PROBLEMS["linear_regression"], 40)):
        run = gdzoo.minimize("gd", f, start, 6, lr=0.1)
        assert run.grad_evals[:, 0].tolist() == [cost * k for k in range(7)]
        counted = gdzoo.Counted(f)
        gdzoo.minimize("gd", counted, start, 6, lr=0.1)
        assert counted.grad_evals == 6 * cost + 40  # and the slopes along the path
    assert gdzoo.minimize("sam", gdzoo.Minibatch("moons", 5), points(gdzoo.PROBLEMS["moons"], 1), 3, lr=0.1).grad_evals[
        -1
    ] == [30]
    halves = gdzoo.minimize("newton", gdzoo.Minibatch("linear_regression", 20), [0.0, 0.0], 2)
    assert np.isfinite(halves.x).all()


# learning


def accuracy(f, x):
    return ((f.predict(x, f.data.inputs.T) > 0.5) == (f.data.targets > 0).reshape(-1, *(1,) * (x.ndim - 1))).mean(0)


@pytest.mark.parametrize("name", ["moons", "spirals"])
@pytest.mark.parametrize(
    ("rule", "steps", "knobs"),
    [("adam", 1500, {"lr": 0.03}), (gdzoo.blocks("muon", "adam"), 600, {"lr": 0.03, "rest_lr": 0.01})],
    ids=["adam", "muon and adam"],
)
def test_a_network_learns_to_tell_the_classes_apart(name, rule, steps, knobs):
    f = gdzoo.PROBLEMS[name]
    starts = np.stack([f.start(seed) for seed in range(3)], -1)
    assert accuracy(f, starts).max() < 0.95
    for objective in f, gdzoo.Minibatch(f, 20):
        run = gdzoo.minimize(rule, objective, starts, steps, every=steps, **knobs)
        assert (accuracy(f, run.x[-1]) >= 0.97).all()


def test_predictions_are_made_for_whole_batches():
    f = gdzoo.PROBLEMS["moons"]
    x, places = points(f, 2, 3), f.data.inputs.T[:, :9]
    np.testing.assert_allclose(f.predict(x, places)[:, 1, 2], f.predict(x[:, 1, 2], places))
    line = gdzoo.PROBLEMS["linear_regression"]
    assert line.predict(np.array([2.0, 1.0]), np.array([0.0, 3.0])).tolist() == [1.0, 7.0]
    yes = gdzoo.PROBLEMS["logistic_regression"].predict(np.array([2.0, -1.0]), np.array([0.5]))
    assert yes.tolist() == [0.5]


def test_a_start_has_the_variance_of_glorot_and_bengio():
    f = gdzoo.PROBLEMS["spirals"](hidden=32)
    where, (m, n) = f.matrices["W2"]
    weights = np.stack([f.start(seed)[where] for seed in range(50)])
    assert weights.var() == pytest.approx(2 / (m + n), rel=0.03)


def test_a_network_may_be_deep_and_has_the_gradient_of_its_loss():
    f = gdzoo.PROBLEMS["moons"](layers=5, hidden=3, examples=10)
    assert [shape for _, shape in f.matrices.values()] == [(3, 2), (3, 3), (3, 3), (3, 3), (3, 3), (1, 3)]
    np.testing.assert_allclose(f.grad(f.start(1)), differences(f.value, f.start(1)), atol=1e-8)


def test_a_large_batch_is_taken_in_parts_and_comes_out_whole(monkeypatch):
    f = gdzoo.PROBLEMS["moons"]
    x = points(f, 7)
    value, grad = f.value(x), f.grad(x)
    some = f.on(np.arange(21).reshape(3, 7))
    value_of_some = some.value(x)
    monkeypatch.setattr("gdzoo.problems.networks.CHUNK", 2000)
    assert len(f.network.parts(7, 100)) == 4
    np.testing.assert_allclose(f.value(x), value, rtol=1e-14)
    np.testing.assert_allclose(f.grad(x), grad, rtol=1e-12, atol=1e-16)
    monkeypatch.setattr("gdzoo.problems.networks.CHUNK", 10)
    np.testing.assert_allclose(some.value(x), value_of_some, rtol=1e-14)


# matrices


def test_plain_descent_forgets_each_fact_at_the_rate_of_its_share():
    f = gdzoo.PROBLEMS["associative_memory"]
    run = gdzoo.minimize("gd", f, np.zeros((8, 8)), 30, lr=0.7)
    k = np.arange(31)[:, None]
    np.testing.assert_allclose(
        f.errors(np.moveaxis(run.x, 0, -1)).T, (1 - 0.7 * f.strengths) ** (2 * k), rtol=1e-9, atol=1e-15
    )
    assert gdzoo.PROBLEMS["associative_memory"](exponent=1).counts.tolist() == [64, 32, 21, 16, 13, 11, 9, 8]
    assert set(gdzoo.PROBLEMS["associative_memory"](exponent=0).counts) == {64}


def steps_to_learn(rule, lr):
    """For each fact, the first step with less than a tenth of its error, of the rate that learns the last one soonest."""
    f = gdzoo.PROBLEMS["associative_memory"]
    run = gdzoo.minimize(rule, f, f.start(0)[..., None], 120, lr=lr)
    learned = f.errors(np.moveaxis(run.x, 0, 2)) < 0.1
    first = np.where(learned.any(1), learned.argmax(1), 999)
    return first[:, first.max(0).argmin()]


def test_muon_and_shampoo_learn_rare_facts_as_soon_as_common_ones_and_others_do_not():
    """Each rule at the best of 60 learning rates for the last fact [wang2025muon]."""
    rates = np.geomspace(1e-3, 5, 60)
    steps = {rule: steps_to_learn(rule, rates) for rule in ("gd", "momentum", "adam", "muon", "shampoo")}
    assert steps["muon"].max() <= 2
    assert steps["shampoo"].max() <= 2
    for rule in "gd", "momentum", "adam":
        assert steps[rule].max() > 3 * steps["muon"].max()
        assert steps[rule].max() > 3 * steps[rule].min()


def test_plain_descent_finds_the_factors_one_after_another():
    f = gdzoo.PROBLEMS["matrix_factorization"]
    run = gdzoo.minimize("gd", f, f.start(0), 600, lr=1.0)
    first = (f.errors(np.moveaxis(run.x, 0, -1)) < 0.1).argmax(1)
    assert (np.diff(first) > 0).all()
    assert first[3] > 3 * first[0]
    assert run.f[-1] < 1e-6
    assert np.linalg.norm(f.grad(np.zeros(f.shape))) == 0


@pytest.mark.parametrize("name", ["associative_memory", "matrix_factorization"])
@pytest.mark.parametrize(
    "rule", [rule for rule in gdzoo.RULES.values() if "matrix" in rule.traits], ids=lambda r: r.name
)
def test_every_matrix_rule_learns_a_matrix(name, rule):
    f = gdzoo.PROBLEMS[name]
    lr = np.geomspace(1e-3, 1, 13)
    run = gdzoo.minimize(rule, f, f.start(0)[..., None], 150, lr=lr)
    assert run.f[-1].min() < 0.01 * run.f[0].max()


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("moons", {"hiden": 3}, "moons has no knob 'hiden'; did you mean 'hidden'?"),
        ("moons", {"hidden": 2.5}, "moons: hidden must be a whole number >= 1, got hidden=2.5"),
        ("spirals", {"noise": -1}, "spirals: noise must be >= 0, got noise=-1"),
        (
            "linear_regression",
            {"examples": 0},
            "linear_regression: examples must be a whole number >= 1, got examples=0",
        ),
        ("associative_memory", {"exponent": -1}, "associative_memory: exponent must be >= 0, got exponent=-1"),
        (
            "matrix_factorization",
            {"seed": 0.5},
            "matrix_factorization: seed must be an integer from 0 to 2^32 - 1, got seed=0.5",
        ),
    ],
)
def test_sentences(name, values, sentence):
    with pytest.raises((TypeError, ValueError)) as error:
        gdzoo.PROBLEMS[name](**values)
    assert str(error.value) == sentence
