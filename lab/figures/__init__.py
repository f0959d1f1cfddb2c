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
    """A scene of a demo without what needs the demo: its handles, controls and score."""
    panels = [
        panel | {"marks": [mark for mark in panel["marks"] if mark["mark"] != "handle"]} if "marks" in panel else panel
        for panel in shown["panels"]
    ]
    return shown | {"panels": panels, "controls": {}, "fixes": [], "score": None}
