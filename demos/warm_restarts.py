"""Cosine with warm restarts on a landscape with several hollows: what every period ends with, beside one long cosine."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, Toggle, scene
from demos.kit.hollows import heights_of, in_the_deepest, mean_loss
from demos.kit.loss import FLOOR, logarithmic
from demos.kit.noisy import floors
from demos.kit.planes import path, picture, plane
from demos.kit.runs import one
from demos.kit.words import count, equal, number, percent

NAMES = ("three_hump_camel", "six_hump_camel", "styblinski_tang")
PLACES = {name: gdzoo.LANDSCAPES[name] for name in NAMES}
SETTINGS = {"three_hump_camel": (0.1, 2.0), "six_hump_camel": (0.06, 3.0), "styblinski_tang": (0.03, 25.0)}
MANY = 200  # runs; run number so and so is shown on the plane
PERIODS, MOST = 4, 6  # of equal length in the budget; no more are shown when they grow
STEPS = 240
RESTARTS = scene.pen("accent")
SINGLE = scene.pen("ink", dash="dash", width=1.8)
FLOOR_PEN = scene.pen("accent", width=1.4, dash="dot", faint=True)


class WarmRestarts(Demo):
    """The rate falls, jumps back, and falls again: each jump may leave one hollow for a better one.

    Look at the ends of the periods, where the rate is almost 0 and a run shows how good the hollow is that it
    sits in. The dashed line is one long cosine with the same number of steps.
    """

    landscape = Choice(PLACES, "three_hump_camel")
    lr = LogSlider(
        1e-3,
        0.5,
        lambda demo: SETTINGS[demo.landscape.name][0],
        label="Highest rate",
        symbol=r"\eta",
        follows="landscape",
    )
    first = Slider(20, STEPS, STEPS // PERIODS, step=1, label="First period", unit="steps")
    growth = Slider(1, 3, 1, step=0.5, label="Growth of periods", symbol="q")
    sigma = Slider(
        0,
        40,
        lambda demo: SETTINGS[demo.landscape.name][1],
        step=0.5,
        label="Noise",
        symbol=r"\sigma",
        follows="landscape",
        more=True,
    )
    shown = Slider(1, MANY, 1, step=1, label="Run on the plane", more=True)
    alone = Toggle(False, label=f"The loss of this run, not the mean of {MANY}", more=True)
    steps = Slider(80, 640, STEPS, step=1, more=True)

    def scene(self):
        land, k = self.landscape, np.arange(self.steps + 1)
        restarts = gdzoo.SCHEDULES["cosine_restarts"](self.lr, first=self.first, growth=self.growth)
        single = gdzoo.SCHEDULES["cosine"](self.lr, steps=self.steps)
        runs = {"restarts": self.runs(restarts), "single": self.runs(single)}
        ends = self.ends()
        shown = one(runs["restarts"], self.shown - 1)
        losses = {name: self.loss(run) for name, run in runs.items()}
        rates = {
            "restarts": restarts(np.minimum(k, self.steps - 1)),
            "single": single(np.minimum(k, self.steps - 1)),
        }
        deep = {name: in_the_deepest(land, run).mean(1) for name, run in runs.items()}
        lost = int((runs["restarts"].escaped_at >= 0).sum())

        def row(pen, name, key, step):
            return {"pen": pen, "cells": [name, step, 100 * float(deep[key][step]), mean_loss(land, runs[key], step)]}

        return scene.scene(
            [
                plane(
                    land,
                    [
                        path(land, shown, scene.pen("accent", width=1.2, faint=True)),
                        scene.points(shown.x[:1, 0], shown.x[:1, 1], "ring", RESTARTS),
                        scene.points(
                            shown.x[ends, 0], shown.x[ends, 1], "dot", labels=[f"{i + 1}" for i in range(len(ends))]
                        ),
                    ],
                    title=f"Run {self.shown}, and where each period leaves it",
                ),
                self.rate_chart(rates),
                self.loss_chart(losses, rates),
                scene.table(
                    "periods",
                    [
                        ("end of period", "text"),
                        ("step", "int"),
                        ("% in the deepest hollow", "int"),
                        ("mean loss", "2g"),
                    ],
                    [
                        *(row(RESTARTS, f"{i + 1}", "restarts", int(end)) for i, end in enumerate(ends)),
                        row(SINGLE, "one long cosine", "single", self.steps),
                    ],
                    area="below",
                ),
            ],
            self.sentence(deep, ends, lost),
            timeline=k,
            note=[
                f"{MANY} runs with noise of their own, from one start",
                f"{count(self.steps, 'step')} each",
                f"Gradient descent on {land.title}",
                equal("σ", self.sigma) if self.sigma else "no noise",
                *([f"{count(lost, 'run')} diverged and count as not there"] if lost else []),
            ],
            fields={"landscape": picture(land)},
            fixes=[("Put the rate and the noise back", {"lr": None, "sigma": None})] if lost > MANY // 10 else (),
            data={
                "step": k,
                "rate, restarts": rates["restarts"],
                "loss, restarts": losses["restarts"],
                "in the deepest hollow, restarts": deep["restarts"],
                "loss, one cosine": losses["single"],
                "in the deepest hollow, one cosine": deep["single"],
                "x": shown.x[:, 0],
                "y": shown.x[:, 1],
            },
        )

    def runs(self, rates):
        """Many runs from the landscape's first start, each with noise of its own, the same under every schedule."""
        starts = np.repeat(np.array(self.landscape.starts[0])[:, None], MANY, axis=1)
        return gdzoo.minimize("gd", gdzoo.Noisy(self.landscape, self.sigma), starts, self.steps, lr=rates)

    def ends(self) -> np.ndarray:
        """The steps at which periods end: before the restart, which is the step after."""
        lengths = self.first * self.growth ** np.arange(self.steps // self.first + 1)
        ends = np.round(np.cumsum(lengths)).astype(int)
        return ends[ends <= self.steps][:MOST] if ends[0] <= self.steps else np.array([self.steps])

    def loss(self, run):
        """What the chart shows by step: the loss of the middle run, or of the one on the plane."""
        above = heights_of(self.landscape, run)
        with np.errstate(invalid="ignore"):
            line = above[:, self.shown - 1] if self.alone else np.median(above, axis=1)
        return np.where(np.isfinite(line), line, np.nan)

    def rate_chart(self, rates):
        """The learning rates by step."""
        return scene.plot(
            "rates",
            scene.axis(0, self.steps, "step"),
            scene.axis(0, 1.08 * self.lr, "η"),
            [
                scene.line(np.arange(self.steps + 1), rates["single"], SINGLE, moves=True),
                scene.line(np.arange(self.steps + 1), rates["restarts"], RESTARTS, moves=True),
            ],
            title="Learning rate, by step",
            area="side",
            aspect=2.4,
            cursor=True,
        )

    def loss_chart(self, losses, rates):
        """The losses by step, and the floor of the rate in the deepest hollow."""
        shown = {name: np.maximum(loss, FLOOR) for name, loss in losses.items()}
        floor = floors(self.landscape, self.sigma, rates["restarts"]) if self.sigma else np.full(self.steps + 1, np.nan)
        lines = [shown["single"], shown["restarts"]]
        return scene.plot(
            "losses",
            scene.axis(0, self.steps, "step"),
            logarithmic([*lines, floor] if self.sigma else lines),
            [
                *([scene.line(np.arange(self.steps), floor[:-1], FLOOR_PEN)] if np.isfinite(floor).any() else []),
                *(
                    scene.line(np.arange(self.steps + 1), line, style, moves=True)
                    for line, style in zip(lines, (SINGLE, RESTARTS), strict=True)
                ),
            ],
            title=f"Loss above the deepest point: {'this run' if self.alone else f'the middle of {MANY} runs'}",
            area="side",
            aspect=1.5,
            cursor=True,
        )

    def sentence(self, deep, ends, lost):
        first, last, single = deep["restarts"][ends[0]], deep["restarts"][ends[-1]], deep["single"][-1]
        if lost > MANY // 2:
            return f"**{lost} of {MANY} runs diverge**: the highest rate, {number(self.lr)}, with this noise is too large here."
        if len(ends) == 1:
            lead = f"**{percent(last)} of {MANY} runs are in the deepest hollow at the end of the only period**"
        else:
            lead = (
                f"**{percent(first)} of {MANY} runs are in the deepest hollow at the end of the first period, "
                f"{percent(last)} at the end of period {len(ends)}**"
            )
        return f"{lead}. One long cosine with all {self.steps} steps brings {percent(single)} there."
