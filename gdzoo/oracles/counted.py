"""Counting the work of a run."""

from typing import Any

import numpy as np

from .base import Oracle, at, require_hess


class Counted(Oracle):
    """Counts the evaluations: ``value_evals``, ``grad_evals`` and ``hess_evals``.

    One call counts one evaluation in every column of a batch, or in the columns that `only` names; then the counts are
    arrays of the batch's shape. A minibatch counts one for each of its examples. What a step sees, ``at(t)``, counts too.

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

    def __init__(self, f: Any, point_ndim: int | None = None):
        super().__init__(f)
        self.point_ndim = point_ndim or getattr(self.f, "point_ndim", 1)
        self.tally: dict[str, Any] = {"value": 0, "grad": 0, "hess": 0}
        self.columns: Any = 1

    @property
    def value_evals(self) -> Any:
        return self.tally["value"]

    @property
    def grad_evals(self) -> Any:
        return self.tally["grad"]

    @property
    def hess_evals(self) -> Any:
        return self.tally["hess"]

    def at(self, t: int, seed: int = 0) -> "Counted":
        """What step t sees, counted together with the rest."""
        return self._view(at(self.f, t, seed), self.columns)

    def only(self, columns: np.ndarray) -> "Counted":
        """The same, whose calls count in these columns alone."""
        return self._view(self.f, np.asarray(columns).astype(np.int64))

    def value(self, x: np.ndarray) -> np.ndarray:
        self._count("value")
        return self.f.value(x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        self._count("grad")
        return self.f.grad(x)

    def hess(self, x: np.ndarray) -> np.ndarray:
        require_hess(self.f, "this rule")
        self._count("hess")
        return self.f.hess(x)

    def _view(self, f: Any, columns: Any) -> "Counted":
        """Another objective that counts into the same tally."""
        view = Counted(f, self.point_ndim)
        view.tally, view.columns = self.tally, columns
        return view

    def _count(self, what: str) -> None:
        self.tally[what] = self.tally[what] + self.columns * getattr(self.f, "cost", 1)
