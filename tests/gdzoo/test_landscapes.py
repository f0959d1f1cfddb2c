"""Every landscape's derivatives and declared critical points are right."""

import numpy as np
import pytest

import gdzoo

LANDSCAPES = gdzoo.LANDSCAPES
VARIANTS = [
    *LANDSCAPES.values(),
    LANDSCAPES["ravine"](kappa=37, angle=0.7),
    LANDSCAPES["ravine"](kappa=0.3, angle=-2.1),
]
EVERY = pytest.mark.parametrize("f", VARIANTS, ids=repr)
PLANES = pytest.mark.parametrize("f", [f for f in VARIANTS if f.dim == 2], ids=repr)

KINDS = ("minima", "local_minima", "saddles", "maxima")
SIGNS = {"minima": {1}, "local_minima": {1}, "saddles": {-1, 1}, "maxima": {-1}}  # of the curvatures
ANY_DIMENSION = {  # where the minimum is, in every coordinate
    "rosenbrock": 1.0,
    "styblinski_tang": -2.903534027771177,
    "abs_sum": 0.0,
    "rastrigin": 0.0,
    "ackley": 0.0,
    "griewank": 0.0,
    "levy": 1.0,
}
FLAT = {  # declared points where some curvature is 0, or there is none: a circle around them proves them
    "product": "minima",
    "monkey_saddle": "saddles",
    "abs_sum": "minima",
}
UNLISTED = {  # landscapes that have more critical points in their box than they declare
    "product": "a curve of them",
    "abs_sum": "no gradient at the only one",
    "easom": "ripples of no height, all over the plain",
    "rastrigin": "hundreds",
    "ackley": "hundreds",
    "griewank": "twelve saddles and eight hilltops, all alike",
    "levy": "dozens",
}


def corners(f):
    return np.array(f.box).T


def odd_points(f, n=7):
    """Points without any symmetry, where errors of sign cannot cancel."""
    low, high = corners(f)
    share = np.random.default_rng(3).uniform(0.07, 0.93, (n, f.dim))
    return (low + share * (high - low)).T


def in_dimension(d, n=7):
    return np.random.default_rng(d).uniform(-1.9, 1.9, (d, n))


def grid(f, n=101):
    """Points all over the box, (d, n, ...)."""
    return np.stack(np.meshgrid(*(np.linspace(low, high, n) for low, high in f.box)))


def declared(f, kinds=KINDS):
    return [point for kind in kinds for point in getattr(f, kind)]


def slopes(function, x):
    """The derivatives of an analytic function by every coordinate, exact to rounding: a complex step cancels nothing."""
    steps = 1e-40j * np.eye(len(x)).reshape(len(x), len(x), *[1] * (x.ndim - 1))
    return np.stack([np.imag(function(x + step)) / 1e-40 for step in steps])


def differences(function, x, h=6e-6):
    """The same by central differences, for a function that is not analytic."""
    steps = h * np.eye(len(x)).reshape(len(x), len(x), *[1] * (x.ndim - 1))
    return np.stack([(function(x + step) - function(x - step)) / (2 * h) for step in steps])


def check_derivatives(f, x):
    analytic = f.name != "abs_sum"
    derivative, rtol = (slopes, 1e-13) if analytic else (differences, 1e-9)
    for function, formula in (f.value, f.grad), (f.grad, f.hess):
        ours, theirs = formula(x), derivative(function, x)
        np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=rtol * (1 + np.abs(theirs).max()))


def curvatures(f, x):
    return np.linalg.eigvalsh(np.moveaxis(f.hess(x), (0, 1), (-2, -1)))


@EVERY
def test_gradient_and_hessian_are_the_slopes_of_value_and_gradient(f):
    check_derivatives(f, odd_points(f))
    check_derivatives(f, odd_points(f, 6).reshape(f.dim, 2, 3))


