"""The strong-Wolfe search, and the rules that choose the length of their steps."""

import numpy as np
import pytest

import gdzoo
from gdzoo.optimizers.line_search.conjugate_gradient import VARIANTS, Direction, conjugacy
from gdzoo.wolfe import TRIES, Point, nowhere, resume, strong_wolfe

minimize = gdzoo.minimize
SEARCHERS = {"bfgs": 0.9, "lbfgs": 0.9, "conjugate_gradient": 0.1}  # and c2 of their searches


def starts(seed, n, d=2, size=5.0):
    return np.random.default_rng(seed).uniform(-size, size, (d, n))


def cloud(landscape, n):
    """Random points of a landscape's picture."""
    low, high = np.array(gdzoo.LANDSCAPES[landscape].box).T
    return (low + (high - low) * np.random.default_rng(5).random((n, len(low)))).T


def line(value, slope):
    """A function of one variable as an objective."""
    return gdzoo.objective(lambda x: value(x[0]), slope)


def search(f, first, x=0.0, sign=1.0, **constants):
    """Search along a line from x, with the given first lengths, one for each column."""
    first = np.array(first, float)
    x = np.full((1, *first.shape), x)
    with np.errstate(all="ignore"):
        start = Point(x, f.value(x), f.grad(x), np.nan * first)
        return start, strong_wolfe(f, start, sign * np.ones_like(x), first, **constants)


# The strong-Wolfe search


@pytest.mark.parametrize("rule", SEARCHERS)
@pytest.mark.parametrize(
    "landscape",
    ["rosenbrock", "himmelblau", "rastrigin", "beale", "levy", "six_hump_camel", "styblinski_tang", "griewank"],
)
def test_every_accepted_step_meets_both_conditions(rule, landscape):
    """As long as the fall of f is above round-off, which hides the heights from each other at a minimum."""
    f, c2 = gdzoo.LANDSCAPES[landscape], SEARCHERS[rule]
    run = minimize(rule, f, cloud(landscape, 60), 40)
    x = np.moveaxis(run.x, 0, -1)
    height, g, step = f.value(x), f.grad(x), np.diff(x, axis=-1)
    before, after = (g[..., :-1] * step).sum(0), (g[..., 1:] * step).sum(0)
    clear = -before > 1e-9 * np.abs(height).max()
    assert clear.sum() > 100
    assert (height[:, 1:] <= height[:, :-1] + 1e-4 * before)[clear].all()
    assert (np.abs(after) <= c2 * np.abs(before) * (1 + 1e-9))[clear].all()


@pytest.mark.parametrize("first", [1e-8, 1e-3, 1.0, 30.0, 1e4])
def test_the_search_finds_a_flat_place_from_any_first_length(first):
    wavy = line(lambda x: (x - 3) ** 2 + np.sin(5 * x), lambda x: 2 * (x - 3) + 5 * np.cos(5 * x))
    start, end = search(wavy, [first], c2=0.05)
    assert end.length > 0
    assert end.f < start.f
    assert np.abs(end.g) <= 0.05 * np.abs(start.g)


def test_a_parabola_needs_at_most_one_try_more():
    """The cubic through two trials of a parabola is that parabola."""
    f = gdzoo.Counted(line(lambda x: (x - 1) ** 2, lambda x: 2 * (x - 1)))
    _, end = search(f, [1.7, 0.3, 0.95], c2=0.1)
    np.testing.assert_allclose(end.x[0], [1, 1, 0.95])
    assert f.value_evals.tolist() == f.grad_evals.tolist() == [1 + 2, 1 + 2, 1 + 1]


def test_the_search_backs_off_from_where_f_is_not_a_number():
    f = line(lambda x: -np.log(x) - np.log(1 - x), lambda x: -1 / x + 1 / (1 - x))
    _, end = search(f, [0.3, 5.0, 1e9], x=0.1)
    assert (end.length > 0).all()
    assert (np.abs(end.g) <= 0.9 * np.abs(f.grad(np.array([0.1])))).all()


def test_where_f_falls_for_ever_the_search_takes_the_lowest_that_it_found():
    f = gdzoo.Counted(line(lambda x: -x, lambda x: -np.ones_like(x)))
    _, end = search(f, [1.0])
    assert end.length > 1e20
    assert f.value_evals == 1 + TRIES


def test_a_direction_that_does_not_lead_down_costs_nothing_and_moves_nothing():
    f = gdzoo.Counted("parabola")
    for sign in 1.0, 0.0, np.nan, np.inf:
        start, end = search(f, [1.0], x=2.0, sign=sign)
        np.testing.assert_array_equal(end.x, start.x)
        assert end.length == 0
    assert f.grad_evals == f.value_evals == 4


