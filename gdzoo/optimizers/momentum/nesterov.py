"""Nesterov's momentum in its two forms: the same points seen from two places."""

from ...rules import rule
from .heavy_ball import KNOBS, Velocity


@rule(
    title="Nesterov momentum",
    year=1983,
    paper="nesterov1983method",
    parents={"momentum": "counts the newest gradient once more, as if taken one move ahead"},
    problem="Heavy-ball momentum feels a rise only when it is already on it: it overshoots, and with its best rates "
    "for quadratics it may circle for ever on other convex functions.",
    idea="a velocity that looks ahead",
    best_for="smooth convex functions; valleys in which momentum swings too far",
    knobs=KNOBS,
    traits={"momentum", "rotation"},
)
def nesterov(f, x, s: Velocity, t, *, lr, beta=0.9):
    """Nesterov's momentum, in the form whose gradient is taken at x itself.

        g = ∇f(x)
        v ← β v + g
        x ← x - η (g + β v)

    with η = ``lr``, β = ``beta`` and v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required. On a quadratic whose largest curvature is L it
        converges exactly when lr < (2 + 2 beta) / ((1 + 2 beta) L): less than momentum bears.
    beta : share of the velocity that survives a step, in [0, 1). 0 is gradient descent.

    Returns
    -------
    The new x, shape (d, *batch), and the velocity v, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.SGD(lr, momentum=beta, nesterov=True)`` and
    ``optax.sgd(lr, beta, nesterov=True)``. This x is the point at which ``nesterov_lookahead``
    takes its gradient: with a constant lr, x here = x + beta v there.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("nesterov", "parabola", [1.0], 3, lr=0.1, beta=0.5).x[:, 0]
    array([1.   , 0.7  , 0.44 , 0.248])

    References
    ----------
    nesterov1983method, sutskever2013importance, bengio2013advances, goujaud2023provable
    """
    g = f.grad(x)
    v = beta * s.v + g
    x = x - lr * (g + beta * v)
    return x, Velocity(v)


@rule(
    title="Nesterov, look-ahead form",
    year=2013,
    paper="sutskever2013importance",
    parents={"nesterov": "shows the point behind, and takes the gradient at the point ahead"},
    problem="The usual form of Nesterov's momentum hides its idea: nothing in it says that the gradient belongs to "
    "the point where the velocity is about to lead.",
    idea="move first, then ask for the slope",
    best_for="seeing why Nesterov's momentum brakes in time",
    knobs=KNOBS,
    traits={"momentum", "rotation"},
)
def nesterov_lookahead(f, x, s: Velocity, t, *, lr, beta=0.9):
    """Nesterov's momentum as it is told: look ahead along the velocity, take the gradient there.

        v ← β v - η ∇f(x + β v)
        x ← x + v

    with η = ``lr``, β = ``beta`` and v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required. On a quadratic whose largest curvature is L it
        converges exactly when lr < (2 + 2 beta) / ((1 + 2 beta) L).
    beta : share of the velocity that survives a step, in [0, 1). 0 is gradient descent.

    Returns
    -------
    The new x, shape (d, *batch), and the velocity v, the same shape: here the last move.

    Conventions
    -----------
    Sutskever's form. PyTorch and optax offer the other one, the rule ``nesterov``: their
    variable is x + beta v of this rule, as long as lr is constant.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("nesterov_lookahead", "parabola", [1.0], 3, lr=0.1, beta=0.5).x[:, 0]
    array([1.   , 0.8  , 0.56 , 0.352])

    References
    ----------
    nesterov1983method, sutskever2013importance
    """
    g = f.grad(x + beta * s.v)
    v = beta * s.v - lr * g
    x = x + v
    return x, Velocity(v)
