"""Automatic differentiation is exact: on every landscape written as text, and function by function."""

import copy
import math
import pickle
import timeit
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import gdzoo
from gdzoo import autodiff
from gdzoo.autodiff import FormulaError, differentiable, formula
from gdzoo.autodiff.rules import ONE, TWO

PLANE = ("x", "y")
C, S = math.cos(math.pi / 6), math.sin(math.pi / 6)
TEXTS = {
    "parabola": "x^2",
    "wavy": "x²/8 + (1 - cos(3x))/2",
    "bowl": "x^2 + y^2",
    "valley": "x**2 + 10*y**2",
    "booth": "(x + 2y - 7)^2 + (2x + y - 5)^2",
    "matyas": "0.26(x^2 + y^2) - 0.48x y",
    "ravine": f"((x*{C!r} + y*{S!r})^2 + 20*(y*{C!r} - x*{S!r})^2)/2",
    "saddle": "x² − y²",
    "bounded_saddle": "x^2/2 + y^4/4 - y^2/2",
    "monkey_saddle": "x^3 - 3 x y^2",
    "product": "(x y - 1)^2/2",
    "rosenbrock": "100(y - x^2)^2 + (1 - x)^2",
    "beale": "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    "three_hump_camel": "2x^2 - 1.05x^4 + x^6/6 + x y + y^2",
    "six_hump_camel": "(4 - 2.1x^2 + x^4/3)x^2 + x y + (4y^2 - 4)y^2",
    "himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "styblinski_tang": "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
    "mccormick": "sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    "goldstein_price": (
        "(1 + (x + y + 1)^2 (3(x + y)^2 - 14(x + y) + 19)) (30 + (2x - 3y)^2 (3(2x - 3y)^2 - 16(2x - 3y) + 18))"
    ),
    "peaks": "3(1 - x)^2 exp(-x^2 - (y + 1)^2) - 10(x/5 - x^3 - y^5) e^(-x^2 - y^2) - exp(-(x + 1)^2 - y^2)/3",
    "abs_sum": "abs(x) + abs(y)",
    "cliff": "1/(1 + e^(-5x)) + 0.01(x^2 + y^2)",
    "easom": "-cos(x) cos(y) exp(-(x - pi)^2 - (y - π)^2)",
    "rastrigin": "20 + x^2 + y^2 - 10(cos(2pi x) + cos(2pi y))",
    "ackley": "20(1 - exp(-sqrt((x^2 + y^2)/2)/5)) + e - exp((cos(2pi x) + cos(2pi y))/2)",
    "griewank": "1 + (x^2 + y^2)/4000 - cos(x) cos(y/sqrt(2))",
    "levy": (
        "sin(pi (x - 1)/4)^2 + ((x - 1)/4)^2 (1 + 10 sin(pi (x - 1)/4 + 1)^2)"
        " + ((y - 1)/4)^2 (1 + sin(2pi ((y - 1)/4))^2)"
    ),
}


def points(f, n=200):
    low, high = np.array(f.box).T[:, :, None]
    return low + (high - low) * np.random.default_rng(3).uniform(0, 1, (f.dim, n))


def alike(ours, theirs, rtol=1e-13):
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=rtol * (1 + np.abs(theirs).max()))


def same(mine, f, x):
    alike(mine.value(x), f.value(x))
    alike(mine.grad(x), f.grad(x))
    alike(mine.hess(x), f.hess(x))


# derivatives


def test_every_landscape_is_tried():
    assert set(TEXTS) == set(gdzoo.LANDSCAPES)


@pytest.mark.parametrize("name", TEXTS)
def test_a_landscape_written_as_text_has_the_derivatives_that_were_worked_out_by_hand(name):
    f = gdzoo.LANDSCAPES[name]
    mine = formula(TEXTS[name])
    assert mine.dim == f.dim
    same(mine, f, points(f))
    same(mine, f, points(f, 6).reshape(f.dim, 2, 3))
    same(mine, f, points(f, 1)[:, 0])


@pytest.mark.parametrize("name", TEXTS)
def test_hessians_are_symmetric_to_the_last_bit(name):
    f = gdzoo.LANDSCAPES[name]
    h = formula(TEXTS[name]).hess(points(f))
    assert (h == h.swapaxes(0, 1)).all()


