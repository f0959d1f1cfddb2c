"""One rule, as others write it: their call, with our numbers translated."""

from contextlib import suppress
from typing import Any

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.forms import (
    called,
    comparison,
    distance,
    gap,
    plain_comparison,
    telling,
    translation,
    unversioned,
    verdict,
)
from demos.kit.loss import heights, loss_chart
from demos.kit.pens import rule_pen
from demos.kit.planes import path, picture, plane
from demos.kit.runs import columns
from demos.kit.tuning import best_lr
from demos.kit.words import count, listing
from gdzoo.conventions import CONVENTIONS, WRITERS

RULES = {name: gdzoo.RULES[name] for name in CONVENTIONS}
GROUND = gdzoo.LANDSCAPES["valley"]
HIGHEST = 3.0  # learning rate of the slider
MEMORY = gdzoo.PROBLEMS["associative_memory"]  # for rules that act on matrices
LIBRARIES = [words for words in WRITERS.values() if words[-1].isdigit()]  # with their versions
VISIBLE = 1e-3  # paths that are further apart have names of their own
COPIED = scene.pen("warn", dash="dash", width=1.8)
DOTS = scene.pen("accent", width=0, marker="circle")


def knob(name, kind, low, high, otherwise, **options):
    """The control of a knob, there for the rules that have it: at the rule's default, or where the difference shows."""

    def usual(demo):
        entry = demo.rule.knobs.get(name)
        default = otherwise if entry is None or entry.default is gdzoo.REQUIRED else entry.default
        return demo.shows.get(name, default)

    owners = [owner for owner, rule in RULES.items() if name in rule.knobs]
    return kind(low, high, usual, follows="rule", when={"rule": owners}, **options)


def rate(demo) -> float:
    """The learning rate that suits the rule on the valley, or its default on matrices."""
    rule = demo.rule
    return rule.knobs["lr"].default if "matrix" in rule.traits else min(best_lr(rule, GROUND) or 1.0, HIGHEST)


