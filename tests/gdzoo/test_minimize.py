"""minimize(): shapes, batches, records, escapes, counts, and a sentence for every bad argument."""

from typing import NamedTuple

import numpy as np
import pytest

import gdzoo
from gdzoo.rules import RULES

minimize = gdzoo.minimize


def test_shapes_of_a_single_run():
    run = minimize("adam", "rosenbrock", [-1.3, 1.7], 20, lr=0.01)
    assert run.x.shape == (21, 2)
    assert run.x[0].tolist() == [-1.3, 1.7]
    assert run.steps.tolist() == list(range(21))
    assert run.f.shape == run.grad_norm.shape == run.grad_evals.shape == run.value_evals.shape == (21,)
    assert run.lr.shape == (20,)
    assert run.escaped_at.shape == ()
    assert run.escaped_at == -1
    assert run.extra == {}
    assert run.state is None


def test_shapes_of_a_batch_over_starts_and_knobs():
    x0 = np.random.default_rng(0).normal(size=(2, 5))
    run = minimize("momentum", "rosenbrock", x0, 7, lr=[[1e-4], [1e-3], [2e-3]], beta=np.linspace(0, 0.9, 5))
    assert run.x.shape == (8, 2, 3, 5)
    assert run.f.shape == run.grad_norm.shape == run.grad_evals.shape == (8, 3, 5)
    assert run.lr.shape == (7, 3, 5)
    assert run.escaped_at.shape == (3, 5)
    assert (run.lr[:, 1, :] == 1e-3).all()


def test_heights_and_slopes_are_those_of_the_points():
    f = gdzoo.LANDSCAPES["himmelblau"]
    run = minimize("adam", f, [[1.0, -2.0, 0.3], [0.7, 1.1, -4.0]], 10, lr=0.1)
    for k in range(11):
        np.testing.assert_allclose(run.f[k], f.value(run.x[k]))
        np.testing.assert_allclose(run.grad_norm[k], np.linalg.norm(f.grad(run.x[k]), axis=0))


@pytest.mark.parametrize(
    ("every", "kept"), [(1, [0, 1, 2, 3, 4, 5, 6, 7]), (3, [0, 3, 6, 7]), (7, [0, 7]), (100, [0, 7])]
)
def test_every_records_each_of_so_many_steps_and_always_the_last(every, kept):
    full = minimize("adam", "rosenbrock", [-1.3, 1.7], 7, lr=0.1, keep_state=True)
    run = minimize("adam", "rosenbrock", [-1.3, 1.7], 7, lr=0.1, keep_state=True, every=every)
    assert run.steps.tolist() == kept
    for name in "x", "f", "grad_norm", "grad_evals":
        np.testing.assert_allclose(getattr(run, name), getattr(full, name)[kept], rtol=1e-14)
    np.testing.assert_array_equal(run.state.m, full.state.m[kept])
    assert run.lr.shape == (7,)


def test_no_steps_is_a_run_too():
    run = minimize("gd", "bowl", [1.0, 2.0], 0, lr=0.1)
    assert run.x.tolist() == [[1, 2]]
    assert run.steps.tolist() == [0]
    assert run.lr.shape == (0,)


def test_integer_starts_become_floats():
    run = minimize("gd", "parabola", [1], 1, lr=0.25)
    assert run.x.dtype == float
    assert run.x[1, 0] == 0.5


def test_the_start_is_not_changed():
    x0 = np.array([1.0, 2.0])

    def in_place(f, x, s, t, *, lr):
        x -= lr * f.grad(x)
        return x, s

    run = minimize(in_place, "bowl", x0, 3, lr=0.1)
    assert x0.tolist() == [1, 2]
    np.testing.assert_allclose(run.x[:, 0], 0.8 ** np.arange(4))


# Divergence is data


