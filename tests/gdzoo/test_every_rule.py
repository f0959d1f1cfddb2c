"""What holds for every rule of the registry: batches, knobs, states, rest, first steps, slopes beyond all numbers."""

import pickle
from typing import Any

import numpy as np
import pytest

import gdzoo
from book.verified import residual
from tests.gdzoo.objectives import bowl, plane

minimize = gdzoo.minimize
RULES = gdzoo.RULES
PAIRS = {"newton", "saddle_free_newton", "sophia", "bfgs"}  # they keep numbers for pairs of coordinates: no matrices
MATRICES = residual(np.linspace(-1, 1.4, 6).reshape(3, 2), np.eye(3) + 0.3, np.linspace(2, -1, 9).reshape(3, 3))


def every(keep=lambda rule: True):
    return pytest.mark.parametrize("rule", [*filter(keep, RULES.values())], ids=lambda rule: rule.name)


def of_vectors(rule):
    return "matrix" not in rule.traits


def of_slopes(rule):
    """Rules that ask for gradients of vectors alone."""
    return rule.traits.isdisjoint({"matrix", "hessian", "search"})


def with_a_rate(rule):
    return "lr" in rule.knobs


def of_any_shape(rule):
    return of_vectors(rule) and rule.name not in PAIRS


def place(rule):
    """An objective that suits the rule, and a start."""
    if of_vectors(rule):
        return gdzoo.LANDSCAPES["himmelblau"], np.array([-1.313, 1.717])
    return MATRICES, np.array([[0.7, -1.1, 0.4], [1.3, 0.2, -0.6]])


def rated(rule, lr=0.003) -> dict[str, Any]:
    """The knobs that the rule requires: a learning rate, where it has no default."""
    return {name: lr for name, knob in rule.knobs.items() if knob.default is gdzoo.REQUIRED}


def around(x0, *batch):
    """Starts near x0, (point, *batch)."""
    return (x0.T + 0.3 * np.random.default_rng(1).standard_normal((*batch[::-1], *x0.T.shape))).T


def fields(state):
    """The arrays of a state, and of the states within it."""
    return [a for f in state or () if f is not None for a in (fields(f) if hasattr(f, "_fields") else [f])]


def check_a_loop(rule, f, x0, batch, steps, **knobs):
    """A run whose starts and knobs are a batch is what each of its columns is alone, in points, states and counts."""
    run = minimize(rule, f, x0, steps, keep_state=True, **knobs)
    assert run.x.shape == (steps + 1, *x0.shape[: x0.ndim - len(batch)], *batch)
    assert run.f.shape == run.grad_norm.shape == (steps + 1, *batch)
    for i in np.ndindex(batch):
        at = (..., *i)
        own = {name: np.broadcast_to(value, batch)[i] for name, value in knobs.items()}
        alone = minimize(rule, f, x0[at], steps, keep_state=True, **own)
        np.testing.assert_allclose(run.x[at], alone.x, rtol=1e-9, atol=1e-10)
        for name in "lr", "grad_evals", "value_evals", "escaped_at":
            np.testing.assert_array_equal(getattr(run, name)[at], getattr(alone, name))
        for ours, theirs in zip(fields(run.state), fields(alone.state), strict=True):
            ours = ours[at] if ours.ndim == theirs.ndim + len(batch) else ours
            np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-8)


# batches, knobs, states


@every()
def test_a_batch_is_a_loop(rule):
    f, x0 = place(rule)
    rate = rated(rule).get("lr") or (rule.knobs["lr"].default if with_a_rate(rule) else None)
    steps = 4 if "search" in rule.traits else 12  # at a minimum rounding decides how often a search tries
    check_a_loop(rule, f, around(x0, 2, 3), (2, 3), steps, **({"lr": rate * np.array([[1.0], [0.7]])} if rate else {}))


def columns(knob):
    """Three values of a knob, one for each column: near its default, whole where it has to be."""
    if knob.domain in ("whole >= 1", "0 or 1", "1 or 2"):
        return {"whole >= 1": [3, 1, 2], "0 or 1": [True, False, True], "1 or 2": [1, 2, 1]}[knob.domain]
    middle = 0.003 if knob.default is gdzoo.REQUIRED else 0.2 if knob.default in (None, np.inf) else knob.default
    near = {"> 1": [1.3, 1.1, 1.2], ">= 1": [1.0, 2.0, 1.5], "<= 0": [-0.8, -0.5, -0.2]}
    return near.get(knob.domain, [middle or 0.1, 0.7 * middle, 0.9 * middle])


