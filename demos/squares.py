"""Squares of gradients: their sum, their average, and the steps that follow from each."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, MemorySlider, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, number

ADAGRAD, RMSPROP = gdzoo.RULES["adagrad"], gdzoo.RULES["rmsprop"]
SUM, AVERAGE = rule_pen(ADAGRAD, marker=None), rule_pen(RMSPROP, marker=None)
NOW = scene.pen("ink", width=1.8)
KINDS = {
    "same": "The same again and again",
    "flat": "Steep first, then flat",
    "rare": "Rare: one step in six",
    "noise": "Noise",
}


class Squares(Demo):
    """Draw each gradient as a square. AdaGrad adds the squares up, RMSprop averages them.

    The side of each big square is what the next step is divided by. Each ring has the area of one gradient's square, and is thinner
    than the one before. Give the loss another unit: the squares grow, the steps stay.
    """

    gradients = Choice(KINDS, "same", label="Gradients")
    beta = MemorySlider(0, 0.99, 0.9, label="Memory of RMSprop", symbol=r"\beta")
    scale = LogSlider(0.01, 100, 1, label="Loss, times", symbol="c")
    steps = Slider(6, 60, 24, step=1, more=True)
    draw = Slider(0, 99, 2, step=1, label="Draw of the noise", when={"gradients": "noise"}, more=True)

    def scene(self):
        g = np.append(np.nan, self.scale * told(self.gradients, self.steps, self.draw))
        runs = {
            rule: gdzoo.minimize(
                rule, gdzoo.Told(g[1:]), [0.0], self.steps, lr=1.0, bound=np.inf, keep_state=True, **knobs
            )
            for rule, knobs in ((ADAGRAD, {}), (RMSPROP, {"beta": self.beta}))
        }
        sides = {rule: np.sqrt(run.state.v[:, 0]) for rule, run in runs.items()}
        moves = {rule: np.append(np.nan, np.abs(np.diff(run.x[:, 0]))) for rule, run in runs.items()}
        k = np.arange(self.steps + 1)
        return scene.scene(
            [
                self.picture(np.abs(g), sides),
                self.chart(
                    "divisors",
                    "What the step is divided by; dots, |g|",
                    [
                        scene.line(k, np.abs(g), NOW | {"width": 0}, moves=True, dots=True),
                        scene.line(k, sides[ADAGRAD], SUM, label="side of the sum", moves=True),
                        scene.line(k, sides[RMSPROP], AVERAGE, label="average", moves=True),
                    ],
                    1.1 * max(np.nanmax(np.abs(g)), *(side.max() for side in sides.values())),
                ),
                self.chart(
                    "lengths",
                    "Length of the step / η",
                    [
                        scene.line(k, move, rule_pen(rule, marker=None), label=rule.title, moves=True, dots=True)
                        for rule, move in moves.items()
                    ],
                    1.1 * max(np.nanmax(move) for move in moves.values()),
                    step="step",
                ),
                scene.table(
                    "now",
                    [("", "text"), ("square", "2g"), ("side", "2g"), ("step / η", "2g")],
                    [
                        {"pen": NOW, "cells": ["this gradient", g**2, np.abs(g), None]},
                        {"pen": SUM, "cells": ["sum", sides[ADAGRAD] ** 2, sides[ADAGRAD], moves[ADAGRAD]]},
                        {"pen": AVERAGE, "cells": ["average", sides[RMSPROP] ** 2, sides[RMSPROP], moves[RMSPROP]]},
                    ],
                ),
            ],
            self.sentence(g, sides, moves),
            timeline=k,
            note=[
                count(self.steps, "gradient"),
                "one coordinate",
                equal("β", self.beta),
                "the same gradients for both",
                *([f"draw {self.draw}"] if self.gradients == "noise" else []),
            ],
            data={"step": k, "gradient": g}
            | {f"{what}, {rule.title}": of[rule] for what, of in (("side", sides), ("step", moves)) for rule in runs},
        )  # fmt: skip

    def picture(self, size, sides):
        """The squares, with one corner in common: rings of the sum, the average, and the gradient of this step."""
        s = sides[ADAGRAD]
        edge = 1.08 * max(s[-1], sides[RMSPROP].max())
        corners = [(0.0, 0.0)]
        for k, side in enumerate(s[1:]):
            ring = [(0.0, side), (side, side), (side, 0.0)]
            corners += ring if k % 2 == 0 else ring[::-1]  # so that the line goes on along an axis
        x, y = np.array(corners).T
        return scene.plot(
            "squares",
            scene.axis(0, edge),
            scene.axis(0, edge),
            [
                scene.line(x, y, SUM | {"width": 1, "faint": True}, moves=3),
                *square(s, SUM, "sum"),
                *square(sides[RMSPROP], AVERAGE, "average"),
                *square(size, NOW),
            ],
            title="Squares: this gradient's, dark; their average, dotted; their sum",
            aspect=1,
        )

    def chart(self, name, title, lines, high, step=""):
        return scene.plot(
            name,
            scene.axis(0, self.steps, step),
            scene.axis(0, high),
            lines,
            title=title,
            area="side",
            aspect=2.2,
            cursor=True,
        )

    def sentence(self, g, sides, moves):
        words = {rule: f"{number(move[-1])} η" for rule, move in moves.items()}
        total, average = (number(side[-1] ** 2) for side in sides.values())
        facts = f"after {count(self.steps, 'gradient')} the squares add up to {total}, and their running average is {average}"
        if g[-1] == 0:
            last = int(np.flatnonzero(g[1:])[-1]) + 1
            words = {rule: f"{number(move[last])} η" for rule, move in moves.items()}
            return f"**The last gradient that was not 0 moved AdaGrad by {words[ADAGRAD]} and RMSprop by {words[RMSPROP]}**; {facts}."
        return f"**The last step is {words[ADAGRAD]} long in AdaGrad and {words[RMSPROP]} in RMSprop**: {facts}; the gradient is {number(g[-1])}."


def square(side, pen, label=""):
    """The upper and right edges of a square from the origin, whose side moves; the axes are the others."""
    return [
        scene.arrow(side, 0.0, side, side, pen, head=False),
        scene.arrow(0.0, side, side, side, pen, head=False, label=label),
    ]


@lru_cache(maxsize=16)
def told(kind, steps, draw):
    """The gradients of each kind, by step."""
    k = np.arange(steps)
    if kind == "noise":
        return np.random.default_rng(draw).normal(size=steps)
    return {
        "same": np.ones(steps),
        "flat": np.where(k < steps // 4, 4.0, 0.5),
        "rare": np.where(k % 6 == 0, 1.0, 0.0),
    }[kind]
