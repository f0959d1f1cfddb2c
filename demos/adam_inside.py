"""Inside Adam: two averages, their correction, and the step they make."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, Toggle, scene
from demos.kit.ending import TOLERANCE, ending, flat_place
from demos.kit.loss import heights
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.words import count, equal, number

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
        run = gdzoo.minimize(rule, land, self.start, self.steps + 1, keep_state=True, **knobs)  # one more, for the last arrow
        inside = self.inside(run)
        frames = np.arange(self.steps + 1)
        return scene.scene(
            [
                plane(land, [path(land, run, rule_pen(rule), frames=self.steps), *self.arrows(run, inside), drag_start(self.start)]),
                *(self.averages(inside, i, axis) for i, axis in enumerate("xy")),
                scene.table(
                    "reading",
                    [("", "text"), ("x", "2g"), ("y", "2g")],
                    [{"pen": PENS[name], "cells": [name, *values.T]} for name, values in inside.items()],
                ),
            ],
            self.sentence(run, inside),
            timeline=frames,
            note=[
                count(self.steps, "step"),
                count(int(run.grad_evals[self.steps]), "gradient"),
                equal("η", self.lr),
                equal("β₁", self.beta1),
                equal("β₂", self.beta2, 5),
                equal("ε", self.eps),
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data={"step": frames, "x": run.x[:-1, 0], "y": run.x[:-1, 1], "loss": run.f[:-1]}
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
        return [
            scene.arrow(*run.x[:-1].T, *(run.x[:-1] + unit * way).T, style, label=label)
            for way, style, label in ((1.4 * downhill, PENS["g"] | {"dash": "solid"}, "−g"), (inside["step / η"], PENS["step / η"], "step"))
        ]

    def averages(self, inside, i, axis):
        """The averages of one coordinate by step."""
        drawn = {name: values[:, i] for name, values in inside.items() if name != "step / η"}
        low, high = min(v.min() for v in drawn.values()), max(v.max() for v in drawn.values())
        margin = 0.06 * (high - low) or 1.0
        strong = ("m̂", "√v̂") if self.correction else ("m", "√v")
        return scene.plot(
            f"averages-{axis}",
            scene.axis(0, self.steps, "step"),
            scene.axis(low - margin, high + margin),
            [
                scene.rule(scene.pen("soft", width=1), y=0),
                *(
                    scene.line(np.arange(self.steps + 1), values, PENS[name], label=name if name in strong else "", moves=True)
                    for name, values in drawn.items()
                ),
            ],
            title=f"In {axis}: gradient, averages",
            area="side",
            aspect=2.0,
            cursor=True,
        )
