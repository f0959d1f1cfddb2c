"""One optimizer on six landscapes at once."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.ending import TOLERANCE, ending, flat_place
from demos.kit.loss import heights
from demos.kit.menus import WALKERS
from demos.kit.miniatures import field, goal
from demos.kit.pens import rule_pen
from demos.kit.planes import ASPECT, path, view
from demos.kit.runs import arrival, columns
from demos.kit.tuning import RATES, best_lr, is_own
from demos.kit.words import count, listing, number

COARSE = (36, 48)  # rows and columns: six fields travel with every page of a rule
GRIDS = {"rastrigin": (60, 80)}
GROUNDS = [
    gdzoo.LANDSCAPES[name] for name in ("valley", "ravine", "rosenbrock", "himmelblau", "rastrigin", "bounded_saddle")
]


class Strip(Demo):
    """One optimizer on six landscapes: a portrait.

    A valley along the axes and a turned one, a curved one, several minima, many minima, a saddle:
    each has the learning rate that suits it best. Play, and see where it is at home. Scale the
    rates to see how much depends on them.
    """

    rule = Choice(WALKERS, "adam", label="Optimizer")
    scale = LogSlider(0.1, 10, 1, label="All rates, times", follows="rule")
    steps = Slider(1, 300, 100, step=1, more=True)

    def scene(self):
        style = rule_pen(self.rule)
        rates = {land: self.rate(land) for land in GROUNDS}
        runs = {land: self.run(land, rate) for land, rate in rates.items()}
        ends = {land: ending(land, run) for land, run in runs.items()}
        return scene.scene(
            [
                *(small_plane(land, path(land, run, style)) for land, run in runs.items()),
                scene.table(
                    "results",
                    [("", "text"), ("loss", "2g"), (f"to {number(TOLERANCE)}", "int"), ("grads", "int"), ("η", "2g")],
                    [
                        {
                            "pen": None,
                            "cells": [land.title, heights(land, run), arrival(ends[land]), run.grad_evals, rates[land]],
                        }
                        for land, run in runs.items()
                    ],
                    area="below",
                ),
            ],
            self.sentence(runs, ends),
            timeline=np.arange(self.steps + 1),
            note=[f"{count(self.steps, 'step')} each", self.protocol(), "no noise"],
            fields={land.name: field(land, GRIDS.get(land.name, COARSE)) for land in GROUNDS},
            controls={} if "lr" in self.rule.knobs else {"scale": {"hidden": True}},
            fixes=self.fixes(ends),
            data=columns({land.title: run for land, run in runs.items()}),
        )

    def rate(self, land):
        """The learning rate on a landscape; None for a rule that has none."""
        rate = best_lr(self.rule, land)
        return None if rate is None else float(f"{rate * self.scale:.3g}")

    def run(self, land, rate):
        """A run from the landscape's first start."""
        knobs = {} if rate is None else {"lr": rate}
        return gdzoo.minimize(self.rule, land, land.starts[0], self.steps, **knobs)

    def protocol(self):
        """How the learning rates were chosen."""
        times = "" if self.scale == 1 else f"{number(self.scale)} times "
        if "lr" not in self.rule.knobs:
            return (
                "it has no learning rate" if self.rule.family == "own" else "it finds the length of its steps by itself"
            )
        if is_own(self.rule):
            return f"at {times}the rate 1, which is part of the method"
        return f"each at {times}the best of {len(RATES)} learning rates"

    def sentence(self, runs, ends):
        title, within = self.rule.title, f"in {count(self.steps, 'step')}"
        home = [f"{land.title} after {end.step}" for land, end in ends.items() if end.kind == "arrives"]
        away = phrases([self.outcome(land, runs[land], end) for land, end in ends.items() if end.kind != "arrives"])
        if not home:
            return f"**{title} arrives nowhere** {within}: it {away}."
        where = "on all" if not away else f"on {len(home)} of"
        lead = f"**{title} arrives {where} {len(GROUNDS)} landscapes**: {', '.join(home)} steps"
        return f"{lead}; it {away}." if away else f"{lead}."

    def outcome(self, land, run, end):
        """What became of a run that did not arrive: a verb, and where."""
        if end.kind == "escapes":
            return "diverges", land.title, ""
        if end.kind == "rests":
            return f"rests in {flat_place(land, run.x[-1])}", land.title, ""
        return "ends", land.title, f" at {number(heights(land, run)[-1])}"

    def fixes(self, ends):
        """The rates at which it did not diverge."""
        if self.scale > 1 and any(end.kind == "escapes" for end in ends.values()):
            return [("Scale the rates back to 1", {"scale": 1.0})]
        return []


def phrases(outcomes) -> str:
    """`ends on A at 2, on B at 3 and rests in a local minimum on C`."""
    places: dict[str, list[str]] = {}
    for verb, title, rest in outcomes:
        places.setdefault(verb, []).append(f"on {title}{rest}")
    return listing(f"{verb} {', '.join(where)}" for verb, where in places.items()) if places else ""


def small_plane(land, mark) -> dict:
    """A landscape's field with its minima, the path and where it starts, without ticks."""
    across, up = view(land)
    x, y = land.starts[0]
    return scene.plot(
        land.name,
        scene.axis(*across, ticks=[]),
        scene.axis(*up, ticks=[]),
        [scene.show_field(land.name), goal(land), mark, scene.points([x], [y], "ring")],
        title=land.title,
        frame="plane",
        aspect=ASPECT,
    )
