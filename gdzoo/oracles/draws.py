"""Random numbers that depend on the step alone: whoever asks for them, in whatever order, gets the same."""

from typing import Any


class Draws:
    """A stream of random numbers for every t and every pair of seeds.

    Parameters
    ----------
    seed : integer in [0, 2^32), the objective's.
    kind : 0, 1, ..., so that oracles of different kinds with one seed meet different numbers.

    >>> draws = Draws(seed=3)
    >>> draws.at(5).random() == Draws(seed=3).at(5).random(), draws.at(5, seed=1).random() == draws.at(6).random()
    (True, False)
    """

    def __init__(self, seed: int, kind: int = 0):
        self.seed, self.kind = seed, kind
        self._rng: Any = None

    def at(self, t: int, seed: int = 0) -> Any:
        """A generator at the beginning of its stream for t and the run's seed; it is good until the next call."""
        if self._rng is None:
            import numpy.random  # loads only where randomness is wanted

            self._rng = numpy.random.Generator(numpy.random.Philox(key=0))
            self._fresh = self._rng.bit_generator.state
            self._fresh["state"]["counter"][3] = self.kind
        key = self._fresh["state"]["key"]  # a counter-based generator: any step can be asked for first
        key[0], key[1] = self.seed << 32 | seed, t
        self._rng.bit_generator.state = self._fresh
        return self._rng
