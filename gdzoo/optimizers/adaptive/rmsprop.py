"""RMSprop: an average that forgets in place of AdaGrad's sum; and its centered variant."""

from typing import NamedTuple

import numpy as np

from ...rules import rule
from ..usual import BETA, EPS, LR
from .adagrad import Squares

KNOBS = {"lr": LR, "beta": BETA._replace(high=0.999), "eps": EPS}


class Spread(NamedTuple):
    v: np.ndarray  # average of squared gradients, like x, (d, *batch)
    m: np.ndarray  # average of gradients, like x


@rule(
    title="RMSprop",
    year=2012,
    paper="tieleman2012rmsprop",
    parents={
        "adagrad": "takes an average, which forgets, in place of the sum",
        "rprop": "divides by a size that hardly changes from one minibatch to the next",
    },
    problem="The sum in AdaGrad never forgets: after steep ground its steps stay short for good, however flat the "
    "ground has become.",
    idea="divide by a running size of the gradient",
    best_for="noisy gradients whose size changes along the way",
    knobs=KNOBS,
    traits={"adaptive", "scale"},
)
def rmsprop(f, x, s: Squares, t, *, lr, beta=0.9, eps=1e-8):
    """RMSprop: divide each coordinate of the gradient by a running average of its size.

        g = ∇f(x)
        v ← β v + (1 - β) g²
        x ← x - η g / (√v + ε)

    with η = ``lr``, β = ``beta``, ε = ``eps`` and v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required: about the length of a step in each coordinate, whatever
        the scale of f.
    beta : in [0, 1); the average remembers about 1 / (1 - beta) steps.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and the average v, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.RMSprop(lr, alpha=beta)``, whose alpha is 0.99 by default.
    ``optax.rmsprop`` puts eps inside the root unless ``eps_in_sqrt=False``. Nothing corrects
    v for its start at 0, so the first step has length lr / sqrt(1 - beta), 3.16 lr at 0.9.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("rmsprop", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.6838, 0.4989, 0.3692])

    References
    ----------
    tieleman2012rmsprop
    """
    g = f.grad(x)
    v = beta * s.v + (1 - beta) * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return x, Squares(v)


@rule(
    title="Centered RMSprop",
    year=2013,
    paper="graves2013generating",
    parents={"rmsprop": "subtracts the square of the mean: divides by the spread, not by the size"},
    problem="RMSprop shortens a step as much for a steady slope as for noise of the same size, though the first can "
    "be trusted and the second cannot.",
    idea="divide by the spread of the gradient",
    best_for="noisy gradients with a mean that lasts; recurrent networks in its paper",
    knobs=KNOBS,
    traits={"adaptive", "scale"},
)
def rmsprop_centered(f, x, s: Spread, t, *, lr, beta=0.9, eps=1e-8):
    """Centered RMSprop: divide each coordinate of the gradient by its running standard deviation.

        g = ∇f(x)
        v ← β v + (1 - β) g²
        m ← β m + (1 - β) g
        x ← x - η g / (√(v - m²) + ε)

    with η = ``lr``, β = ``beta``, ε = ``eps`` and v = m = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required: the length of a step in each coordinate, if the gradient
        has as much spread as size; longer if it is steadier.
    beta : in [0, 1); the averages remember about 1 / (1 - beta) steps. With 0 there is no spread, and
        only eps limits a step.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and the averages v and m, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.RMSprop(lr, alpha=beta, centered=True)`` and, with
    ``eps_in_sqrt=False``, ``optax.rmsprop(centered=True)``. The first step has length
    lr / sqrt(beta (1 - beta)), 3.33 lr at 0.9. Under a constant gradient the spread dies out and
    step t has length lr / sqrt(betaᵗ (1 - betaᵗ)): ever longer. As in PyTorch nothing holds
    v - m² above 0, so that in the end rounding may make it negative and x NaN.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("rmsprop_centered", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.6667, 0.4656, 0.3236])

    References
    ----------
    graves2013generating
    """
    g = f.grad(x)
    v = beta * s.v + (1 - beta) * g**2
    m = beta * s.m + (1 - beta) * g
    x = x - lr * g / (np.sqrt(v - m**2) + eps)
    return x, Spread(v, m)
