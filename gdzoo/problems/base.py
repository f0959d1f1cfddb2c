"""What every problem knows about itself, and the table of problems."""

import math
from typing import Any, ClassVar, Self

import numpy as np

from ..knobs import Knob, check_seed
from ..registry import Registry
from ..variants import Variants

PROBLEMS = Registry("problem")

SEED = Knob("\\text{seed}", 0, 100, default=0)


def several(default: int) -> Knob:
    """The knob of the number of examples."""
    return Knob("N", 10, 500, "log", default, "whole >= 1")


class Problem(Variants):
    """The loss of a model on examples, a mean over them. x are the parameters of the model.

    A problem is a class with one registered object at its default parameters; calling that object gives a variant. Its
    data are generated from the parameter ``seed`` when first needed.

    Attributes
    ----------
    name, title, formula : registry name, printed name, LaTeX.
    parameters : dict of name -> `Knob`; their values are attributes.
    shape : that of a point, (d,), or (m, n) where x is a matrix.
    dim : how many numbers a point has.
    examples : how many examples there are, N.
    cost : how many of them an evaluation goes through: N, or fewer for what ``on`` gives. See `Counted`.
    data : a named tuple of arrays whose first axis is the example.
    f_min : the lowest value, ``None`` if it is not known; 0 where the loss has that limit and no minimum.
    minima : the points that have it, where they are known.
    matrices : dict of name -> (slice, (m, n)), the weight matrices within a flat point; see `blocks`.

    >>> import gdzoo
    >>> moons = gdzoo.PROBLEMS["moons"](hidden=4, noise=0.1, seed=3)
    >>> moons.dim, moons.matrices["W2"]
    (37, (slice(12, 28, None), (4, 4)))
    """

    registry = PROBLEMS
    formula: ClassVar[str]
    parameters = {"seed": SEED}
    shape: Any
    data: Any
    f_min: Any = None
    minima: Any = []
    local_minima = saddles = maxima = plateaus = []
    eigenvalues: Any = None
    examples: Any
    seed: int
    chosen: Any = None
    shared: tuple[str, ...] = ("data",)

    def __init__(self, **parameters: Any):
        super().__init__(**parameters)
        for name, knob in self.parameters.items():
            if knob.domain == "whole >= 1":
                setattr(self, name, int(self.values[name]))
        check_seed(self.name, self.seed)

    @property
    def point_ndim(self) -> int:
        return len(self.shape)

    @property
    def dim(self) -> int:
        return math.prod(self.shape)

    @property
    def dims(self) -> tuple[int, int] | None:
        """Smallest and largest length of a vector x; ``None`` where x is a matrix."""
        return (self.dim, self.dim) if self.point_ndim == 1 else None

    @property
    def cost(self) -> int:
        return self.examples if self.chosen is None else len(self.chosen)

    def on(self, indices: np.ndarray) -> Self:
        """The mean over some examples alone, for every column its own; indices: (k, *batch), from 0 to N - 1."""
        for name in self.shared:
            getattr(self, name)  # now, and not in every copy again
        some = object.__new__(type(self))
        some.__dict__ |= self.__dict__ | {"chosen": indices}
        return some

    def value(self, x: np.ndarray) -> np.ndarray:
        """The loss at x (*shape, *batch): shape (*batch,)."""
        raise NotImplementedError

    def grad(self, x: np.ndarray) -> np.ndarray:
        """The gradient at x (*shape, *batch): the same shape."""
        raise NotImplementedError

    def start(self, seed: int = 0) -> np.ndarray:
        """A point to start from, of this shape."""
        raise NotImplementedError

    def per_example(self, array: np.ndarray, x: np.ndarray) -> np.ndarray:
        """The rows of an array of data (N, ...) that points like x see, (k, *batch, ...): the batch has axes of 1 if all see the same."""
        if self.chosen is not None:
            return array[self.chosen]
        return array.reshape(len(array), *(1,) * (x.ndim - self.point_ndim), *array.shape[1:])


def random(seed: int) -> Any:
    """A generator for data and starts; normals and uniforms are the same on every platform."""
    from numpy.random import default_rng  # loads only where data is wanted

    return default_rng(seed)
