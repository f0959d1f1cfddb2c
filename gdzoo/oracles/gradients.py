"""Another gradient made of that of f, which itself stays as it is: clipped, centralized.

What these give a rule is the slope of no function. Value, Hessian, minima and lowest value are those of f.
"""

from typing import Any

import numpy as np

from ..knobs import check_domain, number
from .base import Oracle, norm


class ClipNorm(Oracle):
    """A gradient longer than max_norm is shortened to it: g · min(1, max_norm / ‖g‖).

    The direction stays. The norm is that of the whole point, Frobenius' for a matrix.

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective.
    max_norm : > 0, in units of the gradient; a number or an array of the batch's shape.

    Conventions
    -----------
    Exact, as in ``optax.clip_by_global_norm``. ``torch.nn.utils.clip_grad_norm_`` adds 1e-6 to ‖g‖, and so shortens all
    that is longer than max_norm - 1e-6 to a little less than it.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> gdzoo.ClipNorm("bowl", max_norm=1.0).grad(np.array([[0.15, 3.0], [0.2, 4.0]]))
    array([[0.3, 0.6],
           [0.4, 0.8]])

    References
    ----------
    pascanu2013difficulty
    """

    def __init__(self, f: Any, max_norm: Any):
        super().__init__(f)
        self.max_norm = number(max_norm)
        check_domain("ClipNorm", "max_norm", self.max_norm, "> 0")

    def grad(self, x: np.ndarray) -> np.ndarray:
        g = self.f.grad(x)
        size = norm(self, g)
        return g * np.minimum(1, self.max_norm / np.where(size > 0, size, 1))


class ClipValue(Oracle):
    """Every coordinate of the gradient is held between -limit and limit, which turns its direction.

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective.
    limit : > 0, in units of the gradient; a number or an array of the batch's shape.

    Conventions
    -----------
    The same as ``torch.nn.utils.clip_grad_value_`` and ``optax.clip``.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> gdzoo.ClipValue("bowl", limit=1.0).grad(np.array([0.15, -3.0]))
    array([ 0.3, -1. ])

    References
    ----------
    mikolov2012statistical
    """

    def __init__(self, f: Any, limit: Any):
        super().__init__(f)
        self.limit = number(limit)
        check_domain("ClipValue", "limit", self.limit, "> 0")

    def grad(self, x: np.ndarray) -> np.ndarray:
        return np.clip(self.f.grad(x), -self.limit, self.limit)


class Centralize(Oracle):
    """Gradient centralization: each row of a matrix's gradient has its mean taken away.

    The rows of a weight matrix are its outputs: the weights that lead to one of them keep their sum. Where a
    flat point names its matrices (``f.matrices``, see `blocks`) each of them is centralized; all other vectors stay as they are.

    Parameters
    ----------
    f : a problem, or any objective of matrices.

    Conventions
    -----------
    The mean over all axes but the first, as in ``optax.centralize`` and the paper, whose first axis is the output.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> f = gdzoo.objective(lambda x: (x**2).sum((0, 1)) / 2, lambda x: x, point_ndim=2)
    >>> gdzoo.Centralize(f).grad(np.array([[1.0, 2.0, 6.0], [0.0, 0.0, 0.0]]))
    array([[-2., -1.,  3.],
           [ 0.,  0.,  0.]])

    References
    ----------
    yong2020gradient
    """

    def grad(self, x: np.ndarray) -> np.ndarray:
        g = self.f.grad(x)
        if getattr(self.f, "point_ndim", 1) == 2:
            return g - g.mean(1, keepdims=True)
        g = g.copy()
        for where, shape in getattr(self.f, "matrices", {}).values():
            block = g[where].reshape(*shape, *g.shape[1:])
            g[where] = (block - block.mean(1, keepdims=True)).reshape(-1, *g.shape[1:])
        return g
