"""Divergence as data: the columns of a batch that leave the bound, and their state from then on."""

from typing import Any

import numpy as np

from .oracles import Counted


class Escapes:
    """Which columns have left, when, and after how many evaluations."""

    def __init__(self, x: np.ndarray, ndim: int, bound: float, counter: Counted):
        self.axes, self.batch, self.bound, self.counter = tuple(range(ndim)), x.shape[ndim:], bound, counter
        self.limit = bound
        self.at = np.full(self.batch, -1, np.int64)
        self.grad_evals, self.value_evals = np.full(self.batch, np.inf), np.full(self.batch, np.inf)
        self.everyone = False

    def settle(self, x: np.ndarray, s: Any, new: np.ndarray, new_s: Any, t: int) -> tuple[np.ndarray, Any]:
        """Point and state after step t, where some column may have left: columns that have stay as they were."""
        largest = np.abs(new).max(self.axes)
        finite = np.isfinite(largest)
        inside = self.at < 0
        out = inside & ~(finite & (largest <= self.bound))
        if out.any():
            self.at[out] = t
            self.grad_evals = np.where(out, self.counter.grad_evals, self.grad_evals)
            self.value_evals = np.where(out, self.counter.value_evals, self.value_evals)
            self.limit = -1.0  # from now on every step must hold the columns that left
            self.everyone = bool((self.at >= 0).all())
        moved = inside & finite
        return np.where(moved, new, x), self._held(moved, new_s, s)

    def _held(self, moved: np.ndarray, new: Any, old: Any) -> Any:
        """A state, or a field of one: what has one entry per column stays as it was where a column did not move."""
        if hasattr(new, "_fields"):
            return type(new)(*(self._held(moved, *pair) for pair in zip(new, old, strict=True)))
        per_column = isinstance(new, np.ndarray) and new.shape[new.ndim - len(self.batch) :] == self.batch
        return np.where(moved, new, old) if per_column else new
