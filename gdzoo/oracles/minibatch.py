"""The gradient of a few examples in place of all."""

from typing import Any

import numpy as np

from ..knobs import check_seed
from ..problems.base import PROBLEMS
from .base import Oracle, at, if_f_has
from .draws import Draws


class Minibatch(Oracle):
    """Each step sees the mean over ``batch_size`` examples of a problem.

    Every column of a batch goes through the examples in a random order of its own, and in a new one in every epoch. So a
    minibatch holds no example twice, and within an epoch, ``examples // batch_size`` steps, none comes again; what is left
    over is left out of it. Rules that are compared meet the same minibatches. Outside of a run, value and gradient are
    those of all examples.

    Parameters
    ----------
    problem : a name in ``PROBLEMS``, a problem, or an oracle of one.
    batch_size : a whole number from 1 to the number of examples. A gradient costs this much: see `Counted`.
    replace : draw every minibatch with replacement: an example may come twice in it, and again in the next one. An epoch
        is then only a number of steps.
    seed : integer in [0, 2^32). A minibatch depends on this seed, that of ``minimize``, the step and the column alone.

    Conventions
    -----------
    As ``torch.utils.data.DataLoader`` with ``shuffle=True, drop_last=True``. At any one step a minibatch is equally likely
    to be any set of B of the N examples. So its gradient is right on average, with (N - B)/(N - 1) times the variance
    of B draws that may repeat; and over an epoch the errors nearly cancel. With ``replace``, those are what is drawn, as
    with torch's ``RandomSampler(replacement=True)``.

    Examples
    --------
    >>> import gdzoo
    >>> f = gdzoo.Minibatch("linear_regression", batch_size=8)
    >>> run = gdzoo.minimize("gd", f, [0.0, 0.0], 25, lr=0.1)
    >>> run.grad_evals[-1], f.f.examples
    (np.int64(200), 40)

    References
    ----------
    gurbuzbalaban2021random
    """

    def __init__(self, problem: Any, batch_size: int, seed: int = 0, replace: bool = False):
        problem = PROBLEMS[problem] if isinstance(problem, str) else problem
        if not hasattr(problem, "on"):
            raise TypeError(
                f"Minibatch needs a name in PROBLEMS or an objective with examples and on(indices), got {problem!r}"
            )
        super().__init__(problem)
        whole = isinstance(batch_size, int | np.integer) and not isinstance(batch_size, bool)
        if not whole or not 1 <= batch_size <= problem.examples:
            raise ValueError(
                f"Minibatch: batch_size must be a whole number from 1 to {problem.examples}, the examples of "
                f"{problem.name}, got batch_size={batch_size!r}"
            )
        self.batch_size, self.replace = int(batch_size), replace
        self.draws = Draws(check_seed("Minibatch", seed), kind=1)
        self._order: Any = (None, None)

    def at(self, t: int, seed: int = 0) -> "_Sample":
        """What step t of the run with this seed sees."""
        return _Sample(at(self.f, t, seed), self, t, seed)

    def indices(self, t: int, seed: int, batch: tuple[int, ...]) -> np.ndarray:
        """The examples of step t, (batch_size, *batch): the first columns are the same however many there are."""
        if self.replace:
            drawn = self.draws.at(t, seed).random((*batch, self.batch_size))
            return np.moveaxis((drawn * self.f.examples).astype(np.int64), -1, 0)
        epoch, k = divmod(t - 1, self.f.examples // self.batch_size)
        if self._order[0] != (epoch, seed, batch):
            keys = self.draws.at(epoch, seed).random((*batch, self.f.examples))
            self._order = (epoch, seed, batch), np.moveaxis(keys.argsort(-1, kind="stable"), -1, 0)
        return self._order[1][k * self.batch_size : (k + 1) * self.batch_size]


class _Sample(Oracle):
    """A `Minibatch` objective within one step: the examples are chosen when first asked for, and kept."""

    def __init__(self, f: Any, source: Minibatch, t: int, seed: int):
        self.f, self.source, self.t, self.seed = f, source, t, seed
        self.cost = source.batch_size
        self.chosen: Any = (None, None)

    def of(self, f: Any) -> "_Sample":
        return _Sample(f, self.source, self.t, self.seed)

    def sample(self, x: np.ndarray) -> Any:
        """The mean over the examples that points like x see."""
        batch = x.shape[getattr(self.f, "point_ndim", 1) :]
        if self.chosen[0] != batch:
            self.chosen = batch, self.f.on(self.source.indices(self.t, self.seed, batch))
        return self.chosen[1]

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.sample(x).value(x)

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.sample(x).grad(x)

    @if_f_has
    def hess(self, x: np.ndarray) -> np.ndarray:
        return self.sample(x).hess(x)
