"""Objectives from functions and from other objectives."""

import copy
import pickle

import numpy as np
import pytest

import gdzoo
from gdzoo.oracles import only

WRAPPERS = {
    "L2": lambda f: gdzoo.L2(f, 0.3),
    "ClipNorm": lambda f: gdzoo.ClipNorm(f, 0.7),
    "ClipValue": lambda f: gdzoo.ClipValue(f, 4.0),
    "Centralize": gdzoo.Centralize,
    "Counted": gdzoo.Counted,
    "Rotated": lambda f: gdzoo.Rotated(f, 0.6),
    "Scaled": lambda f: gdzoo.Scaled(f, 2.5),
    "Stretched": lambda f: gdzoo.Stretched(f, [3.0, 0.5]),
    "Noisy": lambda f: gdzoo.Noisy(f, 0.0),
}
FUNCTIONS = {name: WRAPPERS[name] for name in ("L2", "Rotated", "Scaled", "Stretched", "Counted")}
X = np.array([0.3, -1.1])
BATCH = np.array([[0.3, 1.7, -2.1], [-1.1, 0.4, 0.9]])[:, None]


def slope(f, x, h=1e-6):
    """The gradient of f by central differences, also of a gradient: then the Hessian."""
    g = getattr(f, "value", f)
    return np.stack([(g(x + h * e) - g(x - h * e)) / (2 * h) for e in along(x)])


def along(x):
    """The directions of the coordinates, each of the shape of x."""
    return np.eye(len(x)).reshape(len(x), len(x), *(1,) * (x.ndim - 1))


def test_an_objective_from_functions_is_as_good_as_a_landscape():
    f = gdzoo.LANDSCAPES["valley"]
    mine = gdzoo.objective(lambda x: x[0] ** 2 + 10 * x[1] ** 2, lambda x: [2 * x[0], 20 * x[1]], f_min=0.0)
    ours, theirs = (gdzoo.minimize("adam", g, [[1.0, -2.0], [1.5, 0.3]], 50, lr=0.1) for g in (f, mine))
    np.testing.assert_allclose(ours.x, theirs.x)
    np.testing.assert_allclose(ours.f, theirs.f)
    assert not hasattr(mine, "hess")


def test_counted_counts_by_kind_and_changes_nothing():
    f = gdzoo.Counted("himmelblau")
    x = np.array([1.0, 2.0])
    plain = gdzoo.LANDSCAPES["himmelblau"]
    assert f.value(x) == plain.value(x)
    assert (f.grad(x) == plain.grad(x)).all()
    assert (f.grad(x) == plain.grad(x)).all()
    assert (f.hess(x) == plain.hess(x)).all()
    assert (f.value_evals, f.grad_evals, f.hess_evals) == (1, 2, 1)
    assert f.minima == plain.minima


def test_counted_counts_what_the_steps_of_a_noisy_objective_do():
    f = gdzoo.Counted(gdzoo.Noisy("bowl", 0.1))
    gdzoo.minimize("momentum", f, [1.0, 1.0], 7, lr=0.1)
    assert f.grad_evals == 7 + 1  # and the slopes along the path, in one call


def test_oracles_can_be_copied_and_pickled():
    x = np.array([0.3, -1.1])
    for wrap in WRAPPERS.values():
        f = wrap(gdzoo.Counted(gdzoo.Minibatch(gdzoo.Noisy("linear_regression", 0.3, seed=4), 5)))
        for twin in copy.copy(f), copy.deepcopy(f), pickle.loads(pickle.dumps(f)):
            np.testing.assert_array_equal(twin.grad(x), f.grad(x))
            np.testing.assert_array_equal(twin.at(3, 1).grad(x), f.at(3, 1).grad(x))


def test_noise_is_one_draw_per_step_whoever_asks():
    f, x, y = gdzoo.Noisy("bowl", 0.5), np.array([1.0, 2.0]), np.array([-3.0, 0.5])
    step = f.at(3)
    noise = step.grad(x) - f.grad(x)
    np.testing.assert_allclose(step.grad(y) - f.grad(y), noise)
    np.testing.assert_allclose(f.at(3).grad(x) - f.grad(x), noise)
    assert np.abs(f.at(4).grad(x) - f.grad(x) - noise).min() > 0


