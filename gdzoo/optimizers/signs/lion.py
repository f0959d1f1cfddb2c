"""Signs of averages: Signum and Lion."""

import numpy as np

from ...rules import rule
from ..momentum.heavy_ball import Average
from ..usual import BETA, BETA1, BETA2, LR, WEIGHT_DECAY


@rule(
    title="Signum",
    year=2018,
    paper="bernstein2018signsgd",
    parents={"sign_gd": "asks an average of gradients", "momentum_ema": "keeps only the sign"},
    problem="The sign of a noisy gradient is nearly a coin toss wherever noise outweighs slope, and sign descent gives "
    "every toss a whole step.",
    idea="the sign of an average",
    best_for="noisy gradients of one bit per coordinate",
    knobs={"lr": LR, "beta": BETA},
    traits={"momentum", "adaptive", "scale"},
)
def signum(f, x, s: Average, t, *, lr, beta=0.9):
    """Signum: sign descent along an average of gradients.

        m ← β m + (1 - β) ∇f(x)
        x ← x - η sign(m)

    with η = ``lr``, β = ``beta`` and m = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0, required: the length of every step in every coordinate.
    beta : in [0, 1); the average remembers about 1 / (1 - beta) steps. 0 is ``sign_gd``.

    Returns
    -------
    The new x, shape (d, *batch), and the average m, the same shape.

    Conventions
    -----------
    The same as ``optax.signum(lr, beta)``; PyTorch has none. A sign does not see the scale of
    m: an average, a sum and a corrected average give the same path. sign(0) = 0.

    Examples
    --------
    It overshoots the minimum of x² by two steps, because the average turns later than the slope:

    >>> import gdzoo
    >>> gdzoo.minimize("signum", "parabola", [0.5], 6, lr=0.25).x[:, 0]
    array([ 0.5 ,  0.25,  0.  , -0.25, -0.5 , -0.25,  0.  ])

    References
    ----------
    bernstein2018signsgd
    """
    g = f.grad(x)
    m = beta * s.m + (1 - beta) * g
    x = x - lr * np.sign(m)
    return x, Average(m)


@rule(
    title="Lion",
    year=2023,
    paper="chen2023lion",
    parents={"signum": "keeps a slower average, and leans towards the newest gradient in the step"},
    problem="Adam keeps two numbers for every weight. A search through programs for a training rule asked what is "
    "needed, and kept one average and a sign.",
    idea="the sign of a slow average that leans towards the newest gradient",
    best_for="large networks and large batches, at half of Adam's memory",
    knobs={
        "lr": LR._replace(low=1e-5),
        "beta1": BETA1,
        "beta2": BETA2._replace(high=0.999),
        "weight_decay": WEIGHT_DECAY._replace(high=10),
    },
    traits={"momentum", "adaptive", "scale"},
)
def lion(f, x, s: Average, t, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    """Lion: the sign of an average that leans towards the newest gradient.

        g = ∇f(x)
        c = β₁ m + (1 - β₁) g
        x ← x - η (sign(c) + λ x)
        m ← β₂ m + (1 - β₂) g

    with η = ``lr``, β₁ = ``beta1``, β₂ = ``beta2``, λ = ``weight_decay`` and m = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0: without weight decay the length of every step in every coordinate.
        The paper advises a third to a tenth of what suits AdamW.
    beta1 : in [0, 1); the newest gradient has weight 1 - beta1 in the step.
    beta2 : in [0, 1); m remembers about 1 / (1 - beta2) steps.
    weight_decay : >= 0, decoupled, times lr. With it all coordinates end within
        1 / weight_decay of 0; the paper advises three to ten times what suits AdamW.

    Returns
    -------
    The new x, shape (d, *batch), and the average m, the same shape.

    Conventions
    -----------
    Algorithm 2 of the paper; the same as ``optax.lion``, whose weight decay is 1e-3 by default.
    PyTorch has none. sign(0) = 0. With beta1 = beta2 and no weight decay it is ``signum``.

    Examples
    --------
    It leans towards the newest gradient, and turns sooner than ``signum``:

    >>> import gdzoo
    >>> gdzoo.minimize("lion", "parabola", [0.5], 6, lr=0.25).x[:, 0]
    array([ 0.5 ,  0.25,  0.  , -0.25,  0.  , -0.25,  0.  ])

    References
    ----------
    chen2023lion, chen2024lion
    """
    g = f.grad(x)
    c = beta1 * s.m + (1 - beta1) * g
    x = x - lr * (np.sign(c) + weight_decay * x)
    m = beta2 * s.m + (1 - beta2) * g
    return x, Average(m)
