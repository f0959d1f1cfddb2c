"""Rules that give every coordinate a step size of its own, from the size of its past gradients."""

from typing import NamedTuple

import numpy as np

from ..knobs import Knob
from ..rules import rule


class Squares(NamedTuple):
    v: np.ndarray  # average of squared gradients, like x, (d, *batch)


@rule(
    title="RMSprop",
    year=2012,
    paper="tieleman2012rmsprop",
    parents=["gd"],
    knobs={
        "lr": Knob(r"\eta", 1e-4, 1, "log", domain="> 0"),
        "beta": Knob(r"\beta", 0, 0.999, domain="in [0, 1)"),
        "eps": Knob(r"\varepsilon", 1e-10, 1e-2, "log", domain=">= 0"),
    },
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
