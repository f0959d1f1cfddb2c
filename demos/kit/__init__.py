"""What a demo is made of: controls that a reader moves, and a scene that answers them.

`Demo` and the controls describe what can be changed; `scene` holds the marks and panels that
can be drawn. A demo computes with `gdzoo` and draws with these; it needs no JavaScript.
"""

from demos.kit.controls import Choice, Curve, LogSlider, MemorySlider, Picks, Point, Slider, Text, Toggle
from demos.kit.demo import Demo, demo_names, load

__all__ = [
    "Choice",
    "Curve",
    "Demo",
    "LogSlider",
    "MemorySlider",
    "Picks",
    "Point",
    "Slider",
    "Text",
    "Toggle",
    "demo_names",
    "load",
]
