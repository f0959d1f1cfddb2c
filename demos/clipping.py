"""A cliff, and three runs at it: with the whole gradient, and with it clipped in two ways."""

from functools import cached_property

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.chain import Repeated
from demos.kit.loss import logarithmic, loss_words
from demos.kit.planes import drag_start, path, picture, plane
from demos.kit.words import count, equal, number

PLACES = {"repeated": Repeated(), "cliff": gdzoo.LANDSCAPES["cliff"], "product": gdzoo.LANDSCAPES["product"]}
SETTINGS = {  # start, learning rate and limit at which clipping decides
    "repeated": ((1.3, 1.5), 0.01, 2.0),
    "cliff": ((0.4, -1.6), 12.0, 0.1),
    "product": ((-2.6, 1.6), 0.4, 0.5),
}
PENS = {
    "not clipped": scene.pen("warn", dash="dash"),
    "by norm": scene.pen("accent"),
    "by value": scene.pen("momentum", dash="dashdot"),
}
REACH = 1.7  # of the picture of one gradient, in limits


class Clipping(Demo):
    """At a cliff one gradient is a thousand times as long as the others: what clipping does to it.

    By norm a long gradient is shortened, and keeps its direction. By value each coordinate is held within
    the limit, which turns it. Drag the start along the cliff, and change the limit.
    """

    landscape = Choice(PLACES, "repeated")
    start = Point(lambda demo: list(SETTINGS[demo.landscape.name][0]))
    lr = LogSlider(
        1e-3,
        20,
        lambda demo: SETTINGS[demo.landscape.name][1],
        label="Learning rate",
        symbol=r"\eta",
        follows="landscape",
    )
    limit = LogSlider(
        0.01, 1000, lambda demo: SETTINGS[demo.landscape.name][2], label="Clip at", symbol="c", follows="landscape"
    )
    steps = Slider(10, 200, 80, step=1, more=True)

    @cached_property
    def runs(self):
        """Plain descent on the gradient as it is, and on the two clipped ones."""
        land = self.landscape
        seen = {
            "not clipped": land,
            "by norm": gdzoo.ClipNorm(land, self.limit),
            "by value": gdzoo.ClipValue(land, self.limit),
        }
        return {name: gdzoo.minimize("gd", each, self.start, self.steps, lr=self.lr) for name, each in seen.items()}

    def slopes(self, run) -> np.ndarray:
        """The gradient (2, K) at each point of a run, before any clipping; nothing once the run has left."""
        there = run.steps < (run.escaped_at if run.escaped_at >= 0 else len(run.steps))
        return np.where(there, self.landscape.grad(np.where(there[:, None], run.x, run.x[0]).T), np.nan)

    def scene(self):
        land, runs = self.landscape, self.runs
        slopes = {name: self.slopes(run) for name, run in runs.items()}
        lengths = {name: np.sqrt((slope**2).sum(0)) for name, slope in slopes.items()}
        return scene.scene(
            [
                plane(
                    land,
                    [*(path(land, run, PENS[name], label=name) for name, run in runs.items()), drag_start(self.start)],
                    letters=("w", "v") if land.name == "repeated" else ("x", "y"),
                ),
                self.lengths_chart(lengths),
                self.one_gradient(slopes["by norm"][:, 0]),
                scene.table(
                    "ends",
                    [
                        ("", "text"),
                        ("gradient now", "2g"),
                        ("loss now", "2g"),
                        ("longest step", "2g"),
                        ("steps clipped", "int"),
                    ],
                    [
                        {
                            "pen": PENS[name],
                            "cells": [
                                name,
                                lengths[name],
                                self.losses(run),
                                longest(run),
                                self.clipped(name, slopes[name]),
                            ],
                        }
                        for name, run in runs.items()
                    ],
                    area="below",
                ),
            ],
            self.sentence(lengths, slopes),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} each",
                f"Gradient descent on {land.title}",
                equal("η", self.lr),
                equal("c", self.limit),
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data={"step": np.arange(self.steps + 1)}
            | {f"gradient, {name}": length for name, length in lengths.items()}
            | {f"loss, {name}": self.losses(run) for name, run in runs.items()},
        )

    def losses(self, run):
        """The loss by step; nothing once the run has left."""
        return run.f if run.escaped_at < 0 else np.where(run.steps < run.escaped_at, run.f, np.nan)

    def clipped(self, name, slope) -> int | None:
        """In how many steps the gradient was too long."""
        begun = slope[:, :-1]
        sizes = np.abs(begun).max(0) if name == "by value" else np.sqrt((begun**2).sum(0))
        return None if name == "not clipped" else int((sizes > self.limit).sum())

    def lengths_chart(self, lengths):
        """The length of the gradient where each run is, and the limit."""
        drawn = {name: np.maximum(length, 1e-6) for name, length in lengths.items()}
        return scene.plot(
            "lengths",
            scene.axis(0, self.steps, "step"),
            logarithmic([*drawn.values(), np.array([self.limit])]),
            [
                scene.rule(scene.pen("soft", width=1.4), y=self.limit, label="c"),
                *(
                    scene.line(np.arange(self.steps + 1), length, PENS[name], moves=True)
                    for name, length in drawn.items()
                ),
            ],
            title="Gradient norm before clipping, by step",
            area="side",
            aspect=1.8,
            cursor=True,
        )

    def one_gradient(self, slope):
        """The gradient at the start, in units of the limit, and what the two ways make of it."""
        slope = slope / self.limit
        size = float(np.hypot(*slope))
        drawn = slope * min(1.0, 0.95 * REACH / size) if size > 0 else slope
        by_norm, by_value = slope / max(size, 1.0), np.clip(slope, -1, 1)
        turn = np.linspace(0, 2 * np.pi, 61)
        side = np.array([-1.0, 1.0, 1.0, -1.0, -1.0])
        return scene.plot(
            "gradient",
            scene.axis(-1.8 * REACH, 1.8 * REACH, "g₁ / c", ticks=[(-1, "−1"), (1, "1")]),
            scene.axis(-REACH, REACH, "g₂ / c", ticks=[(-1, "−1"), (1, "1")]),
            [
                scene.line(np.cos(turn), np.sin(turn), PENS["by norm"] | {"width": 1.2, "faint": True}),
                scene.line(side, np.roll(side, 1), PENS["by value"] | {"width": 1.2, "faint": True}),
                scene.arrow(0.0, 0.0, drawn[0], drawn[1], PENS["not clipped"] | {"width": 1.4}),
                scene.arrow(0.0, 0.0, by_value[0], by_value[1], PENS["by value"] | {"dash": "solid"}),
                scene.arrow(0.0, 0.0, by_norm[0], by_norm[1], PENS["by norm"]),
            ],
            title="The first gradient, and clipped by norm (circle) and by value (square)",
            area="side",
            aspect=1.8,
            frame="plane",
        )

    def sentence(self, lengths, slopes):
        ends = [f"{name} it {self.end(run)}" for name, run in self.runs.items()]
        first, begin = lengths["not clipped"][0], slopes["not clipped"][:, 0]
        whole = f"Not clipped, the run {self.end(self.runs['not clipped'])}"
        if first <= self.limit:
            lead = f"**The first gradient, {number(first)} long, is within the limit {number(self.limit)}**"
        else:
            held = np.clip(begin, -self.limit, self.limit)
            cosine = begin @ held / (first * np.sqrt(held @ held))
            turned = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
            lead = f"**The first gradient is {number(first / self.limit)} times as long as the limit**: by norm it keeps its direction, and by value it is turned by {number(turned)}°"
        return f"{lead}. {whole}; {', '.join(ends[1:])}."

    def end(self, run):
        """What became of a run."""
        if run.escaped_at >= 0:
            return f"leaves at step {int(run.escaped_at)}"
        return f"ends at the loss {loss_words(float(run.f[-1]))}"


def longest(run) -> float:
    """The length of the longest step of a run, the one with which it leaves included."""
    return float(np.sqrt((np.diff(run.x, axis=0) ** 2).sum(1)).max())