def test_a_function_of_many_coordinates_is_differentiated_in_any_dimension():
    @differentiable
    def chain(*x):
        return sum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(x))

    for d in 2, 3, 7:
        same(chain, gdzoo.LANDSCAPES["rosenbrock"], np.random.default_rng(d).normal(size=(d, 5)))
    assert chain.dims == (1, None)


PLACES = {"log1p": 0.3, "arccosh": 1.7, "reciprocal": -0.8, "log": 2.3, "log2": 2.3, "log10": 2.3, "sqrt": 0.7}
REAL = {"absolute", "fabs", "cbrt", "exp2", "log2"}  # numpy has no complex version, or not this function


def slope(function, x, real):
    """By a complex step, exact to rounding; by differences where there is no complex version."""
    if real:
        return (function(x + 1e-5) - function(x - 1e-5)) / 2e-5
    return np.imag(function(x + 1e-40j)) / 1e-40


@pytest.mark.parametrize("ufunc", ONE, ids=lambda ufunc: ufunc.__name__)
def test_the_table_of_derivatives_of_one_variable_is_right(ufunc):
    first, second = ONE[ufunc]
    x = np.float64(PLACES.get(ufunc.__name__, 0.37))
    real = ufunc.__name__ in REAL
    rtol = 1e-8 if real else 1e-13
    assert first(x, ufunc(x)) == pytest.approx(slope(ufunc, x, real), rel=rtol)
    bend = second(x, ufunc(x)) if second else 0.0
    assert bend == pytest.approx(slope(lambda z: np.asarray(first(z, ufunc(z))), x, real), rel=rtol, abs=1e-15)


@pytest.mark.parametrize("ufunc", TWO, ids=lambda ufunc: ufunc.__name__)
def test_the_table_of_derivatives_of_two_variables_is_right(ufunc):
    x, y = np.float64(1.3), np.float64(0.6)
    fx, fy, *seconds = ((rule or (lambda *_: 0.0)) for rule in TWO[ufunc])
    fxx, fxy, fyy = (rule(x, y, ufunc(x, y)) for rule in seconds)
    assert fx(x, y, ufunc(x, y)) == pytest.approx(slope(lambda z: ufunc(z, y), x, True), rel=1e-8, abs=1e-8)
    assert fy(x, y, ufunc(x, y)) == pytest.approx(slope(lambda z: ufunc(x, z), y, True), rel=1e-8, abs=1e-8)
    assert fxx == pytest.approx(slope(lambda z: fx(z, y, ufunc(z, y)), x, True), rel=1e-8, abs=1e-8)
    assert fxy == pytest.approx(slope(lambda z: fx(x, z, ufunc(x, z)), y, True), rel=1e-8, abs=1e-8)
    assert fxy == pytest.approx(slope(lambda z: fy(z, y, ufunc(z, y)), x, True), rel=1e-8, abs=1e-8)
    assert fyy == pytest.approx(slope(lambda z: fy(x, z, ufunc(x, z)), y, True), rel=1e-8, abs=1e-8)


@pytest.mark.parametrize(
    ("text", "numpy"),
    {
        "atan(x)": np.arctan, "arctan(x)": np.arctan, "asin(x)": np.arcsin, "acos(x)": np.arccos, "ln(x)": np.log,
        "log(x)": np.log, "log2(x)": np.log2, "log10(x)": np.log10, "cbrt(x)": np.cbrt, "tan(x)": np.tan,
        "sinh(x)": np.sinh, "cosh(x)": np.cosh, "tanh(x)": np.tanh, "exp(x)": np.exp, "e^x": np.exp, "sqrt(x)": np.sqrt,
        "sign(x)": np.sign, "floor(3x)": lambda x: np.floor(3 * x), "abs(-x)": np.abs, "min(x, 2, 3)": lambda x: x,
        "x^x": lambda x: x**x, "2^-x": lambda x: 2**-x, "-x^2": lambda x: -(x**2), "x^2^3": lambda x: x**8,
        "2 - 3 - x": lambda x: -1 - x, "8/4/x": lambda x: 2 / x, "x⁻¹²": lambda x: x**-12.0, "- -x": lambda x: x,
        "1e-3x + 2e": lambda x: 0.001 * x + 2 * np.e, "x*-x": lambda x: -(x**2), "2x^2x": lambda x: 2 * x**3,
        "atan2(x, 2)": lambda x: np.arctan2(x, 2), "x×x·x÷2": lambda x: x**3 / 2, "max(x, 0.25, x/2)": lambda x: x,
    }.items(),
)  # fmt: skip
def test_a_text_means_what_mathematics_means_by_it(text, numpy):
    x = np.array([[0.31, 0.57, 0.88]])
    np.testing.assert_allclose(formula(text).value(x), numpy(x[0]), rtol=1e-14)