def test_a_noisy_value_has_the_noisy_gradient():
    step, x, h = gdzoo.Noisy("himmelblau", 2.0).at(1), np.array([0.3, -1.1]), 1e-6
    shifts = h * np.eye(2)
    slope = [(step.value(x + e) - step.value(x - e)) / (2 * h) for e in shifts]
    np.testing.assert_allclose(slope, step.grad(x), rtol=1e-6)


def test_a_column_meets_the_same_noise_however_many_others_there_are():
    f, x = gdzoo.Noisy("bowl", 0.5), np.ones((2, 12))
    noise = f.at(5).grad(x)
    np.testing.assert_array_equal(f.at(5).grad(x[:, :4]), noise[:, :4])
    np.testing.assert_array_equal(f.at(5).grad(x[:, 0]), noise[:, 0])
    np.testing.assert_array_equal(f.at(5).grad(x.reshape(2, 3, 4)).reshape(2, 12), noise)


def test_noise_is_standard_normal_times_sigma_and_independent():
    f, x = gdzoo.Noisy("bowl", 0.5), np.zeros((2, 20000))
    noise = np.stack([f.at(t).grad(x) for t in (1, 2)])
    assert abs(noise.mean()) < 0.01
    assert abs(noise.std() - 0.5) < 0.01
    assert abs(np.corrcoef(noise.reshape(4, -1)) - np.eye(4)).max() < 0.03


def test_sigma_may_differ_per_column():
    sigma = np.array([0.0, 1.0])
    noise = gdzoo.Noisy("bowl", sigma).at(1).grad(np.zeros((2, 2)))
    assert (noise[:, 0] == 0).all()
    assert (noise[:, 1] != 0).all()


def test_both_seeds_change_the_noise_and_neither_repeats_the_other():
    def end(own, run):
        return tuple(gdzoo.minimize("gd", gdzoo.Noisy("bowl", 1.0, seed=own), [1.0, 1.0], 3, lr=0.1, seed=run).x[-1])

    seeds = (0, 1, 2**32 - 2, 2**32 - 1)
    assert len({end(own, run) for own in seeds for run in seeds}) == 16
    assert end(1, 2) == end(1, 2)


def test_rules_that_are_compared_meet_the_same_noise():
    """With lr so small that x hardly moves, momentum's first step is gd's."""
    f = gdzoo.Noisy("bowl", 1.0)
    gd, momentum = (gdzoo.minimize(rule, f, [1.0, 1.0], 1, lr=0.1, seed=9) for rule in ("gd", "momentum"))
    np.testing.assert_array_equal(gd.x, momentum.x)


def test_heights_and_slopes_of_a_noisy_run_are_those_of_the_objective_without_noise():
    run = gdzoo.minimize("gd", gdzoo.Noisy("bowl", 1.0), [1.0, 1.0], 5, lr=0.1)
    np.testing.assert_allclose(run.f, (run.x**2).sum(1))
    np.testing.assert_allclose(run.grad_norm, 2 * np.sqrt(run.f))


def test_a_stochastic_objective_of_ones_own_needs_at_alone():
    class Alternating:
        def value(self, x):
            return x[0] * 0

        def grad(self, x):
            return x * 0

        def at(self, t):
            return gdzoo.objective(self.value, lambda x: np.full_like(x, (-1.0) ** t))

    run = gdzoo.minimize("gd", Alternating(), [0.0], 3, lr=1.0)
    assert run.x[:, 0].tolist() == [0, 1, 0, 1]


# deterministic oracles


@pytest.mark.parametrize("wrap", FUNCTIONS.values(), ids=FUNCTIONS)
@pytest.mark.parametrize("name", ["himmelblau", "goldstein_price", "cliff"])
def test_an_oracle_that_is_a_function_has_its_gradient_and_its_hessian(wrap, name):
    f = wrap(name)
    for x in X, BATCH:
        np.testing.assert_allclose(f.grad(x), slope(f, x), rtol=1e-5, atol=1e-6 * np.abs(f.grad(x)).max())
        hessian = f.hess(x)
        np.testing.assert_allclose(hessian, slope(f.grad, x), rtol=1e-5, atol=1e-6 * np.abs(hessian).max())


