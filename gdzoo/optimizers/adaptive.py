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
    r"""RMSprop: divide the gradient by a running average of its recent size, coordinate by coordinate.

    .. math:: g = \nabla f(x), \qquad v \leftarrow \beta v + (1 - \beta)\, g^2, \qquad x \leftarrow x - \eta\, \frac{g}{\sqrt v + \varepsilon}

    with :math:`\eta` = ``lr``, :math:`\beta` = ``beta``, :math:`\varepsilon` = ``eps`` and v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required: about the length of a step in each coordinate, whatever the gradient's scale.
    beta : memory of the average, in [0, 1), about 1 / (1 - beta) steps.
    eps : >= 0, in units of the gradient. With 0, a coordinate whose gradients were all 0 becomes NaN.

    Returns
    -------
    The new x, shape (d, \*batch), and the average ``v`` of the same shape.

    Conventions
    -----------
    The same as ``torch.optim.RMSprop(alpha=beta)`` without momentum; its alpha is .99 by default. ``optax.rmsprop`` puts eps inside the root
    unless ``eps_in_sqrt=False``. v starts at 0 and is not corrected for it, so the first step has length lr / sqrt(1 - beta): 3.16 lr at .9.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("rmsprop", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.6838, 0.5042, 0.3814])

    References
    ----------
    tieleman2012rmsprop
    """
    g = f.grad(x)
    v = beta * s.v + (1 - beta) * g**2
    x = x - lr * g / (np.sqrt(v) + eps)
    return x, Squares(v)