@every()
def test_every_knob_may_differ_from_column_to_column(rule):
    f, x0 = place(rule)
    knobs = {name: columns(knob) for name, knob in rule.knobs.items() if not isinstance(knob.default, str)}
    knobs.pop("memory", None)  # lbfgs says that it is one for all
    check_a_loop(rule, f, around(x0, 3), (3,), 6, **knobs)


@every(with_a_rate)
def test_the_learning_rate_may_be_a_schedule_that_begins_with_nothing(rule):
    f, x0 = place(rule)
    run = minimize(rule, f, x0, 12, lr=lambda k: 0.0 if k < 2 else 0.003)
    assert run.lr.tolist() == [0.0] * 2 + [0.003] * 10
    assert run.escaped_at == -1
    if rule.name != "barzilai_borwein":  # a first step of no length teaches it nothing
        assert (run.x[-1] != x0).any()


@every()
def test_a_step_can_be_taken_by_hand(rule):
    """With the state of ``rule.init``; knobs that are left out have their defaults in both."""
    f, x = place(rule)
    if not of_vectors(rule):
        f = gdzoo.objective(f.value, f.grad, point_ndim=2)
    expected = minimize(rule, f, x, 3, **rated(rule)).x[-1]
    with np.errstate(all="ignore"):
        s = rule.init(f, x, **rated(rule))
        for t in 1, 2, 3:
            x, s = rule(f, x, s, t, **rated(rule))
    np.testing.assert_allclose(x, expected, rtol=1e-12)


