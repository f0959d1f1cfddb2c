"""Averages of the points of a noisy descent, beside its last point and beside a falling learning rate."""

from typing import NamedTuple

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, MemorySlider, Point, Slider, scene
from demos.kit.courses import course_pen
from demos.kit.loss import FLOOR, logarithmic, loss_words
from demos.kit.noisy import floor_left, mean_left
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, picture, plane, stability_ticks
from demos.kit.words import count, equal, number

GROUNDS = {name: PLANES[name] for name in ("valley", "bowl", "rosenbrock")}
SENSIBLE = {"valley": (0.04, 6.0), "bowl": (0.2, 3.0), "rosenbrock": (0.0015, 20.0)}  # learning rate and noise
MANY = 100  # runs whose loss is averaged; all answers meet the same noise
EVERY = 4  # steps from frame to frame
COSINE = gdzoo.SCHEDULES["cosine"]
AVERAGED = gdzoo.RULES["averaged"]
THEORY = scene.pen("soft", width=1.2, dash="dot")
MOVING = scene.pen("warn", dash="longdash")
NAMED = ("last", "mean", "cosine")  # beside their lines; the table names all of them


class Answer(NamedTuple):
    title: str
    pen: dict
    x: np.ndarray  # at every frame, (frames, 2, runs)
    expected: float | None = None  # the loss that noise alone leaves, by theory