@pytest.mark.parametrize("d", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("name", ANY_DIMENSION)
def test_derivatives_hold_in_any_dimension(name, d):
    f = LANDSCAPES[name]
    assert f.dims == ((2 if name == "rosenbrock" else 1), None)
    if d >= f.dims[0]:
        check_derivatives(f, in_dimension(d))


def test_the_landscapes_for_any_dimension_are_these():
    assert {f.name for f in LANDSCAPES.values() if f.dims[1] is None} == set(ANY_DIMENSION)


@pytest.mark.parametrize("d", [1, 2, 3, 6])
@pytest.mark.parametrize("name", ANY_DIMENSION)
def test_in_any_dimension_the_minimum_is_where_it_is_in_the_picture(name, d):
    f, place = LANDSCAPES[name], ANY_DIMENSION[name]
    if d < f.dims[0]:
        return
    x = np.full(d, place)
    lowest = f.f_min * d / 2  # 0, or in proportion
    assert f.value(x) == pytest.approx(lowest, abs=1e-13)
    assert np.abs(f.grad(x)).max() < 1e-13
    around = place + 0.01 * np.random.default_rng(0).normal(size=(d, 200))
    assert f.value(around).min() > lowest
    assert f.value(in_dimension(d, 10_000)).min() > lowest


@EVERY
def test_a_batch_gives_what_its_points_give_alone(f):
    x = odd_points(f, 6)
    batch = x.reshape(f.dim, 2, 3)
    for method, lead in (f.value, ()), (f.grad, (f.dim,)), (f.hess, (f.dim, f.dim)):
        assert method(batch).shape == (*lead, 2, 3)
        assert method(x[:, 0]).shape == lead
        alone = np.stack([method(x[:, i]) for i in range(6)], -1)
        np.testing.assert_allclose(method(batch).reshape(*lead, 6), alone, rtol=1e-12, atol=1e-12)


@EVERY
def test_evaluation_leaves_the_point_alone_and_gives_floats(f):
    x = odd_points(f)
    x.flags.writeable = False
    for method in f.value, f.grad, f.hess:
        result = np.asarray(method(x))
        assert result.dtype == float
        assert not np.shares_memory(result, x)


@EVERY
def test_far_out_every_landscape_is_still_a_number(f):
    x = odd_points(f)
    with np.errstate(invalid="raise", divide="raise"):
        for size in 1e2, 1e4, 1e6:
            far = x / np.abs(x).max(0) * size
            assert np.isfinite(f.value(far)).all()
            assert np.isfinite(f.grad(far)).all()
            assert np.isfinite(f.hess(far)).all()


@EVERY
def test_declared_critical_points_have_no_slope_and_the_curvatures_of_their_kind(f):
    for kind in KINDS:
        for point in getattr(f, kind):
            x = np.array(point)
            bends = curvatures(f, x)
            assert len(x) == f.dim
            assert np.abs(f.grad(x)).max() < 1e-14 * (1 + np.abs(bends).max() * (1 + np.abs(x).max()))
            if FLAT.get(f.name) != kind:
                assert np.abs(bends).min() > 1e-4 * np.abs(bends).max()
                assert set(np.sign(bends)) == SIGNS[kind]


@EVERY
def test_on_a_small_circle_all_lies_above_a_minimum_below_a_maximum_and_both_ways_of_a_saddle(f):
    turn = np.linspace(0, 2 * np.pi, 721)
    circle = np.array([[-1.0, 1.0]]) if f.dim == 1 else np.stack([np.cos(turn), np.sin(turn)])
    for kind in KINDS:
        for point in getattr(f, kind):
            x = np.array(point)
            rise = f.value(x[:, None] + 1e-3 * circle) - f.value(x)
            if f.name == "product" and kind == "minima":  # along the curve it is as low
                assert rise.min() >= 0
                assert rise.max() > 0
            else:
                assert {-1, 1} >= set(np.sign(rise[np.abs(rise) > 1e-15])) == SIGNS[kind]
                assert kind == "saddles" or (rise != 0).all()


def critical_points(f, n=61):
    """Where damped Newton steps on the gradient lead, from all over the box."""
    low, high = corners(f)
    share = np.stack(np.meshgrid(*[np.linspace(0.0013, 0.9989, n)] * f.dim)).reshape(f.dim, -1).T
    x = low + share * (high - low)
    step = x
    for _ in range(80):
        h = np.moveaxis(f.hess(x.T), -1, 0)
        step = np.linalg.solve(h, f.grad(x.T).T[..., None])[..., 0]
        x = x - step * np.minimum(1, 0.1 / np.abs(step / (high - low)).max(1, keepdims=True).clip(1e-300))
        inside = (np.abs(x - (low + high) / 2) <= high - low).all(1)
        x, step = x[inside], step[inside]
    arrived = (np.abs(step) < 1e-9).all(1) & (low <= x).all(1) & (x <= high).all(1)
    return np.unique(x[arrived].round(7) + 0.0, axis=0)


def assert_same_places(found, wanted):
    apart = np.abs(np.array(found)[:, None] - np.array(wanted)).max(-1)
    assert (apart.min(1) < 1e-6).all(), "a critical point that is not declared"
    assert (apart.min(0) < 1e-6).all(), "a declared point that the search does not find"


@pytest.mark.parametrize("f", [f for f in VARIANTS if f.name not in UNLISTED], ids=repr)
def test_the_box_holds_no_critical_point_that_is_not_declared(f):
    assert_same_places(critical_points(f), declared(f))


def test_griewanks_minima_in_the_box_are_all_declared():
    f = LANDSCAPES["griewank"]
    found = critical_points(f)
    minima = [point for point in found if curvatures(f, point).min() > 0]
    assert_same_places(minima, declared(f, ["minima", "local_minima"]))
    assert len(found) == 1 + 6 + 12 + 8


@EVERY
def test_nothing_in_the_box_is_lower_than_the_declared_minimum(f):
    if f.f_min is None:
        assert f.minima == []
        return
    assert f.minima
    for point in f.minima:
        assert f.value(np.array(point)) == pytest.approx(f.f_min, rel=1e-15, abs=1e-28)
    for point in f.local_minima:
        assert f.value(np.array(point)) > f.f_min
    assert f.value(grid(f)).min() >= f.f_min


@pytest.mark.parametrize("name", ["saddle", "monkey_saddle", "mccormick"])
def test_where_no_minimum_is_declared_there_is_none(name):
    f = LANDSCAPES[name]
    assert f.f_min is None
    assert f.value(-1e5 * np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])).min() < -9e4


