"""Schedules beside one another: comparable options, and a pen for each."""

from demos.kit.scene import pen
from gdzoo import SCHEDULES
from gdzoo.schedules import warmup

_STYLES = {
    "constant": ("ink", "solid"),
    "step": ("warn", "dash"),
    "multistep": ("warn", "dot"),
    "exponential": ("soft", "dash"),
    "inverse_time": ("soft", "dot"),
    "inverse_sqrt": ("soft", "dashdot"),
    "linear": ("accent", "dash"),
    "polynomial": ("accent", "dot"),
    "cosine": ("accent", "solid"),
    "cosine_restarts": ("warn", "solid"),
    "one_cycle": ("ink", "dashdot"),
    "cyclic": ("ink", "dot"),
    "wsd": ("ink", "longdash"),
}


def course_pen(schedule) -> dict:
    """The pen of a schedule: not a colour of optimizers."""
    colour, dash = _STYLES[schedule.name]
    return pen(colour, dash=dash)


def course(schedule, base, steps, *, warm=0, factor=0.3, power=2.0, growth=2.0, last=0.01):
    """A schedule over `steps` steps, of which `warm` are a warm-up, with options by which it can be compared.

    factor: of one drop. power: of the polynomial. growth: from restart to restart.
    last: the part of the base rate to which the exponential and the inverse of time have fallen at the end.
    """
    left = steps - warm
    options = {
        "step": {"every": max(1, left // 4), "factor": factor},
        "multistep": {"milestones": [left // 2, 3 * left // 4], "factor": factor},
        "exponential": {"factor": last ** (1 / left)},
        "inverse_time": {"decay": (1 / last - 1) / left},
        "linear": {"steps": left},
        "polynomial": {"steps": left, "power": power},
        "cosine": {"steps": left},
        "cosine_restarts": {"first": left / (1 + growth + growth**2), "growth": growth},
        "one_cycle": {"steps": left},
        "cyclic": {"up": left / 8},
        "wsd": {"warmup": left // 10, "stable": left - left // 10 - left // 4, "decay": left // 4},
    }
    rates = SCHEDULES[schedule.name](base, **options.get(schedule.name, {}))
    return warmup(rates, warm) if warm else rates