def test_where_round_off_hides_every_gain_the_point_stays_and_the_tries_are_few():
    f = gdzoo.Counted(line(lambda x: 1 + (x - 1) ** 2, lambda x: 2 * (x - 1)))
    start, end = search(f, [1.0, 1e-8], x=1 - 1e-9)
    np.testing.assert_array_equal(end.x, start.x)
    assert end.length.tolist() == [0, 0]
    assert (f.value_evals <= 1 + TRIES).all()


def test_only_what_is_not_known_is_evaluated_again():
    f = gdzoo.Counted("himmelblau")
    x = starts(0, 3)
    with np.errstate(all="ignore"):
        last = resume(f, x, nowhere(f, x))
        assert resume(f, x, last) is last
        moved = x + np.array([0.0, 1.0, 0.0])
        here = resume(f, moved, last)
    assert f.value_evals.tolist() == f.grad_evals.tolist() == [1, 2, 1]
    np.testing.assert_array_equal(here.f, f.value(moved))
    np.testing.assert_array_equal(here.g, f.grad(moved))


class Tally:
    """An objective that counts its calls; nothing of gdzoo counts here."""

    def __init__(self, name):
        self.f, self.values, self.grads = gdzoo.LANDSCAPES[name], 0, 0

    def value(self, x):
        self.values += 1
        return self.f.value(x)

    def grad(self, x):
        self.grads += 1
        return self.f.grad(x)


@pytest.mark.parametrize("rule", [*SEARCHERS, "backtracking"])
def test_the_counts_of_a_column_are_those_of_a_loop_that_runs_it_alone(rule):
    x0 = cloud("rosenbrock", 8)
    run = minimize(rule, "rosenbrock", x0, 25)
    assert len(set(run.value_evals[-1])) > 2
    for j in range(8):
        f = Tally("rosenbrock")
        knobs = {name: knob.default for name, knob in gdzoo.RULES[rule].knobs.items()}
        x = x0[:, [j]]
        with np.errstate(all="ignore"):
            s = gdzoo.RULES[rule].init(f, x, **knobs)
            for t in range(1, 26):
                x, s = gdzoo.RULES[rule].step(f, x, s, t, **knobs)
        assert (f.values, f.grads) == (run.value_evals[-1, j], run.grad_evals[-1, j])


@pytest.mark.parametrize("rule", SEARCHERS)
def test_a_point_that_something_else_has_moved_is_looked_at_afresh(rule):
    """As within a meta-rule: the run goes on from there as if it knew the slope."""
    inner = gdzoo.RULES[rule]

    def jumping(f, x, s, t):
        x, s = inner.step(f, x, s, t, **{name: knob.default for name, knob in inner.knobs.items()})
        return (x + 1.0 if t == 3 else x), s

    def init(f, x0):
        return inner.init(f, x0, **{name: knob.default for name, knob in inner.knobs.items()})

    run = minimize(gdzoo.Rule(jumping, init=init), "himmelblau", cloud("himmelblau", 20), 60)
    assert run.grad_norm[-1].max() < 1e-6


# Conjugate gradients


def exact_directions(variant, A, x, steps):
    """Points of conjugate gradients on x·A x / 2 whose every step goes to the bottom of its line."""
    nothing = nowhere("ackley", x)._replace(length=np.ones(()))
    s = Direction(nothing, np.zeros_like(x), np.zeros_like(x), np.zeros(()))
    points = [x]
    for _ in range(steps):
        g = A @ x
        beta = conjugacy("ackley", g, s, variant)
        p = beta * s.p - g
        x = x - g @ p / (p @ A @ p) * p
        s = Direction(nothing, g, p, np.where(beta == 0, 1.0, s.age + 1))
        points.append(x)
    return np.array(points)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_with_exact_searches_every_variant_ends_on_a_quadratic_in_n_steps_on_the_same_path(n):
    q = np.linalg.qr(np.random.default_rng(n).normal(size=(n, n)))[0]
    A, x0 = q @ np.diag(np.geomspace(1, 20, n)) @ q.T, np.linspace(-1, 2, n)
    paths = {variant: exact_directions(variant, A, x0, n) for variant in VARIANTS}
    for path in paths.values():
        np.testing.assert_allclose(path, paths["fr"], atol=1e-9)
    np.testing.assert_allclose(paths["fr"][n], 0, atol=1e-9)
    assert n == 1 or np.abs(paths["fr"][n - 1]).max() > 1e-3


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_comes_down_the_valley(variant):
    run = minimize("conjugate_gradient", "rosenbrock", [[-1.2, 0.0, -2.0], [1.0, 0.0, 2.0]], 60, variant=variant)
    assert run.f[-1].max() < 1e-12


