"""Schedules: a learning rate for every step, in closed form, with k counted from 0.

``SCHEDULES["cosine"](0.1, steps=100)`` is a function k -> lr. Step t of a run uses k = t - 1. After its last step a
schedule keeps its end value.
"""

from .base import SCHEDULES as SCHEDULES, Rates as Rates, Schedule as Schedule, schedule as schedule  # isort: skip
from . import decays as decays, ramps as ramps, cycles as cycles, phases as phases  # isort: skip
from .phases import through as through, warmup as warmup  # isort: skip
from .spec import from_spec as from_spec  # isort: skip