def test_a_column_that_leaves_the_bound_stays_where_it_left():
    """On x^2 with lr = 2 a step multiplies x by -3: 3^7 = 2187 is the first power above 1000."""
    run = minimize("gd", "parabola", [[1.0, 1.0]], 20, lr=[2.0, 0.1], bound=1000)
    assert run.escaped_at.tolist() == [7, -1]
    assert run.x[:8, 0, 0].tolist() == [(-3.0) ** k for k in range(8)]
    assert (run.x[7:, 0, 0] == -2187).all()
    assert (run.f[7:, 0] == 2187**2).all()
    np.testing.assert_allclose(run.x[:, 0, 1], 0.8 ** np.arange(21))
    assert run.grad_evals[:, 0].tolist() == [*range(8), *[7] * 13]
    assert run.grad_evals[:, 1].tolist() == list(range(21))


@pytest.mark.parametrize("every", [1, 4])
def test_a_single_run_that_leaves_is_not_shortened(every):
    run = minimize("gd", "parabola", [1.0], 20, lr=2.0, bound=1000, every=every, keep_state=True)
    assert run.escaped_at == 7
    assert len(run.x) == len(run.steps) == len(run.f)
    assert run.lr.shape == (20,)
    assert run.x[-1, 0] == -2187
    assert run.grad_evals[-1] == 7
    assert np.isfinite(run.x).all()
    assert np.isfinite(run.f).all()


def test_a_point_that_is_not_finite_leaves_the_last_finite_one():
    f = gdzoo.objective(lambda x: x[0] ** 2, lambda x: np.where(np.abs(x) < 0.5, np.nan, 2 * x))
    run = minimize("gd", f, [[1.0, 8.0]], 6, lr=0.25)
    assert run.escaped_at.tolist() == [3, 6]
    assert run.x[:, 0, 0].tolist() == [1, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25]
    assert run.x[:, 0, 1].tolist() == [8, 4, 2, 1, 0.5, 0.25, 0.25]


@pytest.mark.parametrize("wild", [np.inf, -np.inf, np.nan])
def test_without_a_bound_only_points_that_are_not_finite_leave(wild):
    def jump(f, x, s, t):
        return x * 1e200 if t == 1 else np.full_like(x, wild), s

    run = minimize(jump, "bowl", [1.0, 1.0], 5, bound=np.inf)
    assert run.escaped_at == 2
    assert (run.x[1:] == 1e200).all()


def test_a_frozen_column_stays_although_its_rule_would_come_back():
    def wave(f, x, s, t):
        return x + (2000.0 if t == 3 else -2000.0 if t == 4 else 0.0), s

    run = minimize(wave, "bowl", [1.0, 2.0], 6, bound=1000)
    assert run.escaped_at == 3
    assert run.x[-1].tolist() == [2001, 2002]
    batch = minimize(wave, "bowl", [[1.0, 1.0], [2.0, 2.0]], 6, bound=np.inf)
    assert (batch.escaped_at == -1).all()
    assert batch.x[-1, 0].tolist() == [1, 1]


def test_saddle_paths_escape_when_they_should():
    run = minimize("gd", "saddle", [[1.0, 1.0], [1e-6, 0.0]], 300, lr=0.05, bound=10)
    assert run.escaped_at.tolist() == [int(np.ceil(np.log(10 / 1e-6) / np.log(1.1))), -1]


# Rules: plain functions, states, extras, matrices


class Pair(NamedTuple):
    v: np.ndarray
    total: np.ndarray


def test_a_plain_function_is_a_rule_and_its_annotation_its_state():
    def heavy(f, x, s: Pair, t, *, lr, beta=0.5):
        v = beta * s.v + f.grad(x)
        return x - lr * v, Pair(v, s.total + v)

    ours = minimize(heavy, "valley", [1.0, 2.0], 9, lr=0.01, keep_state=True)
    theirs = minimize("momentum", "valley", [1.0, 2.0], 9, lr=0.01, beta=0.5)
    np.testing.assert_array_equal(ours.x, theirs.x)
    np.testing.assert_allclose(ours.x[0] - ours.x, 0.01 * ours.state.total)


def test_a_state_of_another_kind_is_kept_as_a_list():
    def counting(f, x, s, t):
        return x, t

    assert minimize(counting, "bowl", [1.0, 2.0], 3, keep_state=True).state == [None, 1, 2, 3]


