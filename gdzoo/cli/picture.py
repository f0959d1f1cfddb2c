"""A race as a picture: the paths over the landscape, the loss by step. Drawn with matplotlib, if that is there."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from ..trajectory import Trajectory
from .ground import Ground

SIZE = 5  # inches along a side of each part
FINE = 200  # heights along each side
BANDS = 24
FLOOR = 1e-16  # below this a loss is rounding error
MARGIN = 0.04  # how far the view goes beyond a start outside of the box, in sides of the box


def require() -> None:
    """Raise one sentence unless matplotlib is there."""
    if find_spec("matplotlib") is None:
        raise ImportError(
            "--save draws with matplotlib, which is missing; install it: python -m pip install matplotlib"
        )


def save(path: str, place: Ground, names: Sequence[str], runs: Sequence[Trajectory]) -> None:
    """Draw a race into a file, whose ending says in which format."""
    flat = place.known.dim <= 2 and hasattr(place.known, "box")
    figure = import_module("matplotlib.figure").Figure(figsize=(SIZE * (1 + flat), SIZE), layout="constrained")
    *first, last = figure.subplots(1, 1 + flat, squeeze=False)[0]
    for axes in first:
        draw_paths(axes, place, runs)
    draw_losses(last, place, names, runs)
    figure.suptitle(f"{place.chosen.landscape}, {place.terms}", fontsize="medium")
    try:
        figure.savefig(path, dpi=150)
    except OSError as error:
        raise OSError(f"{path} cannot be written: {error.strerror}") from None


def pen(i: int) -> dict[str, Any]:
    """Colour and dash of run i: the first forty differ."""
    return {"color": f"C{i % 10}", "linestyle": ("-", "--", "-.", ":")[i // 10 % 4]}


def draw_paths(axes: Any, place: Ground, runs: Sequence[Trajectory]) -> None:
    """The runs over lines of equal height, or along the curve of a landscape of one variable."""
    view = [
        (min(low, at - MARGIN * (high - low)), max(high, at + MARGIN * (high - low)))
        for (low, high), at in zip(place.known.box, runs[0].x[0], strict=True)
    ]
    sides = [np.linspace(*side, FINE) for side in view]
    heights = place.known.value(np.stack(np.meshgrid(*sides)))
    if len(view) == 1:
        axes.plot(sides[0], heights, color="0.8")
        tracks = [(run.x[:, 0], run.f) for run in runs]
        view.append(axes.get_ylim())
    else:
        levels = np.unique(np.quantile(heights, np.linspace(0, 1, BANDS) ** 2))
        axes.contour(*sides, heights, levels=levels, colors="0.8", linewidths=0.8)
        axes.plot(*np.reshape(place.known.minima, (-1, 2)).T, "x", color="0.4")
        tracks = [run.x.T for run in runs]
    for i, (x, y) in enumerate(tracks):
        axes.plot(x, y, **pen(i), linewidth=1.2)
        axes.plot(x[-1], y[-1], "o", color=pen(i)["color"], markersize=5)
    x, y = tracks[0]
    axes.plot(x[0], y[0], "o", color="0.3", fillstyle="none")
    axes.set(xlabel="x", ylabel="y" if len(sides) == 2 else "height", xlim=view[0], ylim=view[1])


def draw_losses(axes: Any, place: Ground, names: Sequence[str], runs: Sequence[Trajectory]) -> None:
    """Loss by step, as far as each run stayed."""
    for i, (name, run) in enumerate(zip(names, runs, strict=True)):
        loss = place.above(run.f)
        loss = loss if place.f_min is None else np.maximum(loss, FLOOR)
        stayed = slice(None) if run.escaped_at < 0 else slice(int(run.escaped_at))
        axes.plot(run.steps[stayed], loss[stayed], **pen(i), label=name)
    axes.set(xlabel="step", ylabel="loss", yscale="linear" if place.f_min is None else "log")
    axes.legend(frameon=False)
