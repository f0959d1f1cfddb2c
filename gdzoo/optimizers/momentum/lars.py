"""LARS: momentum whose steps are a share of the size of the weights."""

import numpy as np

from ...knobs import Knob
from ...oracles import norm
from ...rules import rule
from ..usual import BETA, LR, WEIGHT_DECAY
from .heavy_ball import Velocity


@rule(
    title="LARS",
    year=2017,
    paper="you2017lars",
    parents={"momentum": "gives each gradient the length trust |x|, whatever it had"},
    problem="With very large batches no learning rate suits all layers: one that moves a layer with small gradients "
    "tears apart another, whose gradients are large beside its weights.",
    idea="a step in proportion to the size of the weights",
    best_for="very large batches, layer by layer; here all of x is one layer",
    knobs={
        "lr": LR._replace(low=1e-2, high=100),
        "beta": BETA,
        "trust": Knob(r"\tau", 1e-4, 1, "log", domain="> 0"),
        "weight_decay": WEIGHT_DECAY,
    },
    traits={"momentum", "rotation", "scale", "origin"},
)
def lars(f, x, s: Velocity, t, *, lr, beta=0.9, trust=1e-3, weight_decay=0.0):
    """LARS: momentum fed with gradients whose length is a fixed share of that of x.

        u = ∇f(x) + λ x
        r = τ ‖x‖ / ‖u‖,  or 1 where a norm is 0
        v ← β v + η r u
        x ← x - v

    with η = ``lr``, β = ``beta``, τ = ``trust``, λ = ``weight_decay``, v = 0 at the start and the
    2-norm over all of x, which is one layer.

    Parameters
    ----------
    lr : learning rate, > 0, required. The first step has length lr trust ‖x‖, whatever the
        scale of f.
    beta : share of the velocity that survives a step, in [0, 1).
    trust : the share of its own length by which x may move, > 0.
    weight_decay : >= 0, in units of curvature; a pull to 0 that enters before the norm is taken.

    Returns
    -------
    The new x, shape (d, *batch), and the velocity v, the same shape: here the last move.

    Conventions
    -----------
    The same as ``optax.lars``: lr stands inside the velocity, and weight decay is L2. The paper
    divides by ‖∇f(x)‖ + λ ‖x‖, which is more than ‖u‖ unless the two point the same way.
    PyTorch has none. Lengths are measured from the origin, so moving the landscape changes the
    path; near the origin steps vanish, and at x = 0 the ratio is 1: a whole gradient step.

    Examples
    --------
    A tenth of the length 5; then a tenth of 4.5 and half of the first move again:

    >>> import gdzoo
    >>> gdzoo.minimize("lars", "bowl", [3.0, 4.0], 2, lr=1.0, beta=0.5, trust=0.1).x
    array([[3.  , 4.  ],
           [2.7 , 3.6 ],
           [2.28, 3.04]])

    References
    ----------
    you2017lars
    """
    u = f.grad(x) + weight_decay * x
    weight, slope = norm(f, x), norm(f, u)
    ratio = np.where((weight > 0) & (slope > 0), trust * weight / slope, 1)
    v = beta * s.v + lr * ratio * u
    x = x - v
    return x, Velocity(v)
