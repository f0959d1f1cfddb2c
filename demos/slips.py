"""Adam, and a copy of it with one mistake: who notices, the loss or the tests?"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.loss import heights, loss_chart, loss_words
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.words import count, equal, number
from gdzoo.analysis import batch_gap, deviation, drift, moves, reference_gap
from gdzoo.slips import SLIPS

ADAM = gdzoo.RULES["adam"]
COPY = scene.pen("warn", dash="dash", width=2.4)
GROUNDS = {name: PLANES[name] for name in ("valley", "rosenbrock", "himmelblau", "three_hump_camel")}
ODD: dict[str, Any] = {"beta1": 0.8, "beta2": 0.9, "eps": 0.3}  # knobs far from their defaults
SAME = 1e-12  # what rounding may do
ALIKE = 0.01  # losses that differ by less than this part of themselves look the same


class Trial(NamedTuple):
    """A test of a rule: what is done, what should come of it, what does, and how far that is from right."""

    name: str
    wanted: str
    found: str
    off: float

    @property
    def passed(self) -> bool:
        return self.off <= SAME


@lru_cache(maxsize=16)
def trials(rule: gdzoo.Rule) -> list[Trial]:
    """What the tests of this chapter find out about a copy of Adam."""
    steps = np.abs(moves(rule, [[3.0, -0.02]], lr=0.1, eps=0.0))[0]
    gaps: dict[str, Any] = {
        "no slope, no step": drift(rule, lr=0.1),
        "1000 f, the same path": deviation(rule, np.eye(2), np.zeros(2), 1000.0),
        "three starts, as one by one": batch_gap(rule, lr=0.1),
        "Adam’s steps, given its gradients": reference_gap(rule, ADAM, lr=0.1),
        "the same, with other knobs": reference_gap(rule, ADAM, lr=0.1, **ODD),
    }
    first = Trial(
        "first step, along two slopes",
        "0.1, 0.1",
        ", ".join(number(step) for step in steps),
        float(np.abs(steps - 0.1).max()),
    )
    return [first] + [
        Trial(name, "0", "not a number" if gap == np.inf else "0" if gap <= SAME else number(gap), gap)
        for name, gap in gaps.items()
    ]


class Slips(Demo):
    """Adam, and a copy of it with one mistake. Can you tell from the loss?

    Choose a mistake, and compare the two paths. Then look at the tests below the picture: each of them takes a few
    milliseconds and needs no landscape.
    """

    mistake = Choice({name: rule.title for name, rule in SLIPS.items()}, "uncorrected", label="Mistake in the copy")
    landscape = Choice(GROUNDS, "rosenbrock")
    lr = LogSlider(1e-3, 1, 0.1, label="Learning rate", symbol=r"\eta")
    start = Point()
    steps = Slider(1, 300, 200, step=1, more=True)

    def scene(self):
        land, copy = self.landscape, SLIPS[self.mistake]
        runs = {
            name: gdzoo.minimize(rule, land, self.start, self.steps, lr=self.lr)
            for name, rule in (("Adam", ADAM), ("the copy", copy))
        }
        pens = {"Adam": rule_pen(ADAM), "the copy": COPY}
        found = trials(copy)
        return scene.scene(
            [
                plane(land, [*(path(land, run, pens[name], label=name) for name, run in runs.items()), self.grip]),
                loss_chart(land, [(run, pens[name], name) for name, run in runs.items()]),
                scene.table(
                    "losses",
                    [("", "text"), ("loss", "2g")],
                    [{"pen": pens[name], "cells": [name, heights(land, run)]} for name, run in runs.items()],
                ),
                scene.table(
                    "tests",
                    [("test", "text"), ("should be", "text"), ("the copy", "text"), ("", "text")],
                    [
                        {"pen": None, "cells": [one.name, one.wanted, one.found, "ok" if one.passed else "fails"]}
                        for one in found
                    ],
                    title=f"Six tests of the copy. Its mistake: {copy.problem}",
                    area="below",
                ),
            ],
            self.sentence(runs, found),
            timeline=np.arange(self.steps + 1),
            note=[
                count(self.steps, "step"),
                f"{equal('η', self.lr)} for both",
                "all other numbers at Adam’s defaults",
                "tests pass up to 1e−12",
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data=columns(runs),
        )

    @property
    def grip(self):
        return drag_start(self.start)

    def sentence(self, runs, found):
        """What the loss says of the copy, and what the tests say."""
        failed = sum(not one.passed for one in found)
        tests = f"{failed} of {count(len(found), 'test')} {'fails' if failed == 1 else 'fail'}"
        run, copy = runs["Adam"], runs["the copy"]
        for who, each in (("The copy", copy), ("Adam", run)):
            if each.escaped_at >= 0:
                return f"**{who} leaves** at step {each.escaped_at}, and {tests}."
        right, wrong = (heights(self.landscape, each)[-1] for each in (run, copy))
        ends = f"it ends at the loss {loss_words(wrong)}, Adam at {loss_words(right)}"
        if abs(wrong - right) <= ALIKE * right + 1e-16:
            return f"**The loss does not show it**: {ends}. But {tests}."
        if wrong < right:
            return f"**The copy wins here**: {ends}. Yet {tests}."
        return f"**The copy loses here**: {ends}, and {tests}."
