"""Heavy-ball momentum: the velocity as a sum of gradients, and as their average."""

from typing import NamedTuple

import numpy as np

from ...rules import rule
from ..usual import BETA, LR

KNOBS = {"lr": LR, "beta": BETA}


class Velocity(NamedTuple):
    v: np.ndarray  # like x, (d, *batch)


class Average(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)


@rule(
    title="Momentum",
    year=1964,
    paper="polyak1964some",
    parents={"gd": "keeps a velocity that outlives the step"},
    problem="In a long narrow valley the steep walls keep the learning rate small, and gradient descent creeps along "
    "the flat floor.",
    idea="a velocity gathers gradients",
    best_for="narrow valleys; full or large batches, with lr and beta tuned together",
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
    path needs lr / (1 - beta): that is ``momentum_ema``.

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
    title="Momentum as an average",
    year=2015,
    paper="kingma2015adam",
    parents={"momentum": "averages the gradients instead of adding them up"},
    problem="Heavy-ball momentum makes steps longer when beta grows, so that each change of beta asks for another "
    "learning rate.",
    idea="a step along the average gradient",
    best_for="comparing values of beta at one learning rate; a building block of other rules",
    knobs=KNOBS,
    traits={"momentum", "rotation"},
)
def momentum_ema(f, x, s: Average, t, *, lr, beta=0.9):
    """Momentum whose velocity is an average of the gradients: an exponential moving average.

        m ← β m + (1 - β) ∇f(x)
        x ← x - η m

    with η = ``lr``, β = ``beta`` and m = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required: under a constant gradient the speed grows to that of
        gradient descent. On a quadratic whose largest curvature is L it converges exactly
        when lr < 2 (1 + beta) / ((1 - beta) L).
    beta : in [0, 1); the average remembers about 1 / (1 - beta) steps. 0 is gradient descent.

    Returns
    -------
    The new x, shape (d, *batch), and the average m, the same shape.

    Conventions
    -----------
    The same path as ``momentum`` with lr (1 - beta): at the same lr it is slower, 10 times at
    0.9. The average is the first moment of Adam, and nothing corrects its start at 0: the
    first step has length lr (1 - beta) |g|. The same as ``optax.chain(optax.ema(beta,
    debias=False), optax.scale(-lr))``. ``torch.optim.SGD(lr, momentum=beta, dampening=beta)``
    starts from m = g instead of (1 - beta) g, an excess that decays by beta per step.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("momentum_ema", "parabola", [1.0], 3, lr=0.1, beta=0.5).x[:, 0]
    array([1.   , 0.9  , 0.76 , 0.614])

    References
    ----------
    kingma2015adam, polyak1964some
    """
    g = f.grad(x)
    m = beta * s.m + (1 - beta) * g
    x = x - lr * m
    return x, Average(m)
