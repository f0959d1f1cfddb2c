"""What a demo says about a rule as others write it."""

import numpy as np

from demos.kit.words import number
from gdzoo import REQUIRED
from gdzoo.conventions import CONVENTIONS, WRITERS
from gdzoo.conventions.form import spelled

ROUNDING = 1e-12  # points that are no further apart are the same but for the order of operations
HARDLY = 1e-6  # points that are no further apart look the same


def telling(rule) -> str:
    """Who writes the rule in the way from which most can be learnt: with other numbers, or else on another path."""
    forms = CONVENTIONS[rule.name]
    knobs = {name: 0.5 if knob.default is REQUIRED else knob.default for name, knob in rule.knobs.items()}

    def weight(who):
        form = forms[who]
        moved = form.untranslated(knobs) != form.theirs(knobs)
        return form.runs and moved and not form.differs, form.runs and bool(form.differs)

    return max(forms, key=weight)


def distance(run, ours) -> np.ndarray:
    """How far the points of two runs are apart, by step; nothing once either has left."""
    apart = np.sqrt(((run.x - ours.x) ** 2).sum(tuple(range(1, run.x.ndim))))
    stay = min(int(r.escaped_at) if r.escaped_at >= 0 else len(r.x) for r in (run, ours))
    return np.where(run.steps < stay, apart, np.nan)


def gap(run, ours) -> float:
    """How far the points of two runs are apart at most, while both are there."""
    return float(np.nanmax(distance(run, ours)))


def called(writer) -> str:
    """Who writes a form, within a sentence."""
    return {"paper": "the paper", "form": "the other form"}.get(writer) or WRITERS[writer]


def unversioned(writer) -> str:
    """Who writes a form, as a narrow table has room for it."""
    return WRITERS[writer].rstrip(" .0123456789")


def translation(form, knobs) -> list[list[str]]:
    """For each argument: our name and theirs, our number and theirs."""
    theirs = form.theirs(knobs)
    return [
        [
            a.name if a.knob in (a.name, "") else f"{a.knob} → {a.name}",
            said(knobs[a.knob]) if a.knob else "–",
            said(theirs[a.name]),
        ]
        for a in form.arguments
    ]


def said(value) -> str:
    """A number in a table; a switch as it is typed."""
    return spelled(value) if isinstance(value, bool) else number(value, 4)


def verdict(form) -> str:
    """What a table says about the path."""
    return form.differs or f"the same{form.note and '; ' + form.note}"


def plain_comparison(form, writer, apart, over) -> str:
    """One sentence about a form that takes our numbers as they are. apart: how far its points are from ours."""
    if not form.differs:
        if form.step is None:
            return f"**Same numbers, same path**: {called(writer)} differs in the names of arguments at most."
        return f"**Same numbers, same path**: {over} {called(writer)} and we agree {agreement(apart)}."
    if apart < HARDLY:
        return f"**At these numbers it hardly shows**: {form.differs}; {over} the points part by {number(apart)}."
    return f"**No numbers make them agree**: {form.differs}. {over.capitalize()} the points part by {number(apart)}."


def comparison(form, copied, translated, over) -> str:
    """One sentence about a form that takes other numbers. copied, translated: how far its points are from ours with each.

    copied is None where our numbers are out of range there.
    """
    if copied is None:
        return f"**Our numbers are out of range there; translated, they agree {agreement(translated)}**, {over}."
    if form.differs and copied < 2 * translated:
        return plain_comparison(form, "", translated, over)
    if form.differs:
        return f"**The same numbers part by {number(copied)}; translated, by {number(translated)}**, {over}: {form.differs}."
    return f"**The same numbers part by {number(copied)}; translated, they agree {agreement(translated)}**, {over}."


def agreement(apart) -> str:
    """How closely two runs agree."""
    return "but for rounding" if apart < ROUNDING else f"to {number(apart)}"
