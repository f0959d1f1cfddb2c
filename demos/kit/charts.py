"""Charts of plain quantities by step."""

import numpy as np

from demos.kit import scene


def by_step(name, title, lines, *, label="", step="step", symmetric=False, **options) -> dict:
    """Quantities by step on a linear axis that shows zero.

    lines: [(values, pen, words)], drawn up to the current frame, the words beside the end.
    symmetric: zero in the middle. step: the label of the steps, "" under a chart that stands on another.
    """
    low = min(0.0, *(values.min() for values, _, _ in lines))
    high = max(0.0, *(values.max() for values, _, _ in lines))
    if symmetric:
        low, high = min(low, -high), max(high, -low)
    margin = 0.08 * (high - low) or 1.0
    last = max(len(values) for values, _, _ in lines) - 1
    return scene.plot(
        name,
        scene.axis(0, max(last, 1), step),
        scene.axis(low - margin, high + margin, label),
        [
            scene.rule(scene.pen("soft", width=1), y=0),
            *(
                scene.line(np.arange(len(values)), values, style, label=words, moves=True, dots=last <= 30)
                for values, style, words in lines
            ),
        ],
        **{"title": title, "area": "side", "aspect": 2.8, "cursor": True} | options,
    )
