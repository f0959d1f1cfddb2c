"""What rules run on: an objective, and starts. The options that a race and a sweep share."""

import argparse
from functools import cached_property
from typing import Any

import numpy as np

from ..oracles import Noisy, as_objective
from .report import cell
from .words import at_least, named, point, positive, whole


def options(parser: argparse.ArgumentParser) -> None:
    """The options that a race and a sweep share."""
    add = parser.add_argument
    add("--steps", type=whole(0), default=200, metavar="N", help="of every run (200)")
    add("--noise", type=at_least(0), default=0.0, metavar="SIGMA", help="of normal noise on every gradient (0)")
    add("--seed", type=whole(0), default=0, metavar="N", help="picks the noise, and starts that are drawn (0)")
    add("--tolerance", type=positive, default=1e-3, metavar="LOSS", help="counts as arrived (0.001)")


def start_option(parser: Any) -> None:
    """The option of one start. parser: or a group of one."""
    parser.add_argument("--start", type=point, metavar="X,Y", help="as in -1.3,1.7; by default the landscape's first")


class Ground:
    """A landscape or a problem, as the arguments of a command describe it.

    Attributes
    ----------
    known : the landscape or problem.
    f : the same with the noise that was asked for.
    """

    def __init__(self, chosen: argparse.Namespace):
        self.chosen = chosen
        name, parameters = named(chosen.landscape)
        known = as_objective(name)
        self.known = known(**parameters) if parameters else known
        self.f = Noisy(self.known, chosen.noise) if chosen.noise else self.known

    @cached_property
    def f_min(self) -> float | None:
        """The lowest value, where it is known."""
        return None if self.known.f_min is None else float(self.known.f_min)

    def above(self, height: np.ndarray) -> np.ndarray:
        """The loss at these heights."""
        return height if self.f_min is None else np.maximum(height - self.f_min, 0.0)

    @property
    def terms(self) -> str:
        """Under which runs are made, and what their loss is."""
        noise = f", noise {cell(self.chosen.noise)}" if self.chosen.noise else ""
        loss = "the height" if self.f_min is None else f"the height above the minimum {cell(self.f_min)}"
        return f"{self.chosen.steps} steps{noise}; loss is {loss}"

    @property
    def facts(self) -> dict[str, Any]:
        """The same for a program."""
        told = {name: getattr(self.chosen, name) for name in ("steps", "noise", "seed", "tolerance")}
        return {"landscape": self.known.name, "parameters": self.known.values, "f_min": self.f_min} | told

    def start(self) -> np.ndarray:
        """The start that was chosen, or the first that the landscape has, or one of the problem."""
        if self.chosen.start is not None:
            x0 = np.array(self.chosen.start)
            if x0.size != self.known.dim:
                raise ValueError(f"{self.known.name} takes a start of {self.known.dim} numbers, got {x0.size}")
            return x0.reshape(getattr(self.known, "shape", x0.shape))
        return np.array(self.known.starts[0]) if hasattr(self.known, "starts") else self.known.start(self.chosen.seed)

    def starts(self, count: int) -> np.ndarray:
        """So many starts, (d, count): drawn evenly from the landscape's box, or those of the problem."""
        if not hasattr(self.known, "box"):
            return np.stack([self.known.start(self.chosen.seed + i) for i in range(count)], axis=-1)
        from numpy.random import default_rng

        low, high = np.transpose(self.known.box)
        return default_rng(self.chosen.seed).uniform(low, high, (count, len(low))).T
