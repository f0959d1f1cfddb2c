"""Gradient descent whose step length is a formula: Barzilai and Borwein's, and Polyak's."""

from typing import Any, NamedTuple

import numpy as np

from ...knobs import Knob, check_domain
from ...oracles import dot
from ...oracles.base import per_column
from ...rules import rule
from ..usual import LR
from .backtracking import Taken, none_taken


class Last(NamedTuple):
    x: np.ndarray  # the point before the last step, (d, *batch)
    g: np.ndarray  # its gradient, like x
    length: np.ndarray  # of the last step, in units of the gradient, (*batch,)


def nothing_yet(f: Any, x0: np.ndarray, **knobs: Any) -> Last:
    """No step yet: its length is NaN."""
    return Last(x0, np.zeros_like(x0), per_column(f, x0, np.nan))


def ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a / b, and 0 where b is 0.

    >>> ratio(np.array([3.0, 3.0]), np.array([2.0, 0.0]))
    array([1.5, 0. ])
    """
    zero = b == 0
    return np.where(zero, 0.0, a / np.where(zero, 1.0, b))


@rule(
    title="Barzilai and Borwein",
    year=1988,
    paper="barzilai1988two",
    parents={"gd": "takes the step length from the curvature along the last step"},
    problem="Gradient descent needs a learning rate, and the best constant one is slow in a narrow valley.",
    idea="the last step tells the curvature, its inverse is the rate",
    best_for="large convex problems without noise",
    knobs={
        "lr": LR,
        "variant": Knob(r"\text{variant}", 1, 2, domain="1 or 2"),
    },
    traits={"rotation"},
    init=nothing_yet,
    extra={"step_length": lambda x, s: s.length},
)
def barzilai_borwein(f, x, s: Last, t, *, lr, variant=1):
    """Barzilai and Borwein's step: the inverse of the curvature that the last step met.

        g = ∇f(x)
        s = x - x₋,  y = g - g₋
        α = s·s / s·y  (variant 1)   or   s·y / y·y  (variant 2);   η in the first step
        x ← x - α g

    with η = ``lr``, ``variant`` choosing the formula, and the point x₋ before the last step
    with its gradient g₋.

    Parameters
    ----------
    lr : length of the first step, > 0, required.
    variant : 1, the long step, or 2, the short one, which is never longer where s·y > 0.

    Returns
    -------
    The new x, shape (d, *batch) or that of a matrix; the x and g of before, and α, (*batch,).

    Conventions
    -----------
    The formulas as they stand. Nothing forces f to fall, and it often rises for a step. α is
    negative where the gradient shrank along the step, as it does where f is concave, and then
    the step leads uphill; Raydan adds a search that mends this. A denominator of 0 gives a
    step of 0. On a stochastic objective y also holds the difference between two draws.
    PyTorch and optax have no such rule.

    Examples
    --------
    After the first, each length is the inverse of a curvature between 2 and 20, the valley's. The
    height need not fall:

    >>> import gdzoo
    >>> run = gdzoo.minimize("barzilai_borwein", "valley", [3.0, 1.0], 6, lr=0.02)
    >>> (1 / run.extra["step_length"][1:]).round(2)
    array([50.  , 18.51, 16.63,  2.61,  2.03, 12.83])
    >>> run.f.round(2)
    array([19.  , 11.89,  6.62,  5.11,  0.32,  3.3 ,  1.03])

    References
    ----------
    barzilai1988two, raydan1997barzilai
    """
    g = f.grad(x)
    step, y = x - s.x, g - s.g
    sy = dot(f, step, y)
    formula = np.where(np.equal(variant, 1), ratio(dot(f, step, step), sy), ratio(sy, dot(f, y, y)))
    length = np.where(t == 1, lr, formula)
    new = x - length * g
    return new, Last(x, g, length)


def known_minimum(f: Any, x0: np.ndarray, *, f_min: Any, **knobs: Any) -> Taken:
    """The state before the first step, once it is certain that the lowest value is known."""
    if f_min is not None:
        check_domain("polyak", "f_min", f_min, "finite")
    elif getattr(f, "f_min", None) is None:
        raise ValueError("polyak needs the lowest value of f, and this objective does not know its own: give f_min=...")
    return none_taken(f, x0)


@rule(
    title="Polyak's step",
    year=1969,
    paper="polyak1969minimization",
    parents={"gd": "takes the step length from the height above the minimum"},
    problem="The right learning rate depends on constants that nobody knows, while the lowest value often is known.",
    idea="as far as the slope would need to reach the lowest value",
    best_for="convex functions whose lowest value is known, such as 0",
    knobs={
        "f_min": Knob(r"f_{\min}", -1, 1),
        "relax": Knob(r"\omega", 0.1, 2, domain="> 0"),
        "max_lr": Knob(r"\eta_{\max}", domain="> 0"),
    },
    traits={"rotation", "scale", "search"},
    init=known_minimum,
    extra={"step_length": lambda x, s: s.length},
)
def polyak(f, x, s: Taken, t, *, f_min=None, relax=1.0, max_lr=np.inf):
    """Polyak's step: to where the tangent, straight downhill, reaches the lowest value of f.

        g = ∇f(x)
        α = ω min((f(x) - f*) / |g|², η)
        x ← x - α g

    with f* = ``f_min``, ω = ``relax``, η = ``max_lr``; α = 0 where |g|² <= 2.2e-16.

    Parameters
    ----------
    f_min : the lowest value of f, any finite number; ``None`` asks the objective.
    relax : factor on the step, > 0; on a convex function every value below 2 brings x nearer
        to the minimum with each step, as long as there is a slope.
    max_lr : > 0, the longest α before ``relax``; infinite by default.

    Returns
    -------
    The new x, shape (d, *batch) or that of a matrix, and the length α of the step, (*batch,).

    Conventions
    -----------
    The formula as it stands: with an f* above f(x) the step leads uphill. ``max_lr`` is the
    bound that Loizou and others set on it for stochastic gradients, where f and g are those
    of the draw. In ``optax.polyak_sgd`` the knob ``scaling`` divides the step where ``relax``
    multiplies it. PyTorch has no such rule.

    Examples
    --------
    On x² every step halves x: the tangent at 1 meets 0 at 1/2.

    >>> import gdzoo
    >>> gdzoo.minimize("polyak", "parabola", [1.0], 3).x[:, 0]
    array([1.   , 0.5  , 0.25 , 0.125])

    References
    ----------
    polyak1969minimization, loizou2021sps
    """
    g = f.grad(x)
    gap, steepness = f.value(x) - (f.f_min if f_min is None else f_min), dot(f, g, g)
    length = np.where(steepness > 2.2e-16, relax * np.minimum(gap / steepness, max_lr), 0.0)
    x = x - length * g
    return x, Taken(length)
