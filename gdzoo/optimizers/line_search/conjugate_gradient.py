"""Nonlinear conjugate gradients: directions that do not undo what the ones before have gained."""

import math
from typing import Any, NamedTuple

import numpy as np

from ...knobs import Knob
from ...oracles import dot, norm
from ...oracles.base import point_axes
from ...registry import nearest
from ...rules import rule
from ...wolfe import Point, nowhere, resume, strong_wolfe
from .step_lengths import ratio

VARIANTS = {
    "fr": lambda f, g, old, p: ratio(dot(f, g, g), dot(f, old, old)),
    "pr": lambda f, g, old, p: ratio(dot(f, g, g - old), dot(f, old, old)),
    "pr+": lambda f, g, old, p: np.maximum(VARIANTS["pr"](f, g, old, p), 0.0),
    "hs": lambda f, g, old, p: ratio(dot(f, g, g - old), dot(f, p, g - old)),
    "dy": lambda f, g, old, p: ratio(dot(f, g, g), dot(f, p, g - old)),
}
"""β from the gradient g, the one before and the direction before: Fletcher-Reeves, Polak-Ribière, the same without
negative values, Hestenes-Stiefel, Dai-Yuan. Each is 0 where its denominator is."""


class Direction(NamedTuple):
    end: Point  # where the last step ended: x, f, g, and its length
    g: np.ndarray  # gradient where the last step began, like x, (d, *batch)
    p: np.ndarray  # direction of the last step, like x
    age: np.ndarray  # steps since the directions began afresh, (*batch,)


def no_direction(f: Any, x0: np.ndarray, *, variant: Any) -> Direction:
    """The state before the first step, for a variant that exists."""
    if not isinstance(variant, str) or variant not in VARIANTS:
        raise ValueError(f"conjugate_gradient has no variant {variant!r}; {nearest(variant, VARIANTS)}")
    end = nowhere(f, x0)
    return Direction(end, np.zeros_like(x0), np.zeros_like(x0), np.zeros_like(end.f))


def conjugacy(f: Any, g: np.ndarray, s: Direction, variant: str) -> np.ndarray:
    """β of the variant, and 0, a fresh start, after n steps, after a failed search, and where the direction leads uphill."""
    beta = VARIANTS[variant](f, g, s.g, s.p)
    n = math.prod(g.shape[axis] for axis in point_axes(f))
    kept = (s.age < n) & (s.end.length > 0) & (dot(f, beta * s.p - g, g) < 0)
    return np.where(kept, beta, 0.0)


def first_try(f: Any, g: np.ndarray, p: np.ndarray, s: Direction) -> np.ndarray:
    """The length that promises, by its slope, as much as the last step's did.

    In the first step it is the one for which x moves by 1; after a search that found nothing it is 1.
    """
    length = s.end.length * ratio(dot(f, s.g, s.p), dot(f, g, p))
    return np.where(length > 0, length, np.where(s.age > 0, 1.0, 1 / norm(f, p)))


@rule(
    title="Conjugate gradients",
    year=1952,
    paper="hestenes1952methods",
    parents={"gd": "keeps each direction clear of the one before, and searches along the line"},
    problem="Steepest descent zigzags: each step undoes part of what the one before has gained.",
    idea="momentum whose two numbers set themselves",
    best_for="smooth functions of many coordinates, when even a few vectors are dear",
    knobs={"variant": Knob(r"\text{variant}")},
    traits={"momentum", "rotation", "scale", "search"},
    init=no_direction,
    extra={"step_length": lambda x, s: s.end.length},
)
def conjugate_gradient(f, x, s: Direction, t, *, variant="pr+"):
    """Nonlinear conjugate gradients: the slope, bent towards the last direction.

        p ← -g + β p      with β from g, g₋ and p
        x ← x + α p      with α from a search for the strong Wolfe conditions

    with g = ∇f(x), g₋ the gradient before, and β as ``variant`` says:

        "fr"   g·g / g₋·g₋                    Fletcher and Reeves
        "pr"   g·(g - g₋) / g₋·g₋             Polak and Ribière
        "pr+"  the same, but 0 where negative
        "hs"   g·(g - g₋) / p·(g - g₋)        Hestenes and Stiefel
        "dy"   g·g / p·(g - g₋)               Dai and Yuan

    Parameters
    ----------
    variant : the formula of β, one of the five names.

    Returns
    -------
    The new x, shape (d, *batch) or that of a matrix, and the state: the end of the step with
    its height, gradient and length, the gradient at its start, p, and the age of the directions.

    Conventions
    -----------
    On a quadratic, with exact searches, all variants are the same and end in n steps, n being
    the number of coordinates. Elsewhere β is 0, a fresh start with -g, in every n-th step,
    after a search that found nothing, and where p would lead uphill. The search has
    c₁ = 1e-4 and c₂ = 0.1; it first tries the length that promises what the last step
    promised, in the first step the one for which x moves by 1. Each try costs one value and
    one gradient. A search that finds nothing lower, at a minimum where round-off decides,
    leaves x where it is, after 30 tries at most. PyTorch and optax have no such rule; SciPy's
    CG is "pr+". Noise spoils both β and the search.

    Examples
    --------
    The valley x² + 10 y², whose ratio of curvatures is 10:

    >>> import gdzoo
    >>> run = gdzoo.minimize("conjugate_gradient", "valley", [1.0, 1.0], 3)
    >>> run.f.round(4), run.grad_evals
    (array([11.    ,  0.8111,  0.0194,  0.    ]), array([0, 2, 4, 6]))

    References
    ----------
    hestenes1952methods, fletcher1964function, polak1969note, dai1999nonlinear, hager2006survey
    """
    here = resume(f, x, s.end)
    beta = conjugacy(f, here.g, s, variant)
    p = beta * s.p - here.g
    end = strong_wolfe(f, here, p, first_try(f, here.g, p, s), c2=0.1)
    return end.x, Direction(end, here.g, p, np.where(beta == 0, 1.0, s.age + 1))
