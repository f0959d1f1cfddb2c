"""Every landscape's derivatives and declared critical points are right."""

import numpy as np
import pytest

import gdzoo

VARIANTS = [
    *gdzoo.LANDSCAPES.values(),
    gdzoo.LANDSCAPES["ravine"](kappa=37, angle=0.7),
    gdzoo.LANDSCAPES["ravine"](kappa=0.3, angle=-2.1),
]
EVERY = pytest.mark.parametrize("f", VARIANTS, ids=repr)


def odd_points(f, n=7):
    """Points without any symmetry, where errors of sign cannot cancel."""
    low, high = np.array(f.box).T
    share = np.random.default_rng(3).uniform(0.07, 0.93, (n, f.dim))
    return (low + share * (high - low)).T


def in_dimension(d, n=7):
    return np.random.default_rng(d).uniform(-1.9, 1.9, (d, n))


def check_derivatives(f, x):
    h = 6e-6
    for i in range(len(x)):
        shift = np.zeros_like(x)
        shift[i] = h
        slope = (f.value(x + shift) - f.value(x - shift)) / (2 * h)
        bend = (f.grad(x + shift) - f.grad(x - shift)) / (2 * h)
        size = 1 + np.abs(f.grad(x)).max() + np.abs(f.value(x)).max()
        np.testing.assert_allclose(f.grad(x)[i], slope, atol=1e-8 * size)
        np.testing.assert_allclose(f.hess(x)[i], bend, atol=1e-7 * size)


@EVERY
def test_gradient_and_hessian_are_the_slopes_of_value_and_gradient(f):
    check_derivatives(f, odd_points(f))


@pytest.mark.parametrize("d", [2, 3, 5])
@pytest.mark.parametrize("name", ["rosenbrock", "rastrigin"])
def test_derivatives_hold_in_any_dimension(name, d):
    check_derivatives(gdzoo.LANDSCAPES[name], in_dimension(d))


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
def test_declared_critical_points_are_what_they_are_called(f):
    for kind, signs in ("minima", {1}), ("local_minima", {1}), ("saddles", {-1, 1}), ("maxima", {-1}):
        for point in getattr(f, kind):
            x = np.array(point)
            assert len(x) == f.dim
            assert np.abs(f.grad(x)).max() < 1e-11 * (1 + np.abs(f.hess(x)).max())
            assert set(np.sign(np.linalg.eigvalsh(f.hess(x)))) == signs


@EVERY
def test_nothing_in_the_box_is_lower_than_the_declared_minimum(f):
    if f.f_min is None:
        assert f.minima == []
        return
    assert f.minima
    for point in f.minima:
        assert abs(f.value(np.array(point)) - f.f_min) < 1e-12
    for point in f.local_minima:
        assert f.value(np.array(point)) > f.f_min
    grid = np.stack(np.meshgrid(*(np.linspace(low, high, 101) for low, high in f.box)))
    assert f.value(grid).min() >= f.f_min


@EVERY
def test_every_landscape_is_ready_to_be_drawn(f):
    assert f.name in gdzoo.LANDSCAPES
    assert f.title
    assert f.formula
    assert type(f).__doc__
    assert f.starts
    low, high = np.array(f.box).T
    for point in [*f.starts, *f.minima, *f.local_minima, *f.saddles, *f.maxima]:
        assert (low <= np.array(point)).all()
        assert (np.array(point) <= high).all()
    for name, knob in f.parameters.items():
        assert knob.low <= knob.default <= knob.high
        assert getattr(f, name) == f.values[name]


@EVERY
def test_eigenvalues_are_those_of_a_constant_hessian(f):
    hessians = np.moveaxis(f.hess(odd_points(f)), -1, 0)
    constant = np.ptp(hessians, 0).max() == 0
    assert constant == (f.eigenvalues is not None)
    if constant:
        np.testing.assert_allclose(f.eigenvalues, np.linalg.eigvalsh(hessians[0]), rtol=1e-12)


def test_rosenbrocks_curvatures_at_the_minimum():
    curvatures = np.linalg.eigvalsh(gdzoo.LANDSCAPES["rosenbrock"].hess(np.array([1.0, 1.0])))
    np.testing.assert_allclose(curvatures, [0.39936, 1001.6], rtol=1e-4)


def test_a_variant_leaves_the_registered_landscape_alone():
    ravine = gdzoo.LANDSCAPES["ravine"]
    assert ravine(kappa=37).kappa == 37
    assert ravine.kappa == ravine.parameters["kappa"].default


def test_the_ravine_is_steep_across_its_angle():
    f = gdzoo.LANDSCAPES["ravine"](kappa=50, angle=0.7)
    along, across = np.array([np.cos(0.7), np.sin(0.7)]), np.array([-np.sin(0.7), np.cos(0.7)])
    np.testing.assert_allclose([f.value(along), f.value(across)], [0.5, 25])


def test_sentences_of_bad_parameters():
    ravine = gdzoo.LANDSCAPES["ravine"]
    with pytest.raises(TypeError, match=r"^ravine has no knob 'kapa'; did you mean 'kappa'\?$"):
        ravine(kapa=3)
    with pytest.raises(ValueError, match=r"^ravine: kappa must be > 0, got kappa=-3$"):
        ravine(kappa=-3)
    with pytest.raises(KeyError) as error:
        gdzoo.LANDSCAPES["rosenbrok"]
    assert str(error.value) == "unknown landscape 'rosenbrok'; did you mean 'rosenbrock'?"
