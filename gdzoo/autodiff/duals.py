"""Numbers that carry their derivatives: what a function is evaluated on to differentiate it."""

from typing import Any

import numpy as np

from ..registry import nearest
from .rules import DERIVATIVES, ONE, TWO, times


class Dual(np.lib.mixins.NDArrayOperatorsMixin):
    """A number together with its derivatives by the d coordinates of a point, for every column of a batch.

    Arithmetic, comparisons, numpy's elementary functions and ``np.where`` take it and give another, by the chain rule:
    forward automatic differentiation, exact to rounding.

    Parameters
    ----------
    value : the number, (*batch,).
    slope : its gradient, (d, *batch) or what broadcasts to it; ``None`` where no derivative is asked for.
    bend : its Hessian, (d, d, *batch) or what broadcasts to it; ``None`` where only the slope is.

    >>> import numpy as np
    >>> x, y = coordinates(np.array([3.0, 5.0]), order=2)
    >>> f = x**2 * y
    >>> print(f.value, f.slope, f.bend.tolist())
    45.0 [30.  9.] [[10.0, 6.0], [6.0, 0.0]]
    """

    __slots__ = ("value", "slope", "bend")
    product = staticmethod(np.multiply)

    def __init__(self, value, slope=None, bend=None):
        self.value, self.slope, self.bend = value, slope, bend

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
        if method != "__call__" or options or any(not isinstance(a, Dual) for a in out):  # total += x has out=(total,)
            extra = "out" if out else min(options, default=method)
            raise TypeError(f"np.{ufunc.__name__} does not take coordinates with {extra}; write it without")
        if ufunc not in DERIVATIVES:
            known = [function.__name__ for function in (*ONE, *TWO)]
            raise TypeError(f"the derivative of np.{ufunc.__name__} is not known; {nearest(ufunc.__name__, known)}")
        values: list[Any] = [a.value if isinstance(a, Dual) else _number(a) for a in inputs]
        if ufunc is np.power and not isinstance(inputs[1], Dual) and inputs[1] == 2:
            ufunc, inputs, values = np.square, inputs[:1], values[:1]  # far quicker
        value: Any = ufunc(*values)
        if self.slope is None:
            return Dual(value)
        return self._chained(DERIVATIVES[ufunc], inputs, values, value)

    def _chained(self, rules, inputs, values, value):
        """The chain rule: f_i a_i' is the slope, f_ij a_i' a_j'ᵀ + f_i a_i'' the bend, summed over the arguments a_i."""
        product = self.product
        slope = bend = None
        moving = [i for i, a in enumerate(inputs) if isinstance(a, Dual)]
        for i in moving:
            rate, a = rules[i](*values, value), inputs[i]
            part = product(rate, a.slope)
            slope = part if slope is None else slope + part
            if self.bend is not None:
                part = product(rate, a.bend)
                bend = part if bend is None else bend + part
        if self.bend is not None:
            pairs = ((0, 0), (0, 1), (1, 1)) if len(inputs) == 2 else ((0, 0),)
            for (i, j), rule in zip(pairs, rules[len(inputs) :], strict=True):
                if rule and i in moving and j in moving:
                    both = product(inputs[i].slope[:, None], inputs[j].slope)
                    both = both if i == j else both + both.swapaxes(0, 1)
                    bend = bend + product(rule(*values, value), both)
        return type(self)(value, slope, bend)

    def __array_function__(self, function, types, arguments, options):
        if function is not np.where or len(arguments) != 3 or options:
            remedy = "write np.where(condition, a, b)" if function is np.where else "write it with + and *, one by one"
            raise TypeError(
                f"np.{function.__name__} does not take coordinates, which are numbers, not arrays; {remedy}"
            )
        condition, *cases = arguments
        condition = condition.value if isinstance(condition, Dual) else _number(condition)

        def chosen(part):
            return np.where(condition, *(getattr(a, part) if isinstance(a, Dual) else 0.0 for a in cases))

        value = np.where(condition, *(a.value if isinstance(a, Dual) else _number(a) for a in cases))
        slope = None if self.slope is None else chosen("slope")
        return type(self)(value, slope, None if self.bend is None else chosen("bend"))

    def __bool__(self):
        raise TypeError(
            "a condition holds at some points of a batch and not at others, so if, and, max and min cannot decide it; "
            "write np.where(condition, a, b), np.maximum or np.minimum"
        )

    def __float__(self):
        raise TypeError(
            "functions of math take one number; numpy's take a whole batch: write np.sin instead of math.sin"
        )

    def __array__(self, dtype=None, copy=None):
        raise TypeError("coordinates cannot be packed into an array; write sums and products of them instead")

    def __getitem__(self, index):
        raise TypeError("a coordinate is a number, it has no parts; write def f(x, y) with x and y for x[0] and x[1]")

    def __repr__(self):
        return f"Dual({self.value!r})"


class Careful(Dual):
    """A Dual for which 0 · ∞ = 0: see `times`. It takes twice as long, and matters only where a Dual finds no number."""

    __slots__ = ()
    product = staticmethod(times)


def coordinates(x, order, kind=Dual):
    """The coordinates of x (d, *batch) as Duals of a kind, with their derivatives up to this order.

    >>> import numpy as np
    >>> [c.slope.tolist() for c in coordinates(np.array([3.0, 5.0]), order=1)]
    [[1.0, 0.0], [0.0, 1.0]]
    """
    ones = (1,) * (x.ndim - 1)
    slopes = np.eye(len(x)).reshape(len(x), len(x), *ones) if order >= 1 else [None] * len(x)
    bend = np.zeros((len(x), len(x), *ones)) if order == 2 else None
    return [kind(value, slope, bend) for value, slope in zip(x, slopes, strict=True)]


def _number(a):
    """What meets a coordinate: one number for all points, since their axes are those of a batch."""
    if isinstance(a, float | int):
        return np.float64(a)  # 1 / 0 is infinite in numpy, an error in Python
    if np.ndim(a) == 0:
        return a
    raise TypeError(
        f"an array of shape {np.shape(a)} met a coordinate, which stands for a whole batch of points; "
        "take the numbers one by one, as in sum((a * x - b) ** 2 for a, b in data)"
    )
