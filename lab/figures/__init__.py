"""What a cell may show as a figure, as a scene: pictures, runs, landscapes and demos."""

from collections.abc import Mapping
from typing import Any

import gdzoo
from demos.kit import Demo, scene
from gdzoo.plots import Plot
from lab.figures.panels import drawn


def scene_of(value: Any) -> dict | None:
    """The scene that shows a value, without handles and controls; ``None`` for what is no figure."""
    if isinstance(value, Mapping):
        return still(dict(value)) if value.keys() >= scene.scene([], "").keys() else None
    if isinstance(value, Demo):
        return still(value.scene())
    if isinstance(value, gdzoo.Landscape) and value.dim > 2:
        return None
    if isinstance(value, gdzoo.Landscape | gdzoo.Trajectory):
        value = gdzoo.plot(value)
    return drawn(value) if isinstance(value, Plot) else None


def still(shown: dict) -> dict:
    """A scene of a demo without what needs the demo: its handles, controls and score; a drawn curve is a line."""
    panels = [
        panel | {"marks": [line_of(mark) for mark in panel["marks"] if mark["mark"] != "handle"]}
        if "marks" in panel
        else panel
        for panel in shown["panels"]
    ]
    return shown | {"panels": panels, "controls": {}, "fixes": [], "score": None}


def line_of(mark: dict) -> dict:
    """A curve that the reader could draw, as the line that it is; any other mark as it is."""
    if mark["mark"] != "curve":
        return mark
    return scene.line(mark["x"], mark["y"], mark["pen"], label=mark["label"], dots=True)
