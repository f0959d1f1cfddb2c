"""A small network by hand: forward, and backward through every layer, for a whole batch of parameters at once."""

from itertools import pairwise
from typing import Any

import numpy as np

CHUNK = 2**20
"""How many numbers one array of a pass may hold: beyond it, the batch is taken in parts, which stay in the cache."""


class Network:
    """A multilayer perceptron with tanh between its layers, whose parameters are one flat vector.

    The layers stand one after another in the vector, each with its matrix W (outputs x inputs, row after row) and then
    its biases b.

    Parameters
    ----------
    sizes : the widths of the layers, inputs and outputs included.

    >>> net = Network([2, 8, 1])
    >>> net.dim, net.matrices
    (33, {'W1': (slice(0, 16, None), (8, 2)), 'W2': (slice(24, 32, None), (1, 8))})
    """

    def __init__(self, sizes: list[int]):
        self.sizes = sizes
        self.matrices: dict[str, tuple[slice, tuple[int, int]]] = {}
        self.biases: list[slice] = []
        at = 0
        for i, (n, m) in enumerate(pairwise(sizes), 1):
            self.matrices[f"W{i}"] = slice(at, at + m * n), (m, n)
            self.biases.append(slice(at + m * n, at + m * n + m))
            at += m * n + m
        self.dim = at

    def layers(self, rows: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """The matrix (B, m, n) and the biases (B, 1, m) of every layer, from parameters (B, d)."""
        return [
            (rows[:, where].reshape(-1, *shape), rows[:, None, biases])
            for (where, shape), biases in zip(self.matrices.values(), self.biases, strict=True)
        ]

    def forward(self, rows: np.ndarray, inputs: np.ndarray) -> list[np.ndarray]:
        """What every layer says, from the inputs (B or 1, k, n) to the outputs (B, k, m)."""
        said = [inputs]
        layers = self.layers(rows)
        for i, (weights, bias) in enumerate(layers, 1):
            z = said[-1] @ weights.swapaxes(1, 2) + bias
            said.append(np.tanh(z) if i < len(layers) else z)
        return said

    def backward(self, rows: np.ndarray, said: list[np.ndarray], slope: np.ndarray) -> np.ndarray:
        """The gradient (B, d) of a loss, from its slope (B, k, m) in the outputs."""
        gradient = np.empty_like(rows)
        blocks = list(zip(self.layers(rows), self.matrices.values(), self.biases, said[:-1], strict=True))
        for (weights, _), (where, _), biases, heard in reversed(blocks):
            gradient[:, where] = (slope.swapaxes(1, 2) @ heard).reshape(len(rows), -1)
            gradient[:, biases] = slope.sum(1)
            slope = (slope @ weights) * (1 - heard**2)  # after the first layer it is not used
        return gradient

    def parts(self, columns: int, examples: int) -> list[slice]:
        """The columns of a batch in parts of a size that the cache holds."""
        size = max(1, CHUNK // (examples * max(self.sizes)))
        return [slice(at, at + size) for at in range(0, columns, size)]

    def start(self, rng: Any) -> np.ndarray:
        """Glorot and Bengio's start: weights of variance 2 / (inputs + outputs), biases 0.

        References
        ----------
        glorot2010understanding
        """
        x = np.zeros(self.dim)
        for where, (m, n) in self.matrices.values():
            x[where] = rng.standard_normal(m * n) * np.sqrt(2 / (m + n))
        return x
