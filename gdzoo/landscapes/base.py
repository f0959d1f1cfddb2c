"""What every landscape knows about itself, and the table of landscapes."""

from typing import Any, ClassVar

import numpy as np

from ..registry import Registry
from ..variants import Variants

LANDSCAPES = Registry("landscape")

Point = tuple[float, ...]

KINDS = {
    "curves": "One variable",
    "quadratics": "Quadratics",
    "saddles": "Saddles",
    "valleys": "Valleys",
    "minima": "Several minima",
    "hills": "Hills and hollows",
    "cliffs": "Kinks, cliffs and plateaus",
    "many": "Many minima",
}
"""A title for each module of ``gdzoo.landscapes``, in the order of the registry."""


class Landscape(Variants):
    """A test function: value, gradient and Hessian, and what is known about it.

    A landscape is a class with one registered object at its default parameters; calling that object gives a variant.

    Attributes
    ----------
    name, title, formula : registry name, printed name, LaTeX.
    dims : smallest and largest dimension d; ``None`` as the largest: any d.
    box : the part that a picture shows, one (low, high) per coordinate. Its length ``dim`` is also that of the points below.
    minima : the global minima; empty if it has none.
    local_minima, saddles, maxima : further critical points that are worth a mark.
    plateaus : points within flat regions: hardly a slope, and nothing to find there.
    f_min : the value at the global minima (in the dimension of the picture), ``None`` if it is unbounded below.
    starts : points that make a good picture, the best first.
    source : citation key, or ``None``.
    parameters : dict of name -> `Knob`; their values are attributes.
    eigenvalues : those of the constant Hessian of a quadratic, sorted; ``None`` for other functions.

    >>> import gdzoo
    >>> gdzoo.LANDSCAPES["ravine"](kappa=37).eigenvalues
    array([ 1., 37.])
    """

    registry = LANDSCAPES
    formula: ClassVar[str]
    dims: ClassVar[tuple[int, int | None]] = (2, 2)
    box: ClassVar[tuple[tuple[float, float], ...]]
    minima: ClassVar[list[Point]] = []
    local_minima: ClassVar[list[Point]] = []
    saddles: ClassVar[list[Point]] = []
    maxima: ClassVar[list[Point]] = []
    plateaus: ClassVar[list[Point]] = []
    f_min: ClassVar[float | None] = 0.0
    starts: ClassVar[list[Point]]
    source: ClassVar[str | None] = None
    eigenvalues: Any = None

    def _facts(self) -> tuple[Any, ...]:
        return *super()._facts(), self.box

    @property
    def dim(self) -> int:
        """Dimension of the picture."""
        return len(self.box)

    def value(self, x: np.ndarray) -> np.ndarray:
        """The height at x (d, *batch): shape (*batch,)."""
        raise NotImplementedError

    def grad(self, x: np.ndarray) -> np.ndarray:
        """The gradient at x (d, *batch): the same shape."""
        raise NotImplementedError

    def hess(self, x: np.ndarray) -> np.ndarray:
        """The Hessian at x (d, *batch): shape (d, d, *batch)."""
        raise NotImplementedError


def hessian(x: np.ndarray, *rows: tuple[Any, ...]) -> np.ndarray:
    """A (d, d, *batch) array from its entries, each a number or of shape (*batch,)."""
    h = np.empty((len(rows), *x.shape))
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            h[i, j] = entry
    return h


def diagonal(entries: np.ndarray) -> np.ndarray:
    """The (d, d, *batch) Hessian of a sum of functions of one coordinate each, from their bends (d, *batch)."""
    h = np.zeros((len(entries), *entries.shape))
    for i, entry in enumerate(entries):
        h[i, i] = entry
    return h
