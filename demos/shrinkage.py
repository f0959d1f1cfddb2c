"""Two weights without a use, one with small gradients and one with large: how a penalty inside Adam shrinks them, and how AdamW does."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Point, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, number

ADAM, ADAMW = gdzoo.RULES["adam"], gdzoo.RULES["adamw"]
PAIRS = 16  # of runs whose noise is opposite, so that on average noise itself moves nothing
LONGEST = 800  # steps
WIDE, HIGH = 3.0, 2.25  # half of what a plane shows
FEET = np.stack(np.meshgrid(np.linspace(-2.5, 2.5, 6), np.linspace(-1.8, 1.8, 5))).reshape(2, -1)  # of the arrows
PENS = {"penalty": rule_pen(ADAM, color="warn"), "AdamW": rule_pen(ADAMW, dash="solid")}
TITLES = {"penalty": "Penalty inside Adam", "AdamW": "AdamW"}


class Shrinkage(Demo):
    """Which weights does a decay shrink: all of them, or those with small gradients?

    The gradients are nothing but noise: the data have no use for either weight, so both should go. Every arrow shows where the
    decay leads from its foot. A penalty inside Adam is divided by the size of the gradients; AdamW's decay is not.
    """

    small = LogSlider(0.01, 10, 1, label="Gradients of the first")
    ratio = LogSlider(1, 1000, 100, label="Ratio of gradients")
    lr = LogSlider(1e-3, 0.1, 0.01, label="Learning rate", symbol=r"\eta")
    weight_decay = LogSlider(0.01, 10, 0.5, label="Weight decay", symbol=r"\lambda")
    start = Point(lambda demo: [2.4, 1.7], follows=None, more=True)
    steps = Slider(20, LONGEST, 400, step=20, more=True)
    draw = Slider(0, 99, 0, step=1, label="Draw", more=True)

    @property
    def sizes(self):
        """How large the gradients of the two weights are."""
        return np.array([self.small, self.small * self.ratio])

    def scene(self):
        short = self.steps // 10
        runs = {name: self.run(name, self.start[:, None], self.steps, max(1, self.steps // 40)) for name in PENS}
        arrows = {name: self.run(name, FEET, short, short)[1][-1] for name in PENS}
        steps, x = runs["AdamW"][0], {name: way[:, :, 0] for name, (_, way, _) in runs.items()}
        shares = {name: share(way) for name, way in x.items()}
        return scene.scene(
            [
                *(self.plane(name, x[name], arrows[name]) for name in PENS),
                self.left(steps, shares),
                self.division(steps, runs["penalty"][2][:, :, 0]),
            ],
            self.sentence(shares),
            timeline=steps,
            note=[
                "every gradient is noise alone",
                f"mean of {2 * PAIRS} runs, in pairs with opposite noise",
                f"an arrow is {count(short, 'step')}",
                equal("η", self.lr),
                equal("λ", self.weight_decay),
            ],
            data={"step": steps}
            | {
                f"{which} weight, {name}": x[name][:, i] for name in PENS for i, which in enumerate(("first", "second"))
            },
        )

    def run(self, name, feet, steps, every):
        """From each of the points feet (2, n): the steps recorded, and by then the mean weights and mean v, (frames, 2, n)."""
        noise = (self.sizes[:, None] * noises(self.draw)[:steps])[:, :, None]
        shape = (2, feet.shape[1], 2 * PAIRS)
        # the weights of all runs are coordinates of one point: each coordinate of these rules knows of itself alone
        told = gdzoo.Told(np.broadcast_to(noise, (steps, *shape)).reshape(steps, -1))
        starts = np.broadcast_to(feet[:, :, None], shape).ravel()
        rule, f, own = ADAM, gdzoo.L2(told, self.weight_decay), {}
        if name == "AdamW":
            rule, f, own = ADAMW, told, {"weight_decay": self.weight_decay}
        run = gdzoo.minimize(rule, f, starts, steps, every=every, keep_state=True, lr=self.lr, **own)
        return run.steps, *(values.reshape(-1, *shape).mean(-1) for values in (run.x, run.state.v))

    def plane(self, name, x, ends):
        """The weights as a point on its way, and at every foot where the decay leads."""
        thin = PENS[name] | {"width": 1.2, "marker": None}
        ends = np.clip(np.round(ends, 3), -WIDE, WIDE)
        return scene.plot(
            name,
            scene.axis(-WIDE, WIDE, f"first weight: gradients about {number(self.sizes[0])}"),
            scene.axis(-HIGH, HIGH, f"second weight: about {number(self.sizes[1])}"),
            [
                *(scene.arrow(x0, y0, x1, y1, thin) for x0, y0, x1, y1 in np.concatenate([FEET, ends]).T),
                scene.points([0], [0], "star"),
                scene.line(x[:, 0].round(3), x[:, 1].round(3), PENS[name], moves=True),
                scene.handle(self.start[0], self.start[1], "drag the weights", moves_x="start.x", moves_y="start.y"),
            ],
            title=TITLES[name],
            aspect=WIDE / HIGH,
        )

    def left(self, steps, shares):
        """What is left of each weight, by step."""
        first, second = shares["penalty"].T
        drawn = [
            (second, PENS["penalty"] | {"dash": "dash"}, "second weight"),
            (first, PENS["penalty"], "first weight"),
            (self.both(shares), PENS["AdamW"], "AdamW, both"),
        ]
        low = min(0.0, *(line.min() for line, _, _ in drawn))
        return scene.plot(
            "left",
            scene.axis(0, steps[-1], "step"),
            scene.axis(max(low, -1) - 0.05, 1.05),
            [scene.line(steps, np.round(line, 4), style, label=label, moves=True) for line, style, label in drawn],
            title="The share that is left: penalty, and AdamW",
            area="below",
            aspect=2,
            cursor=True,
        )

    def both(self, shares):
        """What AdamW leaves of each weight that is there."""
        return shares["AdamW"][:, int(not self.start[0])]

    def division(self, steps, v):
        """The size of gradients that Adam has found, and what a step takes from a weight."""
        found = np.sqrt(v / (1 - ADAM.knobs["beta2"].default ** np.maximum(steps, 1)[:, None]))
        found[0] = np.nan  # nothing yet
        rate = self.lr * self.weight_decay
        rows = [
            {"pen": None, "cells": [which, size, rate / size, rate]}
            for which, size in zip(("first weight", "second weight"), found.T, strict=True)
        ]
        columns = [("", "text"), ("√v̂", "2g"), ("ηλ / √v̂, penalty", "2g"), ("ηλ, AdamW", "2g")]
        return scene.table("division", columns, rows, title="The share that a step takes", area="below")

    def sentence(self, shares):
        kept = {which: number(left) for which, left in zip(("first", "second"), shares["penalty"][-1], strict=True)}
        here = [which for which, side in zip(kept, self.start, strict=True) if side]
        if not here:
            return "**Nothing to shrink**: both weights are 0 already."
        after = f"after {count(self.steps, 'step')}"
        if len(here) == 1:
            return f"**The penalty leaves {kept[here[0]]} of the {here[0]} weight** {after}, AdamW {number(self.both(shares)[-1])}; the other is 0 already."
        return f"**The penalty leaves {kept['first']} of the first weight and {kept['second']} of the second** {after}. AdamW leaves {number(self.both(shares)[-1])} of both."


def share(x) -> np.ndarray:
    """The part of each weight that is left, by frame (frames, 2); of one that was 0, nothing."""
    return x / np.where(x[0], x[0], 1)


@lru_cache(maxsize=8)
def noises(draw) -> np.ndarray:
    """Normals for every step, two weights and all runs: (steps, 2, 2 `PAIRS`), the second half opposite to the first."""
    half = np.random.default_rng(draw).standard_normal((LONGEST, 2, PAIRS))
    return np.concatenate([half, -half], 2)
