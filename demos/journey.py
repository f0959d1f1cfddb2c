"""Six stations on the way to Adam: each method beside the one before, on Rosenbrock's valley."""

from functools import cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import TOLERANCE, ending
from demos.kit.loss import loss_chart
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.tuning import RATES, TRIED
from demos.kit.words import count, number, place

LAND = gdzoo.LANDSCAPES["rosenbrock"]
HOME, BUDGET = LAND.starts[1], 200  # for which the rates are tuned
ORDINALS = ("first", "second", "third", "fourth", "fifth", "last")
ADDS = {
    "gd": "follows the slope, with one learning rate for all coordinates",
    "momentum": "adds a memory: a velocity that gathers gradients",
    "nesterov": "asks for the gradient where the velocity leads",
    "adagrad": "starts afresh: no velocity, but a step size for each coordinate, divided by all that it has seen",
    "rmsprop": "forgets old gradients, so that the steps do not die",
    "adam": "takes the velocity back, as an average, and corrects both averages for their start",
}  # what each station brings, after its name
STATIONS = {name: gdzoo.RULES[name] for name in ADDS}
ORDER = list(STATIONS.values())


class Journey(Demo):
    """Six stations on the way to Adam: what does each add to the one before?

    Every method has the learning rate that suits it best, the same start and the same budget. The one
    before stays in the picture. Go on from station to station, then drag the start and see who gains.
    """

    station = Choice({name: f"{i}. {rule.title}" for i, (name, rule) in enumerate(STATIONS.items(), 1)}, "gd")
    start = Point(list(HOME), follows=None)
    scale = LogSlider(0.1, 10, 1, label="All rates, times", more=True)
    steps = Slider(1, 300, BUDGET, step=1, more=True)

    @property
    def here(self):
        """The rule of this station."""
        return STATIONS[self.station]

    def scene(self):
        runs = {rule: self.run(rule) for rule in ORDER}
        at = ORDER.index(self.here)
        shown = ORDER[max(at - 1, 0) : at + 1]
        pens = {rule: rule_pen(rule, faint=rule is not self.here, marker=None) for rule in shown}
        return scene.scene(
            [
                plane(
                    LAND,
                    [*(path(LAND, runs[rule], pens[rule], label=rule.title) for rule in shown), drag_start(self.start)],
                ),
                loss_chart(LAND, [(runs[rule], pens[rule], rule.title) for rule in shown], aspect=1.9),
                scene.table(
                    "stations",
                    [("", "text"), (f"loss after {self.steps}", "2g"), ("η", "2g")],
                    [
                        {
                            "pen": rule_pen(rule),
                            "cells": [f"{i}. {rule.title}", result(run), self.rate(rule)],
                        }
                        for i, (rule, run) in enumerate(runs.items(), 1)
                    ],
                ),
            ],
            self.sentence(runs, at),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} each, one gradient a step",
                f"each at {'' if self.scale == 1 else f'{number(self.scale)} times '}the best of {TRIED} learning rates "
                f"for the start {place(HOME)} and {count(BUDGET, 'step')} that never take the loss above the start's",
                "other knobs at their defaults",
                "no noise",
            ],
            fields={"landscape": picture(LAND)},
            fixes=self.ways(runs, at),
            data=columns({rule.title: runs[rule] for rule in shown}),
        )

    def rate(self, rule):
        return float(f"{best_of_kept(rule) * self.scale:.3g}")

    def run(self, rule):
        return gdzoo.minimize(rule, LAND, self.start, self.steps, lr=self.rate(rule))

    def ways(self, runs, at):
        """On to the next station, and from the last back to the first; before that, what mends a run that left."""
        mend = [("Scale the rates back to 1", {"scale": 1.0})] if self.scale > 1 and left(runs[self.here]) else []
        then = ORDER[(at + 1) % len(ORDER)]
        return [*mend, (f"{'Back' if then is ORDER[0] else 'On'} to {then.title}", {"station": then.name})]

    def sentence(self, runs, at):
        """What this station adds, and what came of it, beside the one before."""
        lead = f"**{self.here.title} {ADDS[self.here.name]}**"
        if runs[self.here].grad_norm[0] == 0:
            return f"{lead}. Here it starts at the minimum, and stays."
        rank = "" if left(runs[self.here]) else f", {self.rank(runs)} of six"
        before = f"; {ORDER[at - 1].title} {outcome(runs[ORDER[at - 1]])}" if at else ""
        return f"{lead}. It {outcome(runs[self.here])}{rank}{before}."

    def rank(self, runs):
        """The place of this station among all, by the loss at the end."""
        ends = [np.inf if left(run) else run.f[-1] for run in runs.values()]
        return ORDINALS[sum(end < runs[self.here].f[-1] for end in ends)]


@cache
def best_of_kept(rule) -> float:
    """The rate that ends lowest of those with which a run from `HOME` never climbs above its start."""
    run = gdzoo.minimize(rule, LAND, HOME, BUDGET, lr=RATES)
    kept = (run.escaped_at < 0) & (run.f.max(0) <= run.f[0])
    return float(RATES[np.argmin(np.where(kept, run.f[-1], np.inf))])


def left(run) -> bool:
    """Whether the run has left the bound."""
    return bool(run.escaped_at >= 0)


def result(run) -> float | str:
    """What the table says of the end of a run."""
    return f"left at {run.escaped_at}" if left(run) else float(run.f[-1])


def outcome(run) -> str:
    """What became of a run, as a verb."""
    end = ending(LAND, run)
    if left(run):
        return f"leaves after {count(end.step, 'step')}"
    if end.kind == "arrives":
        return f"is below {number(TOLERANCE)} after {count(end.step, 'step')}"
    return f"ends at {number(run.f[-1])}"