def test_where_and_conditions_choose_between_derivatives_too():
    @differentiable
    def huber(x):
        return np.where(abs(x) <= 1, x**2 / 2, abs(x) - 0.5) + 3 * (x > 5) * x

    x = np.array([[-3.0, -0.5, 0.25, 2.0, 6.0]])
    np.testing.assert_allclose(huber.value(x), [2.5, 0.125, 0.03125, 1.5, 23.5])
    np.testing.assert_allclose(huber.grad(x), [[-1, -0.5, 0.25, 1, 4]])
    np.testing.assert_allclose(huber.hess(x), [[[0, 1, 1, 0, 0]]])
    one_sided = differentiable(lambda x: np.where(x > 0, np.log(x), 0.0))  # the log that is not taken does no harm
    np.testing.assert_allclose(one_sided.grad([[-1.0, 2.0]]), [[0, 0.5]])


def test_a_function_may_gather_its_sum_step_by_step_and_fit_data():
    data = [(0.0, 1.0), (1.0, 3.0), (2.0, 4.0)]

    @differentiable
    def misfit(a, b):
        total = 0
        for t, y in data:
            total += (a * t + b - y) ** 2
        return total

    x = np.array([1.5, 1.1])
    t, y = np.transpose(data)
    np.testing.assert_allclose(misfit.grad(x), [2 * (t * (1.5 * t + 1.1 - y)).sum(), 2 * (1.5 * t + 1.1 - y).sum()])
    assert (misfit.name, misfit.formula, misfit.variables) == ("misfit", r"\mathrm{misfit}(a, b)", ("a", "b"))


def test_adding_to_a_coordinate_leaves_the_point_alone():
    @differentiable
    def f(x, y):
        total = x
        total += y
        return total * x

    x = np.array([[2.0, 1.0], [3.0, 5.0]])
    np.testing.assert_allclose(f.value(x), [10, 6])
    np.testing.assert_allclose(f.grad(x), [[7, 7], [2, 1]])
    assert x.tolist() == [[2, 1], [3, 5]]


# kinks, poles, and where there is no real value


def test_derivatives_are_numbers_wherever_they_exist():
    assert formula("x^2").hess([0.0]).tolist() == [[2]]
    assert formula("x^1").hess([0.0]).tolist() == [[0]]
    assert formula("x^0").grad([0.0]).tolist() == [0]
    assert formula("x^3").hess([0.0]).tolist() == [[0]]
    assert formula("x^1.5").grad([0.0]).tolist() == [0]
    assert formula("x^3").grad([-2.0]).tolist() == [12]
    assert formula("x^y").grad([0.0, 2.0]).tolist() == [0, 0]
    assert formula("2^x").grad([0.0]) == pytest.approx(np.log(2))
    assert formula("sqrt(x) + 3y").grad([0.0, 1.0]).tolist() == [np.inf, 3]


def test_the_logistic_function_is_flat_where_its_exponential_overflows():
    f = formula("1/(1 + exp(-x))", box=[(-5, 5)])
    assert f.grad([[-1000.0, 1000.0]]).tolist() == [[0, 0]]
    assert f.hess([[-1000.0, 1000.0]]).tolist() == [[[0, 0]]]