class Convention(Demo):
    """The same optimizer in another library: what to type there?

    Numbers do not carry over by name. Choose who writes the rule: the dashed path is theirs with our
    numbers copied, the dots are theirs with our numbers translated. Move a number and watch both.
    """

    rule = Choice(RULES, "momentum", label="Optimizer")
    writer = Choice(WRITERS, lambda demo: telling(demo.rule), label="Written by", follows="rule")
    lr = LogSlider(1e-4, HIGHEST, rate, label="Learning rate", symbol=r"\eta", follows="rule")
    beta = knob("beta", Slider, 0, 0.999, 0.9, label="Memory", symbol=r"\beta")
    rho = knob("rho", Slider, 0, 0.999, 0.9, label="Memory", symbol=r"\rho")
    beta1 = knob("beta1", Slider, 0, 0.999, 0.9, label="First memory", symbol=r"\beta_1")
    beta2 = knob("beta2", Slider, 0, 0.9999, 0.999, label="Second memory", symbol=r"\beta_2")
    eps = knob("eps", LogSlider, 1e-16, 10, 1e-8, label="Epsilon", symbol=r"\varepsilon")
    weight_decay = knob("weight_decay", Slider, 0, 1, 0.0, label="Weight decay", symbol=r"\lambda")
    steps = Slider(1, 200, 60, step=1, more=True)

    @property
    def form_read(self):
        """The form that is compared; None where this writer has none of the rule."""
        return CONVENTIONS[self.rule.name].get(self.writer)

    @property
    def shows(self):
        """Values of knobs at which the difference can be seen."""
        return self.form_read.shows if self.form_read else {}

    def knobs(self) -> dict[str, Any]:
        """All knobs of the rule: those that have a control, and the others at their defaults."""
        others = {name: entry.default for name, entry in self.rule.knobs.items()} | dict(self.shows)
        return others | {name: getattr(self, name) for name in self.controls() if name in self.rule.knobs}

    def scene(self):
        rule, form, knobs = self.rule, self.form_read, self.knobs()
        land, start = (MEMORY, MEMORY.start(0)) if "matrix" in rule.traits else (GROUND, GROUND.starts[0])
        runs = {"ours": gdzoo.minimize(rule, land, start, self.steps, **knobs)}
        if form is not None and form.runs:
            copied, theirs = form.untranslated(knobs), form.theirs(knobs)
            if copied != theirs:
                with suppress(ValueError):  # what is a memory here may be out of range as a weight there
                    runs["same numbers"] = form.run(rule.name, land, start, self.steps, copied)
            last = "theirs" if copied == theirs else "translated"
            runs[last] = form.run(rule.name, land, start, self.steps, theirs)
        pens = {"ours": rule_pen(rule), "same numbers": COPIED, "translated": DOTS, "theirs": DOTS}
        numbers = [] if form is None else [{"pen": None, "cells": row} for row in translation(form, knobs)]
        return scene.scene(
            [
                *self.drawings(land, runs, pens),
                self.readings(land, runs, pens),
                scene.table("numbers", [("", "text"), ("ours", "text"), ("theirs", "text")], numbers),
                self.calls(knobs),
            ],
            self.sentence(form, runs),
            timeline=np.arange(self.steps + 1),
            note=[count(self.steps, "step"), f"on {land.title}", "no noise", listing(LIBRARIES)],
            fields={"landscape": picture(GROUND)} if land is GROUND else {},
            controls={"writer": {"options": [{"value": who, "label": WRITERS[who]} for who in CONVENTIONS[rule.name]]}},
            data=columns(runs) if land is GROUND else losses(runs),
        )

    def drawings(self, land, runs, pens):
        """The paths, with dots for what should lie on our line; the losses where points are matrices."""
        if land is not GROUND:
            lines = [(run, pens[words], words) for words, run in runs.items() if pens[words] is not DOTS]
            return [loss_chart(land, lines, area="main")]
        away = {words for words, run in runs.items() if words == "ours" or gap(run, runs["ours"]) > VISIBLE}
        return [
            plane(
                land,
                [
                    path(land, run, pens[words], label=words if words in away else "") | {"dots": pens[words] is DOTS}
                    for words, run in runs.items()
                ],
            )
        ]

    def readings(self, land, runs, pens):
        """The loss of each run by step, and how far its point is from ours."""
        cells = {words: [heights(land, run), distance(run, runs["ours"])] for words, run in runs.items()}
        return scene.table(
            "readings",
            [("", "text"), ("loss", "2g"), ("from ours", "2g")],
            [{"pen": pens[words], "cells": [words, *values]} for words, values in cells.items()],
        )

    def calls(self, knobs):
        """What to type, for each who writes this rule."""
        rows = [
            {"pen": None, "cells": [unversioned(who), form.typed(form.theirs(knobs)), verdict(form)]}
            for who, form in CONVENTIONS[self.rule.name].items()
        ]
        return scene.table("calls", [("", "text"), ("what to write", "text"), ("the path", "text")], rows, area="below")

    def sentence(self, form, runs):
        if form is None:
            return f"**{self.rule.title} is not translated for {called(self.writer)}**: the table lists the forms that are."
        if not form.runs:
            return f"**Not the same path**: {form.differs}. That step is not computed here."
        gaps = {words: gap(run, runs["ours"]) for words, run in runs.items()}
        over = f"over {count(self.steps, 'step')}"
        if "theirs" in gaps:
            return plain_comparison(form, self.writer, gaps["theirs"], over)
        return comparison(form, gaps.get("same numbers"), gaps["translated"], over)


def losses(runs) -> dict:
    """The drawn sequences where points are matrices."""
    return {"step": runs["ours"].steps} | {f"loss, {words}": run.f for words, run in runs.items()}
