"""A race of optimizers, seen in three dimensions."""

import numpy as np

import gdzoo
from demos.kit import Choice, Picks, scene
from demos.kit.ending import ending
from demos.kit.loss import heights
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, relief, stability_ticks
from demos.kit.runs import arrival, columns
from demos.kit.words import count, number
from demos.race import ROWS, Race

TUNED = {name: rule for name, rule in WALKERS.items() if "lr" in rule.knobs}


class Surface(Race):
    """Several optimizers walk over one surface: turn it, and see what each step climbs or falls.

    Drag the surface to turn it, and the start, in either picture, to let them walk again. Bands of
    colour and height are the same in both pictures: heights show what is lower, not by how much.
    """

    landscape = Choice(PLANES, "six_hump_camel")
    rules = Picks(TUNED, ["gd", "momentum", "adam"], label="Optimizers")

    def scene(self):
        land = self.landscape
        rates = {rule: self.rate(rule) for rule in self.rules}
        runs = {rule: gdzoo.minimize(rule, land, self.start, self.steps, lr=lr) for rule, lr in rates.items()}
        ends = {rule: ending(land, run, self.tolerance) for rule, run in runs.items()}
        paths = [path(land, run, rule_pen(rule), label=rule.title) for rule, run in runs.items()]
        flat = [mark | {"label": ""} for mark in paths]
        return scene.scene(
            [
                relief(land, [*paths, drag_start(self.start)]),
                plane(land, [*flat, drag_start(self.start)], area="side", title="The same from above"),
                scene.table(
                    "results",
                    [("", "text"), ("loss", "2g"), (f"to {number(self.tolerance)}", "int"), ("η", "2g")],
                    [
                        {
                            "pen": rule_pen(rule),
                            "cells": [rule.title, heights(land, run), arrival(ends[rule]), rates[rule]],
                        }
                        for rule, run in runs.items()
                    ],
                    area="side" if len(runs) <= ROWS else "below",
                ),
            ],
            self.sentence(runs, ends),
            timeline=np.arange(self.steps + 1),
            note=[f"{count(self.steps, 'step')} each", self.protocol(), "heights by band, not to scale", "no noise"],
            fields={"landscape": picture(land)},
            controls={"lr": {"ticks": stability_ticks(land)}},
            fixes=self.fixes(ends),
            data=columns({rule.title: run for rule, run in runs.items()}),
        )