@EVERY
def test_every_landscape_is_ready_to_be_drawn(f):
    assert f.name in LANDSCAPES
    assert f.title
    assert f.formula
    first, _, rest = (type(f).__doc__ or "").partition("\n")
    assert len(first) <= 120
    assert first.endswith(".")
    assert not rest or rest.startswith("\n")  # one line that stands alone
    low, high = corners(f)
    assert (low < high).all()
    assert 1 < len(f.starts) == len(set(f.starts))
    for point in [*f.starts, *declared(f), *f.plateaus]:
        assert (low <= np.array(point)).all()
        assert (np.array(point) <= high).all()
    for start in f.starts:
        assert np.abs(f.grad(np.array(start))).max() > 1e-5
    for name, knob in f.parameters.items():
        assert knob.low <= knob.default <= knob.high
        assert getattr(f, name) == f.values[name]


@PLANES
def test_a_picture_is_about_as_wide_as_its_panel(f):
    (x0, x1), (y0, y1) = f.box
    assert 1 <= (x1 - x0) / (y1 - y0) <= 4 / 3 + 1e-9


@PLANES
def test_a_plateau_is_flat_and_far_from_every_critical_point(f):
    steepest = np.linalg.norm(f.grad(grid(f)), axis=0).max()
    low, high = corners(f)
    for place in f.plateaus:
        x = np.array(place)
        nearby = x[:, None] + 0.03 * (high - low)[:, None] * np.random.default_rng(1).uniform(-1, 1, (2, 100))
        assert np.linalg.norm(f.grad(nearby), axis=0).max() < 0.05 * steepest
        for point in declared(f):
            assert np.abs((x - np.array(point)) / (high - low)).max() > 0.15


def test_the_landscapes_with_plateaus():
    assert [f.name for f in LANDSCAPES.values() if f.plateaus] == ["peaks", "cliff", "easom"]


@EVERY
def test_eigenvalues_are_those_of_a_constant_hessian(f):
    if f.name == "abs_sum":  # constant, but that of no quadratic
        assert f.eigenvalues is None
        return
    hessians = np.moveaxis(f.hess(odd_points(f)), -1, 0)
    constant = np.ptp(hessians, 0).max() == 0
    assert constant == (f.eigenvalues is not None)
    if constant:
        np.testing.assert_allclose(f.eigenvalues, np.linalg.eigvalsh(hessians[0]), rtol=1e-12)


# what each is known for


def test_rosenbrocks_curvatures_at_the_minimum():
    np.testing.assert_allclose(curvatures(LANDSCAPES["rosenbrock"], np.array([1.0, 1.0])), [0.39936, 1001.6], rtol=1e-4)


@pytest.mark.parametrize("d", [4, 5, 6, 7])
def test_rosenbrocks_valley_has_a_second_minimum_in_4_to_7_dimensions(d):
    f = LANDSCAPES["rosenbrock"]
    x = np.array([-1.0] + [1.0] * (d - 1))
    for _ in range(200):  # the Hessian is indefinite on the way: a little Levenberg keeps the walk downhill
        x = x - np.linalg.solve(f.hess(x) + np.abs(f.grad(x)).max() * np.eye(d), f.grad(x))
    assert np.abs(f.grad(x)).max() < 1e-10
    assert curvatures(f, x).min() > 0
    assert -1 < x[0] < -0.7
    assert f.value(x) > 3.5
    if d == 4:
        np.testing.assert_allclose(x, [-0.775659, 0.613093, 0.382063, 0.145972], atol=1e-6)
        assert f.value(x) == pytest.approx(3.701428610, abs=1e-9)


