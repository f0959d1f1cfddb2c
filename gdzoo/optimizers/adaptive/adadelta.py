"""Adadelta: past moves over past gradients, so that a step has the unit of x."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...rules import rule
from ..usual import LR


class MovesAndSquares(NamedTuple):
    v: np.ndarray  # average of squared gradients, like x, (d, *batch)
    u: np.ndarray  # average of squared moves, like x


@rule(
    title="Adadelta",
    year=2012,
    paper="zeiler2012adadelta",
    parents={"adagrad": "forgets old gradients, and takes the learning rate from its own past moves"},
    problem="The sum in AdaGrad only grows, until nothing moves any more. And a gradient over its own size has lost "
    "the unit of x, so that a learning rate must be found by hand.",
    idea="past moves over past gradients",
    best_for="a run without a learning rate to tune, if a slow start is no harm",
    knobs={
        "lr": LR._replace(low=1e-2, high=100),
        "rho": Knob(r"\rho", 0, 0.999, domain="in [0, 1)"),
        "eps": Knob(r"\varepsilon", 1e-10, 1e-2, "log", domain="> 0"),
    },
    traits={"adaptive"},
)
def adadelta(f, x, s: MovesAndSquares, t, *, lr=1.0, rho=0.9, eps=1e-6):
    """Adadelta: the gradient over the size of past gradients, times the size of past moves.

        g = ∇f(x)
        v ← ρ v + (1 - ρ) g²
        d = √(u + ε) / √(v + ε) g
        u ← ρ u + (1 - ρ) d²
        x ← x - η d

    with η = ``lr``, ρ = ``rho``, ε = ``eps`` and v = u = 0 at the start; u is the old one in d.

    Parameters
    ----------
    lr : factor on the moves, > 0; the paper has none, that is 1.
    rho : in [0, 1); both averages remember about 1 / (1 - rho) steps.
    eps : > 0, and what starts the motion: the first step has length lr √(eps / (1 - rho)), whatever
        the scale of f, as long as eps is small beside (1 - rho) g². With 0 nothing would ever move.

    Returns
    -------
    The new x, shape (d, *batch), and the averages v and u, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.Adadelta`` and ``optax.adadelta``, with eps inside both roots as in the
    paper, which has rho = 0.95. eps is added to squares of gradients and to squares of moves alike,
    so the path depends on the units of both.

    Examples
    --------
    The first step has length √(1e-6 / 0.1) = 0.00316, a famously slow start:

    >>> import gdzoo
    >>> gdzoo.minimize("adadelta", "parabola", [1.0], 3).x[:, 0].round(5)
    array([1.     , 0.99684, 0.9936 , 0.99031])

    References
    ----------
    zeiler2012adadelta
    """
    g = f.grad(x)
    v = rho * s.v + (1 - rho) * g**2
    d = np.sqrt(s.u + eps) / np.sqrt(v + eps) * g
    u = rho * s.u + (1 - rho) * d**2
    x = x - lr * d
    return x, MovesAndSquares(v, u)
