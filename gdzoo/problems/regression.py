"""One line, fitted: to points, and to chances. Both losses are convex, and two numbers are all there is to learn."""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ..knobs import Knob
from .base import SEED, Problem, random, several


class Points(NamedTuple):
    inputs: np.ndarray  # (N,)
    targets: np.ndarray  # (N,)


class Line(Problem):
    """A model of one input with a weight w and a bias b: x = (w, b)."""

    shape = (2,)
    starts = [(-1.0, 2.0), (3.5, 1.5), (0.0, 0.0)]

    @property
    def minima(self) -> list[tuple[float, float]]:
        return [] if self._lowest is None else [(float(self._lowest[0]), float(self._lowest[1]))]

    @property
    def box(self) -> tuple[tuple[float, float], ...]:
        """The part of the plane (w, b) that a picture shows: about the minimum, 8 x 6."""
        w, b = self.minima[0] if self.minima else (0.0, 0.0)
        return (w - 4, w + 4), (b - 3, b + 3)

    @property
    def f_min(self) -> float:
        return 0.0 if self._lowest is None else float(type(self)(**self.values).value(self._lowest))

    _lowest: Any

    def start(self, seed: int = 0) -> np.ndarray:
        """Two normals about (0, 0)."""
        return random(seed).standard_normal(2)


class LinearRegression(Line):
    """The mean of (w x + b - y)², for N points about a line: a quadratic in (w, b).

    The inputs are uniform from -1 to 2, so that a steeper line wants a lower bias and the valley is tilted; y is 1.5 x - 0.5 and
    normal noise.

    >>> import gdzoo, numpy as np
    >>> f = gdzoo.PROBLEMS["linear_regression"]
    >>> np.round(f.minima, 3), round(f.f_min, 4), f.eigenvalues.round(3)
    (array([[ 1.578, -0.397]]), 0.2881, array([0.952, 3.421]))
    """

    name = "linear_regression"
    title = "A line through points"
    formula = r"\frac1N \sum_i (w x_i + b - y_i)^2"
    parameters = {
        "examples": several(40),
        "noise": Knob(r"\sigma", 0, 2, "linear", 0.5, ">= 0"),
        "seed": SEED,
    }
    noise: float

    @cached_property
    def data(self) -> Points:
        rng = random(self.seed)
        inputs, noise = rng.uniform(-1, 2, self.examples), rng.standard_normal(self.examples)
        return Points(inputs, 1.5 * inputs - 0.5 + self.noise * noise)

    @cached_property
    def _lowest(self) -> Any:
        inputs, targets = self.data
        return np.linalg.lstsq(np.stack([inputs, np.ones_like(inputs)], 1), targets)[0]

    @cached_property
    def eigenvalues(self) -> np.ndarray:
        return np.linalg.eigvalsh(type(self)(**self.values).hess(np.zeros(2)))

    def residuals(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The inputs that x sees, and how far the line is above each point: (k, *batch)."""
        inputs, targets = (self.per_example(array, x) for array in self.data)
        return inputs, x[0] * inputs + x[1] - targets

    def value(self, x):
        _, r = self.residuals(x)
        return (r * r).mean(0)

    def grad(self, x):
        inputs, r = self.residuals(x)
        return 2 * np.stack([(r * inputs).mean(0), r.mean(0)])

    def hess(self, x):
        inputs = self.per_example(self.data.inputs, x)
        h = np.empty((2, *x.shape))
        h[0, 0], h[0, 1], h[1, 0], h[1, 1] = (inputs**2).mean(0), inputs.mean(0), inputs.mean(0), 1
        return 2 * h

    def predict(self, x, points):
        """The line at inputs (k,): (k, *batch)."""
        return np.multiply.outer(points, x[0]) + x[1]


class LogisticRegression(Line):
    """The mean of log(1 + exp(-y (w x + b))), for N points x of the classes y = 1 and y = -1.

    The inputs are uniform from -3 to 3, and y = 1 has the chance 1 / (1 + exp(-(1.5 x - 0.5))). Where a threshold parts the classes
    without a mistake there is no minimum: the loss falls to 0 as w grows for ever.

    >>> import gdzoo, numpy as np
    >>> f = gdzoo.PROBLEMS["logistic_regression"]
    >>> np.round(f.minima, 3), round(f.f_min, 4)
    (array([[ 1.078, -0.68 ]]), 0.4373)
    """

    name = "logistic_regression"
    title = "The chance of yes or no"
    formula = r"\frac1N \sum_i \log\bigl(1 + e^{-y_i (w x_i + b)}\bigr)"
    parameters = {"examples": several(60), "seed": SEED}

    @cached_property
    def data(self) -> Points:
        rng = random(self.seed)
        inputs = rng.uniform(-3, 3, self.examples)
        return Points(inputs, np.where(rng.random(self.examples) < chance(1.5 * inputs - 0.5), 1.0, -1.0))

    @cached_property
    def _lowest(self) -> Any:
        inputs, targets = self.data
        yes, no = inputs[targets > 0], inputs[targets < 0]
        if not len(yes) or not len(no) or no.max() < yes.min() or yes.max() < no.min():
            return None
        whole, x = type(self)(**self.values), np.zeros(2)
        step = np.ones(2)
        while np.abs(step).max() > 1e-14:  # Newton's steps, halved until they descend: the loss is convex
            step = np.linalg.solve(whole.hess(x), whole.grad(x))
            while whole.value(x - step) > whole.value(x) + 1e-14:
                step = step / 2
            x = x - step
        return x

    def margins(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The inputs and classes that x sees, and how clearly the model is right about each: (k, *batch)."""
        inputs, targets = (self.per_example(array, x) for array in self.data)
        return inputs, targets, targets * (x[0] * inputs + x[1])

    def value(self, x):
        return np.logaddexp(0, -self.margins(x)[2]).mean(0)

    def grad(self, x):
        inputs, targets, margin = self.margins(x)
        slope = -targets * chance(-margin)
        return np.stack([(slope * inputs).mean(0), slope.mean(0)])

    def hess(self, x):
        inputs, _, margin = self.margins(x)
        bend = chance(margin) * chance(-margin)
        h = np.empty((2, *x.shape))
        h[0, 0], h[0, 1], h[1, 1] = (bend * inputs**2).mean(0), (bend * inputs).mean(0), bend.mean(0)
        h[1, 0] = h[0, 1]
        return h

    def predict(self, x, points):
        """The chance of yes at inputs (k,): (k, *batch)."""
        return chance(np.multiply.outer(points, x[0]) + x[1])


def chance(z: Any) -> Any:
    """1 / (1 + exp(-z)), without overflow.

    >>> chance(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    return np.exp(-np.logaddexp(0, -z))
