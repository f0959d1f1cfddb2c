"""A race of optimizers from one start."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Picks, Point, Slider, scene
from demos.kit.ending import ending, flat_place
from demos.kit.loss import heights, loss_chart
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, stability_ticks
from demos.kit.runs import arrival, columns
from demos.kit.tuning import PROTOCOL, best_lr
from demos.kit.words import count, equal, listing, number, phrases

ROWS = 4  # of the table, beside the plane


class Race(Demo):
    """Several optimizers leave one point with the same budget: who arrives, and who does not?

    Each has the learning rate that suits it best, so the race is fair; give all of them one rate,
    or scale every rate, and see how much of the ranking was tuning. Drag the start.
    """

    landscape = Choice(PLANES, {"name": "ravine", "kappa": 50, "angle": 0.35})
    rules = Picks(gdzoo.RULES, ["gd", "momentum", "rmsprop", "adam"], label="Optimizers")
    start = Point()
    rates = Choice({"tuned": "each its best", "same": "one for all"}, "tuned", label="Learning rates")
    scale = LogSlider(0.1, 10, 1, label="All rates, times", when={"rates": "tuned"})
    lr = LogSlider(1e-4, 3, 0.01, label="Learning rate", symbol=r"\eta", when={"rates": "same"})
    steps = Slider(1, 500, 100, step=1, more=True)
    tolerance = LogSlider(1e-12, 1, 1e-3, label="Arrived below loss", more=True)

    def scene(self):
        land, tolerance = self.landscape, self.tolerance
        rates = {rule: self.rate(rule) for rule in self.rules}
        runs = {rule: gdzoo.minimize(rule, land, self.start, self.steps, lr=lr) for rule, lr in rates.items()}
        ends = {rule: ending(land, run, tolerance) for rule, run in runs.items()}
        paths = [path(land, run, rule_pen(rule), label=rule.title) for rule, run in runs.items()]
        dotted = scene.pen("soft", width=1, dash="dot")
        goal = [scene.rule(dotted, y=tolerance, label=number(tolerance))] if land.f_min is not None else []
        return scene.scene(
            [
                plane(land, [*paths, drag_start(self.start)]),
                loss_chart(land, [(run, rule_pen(rule), "") for rule, run in runs.items()], extra=goal),
                scene.table(
                    "results",
                    [("", "text"), ("loss", "2g"), (f"to {number(tolerance)}", "int"), ("grads", "int"), ("η", "2g")],
                    [
                        {
                            "pen": rule_pen(rule),
                            "cells": [rule.title, heights(land, run), arrival(ends[rule]), run.grad_evals, rates[rule]],
                        }
                        for rule, run in runs.items()
                    ],
                    area="side" if len(runs) <= ROWS else "below",
                ),
            ],
            self.sentence(runs, ends),
            timeline=np.arange(self.steps + 1),
            note=[f"{count(self.steps, 'step')} each", self.protocol(), "no noise"],
            fields={"landscape": picture(land)},
            controls={"lr": {"ticks": stability_ticks(land)}},
            fixes=self.fixes(ends),
            data=columns({rule.title: run for rule, run in runs.items()}),
        )

    def rate(self, rule):
        """The learning rate with which a rule runs."""
        return self.lr if self.rates == "same" else float(f"{best_lr(rule, self.landscape) * self.scale:.3g}")

    def protocol(self):
        """How the learning rates were chosen, as a fair reader needs to know it."""
        if self.rates == "same":
            return f"{equal('η', self.lr)} for all"
        if self.landscape.f_min is None:
            return f"{equal('η', self.rate(self.rules[0]))} for all: without a minimum no rate is best"
        return ("each at " if self.scale == 1 else f"each at {number(self.scale)} times ") + PROTOCOL

    def sentence(self, runs, ends):
        if all(end.kind == "still" for end in ends.values()):
            return "**Nobody moves**: there is no slope at the start."
        goal = "arrives" if self.landscape.f_min is not None else "falls"
        first = sorted((rule for rule, end in ends.items() if end.kind == goal), key=lambda rule: ends[rule].step)
        others = {rule: heights(self.landscape, run)[-1] for rule, run in runs.items() if rule not in first}
        others = sorted(others, key=lambda rule: (ends[rule].kind == "escapes", others[rule]))
        outcomes = [(rule.title, *self.outcome(runs[rule], ends[rule])) for rule in others]
        behind = phrases(outcomes)
        if not first:
            what = f"below {number(self.tolerance)}" if goal == "arrives" else "out of the picture"
            within = f"in {count(self.steps, 'step')}"
            if len(runs) > 1:
                return f"**Nobody gets {what}** {within}. {behind}."
            [(title, verb, how)] = outcomes
            return f"**{title} does not get {what}** {within}: it {verb} {how}."
        best = [rule.title for rule in first if ends[rule].step == ends[first[0]].step]
        lead = f"{listing(best)} {goal if len(best) == 1 else goal.removesuffix('s')}"
        lead += " first" if len(runs) > len(best) else ""
        what = f"loss below {number(self.tolerance)}" if goal == "arrives" else "out of the picture, and forever down,"
        rest = "".join(f", {rule.title} after {ends[rule].step}" for rule in first[len(best) :])
        after = f"after {count(ends[first[0]].step, 'step')}"
        return f"**{lead}**: {what} {after}{rest}." + (f" {behind}." if others else "")

    def outcome(self, run, end):
        """What became of a run that did not arrive: a verb, and the rest."""
        if end.kind == "escapes":
            return "diverges", f"after {count(end.step, 'step')}"
        loss = number(heights(self.landscape, run)[-1])
        if end.kind == "rests":
            return "rests", f"in {flat_place(self.landscape, run.x[-1])} at {loss}"
        return "ends", f"at {loss}"

    def fixes(self, ends):
        """Rates at which whoever diverged did well, from the landscape's own start."""
        if all(end.kind != "escapes" for end in ends.values()):
            return []
        if self.rates == "same":
            return [("Give each its best learning rate", {"rates": "tuned", "scale": 1.0})]
        if self.scale > 1:
            return [("Scale the rates back to 1", {"scale": 1.0})]
        return [("Put the start back", {"start": None})]
