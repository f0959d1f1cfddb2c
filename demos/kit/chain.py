"""Deep chains of numbers: the smallest models in which gradients vanish and explode."""

import numpy as np

import gdzoo


class Chain(gdzoo.objective):
    """Layers of one weight each: f(w) = (w₁ w₂ ⋯ w_d − 1)² / 2. The gradient of a weight holds the product of all others."""

    title = "A chain of layers"
    eigenvalues = None

    def __init__(self):
        super().__init__(
            lambda w: (w.prod(0) - 1) ** 2 / 2,
            lambda w: (w.prod(0) - 1) * others(w),
            f_min=0.0,
        )


class Repeated(gdzoo.objective):
    """One weight w used n times, and one more at the end: f(w, v) = (v wⁿ − 1)² / 2, a recurrent network of a single unit."""

    name = "repeated"
    title = "One weight, used eight times"
    dim, eigenvalues = 2, None
    box = ((0.5, 1.9), (0.6, 1.8))
    starts = [(1.3, 1.5)]
    minima = local_minima = saddles = maxima = plateaus = []

    def __init__(self, n=8):
        super().__init__(
            lambda x: (x[1] * x[0] ** n - 1) ** 2 / 2,
            lambda x: (x[1] * x[0] ** n - 1) * np.stack([n * x[1] * x[0] ** (n - 1), x[0] ** n]),
            f_min=0.0,
        )


def others(w) -> np.ndarray:
    """For each weight of w (d, ...) the product of all others, also where some are 0."""
    one = np.ones_like(w[:1])
    before = np.cumprod(np.concatenate([one, w[:-1]]), 0)
    after = np.cumprod(np.concatenate([one, w[:0:-1]]), 0)[::-1]
    return before * after
