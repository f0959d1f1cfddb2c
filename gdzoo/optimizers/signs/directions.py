"""Descent by direction alone: the sign of every coordinate, or the unit vector."""

import numpy as np

from ...oracles import norm
from ...rules import rule
from ..usual import LR


@rule(
    title="Sign descent",
    year=2018,
    paper="bernstein2018signsgd",
    parents={"gd": "keeps only the sign of each coordinate"},
    problem="The sizes of gradients span many powers of ten and say little about how far to go; and machines that "
    "train together spend their time sending them to each other.",
    idea="every coordinate moves by the same length",
    best_for="understanding Adam; gradients of one bit per coordinate, sent between machines",
    knobs={"lr": LR},
    traits={"adaptive", "scale"},
)
def sign_gd(f, x, s, t, *, lr):
    """Sign descent: every coordinate moves by the same length, downhill.

        x ← x - η sign(∇f(x))

    with η = ``lr``.

    Parameters
    ----------
    lr : learning rate, > 0, required: the length of every step in every coordinate. A minimum
        is reached to within lr and not closer.

    Returns
    -------
    The new x, shape (d, *batch), and no state.

    Conventions
    -----------
    The same as ``optax.sign_sgd(lr)``; PyTorch has none. sign(0) = 0: a coordinate without a
    slope stays.

    Examples
    --------
    On x² it comes within lr of the minimum, then goes to and fro:

    >>> import gdzoo
    >>> gdzoo.minimize("sign_gd", "parabola", [0.7], 4, lr=0.3).x[:, 0]
    array([ 0.7,  0.4,  0.1, -0.2,  0.1])

    References
    ----------
    bernstein2018signsgd, balles2018dissecting
    """
    g = f.grad(x)
    x = x - lr * np.sign(g)
    return x, s


@rule(
    title="Normalized gradient descent",
    year=2004,
    paper="nesterov2004introductory",
    parents={"gd": "gives every step the same length"},
    problem="On a plateau gradients are nearly 0 and gradient descent stops; at a cliff they are huge and it is thrown "
    "away.",
    idea="a step of fixed length downhill",
    best_for="plateaus, cliffs and kinks; together with a schedule that shortens the steps",
    knobs={"lr": LR},
    traits={"rotation", "scale"},
)
def normalized_gd(f, x, s, t, *, lr):
    """Normalized gradient descent: a step of fixed length in the direction of steepest descent.

        g = ∇f(x)
        x ← x - η g / ‖g‖,  or x where g = 0

    with η = ``lr`` and the 2-norm over all coordinates of x.

    Parameters
    ----------
    lr : learning rate, > 0, required: the length of every step, in the unit of x.

    Returns
    -------
    The new x, shape (d, *batch), and no state.

    Conventions
    -----------
    The step of the subgradient method in Nesterov's book. PyTorch has none;
    ``optax.normalize_by_update_norm`` adds 1e-6 to the norm.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("normalized_gd", "bowl", [3.0, 4.0], 2, lr=1.0).x
    array([[3. , 4. ],
           [2.4, 3.2],
           [1.8, 2.4]])

    References
    ----------
    nesterov2004introductory
    """
    g = f.grad(x)
    length = norm(f, g)
    x = x - lr * g / np.where(length > 0, length, 1)
    return x, s
