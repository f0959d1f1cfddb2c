"""Rules that keep a velocity: heavy-ball momentum and the two forms of Nesterov's."""

from typing import NamedTuple

import numpy as np

from ..knobs import Knob
from ..rules import rule

KNOBS = {
    "lr": Knob(r"\eta", 1e-4, 1, "log", domain="> 0"),
    "beta": Knob(r"\beta", 0, 0.99, domain="in [0, 1)"),
}


class Velocity(NamedTuple):
    v: np.ndarray  # like x, (d, *batch)


@rule(
    title="Momentum",
    year=1964,
    paper="polyak1964some",
    parents=["gd"],
    knobs=KNOBS,
    traits={"momentum", "rotation"},
)
def momentum(f, x, s: Velocity, t, *, lr, beta=0.9):
    """Heavy-ball momentum: the velocity gathers gradients and forgets them slowly.

        v ← β v + ∇f(x)
        x ← x - η v

    with η = ``lr``, β = ``beta`` and v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required. On a quadratic whose largest curvature is L it
        converges exactly when lr < 2 (1 + beta) / L.
    beta : share of the velocity that survives a step, in [0, 1). 0 is gradient descent.

    Returns
    -------
    The new x, shape (d, *batch), and the velocity v, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.SGD(lr, momentum=beta)`` and ``optax.sgd(lr, beta)``: a gradient
    enters v with weight 1, so under a constant gradient g the speed grows to
    lr g / (1 - beta). Polyak and Sutskever fold lr into the velocity, which is the same path
    as long as lr is constant. Where v averages the gradients, with weight 1 - beta, the same
    path needs lr / (1 - beta).

    Examples
    --------
    On x² the first steps are longer and longer:

    >>> import gdzoo
    >>> gdzoo.minimize("momentum", "parabola", [1.0], 3, lr=0.1, beta=0.5).x[:, 0]
    array([1.   , 0.8  , 0.54 , 0.302])

    References
    ----------
    polyak1964some, sutskever2013importance
    """
    g = f.grad(x)
    v = beta * s.v + g
    x = x - lr * v
    return x, Velocity(v)


@rule(
    title="Nesterov momentum",
    year=1983,
    paper="nesterov1983method",
    parents=["momentum"],
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
    nesterov1983method, sutskever2013importance, bengio2013advances
    """
    g = f.grad(x)
    v = beta * s.v + g
    x = x - lr * (g + beta * v)
    return x, Velocity(v)


@rule(
    title="Nesterov, look-ahead form",
    year=2013,
    paper="sutskever2013importance",
    parents=["nesterov"],
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