@pytest.mark.parametrize("wrap", WRAPPERS.values(), ids=WRAPPERS)
def test_a_batch_of_an_oracle_is_a_loop(wrap):
    f = wrap("himmelblau")
    for i in range(3):
        assert f.value(BATCH)[0, i] == pytest.approx(f.value(BATCH[:, 0, i]), rel=1e-14)
        np.testing.assert_allclose(f.grad(BATCH)[:, 0, i], f.grad(BATCH[:, 0, i]), rtol=1e-14)


@pytest.mark.parametrize("outer", WRAPPERS.values(), ids=WRAPPERS)
@pytest.mark.parametrize("inner", WRAPPERS.values(), ids=WRAPPERS)
def test_oracles_stack_in_any_order_around_what_is_stochastic_too(outer, inner):
    f = outer(inner(gdzoo.Minibatch("linear_regression", 4)))
    step = f.at(2, 5)
    assert f.at(2, 5).grad(X).tolist() == step.grad(X).tolist() != f.at(3, 5).grad(X).tolist()
    by_hand = outer(inner(gdzoo.Minibatch("linear_regression", 4).at(2, 5)))
    if not isinstance(f, gdzoo.Noisy) and not isinstance(f.f, gdzoo.Noisy):
        np.testing.assert_array_equal(step.grad(X), by_hand.grad(X))
    inside = gdzoo.Minibatch(outer(inner("linear_regression")), 4).at(2, 5)  # the other way round
    np.testing.assert_allclose(inside.grad(X), step.grad(X), rtol=1e-12)
    assert inside.cost == step.cost == 4
    run = gdzoo.minimize("adam", f, [[0.0, 1.0], [0.0, 1.0]], 3, lr=0.1)
    assert run.grad_evals[-1].tolist() == [12, 12]


@pytest.mark.parametrize("wrap", WRAPPERS.values(), ids=WRAPPERS)
def test_an_oracle_has_a_hessian_and_steps_exactly_if_its_objective_has(wrap):
    bare = wrap(gdzoo.objective(lambda x: (x**2).sum(0), lambda x: 2 * x))
    if not isinstance(bare, gdzoo.Counted):  # says so itself, when asked
        assert not hasattr(bare, "hess")
    assert hasattr(wrap("bowl"), "hess")
    assert hasattr(bare, "at") == isinstance(bare, gdzoo.Noisy)
    assert hasattr(wrap(gdzoo.Noisy("bowl", 0.1)), "at")
    with pytest.raises(TypeError, match="needs hess"):
        gdzoo.minimize("newton", bare, [1.0, 1.0], 1)


def test_columns_that_do_not_count_do_not_count_under_an_oracle_either():
    for wrap in WRAPPERS.values():
        f = gdzoo.Counted("bowl")
        np.testing.assert_array_equal(
            only(wrap(f), np.array([True, False])).grad(np.ones((2, 2))), wrap("bowl").grad(np.ones((2, 2)))
        )
        assert f.grad_evals.tolist() == [1, 0]


def test_what_an_oracle_moves_is_not_taken_for_known():
    clipped = gdzoo.ClipNorm("rosenbrock", 1.0)
    assert (clipped.f_min, clipped.minima, clipped.dims) == (0.0, [(1.0, 1.0)], (2, None))
    decayed = gdzoo.L2("booth", 0.5)
    assert (decayed.f_min, decayed.minima, decayed.saddles, decayed.box) == (None, [], [], ((-5.0, 7.0), (-1.5, 7.5)))
    np.testing.assert_allclose(decayed.eigenvalues, np.linalg.eigvalsh(decayed.hess(X)))
    np.testing.assert_allclose(gdzoo.Scaled("booth", 3.0).eigenvalues, [6.0, 54.0])
    assert gdzoo.Scaled("saddle", 3.0).f_min is None


@pytest.mark.parametrize("name", [n for n, land in gdzoo.LANDSCAPES.items() if land.dim == 2])
def test_a_turned_landscape_has_its_marks_where_it_turned_them(name):
    f, land = gdzoo.Rotated(name, 0.6), gdzoo.LANDSCAPES[name]
    for kind in "minima", "local_minima", "saddles", "maxima", "plateaus", "starts":
        for turned, point in zip(getattr(f, kind), getattr(land, kind), strict=True):
            assert f.value(np.array(turned)) == pytest.approx(land.value(np.array(point)), abs=1e-9)
            assert np.linalg.norm(turned) == pytest.approx(np.linalg.norm(point))
            for side, (low, high) in zip(turned, f.box, strict=True):
                assert low <= side <= high


