"""Counting the work of a run."""

from typing import Any, Self

import numpy as np

from .base import Oracle, require_hess


class Counted(Oracle):
    """Counts the evaluations: ``value_evals``, ``grad_evals`` and ``hess_evals``.

    One call counts one evaluation in every column of a batch, or in the columns that `only` names; then the counts are
    arrays of the batch's shape. A mean over examples counts one for each of them, be it a minibatch or a whole problem.
    What a step sees, ``at(t)``, counts too.

    Parameters
    ----------
    f : the name of a landscape or a problem, or any objective.
    point_ndim : axes of a point, 1 or 2; by default those of f.

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
        if point_ndim is not None:
            self.point_ndim = point_ndim
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

    def only(self, columns: np.ndarray) -> Self:
        """The same, whose calls count in these columns alone."""
        view = super().only(columns)
        view.columns = np.asarray(columns).astype(np.int64)
        return view

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

    def _count(self, what: str) -> None:
        self.tally[what] = self.tally[what] + self.columns * getattr(self.f, "cost", 1)
