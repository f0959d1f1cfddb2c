"""A plateau that ends in a cliff, in profile: who creeps, who is thrown, and what clipping does."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, number

GD, ADAM = gdzoo.RULES["gd"], gdzoo.RULES["adam"]
LAND = gdzoo.LANDSCAPES["cliff"]
[[BOTTOM, _]] = LAND.minima
LOW, HIGH = -5.0, 4.0  # the part of the profile in the picture
EDGE = 0.8  # what is to the right of it is plateau
NEAR = 0.05  # so near is arrived
CLIPPED = scene.pen("accent", dash="longdash", marker="square")


class Cliff(Demo):
    """A plateau with hardly any slope, then a cliff: one learning rate has to suit both.

    On the plateau a step is too short, at the edge it is too long. Clip the gradient, and only the second
    is mended, so that the learning rate may be large.
    """

    lr = LogSlider(0.1, 30, 10, label="Learning rate", symbol=r"\eta")
    clip = LogSlider(0.01, 2, 0.1, label="Longest gradient, clipped", symbol="c")
    start = Slider(-4, HIGH, 3.0, step=0.05, label="Start", symbol="x_0")
    adam_lr = LogSlider(0.01, 1, 0.1, label="Learning rate of Adam", more=True)
    steps = Slider(5, 300, 60, step=1, more=True)

    def scene(self):
        balls = {
            "descent": (rule_pen(GD), self.run(GD, LAND, self.lr)),
            "clipped": (CLIPPED, self.run(GD, gdzoo.ClipNorm(LAND, self.clip), self.lr)),
            "Adam": (rule_pen(ADAM), self.run(ADAM, LAND, self.adam_lr)),
        }
        steps = np.arange(self.steps + 1)
        return scene.scene(
            [
                self.profile(balls),
                self.lengths(balls),
                scene.table(
                    "results",
                    [("", "text"), ("x", "2g"), ("longest step", "2g"), ("arrives", "int")],
                    [
                        {
                            "pen": style,
                            "cells": [name, x, longest(x), arrives(x)],
                        }
                        for name, (style, x) in balls.items()
                    ],
                ),
            ],
            self.sentence({name: x for name, (_, x) in balls.items()}),
            timeline=steps,
            note=[
                count(self.steps, "step"),
                equal("η", self.lr),
                f"gradients cut to {number(self.clip)} at most",
                f"Adam with η = {number(self.adam_lr)}",
                "no noise",
            ],
            data={"step": steps} | {f"x, {name}": x for name, (_, x) in balls.items()},
        )

    def run(self, rule, f, lr):
        """Positions by step along the profile y = 0, where the slope leads nowhere else."""
        return gdzoo.minimize(rule, f, [self.start, 0.0], self.steps, lr=lr).x[:, 0]

    def profile(self, balls):
        """The ground in profile, and the balls on it."""
        across = np.linspace(LOW, HIGH, 181)
        marks = [
            scene.line(
                x,
                height(x),
                style | {"width": 1.2 if name != "Adam" else 0},
                label=name,
                moves=True,
                dots=True,
                opens=left(x),
            )
            for name, (style, x) in balls.items()
        ]
        marks += [
            scene.line(across, height(across), scene.pen("ink", width=1.4)),
            scene.points([BOTTOM], height(np.array([BOTTOM])), "star"),
            scene.text(2.6, height(np.array([2.6]))[0] - 0.09, "plateau"),
            scene.text(0.9, 0.5, "cliff"),
            scene.handle(self.start, height(np.array([self.start]))[0], "drag the start", moves_x="start"),
        ]
        return scene.plot("profile", scene.axis(LOW, HIGH, "x"), scene.axis(-0.08, 1.35, "f"), marks, aspect=1.4)

    def lengths(self, balls):
        """How long each step is."""
        moved = {name: np.maximum(np.abs(np.diff(x)), 1e-6) for name, (_, x) in balls.items()}
        top = max(10.0, *(length.max() for length in moved.values()))
        return scene.plot(
            "lengths",
            scene.axis(0, self.steps, "step"),
            scene.axis(1e-3, 3 * top, scale="log"),
            [
                scene.line(np.arange(self.steps + 1), np.append(np.nan, length), balls[name][0], moves=True)
                for name, length in moved.items()
            ],
            title="Length of the step",
            area="side",
            aspect=1.5,
            cursor=True,
        )

    def sentence(self, balls):
        plain, clipped = balls["descent"], balls["clipped"]
        words = {name: self.fate(x) for name, x in balls.items()}
        if longest(plain) > 4 and longest(clipped) <= 4:
            lead = f"**The cliff throws plain descent {number(longest(plain))} far in one step**"
        elif arrives(plain) is None and arrives(clipped) is None:
            lead = f"**Neither descent is at the bottom after {count(self.steps, 'step')}**"
        elif arrives(plain) is None or arrives(clipped) is None:
            lead = f"**Only descent {'with' if arrives(plain) is None else 'without'} clipping is at the bottom**"
        else:
            lead = "**Both descents arrive**"
        return f"{lead}: without clipping it {words['descent']}, with clipping it {words['clipped']}; Adam {words['Adam']}."

    def fate(self, x):
        """What becomes of a run, in words."""
        if arrives(x) is not None:
            return f"is at the bottom after {count(arrives(x), 'step')}"
        where = "still on the plateau" if x[-1] > EDGE else f"at x = {number(x[-1])}"
        return f"is {where} after {count(self.steps, 'step')}"


def height(x):
    """The ground at y = 0."""
    return LAND.value(np.stack([x, 0 * x]))


def longest(x) -> float:
    """The longest step of a run."""
    return float(np.abs(np.diff(x)).max())


def arrives(x) -> int | None:
    """The step from which on a run is at the bottom."""
    away = np.flatnonzero(np.abs(x - BOTTOM) > NEAR)
    first = int(away[-1]) + 1 if len(away) else 0
    return first if first < len(x) else None


def left(x) -> int | None:
    """The step from which on a run is outside of the picture, for good."""
    inside = np.flatnonzero((x >= LOW) & (x <= HIGH))
    first = int(inside[-1]) + 1 if len(inside) else 0
    return first if first < len(x) else None