def test_a_rule_may_start_elsewhere_and_tell_more():
    def average(f, x, s, t, *, lr=0.1):
        x = x - lr * f.grad(x)
        return x, s + (x - s) / (t + 1)

    rule = gdzoo.Rule(average, init=lambda f, x0, lr: x0, extra={"average": lambda x, s: s})
    run = minimize(rule, "bowl", [[1.0, 2.0], [0.5, 0.7]], 8)
    assert run.extra["average"].shape == run.x.shape
    np.testing.assert_allclose(run.extra["average"][5], run.x[:6].mean(0))


def test_a_matrix_is_a_point_with_two_axes():
    f = gdzoo.objective(lambda x: (x**2).sum((0, 1)), lambda x: 2 * x)
    x0 = np.arange(12.0).reshape(2, 3, 2)
    run = minimize("adam", f, x0, 5, lr=[0.1, 0.2], point_ndim=2)
    assert run.x.shape == (6, 2, 3, 2)
    assert run.f.shape == run.grad_norm.shape == (6, 2)
    np.testing.assert_allclose(run.grad_norm, 2 * np.sqrt(run.f))
    whole = gdzoo.Rule(RULES["gd"].step, traits={"matrix"}, knobs=RULES["gd"].knobs)
    assert minimize(whole, f, x0, 5, lr=0.1).f.shape == (6, 2)


def test_a_rule_without_a_learning_rate_has_none_recorded():
    assert np.isnan(minimize(lambda f, x, s, t: (x, s), "bowl", [1.0, 2.0], 3).lr).all()


def test_registration_beside_the_function(monkeypatch):
    monkeypatch.setattr(RULES, "_entries", dict(RULES._entries))

    @gdzoo.rule(title="Test", parents=["gd"], knobs={"lr": gdzoo.Knob("a")})
    def mine(f, x, s, t, *, lr=0.5):
        """A step."""
        return x - lr * f.grad(x), s

    assert RULES["mine"] is mine
    assert (mine.name, mine.title, mine.parents, mine.doc) == ("mine", "Test", ("gd",), "A step.")
    assert mine.knobs == {"lr": gdzoo.Knob("a", default=0.5)}
    assert minimize("mine", "parabola", [1.0], 1).x[1] == 0
    gdzoo.rule()(mine.step)  # a cell that runs again replaces its rule

    def gd(f, x, s, t):
        return x, s

    with pytest.raises(
        ValueError, match=r"^rule 'gd' is already registered by gdzoo\.optimizers\.plain; choose another name$"
    ):
        gdzoo.rule()(gd)
    with pytest.raises(KeyError, match=r"unknown rule 'gdd'"):
        gdzoo.rule(parents=["gdd"])(mine.step)


# What searches and nested rules need


class Inner(NamedTuple):
    v: np.ndarray


class Outer(NamedTuple):
    inner: Inner
    calls: int


def tries_until_it_stays(f, x, s: Outer, t, *, lr):
    g = f.grad(x)
    lr = lr + 0 * x[0]
    while (searching := gdzoo.oracles.only(f, lr > 0.4).value(x - lr * g) > f.f.value(x)).any():
        lr = np.where(searching, lr / 2, lr)
    return x - lr * g, Outer(Inner(s.inner.v + g), s.calls + 1)


SEARCH = gdzoo.Rule(tries_until_it_stays, init=lambda f, x0, **knobs: Outer(Inner(np.zeros_like(x0)), 0))


def test_a_search_counts_what_it_tried_in_each_column():
    run = minimize(SEARCH, "parabola", [[2.0, 2.0]], 3, lr=[0.1, 3.0])
    assert run.grad_evals[-1].tolist() == [3, 3]
    assert run.value_evals[:, 0].tolist() == [0, 0, 0, 0]
    assert (np.diff(run.value_evals[:, 1]) > 0).all()


