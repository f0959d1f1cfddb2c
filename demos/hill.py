"""Two balls on one hill with a bump: one has momentum, and the other has none."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Slider, scene
from demos.kit.charts import by_step
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, number

MOMENTUM = gdzoo.RULES["momentum"]
PLAIN = gdzoo.RULES["gd"]
LOW, HIGH = -3.0, 3.4  # the part of the hill in the picture
TOP, SPREAD = 1.2, 0.25  # of the bump: where it is, and how wide


class Hill(Demo):
    """Two balls go down one hill with a small bump: which of them gets past it?

    Without momentum a ball moves only where there is a slope under it. With momentum it carries its
    velocity along, over the bump, and past the bottom. Read position and velocity step by step.
    """

    beta = Slider(0, 0.99, 0.85, step=0.01, label="Momentum", symbol=r"\beta")
    start = Slider(LOW, HIGH, 3.0, step=0.01, label="Start", symbol="x_0")
    bump = Slider(0, 1, 0.5, step=0.01, label="Height of the bump")
    lr = LogSlider(1e-3, 0.3, 0.05, label="Learning rate", symbol=r"\eta")
    steps = Slider(1, 300, 80, step=1, more=True)

    def scene(self):
        hill = self.hill()
        balls = {"no momentum": (PLAIN, *self.roll(hill, 0.0)), "momentum": (MOMENTUM, *self.roll(hill, self.beta))}
        return scene.scene(
            [
                self.picture(hill, balls),
                *(
                    by_step(
                        name.lower(),
                        f"{name}, by step{'; a ball moves by −ηv' if i == 2 else ''}",
                        [(ball[i][:-1], rule_pen(ball[0]), "") for ball in balls.values()],
                        label="xv"[i - 1],
                        step="step" if i == 2 else "",
                        aspect=2.4,
                    )
                    for i, name in ((1, "Position"), (2, "Velocity"))
                ),
                scene.table(
                    "reading",
                    [("", "text"), ("x", "2g"), ("slope", "2g"), ("velocity", "2g")],
                    [
                        {"pen": rule_pen(rule), "cells": [name, x[:-1], hill.grad(x[None, :-1])[0], v[:-1]]}
                        for name, (rule, x, v) in balls.items()
                    ],
                ),
            ],
            self.sentence(hill, *(x[:-1] for _, x, _ in balls.values())),
            timeline=np.arange(self.steps + 1),
            note=[
                count(self.steps, "step"),
                equal("η", self.lr),
                equal("β", self.beta),
                "both start at rest",
                "no noise",
            ],
            data={"step": np.arange(self.steps + 1)}
            | {
                f"{what}, {name}": values[:-1]
                for name, ball in balls.items()
                for what, values in zip("xv", ball[1:], strict=True)
            },
        )

    def hill(self):
        """A parabola with a bump on its slope."""

        def bump(x):
            return self.bump * np.exp(-(((x - TOP) / SPREAD) ** 2) / 2)

        return gdzoo.objective(lambda x: x[0] ** 2 / 4 + bump(x[0]), lambda x: x / 2 - (x - TOP) / SPREAD**2 * bump(x))

    def roll(self, hill, beta):
        """Position and velocity of a ball by step, from rest; one step more than shown, for the last arrow."""
        run = gdzoo.minimize(MOMENTUM, hill, [self.start], self.steps + 1, lr=self.lr, beta=beta, keep_state=True)
        return run.x[:, 0], run.state.v[:, 0]

    def picture(self, hill, balls):
        """The hill with the balls on it, each with an arrow for its next step."""
        across = np.linspace(LOW, HIGH, 161)
        height = hill.value(across[None])
        high = 1.12 * height.max()
        marks = [scene.line(across, height, scene.pen("ink", width=1.6))]
        for name, (rule, x, _) in balls.items():
            y, style = hill.value(x[None]), rule_pen(rule)
            marks.append(scene.arrow(x[:-1], y[:-1], x[1:], y[:-1], style | {"dash": "solid", "width": 1.6}))
            marks.append(scene.line(x[:-1], y[:-1], style | {"width": 0, "marker": None}, label=name, moves=True))
        marks.append(scene.handle(self.start, hill.value(np.array([self.start])), "drag the start", moves_x="start"))
        return scene.plot("hill", scene.axis(LOW, HIGH, "x"), scene.axis(-0.06 * high, high, "f"), marks, aspect=1.2)

    def sentence(self, hill, plain, rolled):
        ends = [f"at x = {number(round(x[-1], 2))}" for x in (plain, rolled)]
        slope = number(round(float(hill.grad(plain[-1:])[0]), 2))
        times = int((np.diff(np.sign(rolled[rolled != 0])) != 0).sum())
        back = f", having crossed the bottom {count(times, 'time')}" if times else ""
        after = f"after {count(self.steps, 'step')}"
        if self.beta == 0:
            return f"**Twice the same ball**: with β = 0 neither carries a velocity along; {after} both are {ends[0]}."
        facts = f"{after} the ball without momentum is {ends[0]}, where the slope is {slope}; with β = {number(self.beta)} it is {ends[1]}{back}"
        if self.bump == 0 or self.start <= TOP:
            return f"**No bump on the way down**: {facts}."
        past, carried = plain.min() < TOP, rolled.min() < TOP
        if past == carried:
            return f"**{'Both pass' if past else 'Neither passes'} the bump**: {facts}."
        return f"**Only the ball {'with' if carried else 'without'} momentum passes the bump**: {facts}."
