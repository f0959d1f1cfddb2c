"""What matplotlib has drawn, as numbers: taken from the axes themselves, whatever the figure is."""

from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure

COLUMNS = ["panel", "kind", "series", "point", "x", "y", "value"]


def points(figure: Figure) -> Iterator[list]:
    """The `COLUMNS` of all that stands in axes that are shown; what has no value has None there."""
    for panel, axes in enumerate((axes for axes in figure.axes if axes.axison), 1):
        name = axes.get_title() or axes.get_ylabel() or f"panel {panel}"
        things = [
            *(("line", line, np.column_stack(line.get_data(orig=False)), None) for line in axes.lines),
            *(("bar", bar, [[bar.get_x() + bar.get_width() / 2, bar.get_height()]], None) for bar in bars(axes)),
            *(item for collection in axes.collections for item in collected(collection)),
            *(("image", image, *pixels(image)) for image in axes.images),
        ]
        for at, (kind, thing, places, values) in enumerate(things, 1):
            label = str(thing.get_label())
            series = f"{kind} {at}" if label.startswith("_") or not label else label
            for point, (x, y) in enumerate(places):
                numbers = [x, y, None if values is None else values[point]]
                yield [
                    name,
                    kind,
                    series,
                    point,
                    *(None if v is None or not np.isfinite(v) else float(v) for v in numbers),
                ]


def bars(axes) -> list:
    """The rectangles of bar charts and histograms."""
    return [patch for patch in axes.patches if type(patch).__name__ == "Rectangle"]


def collected(collection) -> Iterator[tuple]:
    """A cloud of points, with the numbers behind their colours; else the outlines of areas and lines of contours."""
    offsets, values = np.asarray(collection.get_offsets()), collection.get_array()
    if len(offsets) and offsets.any():
        yield "points", collection, offsets, None if values is None else np.ravel(values)
        return
    paths = collection.get_paths()
    heights = values if values is not None and len(values) == len(paths) else [None] * len(paths)
    for path, height in zip(paths, heights, strict=True):
        yield "outline", collection, path.vertices, None if height is None else [height] * len(path.vertices)


def pixels(image) -> tuple:
    """The middles of an image's pixels, and their values."""
    values = np.asarray(image.get_array(), float)
    values = values if values.ndim == 2 else values[..., :3].mean(axis=-1)
    left, right, bottom, top = image.get_extent()
    rows, columns = values.shape
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = top + (np.arange(rows) + 0.5) * (bottom - top) / rows
    y = y if image.origin == "upper" else y[::-1]
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2), values.ravel()