def test_every_point_of_the_products_curve_is_a_minimum_as_sharp_as_it_is_far_out():
    f, u = LANDSCAPES["product"], np.geomspace(0.3, 4, 20)
    x = np.stack([u, 1 / u])
    np.testing.assert_allclose(f.value(x), 0, atol=1e-30)
    np.testing.assert_allclose(curvatures(f, x), np.stack([0 * u, (x**2).sum(0)], -1), atol=1e-12)


def test_ackleys_tip_is_exactly_zero_and_a_cone():
    f = LANDSCAPES["ackley"]
    for d in 1, 2, 5:
        assert f.value(np.zeros(d)) == 0
        assert (f.grad(np.zeros(d)) == 0).all()
        np.testing.assert_allclose(f.hess(np.zeros(d)), 4 * np.pi**2 * np.e / d * np.eye(d), atol=1e-12)
        near = 1e-9 * np.random.default_rng(d).normal(size=(d, 50))
        np.testing.assert_allclose(np.linalg.norm(f.grad(near), axis=0), 4 / np.sqrt(d), rtol=1e-6)


def test_the_kinks_of_absolute_values_have_gradient_zero():
    f = LANDSCAPES["abs_sum"]
    assert f.grad(np.array([0.0, -3.0, 2.0])).tolist() == [0, -1, 1]
    assert (f.hess(np.array([0.0, -3.0])) == 0).all()


def test_each_trough_of_mccormicks_washboard_is_pi_lower_than_the_one_before():
    f = LANDSCAPES["mccormick"]
    first, second = (f.value(np.array(point)) for point in f.local_minima)
    assert second - first == pytest.approx(np.pi, rel=1e-14)


def test_goldstein_and_prices_curvatures_at_the_minima_differ_a_hundredfold():
    f = LANDSCAPES["goldstein_price"]
    bends = curvatures(f, np.transpose([*f.minima, *f.local_minima]))
    assert f.value(np.transpose(f.local_minima)) == pytest.approx([30, 84, 840], rel=1e-12)
    assert (round(bends.min()), round(bends.max(), -3)) == (208, 26000)


def test_beales_corner_is_as_steep_as_its_description_says():
    f = LANDSCAPES["beale"]
    assert np.linalg.norm(f.grad(grid(f)), axis=0).max() == pytest.approx(27_000, rel=0.02)


def test_easoms_slope_is_gone_three_units_from_its_middle():
    f, turn = LANDSCAPES["easom"], np.linspace(0, 2 * np.pi, 100)
    ring = np.pi + 3 * np.stack([np.cos(turn), np.sin(turn)])
    assert np.linalg.norm(f.grad(ring), axis=0).max() < 1e-3


def test_the_cliffs_slope_at_the_edge():
    assert LANDSCAPES["cliff"].grad(np.zeros(2)).tolist() == [1.25, 0]


def test_from_the_first_start_the_bounded_saddle_is_passed_before_a_minimum_is_reached():
    f = LANDSCAPES["bounded_saddle"]
    run = gdzoo.minimize("gd", f, f.starts[0], 200, lr=0.1)
    assert np.abs(run.x).max(1).min() < 0.2
    np.testing.assert_allclose(run.x[-1], f.minima[0], atol=1e-6)


# variants


def test_a_variant_leaves_the_registered_landscape_alone():
    ravine = LANDSCAPES["ravine"]
    assert ravine(kappa=37).kappa == 37
    assert ravine.kappa == ravine.parameters["kappa"].default


def test_the_ravine_is_steep_across_its_angle():
    f = LANDSCAPES["ravine"](kappa=50, angle=0.7)
    along, across = np.array([np.cos(0.7), np.sin(0.7)]), np.array([-np.sin(0.7), np.cos(0.7)])
    np.testing.assert_allclose([f.value(along), f.value(across)], [0.5, 25])


def test_sentences_of_bad_parameters():
    ravine = LANDSCAPES["ravine"]
    with pytest.raises(TypeError, match=r"^ravine has no knob 'kapa'; did you mean 'kappa'\?$"):
        ravine(kapa=3)
    with pytest.raises(ValueError, match=r"^ravine: kappa must be > 0, got kappa=-3$"):
        ravine(kappa=-3)
    with pytest.raises(KeyError) as error:
        LANDSCAPES["rosenbrok"]
    assert str(error.value) == "unknown landscape 'rosenbrok'; did you mean 'rosenbrock'?"
