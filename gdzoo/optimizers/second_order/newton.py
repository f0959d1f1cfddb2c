"""Newton's method, and the form of it that flees from saddles."""

import numpy as np

from ...knobs import Knob
from ...linalg import eigh, identity, solve, times, transpose
from ...oracles.base import require_vectors
from ...rules import rule
from ..usual import LR

KNOBS = {
    "lr": LR._replace(low=1e-2, high=2),
    "damping": Knob(r"\lambda", 0, 100, domain=">= 0"),
}


@rule(
    title="Newton's method",
    year=1740,
    paper="ypma1995historical",
    parents={"gd": "divides by the curvature, in every direction by its own"},
    problem="In a narrow valley no single learning rate suits both the steep direction and the flat one.",
    idea="jump to the bottom of the local parabola",
    best_for="few coordinates, near a minimum",
    knobs=KNOBS,
    traits={"hessian", "rotation", "scale", "coordinates"},
    init=lambda f, x0, **knobs: require_vectors(f, "newton"),
)
def newton(f, x, s, t, *, lr=1.0, damping=0.0):
    """Newton's method: fit a parabola to f at x and go to where its slope vanishes.

        g = ∇f(x),  H = ∇²f(x)
        x ← x - η (H + λ I)⁻¹ g

    with η = ``lr``, λ = ``damping``. The system is solved, no inverse is formed.

    Parameters
    ----------
    lr : share of the step that is taken, > 0. 1 is Newton's own.
    damping : λ >= 0, in units of curvature. Every eigenvalue of H grows by it, so steps get
        shorter and turn towards -g; with λ much larger than the curvature this is gd with
        rate lr / λ. The step leads downhill for certain only where H + λ I is positive
        definite, that is where λ exceeds minus the lowest eigenvalue.

    Returns
    -------
    The new x, shape (d, *batch), and no state. A column whose matrix is singular becomes NaN,
    which ``minimize`` records as an escape.

    Conventions
    -----------
    "Damped" has two meanings: Levenberg's and Marquardt's shift of H (``damping``), and a
    step shorter than 1 (``lr``). PyTorch and optax have no such rule. Newton's method looks
    for any point without slope: where H has negative eigenvalues it is drawn to saddles and
    maxima. With λ = 0 the path does not depend on the units of the coordinates or of f.

    Examples
    --------
    A quadratic takes one step. In the middle of Himmelblau's function the way leads up, to a
    saddle:

    >>> import gdzoo
    >>> gdzoo.minimize("newton", "valley", [3.0, -2.0], 1).x[-1]
    array([0., 0.])
    >>> gdzoo.minimize("newton", "himmelblau", [0.5, 0.7], 5).f.round(1)
    array([137.1, 172.6, 178.8, 178.4, 178.3, 178.3])

    References
    ----------
    ypma1995historical, levenberg1944method, marquardt1963algorithm, nocedal2006numerical
    """
    g, h = f.grad(x), f.hess(x)
    x = x - lr * solve(h + damping * identity(len(x), x.shape[1:]), g)
    return x, s


@rule(
    title="Saddle-free Newton",
    year=2014,
    paper="dauphin2014identifying",
    parents={"newton": "takes every eigenvalue by its size, so that negative curvature repels"},
    problem="Newton's method is drawn to saddles, and in many dimensions nearly every critical point is one.",
    idea="Newton with the absolute values of the curvatures",
    best_for="few coordinates, landscapes with saddles",
    knobs=KNOBS,
    traits={"hessian", "rotation", "scale"},
    init=lambda f, x0, **knobs: require_vectors(f, "saddle_free_newton"),
)
def saddle_free_newton(f, x, s, t, *, lr=1.0, damping=0.0):
    """Saddle-free Newton: Newton's steps where the curvature is positive, reversed where it is negative.

        g = ∇f(x),  ∇²f(x) = Q diag(κ) Qᵀ
        x ← x - η Q diag(1 / (|κ| + λ)) Qᵀ g

    with η = ``lr``, λ = ``damping`` and the eigenvalues κ of the Hessian.

    Parameters
    ----------
    lr : share of the step that is taken, > 0.
    damping : λ >= 0, in units of curvature: bounds the step where the curvature is near 0.

    Returns
    -------
    The new x, shape (d, *batch), and no state. A column with an eigenvalue 0 and no damping
    becomes NaN, which ``minimize`` records as an escape.

    Conventions
    -----------
    The paper works in a Krylov subspace, because it trains networks; here the whole Hessian
    is decomposed. PyTorch and optax have no such rule. Where the Hessian is positive definite
    this is ``newton``. The step never leads uphill, and yet it may be too long.

    Examples
    --------
    On x² - y² Newton's method jumps onto the saddle. This rule doubles y with every step:

    >>> import gdzoo
    >>> gdzoo.minimize("newton", "saddle", [1.0, 0.01], 1).x[-1]
    array([0., 0.])
    >>> gdzoo.minimize("saddle_free_newton", "saddle", [1.0, 0.01], 3).x
    array([[1.  , 0.01],
           [0.  , 0.02],
           [0.  , 0.04],
           [0.  , 0.08]])

    References
    ----------
    dauphin2014identifying
    """
    g, (kappa, q) = f.grad(x), eigh(f.hess(x))
    along = times(transpose(q), g)
    x = x - lr * times(q, along / (np.abs(kappa) + damping))
    return x, s