@pytest.mark.parametrize("variant", VARIANTS)
def test_directions_begin_afresh_after_n_steps_at_the_latest(variant):
    run = minimize("conjugate_gradient", "rosenbrock", [0.0] * 4, 30, variant=variant, keep_state=True)
    age, fresh = run.state.age[1:], (run.state.p[1:] == -run.state.g[1:]).all(1)
    assert age.max() <= 4
    np.testing.assert_array_equal(fresh, age == 1)
    assert ((run.state.p[1:] * run.state.g[1:]).sum(1) < 0).all()


def test_a_direction_that_leads_up_begins_afresh():
    g, p = np.array([1.0, 0.0]), np.array([5.0, 0.0])
    end = nowhere("bowl", g)._replace(length=np.array(1.0))
    s = Direction(end, np.array([0.5, 0.0]), p, np.array(1.0))
    assert conjugacy("bowl", g, s, "fr") == 0
    assert conjugacy("bowl", g, s._replace(p=-p), "fr") == 4
    assert conjugacy("bowl", g, s._replace(p=-p, end=end._replace(length=np.array(0.0))), "fr") == 0


def test_an_unknown_variant_has_its_sentence():
    with pytest.raises(ValueError) as error:  # noqa: PT011
        minimize("conjugate_gradient", "bowl", [1.0, 2.0], 5, variant="prp")
    assert str(error.value) == "conjugate_gradient has no variant 'prp'; did you mean 'pr'?"
    with pytest.raises(ValueError, match=r"^conjugate_gradient has no variant 2; known: fr, pr, pr\+, hs, dy$"):
        minimize("conjugate_gradient", "bowl", [1.0, 2.0], 5, variant=2)


# Backtracking


def test_backtracking_takes_the_longest_step_that_pays():
    f, c1, shrink = gdzoo.LANDSCAPES["rosenbrock"], 0.1, 0.7
    run = minimize("backtracking", f, cloud("rosenbrock", 30), 20, shrink=shrink, c1=c1)
    length = run.extra["step_length"][1:]
    for k, a in enumerate(length):
        x, g = run.x[k], f.grad(run.x[k])
        enough = lambda a: f.value(x - a * g) <= f.value(x) - c1 * a * (g * g).sum(0)  # noqa: B023, E731
        assert enough(a).all()
        assert (~enough(a / shrink) | (a == 1)).all()
        np.testing.assert_array_equal(run.x[k + 1], x - a * g)
    tries = 1 + np.round(np.log(length) / np.log(shrink))
    np.testing.assert_array_equal(np.diff(run.value_evals, axis=0), 1 + tries)
    assert (np.diff(run.grad_evals, axis=0) == 1).all()


def test_backtracking_begins_each_step_with_a_rate_that_may_be_an_array_or_a_schedule():
    run = minimize("backtracking", "bowl", [1.0, 2.0], 3, lr=gdzoo.SCHEDULES["cosine"](0.3, steps=3))
    np.testing.assert_array_equal(run.extra["step_length"][1:], run.lr)
    run = minimize("backtracking", "bowl", [[1.0], [2.0]], 1, lr=[0.3, 4.0], shrink=[0.5, 0.2])
    np.testing.assert_allclose(run.extra["step_length"][1], [0.3, 0.8])


def test_backtracking_stays_where_nothing_pays_and_gives_up_after_53_tries():
    steep = gdzoo.objective(lambda x: np.abs(x[0]), lambda x: np.ones_like(x))
    run = minimize("backtracking", steep, [0.0], 4)
    assert (run.x == 0).all()
    assert run.extra["step_length"][1:].tolist() == [0] * 4
    assert np.diff(run.value_evals).tolist() == [1 + 53] * 4


def test_backtracking_wastes_little_at_a_minimum():
    run = minimize("backtracking", "himmelblau", cloud("himmelblau", 30), 200)
    assert run.grad_norm[-1].max() < 1e-7
    assert (run.value_evals[-1] - run.value_evals[-51]).max() <= 50 * 12


def test_backtracking_sees_one_draw_within_a_step():
    run = minimize("backtracking", gdzoo.Noisy("bowl", 0.3, seed=1), starts(3, 40), 30)
    assert (run.extra["step_length"][1:] > 0).all()
    assert run.f[-1].mean() < 0.5


# Barzilai and Borwein


