"""The loss of runs over their steps: one chart for every demo that has it."""

import numpy as np

from demos.kit import scene

FLOOR = 1e-16  # below this a loss is rounding error


def above(landscape, f) -> np.ndarray:
    """The loss above the landscape's minimum, or the loss itself where there is no minimum."""
    return f if landscape.f_min is None else np.maximum(f - landscape.f_min, 0.0)


def loss_chart(landscape, curves, *, name="loss", frames=None, extra=(), **options) -> dict:
    """Loss against steps, on a logarithmic axis where the landscape has a minimum to measure from.

    curves: [(loss per step, pen, label)], drawn up to the current frame.
    frames: number of the last step (by default the longest curve's).
    extra: further marks, such as the tolerance as a reference line.
    """
    bounded = landscape.f_min is not None
    losses = [above(landscape, np.asarray(f)) for f, _, _ in curves]
    frames = frames or max(len(f) for f in losses) - 1
    if bounded:
        losses = [np.maximum(f, FLOOR) for f in losses]
        low, high = min(f.min() for f in losses), max(f.max() for f in losses)
        low, high = 10 ** np.floor(np.log10(low)), 10 ** np.ceil(np.log10(min(high, 1e9 * losses[0][0])))
    else:
        low, high = min(f.min() for f in losses), max(f.max() for f in losses)
    lines = [
        scene.line(np.arange(len(f)), f, style, label=label, moves=True)
        for f, (_, style, label) in zip(losses, curves, strict=True)
    ]
    return scene.plot(
        name,
        scene.axis(0, frames, "step"),
        scene.axis(low, max(high, low + 1e-12), scale="log" if bounded else "linear"),
        [*extra, *lines],
        **{
            "title": "Loss above the minimum, by step" if bounded else "Loss, by step",
            "area": "side",
            "aspect": 1.5,
            "cursor": True,
        }
        | options,
    )
