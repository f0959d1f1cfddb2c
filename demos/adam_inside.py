"""Inside Adam: two averages, their correction, and the step they make."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, Toggle, scene
from demos.kit.charts import by_step
from demos.kit.ending import TOLERANCE, ending, flat_place
from demos.kit.loss import heights
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.runs import columns, until
from demos.kit.words import count, equal, listing, number

ADAM, UNCORRECTED = gdzoo.RULES["adam"], gdzoo.RULES["adam_uncorrected"]
SIZE = 0.09  # of the picture's width: an arrow of one learning rate
PENS = {
    "g": scene.pen("soft", dash="dot", width=1.6),
    "m": scene.pen("momentum", dash="dash", width=1.4, faint=True),
    "m̂": scene.pen("momentum"),
    "√v": scene.pen("adaptive", dash="dash", width=1.4, faint=True),
    "√v̂": scene.pen("adaptive"),
    "step / η": scene.pen("adam"),
}


class AdamInside(Demo):
    """Watch the two averages that Adam keeps, and what their correction does to the first steps.

    m follows the gradient, √v its size; both start at zero and lag behind, v far longer. Divided
    by what is missing, m̂ and √v̂ are right from the first step, and each coordinate moves by about
    one learning rate. Switch the correction off and look at the first steps again.
    """

    landscape = Choice(PLANES, "valley")
    start = Point()
    lr = LogSlider(1e-4, 3, 0.1, label="Learning rate", symbol=r"\eta")
    correction = Toggle(True, label="Bias correction")
    beta1 = Slider(0, 0.99, 0.9, step=0.01, symbol=r"\beta_1", label="Memory of m", more=True)
    beta2 = Slider(0, 0.9999, 0.999, step=0.0001, symbol=r"\beta_2", label="Memory of v", more=True)
    eps = LogSlider(1e-10, 1, 1e-8, symbol=r"\varepsilon", label="Added to √v", more=True)
    steps = Slider(1, 300, 60, step=1, more=True)

    def scene(self):
        land, rule = self.landscape, ADAM if self.correction else UNCORRECTED
        knobs = {"lr": self.lr, "beta1": self.beta1, "beta2": self.beta2, "eps": self.eps}
        # one step more than shown: each frame draws the step that follows
        ahead = gdzoo.minimize(rule, land, self.start, self.steps + 1, keep_state=True, **knobs)
        run, inside = until(ahead, self.steps), self.inside(ahead)
        return scene.scene(
            [
                plane(land, [path(land, run, rule_pen(rule)), *self.arrows(run, inside), drag_start(self.start)]),
                by_step(
                    "step",
                    "Step taken / η",
                    [
                        (v, PENS["step / η"] | {"dash": d}, axis)
                        for v, d, axis in zip(inside["step / η"].T, ("solid", "dot"), "xy", strict=True)
                    ],
                    aspect=1.9,
                ),
                scene.table(
                    "reading",
                    [("", "text"), ("x", "2g"), ("y", "2g")],
                    [{"pen": PENS[name], "cells": [name, *values.T]} for name, values in inside.items()],
                ),
                *(self.averages(inside, i, axis) for i, axis in enumerate("xy")),
            ],
            self.sentence(run, inside),
            timeline=run.steps,
            note=[
                count(self.steps, "step"),
                count(int(run.grad_evals[-1]), "gradient"),
                equal("η", self.lr),
                equal("β₁", self.beta1),
                equal("β₂", self.beta2, 5),
                equal("ε", self.eps),
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data=columns({"adam": run})
            | {f"{name}, {axis}": values[:, i] for name, values in inside.items() for i, axis in enumerate("xy")},
        )

    def inside(self, run):
        """What the step from each point is made of, (frames, 2) each: row k belongs to step k + 1."""
        t = np.arange(1, self.steps + 2)[:, None]
        m, v = run.state.m[1:], run.state.v[1:]
        return {
            "g": self.landscape.grad(run.x[:-1].T).T,
            "m": m,
            "m̂": m / (1 - self.beta1**t),
            "√v": np.sqrt(v),
            "√v̂": np.sqrt(v / (1 - self.beta2**t)),
            "step / η": np.diff(run.x, axis=0) / self.lr,
        }

    def arrows(self, run, inside):
        """At the point of each frame: downhill, at one length, and the step, in units of the learning rate."""
        unit = SIZE * np.ptp(self.landscape.box[0])
        slope = inside["g"]
        length = np.linalg.norm(slope, axis=1, keepdims=True)
        downhill = -slope / np.where(length > 0, length, 1)
        ways = [(1.4 * downhill.T, scene.pen("soft"), "−g"), (inside["step / η"].T, PENS["step / η"], "step")]
        x, y = run.x.T
        return [scene.arrow(x, y, x + unit * u, y + unit * v, style, label=label) for (u, v), style, label in ways]

    def averages(self, inside, i, axis):
        """The gradient and its averages in one coordinate, by step; those that make the step have names."""
        used = ("m̂", "√v̂") if self.correction else ("m", "√v")
        drawn = {name: values[:, i] for name, values in inside.items() if name != "step / η"}
        lines = [(values, PENS[name], name if name in used else "") for name, values in drawn.items()]
        return by_step(f"averages-{axis}", f"In {axis}: the gradient g and its averages", lines, area="below")

    def sentence(self, run, inside):
        land, start = self.landscape, inside["g"][0]
        moved = np.abs(inside["step / η"][0])[start != 0]
        if not len(moved):
            return f"**Nothing moves**: at {flat_place(land, run.x[0])} there is no gradient to average."
        axes = [axis for axis, g in zip("xy", start, strict=True) if g]
        where = f"in {listing(axes)}"
        if np.ptp(moved) > 0.01 * moved.max():
            parts = listing(f"{number(size, 3)} in {axis}" for size, axis in zip(moved, axes, strict=True))
            lead = f"**The first step is {parts} of the learning rate**: ε is not small beside the gradient there"
        elif abs(moved[0] - 1) < 0.005:
            slopes = listing(f"{number(g)} in {axis}" for g, axis in zip(start, "xy", strict=True))
            lead = f"**The first step is one learning rate** {where}, whatever the gradient: {slopes}"
        else:
            lead = f"**The first step is {number(moved[0], 3)} times the learning rate** {where}"
            if not self.correction:
                lead += f": without the correction m starts at {number(1 - self.beta1)} of the gradient and √v at {number(np.sqrt(1 - self.beta2))} of its size"
        kind, at = ending(land, run)
        loss = number(heights(land, run)[-1])
        if kind == "arrives":
            return f"{lead}. The run arrives below {number(TOLERANCE)} after {count(at, 'step')}."
        if kind == "falls":
            return f"{lead}. The run falls out of the picture after {count(at, 'step')}: this landscape has no bottom."
        if kind == "escapes":
            return f"{lead}. The run leaves for good after {count(at, 'step')}."
        return f"{lead}. After {count(self.steps, 'step')} the loss is {loss}."
