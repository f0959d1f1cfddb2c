"""What a picture holds."""

from typing import Any, NamedTuple

import numpy as np

from ..rules import Rule
from .ground import Ground


class Curve(NamedTuple):
    """Numbers over numbers. NaN is a gap.

    Those that share label and rule are drawn alike, and named once.
    """

    label: str
    rule: Rule | None  # what made it, if that is known
    x: np.ndarray  # (K,)
    y: np.ndarray  # (K,)


class Path(NamedTuple):
    """Where a run went, over the ground."""

    label: str
    rule: Rule | None
    steps: np.ndarray  # (K,), the number of steps done at each point
    x: np.ndarray  # (K, d), d = 1 or 2
    loss: np.ndarray  # (K,), NaN once the run has left
    left: int  # the step at which it left, -1 if it did not


class Plot:
    """A picture, as plain data: what `plot` returns.

    A cell in the book shows it, and so does a notebook, where matplotlib is installed; ``save`` writes it to a file.

    Attributes
    ----------
    title, xlabel, ylabel : the words at it; those of the axes belong to the curves.
    log : the axes of the curves that are logarithmic: ``""``, ``"x"``, ``"y"`` or ``"xy"``.
    curves : of a run its loss by step.
    ground : the landscape under the paths, or ``None``.
    paths : over the ground.
    left_out : how many more curves or runs there are than a picture can show.

    >>> import gdzoo
    >>> run = gdzoo.minimize("gd", "valley", [-2.5, 1.2], 50, lr=0.05)
    >>> gdzoo.plot(run)
    <plot: 1 path over Valley, 1 curve>
    """

    __slots__ = ("title", "xlabel", "ylabel", "log", "curves", "ground", "paths", "left_out")

    def __init__(
        self,
        *,
        title: str = "",
        xlabel: str = "",
        ylabel: str = "",
        log: str = "",
        curves: tuple[Curve, ...] = (),
        ground: Ground | None = None,
        paths: tuple[Path, ...] = (),
        left_out: int = 0,
    ):
        self.title, self.xlabel, self.ylabel, self.log = title, xlabel, ylabel, log
        self.curves, self.ground, self.paths, self.left_out = curves, ground, paths, left_out

    def __repr__(self) -> str:
        paths = f"{_count(self.paths, 'path')} over {self.ground.title}" if self.ground and self.paths else ""
        ground = self.ground.title if self.ground and not self.paths else ""
        curves = _count(self.curves, "curve") if self.curves else ""
        return f"<plot: {', '.join(part for part in (paths, ground, curves) if part)}>"

    def save(self, file: Any) -> None:
        """Draw into a file; its name ends in .png, .svg or .pdf. This needs matplotlib."""
        from . import paper

        paper.require("Plot.save")
        paper.save(self, file)

    def _repr_png_(self) -> bytes | None:
        """What a notebook shows; nothing, and so the line above, without matplotlib."""
        from . import paper

        return paper.png(self) if paper.is_there() else None


def _count(things: tuple[Any, ...], word: str) -> str:
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"