def test_something_stands_for_the_derivative_at_a_kink():
    assert formula("abs(x)").grad([0.0]).tolist() == [0]
    assert formula("max(x, y)").grad([1.0, 1.0]).tolist() == [0.5, 0.5]
    assert formula("max(x, -x)").grad([0.0]).tolist() == [0]
    assert formula("min(x, y)").grad([1.0, 2.0]).tolist() == [1, 0]
    assert formula("sqrt(x^2 + y^2)").grad([0.0, 0.0]).tolist() == [0, 0]
    assert formula("floor(x) + sign(x)").grad([[0.0, 0.5]]).tolist() == [[0, 0]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/x", np.inf), ("x^-1", np.inf), ("0^-1 + x", np.inf), ("log(x)", -np.inf), ("sqrt(x - 1)", np.nan),
        ("log(x - 1)", np.nan), ("(x - 1)^0.5", np.nan), ("asin(x + 2)", np.nan), ("x/x", np.nan), ("x^x", 1.0),
        ("9**9**9 + x", np.inf), ("x*9^9^9^9^9", np.nan), ("exp(1000) - exp(1000) + x", np.nan),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("error")
def test_what_is_not_a_number_is_data_and_never_an_exception(text, value):
    f = formula(text)
    np.testing.assert_equal(float(f.value([0.0])), value)
    assert f.grad([0.0]).dtype == f.hess([0.0]).dtype == float
    if np.isnan(value):
        assert np.isnan(f.grad([0.0])).all()
        assert np.isnan(f.hess([0.0])).all()


def test_columns_without_a_value_leave_the_others_alone():
    f = formula("log(x) + sqrt(y)")
    x = np.array([[-1.0, 1.0, 0.0, 2.0], [1.0, 0.0, 1.0, 4.0]])
    np.testing.assert_array_equal(f.grad(x), [[np.nan, 1, np.inf, 0.5], [np.nan, np.inf, 0.5, 0.25]])


# a landscape like any other


def test_a_formula_is_a_landscape():
    f = formula("x**2  +  10*y**2")
    assert isinstance(f, gdzoo.Landscape)
    assert (f.name, f.title, f.dims, f.dim) == ("x**2 + 10*y**2", "x**2 + 10*y**2", (2, 2), 2)
    assert f.formula == "x^{2} + 10 y^{2}"
    assert (f.f_min, f.minima, f.saddles, f.parameters, f.values) == (None, [], [], {}, {})
    assert repr(f) == "<landscape x**2 + 10*y**2>"
    assert f() is f
    assert f.name not in gdzoo.LANDSCAPES
    for twin in copy.deepcopy(f), pickle.loads(pickle.dumps(f)):
        np.testing.assert_array_equal(twin.grad([1.0, 2.0]), [2, 40])


@pytest.mark.parametrize("rule", ["adam", "newton", "bfgs", "lbfgs", "backtracking"])
def test_a_run_on_text_is_the_run_on_the_landscape(rule):
    knobs: dict[str, Any] = {"lr": 0.05} if rule == "adam" else {}
    x0, f = [[2.5, -1.0], [1.0, 3.0]], gdzoo.LANDSCAPES["booth"]
    ours, theirs = (gdzoo.minimize(rule, g, x0, 25, **knobs) for g in (formula(TEXTS["booth"]), f))
    np.testing.assert_allclose(ours.x, theirs.x, rtol=1e-6, atol=1e-6)


def test_oracles_take_a_formula():
    f = formula("x^2 + 3x y")
    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(gdzoo.L2(f, 0.5).grad(x), f.grad(x) + 0.5 * x)
    assert gdzoo.minimize("gd", gdzoo.Noisy(f, 0.1), x, 3, lr=0.1).x.shape == (4, 2)


def test_a_run_that_leaves_the_domain_has_escaped():
    run = gdzoo.minimize("gd", formula("x - log(y)"), [[1.0, 1.0], [1.0, -1.0]], 5, lr=0.1)
    assert run.escaped_at.tolist() == [-1, 1]


def test_shapes_and_kinds_of_results():
    f = formula("3", variables=PLANE)
    for g in f, formula("x", variables=PLANE), formula(TEXTS["beale"]), differentiable(lambda x, y: 3):
        for batch in (), (4,), (2, 3), (0,):
            x = np.ones((2, *batch))
            x.flags.writeable = False
            for method, lead in (g.value, ()), (g.grad, (2,)), (g.hess, (2, 2)):
                result = np.asarray(method(x))
                assert result.shape == (*lead, *batch)
                assert result.dtype == float
                assert not np.shares_memory(result, x)


def test_variables_are_those_that_occur():
    assert [formula(text).variables for text in ("x", "y", "x + y", "z", "x2", "x₁ + x3")] == [
        ("x",), ("x", "y"), ("x", "y"), ("x", "y", "z"), ("x1", "x2"), ("x1", "x2", "x3"),
    ]  # fmt: skip
    assert formula("x", PLANE).dims == (2, 2)
    assert formula("2 w b", ("w", "b")).grad([3.0, 5.0]).tolist() == [10, 6]


def test_starts_are_in_the_box_and_lead_somewhere():
    assert formula("log(x) + sqrt(-y)").starts
    for text in *TEXTS.values(), "log(x) + sqrt(-y)", "max(x - 1, 0)^2":
        f = formula(text)
        low, high = np.array(f.box).T
        for start in f.starts:
            assert (low <= start).all()
            assert (start <= high).all()
            f.check_start(start)
            assert np.abs(f.grad(start)).max() > 0
    for side in (-1e-5, 2e-5), (100.0, 100.001), (-3e6, 4e6):
        assert all(side[0] < x < side[1] for (x,) in formula("x", box=[side]).starts)
    assert formula("x", box=[(1, 2)], starts=[[1.5]]).starts == [(1.5,)]
    assert len(formula("log(-x^2)").starts) == 2  # none is good, and a start there must be


# LaTeX


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("x*2", r"x \cdot 2"),
        ("2*x*y", "2 x y"),
        ("(x + 1)*y", r"\left(x + 1\right) y"),
        ("x - (y - 1)", r"x - \left(y - 1\right)"),
        ("x*-y", r"x \left(-y\right)"),
        ("-x**2", "-x^{2}"),
        ("(-x)^2", r"\left(-x\right)^{2}"),
        ("1/(2x)", r"\frac{1}{2 x}"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"),
        ("sin(x)^2", r"\left(\sin\left(x\right)\right)^{2}"),
        ("exp(-x) + e^y", "e^{-x} + e^{y}"),
        ("sqrt(abs(x))", r"\sqrt{\left|x\right|}"),
        ("2.5e-3x12", r"2.5 \cdot 10^{-3} x_{12}"),
        ("1e3^x", r"\left(10^{3}\right)^{x}"),
        ("max(x, pi)", r"\max\left(x, \pi\right)"),
    ],
)
def test_a_formula_is_printed_as_it_is_meant(text, tex):
    assert formula(text).formula == tex


