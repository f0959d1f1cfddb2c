"""The scene of a picture: its ground with the paths, its curves, and a timeline where paths move."""

from types import SimpleNamespace

import numpy as np

from demos.kit import planes, scene
from gdzoo.plots import Plot
from gdzoo.plots.curves import gaps
from gdzoo.plots.ground import Ground
from gdzoo.plots.picture import Curve, Path
from lab.figures import captions
from lab.figures.data import columns, moving, points
from lab.figures.frames import resampled, thinned, timeline
from lab.figures.ranges import axis, extent, widened
from lab.figures.strokes import strokes

POINTS = 2400  # of all curves of a figure that does not move, together, about
NAMED = 8  # curves or paths that bear their names
FINE = 241  # points of the curve of a landscape of one variable


def drawn(plot: Plot) -> dict:
    """The scene of a picture."""
    if plot.ground is None:
        curves = tuple(thinned(curve, POINTS // len(plot.curves)) for curve in plot.curves)
        panel = chart(plot, curves, area="main", title=plot.title)
        return scene.scene([panel], captions.of_curves(plot), note=captions.facts(plot), data=columns(plot, curves))
    steps = timeline(plot.paths)
    paths = tuple(resampled(path, steps) for path in plot.paths)
    over = over_plane if plot.ground.dim == 2 else over_curve
    panel, fields, lowest = over(plot.ground, paths, plot.title)
    if not paths:
        said, data = captions.of_ground(plot.ground, lowest), points(plot.ground, lowest)
        return scene.scene([panel], said, note=captions.facts(plot), fields=fields, data=data)
    losses = tuple(gaps(Curve(path.label, path.rule, path.steps, path.loss), plot.log) for path in paths)
    title = f"{plot.ylabel.capitalize()}, by step"
    return scene.scene(
        [panel, chart(plot, losses, area="side", title=title, moves=True)],
        captions.of_runs(plot),
        timeline=steps,
        note=captions.facts(plot),
        fields=fields,
        data=moving(paths),
    )


def over_plane(ground: Ground, paths: tuple[Path, ...], title: str) -> tuple[dict, dict, np.ndarray | None]:
    """The panel of a ground of two variables, its fields, and its lowest point on a grid."""
    rows, columns = planes.GRID
    across, up = planes.view(ground)
    grid = np.stack(np.meshgrid(np.linspace(*across, columns), np.linspace(*up, rows)))
    heights = ground.value(grid)
    marks = [
        planes.path(ground, SimpleNamespace(x=path.x), style, label=label)
        for path, style, label in zip(paths, strokes(paths), names(paths), strict=True)
    ]
    if not np.isfinite(heights).any():
        flat = scene.plot("ground", scene.axis(*across, "x"), scene.axis(*up, "y"), marks, aspect=planes.ASPECT)
        return flat | {"title": title}, {}, None
    lowest = grid[:, *np.unravel_index(np.nanargmin(heights), heights.shape)]
    panel = planes.plane(ground, marks, name="ground", title=title)
    return panel, {"landscape": scene.field(heights, (*across, *up))}, lowest


def over_curve(ground: Ground, paths: tuple[Path, ...], title: str) -> tuple[dict, dict, np.ndarray | None]:
    """The panel of a ground of one variable, no fields, and its lowest point on a grid."""
    across = np.linspace(*ground.box[0], FINE)
    heights = ground.value(across[None])
    found = np.isfinite(heights).any()
    minima = np.ravel(ground.minima)
    marks = [scene.line(across, heights, scene.pen("ink", width=1.6))]
    marks += [scene.points(minima, ground.value(minima[None]), "star")] if len(minima) else []
    marks += [
        scene.line(path.x[:, 0], ground.value(path.x.T), style, label=label, moves=True, dots=len(path.x) <= 60)
        for path, style, label in zip(paths, strokes(paths), names(paths), strict=True)
    ]
    low, high = widened(*extent([heights])) if found else (0.0, 1.0)
    panel = scene.plot("ground", scene.axis(*ground.box[0], "x"), scene.axis(low, high, "height"), marks, title=title)
    return panel, {}, across[[np.nanargmin(heights)]] if found else None


def chart(plot: Plot, curves: tuple[Curve, ...], *, area: str, title: str, moves: bool = False) -> dict:
    """The panel of curves, drawn up to the current step if they move."""
    marks = [
        scene.line(curve.x, curve.y, style, label=label, moves=moves, dots=bool(np.isfinite(curve.y).sum() == 1))
        for curve, style, label in zip(curves, strokes(curves), names(curves), strict=True)
    ]
    return scene.plot(
        "curves",
        axis([c.x for c in plot.curves], plot.xlabel, log="x" in plot.log),
        axis([c.y for c in plot.curves], "" if moves else plot.ylabel, log="y" in plot.log, starts=moves, margin=0.05),
        marks,
        title=title,
        area=area,
        aspect=1.5 if moves else 2.2,
        cursor=moves,
    )


def names(things: tuple[Curve, ...] | tuple[Path, ...]) -> list[str]:
    """The label of each, but only once for those that share it, and none where they are many."""
    labels = [thing.label for thing in things]
    if len(set(labels)) > NAMED:
        return [""] * len(labels)
    return [label if labels.index(label) == i else "" for i, label in enumerate(labels)]
