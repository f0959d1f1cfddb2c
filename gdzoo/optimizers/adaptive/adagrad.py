"""AdaGrad: every coordinate divides by all that it has seen."""

from typing import NamedTuple

import numpy as np

from ...rules import rule
from ..usual import EPS, LR


class Squares(NamedTuple):
    v: np.ndarray  # sum or average of squared gradients, like x, (d, *batch)


@rule(
    title="AdaGrad",
    year=2011,
    paper="duchi2011adaptive",
    parents={"gd": "divides each coordinate by the root of the sum of its squared gradients"},
    problem="With one learning rate for all coordinates, one that rarely has a slope, such as the weight of a rare "
    "word, hardly moves.",
    idea="the more a coordinate has moved, the shorter its steps",
    best_for="sparse gradients; convex functions",
    knobs={"lr": LR._replace(high=10), "eps": EPS._replace(low=1e-12)},
    traits={"adaptive", "scale"},
)
def adagrad(f, x, s: Squares, t, *, lr, eps=1e-10):
    """AdaGrad: divide each coordinate of the gradient by the root of the sum of its squares so far.

        g = ∇f(x)
        v ← v + g²
        x ← x - η g / (√v + ε)

    with η = ``lr``, ε = ``eps`` and v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required: the length of the first step in each coordinate, whatever
        the scale of f. Under a constant gradient step t has length lr / √t.
    eps : >= 0, in units of the gradient. With 0, a coordinate that never had a slope is NaN.

    Returns
    -------
    The new x, shape (d, *batch), and the sum v, the same shape.

    Conventions
    -----------
    The same as ``torch.optim.Adagrad(lr)`` with its lr_decay of 0. ``optax.adagrad`` and Keras
    start from v = 0.1, which shortens the first steps where gradients are below 1, and put
    eps, 1e-7, inside the root.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("adagrad", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.9   , 0.8331, 0.7805])

    References
    ----------
    duchi2011adaptive
    """
    g = f.grad(x)
    v = s.v + g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return x, Squares(v)
