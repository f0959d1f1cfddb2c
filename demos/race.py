"""A race of optimizers from one start."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Picks, Point, Slider, scene
from demos.kit.ending import ending, is_stuck
from demos.kit.loss import heights, loss_chart
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, stability_ticks
from demos.kit.runs import arrival, columns, work
from demos.kit.standings import Standings
from demos.kit.tuning import PROTOCOL, best_lr, is_own, target
from demos.kit.words import count, equal, listing, number

ROWS = 4  # of the table, beside the plane


class Race(Demo):
    """Several optimizers leave one point with the same budget: who arrives, and who does not?

    Each has the learning rate that suits it best, so the race is fair; give all of them one rate,
    or scale every rate, and see how much of the ranking was tuning. Drag the start.
    """

    landscape = Choice(PLANES, {"name": "ravine", "kappa": 50, "angle": 0.35})
    rules = Picks(WALKERS, ["gd", "momentum", "rmsprop", "adam"], label="Optimizers")
    start = Point()
    rates = Choice({"tuned": "each its best", "same": "one for all"}, "tuned", label="Learning rates")
    scale = LogSlider(0.1, 10, 1, label="All rates, times", when={"rates": "tuned"})
    lr = LogSlider(1e-4, 3, 0.01, label="Learning rate", symbol=r"\eta", when={"rates": "same"})
    steps = Slider(1, 500, 100, step=1, more=True)
    tolerance = LogSlider(1e-12, 1, 1e-3, label="Arrived below loss", more=True)

    def scene(self):
        land = self.landscape
        runs = {rule: self.run(rule) for rule in self.rules}
        ends = {rule: ending(land, run, self.tolerance) for rule, run in runs.items()}
        paths = [path(land, run, rule_pen(rule), label=rule.title) for rule, run in runs.items()]
        return scene.scene(
            [*self.pictures(runs, [*paths, drag_start(self.start)]), self.table(runs, ends)],
            Standings(land, runs, ends, self.steps, self.tolerance).sentence(),
            timeline=np.arange(self.steps + 1),
            note=[f"{count(self.steps, 'step')} each", *self.protocol(), "no noise"],
            fields={"landscape": picture(land)},
            controls={"lr": {"ticks": stability_ticks(land)}},
            fixes=self.fixes(runs, ends),
            data=columns({rule.title: run for rule, run in runs.items()}),
        )

    def pictures(self, runs, marks):
        """The panels beside the table: the plane with its marks, and the losses."""
        land, dotted = self.landscape, scene.pen("soft", width=1, dash="dot")
        goal = [scene.rule(dotted, y=self.tolerance, label=number(self.tolerance))] if land.f_min is not None else []
        curves = [(run, rule_pen(rule), "") for rule, run in runs.items()]
        return [plane(land, marks), loss_chart(land, curves, extra=goal)]

    def run(self, rule):
        """The run of a rule, with its learning rate if it takes one."""
        rate = {} if is_own(rule) else {"lr": self.rate(rule)}
        return gdzoo.minimize(rule, self.landscape, self.start, self.steps, **rate, **target(rule, self.landscape))

    def rate(self, rule):
        """The learning rate of a rule that takes one."""
        return self.lr if self.rates == "same" else float(f"{best_lr(rule, self.landscape) * self.scale:.3g}")

    def table(self, runs, ends):
        """How far each has come, at which cost, at which rate."""
        costs = work(runs)
        return scene.table(
            "results",
            [
                ("", "text"),
                ("loss", "2g"),
                (f"to {number(self.tolerance)}", "int"),
                *((name, "int") for name in costs),
                ("η", "2g"),
            ],
            [
                {
                    "pen": rule_pen(rule),
                    "cells": [
                        rule.title,
                        heights(self.landscape, run),
                        f"stuck at {ends[rule].step}" if is_stuck(rule, run) else arrival(ends[rule]),
                        *(cost[rule] for cost in costs.values()),
                        "own" if is_own(rule) else self.rate(rule),
                    ],
                }
                for rule, run in runs.items()
            ],
            area="side" if len(runs) <= ROWS else "below",
        )

    def protocol(self):
        """How the learning rates were chosen, as a fair reader needs to know it."""
        tuned = [rule for rule in self.rules if not is_own(rule)]
        facts = []
        if tuned and self.rates == "same":
            facts.append(f"{equal('η', self.lr)} for all")
        elif tuned and self.landscape.f_min is None:
            facts.append(f"{equal('η', self.rate(tuned[0]))} for all: without a minimum no rate is best")
        elif tuned:
            facts.append(("each at " if self.scale == 1 else f"each at {number(self.scale)} times ") + PROTOCOL)
        if len(tuned) < len(self.rules):
            facts.append("own: the method sets the length of its steps")
        for rule in self.rules:
            for lowest in target(rule, self.landscape).values():
                facts.append(f"{rule.title} aims at {number(lowest)}, the lowest in the picture")
        curved = [rule.title for rule in self.rules if "hessian" in rule.traits]
        return [*facts, f"the Hessians of {listing(curved)} are not counted"] if curved else facts

    def fixes(self, runs, ends):
        """Rates, or the start, with which whoever diverged did well."""
        lost = [rule for rule, end in ends.items() if end.kind == "escapes" and not is_stuck(rule, runs[rule])]
        if any(not is_own(rule) for rule in lost):
            if self.rates == "same":
                return [("Give each its best learning rate", {"rates": "tuned", "scale": 1.0})]
            if self.scale > 1:
                return [("Scale the rates back to 1", {"scale": 1.0})]
        return [("Put the start back", {"start": None})] if lost and "start" in self.given else []
