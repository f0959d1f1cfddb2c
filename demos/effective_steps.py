"""AdaGrad, RMSprop and momentum in one elongated bowl, and the learning rate that each coordinate gets."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, MemorySlider, Point, Slider, scene
from demos.kit.loss import FLOOR, heights, loss_chart, loss_words
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.words import count, equal, number

ADAGRAD, RMSPROP, MOMENTUM = (gdzoo.RULES[name] for name in ("adagrad", "rmsprop", "momentum"))
LIMIT = scene.pen("soft", dash="dash", width=1.4)


class EffectiveSteps(Demo):
    """Each coordinate gets a learning rate of its own, in two ways: one only falls, the other comes back.

    AdaGrad and RMSprop have the same η. Watch the learning rates that they make of it in x and in y, then change κ:
    one of the three paths is another one, and two are not.
    """

    kappa = LogSlider(1, 1000, 50, label="Condition number", symbol=r"\kappa")
    lr = LogSlider(1e-3, 10, 0.1, label="Learning rate", symbol=r"\eta")
    beta = MemorySlider(0, 0.99, 0.9, label="Memory of RMSprop", symbol=r"\beta")
    start = Point(lambda demo: [-2.6, 1.2], follows=None, more=True)
    steps = Slider(1, 300, 100, step=1, more=True)

    @property
    def landscape(self):
        return gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=0.0)

    def scene(self):
        land = self.landscape
        lr, beta = 1 / self.kappa, (1 - self.kappa**-0.5) ** 2  # 1/L, and the best β for it
        knobs = {
            ADAGRAD: {"lr": self.lr},
            RMSPROP: {"lr": self.lr, "beta": self.beta},
            MOMENTUM: {"lr": lr, "beta": beta},
        }
        runs = {
            rule: gdzoo.minimize(rule, land, self.start, self.steps, keep_state=True, **given)
            for rule, given in knobs.items()
        }
        rates = {rule: self.rates(rule, run) for rule, run in runs.items() if rule is not MOMENTUM}
        rates[MOMENTUM] = np.full((self.steps + 1, 2), lr)
        losses = {rule: heights(land, run) for rule, run in runs.items()}
        return scene.scene(
            [
                plane(
                    land,
                    [*(path(land, run, rule_pen(rule), label=rule.title) for rule, run in runs.items()), drag_start(self.start)],
                ),
                loss_chart(land, [(run, rule_pen(rule), "") for rule, run in runs.items()]),
                scene.table(
                    "now",
                    [("", "text"), ("loss", "2g"), ("rate in x", "2g"), ("rate in y", "2g")],
                    [
                        {"pen": rule_pen(rule), "cells": [rule.title, losses[rule], *rates[rule].T]}
                        for rule in runs
                    ],
                ),
                *(self.chart(i, rates) for i in range(2)),
            ],
            self.sentence(runs, losses),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} each",
                f"{equal('η', self.lr)} for AdaGrad and RMSprop",
                equal("β", self.beta),
                f"momentum at 1/L, {equal('η', lr)}, with the best β for it, {number(beta, 3)}",
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data=columns({rule.title: run for rule, run in runs.items()})
            | {f"rate in {axis}, {rule.title}": rates[rule][:, i] for rule in (ADAGRAD, RMSPROP) for i, axis in enumerate("xy")},
        )  # fmt: skip

    def rates(self, rule, run):
        """η / (√v + ε) in each coordinate by step, (steps + 1, 2); nothing before there has been a slope."""
        v = run.state.v
        return np.where(v > 0, self.lr / (np.sqrt(v) + rule.knobs["eps"].default), np.nan)

    def chart(self, i, rates):
        """The learning rates of one coordinate by step, and the largest that plain descent would bear there."""
        limit = 2 / self.landscape.eigenvalues[i]
        seen = np.concatenate([rates[rule][:, i] for rule in (ADAGRAD, RMSPROP)])
        seen = np.clip(seen[np.isfinite(seen)], 1e-4 * limit, 1e3 * limit)
        low, high = (np.log10(edge) for edge in (min(seen, default=limit), max([*seen, limit])))
        return scene.plot(
            f"rates-{'xy'[i]}",
            scene.axis(0, max(self.steps, 1), "step"),
            scene.axis(10 ** (low - 0.15), 10 ** (high + 0.15), scale="log"),
            [
                scene.rule(LIMIT, y=limit),
                scene.text(0.06 * self.steps, limit * 1.5, "2/λ"),
                *(
                    scene.line(
                        np.arange(self.steps + 1), rates[rule][:, i], rule_pen(rule), label=rule.title, moves=True
                    )
                    for rule in (ADAGRAD, RMSPROP)
                ),
            ],
            title=f"The learning rate of {'xy'[i]}, η/√v; here {equal('λ', self.landscape.eigenvalues[i])}",
            area="below",
            aspect=2,
            cursor=True,
        )

    def sentence(self, runs, losses):
        if runs[ADAGRAD].grad_norm[0] == 0:
            return "**Nobody moves**: at the minimum there is no slope."
        last = {rule: np.abs(np.diff(runs[rule].x[-2:], axis=0)).max() / self.lr for rule in (ADAGRAD, RMSPROP)}
        own, other = last[ADAGRAD], last[RMSPROP]
        lead = (
            "AdaGrad's steps have died down, RMSprop's have not"
            if own < other / 2
            else "At this moment RMSprop's step is the shorter"
            if other < own / 2
            else "Both still take steps of a similar length"
        )
        ends = {rule: loss_words(loss[-1]) for rule, loss in losses.items()}
        lowest = int(losses[RMSPROP].argmin())
        came = losses[RMSPROP][lowest]
        there = "the minimum, but for rounding," if came < FLOOR else number(came)
        back = f", having been at {there} after step {lowest}" if came < losses[RMSPROP][-1] / 100 else ""
        return (
            f"**{lead}**: the last is {number(own)} η long in AdaGrad, {number(other)} η in RMSprop. "
            f"AdaGrad ends at the loss {ends[ADAGRAD]}, momentum at {ends[MOMENTUM]}, RMSprop at {ends[RMSPROP]}{back}."
        )
