"""A picture drawn with matplotlib, if that is there: outside of the page."""

import io
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from .ground import Ground
from .picture import Plot

SIZE = 5  # inches along a side of each part
FINE = 200  # heights along each side of the ground
BANDS = 24


def is_there() -> bool:
    """Whether there is a matplotlib."""
    try:
        return find_spec("matplotlib") is not None
    except ImportError:  # in the page, whose sentence says what to do without
        return False


def require(what: str) -> None:
    """Raise one sentence unless matplotlib is there. what: draws with it."""
    if find_spec("matplotlib") is None:
        raise ImportError(
            f"{what} draws with matplotlib, which is missing; install it: python -m pip install matplotlib"
        )


def save(picture: Plot, file: Any) -> None:
    """Draw a picture into a file, whose ending says in which format."""
    figure = drawn(picture)
    try:
        figure.savefig(file, dpi=150)
    except OSError as error:
        raise OSError(f"{file} cannot be written: {error.strerror}") from None


def png(picture: Plot) -> bytes:
    """The bytes of a PNG."""
    buffer = io.BytesIO()
    drawn(picture).savefig(buffer, format="png", dpi=100)
    return buffer.getvalue()


def drawn(picture: Plot) -> Any:
    """A matplotlib figure: the ground at the left, the curves at the right, as far as there are any."""
    parts = [draw_ground] * (picture.ground is not None) + [draw_curves] * bool(picture.curves)
    figure = import_module("matplotlib.figure").Figure(figsize=(SIZE * len(parts), SIZE), layout="constrained")
    for axes, draw in zip(figure.subplots(1, len(parts), squeeze=False)[0], parts, strict=True):
        draw(axes, picture)
    figure.suptitle(picture.title, fontsize="medium")
    return figure


def pens(names: list[str]) -> list[dict[str, Any]]:
    """Colour and dash for each name: those of the first forty differ."""
    order = list(dict.fromkeys(names))
    places = [order.index(name) for name in names]
    return [{"color": f"C{i % 10}", "linestyle": ("-", "--", "-.", ":")[i // 10 % 4]} for i in places]


def draw_ground(axes: Any, picture: Plot) -> None:
    """The paths over lines of equal height, or along the curve of a landscape of one variable."""
    land: Any = picture.ground
    sides = [np.linspace(low, high, FINE) for low, high in land.box]
    heights = land.value(np.stack(np.meshgrid(*sides)))
    if land.dim == 1:
        axes.plot(sides[0], heights, color="0.8")
        view = axes.get_ylim()
    else:
        draw_heights(axes, land, sides, heights)
        view = land.box[1]
    for path, pen in zip(picture.paths, pens([path.label for path in picture.paths]), strict=True):
        x, y = path.x.T if land.dim == 2 else (path.x[:, 0], land.value(path.x.T))
        axes.plot(x, y, **pen, linewidth=1.2)
        axes.plot(x[-1], y[-1], "o", color=pen["color"], markersize=5)
        axes.plot(x[0], y[0], "o", color="0.3", fillstyle="none")
    axes.set(xlabel="x", ylabel="y" if land.dim == 2 else "height", xlim=land.box[0], ylim=view)


def draw_heights(axes: Any, land: Ground, sides: list[np.ndarray], heights: np.ndarray) -> None:
    """Lines of equal height, and the minima."""
    levels = np.unique(np.nanquantile(heights, np.linspace(0, 1, BANDS) ** 2)) if np.isfinite(heights).any() else []
    if len(levels) > 1:
        axes.contour(*sides, np.ma.masked_invalid(heights), levels=levels, colors="0.8", linewidths=0.8)
    axes.plot(*np.reshape(land.minima, (-1, 2)).T, "x", color="0.4")


def draw_curves(axes: Any, picture: Plot) -> None:
    """The curves, named in a legend if any has a name."""
    named: set[str] = set()
    for curve, pen in zip(picture.curves, pens([curve.label for curve in picture.curves]), strict=True):
        alone = np.isfinite(curve.y).sum() == 1  # a line of one point is none
        label = "" if curve.label in named else curve.label
        axes.plot(curve.x, curve.y, **pen, marker="o" if alone else None, label=label or None)
        named.add(curve.label)
    scales = {f"{axis}scale": "log" for axis in picture.log}
    axes.set(xlabel=picture.xlabel, ylabel=picture.ylabel, **scales)
    if named - {""}:
        axes.legend(frameon=False)
