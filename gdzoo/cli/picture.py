"""A race as a picture in a file."""

from collections.abc import Sequence

from ..plots import paper
from ..plots.runs import of_runs
from ..trajectory import Trajectory
from .ground import Ground


def require() -> None:
    """Raise one sentence unless a picture can be drawn."""
    paper.require("--save")


def save(path: str, place: Ground, names: Sequence[str], runs: Sequence[Trajectory]) -> None:
    """Draw a race into a file, whose ending says in which format."""
    title = f"{place.chosen.landscape}, {place.terms}"
    of_runs(list(zip(names, runs, strict=True)), title=title).save(path)
