"""Two classes of points in the plane, and a small network that tells them apart."""

from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..knobs import Knob
from .base import SEED, Problem, random, several
from .networks import Network
from .regression import chance


class Classes(NamedTuple):
    inputs: np.ndarray  # points of the plane, (N, 2)
    targets: np.ndarray  # 1 or -1, (N,)


HIDDEN = Knob("h", 2, 32, "log", 8, "whole >= 1")
LAYERS = Knob(r"\ell", 1, 16, "log", 2, "whole >= 1")


class Classifier(Problem):
    """The mean of log(1 + exp(-y z)), z what a network says of a point, y = 1 or -1 its class.

    The network has ``layers`` layers of ``hidden`` units; the formula is that of two.
    """

    formula = (
        r"\frac1N \sum_i \log\bigl(1 + e^{-y_i z(p_i)}\bigr),\quad z(p) = W_3 \tanh(W_2 \tanh(W_1 p + b_1) + b_2) + b_3"
    )
    shared = ("data", "network")
    window: ClassVar[tuple[tuple[float, float], ...]]
    hidden: int
    layers: int
    noise: float

    @cached_property
    def network(self) -> Network:
        return Network([2, *[self.hidden] * self.layers, 1])

    @property
    def shape(self) -> tuple[int]:
        return (self.network.dim,)

    @property
    def matrices(self) -> dict[str, tuple[slice, tuple[int, int]]]:
        return self.network.matrices

    def start(self, seed: int = 0) -> np.ndarray:
        """Glorot and Bengio's random weights, biases 0."""
        return self.network.start(random(seed))

    def seen(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Parameters (B, d), and the points (B or 1, k, 2) and classes (B or 1, k, 1) that they see."""
        rows = np.ascontiguousarray(x.reshape(len(x), -1).T)
        inputs, targets = (self.per_example(array, x) for array in self.data)
        k = len(targets)
        return rows, inputs.reshape(k, -1, 2).swapaxes(0, 1), targets.reshape(k, -1, 1).swapaxes(0, 1)

    def value(self, x):
        loss = [
            np.logaddexp(0, -targets * self.network.forward(rows, inputs)[-1]).mean((1, 2))
            for rows, inputs, targets in self.in_parts(x)
        ]
        return np.concatenate(loss).reshape(x.shape[1:])

    def grad(self, x):
        gradient = []
        for rows, inputs, targets in self.in_parts(x):
            said = self.network.forward(rows, inputs)
            slope = -targets * chance(-targets * said[-1]) / inputs.shape[1]
            gradient.append(self.network.backward(rows, said, slope))
        return np.concatenate(gradient).T.reshape(x.shape)

    def in_parts(self, x: np.ndarray) -> Any:
        """What `seen` gives, a part of the columns at a time."""
        rows, inputs, targets = self.seen(x)
        for part in self.network.parts(len(rows), inputs.shape[1]):
            own = part if len(inputs) > 1 else slice(None)
            yield rows[part], inputs[own], targets[own]

    def predict(self, x, points):
        """The chance of y = 1 at points (2, k): (k, *batch)."""
        rows = np.ascontiguousarray(x.reshape(len(x), -1).T)
        z = self.network.forward(rows, np.asarray(points, float).T[None])[-1]
        return chance(z[..., 0].T.reshape(-1, *x.shape[1:]))


class Moons(Classifier):
    """Two interleaved half circles; a network tells them apart by log(1 + exp(-y z)).

    >>> import gdzoo
    >>> f = gdzoo.PROBLEMS["moons"]
    >>> f.dim, list(f.matrices), f.value(f.start(0)).round(3)
    (105, ['W1', 'W2', 'W3'], np.float64(0.626))
    """

    name = "moons"
    title = "Two moons"
    window = ((-2.0, 2.0), (-1.5, 1.5))
    parameters = {
        "examples": several(100),
        "hidden": HIDDEN,
        "layers": LAYERS,
        "noise": Knob(r"\sigma", 0, 0.5, "linear", 0.1, ">= 0"),
        "seed": SEED,
    }

    @cached_property
    def data(self) -> Classes:
        rng = random(self.seed)
        angle, noise = np.pi * rng.random(self.examples), rng.standard_normal((self.examples, 2))
        targets = alternating(self.examples)
        moon = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], 1)
        return Classes(targets[:, None] * moon + self.noise * noise, targets)


class Spirals(Classifier):
    """Two spiral arms around each other; a network tells them apart by log(1 + exp(-y z)).

    >>> import gdzoo
    >>> f = gdzoo.PROBLEMS["spirals"]
    >>> f.dim, f.data.inputs.shape
    (337, (100, 2))
    """

    name = "spirals"
    title = "Two spirals"
    window = ((-2.0, 2.0), (-1.5, 1.5))
    parameters = {
        "examples": several(100),
        "hidden": HIDDEN._replace(default=16),
        "layers": LAYERS,
        "noise": Knob(r"\sigma", 0, 0.3, "linear", 0.05, ">= 0"),
        "seed": SEED,
    }

    @cached_property
    def data(self) -> Classes:
        rng = random(self.seed)
        along, noise = np.sqrt(rng.random(self.examples)), rng.standard_normal((self.examples, 2))
        targets = alternating(self.examples)
        radius, angle = 0.2 + 1.1 * along, 2.5 * np.pi * along
        arm = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
        return Classes(targets[:, None] * arm + self.noise * noise, targets)


def alternating(count: int) -> np.ndarray:
    """The classes 1, -1, 1, ... of so many examples.

    >>> alternating(3)
    array([ 1., -1.,  1.])
    """
    return np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