def test_a_long_name_stands_upright():
    assert formula("rate_a*w2", ("rate_a", "w2")).formula == r"\mathrm{rate\_a} w_{2}"


# sentences


@pytest.mark.parametrize(
    ("text", "sentence", "column"),
    [
        ("", "the formula is empty: write one such as x**2 + 10*y**2", None),
        (" \n", "the formula is empty: write one such as x**2 + 10*y**2", None),
        ("x +", "after '+' something is missing", 4),
        ("x **  ", "after '**' something is missing", 5),
        ("x + * y", "after '+' comes '*', where a number, a name or '(' belongs", 5),
        ("x ÷ ×y", "after '÷' comes '×', where a number, a name or '(' belongs", 5),
        ("()", "after '(' comes ')', where a number, a name or '(' belongs", 2),
        ("*x", "a formula cannot begin with '*'", 1),
        ("-", "after '-' something is missing", 2),
        ("(x + 1", "the '(' of column 1 is never closed: add ')'", 7),
        ("sin(x", "the '(' of column 4 is never closed: add ')'", 6),
        ("x + 1)", "')' has no '(' before it", 6),
        ("x 2", "between 'x' and '2' a sign is missing, such as *", 3),
        ("(x + 1 2)", "between '1' and '2' a sign is missing, such as *", 8),
        ("1,5x", "',' stands only between arguments; a decimal point is a dot", 2),
        ("1/2x", "what 'x' belongs to is not clear: write (1/2)*x or 1/(2*x) for 1/2x", 4),
        ("x/y(x + 1)", "what '(' belongs to is not clear: write (1/2)*x or 1/(2*x) for 1/2x", 4),
        ("sin x", "sin needs its argument in parentheses, as in sin(x)", 1),
        ("sin^2(x)", "sin needs its argument in parentheses, as in sin(x)", 1),
        ("x + sine(x)", "unknown function 'sine'; did you mean 'sin'?", 5),
        ("x + xy", "unknown name 'xy'; did you mean x*y?", 5),
        ("x + a", "unknown name 'a'; the variables are x", 5),
        ("x1 + y", "unknown name 'y'; the variables are x1", 6),
        ("x + sqr", "unknown name 'sqr'; did you mean 'sqrt'?", 5),
        ("sin(x, 2)", "sin takes 1 argument, got 2", 1),
        ("sin()", "sin takes 1 argument, got 0", 1),
        ("max(x)", "max takes 2 or more arguments, got 1", 1),
        ("y = x^2", "a formula has no '=': write what stands on its right alone", 3),
        ("x > 2", "a formula compares nothing: write min, max or abs", 3),
        ("|x|", "'|' is not understood: write abs(x)", 1),
        ("√x", "'√' is not understood: write sqrt(x)", 1),
        ("x[0]", "parentheses are round in a formula: write '('", 2),
        ("np.sin(x)", "names have no parts in a formula: write sin(x) for np.sin(x)", 3),
        ("x % 2", "'%' means nothing in a formula", 3),
        ("3x²·1e999", "1e999 is too large for a number", 5),
        ("3", "3 has no variable: write x, y or z in it", None),
        ("x21", "x21 is one variable too many: a formula has at most 20", None),
        ("x" * 1001, "the formula has 1001 characters: at most 1000 are read", None),
        ("(" * 500, "the formula is nested too deep: at most 50 levels are read", 51),
        ("x" + "^x" * 400, "the formula is nested too deep: at most 50 levels are read", 101),
        ("sin(" * 100 + "x" + ")" * 100, "the formula is nested too deep: at most 50 levels are read", 201),
    ],
)
def test_what_is_wrong_with_a_formula_is_said_in_a_sentence_with_its_column(text, sentence, column):
    with pytest.raises(FormulaError) as error:
        formula(text)
    assert str(error.value) == (f"{sentence} (column {column})" if column else sentence)
    assert error.value.column == column
    assert isinstance(error.value, ValueError)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')", "x.__class__", "lambda: 0", "[x for x in x]", "'x'*9", "x if x else y", "x and y",
        "open(x)", "eval(x)", "x; y", "f'{x}'", "x := 3", "0x10", "3j", "x\x00", "x!", "𝑥", "х", "print(x)", "{x}", "...", "x\\",
    ],
)  # fmt: skip
def test_nothing_but_mathematics_is_understood(text):
    with pytest.raises(FormulaError):
        formula(text, PLANE)


