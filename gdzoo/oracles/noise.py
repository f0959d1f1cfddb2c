"""Noise on the gradient: the same for everyone who runs, and drawn anew in each step."""

from typing import Any

import numpy as np

from ..knobs import check_domain, check_seed, number
from .base import Oracle, at, dot
from .draws import Draws


class Noisy(Oracle):
    """Additive noise: step t sees f(x) + sigma xi_t . x, whose gradient is that of f plus sigma xi_t.

    xi_t is standard normal in every coordinate: one draw per step and column of the batch, whoever asks and however
    often within the step. Rules that are compared meet the same noise (common random numbers).

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective.
    sigma : standard deviation in each coordinate of the gradient, >= 0; a number or an array of the batch's shape.
    seed : integer in [0, 2^32). A draw depends on this seed, that of ``minimize``, the step and the column alone.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> f = gdzoo.Noisy("bowl", sigma=0.5)
    >>> x = np.array([1.0, 2.0])
    >>> f.grad(x)
    array([2., 4.])
    >>> f.at(1).grad(x).round(3), f.at(2).grad(x).round(3)
    (array([1.628, 3.993]), array([3.008, 4.228]))
    """

    def __init__(self, f: Any, sigma: Any, seed: int = 0):
        super().__init__(f)
        self.sigma = number(sigma)
        check_domain("Noisy", "sigma", self.sigma, ">= 0")
        self.draws = Draws(check_seed("Noisy", seed))

    def at(self, t: int, seed: int = 0) -> "_Tilted":
        """What step t of the run with this seed sees."""
        return _Tilted(at(self.f, t, seed), self, t, seed)

    def xi(self, t: int, seed: int, shape: tuple[int, ...]) -> np.ndarray:
        """Standard normals for points of this shape: the first columns are the same however many there are."""
        ndim = getattr(self.f, "point_ndim", 1)
        point, batch = shape[:ndim], shape[ndim:]
        normals = self.draws.at(t, seed).standard_normal((*batch, *point))
        return np.moveaxis(normals, range(-ndim, 0), range(ndim))


class _Tilted(Oracle):
    """A `Noisy` objective within one step: f with a tilt, drawn when first asked for and kept."""

    def __init__(self, f: Any, noisy: Noisy, t: int, seed: int):
        self.f, self.noisy, self.t, self.seed = f, noisy, t, seed
        self.drawn: Any = None

    def tilt(self, x: np.ndarray) -> np.ndarray:
        if self.drawn is None or self.drawn.shape != x.shape:
            self.drawn = self.noisy.sigma * self.noisy.xi(self.t, self.seed, x.shape)
        return self.drawn

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(x) + dot(self, self.tilt(x), x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.f.grad(x) + self.tilt(x)
