"""BFGS: the inverse Hessian, learned from how the gradient changes along the way."""

from typing import NamedTuple

import numpy as np

from ...linalg import identity, outer, times
from ...oracles import dot, norm
from ...oracles.base import require_vectors
from ...rules import rule
from ...wolfe import Point, downhill, nowhere, resume, strong_wolfe


def curved(f, s, y):
    """s·y where the gradient grew along the step, clearly above round-off, else 0: a pair to learn nothing from."""
    sy = dot(f, s, y)
    return np.where(sy > 1e-10 * norm(f, s) * norm(f, y), sy, 0.0)


def first_try(f, p, taught):
    """The length that a search tries first: 1, and a step of length 1 while the curvature is unknown."""
    return np.where(taught, 1.0, 1 / norm(f, p))


def bfgs_update(f, h, s, y, untaught):
    """The inverse Hessian after a pair, the step s and the change y of the gradient along it.

        H ← (I - ρ s yᵀ) H (I - ρ y sᵀ) + ρ s sᵀ      with ρ = 1 / s·y

    the symmetric matrix nearest to H (in a suitable norm) with H y = s. It stays positive definite since s·y > 0;
    columns where that fails keep their H. Before the first update, H is scaled: (s·y / y·y) I has the size of one
    eigenvalue of the true one.
    """
    sy = curved(f, s, y)
    before = np.where(untaught, sy / dot(f, y, y) * identity(len(s), s.shape[1:]), h)
    hy, rho = times(before, y), 1 / sy
    after = before - rho * (outer(s, hy) + outer(hy, s)) + rho * (1 + rho * dot(f, y, hy)) * outer(s, s)
    return np.where(sy > 0, after, h)


class Inverse(NamedTuple):
    end: Point  # where the last step ended: x, f, g, and its length
    h: np.ndarray  # estimate of the inverse Hessian, (d, d, *batch)
    pairs: np.ndarray  # how many pairs taught it, (*batch,)


def untaught(f, x0):
    """The identity, which nothing has taught yet."""
    require_vectors(f, "bfgs")
    end = nowhere(f, x0)
    return Inverse(end, identity(len(x0), x0.shape[1:]), np.zeros_like(end.f))


@rule(
    title="BFGS",
    year=1970,
    paper="fletcher1970new",
    parents={"newton": "learns the inverse Hessian from gradients, and searches along the line"},
    problem="Newton's method asks for second derivatives and a linear system in every step, and may go uphill.",
    idea="an inverse Hessian learned from the gradients met so far",
    best_for="smooth functions of up to some hundred coordinates",
    traits={"rotation", "scale", "search"},
    init=untaught,
    extra={"step_length": lambda x, s: s.end.length},
)
def bfgs(f, x, s: Inverse, t):
    """BFGS: Newton's direction, from an inverse Hessian that every step improves.

        p = -H g
        x' = x + α p      with α from a search for the strong Wolfe conditions
        s = x' - x,  y = ∇f(x') - g,  ρ = 1 / s·y
        H ← (I - ρ s yᵀ) H (I - ρ y sᵀ) + ρ s sᵀ
        x ← x'

    with g = ∇f(x) and H = I at the start, scaled by s·y / y·y before its first update.

    Parameters
    ----------
    None: the search finds the length of each step.

    Returns
    -------
    The new x, shape (d, *batch), and the state: the end of the step with its height, gradient
    and length, H (d, d, *batch), and the number of pairs that H has learned from.

    Conventions
    -----------
    The search tries α = 1 first, in the first step the α for which x moves by 1, and has
    c₁ = 1e-4, c₂ = 0.9. Each try costs one value and one gradient; most steps need one try,
    and the gradient at its end is that of the next step. A search that finds nothing lower,
    at a minimum where round-off decides, leaves x where it is; that costs one or two tries
    there, and 30 at most. A pair with s·y <= 1e-10 |s| |y| is skipped. SciPy's BFGS does not
    scale H. On a noisy objective y is a difference between draws and the search compares
    heights across them: not its place.

    Examples
    --------
    Rosenbrock's valley from the usual start takes 34 steps and 42 gradients:

    >>> import gdzoo
    >>> run = gdzoo.minimize("bfgs", "rosenbrock", [-1.2, 1.0], 34)
    >>> run.f[[0, 10, 20, 34]].round(3), run.grad_evals[-1].item()
    (array([24.2  ,  3.017,  0.54 ,  0.   ]), 42)

    References
    ----------
    broyden1970convergence, fletcher1970new, goldfarb1970family, shanno1970conditioning,
    wolfe1969convergence, nocedal2006numerical
    """
    here = resume(f, x, s.end)
    p = downhill(f, -times(s.h, here.g), here.g)
    end = strong_wolfe(f, here, p, first_try(f, p, s.pairs > 0))
    step, y = end.x - x, end.g - here.g
    h = bfgs_update(f, s.h, step, y, s.pairs == 0)
    return end.x, Inverse(end, h, s.pairs + (curved(f, step, y) > 0))
