"""The rate that theory predicts beside the sequence that a run measured, on quadratics."""

import numpy as np

from demos.kit import scene
from demos.kit.loss import FLOOR


def late(sequence) -> np.ndarray:
    """The second half of the steps before a sequence is rounding error: there the slowest direction has taken over."""
    useful = np.flatnonzero(sequence > FLOOR)
    return useful[len(useful) // 2 :]


def rate_line(sequence, rate, color) -> list[dict]:
    """The straight line of rate^k on a logarithmic axis, laid on top of the late part of a sequence.

    Returns a list of one mark, or of none for a run that is over at once.
    """
    steps = late(sequence)
    if rate <= 0 or len(steps) < 2:
        return []
    height = (np.log(sequence[steps]) - np.log(rate) * steps).max()
    k = np.arange(len(sequence))
    line = np.exp(np.clip(height + np.log(rate) * k, np.log(FLOOR), 700))  # 700: no overflow
    return [scene.line(k, line, scene.pen(color, dash="dot", width=1.4, faint=True))]


def measured_rate(sequence) -> float | None:
    """The factor per step, fitted to the peaks of the late part of a sequence. None where there is too little to fit."""
    steps = late(sequence)
    if len(steps) < 4:
        return None
    logs = np.log(sequence[steps])
    peaks = np.maximum.accumulate(logs) if logs[-1] > logs[0] else np.maximum.accumulate(logs[::-1])[::-1]
    return float(np.exp(np.polyfit(steps, peaks, 1)[0]))
