"""Rules without a memory: the next point depends on the present one only."""

from ..rules import rule
from .usual import LR


@rule(
    title="Gradient descent",
    year=1847,
    paper="cauchy1847methode",
    parents={},
    problem="Setting a gradient to zero gives equations that can rarely be solved. But where it is not zero, it shows "
    "the way to a lower point.",
    idea="a step downhill",
    best_for="smooth, well-conditioned functions; the yardstick of every comparison",
    knobs={"lr": LR},
    traits={"rotation"},
)
def gd(f, x, s, t, *, lr):
    """Gradient descent: a step against the gradient.

        x ← x - η ∇f(x)

    with η = ``lr``.

    Parameters
    ----------
    lr : learning rate, > 0, required. On a quadratic whose largest curvature is L it
        converges from every start exactly when lr < 2 / L.

    Returns
    -------
    The new x, shape (d, *batch), and no state.

    Conventions
    -----------
    The same as ``torch.optim.SGD(lr)`` and ``optax.sgd(lr)``.

    Examples
    --------
    On x² the error is multiplied by 1 - 2 lr = 0.8 per step:

    >>> import gdzoo
    >>> gdzoo.minimize("gd", "parabola", [1.0], 3, lr=0.1).x[:, 0]
    array([1.   , 0.8  , 0.64 , 0.512])

    References
    ----------
    cauchy1847methode
    """
    g = f.grad(x)
    x = x - lr * g
    return x, s
