"""Schedules from plain data, as chapters, links and controls write them."""

from collections.abc import Mapping
from typing import Any

from ..registry import nearest
from .base import SCHEDULES, Rates
from .phases import warmup


def from_spec(spec: Mapping[str, Any]) -> Rates:
    """The schedule that a mapping describes.

    Parameters
    ----------
    spec : ``schedule``, a name in ``SCHEDULES``; ``base``, its learning rate; its options; and ``warmup``,
        the steps of a warm-up in front, unless the schedule has an option of that name.

    Returns
    -------
    The schedule, a function k -> lr.

    Examples
    --------
    >>> import gdzoo
    >>> gdzoo.schedules.from_spec({"schedule": "cosine", "base": 0.1, "steps": 100, "warmup": 10})
    warmup(cosine(0.1, steps=100, end=0.0), steps=10, start_factor=0.0)
    """
    if not isinstance(spec, Mapping) or "schedule" not in spec:
        raise TypeError(f"a schedule is written as {{schedule: cosine, base: 0.1, steps: 100}}, got {spec!r}")
    options = dict(spec)
    schedule = SCHEDULES[options.pop("schedule")]
    known = ["base", *schedule.knobs, "warmup"]
    for name in options:
        if name not in known:
            raise TypeError(f"schedule {schedule.name} has no option {name!r}; {nearest(name, known)}")
    if "base" not in options:
        raise TypeError(f"schedule {schedule.name} needs base, its learning rate")
    front = 0 if "warmup" in schedule.knobs else options.pop("warmup", 0)
    rates = schedule(**options)
    return warmup(rates, front) if front else rates
