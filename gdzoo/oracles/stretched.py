"""A function whose coordinates are measured in other units."""

from typing import Any

import numpy as np

from ..knobs import check_domain, number
from .base import Oracle, if_f_has


class Stretched(Oracle):
    """f(factors · x), coordinate by coordinate: what was 1 along a coordinate is now 1/factor, and the slope along it factor times as steep.

    So it is with data: an input that is written down in other units, as numbers factor times as large, stretches the
    loss along its weight.

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective of vectors.
    factors : (d,), each > 0, or one number for all.

    Examples
    --------
    The minimum (1, 1) is now at (0.1, 1):

    >>> import gdzoo, numpy as np
    >>> f = gdzoo.Stretched("rosenbrock", [10.0, 1.0])
    >>> f.minima, f.value(np.array([0.1, 1.0]))
    ([(0.1, 1.0)], np.float64(0.0))
    """

    eigenvalues = None

    def __init__(self, f: Any, factors: Any):
        super().__init__(f)
        self.factors = np.asarray(number(factors))
        check_domain("Stretched", "factors", self.factors, "> 0")
        least, most = getattr(self.f, "dims", None) or (1, None)
        d = self.factors.size if self.factors.ndim else least
        if self.factors.ndim > 1 or d < least or (most is not None and d > most):
            name = getattr(self.f, "name", "this objective")
            raise ValueError(f"Stretched needs one factor for each coordinate of {name}, got {self.factors.shape}")

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(self._sides(x) * x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        sides = self._sides(x)
        return sides * self.f.grad(sides * x)

    @if_f_has
    def hess(self, x: np.ndarray) -> np.ndarray:
        sides = np.broadcast_to(self._sides(x), (len(x), *[1] * (x.ndim - 1)))
        return sides * sides[:, None] * self.f.hess(sides * x)

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        sides = np.broadcast_to(self.factors, len(self.f.box))
        return tuple((low / s, high / s) for (low, high), s in zip(self.f.box, sides.tolist(), strict=True))

    @property
    def minima(self) -> list[tuple[float, ...]]:
        return self._back(self.f.minima)

    @property
    def local_minima(self) -> list[tuple[float, ...]]:
        return self._back(self.f.local_minima)

    @property
    def saddles(self) -> list[tuple[float, ...]]:
        return self._back(self.f.saddles)

    @property
    def maxima(self) -> list[tuple[float, ...]]:
        return self._back(self.f.maxima)

    @property
    def plateaus(self) -> list[tuple[float, ...]]:
        return self._back(self.f.plateaus)

    @property
    def starts(self) -> list[tuple[float, ...]]:
        return self._back(self.f.starts)

    @if_f_has
    def start(self, seed: int = 0) -> np.ndarray:
        return self.f.start(seed) / self.factors

    @if_f_has
    def predict(self, x: np.ndarray, points: np.ndarray) -> np.ndarray:
        return self.f.predict(self._sides(x) * x, points)

    def _sides(self, x: np.ndarray) -> np.ndarray:
        """The factors beside points (d, *batch)."""
        return self.factors.reshape(-1, *[1] * (x.ndim - 1))

    def _back(self, points: Any) -> list[tuple[float, ...]]:
        return [tuple((np.asarray(point) / self.factors).tolist()) for point in points]