@pytest.mark.parametrize("text", ["+".join(["x"] * 500), "-" * 999 + "x", "x" + "*x" * 499, "9**" * 40 + "x"])
def test_long_formulas_are_no_burden(text):
    start = timeit.default_timer()
    f = formula(text)
    f.hess(np.ones((1, 100)))
    assert timeit.default_timer() - start < 1


def test_sentences_of_other_arguments():
    with pytest.raises(
        TypeError, match=r"^a formula is text, such as 'x\*\*2 \+ 10\*y\*\*2', got 3; for a function see diff"
    ):
        formula(3)  # pyright: ignore
    with pytest.raises(ValueError, match=r"^'sin' cannot name a variable: take a word that is no function or constant"):
        formula("x", ("sin",))
    with pytest.raises(ValueError, match=r"^a formula needs one or more different variables, got \('x', 'x'\)$"):
        formula("x", ("x", "x"))
    with pytest.raises(
        ValueError, match=r"^x: box must be 1 pairs? \(low, high\) with low < high, got box=\[\(2, 1\)\]$"
    ):
        formula("x", box=[(2, 1)])
    with pytest.raises(ValueError, match=r"^x: starts must be points of 1 finite coordinates?, got starts=\[1.0\]$"):
        formula("x", starts=[1.0])  # pyright: ignore
    with pytest.raises(ValueError, match=r"^x\^2 takes points of shape \(d, \*batch\) with d = 1, got shape \(2,\)$"):
        formula("x^2").grad([1.0, 2.0])
    with pytest.raises(TypeError, match=r"^x\^2 has no knob 'kappa'; it has none at all$"):
        formula("x^2")(kappa=3)


