"""Where AdamW ends: in a box about the origin, whose half width is one over the weight decay."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, view
from demos.kit.runs import columns, until
from demos.kit.words import count, equal, number, place

ADAM, ADAMW = gdzoo.RULES["adam"], gdzoo.RULES["adamw"]
NAMES = ("booth", "rosenbrock", "beale", "himmelblau", "styblinski_tang", "peaks")
OFF_CENTER = {name: PLANES[name] for name in NAMES}  # no minimum at the origin, to which both decays lead
PENALTY, BOXED = rule_pen(ADAM, color="warn"), rule_pen(ADAMW, dash="solid")
STEP, DECAY = rule_pen(ADAM, marker=None, dash="solid"), scene.pen("accent", width=2.2)
UNIT = 0.13  # of the picture's width: an arrow of one learning rate
NEAR = 0.02  # a coordinate so near to the edge of the box, in half widths, lies on it


class DecayBox(Demo):
    """Where does a run end whose every step shrinks the weights by the same factor?

    No coordinate of Adam's step is much longer than the learning rate, and the decay grows with the weight. Where the two are
    equal is the edge of a box. Watch the two arrows at the end: they are as long as each other.
    """

    landscape = Choice(OFF_CENTER, "booth")
    weight_decay = LogSlider(0.05, 4, 0.5, label="Weight decay", symbol=r"\lambda")
    lr = LogSlider(1e-3, 0.3, 0.1, label="Learning rate", symbol=r"\eta")
    start = Point()
    beta2 = Slider(0.9, 0.9999, 0.9, step=0.0001, symbol=r"\beta_2", label="Memory of v", more=True)
    steps = Slider(20, 1000, 120, step=20, more=True)

    def scene(self):
        land, knobs = self.landscape, {"lr": self.lr, "beta2": self.beta2}
        ahead = gdzoo.minimize(ADAMW, land, self.start, self.steps + 1, weight_decay=self.weight_decay, **knobs)
        run = until(ahead, self.steps)
        penalized = gdzoo.minimize(ADAM, gdzoo.L2(land, self.weight_decay), self.start, self.steps, **knobs)
        shrinks = self.weight_decay * run.x
        step = -np.diff(ahead.x, axis=0) / self.lr - shrinks  # Adam's own part: the quotient of its averages
        return scene.scene(
            [
                plane(
                    land,
                    [
                        *self.box(),
                        path(land, penalized, PENALTY, label="penalty"),
                        path(land, run, BOXED, label="AdamW"),
                        *self.arrows(run.x, step, shrinks),
                        drag_start(self.start),
                    ],
                ),
                self.chart(run, penalized),
                scene.table(
                    "forces",
                    [("for AdamW", "text"), ("x", "2g"), ("y", "2g")],
                    [
                        {"pen": None, "cells": ["gradient", *np.round(land.grad(run.x.T), 3)]},
                        {"pen": STEP, "cells": ["Adam's step / η", *np.round(-step.T, 3)]},
                        {"pen": DECAY, "cells": ["decay / η = −λx", *np.round(-shrinks.T, 3)]},
                    ],
                ),
            ],
            self.sentence(run.x[-1], penalized.x[-1]),
            timeline=run.steps,
            note=[
                f"{count(self.steps, 'step')} each",
                equal("η", self.lr),
                equal("λ", self.weight_decay),
                f"{equal('β₂', self.beta2, 4)} for both",
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data=columns({"AdamW": run, "penalty": penalized}),
        )

    def box(self):
        """The points none of whose coordinates is larger than 1/λ, as far as the picture shows them."""
        half = 1 / self.weight_decay
        low, high = np.transpose(view(self.landscape))
        if half >= max(*-low, *high):
            return []  # all of the picture lies in it
        (x0, y0), (x1, y1) = np.clip(-half, low, high), np.clip(half, low, high)
        edge = scene.pen("ink", width=1.4)
        return [scene.region([x0, x1, x1, x0, x0], [y0, y0, y1, y1, y0], edge, label="1/λ", at=[x1, y1])]

    def arrows(self, x, step, shrinks):
        """At AdamW's point: the step that Adam would take, and the decay, both in learning rates."""
        unit = UNIT * np.ptp(view(self.landscape)[0])
        ends = [(x - unit * step, STEP, "step"), (x - unit * shrinks, DECAY, "decay")]
        return [
            scene.arrow(x[:, 0], x[:, 1], end[:, 0].round(2), end[:, 1].round(2), style, label=label)
            for end, style, label in ends
        ]

    def chart(self, run, penalized):
        """The largest coordinate of both, in half widths of the box."""
        sizes = {name: self.weight_decay * np.abs(r.x).max(1) for name, r in (("penalty", penalized), ("AdamW", run))}
        top = min(4.0, max(1.2, *(1.05 * size.max() for size in sizes.values())))
        return scene.plot(
            "size",
            scene.axis(0, self.steps, "step"),
            scene.axis(0, top),
            [
                scene.rule(scene.pen("ink", width=1.4), y=1, label="edge of the box"),
                *(
                    scene.line(run.steps, np.round(size, 4), style, label=name, moves=True)
                    for (name, size), style in zip(sizes.items(), (PENALTY, BOXED), strict=True)
                ),
            ],
            title="Largest coordinate times λ",
            area="side",
            aspect=1.7,
            cursor=True,
        )

    def sentence(self, x, other):
        half = number(1 / self.weight_decay, 3)
        size = self.weight_decay * np.abs(x).max()
        lead = f"**AdamW ends at {place(x)}**"
        if size > 1 + NEAR:
            where = f"still outside the box of half width 1/λ = {half}"
        elif size > 1 - NEAR:
            on = [axis for axis, side in zip("xy", self.weight_decay * np.abs(x), strict=True) if side > 1 - NEAR]
            where = (
                f"in a corner of the box of half width 1/λ = {half}"
                if len(on) == 2
                else f"with {on[0]} on the edge of the box, 1/λ = {half}"
            )
        else:
            where = f"inside the box of half width 1/λ = {half}"
        beyond = self.weight_decay * np.abs(other).max()
        side = "outside" if beyond > 1 + NEAR else "on its edge" if beyond > 1 - NEAR else "inside"
        return f"{lead}, {where}. With the penalty inside, Adam ends at {place(other)}, {side}{' it' if side in ('inside', 'outside') else ''}."
