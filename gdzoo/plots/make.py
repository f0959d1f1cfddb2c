"""plot(): the one function that makes pictures."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..oracles import as_objective
from ..trajectory import Trajectory
from .curves import curves, numbers
from .ground import ground
from .picture import Plot
from .runs import of_paths, of_runs

LOGS = ("", "x", "y", "xy", "yx")


def plot(
    x: Any,
    y: Any = None,
    *,
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
    log: str | None = None,
    on: Any = None,
) -> Plot:
    """A picture of numbers, of runs, or of a landscape.

    Parameters
    ----------
    x : what to draw. Numbers (K,) make a curve over 0, 1, 2, ...; numbers (K, m) make m curves; a dict of label -> numbers makes
        curves with labels. A `Trajectory`, a list of them, or a dict of label -> trajectory: their paths over the landscape,
        if that has one or two variables, and their losses by step. A landscape, or its name: the landscape.
    y : the numbers over x, as many as x has; or a dict of label -> numbers.
    title, xlabel, ylabel : words for the picture and for the axes of its curves.
    log : which axes of the curves are logarithmic: ``"x"``, ``"y"``, ``"xy"``, or ``""`` for neither. By default a loss is, if its lowest
        value is known, and nothing else.
    on : the landscape, or its name, on which x is the path of a run that you made yourself: points (K, d).

    Returns
    -------
    A `Plot`: a cell of the book shows it, and so does a notebook; ``.save("race.png")`` writes it to a file.

    Examples
    --------
    >>> import gdzoo
    >>> runs = {name: gdzoo.minimize(name, "rosenbrock", [-1.3, 1.7], 200, lr=0.001) for name in ("gd", "adam")}
    >>> gdzoo.plot(runs)
    <plot: 2 paths over Rosenbrock's valley, 2 curves>
    >>> gdzoo.plot({"gd": runs["gd"].f, "adam": runs["adam"].f}, log="y", ylabel="loss")
    <plot: 2 curves>
    >>> gdzoo.plot([[-2.0, 1.0], [-1.0, 0.5], [0.0, 0.0]], on="himmelblau")
    <plot: 1 path over Himmelblau's function, 1 curve>
    """
    for name, text in {"title": title, "xlabel": xlabel, "ylabel": ylabel}.items():
        if not isinstance(text, str):
            raise TypeError(f"plot: {name} must be text, got {name}={text!r}")
    if log is not None and log not in LOGS:
        raise ValueError(f'plot: log must be "x", "y", "xy" or "", got log={log!r}')
    words: dict[str, Any] = {"title": title, "xlabel": xlabel, "ylabel": ylabel, "log": log}
    runs = _runs(x)
    if y is not None and (runs or on is not None or _is_ground(x)):
        raise TypeError("plot: only numbers have a y; of runs and landscapes, plot(run) is all")
    if on is not None and not runs:
        return of_paths(_labelled(x, "the path"), as_objective(on), **words)
    if runs:
        return of_runs(runs, None if on is None else as_objective(on), **words)
    if _is_ground(x):
        return _of_ground(as_objective(x), **words)
    if y is None:
        return curves(None, _labelled(x), **words)
    return curves(numbers(x, "x"), _labelled(y, "y"), **words)


def _runs(x: Any) -> list[tuple[str, Trajectory]]:
    """The runs with their labels, "" for none, if x is runs."""
    if isinstance(x, Trajectory):
        return [("", x)]
    if isinstance(x, Mapping):
        labelled = [(str(label), run) for label, run in x.items()]
    elif isinstance(x, list | tuple):
        labelled = [("", run) for run in x]
    else:
        return []
    are_runs = [isinstance(run, Trajectory) for _, run in labelled]
    if any(are_runs) and not all(are_runs):
        other = labelled[are_runs.index(False)][1]
        raise TypeError(f"plot: runs stand with runs alone, and one of these is of type {type(other).__name__}")
    return labelled if any(are_runs) else []


def _is_ground(x: Any) -> bool:
    return isinstance(x, str) or (callable(getattr(x, "value", None)) and callable(getattr(x, "grad", None)))


def _of_ground(f: Any, *, title: str, **words: Any) -> Plot:
    name = getattr(f, "name", "this objective")
    if getattr(f, "box", None) is None:
        raise TypeError(f"plot: {name} has no box that says what to show; run it, and plot the run")
    land = ground(f, [], [])
    if land is None:
        raise ValueError(f"plot: {name} has {len(f.box)} variables, and a picture shows one or two")
    return Plot(title=title, ground=land)


def _labelled(x: Any, what: str = "the curve") -> dict[str, np.ndarray]:
    """Numbers by label, "" for none."""
    if isinstance(x, Mapping):
        if not x:
            raise ValueError("plot: there is no curve in {}; give a dict of label -> numbers")
        return {str(label): numbers(y, repr(label)) for label, y in x.items()}
    return {"": numbers(x, what)}