def test_plain_descent_turns_with_the_landscape_and_adam_does_not():
    valley, turned = gdzoo.LANDSCAPES["valley"], gdzoo.Rotated("valley", 0.6)
    start = np.array([1.0, 1.0])
    for rule, same in ("gd", True), ("adam", False):
        run = gdzoo.minimize(rule, valley, start, 30, lr=0.03)
        other = gdzoo.minimize(rule, turned, turned.turn @ start, 30, lr=0.03)
        assert np.allclose(other.f, run.f) == same


def test_coupled_decay_is_in_the_gradient_and_for_plain_descent_the_same_as_decoupled():
    lr, decay = 0.03, 0.2
    run = gdzoo.minimize("gd", gdzoo.L2("himmelblau", decay), X, 20, lr=lr)
    x = X
    for _ in range(20):
        x = (1 - lr * decay) * x - lr * gdzoo.LANDSCAPES["himmelblau"].grad(x)
    np.testing.assert_allclose(run.x[-1], x, rtol=1e-9)
    each = gdzoo.minimize("gd", gdzoo.L2("himmelblau", [0.0, decay]), X[:, None], 20, lr=[lr, lr])
    np.testing.assert_allclose(each.x[-1, :, 1], x, rtol=1e-9)


def test_a_clipped_gradient_has_the_length_and_the_direction_that_it_says():
    f, land = gdzoo.ClipNorm("valley", 3.0), gdzoo.LANDSCAPES["valley"]
    steep, edge, flat = np.array([1.0, 2.0]), np.array([1.5, 0.0]), np.array([0.1, 0.0])
    assert np.linalg.norm(f.grad(steep)) == pytest.approx(3, rel=1e-15)
    np.testing.assert_allclose(f.grad(steep) / 3, land.grad(steep) / np.linalg.norm(land.grad(steep)))
    for x in edge, flat, np.zeros(2):  # exactly max_norm is not clipped
        np.testing.assert_array_equal(f.grad(x), land.grad(x))
    matrix = gdzoo.objective(lambda x: (x**2).sum((0, 1)), lambda x: 2 * x, point_ndim=2)
    assert np.linalg.norm(gdzoo.ClipNorm(matrix, 3.0).grad(np.ones((3, 2)))) == pytest.approx(3)
    assert gdzoo.ClipValue("valley", 3.0).grad(steep).tolist() == [2.0, 3.0]


def test_centralizing_takes_the_mean_from_every_row_of_every_matrix_and_leaves_vectors_alone():
    assert gdzoo.Centralize("valley").grad(X).tolist() == gdzoo.LANDSCAPES["valley"].grad(X).tolist()
    moons = gdzoo.PROBLEMS["moons"]
    x = moons.start(0)[:, None] + [0.0, 0.1]
    before, after = moons.grad(x), gdzoo.Centralize(moons).grad(x)
    rest = np.ones(moons.dim, bool)
    for where, (m, n) in moons.matrices.values():
        rest[where] = False
        block = before[where].reshape(m, n, 2)
        np.testing.assert_allclose(after[where].reshape(m, n, 2), block - block.mean(1, keepdims=True))
    np.testing.assert_array_equal(after[rest], before[rest])
    assert rest.sum() == 8 + 8 + 1


