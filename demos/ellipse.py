"""A bowl with two axes, to be pulled longer, shorter and around: what does its shape cost?"""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Slider, scene
from demos.kit.ending import excess, stable_fix, unstable
from demos.kit.loss import FLOOR, logarithmic
from demos.kit.miniatures import field
from demos.kit.pens import rule_pen
from demos.kit.planes import path, plane, stability_ticks
from demos.kit.rates import rate_line
from demos.kit.runs import columns, until
from demos.kit.words import apart, count, equal, number
from gdzoo.analysis import best, rate

GD = gdzoo.RULES["gd"]
START = (-1.9, 1.0)  # along the two axes: it turns with them, and every turn of it lies in the picture
ROUND = np.linspace(0, 2 * np.pi, 73)
AXES = {"first": scene.pen("accent"), "second": scene.pen("accent", dash="dash")}


class Ellipse(Demo):
    """Drag the tips of a bowl's axes: its shape decides how many steps descent takes, its angle nothing.

    A short axis is a steep direction. The more the two differ, the more steps one digit costs, even at
    the best learning rate. Turn the bowl, and the picture turns; no number changes.
    """

    first = Slider(0.2, 2.2, 2.0, step=0.01, label="First axis")
    second = Slider(0.2, 2.2, 0.5, step=0.01, label="Second axis")
    angle = Slider(-180, 180, 30, step=1, unit="°", label="Angle", symbol=r"\theta")
    lr = LogSlider(
        1e-4,
        20,
        lambda demo: float(f"{best('gd', *demo.landscape.eigenvalues).lr:.4g}"),
        label="Learning rate",
        symbol=r"\eta",
        follows=["first", "second"],
    )
    steps = Slider(1, 300, 40, step=1, more=True)

    @property
    def landscape(self):
        """Half the square of the distance, measured with one axis as the unit along it and the other across."""
        kappa, angle = (self.first / self.second) ** 2, np.radians(self.angle)
        return gdzoo.Scaled(gdzoo.LANDSCAPES["ravine"](kappa=kappa, angle=float(angle)), 1 / self.first**2)

    def scene(self):
        land, style = self.landscape, rule_pen(GD)
        u, v = self.axes()
        whole = gdzoo.minimize(GD, land, START[0] * u + START[1] * v, self.steps, lr=self.lr)
        run = whole if whole.escaped_at < 0 else until(whole, int(whole.escaped_at))
        error = np.linalg.norm(run.x, axis=1)
        theory, drawn = float(rate("gd", land.eigenvalues, self.lr)), np.maximum(error, FLOOR)
        diverges = unstable(GD, land, run.x[0], self.lr)
        return scene.scene(
            [
                plane(land, [*self.outline(u, v), path(land, run, style), *self.tips(u, v, run.x[0])]),
                scene.plot(
                    "error",
                    scene.axis(0, max(len(error) - 1, 1), "step"),
                    logarithmic([drawn]),
                    [*rate_line(error, theory, "plain"), scene.line(run.steps, drawn, style, moves=True)],
                    title="Distance from the minimum; dotted, theory",
                    area="side",
                    aspect=1.5,
                    cursor=True,
                ),
                scene.table(
                    "axes",
                    [("", "text"), ("length", "2g"), ("curvature λ", "2g"), ("1 − ηλ", "2g")],
                    [
                        {"pen": AXES[name], "cells": [f"{name} axis", length, length**-2, 1 - self.lr / length**2]}
                        for name, length in self.lengths().items()
                    ],
                ),
            ],
            self.sentence(run, theory, diverges),
            timeline=run.steps,
            note=[
                count(len(error) - 1, "step"),
                equal("η", self.lr),
                f"from ({number(START[0])}, {number(START[1])}) along the axes",
                "no noise",
            ],
            fields={"landscape": field(land, (48, 64))},
            controls={"lr": self.bounds()},
            fixes=stable_fix(GD, land, run.x[0], self.steps, self.lr) if diverges else (),
            data=columns({"descent": run}) | {"distance": error},
        )

    def lengths(self):
        """The half-axes of the level line that runs through the tips."""
        return {"first": self.first, "second": self.second}

    def axes(self):
        """Unit vectors along the two axes."""
        angle = np.radians(self.angle)
        return np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])

    def outline(self, u, v):
        """The level line through the tips, and the axes themselves."""
        x, y = self.first * np.outer(u, np.cos(ROUND)) + self.second * np.outer(v, np.sin(ROUND))
        across = [(name, length * way) for way, (name, length) in zip((u, v), self.lengths().items(), strict=True)]
        return [
            scene.line(x, y, scene.pen("accent", width=1.4)),
            *(scene.arrow(0, 0, tip[0], tip[1], AXES[name] | {"width": 1.6}, head=False) for name, tip in across),
        ]

    def tips(self, u, v, start):
        """The two handles and the start."""
        (ux, uy), (vx, vy) = self.first * u, self.second * v
        return [
            scene.points(start[:1], start[1:], "ring"),
            scene.handle(ux, uy, "drag the first axis", moves_x="first", moves_y="angle", polar=0),
            scene.handle(vx, vy, "drag the second axis", moves_x="second", moves_y="angle", polar=90),
        ]

    def bounds(self):
        """The slider of the learning rate, about the largest curvature."""
        mu, L = self.landscape.eigenvalues
        ticks = stability_ticks(self.landscape)
        if 1.5 * mu < L:
            ticks.insert(1, scene.tick(best("gd", mu, L).lr, "best"))
        return {"ticks": ticks, "low": 0.02 / L, "high": 4 / L}

    def sentence(self, run, theory, diverges):
        mu, L = self.landscape.eigenvalues
        star = best("gd", mu, L)
        shape = "**A round bowl, κ = 1**" if L - mu < 1e-9 * L else f"**κ = {number(L / mu, 3)}**"
        if diverges:
            return f"{shape} **diverges**: ".replace("** **", ", ") + f"{excess(GD, self.landscape, run, self.lr)}."
        now, fastest = digit(theory), digit(star.rate)
        if abs(self.lr / star.lr - 1) < 0.01:
            return f"{shape}: at the best learning rate {now}, whatever the angle."
        return f"{shape}: at η = {number(self.lr, 3)} {now}, whatever the angle; at the best, η = {number(star.lr, 3)}, {fastest}."


def digit(kept) -> str:
    """What a step keeps of the error in the long run, and what a digit costs."""
    if kept < 0.005:
        return "one step leaves next to no error"
    if kept > 1 - 1e-9:
        return "a step keeps all of the error"
    steps = max(1, round(np.log(0.1) / np.log(kept)))
    return f"a step keeps {apart(kept, 1)[0]} of the error, and a digit costs about {count(steps, 'step')}"
