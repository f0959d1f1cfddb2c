"""Gradients told in advance: what a rule makes of a sequence that does not ask where it stands."""

from typing import Any

import numpy as np

from .base import objective


class Told:
    """Step t sees the linear loss g_t . x, and so the gradient g_t, wherever x is. After the last comes the first again.

    Outside of a run, value and gradient are those of the mean of all these losses.

    Parameters
    ----------
    gradients : one after another, shape (n, d); or (n,), for points of one coordinate.

    Examples
    --------
    Adam's first step has the length lr, and so have the others as long as the gradient does not change:

    >>> import gdzoo
    >>> gdzoo.minimize("adam", gdzoo.Told([5.0]), [0.0], 3, lr=0.1).x[:, 0].round(6)
    array([ 0. , -0.1, -0.2, -0.3])
    """

    def __init__(self, gradients: Any):
        g = np.asarray(gradients, float)
        if g.ndim not in (1, 2) or not g.size or not np.isfinite(g).all():
            raise ValueError(f"Told: gradients must be finite numbers of shape (n, d) or (n,), got {gradients!r}")
        self.gradients = g[:, None] if g.ndim == 1 else g

    def at(self, t: int, seed: int = 0) -> objective:
        """What step t sees."""
        return _linear(self.gradients[(t - 1) % len(self.gradients)])

    def value(self, x: np.ndarray) -> np.ndarray:
        return _linear(self.gradients.mean(0)).value(x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        return _linear(self.gradients.mean(0)).grad(x)


def _linear(g: np.ndarray) -> objective:
    """The loss g . x."""
    return objective(lambda x: np.tensordot(g, x, 1), lambda x: (0 * x.T + g).T)