@every()
def test_states_can_be_pickled(rule):
    f, x0 = place(rule)
    run = minimize(rule, f, x0, 3, keep_state=True, **rated(rule))
    twin = pickle.loads(pickle.dumps(run))
    np.testing.assert_array_equal(twin.x, run.x)
    for ours, theirs in zip(fields(twin.state), fields(run.state), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@every()
def test_starts_of_any_type_and_batches_of_no_columns_are_fine(rule):
    f, x0 = place(rule)
    run = minimize(rule, f, x0.astype(np.float32), 2, **rated(rule))
    np.testing.assert_array_equal(run.x, minimize(rule, f, x0.astype(np.float32).astype(float), 2, **rated(rule)).x)
    assert minimize(rule, f, x0.astype(np.int32), 2, **rated(rule)).x.dtype == float
    assert minimize(rule, f, np.zeros((*x0.shape, 0)), 2, keep_state=True, **rated(rule)).x.shape == (3, *x0.shape, 0)
    for steps, every in (0, 1), (3, 10):
        run = minimize(rule, f, x0, steps, every=every, keep_state=True, **rated(rule))
        assert run.steps.tolist() == sorted({0, steps})


# rest


@every()
def test_a_minimum_is_a_fixed_point_but_for_decay(rule):
    at_rest = bowl(np.linspace(0.3, 1.7, 6).reshape(2, 3) if not of_vectors(rule) else np.array([0.3, 1.7]))
    if "hessian" in rule.traits:
        at_rest = "bowl"
    x0 = np.zeros((2, 3) if not of_vectors(rule) else 2)
    assert (minimize(rule, at_rest, x0, 9, **rated(rule)).x == 0).all()
    if not {"hessian", "search"} & rule.traits and of_vectors(rule):
        decay = (1 - 1e-3 * 0.01) ** np.arange(10.0) if rule.name == "adamw" else np.ones(10)
        x = minimize(rule, plane(0.0, 0.0), [3.0, 2.0], 9, **rated(rule)).x
        np.testing.assert_allclose(x, decay[:, None] * [3.0, 2.0], rtol=1e-13)


@every(of_vectors)
def test_a_coordinate_without_a_slope_stays(rule):
    x = minimize(rule, "valley", [1.3, 0.0], 30, **rated(rule)).x
    assert (x[:, 1] == 0).all()
    assert x[-1, 0] != 1.3


@every(of_vectors)
def test_a_column_at_rest_does_not_hold_the_others(rule):
    x = minimize(rule, "himmelblau", [[3.0, -1.313], [2.0, 1.717]], 9, **rated(rule)).x
    alone = minimize(rule, "himmelblau", [-1.313, 1.717], 9, **rated(rule)).x
    np.testing.assert_allclose(x[..., 1], alone, rtol=1e-9)
    if rule.name != "adamw":
        assert (x[..., 0] == [3.0, 2.0]).all()


@every(of_any_shape)
def test_a_matrix_is_a_long_vector(rule):
    """Norms run over both axes of a matrix, and over no axis of the batch."""
    curvatures = np.linspace(0.3, 1.7, 6)
    x0 = np.random.default_rng(3).standard_normal((6, 4))
    vectors = minimize(rule, bowl(curvatures), x0, 12, keep_state=True, **rated(rule, 0.05))
    matrices = minimize(
        rule, bowl(curvatures.reshape(2, 3)), x0.reshape(2, 3, 4), 12, keep_state=True, **rated(rule, 0.05)
    )
    np.testing.assert_allclose(matrices.x.reshape(13, 6, 4), vectors.x, rtol=1e-9, atol=1e-11)
    for name, sequence in vectors.extra.items():
        np.testing.assert_allclose(matrices.extra[name].reshape(sequence.shape), sequence, rtol=1e-6, atol=1e-9)


# first steps

G, LR, X = 1.7, 0.013, -2.5
FIRST = {
    "gd": LR * G,
    "momentum": LR * G,
    "momentum_ema": LR * (1 - 0.9) * G,
    "nesterov": LR * (1 + 0.9) * G,
    "nesterov_lookahead": LR * G,
    "lars": LR * 1e-3 * 2.5,
    "sign_gd": LR,
    "normalized_gd": LR,
    "signum": LR,
    "lion": LR,
    "rprop": LR,
    "adagrad": LR,
    "adadelta": LR * np.sqrt(1e-6 / (1 - 0.9)),
    "rmsprop": LR / np.sqrt(1 - 0.9),
    "rmsprop_centered": LR / np.sqrt(0.9 * (1 - 0.9)),
    "adam": LR,
    "adam_uncorrected": LR * (1 - 0.9) / np.sqrt(1 - 0.999),
    "adamw": LR - LR * 0.01 * 2.5,
    "amsgrad": LR,
    "adamax": LR,
    "nadam": LR * 1.0565,
    "radam": LR * G,
    "adabelief": LR / 0.9,
    "yogi": LR,
    "adan": LR,
    "lamb": LR * 2.5,
    "prodigy": LR * 1e-6,
    "barzilai_borwein": LR * G,
    "averaged": LR * G,
    "lookahead": LR * G,
    "sam": LR * G,
    "schedule_free_sgd": LR * G,
    "schedule_free_adamw": LR,
}


@every(of_slopes)
def test_the_first_step_on_a_slope_has_the_length_that_the_docstring_tells(rule):
    eps: dict[str, Any] = {"eps": 0.0} if "eps" in rule.knobs and rule.name != "adadelta" else {}
    x = minimize(rule, plane(G), [X], 1, lr=LR, **eps).x[:, 0]
    assert x[0] - x[1] == pytest.approx(FIRST[rule.name], rel=1e-4)


# slopes beyond all numbers


@every(of_slopes)
@pytest.mark.parametrize("wild", [np.inf, np.nan, 1e200])
def test_a_slope_beyond_all_numbers_is_divergence_and_no_error(rule, wild, fed):
    """1e200 squared is infinite: an Adam then stands still, or leaves; the other column does not notice."""
    grads = np.full((20, 1, 2), 1.0)
    grads[10, 0, 1] = wild
    run = minimize(rule, fed(grads), np.ones((1, 2)), 20, lr=0.01)
    alone = minimize(rule, fed(grads[..., 0]), np.ones(1), 20, lr=0.01)
    np.testing.assert_array_equal(run.x[..., 0], alone.x)
    assert run.escaped_at[0] == -1
    assert np.isfinite(run.x).all()


@every()
@pytest.mark.parametrize("size", [1e160, 1e300])
def test_a_start_far_beyond_all_sense_does_not_raise(rule, size):
    """Heights and norms overflow there; the column beside it does not notice."""
    f, x0 = place(rule)
    run = minimize(rule, f, np.stack([x0, size * x0], -1), 5, bound=np.inf, **rated(rule))
    alone = minimize(rule, f, x0, 5, bound=np.inf, **rated(rule))
    np.testing.assert_allclose(run.x[..., 0], alone.x, rtol=1e-9, atol=1e-12)
    assert np.isfinite(run.x).all()
