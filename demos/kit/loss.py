"""The loss of runs over their steps: one chart for every demo that has it."""

import numpy as np

from demos.kit import scene
from demos.kit.words import number

FLOOR = 1e-16  # below this a loss is rounding error


def above(landscape, f) -> np.ndarray:
    """The loss above the landscape's minimum, or the loss itself where there is no minimum."""
    return f if landscape.f_min is None else np.maximum(f - landscape.f_min, 0.0)


def heights(landscape, run) -> np.ndarray:
    """The loss of a run by step, above the minimum where there is one, and nothing once the run has left."""
    height = np.where(np.isfinite(run.f), above(landscape, run.f), np.nan)
    return height if run.escaped_at < 0 else np.where(run.steps < run.escaped_at, height, np.nan)


def loss_words(height) -> str:
    """A loss as a sentence says it: what is less than a rounding error is none."""
    return "0 but for rounding" if height < FLOOR else number(height)


def loss_chart(landscape, curves, *, name="loss", extra=(), **options) -> dict:
    """Loss against steps, on a logarithmic axis where the landscape has a minimum to measure from.

    curves: [(run, pen, label)], drawn up to the current frame.
    extra: further marks, such as the tolerance as a reference line.
    """
    losses = [heights(landscape, run) for run, _, _ in curves]
    if landscape.f_min is not None:
        losses = [np.maximum(f, FLOOR) for f in losses]
    lines = [
        scene.line(np.arange(len(f)), f, style, label=label, moves=True)
        for f, (_, style, label) in zip(losses, curves, strict=True)
    ]
    return scene.plot(
        name,
        scene.axis(0, max(1, *(len(f) - 1 for f in losses)), "step"),
        logarithmic(losses) if landscape.f_min is not None else linear(landscape, losses),
        [*extra, *lines],
        **{
            "title": "Loss by step" if landscape.f_min is None else "Loss above the minimum, by step",
            "area": "side",
            "aspect": 1.5,
            "cursor": True,
        }
        | options,
    )


def logarithmic(sequences) -> dict:
    """A logarithmic axis over whole decades; what grows a thousandfold beyond its start leaves by the top."""
    low = min(np.nanmin(f, initial=np.inf) for f in sequences)
    high = min(max(np.nanmax(f, initial=-np.inf) for f in sequences), max(1.0, *(1e3 * f[0] for f in sequences)))
    low, high = np.floor(np.log10(low)), np.ceil(np.log10(high))
    return scene.axis(10.0**low, 10.0 ** max(high, low + 1), scale="log")


def linear(landscape, sequences) -> dict:
    """A linear axis for a loss without a minimum: not beyond what the landscape's box holds, and the start."""
    edges = np.stack(np.meshgrid(*(np.linspace(low, high, 33) for low, high in landscape.box)))
    box, starts = landscape.value(edges), [f[0] for f in sequences]
    box = box[np.isfinite(box)]
    low = max(min(np.nanmin(f) for f in sequences), min(box.min(), *starts))
    high = min(max(np.nanmax(f) for f in sequences), max(box.max(), *starts))
    margin = 0.05 * (high - low) or 1.0
    return scene.axis(low - margin, high + margin)
