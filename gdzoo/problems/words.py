"""A sum of words, some common and some rare: the rare ones hardly ever have a slope."""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ..knobs import Knob
from .base import SEED, Problem, random, several

WORDS = 6


class Sentences(NamedTuple):
    inputs: np.ndarray  # 1 where a word is in a sentence and 0 where not, (N, words)
    targets: np.ndarray  # (N,)


class RareWords(Problem):
    """The mean of (the weights of a sentence's words, added up, minus y)², for N sentences: a quadratic in six weights.

    Word j is in every 2ʲ-th sentence, or every ``rarity``ʲ-th, from j = 0, in sentences drawn at random. Each word is worth 1: y
    is the number of a sentence's words, and normal noise. A sentence has a slope in the weights of its own words alone.

    >>> import gdzoo, numpy as np
    >>> f = gdzoo.PROBLEMS["rare_words"]
    >>> f.data.inputs.sum(0), np.round(f.minima[0], 2), round(f.f_min, 3)
    (array([400., 200., 100.,  50.,  25.,  12.]), array([1.05, 0.83, 0.94, 0.78, 1.15, 0.75]), 0.955)
    """

    name = "rare_words"
    title = "Words, common and rare"
    formula = r"\frac1N \sum_i \Bigl(\sum_j a_{ij} w_j - y_i\Bigr)^2,\quad a_{ij} \in \{0, 1\}"
    shape = (WORDS,)
    parameters = {
        "rarity": Knob("r", 1, 4, "log", 2, ">= 1"),
        "examples": several(400),
        "noise": Knob(r"\sigma", 0, 2, "linear", 1.0, ">= 0"),
        "seed": SEED,
    }
    rarity: float
    noise: float

    @cached_property
    def data(self) -> Sentences:
        rng = random(self.seed)
        places = rng.random((self.examples, WORDS)).argsort(0, kind="stable").argsort(0, kind="stable")
        often = np.maximum(1, np.round(self.examples / self.rarity ** np.arange(float(WORDS))))
        inputs = np.where(places < often, 1.0, 0.0)
        return Sentences(inputs, inputs.sum(1) + self.noise * rng.standard_normal(self.examples))

    @cached_property
    def _lowest(self) -> Any:
        return np.linalg.lstsq(*self.data)[0]

    @property
    def minima(self) -> list[tuple[float, ...]]:
        return [tuple(float(weight) for weight in self._lowest)]

    @property
    def f_min(self) -> float:
        return float(type(self)(**self.values).value(self._lowest))

    @cached_property
    def eigenvalues(self) -> np.ndarray:
        inputs = self.data.inputs
        return np.linalg.eigvalsh(2 * inputs.T @ inputs / self.examples)

    def start(self, seed: int = 0) -> np.ndarray:
        """Normals, a tenth long: nothing is known yet."""
        return 0.1 * random(seed).standard_normal(WORDS)

    def residuals(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The words that x sees, (words, k, *batch), and how far the sum is above each target, (k, *batch)."""
        inputs, targets = (self.per_example(array, x) for array in self.data)
        inputs = np.moveaxis(inputs, -1, 0)
        return inputs, (inputs * x[:, None]).sum(0) - targets

    def value(self, x):
        _, r = self.residuals(x)
        return (r * r).mean(0)

    def grad(self, x):
        inputs, r = self.residuals(x)
        return 2 * (inputs * r).mean(1)

    def predict(self, x, points):
        """The sums of the weights of sentences (words, k): (k, *batch)."""
        return np.tensordot(np.asarray(points, float).T, x, 1)
