"""Objectives: from functions, and from other objectives (oracles).

An objective has ``value(x)`` and ``grad(x)``, and ``hess(x)`` where a rule needs it. A stochastic one also has
``at(t, seed=0)``, the objective that step t of a run sees; its own ``value`` and ``grad`` are the full, deterministic ones.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from .knobs import check_domain, number
from .landscapes.base import LANDSCAPES


class objective:
    """An objective from functions.

    Parameters
    ----------
    value : x of shape (d, *batch) -> height, shape (*batch,).
    grad : x -> gradient, the shape of x.
    hess : x -> Hessian, shape (d, d, *batch); only some rules need it.
    f_min : the lowest value, where it is known.

    Examples
    --------
    >>> import gdzoo
    >>> quartic = gdzoo.objective(lambda x: x[0] ** 4, lambda x: 4 * x**3)
    >>> gdzoo.minimize("gd", quartic, [1.0], 2, lr=0.1).f.round(4)
    array([1.    , 0.1296, 0.0696])
    """

    def __init__(
        self,
        value: Callable[[Any], Any],
        grad: Callable[[Any], Any],
        hess: Callable[[Any], Any] | None = None,
        f_min: float | None = None,
    ):
        self.value = lambda x: np.asarray(value(x), float)
        self.grad = lambda x: np.asarray(grad(x), float)
        if hess is not None:
            self.hess = lambda x: np.asarray(hess(x), float)
        self.f_min = f_min


def as_objective(f: Any) -> Any:
    """An objective from a landscape's name, or the object itself if it is one."""
    if isinstance(f, str):
        return LANDSCAPES[f]
    if callable(getattr(f, "value", None)) and callable(getattr(f, "grad", None)):
        return f
    raise TypeError(f"f must be a landscape's name or have value(x) and grad(x), got {f!r}; see gdzoo.objective")


def at(f: Any, t: int, seed: int = 0) -> Any:
    """What step t of the run with this seed sees of f: f itself, unless f is stochastic."""
    if not hasattr(f, "at"):
        return f
    return f.at(t, seed) if seed else f.at(t)  # an objective of the reader's own may know only t


class Oracle:
    """An objective made from another one, ``f``; what it does not change (box, minima, f_min, ...) is that of f.

    >>> import gdzoo
    >>> gdzoo.Counted("rosenbrock").f_min
    0.0
    """

    def __init__(self, f: Any):
        self.f = as_objective(f)

    def __getattr__(self, name: str) -> Any:
        if name == "f":  # not set yet: while unpickling or copying
            raise AttributeError(name)
        return getattr(self.f, name)


class Counted(Oracle):
    """Counts the evaluations: ``value_evals``, ``grad_evals`` and ``hess_evals``.

    One call counts one evaluation in every column of a batch. So does a call of what a step sees, ``at(t)``.

    Parameters
    ----------
    f : a landscape's name or any objective.

    Examples
    --------
    Ten steps, and one call for the heights and slopes along the path:

    >>> import gdzoo
    >>> f = gdzoo.Counted("bowl")
    >>> run = gdzoo.minimize("gd", f, [1.0, 2.0], 10, lr=0.1)
    >>> f.grad_evals, f.value_evals
    (11, 1)
    """

    def __init__(self, f: Any, tally: dict[str, int] | None = None):
        super().__init__(f)
        self.tally = {"value": 0, "grad": 0, "hess": 0} if tally is None else tally

    @property
    def value_evals(self) -> int:
        return self.tally["value"]

    @property
    def grad_evals(self) -> int:
        return self.tally["grad"]

    @property
    def hess_evals(self) -> int:
        return self.tally["hess"]

    def at(self, t: int, seed: int = 0) -> "Counted":
        """What step t sees, counted together with the rest."""
        return Counted(at(self.f, t, seed), self.tally)

    def value(self, x: np.ndarray) -> np.ndarray:
        self.tally["value"] += 1
        return self.f.value(x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        self.tally["grad"] += 1
        return self.f.grad(x)

    def hess(self, x: np.ndarray) -> np.ndarray:
        self.tally["hess"] += 1
        return self.f.hess(x)


class Noisy(Oracle):
    """Additive noise: step t sees f(x) + sigma xi_t . x, whose gradient is that of f plus sigma xi_t.

    xi_t is standard normal in every coordinate: one draw per step and column of the batch, whoever asks and however
    often within the step. Rules that are compared meet the same noise (common random numbers).

    Parameters
    ----------
    f : a landscape's name or any objective.
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
        self.seed = check_seed("Noisy", seed)
        self._rng: Any = None

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.f.grad(x)

    def at(self, t: int, seed: int = 0) -> "_Draw":
        """What step t of the run with this seed sees."""
        return _Draw(at(self.f, t, seed), self, t, seed)

    def xi(self, t: int, seed: int, shape: tuple[int, ...]) -> np.ndarray:
        """Standard normals for points of this shape: the first columns are the same however many there are."""
        if self._rng is None:  # numpy.random loads only where noise is wanted
            self._rng = np.random.Generator(np.random.Philox(key=0))
            self._fresh = self._rng.bit_generator.state
        key = self._fresh["state"]["key"]  # a counter-based generator: any step can be asked for first
        key[0], key[1] = self.seed << 32 | seed, t
        self._rng.bit_generator.state = self._fresh
        d, *batch = shape
        return np.moveaxis(self._rng.standard_normal((*batch, d)), -1, 0)


class _Draw(Oracle):
    """A `Noisy` objective within one step: f with a tilt, drawn when first asked for and kept."""

    def __init__(self, f: Any, noisy: Noisy, t: int, seed: int):
        self.f, self.noisy, self.t, self.seed = f, noisy, t, seed
        self.drawn: Any = None

    def tilt(self, x: np.ndarray) -> np.ndarray:
        if self.drawn is None or self.drawn.shape != x.shape:
            self.drawn = self.noisy.sigma * self.noisy.xi(self.t, self.seed, x.shape)
        return self.drawn

    def value(self, x: np.ndarray) -> np.ndarray:
        height = np.asarray(self.f.value(x))
        return height + (self.tilt(x) * x).sum(tuple(range(x.ndim - height.ndim)))

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.f.grad(x) + self.tilt(x)


def check_seed(owner: str, seed: Any) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**32:
        raise ValueError(f"{owner}: seed must be an integer from 0 to 2^32 - 1, got seed={seed!r}")
    return int(seed)