class WeightAveraging(Demo):
    """Descent in noise, and averages of its path: where does each of them end?

    At a constant learning rate the point keeps jumping around the minimum. Its averages go in. In a curved valley they do not.
    """

    landscape = Choice(GROUNDS, "valley", label="Landscape")
    lr = LogSlider(
        1e-4,
        0.5,
        lambda demo: SENSIBLE[demo.landscape.name][0],
        label="Learning rate",
        symbol=r"\eta",
        follows="landscape",
    )
    beta = MemorySlider(0, 0.99, 0.98, label="Moving average", symbol=r"\beta")
    first = Slider(1, 1000, 101, step=1, label="Tail from step")
    sigma = Slider(
        0,
        30,
        lambda demo: SENSIBLE[demo.landscape.name][1],
        step=0.5,
        label="Noise",
        symbol=r"\sigma",
        follows="landscape",
        more=True,
    )
    start = Point(more=True)
    steps = Slider(100, 1000, 400, step=1, more=True)

    def scene(self):
        answers = self.answers()
        losses = {key: self.loss(answer.x) for key, answer in answers.items()}
        frames = self.frames
        return scene.scene(
            [
                plane(
                    self.landscape,
                    [*self.paths(answers), drag_start(self.start)],
                    title="One run, and averages of its points",
                ),
                self.chart(answers, losses),
                scene.table(
                    "results",
                    [("", "text"), ("loss", "2g"), ("noise alone", "2g")],
                    [
                        {"pen": answer.pen, "cells": [answer.title, losses[key], answer.expected]}
                        for key, answer in answers.items()
                    ],
                ),
            ],
            self.sentence(answers, losses),
            timeline=frames,
            note=[
                f"losses: mean of {MANY} runs",
                count(self.steps, "step"),
                equal("η", self.lr),
                equal("σ", self.sigma),
                "the same noise for all" if self.sigma else "no noise",
            ],
            fields={"landscape": picture(self.landscape)},
            controls={"lr": {"ticks": stability_ticks(self.landscape)}},
            fixes=[("Put the learning rate back", {"lr": None})] if np.isnan(losses["last"][-1]) else (),
            data={"step": frames} | {f"loss, {answer.title}": losses[key] for key, answer in answers.items()},
        )

    @property
    def frames(self) -> np.ndarray:
        """The steps shown."""
        return np.append(np.arange(0, self.steps, EVERY), self.steps)

    def answers(self) -> dict[str, Answer]:
        """What one may answer with after a run, by name."""
        noisy = gdzoo.Noisy(self.landscape, self.sigma)
        starts = np.repeat(self.start[:, None], MANY, axis=1)

        def runs(rule, **knobs):
            return gdzoo.minimize(rule, noisy, starts, self.steps, every=EVERY, **knobs)

        def average(**knobs):
            return runs(AVERAGED, lr=self.lr, **knobs).extra["average"]

        everything = runs(AVERAGED, lr=self.lr)
        pen = rule_pen(AVERAGED, marker=None)
        found = {
            "last": Answer("last point", rule_pen(gdzoo.RULES["gd"], marker=None), everything.x, self.floor()),
            "mean": Answer("mean of all", pen, everything.extra["average"], self.mean_floor(self.steps)),
        }
        if 1 < self.first <= self.steps:
            left = self.mean_floor(self.steps - self.first + 1)
            found["tail"] = Answer("mean of the tail", pen | {"dash": "dash"}, average(first=self.first), left)
        found["ema"] = Answer("moving average", MOVING, average(decay=self.beta), self.floor(moving=self.beta))
        falling = runs("gd", lr=COSINE(self.lr, steps=self.steps))
        return found | {"cosine": Answer("falling rate", course_pen(COSINE), falling.x)}

    @property
    def curvatures(self):
        """Of a quadratic on which noisy descent has a floor; None elsewhere."""
        curvatures = self.landscape.eigenvalues
        return None if curvatures is None or self.lr * curvatures[-1] >= 2 else curvatures

    def floor(self, moving=0.0):
        """The loss at which the last point, or its moving average, stays by theory."""
        return None if self.curvatures is None else floor_left(self.curvatures, self.sigma, self.lr, moving)

    def mean_floor(self, n):
        """The loss that noise leaves to the mean of n points by theory; n may be an array."""
        return None if self.curvatures is None else mean_left(self.curvatures, self.sigma, n)

    def loss(self, x):
        """The mean loss by frame; nothing once a run has left."""
        with np.errstate(all="ignore"):
            loss = self.landscape.value(np.moveaxis(x, 1, 0)).mean(1)
        return np.where(np.isfinite(loss) & (np.abs(x).max((1, 2)) < 1e6), loss, np.nan)

    def paths(self, answers):
        """The last point's path, faint, and those of the averages."""
        styles = {"last": {"width": 1, "faint": True}, "mean": {}, "ema": {}}
        return [
            scene.line(x, y, answers[key].pen | style, label=answers[key].title, moves=True)
            for key, style in styles.items()
            for x, y in [answers[key].x[:, :, 0].T]
        ]

    def chart(self, answers, losses):
        """The losses by step on logarithmic axes, and where theory puts them."""
        shown = {key: np.maximum(loss, FLOOR) for key, loss in losses.items()}
        frames = np.where(self.frames > 0, self.frames, np.nan)
        up = logarithmic(shown.values())
        marks = []
        if self.curvatures is not None and self.sigma:
            marks = [
                scene.rule(THEORY, y=self.floor(), label="noise floor"),
                scene.line(frames, self.mean_floor(frames), THEORY, label="noise alone"),
            ]
        return scene.plot(
            "losses",
            scene.axis(EVERY, self.steps, "step", scale="log"),
            up,
            [
                *marks,
                *(
                    scene.line(frames, shown[key], answer.pen, label=answer.title if key in NAMED else "", moves=True)
                    for key, answer in answers.items()
                ),
            ],
            title=f"Mean loss of {MANY} runs, by step",
            area="side",
            aspect=1.1,
            cursor=True,
        )

    def sentence(self, answers, losses):
        if np.isnan(losses["last"][-1]):
            return f"**Diverges**: the learning rate {number(self.lr)} is too large here, and an average of points that leave leaves with them."

        def named(key):
            return "The last point at a falling rate" if key == "cosine" else f"The {answers[key].title}"

        ends = {key: float(loss[-1]) for key, loss in losses.items() if np.isfinite(loss[-1])}
        best, worst = min(ends, key=ends.__getitem__), max(ends, key=ends.__getitem__)
        said = f"**{named(best)} ends lowest, at {loss_words(ends[best])}**"
        rest = [key for key in ("last", "mean") if key not in (best, worst)]
        others = [f"{named(key).lower()} at {loss_words(ends[key])}" for key in (*rest, worst) if key != best]
        floor = self.floor()
        theory = f". Theory puts the noise floor of the last point at {number(floor)}" if floor else ""
        return f"{said}; {', '.join(others)}{theory}."
