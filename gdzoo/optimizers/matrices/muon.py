"""Muon: momentum, made orthogonal."""

import numpy as np

from ...knobs import Knob
from ...newton_schulz import newton_schulz
from ...rules import rule
from ..momentum.heavy_ball import Velocity
from ..usual import BETA, LR, WEIGHT_DECAY


@rule(
    title="Muon",
    year=2024,
    paper="jordan2024muon",
    parents={
        "momentum": "sets the singular values of the velocity to about 1",
        "shampoo": "keeps a velocity in place of the sums, and takes no roots of matrices",
    },
    problem="The velocity of a weight matrix is often nearly of low rank: a few directions take all of the step, and what "
    "is rare is learned late.",
    idea="a step of the same length along every singular direction",
    best_for="hidden weight matrices of networks, with AdamW for the rest",
    knobs={
        "lr": LR,
        "beta": BETA,
        "nesterov": Knob(r"\text{nesterov}", 0, 1, domain="0 or 1"),
        "ns_steps": Knob("K", 1, 10, domain="whole >= 1"),
        "weight_decay": WEIGHT_DECAY,
    },
    traits={"momentum", "rotation", "scale", "matrix"},
)
def muon(f, x, s: Velocity, t, *, lr=0.02, beta=0.95, nesterov=True, ns_steps=5, weight_decay=0.0):
    """Muon: momentum whose every step has singular values of about one size.

        G = ∇f(X)
        V ← β V + G
        U = G + β V    (V itself without ``nesterov``)
        X ← (1 - η λ) X - η √max(1, m/n) NS(U)

    with η = ``lr``, β = ``beta``, λ = ``weight_decay``, V = 0 at the start, X of m rows and n
    columns, and NS(U) about the orthogonal matrix nearest to U: ``newton_schulz`` of
    ``ns_steps`` steps.

    Parameters
    ----------
    lr : learning rate, > 0: about the length of a step along every singular direction,
        whatever the scale of f.
    beta : share of the velocity that survives a step, in [0, 1).
    nesterov : True or False; whether the step looks ahead, as in the rule ``nesterov``.
    ns_steps : a whole number >= 1; 5 bring singular values from 0.005 of the matrix's norm
        upwards into [0.68, 1.16].
    weight_decay : >= 0; decoupled, times lr, applied to the old X.

    Returns
    -------
    The new X, shape (m, n, *batch), and the velocity V, the same shape.

    Conventions
    -----------
    The velocity is the sum of the rule ``momentum``. ``torch.optim.Muon`` averages with
    weight 1 - beta, which makes V and U smaller by one factor; NS divides by the norm, so the
    path is the same. PyTorch computes NS in bfloat16 and decays by 0.1 unless told otherwise.
    ``optax.contrib.muon`` corrects the average's bias, which weighs G differently in U, and
    takes √max(1, n/m): its matrices map rows to columns.

    Examples
    --------
    Slopes of 1 and 3, and steps of lr times 0.7 to 1.16:

    >>> import gdzoo
    >>> f = gdzoo.objective(lambda x: (x**2).sum((0, 1)) / 2, lambda x: x)
    >>> gdzoo.minimize("muon", f, [[1.0, 0.0], [0.0, 3.0]], 2, lr=0.1).x[:, [0, 1], [0, 1]].round(4)
    array([[1.    , 3.    ],
           [0.8866, 2.9247],
           [0.7797, 2.8495]])

    References
    ----------
    jordan2024muon, liu2025moonlight
    """
    g = f.grad(x)
    v = beta * s.v + g
    u = np.where(nesterov, g + beta * v, v)
    rows, cols = x.shape[:2]
    scale = np.sqrt(max(1, rows / cols))
    x = (1 - lr * weight_decay) * x - lr * scale * newton_schulz(u, ns_steps)
    return x, Velocity(v)
