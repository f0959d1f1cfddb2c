"""One matrix to learn, with strong and weak things in it: what matrix rules act on."""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ..knobs import Knob
from ..linalg import matmul, transpose
from .base import SEED, Problem, random


class Kinds(NamedTuple):
    kind: np.ndarray  # which of a few kinds each example is, (N,)


class MatrixProblem(Problem):
    """A problem of a matrix, whose examples are of a few kinds; and with parts, strong and weak, that are learned one by one.

    strengths : how strong each part is, falling.
    """

    strengths: Any
    f_min = 0.0

    @property
    def examples(self) -> int:
        return len(self.data.kind)

    def errors(self, x: np.ndarray) -> np.ndarray:
        """Which share of each part is still wrong at x: (parts, *batch)."""
        raise NotImplementedError

    def shares(self, x: np.ndarray, kinds: int) -> np.ndarray:
        """Which share of the examples that x sees is of each kind: (kinds, *batch), or axes of 1 where all see the same."""
        kind = self.per_example(self.data.kind, x)
        return np.stack([(kind == k).mean(0) for k in range(kinds)])


class MatrixFactorization(MatrixProblem):
    """A narrow matrix X learns the factor of a given one: the mean over all entries of (X Xᵀ - M)² / 2.

    M is symmetric, 8 x 8, with eigenvalues 8, 4, 2, 1 and 0 four times; X is 8 x 4, so that X Xᵀ can be M. Not convex: 0 is a saddle,
    and so is every X that knows some of the eigenvectors and lacks others. From a small start plain descent finds
    them one after another, the strongest first.

    >>> import gdzoo
    >>> f = gdzoo.PROBLEMS["matrix_factorization"]
    >>> f.shape, f.examples, f.strengths, round(float(f.value(0 * f.start(0))), 4)
    ((8, 4), 64, array([8., 4., 2., 1.]), 0.6641)
    """

    name = "matrix_factorization"
    title = "A factor of a matrix"
    formula = r"\frac1{64} \sum_{i,j} \tfrac12 \bigl(X X^\top - M\bigr)_{ij}^2"
    shape = (8, 4)
    shared = ("data", "vectors")
    strengths = np.array([8.0, 4.0, 2.0, 1.0])

    @cached_property
    def data(self) -> Kinds:
        return Kinds(np.arange(64, dtype=float))

    @cached_property
    def vectors(self) -> np.ndarray:
        """The eigenvectors of M that belong to its strengths, columns of (8, 4)."""
        return np.linalg.qr(random(self.seed).standard_normal((8, 4)))[0]

    @property
    def target(self) -> np.ndarray:
        """M, (8, 8)."""
        return self.vectors * self.strengths @ self.vectors.T

    def start(self, seed: int = 0) -> np.ndarray:
        """Near the saddle at 0: entries of size 0.1."""
        return 0.1 * random(seed).standard_normal(self.shape)

    def errors(self, x: np.ndarray) -> np.ndarray:
        """|1 - vᵀ X Xᵀ v / s| of every eigenvector v and strength s of M: (4, *batch), 1 at X = 0."""
        found = (matmul(self.vectors.T, x) ** 2).sum(1)
        return np.abs(1 - found / self.strengths.reshape(4, *(1,) * (x.ndim - 2)))

    def misses(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """X Xᵀ - M, and the weight of every entry in the loss: (8, 8, *batch) or with axes of 1."""
        ones = (1,) * (x.ndim - 2)
        weight = self.shares(x, 64)
        return matmul(x, transpose(x)) - self.target.reshape(8, 8, *ones), weight.reshape(8, 8, *weight.shape[1:])

    def value(self, x):
        miss, weight = self.misses(x)
        return (weight * miss**2).sum((0, 1)) / 2

    def grad(self, x):
        miss, weight = self.misses(x)
        pull = weight * miss
        return matmul(pull + transpose(pull), x)


class AssociativeMemory(MatrixProblem):
    """A matrix W learns 8 facts: to turn each key e into its value u. The loss is the mean of ‖W e - u‖² / 2.

    The facts are not equally common. By a law of Zipf's kind the k-th occurs 64 / k^``exponent`` times, rounded, and
    once at least. Keys are orthonormal, and so are values, so that the facts do not disturb one another: plain
    descent multiplies W e - u of each fact by 1 - lr p in every step, with p the fact's share of the examples.

    >>> import gdzoo, numpy as np
    >>> f = gdzoo.PROBLEMS["associative_memory"]
    >>> f.shape, f.counts, f.errors(np.zeros((8, 8)))
    ((8, 8), array([64., 16.,  7.,  4.,  3.,  2.,  1.,  1.]), array([1., 1., 1., 1., 1., 1., 1., 1.]))

    References
    ----------
    wang2025muon
    """

    name = "associative_memory"
    title = "Common and rare facts"
    formula = r"\frac1N \sum_i \tfrac12 \lVert W e_{k_i} - u_{k_i} \rVert^2"
    parameters = {"exponent": Knob("s", 0, 2, "linear", 2.0, ">= 0"), "seed": SEED}
    shape = (8, 8)
    shared = ("data", "facts")
    exponent: float

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each fact occurs among the examples, (8,)."""
        return np.maximum(1, np.round(64 / np.arange(1, 9, dtype=float) ** self.exponent))

    @property
    def strengths(self) -> np.ndarray:
        return self.counts / self.counts.sum()

    @cached_property
    def data(self) -> Kinds:
        return Kinds(np.concatenate([np.full(int(n), float(k)) for k, n in enumerate(self.counts)]))

    @cached_property
    def facts(self) -> tuple[np.ndarray, np.ndarray]:
        """The keys and the values, each the columns of an orthogonal matrix, (8, 8)."""
        keys, values = np.linalg.qr(random(self.seed).standard_normal((2, 8, 8)))[0]
        return keys, values

    @property
    def minima(self) -> list[np.ndarray]:
        keys, values = self.facts
        return [values @ keys.T]

    def start(self, seed: int = 0) -> np.ndarray:
        """Hardly anything: entries of size 0.01."""
        return 0.01 * random(seed).standard_normal(self.shape)

    def misses(self, x: np.ndarray) -> np.ndarray:
        """What W makes of each key, less the value: the columns of an array (8, 8, *batch)."""
        keys, values = self.facts
        return matmul(x, keys) - values.reshape(8, 8, *(1,) * (x.ndim - 2))

    def errors(self, x: np.ndarray) -> np.ndarray:
        """‖W e - u‖² of every fact: (8, *batch), 1 at W = 0."""
        return (self.misses(x) ** 2).sum(0)

    def value(self, x):
        return (self.shares(x, 8) * self.errors(x)).sum(0) / 2

    def grad(self, x):
        return matmul(self.misses(x) * self.shares(x, 8), self.facts[0].T)
