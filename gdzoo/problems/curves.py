"""A curve made of many bumps, fitted to few noisy points: a least-squares problem that learns the noise too, unless it is held back."""

from functools import cached_property

import numpy as np

from ..knobs import Knob
from .base import SEED, Problem, random, several
from .regression import Points

GRID = np.linspace(0, 1, 101)  # where a curve is compared with the truth


class Bumps(Problem):
    """The mean of (c(p) - y)², where the curve c is a sum of bumps of fixed places and widths, and x are their heights.

    The inputs p are uniform from 0 to 1; y is sin(3πp), the truth, and normal noise. With about as many bumps as points a curve can
    learn the noise too: `error` says how far from the truth it is. The loss alone does not say it.

    >>> import gdzoo
    >>> f = gdzoo.PROBLEMS["bumps"]
    >>> run = gdzoo.minimize("gd", f, np.zeros(16), 30_000, every=10_000, lr=1.0)
    >>> run.f.round(3), f.error(run.x.T).round(3)
    (array([0.506, 0.045, 0.043, 0.043]), array([0.495, 1.101, 1.351, 1.345]))
    """

    name = "bumps"
    title = "A curve of bumps"
    formula = r"\frac1N \sum_i \Bigl(\sum_j x_j\, e^{-(h p_i - j + 1/2)^2 / 2} - y_i\Bigr)^2"
    parameters = {
        "examples": several(16),
        "bumps": Knob("h", 2, 40, "linear", 16, "whole >= 1"),
        "noise": Knob(r"\sigma", 0, 1, "linear", 0.5, ">= 0"),
        "seed": SEED,
    }
    shared = ("data", "features")
    bumps: int
    noise: float

    @property
    def shape(self) -> tuple[int]:
        return (self.bumps,)

    @cached_property
    def data(self) -> Points:
        rng = random(self.seed)
        inputs, noise = rng.uniform(0, 1, self.examples), rng.standard_normal(self.examples)
        return Points(inputs, self.truth(inputs) + self.noise * noise)

    @cached_property
    def features(self) -> np.ndarray:
        """How high each bump of height 1 is at each input, (N, bumps)."""
        return self.each(self.data.inputs)

    @cached_property
    def eigenvalues(self) -> np.ndarray:
        return np.linalg.eigvalsh(2 * self.features.T @ self.features / self.examples)

    def start(self, seed: int = 0) -> np.ndarray:
        """Normal heights."""
        return random(seed).standard_normal(self.bumps)

    def each(self, points: np.ndarray) -> np.ndarray:
        """All bumps of height 1 at points (k,): (k, bumps)."""
        places = np.arange(self.bumps) + 0.5
        return np.exp(-((self.bumps * points[:, None] - places) ** 2) / 2)

    def residuals(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The bumps at the inputs that x sees, (k, *batch or 1, bumps), and how far the curve is above each point, (k, *batch)."""
        seen, targets = (self.per_example(array, x) for array in (self.features, self.data.targets))
        if self.chosen is None:
            return seen, np.tensordot(self.features, x, 1) - targets
        return seen, np.einsum("k...j,j...->k...", seen, x) - targets

    def value(self, x):
        _, r = self.residuals(x)
        return (r * r).mean(0)

    def grad(self, x):
        seen, r = self.residuals(x)
        if self.chosen is None:
            return 2 * np.tensordot(self.features.T, r, 1) / self.examples
        return 2 * np.einsum("k...j,k...->j...", seen, r) / len(r)

    def predict(self, x, points):
        """The curve at inputs (k,): (k, *batch)."""
        return np.tensordot(self.each(points), x, 1)

    def truth(self, points: np.ndarray) -> np.ndarray:
        """What the points would be without noise."""
        return np.sin(3 * np.pi * points)

    def error(self, x: np.ndarray) -> np.ndarray:
        """The mean square of the distance between the curve and the truth, from 0 to 1: (*batch,)."""
        away = self.predict(x, GRID) - self.truth(GRID).reshape(-1, *(1,) * (x.ndim - 1))
        return (away * away).mean(0)
