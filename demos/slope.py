"""Gradient descent on a curve: the slope decides where to go, and how far."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.charts import by_step
from demos.kit.ending import ending, excess, flat_place, stable_fix, unstable
from demos.kit.pens import rule_pen
from demos.kit.planes import stability_ticks
from demos.kit.runs import until
from demos.kit.words import apart, count, equal, number

GD = gdzoo.RULES["gd"]
CURVES = {name: land for name, land in gdzoo.LANDSCAPES.items() if land.dim == 1}


class Slope(Demo):
    """Follow the slope down a curve, one step at a time.

    The tangent shows the slope at the point; the arrow is the next step, the slope times the
    learning rate, against the slope. On the way down the slope fades, and the steps with it.
    """

    landscape = Choice(CURVES, "parabola", label="Curve")
    start = Slider(-6, 6, lambda demo: demo.landscape.starts[0][0], label="Start", symbol="x_0", follows="landscape")
    lr = LogSlider(1e-3, 2, 0.1, label="Learning rate", symbol=r"\eta", follows="landscape")
    steps = Slider(1, 200, 20, step=1, more=True)

    def scene(self):
        land = self.landscape
        ahead = gdzoo.minimize(GD, land, [self.start], self.steps + 1, lr=self.lr)  # one more, for the last arrow
        run = until(ahead, self.steps if ahead.escaped_at < 0 else int(ahead.escaped_at) - 1)
        x, f, step = run.x[:, 0], run.f, np.diff(ahead.x[: len(run.x) + 1, 0])
        slope = land.grad(run.x.T)[0]
        frames, last = run.steps, len(x) - 1
        style = rule_pen(GD)

        low, high = land.box[0]
        across = np.linspace(low, high, 241)
        curve = land.value(across[None])
        top = 1.08 * max(curve.max(), min(f[0], 2 * curve.max()))
        half = 0.22 / np.hypot(1 / (high - low), slope / (1.6 * top))  # tangents look equally long at any slope
        tangent = (x - half, f - half * slope, x + half, f + half * slope)
        marks = [
            scene.line(across, curve, scene.pen("ink", width=1.6)),
            scene.points(np.ravel(land.minima), land.value(np.transpose(land.minima)), "star"),
            scene.line(x, f, style | {"width": 0}, moves=True, dots=True),
            scene.arrow(*tangent, scene.pen("accent"), head=False, label="slope"),
            *self.trail(x, f),
            scene.arrow(x, f, x + step, f, scene.pen("warn"), label="step"),
            scene.handle(self.start, f[0], "drag the start", moves_x="start"),
        ]
        diverges = unstable(GD, land, [self.start], self.lr)
        return scene.scene(
            [
                scene.plot("curve", scene.axis(low, high, "x"), scene.axis(-0.06 * top, top, "f"), marks, aspect=1.4),
                by_step("position", "Position x, by step", [(x, style, "")], label="x", symmetric=True, aspect=1.5),
                scene.table(
                    "reading",
                    [("", "text"), ("now", "2g")],
                    [
                        {"pen": style, "cells": ["position x", x]},
                        {"pen": scene.pen("accent"), "cells": ["slope f′(x)", slope]},
                        {"pen": scene.pen("warn"), "cells": ["next step −η f′(x)", step]},
                        {"pen": None, "cells": ["loss f(x)", f]},
                    ],
                ),
            ],
            self.sentence(run, x, step),
            timeline=frames,
            note=[count(last, "step"), equal("η", self.lr), "no noise"],
            controls={"lr": {"ticks": stability_ticks(land)}, "start": {"low": low, "high": high}},
            fixes=stable_fix(GD, land, [self.start], self.steps, self.lr) if diverges else (),
            data={"step": frames, "x": x, "loss": f, "slope": slope, "next step": step},
        )

    def trail(self, x, f):
        """The first steps, each of which stays in the picture once it is taken: they shrink with the slope."""
        quiet = scene.pen("warn", width=1.2, faint=True)
        taken = np.where(np.tri(len(x), dtype=bool).T, 1.0, np.nan)  # row k: nothing before frame k
        return [
            scene.arrow(x[k] * taken[k + 1], f[k] * taken[k + 1], x[k + 1] * taken[k + 1], f[k] * taken[k + 1], quiet)
            for k in range(min(len(x) - 1, 30))
        ]

    def sentence(self, run, x, step):
        kind, at = ending(self.landscape, run)
        size, taken, lr = abs(step), count(len(x) - 1, "step"), number(self.lr)
        here = f"x = {number(x[-1])}"
        if kind == "still":
            return f"**Nothing moves**: {here} is {flat_place(self.landscape, run.x[0])}, where the slope is zero."
        if kind == "arrives" and at == 0:
            return f"**Already there**: the start lies within 0.001 of the lowest loss, and no step is longer than {number(size.max())}."
        if kind == "arrives" and at == 1:
            return f"**Arrives in one step**, from x = {number(x[0])} to x = {number(x[1])}, and has no slope left to follow."
        if kind == "arrives":
            across = ", jumping across the minimum" if (x[:-1] * x[1:] < 0)[:at].all() else ""
            return f"**Arrives after {at} steps**{across}: the slope fades, and with it the steps, from {number(size.max())} to {number(size[-1])}, all at the learning rate {lr}."
        if kind == "rests":
            return f"**Stops in {flat_place(self.landscape, run.x[-1])}** at {here}: where there is no slope there is no step, though the loss is still {number(run.f[-1])}."
        if unstable(GD, self.landscape, [self.start], self.lr):
            return f"**Diverges**, to {here} after {taken}: {excess(GD, self.landscape, run, self.lr)}."
        if kind in ("bounces", "grows"):
            return f"**Does not settle**: after {taken} at the learning rate {lr}, x still jumps by {number(size[-1])}."
        slow = "Too slow" if len(x) > 10 and run.f[-1] > run.f[0] / 2 else "Still on the way"
        first, last = apart(x[0], x[-1])
        return (
            f"**{slow}**: in {taken} x has come from {first} to {last}, and the next step is {number(size[-1])} long."
        )
