"""Descent and momentum in one elongated valley."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import TOLERANCE, ending, excess, felt_curvatures, stable_fix, unstable
from demos.kit.loss import heights, loss_chart
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, path, picture, plane, stability_ticks
from demos.kit.rates import measured_rate, rate_line
from demos.kit.runs import columns
from demos.kit.words import count, equal, number
from gdzoo.analysis import best, rate

GD, MOMENTUM = gdzoo.RULES["gd"], gdzoo.RULES["momentum"]
BETAS = np.linspace(0, 0.99, 100)


class Valley(Demo):
    """Descent and momentum cross one long valley at the same learning rate.

    Descent jumps from wall to wall; momentum's jumps cancel, and what points along the valley
    adds up. With beta = 0 both are the same.
    """

    kappa = LogSlider(1, 1000, 50, label="Condition number", symbol=r"\kappa")
    beta = Slider(0, 0.99, 0.7, step=0.01, label="Momentum", symbol=r"\beta")
    lr = LogSlider(
        1e-4,
        4,
        lambda demo: float(f"{best('gd', 1, demo.kappa).lr:.3g}"),
        label="Learning rate",
        symbol=r"\eta",
        follows="kappa",
    )
    start = Point(follows=None)
    steps = Slider(1, 300, 80, step=1, more=True)

    @property
    def landscape(self):
        return gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=0.0)

    def scene(self):
        land = self.landscape
        runs = {
            GD: gdzoo.minimize(GD, land, self.start, self.steps, lr=self.lr),
            MOMENTUM: gdzoo.minimize(MOMENTUM, land, self.start, self.steps, lr=self.lr, beta=self.beta),
        }
        paths = [path(land, run, rule_pen(rule), label=rule.title) for rule, run in runs.items()]
        losses = {rule: heights(land, run) for rule, run in runs.items()}
        felt = felt_curvatures(land, self.start)
        theory = {rule: float(rate(rule.name, felt, self.lr, self.beta)) if len(felt) else 0.0 for rule in runs}
        measured = {rule: measured_rate(np.sqrt(losses[rule])) for rule in runs}  # a loss is a square
        ends = {rule: ending(land, run) for rule, run in runs.items()}
        return scene.scene(
            [
                plane(land, [*paths, drag_start(self.start)]),
                loss_chart(
                    land,
                    [(run, rule_pen(rule), rule.title) for rule, run in runs.items()],
                    extra=[line for rule in runs for line in rate_line(losses[rule], theory[rule] ** 2, rule.family)],
                    title="Loss by step; dotted, the rate of theory",
                ),
                scene.table(
                    "rates",
                    [("", "text"), ("loss", "2g"), ("rate", "2g"), ("theory", "2g")],
                    [
                        {"pen": rule_pen(rule), "cells": [rule.title, losses[rule], measured[rule], theory[rule]]}
                        for rule in runs
                    ],
                ),
            ],
            self.sentence(runs, losses, ends),
            timeline=np.arange(self.steps + 1),
            note=[f"{count(self.steps, 'step')} each", equal("η", self.lr), equal("β", self.beta), "no noise"],
            fields={"landscape": picture(land)},
            controls={"lr": {"ticks": stability_ticks(land)}, "beta": {"ticks": self.best_beta()}},
            fixes=self.fixes(),
            data=columns({rule.title: run for rule, run in runs.items()}),
        )

    def best_beta(self):
        """The tick at the momentum with the best rate for this learning rate."""
        rates = rate("momentum", self.landscape.eigenvalues, self.lr, BETAS)
        return [scene.tick(BETAS[np.argmin(rates)], "best here")] if rates.min() < 1 else []

    def sentence(self, runs, losses, ends):
        land, beta = self.landscape, number(self.beta)
        if ends[GD].kind == "still":
            return "**Both stay**: at the minimum there is no slope to follow."
        if unstable(MOMENTUM, land, self.start, self.lr, self.beta):
            return f"**Both diverge**: {excess(MOMENTUM, land, runs[MOMENTUM], self.lr, self.beta)}."
        if unstable(GD, land, self.start, self.lr):
            return f"**Descent diverges, momentum does not**: {excess(GD, land, runs[GD], self.lr)}, but momentum bears up to 2 (1 + β) = {number(2 * (1 + self.beta))}."
        if self.beta == 0:
            return f"**One path**: with β = 0 momentum is gradient descent, step for step, and both {self.outcome(losses[GD], ends[GD])}."
        if self.steps == 1:
            return f"**Side by side**: the first step has no velocity to add, and both {self.outcome(losses[GD], ends[GD])}."
        slow, fast = (MOMENTUM, GD) if self.ahead(losses, ends) is GD else (GD, MOMENTUM)
        names = {GD: "Descent", MOMENTUM: "Momentum"}
        return (
            f"**{names[fast]} is ahead** with β = {beta}: it {self.outcome(losses[fast], ends[fast], 's')}; "
            f"{names[slow].lower()} {self.outcome(losses[slow], ends[slow], 's')}."
        )

    def fixes(self):
        """The largest stable learning rate of descent, and that of momentum, which bears more."""
        runners = {0.0: GD, self.beta: MOMENTUM}  # at beta = 0 they are one
        return [
            fix
            for beta, rule in runners.items()
            if unstable(rule, self.landscape, self.start, self.lr, beta)
            for fix in stable_fix(rule, self.landscape, self.start, self.steps, self.lr, beta)
        ]

    def outcome(self, loss, end, s=""):
        """What became of one run, as a verb."""
        if end.kind == "arrives":
            return f"arrive{s} below {number(TOLERANCE)} after {count(end.step, 'step')}"
        return f"end{s} at loss {number(loss[-1])}"

    def ahead(self, losses, ends):
        """The rule that arrives first, or whose loss is lower at the end."""
        return min(losses, key=lambda rule: (ends[rule].kind != "arrives", ends[rule].step, losses[rule][-1]))
