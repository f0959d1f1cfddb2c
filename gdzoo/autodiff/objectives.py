"""Landscapes whose derivatives are worked out from their value."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np

from ..knobs import checked
from ..landscapes.base import Landscape, Point
from .duals import Careful, Dual, coordinates
from .syntax import FormulaError, read, tokens
from .terms import CONSTANTS, FUNCTIONS, Program, variable

Box = Sequence[tuple[float, float]]

MANY = 20  # variables x1, x2, ... of a formula


class Differentiable(Landscape):
    """A landscape from a function of coordinates: `formula` and `differentiable` make them.

    It has all that a `Landscape` has, except that nobody told it its minima.

    Attributes
    ----------
    function : what it was made from; ``value``, ``grad`` and ``hess`` evaluate it on numbers that carry their derivatives.
    variables : names of the coordinates.

    >>> import gdzoo
    >>> f = gdzoo.autodiff.formula("x**2 * y")
    >>> f.grad([3.0, 5.0]), f.hess([3.0, 5.0])
    (array([30.,  9.]), array([[10.,  6.],
           [ 6.,  0.]]))
    """

    f_min = None
    function: Callable[..., Any]
    variables: tuple[str, ...]

    def __init__(
        self,
        function: Callable[..., Any],
        variables: tuple[str, ...],
        *,
        name: str,
        formula: str,
        dims: tuple[int, int | None],
        box: Box | None = None,
        starts: Sequence[Sequence[float]] | None = None,
    ):
        d = len(variables)
        box = _box(name, d, box)
        # what other landscapes say for a whole class, this one says for itself
        vars(self).update(name=name, title=name, formula=formula, dims=dims, box=box, values={})
        self.function, self.variables = function, variables
        spread = _spread(box)
        self.hess(spread)  # whatever the function cannot do shows now
        vars(self).update(starts=self._good(spread) if starts is None else _starts(name, d, starts))

    def _facts(self) -> tuple[Any, ...]:
        return *super()._facts(), self.function, self.variables, tuple(self.starts)

    def __call__(self, **parameters: Any) -> Self:
        """Itself: it has no parameters."""
        checked(self.name, self.parameters, parameters)
        return self

    def value(self, x: Any) -> Any:
        return self._evaluated(x, 0)[0]

    def grad(self, x: Any) -> Any:
        return self._evaluated(x, 1)[1]

    def hess(self, x: Any) -> Any:
        return self._evaluated(x, 2)[2]

    @np.errstate(all="ignore")  # what is not finite is data
    def _evaluated(self, x: Any, order: int) -> tuple[Any, ...]:
        """Value, gradient and Hessian, as far as asked for; none of them is a number where the value is not."""
        x = np.asarray(x, float)
        least, most = self.dims
        if x.ndim < 1 or len(x) < least or (most is not None and len(x) > most):
            wanted = f"{least}" if least == most else f"{least} or more"
            raise ValueError(f"{self.name} takes points of shape (d, *batch) with d = {wanted}, got shape {x.shape}")
        value, *derivatives = self._computed(x, order, Dual)
        lost = np.isnan(value)
        if any((np.isnan(derivative) & ~lost).any() for derivative in derivatives):
            value, *derivatives = self._computed(x, order, Careful)
        return value, *(np.where(lost, np.nan, derivative) for derivative in derivatives)

    def _computed(self, x: np.ndarray, order: int, kind: type[Dual]) -> list[Any]:
        result = self.function(*coordinates(x, order, kind))
        parts: tuple[Any, ...] = (
            (result.value, result.slope, result.bend)
            if isinstance(result, Dual)
            else (_constant(self.name, result), 0.0, 0.0)
        )
        return [parts[k] + np.zeros((len(x),) * k + x.shape[1:]) for k in range(order + 1)]

    def _good(self, spread: np.ndarray) -> list[Point]:
        """The first two points from which a run can go somewhere."""
        slope = np.abs(self.grad(spread)).max(0)
        good = np.isfinite(self.value(spread)) & np.isfinite(slope) & (slope > 0)
        points = spread[:, good] if good.any() else spread
        return [tuple(point) for point in points.T[:2].tolist()]

    def check_start(self, x0: Sequence[float]) -> None:
        """Raise one sentence unless value and gradient at x0, a point (d,), are finite."""
        value, slope = self._evaluated(x0, 1)
        names = self.variables if self.dims[1] else [f"x{i}" for i in range(1, len(x0) + 1)]
        place = ", ".join(f"{name} = {x:g}" for name, x in zip(names, x0, strict=True))
        if not np.isfinite(value):
            what = "is not a number" if np.isnan(value) else "is infinite"
            raise ValueError(f"{self.name} {what} at {place}; choose another start")
        if not np.isfinite(slope).all():
            raise ValueError(f"{self.name} has no finite slope at {place}; choose another start")


def formula(
    text: str,
    variables: Sequence[str] | None = None,
    *,
    box: Box | None = None,
    starts: Sequence[Sequence[float]] | None = None,
) -> Differentiable:
    """A landscape from a formula, with exact gradient and Hessian.

    Parameters
    ----------
    text : for example ``"x**2 + 10*y**2"``. It may contain numbers, variables, pi and e, ``+ - * /``, powers ``**`` or ``^``,
        parentheses, and the functions sin cos tan asin acos atan atan2 sinh cosh tanh exp log (natural) ln log2 log10 sqrt cbrt abs
        sign floor min max. ``2x`` is 2*x, and ``-x^2`` is -(x^2).
    variables : names of the coordinates. By default x, y and z as far as they are needed, or x1, x2, ... if they occur.
    box : the part that a picture shows, one (low, high) per variable.
    starts : points to start from, the best first.

    Returns
    -------
    A `Differentiable`, a landscape with unknown minima. What is wrong with the text raises a `FormulaError`, a ValueError
    that names the column. Where the formula has no real value, value, gradient and Hessian are NaN, and a division
    by zero is infinite: a run that gets there has escaped. ``x**y`` is defined for x < 0 only where y is whole, and 0**0 = 1. At a
    kink, 0 stands for the derivative of abs, half of both for max and min.

    Examples
    --------
    >>> import gdzoo
    >>> f = formula("x^2 + 10y^2")
    >>> f.grad([1.0, 2.0])
    array([ 2., 40.])
    >>> gdzoo.minimize("newton", f, [1.0, 2.0], 1).x[-1]
    array([0., 0.])
    """
    words = tokens(text)
    names = (
        _names(variables) if variables is not None else _occurring(word.text for word in words if word.kind == "name")
    )
    term = read(words, names or ("x", "y"))
    name = " ".join(text.split())
    if not names:
        raise FormulaError(f"{name} has no variable: write x, y or z in it")
    dims = len(names), len(names)
    return Differentiable(Program(term.steps), names, name=name, formula=term.tex, dims=dims, box=box, starts=starts)


def differentiable(
    function: Callable[..., Any], *, box: Box | None = None, starts: Sequence[Sequence[float]] | None = None
) -> Differentiable:
    """A landscape from a Python function of coordinates, with exact gradient and Hessian. It serves as a decorator, too.

    Parameters
    ----------
    function : takes one number per coordinate, ``def f(x, y)``, or any, ``def f(*x)``, and returns a number. It may use
        arithmetic, numpy's elementary functions, and ``np.where(condition, a, b)`` instead of ``if``, since what it gets stands
        for a whole batch.
    box : the part that a picture shows, one (low, high) per coordinate.
    starts : points to start from, the best first.

    Returns
    -------
    A `Differentiable`, a landscape with unknown minima.

    Examples
    --------
    >>> import numpy as np
    >>> @differentiable
    ... def bent(x, y):
    ...     return np.log(1 + (y - x**2) ** 2) + 0.1 * x**2
    >>> bent.grad([1.0, 2.0])
    array([-1.8,  1. ])
    """
    names, dims = _arguments(function)
    name = getattr(function, "__name__", "f").replace("<lambda>", "f")
    inside = ", ".join(variable(word, 0).tex for word in names) if dims[1] else r"x_1, \dots"
    tex = rf"{variable(name, 0).tex}({inside})"
    return Differentiable(function, names, name=name, formula=tex, dims=dims, box=box, starts=starts)


def _names(variables: Sequence[str]) -> tuple[str, ...]:
    for name in variables:
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) or name in FUNCTIONS or name in CONSTANTS:
            raise ValueError(f"{name!r} cannot name a variable: take a word that is no function or constant, such as x")
    if not 0 < len(set(variables)) == len(variables):
        raise ValueError(f"a formula needs one or more different variables, got {tuple(variables)!r}")
    return tuple(variables)


def _occurring(words: Any) -> tuple[str, ...]:
    """x, y and z as far as they are needed; or all of x1, x2, ... up to the last."""
    words = set(words)
    indices = [int(word[1:]) for word in words if re.fullmatch("x[1-9][0-9]?", word)]
    if indices:
        if max(indices) > MANY:
            raise FormulaError(f"x{max(indices)} is one variable too many: a formula has at most {MANY}")
        return tuple(f"x{i}" for i in range(1, max(indices) + 1))
    letters = set().union(*(word for word in words if set(word) <= set("xyz")))  # those of xy, too: x*y is meant
    return tuple("xyz"[: max(map("xyz".index, letters), default=-1) + 1])


def _arguments(function: Callable[..., Any]) -> tuple[tuple[str, ...], tuple[int, int | None]]:
    """Names of the coordinates that a function takes (two for ``*x``), and how few and how many."""
    from inspect import signature

    try:
        parameters = signature(function).parameters.values()
    except (TypeError, ValueError):
        raise TypeError(f"differentiable takes a function of coordinates, def f(x, y), got {function!r}") from None
    plain = [
        p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty
    ]
    if any(p.kind == p.VAR_POSITIONAL for p in parameters):
        least = max(1, len(plain))
        return tuple(f"x{i}" for i in range(1, max(2, least) + 1)), (least, None)
    if not plain:
        raise TypeError(f"differentiable takes a function of coordinates, def f(x, y), and {function!r} takes none")
    return tuple(plain), (len(plain), len(plain))


def _constant(name: str, result: Any) -> float:
    if isinstance(result, int | float | np.number | np.bool_):
        return float(result)
    got = "nothing; end it with return" if result is None else f"a {type(result).__name__}"
    raise TypeError(f"{name} must return a number made from its coordinates, got {got}")


def _box(name: str, d: int, box: Box | None) -> tuple[tuple[float, float], ...]:
    if box is None:
        return ((-3.0, 3.0), (-2.25, 2.25)) if d == 2 else ((-3.0, 3.0),) * d
    try:
        sides = tuple((float(low), float(high)) for low, high in box)
    except (TypeError, ValueError):
        sides = ()
    if len(sides) != d or not all(low < high < np.inf and low > -np.inf for low, high in sides):
        raise ValueError(f"{name}: box must be {d} pairs (low, high) with low < high, got box={box!r}")
    return sides


def _starts(name: str, d: int, starts: Any) -> list[Point]:
    points = np.asarray(starts, float)
    if points.ndim != 2 or points.shape[1] != d or not len(points) or not np.isfinite(points).all():
        raise ValueError(f"{name}: starts must be points of {d} finite coordinates, got starts={starts!r}")
    return [tuple(point) for point in points.tolist()]


def _spread(box: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Sixteen points all over a box, (d, 16), no two alike in any coordinate; they lie off its middle, where much is flat."""
    low, high = np.array(box).T[:, :, None]
    turn = 0.73 * np.arange(16.0) + 0.9 * np.arange(float(len(box)))[:, None]
    digits = 2 - int(np.floor(np.log10((high - low).min())))  # no more than a start needs
    return np.round(low + (high - low) * (0.08 + 0.84 * (turn % 1)), digits)
