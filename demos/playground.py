"""Any optimizers, on any landscape or a formula of the reader's own."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Picks, Point, Slider, Text, Toggle, scene
from demos.kit.batches import around, batch_table, companions, finite, minima_found, shares
from demos.kit.controls import ControlError
from demos.kit.courses import course
from demos.kit.ending import TOLERANCE, ending, is_stuck
from demos.kit.formulas import OWN, Ground, settled, understood
from demos.kit.knobs import Knobs
from demos.kit.loss import heights, loss_chart
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, relief
from demos.kit.runs import columns, one, work
from demos.kit.scripts import script
from demos.kit.standings import Standings
from demos.kit.tuning import PROTOCOL, is_own, target
from demos.kit.words import count, equal, number

FORMULA = {"landscape": OWN}


class Playground(Demo):
    """Any optimizers, with all their knobs, on any landscape or on a formula of your own.

    Drag the start, pick optimizers, type a formula. More holds every knob, schedules, noise, and
    further starts around yours. The small print has the lines of Python that do the same.
    """

    landscape = Ground(PLANES, "himmelblau")
    formula = Text("x^2 + 3y^2 + 4 sin(2x) cos(y)", understood=understood, label="f(x, y) =", when=FORMULA)
    rules = Picks(WALKERS, ["gd", "momentum", "rmsprop", "adam"], label="Optimizers")
    start = Point()
    in_3d = Toggle(False, label="In 3-D")
    knobs = Knobs(of="rules", more=True)
    schedule = Choice(gdzoo.SCHEDULES, "constant", label="Learning rate by step", more=True)
    steps = Slider(10, 500, 200, step=1, more=True)
    sigma = Slider(0, 10, 0, step=0.1, label="Noise", symbol=r"\sigma", more=True)
    seed = Slider(0, 99, 0, step=1, label="Seed of the noise", more=True)
    starts = Slider(1, 25, 1, step=1, label="Number of starts", more=True)
    within = LogSlider(1e-3, 2, 0.3, label="Starts within", more=True)
    width = LogSlider(0.01, 1000, 6, label="Width of the picture", when=FORMULA, more=True)
    grad_tol = LogSlider(1e-12, 10, 1e-3, label="Stop at gradient length", more=True)
    loss_tol = LogSlider(1e-16, 1, 1e-8, label="Stop at loss change", more=True)

    def scene(self):
        land = self.landscape
        if trouble := self.trouble(land):
            return self.nowhere(land, trouble)
        knobs = {rule: self.settings(rule, land) for rule in self.rules}
        batches = {rule: self.run(rule, land, knobs[rule]) for rule in self.rules}
        land = settled(land, batches.values())
        runs = {rule: one(run, 0) if self.starts > 1 else run for rule, run in batches.items()}
        with np.errstate(invalid="ignore"):  # a formula may be infinite on the way
            ends = {rule: ending(land, run) for rule, run in runs.items()}
        return scene.scene(
            [
                self.picture(land, runs, batches),
                loss_chart(land, [(run, rule_pen(rule), "") for rule, run in runs.items()], aspect=0.9),
                self.table(land, runs, ends, knobs),
                *([batch_table(land, batches)] if self.starts > 1 else []),
            ],
            " ".join(self.sentences(land, runs, ends, batches)),
            timeline=np.arange(self.steps + 1),
            note=self.protocol(land),
            fields={"landscape": picture(land)},
            controls=self.overrides(),
            fixes=self.fixes(runs, ends),
            data=columns({rule.title: run for rule, run in runs.items()})
            | {f"gradient length, {rule.title}": finite(run.grad_norm) for rule, run in runs.items()},
            code=script(
                *(land, self.start, self.steps, knobs),
                sigma=self.sigma,
                seed=self.seed,
                starts=self.starts,
                within=self.within,
            ),
        )

    def overrides(self):
        """What the controls show that depends on others."""
        hidden = [name for name, on in (("seed", self.sigma), ("within", self.starts > 1)) if not on]
        return {"knobs": Playground.knobs.override(self)} | {name: {"hidden": True} for name in hidden}

    def trouble(self, land):
        """Why no run can begin here; None where one can."""
        try:
            return land.check_start(self.start) if self.is_formula else None
        except ValueError as error:
            return str(error).replace("**", "^")  # two stars are bold in a summary

    @property
    def is_formula(self):
        """Whether the landscape is the reader's own formula."""
        return Playground.landscape.value(self) == OWN

    def nowhere(self, land, trouble):
        """The scene of a start from which no run can begin."""
        draw = relief if self.in_3d else plane
        return scene.scene(
            [draw(land, [drag_start(self.start)])],
            f"**Nobody can start here**: {trouble}.",
            note=["no step taken"],
            fields={"landscape": picture(land)},
            controls=self.overrides(),
            fixes=[("Put the start back", {"start": None})] if "start" in self.given else (),
            data={"step": [0.0], "x": self.start[:1], "y": self.start[1:]},
        )

    def settings(self, rule, land):
        """The knobs that differ from the rule's defaults: the reader's, the learning rate or its schedule, its target."""
        numbers = Playground.knobs.of_rule(self, rule)
        chosen = {name: value for name, value in numbers.items() if value != rule.knobs[name].default}
        if Playground.schedule.value(self) != "constant" and not is_own(rule):
            try:
                chosen["lr"] = course(self.schedule, numbers["lr"], self.steps)
            except ValueError as error:
                raise ControlError(f"{rule.name}: {error}") from None
        lowest = {"f_min": land.f_min} if self.is_formula and "f_min" in rule.knobs else {}  # the demo found it
        return lowest | target(rule, land) | chosen

    def run(self, rule, land, knobs):
        """The run of a rule from all starts, or of the one start."""
        f = gdzoo.Noisy(land, self.sigma) if self.sigma else land
        start = around(self.start, self.starts, self.within) if self.starts > 1 else self.start
        return gdzoo.minimize(rule, f, start, self.steps, seed=self.seed if self.sigma else 0, **knobs)

    def picture(self, land, runs, batches):
        """The landscape, from above or in three dimensions, with all paths; those of further starts faint."""
        marks = companions(batches) + [path(land, run, rule_pen(rule), label=rule.title) for rule, run in runs.items()]
        return (relief if self.in_3d else plane)(land, [*marks, drag_start(self.start)])

    def table(self, land, runs, ends, knobs):
        """Where each is now, what it has cost, and when it would have stopped."""
        costs = work(runs)
        columns = [("", "text"), ("x", "2g"), ("y", "2g"), ("loss", "2g"), ("gradient", "2g")]
        columns += [*((name, "int") for name in costs), ("stops at", "int"), ("η", "2g")]
        rows = []
        for rule, run in runs.items():
            now = [run.x[:, 0], run.x[:, 1], heights(land, run), finite(run.grad_norm)]
            rate = np.append(run.lr, run.lr[-1:]) if "lr" in rule.knobs else "own"
            stop = f"stuck at {ends[rule].step}" if is_stuck(rule, run) else self.stop(run)
            cells = [rule.title, *now, *(cost[rule] for cost in costs.values()), stop, rate]
            rows.append({"pen": rule_pen(rule), "cells": cells})
        return scene.table("results", columns, rows, title="From your start" if self.starts > 1 else "", area="below")

    def stop(self, run):
        """The first step at which a criterion for stopping holds, or at which the run left; None for neither."""
        if run.escaped_at >= 0:
            return f"left at {run.escaped_at}"
        with np.errstate(invalid="ignore"):
            change = np.abs(np.diff(run.f, prepend=np.inf))
        met = np.flatnonzero((run.grad_norm < self.grad_tol) | (change < self.loss_tol))
        return int(met[0]) if len(met) else None

    def sentences(self, land, runs, ends, batches):
        """What happened: to the start that the reader drags, where the arrivals are, and to the other starts."""
        yield Standings(land, runs, ends, self.steps, TOLERANCE).sentence()
        arrived = [run.x[-1] for rule, run in runs.items() if ends[rule].kind == "arrives"]
        if arrived and (places := minima_found(land, np.transpose(arrived))) > 1:
            yield f"They end in {places} different minima."
        if self.starts > 1 and land.f_min is not None:
            yield shares(land, batches)

    def protocol(self, land):
        """What a fair reader needs to know."""
        facts = [f"{count(self.steps, 'step')} each"]
        given = Playground.knobs.value(self)
        if any(not is_own(rule) and "lr" not in given.get(rule.name, {}) for rule in self.rules):
            slow = "a tenth of 1/L, without a minimum to tune for"
            facts.append(f"learning rates that are not set: {slow if self.landscape.f_min is None else PROTOCOL}")
        if self.is_formula and land.f_min is not None:
            facts.append(f"minimum {number(land.f_min, 3)}, the lowest in the picture")
        noise = [equal("σ", self.sigma), f"seed {self.seed}, the same noise for all"]
        return [
            *facts,
            *(noise if self.sigma else ["no noise"]),
            *(["heights by band, not to scale"] if self.in_3d else []),
        ]

    def fixes(self, runs, ends):
        """Back to knobs, or a start, with which nobody leaves."""
        if not any(end.kind == "escapes" and not is_stuck(rule, runs[rule]) for rule, end in ends.items()):
            return []
        if Playground.knobs.value(self):
            return [("Put the knobs back", {"knobs": None})]
        return [("Put the start back", {"start": None})] if "start" in self.given else []