def test_a_start_without_value_or_slope_is_refused_in_a_sentence():
    f = formula("log(x) + sqrt(y)")
    f.check_start([1.0, 2.0])
    for start, sentence in (
        ([-1.0, 2.0], "log(x) + sqrt(y) is not a number at x = -1, y = 2; choose another start"),
        ([0.0, 2.0], "log(x) + sqrt(y) is infinite at x = 0, y = 2; choose another start"),
        ([1.0, 0.0], "log(x) + sqrt(y) has no finite slope at x = 1, y = 0; choose another start"),
    ):
        with pytest.raises(ValueError) as error:  # noqa: PT011
            f.check_start(start)
        assert str(error.value) == sentence


def test_a_start_of_any_dimension_is_checked():
    with pytest.raises(ValueError, match=r"^f is not a number at x1 = 1, x2 = 2, x3 = -3; choose another start$"):
        differentiable(lambda *x: sum(np.sqrt(a) for a in x)).check_start([1.0, 2.0, -3.0])


DATA = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda x, y: x if x > 0 else y, "a condition holds at some points of a batch and not at others"),
        (lambda x, y: max(x, y), "a condition holds at some points of a batch and not at others"),
        (
            lambda x: math.sin(x),
            "functions of math take one number; numpy's take a whole batch: write np.sin instead of",
        ),
        (
            lambda x: x[0] ** 2,
            "a coordinate is a number, it has no parts; write def f(x, y) with x and y for x[0] and x[1]",
        ),
        (lambda x, y: np.sum([x, y]), "coordinates cannot be packed into an array; write sums and products of them"),
        (lambda x: np.sum(x), "np.sum does not take coordinates, which are numbers, not arrays; write it with + and *"),
        (
            lambda x: np.where(x > 0)[0],
            "np.where does not take coordinates, which are numbers, not arrays; write np.where(",
        ),
        (lambda x: np.add.reduce(x), "np.add does not take coordinates with reduce; write it without"),
        (lambda x: np.add(x, x, where=True), "np.add does not take coordinates with where; write it without"),
        (lambda x: x % 1, "the derivative of np.remainder is not known; known: negative, positive, absolute"),
        (
            lambda x: np.spacing(x),
            "the derivative of np.spacing is not known",
        ),
        (
            lambda x: x * DATA,
            "an array of shape (3,) met a coordinate, which stands for a whole batch of points; take the",
        ),
        (lambda x: np.where(x > 0, DATA, x), "an array of shape (3,) met a coordinate"),
        (lambda x: None, "f must return a number made from its coordinates, got nothing; end it with return"),
        (lambda x: [x], "f must return a number made from its coordinates, got a list"),
        (lambda: 3, "differentiable takes a function of coordinates, def f(x, y), and <function"),
        (3, "differentiable takes a function of coordinates, def f(x, y), got 3"),
    ],
)
def test_what_a_function_cannot_do_is_said_at_once(function, sentence):
    with pytest.raises(TypeError) as error:
        differentiable(function)
    assert str(error.value).startswith(sentence)


# speed


def test_a_thousand_points_take_a_few_microseconds_for_each_operation():
    f = formula(TEXTS["beale"])  # 25 operations
    x = points(f, 1000)
    took = {
        m.__name__: min(timeit.repeat(lambda m=m: m(x), number=10, repeat=5)) / 10 for m in (f.value, f.grad, f.hess)
    }
    print({name: f"{1e6 * seconds:.0f} µs" for name, seconds in took.items()})
    assert took["value"] < took["hess"]
    assert took["hess"] < 0.025


def test_the_package_of_exact_derivatives_exports_these():
    assert [name for name in vars(autodiff) if name[0] != "_" and name not in {"duals", "objectives", "rules", "syntax", "terms"}] == [
        "Dual", "Differentiable", "differentiable", "formula", "FormulaError",
    ]  # fmt: skip
