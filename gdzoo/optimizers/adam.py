"""Adam, and Adam without the correction of its start."""

from typing import NamedTuple

import numpy as np

from ..knobs import Knob
from ..rules import rule

KNOBS = {
    "lr": Knob(r"\eta", 1e-4, 1, "log", domain="> 0"),
    "beta1": Knob(r"\beta_1", 0, 0.99, domain="in [0, 1)"),
    "beta2": Knob(r"\beta_2", 0, 0.9999, domain="in [0, 1)"),
    "eps": Knob(r"\varepsilon", 1e-10, 1e-2, "log", domain=">= 0"),
}


class Moments(NamedTuple):
    m: np.ndarray  # average of gradients, like x, (d, *batch)
    v: np.ndarray  # average of squared gradients, like x


@rule(
    title="Adam",
    year=2015,
    paper="kingma2015adam",
    parents=["momentum", "rmsprop"],
    knobs=KNOBS,
    traits={"momentum", "adaptive", "scale"},
)
def adam(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    r"""Adam: an average of gradients over the root of an average of their squares, both corrected for starting at zero.

    .. math::
        g = \nabla f(x), \quad m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \\
        \hat m = \frac{m}{1 - \beta_1^t}, \quad \hat v = \frac{v}{1 - \beta_2^t}, \quad x \leftarrow x - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}

    with :math:`\eta` = ``lr``, :math:`\beta_1` = ``beta1``, :math:`\beta_2` = ``beta2``, :math:`\varepsilon` = ``eps``, m = v = 0 at the
    start and t counted from 1.

    Parameters
    ----------
    lr : learning rate, > 0: the length of the first step in every coordinate, and about the length of the others.
    beta1 : memory of the average gradient, in [0, 1), about 1 / (1 - beta1) steps.
    beta2 : memory of the average square, in [0, 1).
    eps : >= 0, in units of the gradient. With 0, a coordinate whose gradients were all 0 becomes NaN.

    Returns
    -------
    The new x, shape (d, \*batch), and the averages ``m`` and ``v`` of the same shape.

    Conventions
    -----------
    The paper's algorithm 1, the same as ``torch.optim.Adam`` and ``optax.adam``: eps stands outside the root. The paper's faster variant and
    Keras leave eps undivided by sqrt(1 - beta2^t), which makes it smaller in the first steps.

    Examples
    --------
    The first step has length lr, whatever the gradient:

    >>> import gdzoo
    >>> gdzoo.minimize("adam", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([1.    , 0.9   , 0.8002, 0.7009])

    References
    ----------
    kingma2015adam
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, Moments(m, v)


@rule(
    title="Adam without bias correction",
    year=2015,
    paper="kingma2015adam",
    parents=["adam"],
    knobs=KNOBS,
    traits={"momentum", "adaptive", "scale"},
)
def adam_uncorrected(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    r"""Adam without bias correction, to show why the correction exists.

    .. math::
        g = \nabla f(x), \quad m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \quad v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \quad
        x \leftarrow x - \eta\, \frac{m}{\sqrt v + \varepsilon}

    with :math:`\eta` = ``lr``, :math:`\beta_1` = ``beta1``, :math:`\beta_2` = ``beta2``, :math:`\varepsilon` = ``eps`` and m = v = 0 at the start.

    Parameters
    ----------
    lr : learning rate, > 0.
    beta1 : memory of the average gradient, in [0, 1).
    beta2 : memory of the average square, in [0, 1).
    eps : >= 0, in units of the gradient. With 0, a coordinate whose gradients were all 0 becomes NaN.

    Returns
    -------
    The new x, shape (d, \*batch), and the averages ``m`` and ``v`` of the same shape.

    Conventions
    -----------
    No library's default. The first step has length lr (1 - beta1) / sqrt(1 - beta2), 3.16 lr at the defaults: v starts further below
    its true size than m does, so the steps are too long, not too short.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.minimize("adam_uncorrected", "parabola", [1.0], 3, lr=0.1).x[:, 0].round(4)
    array([ 1.    ,  0.6838,  0.2314, -0.2714])

    References
    ----------
    kingma2015adam
    """
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    x = x - lr * m / (np.sqrt(v) + eps)
    return x, Moments(m, v)
