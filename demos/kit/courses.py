"""Schedules beside one another: comparable options, and a pen for each."""

from typing import NamedTuple

import numpy as np

from demos.kit import scene
from demos.kit.scene import pen
from gdzoo import SCHEDULES
from gdzoo.schedules import warmup


class Joined(NamedTuple):
    """A schedule that is made of two, for menus of schedules."""

    name: str
    title: str


WARMUP_LINEAR = Joined("warmup_linear", "Warm-up, then linear")
COURSES = {**SCHEDULES, WARMUP_LINEAR.name: WARMUP_LINEAR}

_STYLES = {
    "constant": ("ink", "solid"),
    "step": ("warn", "solid"),
    "multistep": ("warn", "dash"),
    "exponential": ("soft", "dash"),
    "inverse_time": ("soft", "dot"),
    "inverse_sqrt": ("soft", "dashdot"),
    "linear": ("ink", "dash"),
    "warmup_linear": ("ink", "longdash"),
    "polynomial": ("ink", "dot"),
    "cosine": ("accent", "solid"),
    "cosine_restarts": ("accent", "dash"),
    "one_cycle": ("warn", "dashdot"),
    "cyclic": ("warn", "dot"),
    "wsd": ("soft", "solid"),
}


def course_pen(schedule) -> dict:
    """The pen of a schedule: not a colour of optimizers."""
    colour, dash = _STYLES[schedule.name]
    return pen(colour, dash=dash)


def course(schedule, base, steps, *, warm=0, factor=0.3, power=2.0, growth=2.0, last=0.01):
    """A schedule over `steps` steps, of which `warm` are a warm-up, with options by which it can be compared.

    factor: of one drop. power: of the polynomial. growth: from restart to restart.
    last: the part of the base rate to which the exponential has fallen at the end.
    """
    if schedule.name == "wsd":  # it has a warm-up of its own, and so has the inverse square root
        rise, fall = warm or steps // 10, steps // 4
        return schedule(base, warmup=rise, stable=max(0, steps - rise - fall), decay=fall)
    if schedule.name == "inverse_sqrt":
        return schedule(base * max(warm, 1) ** 0.5, warmup=max(warm, 1))
    if schedule is WARMUP_LINEAR:
        rise = warm or steps // 10
        return warmup(SCHEDULES["linear"](base, steps=steps - rise), rise)
    left = steps - warm
    options = {
        "step": {"every": max(1, left // 4), "factor": factor},
        "multistep": {"milestones": [left // 2, 3 * left // 4], "factor": factor},
        "exponential": {"factor": last ** (1 / left)},
        "inverse_time": {"decay": 20 / left},
        "linear": {"steps": left},
        "polynomial": {"steps": left, "power": power},
        "cosine": {"steps": left},
        "cosine_restarts": {"first": left / (1 + growth + growth**2), "growth": growth},
        "one_cycle": {"steps": left},
        "cyclic": {"up": left / 8},
    }
    rates = schedule(base, **options.get(schedule.name, {}))
    return warmup(rates, warm) if warm else rates


def names_on(curves, heights) -> list[dict]:
    """The title of each schedule on its curve, at the step around which it is farthest from all others.

    curves: {schedule: values by step}. heights: the same where 1 is the height of the chart.
    """
    marks = []
    for schedule, height in heights.items():
        gaps = [height - other for known, other in heights.items() if known is not schedule]
        crossed = [np.diff(np.sign(gap), prepend=np.sign(gap[0])) != 0 for gap in gaps]  # also by a jump
        free = np.min(np.where(crossed, 0, np.abs(gaps)), axis=0) if gaps else np.ones_like(height)
        half = max(1, len(free) // 10)  # a name is about a fifth of the chart wide
        around = np.lib.stride_tricks.sliding_window_view(np.nan_to_num(free), 2 * half + 1).min(1)
        k = half + int(np.argmax(around))
        if np.isfinite(curves[schedule][k]):
            marks.append(scene.text(k, float(curves[schedule][k]), schedule.title, style=course_pen(schedule)))
    return marks
