"""The page of all schedules."""

import gdzoo
from book.zoo.docstring import Docstring, markdown
from book.zoo.templates import filled


def pages() -> dict[str, tuple[str, str]]:
    """{path: (template, text)}."""
    schedules = [
        {
            "name": schedule.name,
            "title": schedule.title,
            "formula": schedule.formula,
            "says": markdown(Docstring(schedule.doc).title),
            "remarks": Docstring(schedule.doc).remarks,
            "knobs": [
                (name, knob.symbol, "required" if knob.default is gdzoo.REQUIRED else f"`{knob.default!r}`")
                for name, knob in schedule.knobs.items()
            ],
            "source": schedule.source,
        }
        for schedule in gdzoo.SCHEDULES.values()
    ]
    template = "schedules.md.jinja"
    return {"schedules.md": (template, filled(template, schedules=schedules))}
