"""The axes of a figure's curves."""

from collections.abc import Sequence

import numpy as np

from demos.kit import scene

GROWTH = 1e3  # on a logarithmic axis; what grows more than so much beyond its start leaves by the top


def axis(sequences: Sequence[np.ndarray], label: str, *, log: bool, starts: bool = False, margin: float = 0.0) -> dict:
    """An axis over sequences, a logarithmic one over whole decades.

    starts: the sequences are losses, and what climbs far above all of their starts leaves by the top.
    margin: of a linear axis, in parts of what the sequences span.
    """
    low, high = extent(sequences)
    top = max((float(values[0]) for values in sequences if np.isfinite(values[0])), default=high) if starts else high
    if log:
        low = np.floor(np.log10(low))
        high = max(low + 1, np.ceil(np.log10(min(high, GROWTH * max(top, 10.0**low)))))
        return scene.axis(10.0**low, 10.0**high, label, scale="log")
    high = min(high, top + (top - low or high - top)) if starts else high
    return scene.axis(*widened(low, high, margin), label)


def extent(sequences: Sequence[np.ndarray]) -> tuple[float, float]:
    """The lowest and the highest number of all sequences."""
    return float(min(np.nanmin(values) for values in sequences)), float(max(np.nanmax(values) for values in sequences))


def widened(low: float, high: float, margin: float = 0.05) -> tuple[float, float]:
    """A range and something around it: half of its number where it is but one."""
    more = margin * (high - low) if low < high else 0.5 * abs(high) or 0.5
    return low - more, high + more