def test_a_state_within_a_state_is_frozen_and_stacked_too():
    free = gdzoo.Rule(lambda f, x, s, t, *, lr: (x - lr * f.grad(x), Outer(Inner(s.inner.v + 1), t)), init=SEARCH.init)
    run = minimize(free, "parabola", [[1.0, 1.0]], 40, lr=[0.1, 3.0], keep_state=True)
    assert run.escaped_at.tolist() == [-1, 9]
    assert run.state.inner.v[:, 0].max(0).tolist() == [40, 9]
    assert run.state.calls.tolist() == list(range(41))


def test_any_rule_runs_on_matrices_when_asked_and_where_the_objective_says_so():
    f = gdzoo.objective(lambda x: (x**2).sum((0, 1)), lambda x: 2 * x)
    x0 = np.arange(6.0).reshape(2, 3)
    for run in minimize("momentum", f, x0, 5, lr=0.1, point_ndim=2), minimize(turn, f, x0, 5):
        assert run.x.shape == (6, 2, 3)
        assert run.f.shape == run.grad_norm.shape == (6,)
    f.point_ndim = 2
    assert minimize("adam", f, np.stack([x0, -x0], -1), 5).f.shape == (6, 2)


# Sentences


def bad_shape(f, x, s, t):
    return x[:1], s


