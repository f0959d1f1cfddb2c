"""Another function made of f: with a penalty, turned, scaled."""

import math
from typing import Any

import numpy as np

from ..knobs import check_domain, number
from .base import Oracle, dot, if_f_has


class L2(Oracle):
    """f(x) + weight_decay/2 ‖x‖²: the decay is coupled, it enters the gradient and all that a rule makes of it.

    The minima of f, and what else is known of its critical points, are no longer there; a quadratic's eigenvalues shift.

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective.
    weight_decay : >= 0; a number or an array of the batch's shape.

    Conventions
    -----------
    The ``weight_decay`` of ``torch.optim`` means this for SGD, Adam, RMSprop and most others, and decoupled decay for AdamW
    and its like. Here rules have decoupled decay alone: see ``adamw``. For ``gd`` the two are the same.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> f = gdzoo.L2("valley", weight_decay=0.5)
    >>> f.value(np.array([2.0, 1.0])), f.grad(np.array([2.0, 1.0]))
    (np.float64(15.25), array([ 5. , 20.5]))

    References
    ----------
    hanson1988comparing, krogh1991simple
    """

    f_min = None
    minima: Any = []
    local_minima = saddles = maxima = plateaus = minima

    def __init__(self, f: Any, weight_decay: Any):
        super().__init__(f)
        self.weight_decay = number(weight_decay)
        check_domain("L2", "weight_decay", self.weight_decay, ">= 0")

    @property
    def eigenvalues(self) -> Any:
        """Those of the Hessian of a quadratic, (d, *batch)."""
        values = getattr(self.f, "eigenvalues", None)
        return None if values is None else np.add.outer(values, self.weight_decay)

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(x) + self.weight_decay / 2 * dot(self, x, x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.f.grad(x) + self.weight_decay * x

    @if_f_has
    def hess(self, x: np.ndarray) -> np.ndarray:
        h = self.f.hess(x)
        return h + self.weight_decay * np.eye(len(x)).reshape(h.shape[:2] + (1,) * (h.ndim - 2))


class Rotated(Oracle):
    """The plane's landscape turned counterclockwise about the origin, with all that is marked on it.

    Parameters
    ----------
    f : the name of a landscape, or any objective of two coordinates.
    angle : in radians, finite.

    Examples
    --------
    A quarter turn takes the minimum (1, 1) to (-1, 1):

    >>> import gdzoo, math
    >>> f = gdzoo.Rotated("rosenbrock", angle=math.pi / 2)
    >>> np.round(f.minima, 12), f.value(np.array([-1.0, 1.0])).round(12)
    (array([[-1.,  1.]]), np.float64(0.0))
    """

    dims = (2, 2)

    def __init__(self, f: Any, angle: Any):
        super().__init__(f)
        self.angle = single("Rotated", "angle", angle, "finite")
        least, most = getattr(self.f, "dims", None) or self.dims
        if getattr(self.f, "point_ndim", 1) != 1 or least > 2 or (most or 2) < 2:
            name = getattr(self.f, "name", "this objective")
            raise ValueError(f"Rotated turns functions of two coordinates, and {name} is none")
        self.turn = np.array(
            [[math.cos(self.angle), -math.sin(self.angle)], [math.sin(self.angle), math.cos(self.angle)]]
        )

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(self._back(x))

    def grad(self, x: np.ndarray) -> np.ndarray:
        return np.tensordot(self.turn, self.f.grad(self._back(x)), 1)

    @if_f_has
    def hess(self, x: np.ndarray) -> np.ndarray:
        return np.einsum("ik,kl...,jl->ij...", self.turn, self.f.hess(self._back(x)), self.turn)

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        """The smallest box around the turned one."""
        (left, right), (low, high) = self.f.box
        corners = np.array([(left, low), (left, high), (right, low), (right, high)]) @ self.turn.T
        return tuple((float(side.min()), float(side.max())) for side in corners.T)

    @property
    def minima(self) -> list[tuple[float, ...]]:
        return self._turned(self.f.minima)

    @property
    def local_minima(self) -> list[tuple[float, ...]]:
        return self._turned(self.f.local_minima)

    @property
    def saddles(self) -> list[tuple[float, ...]]:
        return self._turned(self.f.saddles)

    @property
    def maxima(self) -> list[tuple[float, ...]]:
        return self._turned(self.f.maxima)

    @property
    def plateaus(self) -> list[tuple[float, ...]]:
        return self._turned(self.f.plateaus)

    @property
    def starts(self) -> list[tuple[float, ...]]:
        return self._turned(self.f.starts)

    @if_f_has
    def start(self, seed: int = 0) -> np.ndarray:
        return self.turn @ self.f.start(seed)

    @if_f_has
    def predict(self, x: np.ndarray, points: np.ndarray) -> np.ndarray:
        return self.f.predict(self._back(x), points)

    def _back(self, x: np.ndarray) -> np.ndarray:
        return np.tensordot(self.turn.T, x, 1)

    def _turned(self, points: Any) -> list[tuple[float, ...]]:
        return [tuple(float(side) for side in self.turn @ point) for point in points]


class Scaled(Oracle):
    """factor · f: the same landscape with another unit of height.

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective.
    factor : > 0.

    Examples
    --------
    >>> import gdzoo, numpy as np
    >>> f = gdzoo.Scaled("six_hump_camel", factor=100.0)
    >>> f.grad(np.array([1.0, 0.5])).round(2), round(f.f_min, 2)
    (array([ 210., -100.]), -103.16)
    """

    def __init__(self, f: Any, factor: Any):
        super().__init__(f)
        self.factor = single("Scaled", "factor", factor, "> 0")

    @property
    def f_min(self) -> Any:
        """The lowest value, ``None`` where f has none."""
        lowest = getattr(self.f, "f_min", None)
        return None if lowest is None else self.factor * lowest

    @property
    def eigenvalues(self) -> Any:
        """Those of the Hessian of a quadratic."""
        values = getattr(self.f, "eigenvalues", None)
        return None if values is None else self.factor * values

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.factor * self.f.value(x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.factor * self.f.grad(x)

    @if_f_has
    def hess(self, x: np.ndarray) -> np.ndarray:
        return self.factor * self.f.hess(x)


def single(owner: str, name: str, value: Any, domain: str) -> float:
    """One number in the domain, the same for all columns of a batch: it also moves what is known about f."""
    if np.ndim(value):
        raise TypeError(f"{owner}: {name} must be one number {domain}, got {name}={value!r}")
    check_domain(owner, name, value, domain)
    return float(value)