def test_noise_on_a_matrix_is_drawn_per_column():
    f = gdzoo.Noisy("associative_memory", 0.5)
    x = np.zeros((8, 8, 12))
    noise = f.at(5).grad(x) - f.grad(x)
    np.testing.assert_allclose(f.at(5).grad(x[:, :, :4]), (f.grad(x) + noise)[:, :, :4])
    np.testing.assert_allclose(f.at(5).grad(x[:, :, 0]), (f.grad(x) + noise)[:, :, 0])
    assert noise.std() == pytest.approx(0.5, rel=0.1)
    step, h = f.at(1), 1e-6 * np.ones((8, 8))
    assert step.value(h) - step.value(-h) == pytest.approx(2 * (step.grad(0 * h) * h).sum(), rel=1e-6)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: gdzoo.Noisy("bowl", -1.0), "Noisy: sigma must be >= 0, got sigma=-1"),
        (lambda: gdzoo.Noisy("bowl", 1.0, seed=-1), "Noisy: seed must be an integer from 0 to 2^32 - 1, got seed=-1"),
        (lambda: gdzoo.Noisy("bowk", 1.0), "unknown landscape or problem 'bowk'; did you mean 'bowl'?"),
        (
            lambda: gdzoo.Counted(3),
            "f must name a landscape or a problem, or have value(x) and grad(x), got 3; see gdzoo.objective",
        ),
        (lambda: gdzoo.L2("bowl", [0.1, -0.5]), "L2: weight_decay must be >= 0, got weight_decay=-0.5"),
        (lambda: gdzoo.ClipNorm("bowl", 0), "ClipNorm: max_norm must be > 0, got max_norm=0"),
        (lambda: gdzoo.ClipValue("bowl", "1"), "ClipValue: limit must be a number > 0, got limit='1'"),
        (lambda: gdzoo.Scaled("bowl", -2), "Scaled: factor must be > 0, got factor=-2"),
        (lambda: gdzoo.Scaled("bowl", [1, 2]), "Scaled: factor must be one number > 0, got factor=[1, 2]"),
        (lambda: gdzoo.Rotated("bowl", np.nan), "Rotated: angle must be finite, got angle=nan"),
        (
            lambda: gdzoo.Rotated("parabola", 1.0),
            "Rotated turns functions of two coordinates, and parabola is none",
        ),
        (
            lambda: gdzoo.Minibatch("moons", 101),
            "Minibatch: batch_size must be a whole number from 1 to 100, the examples of moons, got batch_size=101",
        ),
        (lambda: gdzoo.Minibatch("mons", 10), "unknown problem 'mons'; did you mean 'moons'?"),
        (
            lambda: gdzoo.Minibatch(gdzoo.LANDSCAPES["bowl"], 10),
            "Minibatch needs a name in PROBLEMS or an objective with examples and on(indices), got <landscape bowl>",
        ),
        (
            lambda: gdzoo.minimize("muon", "moons", np.eye(2), 1),
            "muon acts here on matrices (m, n, *batch), and moons takes vectors (d, *batch)",
        ),
        (
            lambda: gdzoo.minimize("gd", "associative_memory", np.eye(8), 1, lr=1, point_ndim=1),
            "gd acts here on vectors (d, *batch), and associative_memory takes matrices (m, n, *batch)",
        ),
        (
            lambda: gdzoo.minimize("gd", "associative_memory", np.eye(3), 1, lr=1),
            "associative_memory takes x0 of shape (8, 8, *batch), got shape (3, 3)",
        ),
        (
            lambda: gdzoo.minimize("gd", "moons", [0.0, 0.0], 1, lr=1),
            "moons takes x0 of shape (d, *batch) with d = 105, got shape (2,)",
        ),
    ],
)
def test_sentences(make, sentence):
    with pytest.raises((KeyError, TypeError, ValueError)) as error:
        make()
    assert str(error.value) == sentence


@pytest.mark.parametrize("rule", ["muon", "gd"])
def test_oracles_of_an_objective_that_does_not_say_learn_from_the_run_that_points_are_matrices(rule):
    def value(x):
        return (x**2).sum((0, 1)) / 2

    said, unsaid = gdzoo.objective(value, lambda x: x, point_ndim=2), gdzoo.objective(value, lambda x: x)
    start = np.arange(12.0).reshape(3, 2, 2) + 1
    runs = [
        gdzoo.minimize(rule, gdzoo.Counted(gdzoo.ClipNorm(gdzoo.Noisy(f, 0.3), 0.5)), start, 5, lr=0.1, point_ndim=2)
        for f in (said, unsaid)
    ]
    np.testing.assert_array_equal(runs[0].x, runs[1].x)
    assert np.linalg.norm(np.diff(runs[1].x, axis=0), axis=(1, 2)).max() < 0.1 * 0.5 + 1e-12 or rule == "muon"
