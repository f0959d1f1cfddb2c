"""Backtracking: try a long step, and shorten it until the height has fallen enough."""

from typing import Any, NamedTuple

import numpy as np

from ...knobs import Knob
from ...oracles import dot, only
from ...oracles.base import per_column
from ...rules import rule
from ...wolfe import resolution
from ..usual import LR

SHORTEST = np.finfo(float).eps
"""The share of the first try below which backtracking gives up in any case."""


class Taken(NamedTuple):
    length: np.ndarray  # of the last step, in units of its gradient, (*batch,)


def none_taken(f: Any, x0: np.ndarray, **knobs: Any) -> Taken:
    """No step yet: its length is NaN."""
    return Taken(per_column(f, x0, np.nan))


def armijo(f: Any, x: np.ndarray, p: np.ndarray, g: np.ndarray, first: Any, shrink: Any, c1: Any) -> np.ndarray:
    """The first of the lengths a, a σ, a σ², ... at which the height has fallen enough, in every column.

        f(x + α p) ≤ f(x) + c₁ α g·p

    Each try costs one value in the columns that still search. A height that is not a number is not low enough. A
    column gives up, with length 0, once a step is lost in round-off, as all are at a minimum, or α below 2⁻⁵² a.
    """
    height, slope = f.value(x), dot(f, g, p)
    least = np.fmax(resolution(f, x, height, p, slope), SHORTEST * first)
    length, search = np.broadcast_to(first, slope.shape), np.full(slope.shape, True)
    while search.any():
        enough = only(f, search).value(x + length * p) <= height + c1 * length * slope
        search = search & ~enough
        length = np.where(search, shrink * length, length)
        lost = search & (length < least)
        length, search = np.where(lost, 0.0, length), search & ~lost
    return length


@rule(
    title="Backtracking",
    year=1966,
    paper="armijo1966minimization",
    parents={"gd": "tests each step, and shortens it while the height falls too little"},
    problem="The learning rate that is safe everywhere is set by the steepest place, and crawls at all others.",
    idea="halve the step until the height falls enough",
    best_for="smooth functions without noise, when no rate is known",
    knobs={
        "lr": LR._replace(low=1e-3, high=10),
        "shrink": Knob(r"\sigma", 0.1, 0.9, domain="in (0, 1)"),
        "c1": Knob("c_1", 1e-5, 0.5, "log", domain="in (0, 1)"),
    },
    traits={"rotation", "search"},
    init=none_taken,
    extra={"step_length": lambda x, s: s.length},
)
def backtracking(f, x, s: Taken, t, *, lr=1.0, shrink=0.5, c1=1e-4):
    """Gradient descent with Armijo's rule: in each step the longest of η, σ η, σ² η, ... that pays.

        g = ∇f(x)
        α = η;  while f(x - α g) > f(x) - c₁ α |g|²:  α ← σ α
        x ← x - α g

    with η = ``lr``, σ = ``shrink``, c₁ = ``c1``.

    Parameters
    ----------
    lr : the length tried first in every step, > 0.
    shrink : factor from one try to the next, in (0, 1).
    c1 : share of the fall that the slope promises, which a step must reach, in (0, 1). On a
        parabola 0.5 admits no step beyond the bottom.

    Returns
    -------
    The new x, shape (d, *batch) or that of a matrix, and the length α of the step, (*batch,).

    Conventions
    -----------
    Every step begins with lr again; ``optax.scale_by_backtracking_linesearch`` begins with 1.5
    times the last length and shrinks by 0.8. PyTorch has no such rule. A step costs one
    gradient, the value at x and one value for each try. It gives up, and stays, when a step is
    lost in round-off, as all are at a minimum, or α has fallen below 2⁻⁵² lr, which takes 53
    tries at shrink = 0.5. On a stochastic objective, all tries of a step see the same draw.

    Examples
    --------
    In the valley x² + 10 y² gd diverges with any rate above 0.1; longer steps pay now and then:

    >>> import gdzoo
    >>> run = gdzoo.minimize("backtracking", "valley", [1.0, 1.0], 6)
    >>> run.extra["step_length"]
    array([   nan, 0.0625, 0.0625, 0.125 , 0.125 , 0.0625, 0.125 ])
    >>> run.value_evals
    array([ 0,  6, 12, 17, 22, 28, 33])

    References
    ----------
    armijo1966minimization, nocedal2006numerical
    """
    g = f.grad(x)
    length = armijo(f, x, -g, g, lr, shrink, c1)
    x = x - length * g
    return x, Taken(length)