turn = gdzoo.Rule(lambda f, x, s, t: (x - f.grad(x), s), name="turn", traits={"matrix"})
curved = gdzoo.Rule(lambda f, x, s, t: (x - f.hess(x)[0], s), name="curved", traits={"hessian"})


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: minimize("adma", "bowl", [1.0, 1.0], 5), "unknown rule 'adma'; did you mean 'adam'?"),
        (
            lambda: minimize("gd", "boowl", [1.0, 1.0], 5, lr=1),
            "unknown landscape or problem 'boowl'; did you mean 'bowl'?",
        ),
        (
            lambda: minimize("zzz", "bowl", [1.0, 1.0], 5),
            "unknown rule 'zzz'; known: gd, momentum, momentum_ema, nesterov, nesterov_lookahead, lars, sign_gd, "
            "normalized_gd, signum, lion, rprop, adagrad and 33 more",
        ),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 5), "gd needs lr: it has no default"),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=-0.1), "gd: lr must be > 0, got lr=-0.1"),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=float("nan")), "gd: lr must be > 0, got lr=nan"),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=[0.1, 0.0]), "gd: lr must be > 0, got lr=0"),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr="fast"), "gd: lr must be a number > 0, got lr='fast'"),
        (lambda: minimize("adam", "bowl", [1.0, 1.0], 5, beta1=1.0), "adam: beta1 must be in [0, 1), got beta1=1"),
        (
            lambda: minimize("adam", "bowl", [1.0, 1.0], 5, beta_1=0.5),
            "adam has no knob 'beta_1'; did you mean 'beta1'?",
        ),
        (
            lambda: minimize("bfgs", "bowl", [1.0, 1.0], 5, lr=0.1),
            "bfgs has no knob 'lr'; it has none at all",
        ),
        (
            lambda: minimize("gd", "mons", [1.0, 1.0], 5, lr=0.1),
            "unknown landscape or problem 'mons'; did you mean 'moons'?",
        ),
        (
            lambda: minimize("momentum", "bowl", [1.0, 1.0], 5, lr=0.1, beta=abs),
            "momentum: beta must be a number in [0, 1), got beta=<built-in function abs>",
        ),
        (
            lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=[[0.1, 0.2], [0.3]]),
            "gd: lr must be a number > 0, got lr=[[0.1, 0.2], [0.3]]",
        ),
        (
            lambda: minimize("gd", "bowl", 1.0, 5, lr=1),
            "gd needs x0 of shape (d, *batch), for example [1.0]; got shape ()",
        ),
        (
            lambda: minimize(turn, gdzoo.objective(lambda x: x[0, 0], lambda x: x), [1.0, 1.0], 5),
            "turn needs matrices, x0 of shape (m, n, *batch); got shape (2,)",
        ),
        (
            lambda: minimize(turn, "bowl", [1.0, 1.0], 5),
            "turn acts here on matrices (m, n, *batch), and bowl takes vectors (d, *batch)",
        ),
        (
            lambda: minimize("muon", "bowl", [1.0, 1.0], 5, point_ndim=1),
            "muon acts on matrices (m, n, *batch): point_ndim must be 2, got point_ndim=1",
        ),
        (
            lambda: minimize(curved, gdzoo.objective(lambda x: x[0], lambda x: x), [1.0, 1.0], 5),
            "curved needs hess(x), and this objective has none; gdzoo.objective(value, grad, hess) makes one that has",
        ),
        (lambda: minimize("gd", "bowl", [1.0, np.nan], 5, lr=1), "x0 must be finite, got [1.0, nan]"),
        (lambda: minimize("gd", "bowl", "here", 5, lr=1), "x0 must be numbers of shape (d, *batch), got 'here'"),
        (
            lambda: minimize("gd", "bowl", [1.0, 2.0, 3.0], 5, lr=1),
            "bowl takes x0 of shape (d, *batch) with d = 2, got shape (3,)",
        ),
        (
            lambda: minimize("gd", "rosenbrock", [1.0], 5, lr=1),
            "rosenbrock takes x0 of shape (d, *batch) with d = 2 or more, got shape (1,)",
        ),
        (
            lambda: minimize("gd", "bowl", np.ones((2, 3)), 5, lr=np.ones(4)),
            "the batches of x0 and of the knobs do not broadcast: (3,), (4,)",
        ),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], -1, lr=1), "steps must be an integer >= 0, got steps=-1"),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 2.5, lr=1), "steps must be an integer >= 0, got steps=2.5"),  # pyright: ignore
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=1, every=0), "every must be an integer >= 1, got every=0"),
        (
            lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=1, bound="far"),  # pyright: ignore
            "minimize: bound must be a number > 0, got bound='far'",
        ),
        (lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=1, bound=0), "minimize: bound must be > 0, got bound=0"),
        (
            lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=1, seed=-2),
            "minimize: seed must be an integer from 0 to 2^32 - 1, got seed=-2",
        ),
        (
            lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=1, point_ndim=3),
            "point_ndim must be 1 or 2, got point_ndim=3",
        ),
        (
            lambda: minimize("gd", "bowl", [1.0, 1.0], 5, lr=lambda k: 0.1 - 0.05 * k),
            "gd: the schedule's lr must be finite and >= 0, got -0.05 at k=3",
        ),
        (
            lambda: minimize(3, "bowl", [1.0, 1.0], 5),  # pyright: ignore
            "rule must be a name, a Rule or a step function (f, x, s, t, *, ...) -> (x, s), got 3",
        ),
        (
            lambda: minimize(bad_shape, "bowl", [1.0, 1.0], 5),
            "bad_shape: step 1 turned a point (2,) into one of shape (1,)",
        ),
        (
            lambda: minimize("gd", gdzoo.objective(lambda x: 1.0, lambda x: x), [1.0, 1.0], 5, lr=0.1),
            "f must map points (2, 6) to values (6,) and gradients (2, 6), got () and (2, 6); what follows the coordinates is a batch",
        ),
        (
            lambda: gdzoo.Rule(lambda f, x, s, t, *, seed=1: (x, s)),
            "<lambda>: a knob cannot be called 'seed', that is an argument of minimize",
        ),
        (
            lambda: gdzoo.Rule(lambda f, x, s, t, *, lr=1: (x, s), knobs={"l": gdzoo.Knob("a")}),
            "<lambda> has no argument 'l'; did you mean 'lr'?",
        ),
        (
            lambda: gdzoo.Rule(lambda f, x, s, t: (x, s), traits={"rotate"}),
            "<lambda>: unknown trait 'rotate'; did you mean 'rotation'?",
        ),
    ],
)
def test_every_bad_argument_has_its_sentence(call, sentence):
    with pytest.raises((KeyError, TypeError, ValueError)) as error:
        call()
    assert str(error.value) == sentence