@pytest.mark.parametrize("landscape", ["valley", "booth", "matyas"])
def test_barzilai_and_borweins_lengths_are_inverse_rayleigh_quotients(landscape):
    f = gdzoo.LANDSCAPES[landscape]
    run = minimize("barzilai_borwein", f, [[1.0, 1.0], [-2.0, -2.0]], 5, lr=0.01, variant=[1, 2])
    A = f.hess(np.zeros(2))
    for k in range(1, 5):
        s = run.x[k] - run.x[k - 1]
        y = A @ s
        long, short = (s * s).sum(0) / (s * y).sum(0), (s * y).sum(0) / (y * y).sum(0)
        np.testing.assert_allclose(run.extra["step_length"][k + 1], [long[0], short[1]], rtol=1e-9)
        assert (short <= long * (1 + 1e-12)).all()
    assert run.extra["step_length"][1].tolist() == [0.01, 0.01]


def test_barzilai_and_borwein_solve_a_narrow_valley_that_holds_gd_up():
    f = gdzoo.LANDSCAPES["ravine"](kappa=1000)
    for variant in 1, 2:
        assert minimize("barzilai_borwein", f, [2.0, 1.0], 60, lr=1e-3, variant=variant).f[-1] < 1e-12
    assert minimize("gd", f, [2.0, 1.0], 60, lr=2 / 1001).f[-1] > 0.1


def test_the_length_is_negative_where_f_is_concave_and_zero_where_nothing_has_changed():
    run = minimize("barzilai_borwein", "saddle", [[0.0], [0.1]], 2, lr=0.1, variant=[1, 2])
    np.testing.assert_allclose(run.extra["step_length"][2], [-0.5, -0.5])
    flat = gdzoo.objective(lambda x: x[0], lambda x: np.stack([1 + 0 * x[0]]))
    run = minimize("barzilai_borwein", flat, [[3.0, 3.0]], 3, lr=0.1, variant=[1, 2])
    assert run.extra["step_length"][2:].tolist() == [[0, 0], [0, 0]]
    assert (run.escaped_at == -1).all()


# Polyak's step


def test_polyaks_step_halves_x_on_a_parabola():
    run = minimize("polyak", "parabola", [0.7], 20)
    np.testing.assert_array_equal(run.x[:, 0], 0.7 * 0.5 ** np.arange(21))
    np.testing.assert_allclose(run.extra["step_length"][1:], 0.25)
    assert run.grad_evals[-1] == run.value_evals[-1] == 20


@pytest.mark.parametrize("relax", [0.3, 1.0, 1.9])
def test_every_step_of_polyak_leads_nearer_to_the_minimum_of_a_convex_function(relax):
    f = gdzoo.LANDSCAPES["abs_sum"]
    run = minimize("polyak", f, starts(4, 30), 50, relax=relax)
    distance = np.linalg.norm(run.x, axis=1)
    assert (np.diff(distance, axis=0) <= 1e-12).all()


def test_polyaks_step_has_an_upper_bound_and_a_lowest_value_per_column():
    run = minimize("polyak", "parabola", [[1.0]], 1, max_lr=[0.1, np.inf, np.inf], f_min=[0.0, 0.0, -1.0], relax=0.5)
    np.testing.assert_allclose(run.extra["step_length"][1], [0.05, 0.125, 0.25])


def test_polyak_rests_where_there_is_no_slope():
    run = minimize("polyak", "parabola", [[1e-9, 0.0]], 3, f_min=-1)
    assert (run.x[-1] == run.x[0]).all()


def test_polyak_asks_oracles_for_the_lowest_value():
    x = minimize("polyak", "styblinski_tang", [1.0, 2.0], 5).x
    for f in gdzoo.Counted("styblinski_tang"), gdzoo.Noisy("styblinski_tang", 0.0):
        np.testing.assert_array_equal(minimize("polyak", f, [1.0, 2.0], 5).x, x)


@pytest.mark.parametrize(
    ("f", "knobs", "sentence"),
    [
        (
            "saddle",
            {},
            "polyak needs the lowest value of f, and this objective does not know its own: give f_min=...",
        ),
        ("bowl", {"f_min": np.inf}, "polyak: f_min must be finite, got f_min=inf"),
        ("bowl", {"f_min": "low"}, "polyak: f_min must be finite, got f_min='low'"),
        ("bowl", {"max_lr": 0}, "polyak: max_lr must be > 0, got max_lr=0"),
        ("bowl", {"max_lr": None}, "polyak: max_lr must be a number > 0, got max_lr=None"),
    ],
)
def test_a_bad_knob_of_polyak_has_its_sentence(f, knobs, sentence):
    with pytest.raises((TypeError, ValueError)) as error:
        minimize("polyak", f, [1.0, 2.0], 5, **knobs)
    assert str(error.value) == sentence
