"""Gradient descent on a landscape, from any start."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.loss import above, loss_chart
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, picture, plane, stability_ticks
from demos.kit.tuning import best_lr
from demos.kit.words import count, number, place
from gdzoo.analysis import largest_curvature

GD = gdzoo.RULES["gd"]


class Descent(Demo):
    """Gradient descent from any start: drag it, and the path follows.

    Three criteria may end a run: a short gradient, a loss that hardly changes, or the budget of
    steps. The sentence says which one did.
    """

    landscape = Choice(PLANES, "valley")
    start = Point()
    lr = LogSlider(
        1e-4,
        3,
        lambda demo: best_lr(GD, demo.landscape, 100),
        label="Learning rate",
        symbol=r"\eta",
        follows="landscape",
    )
    steps = Slider(1, 500, 100, step=1, label="Most steps", more=True)
    grad_tol = LogSlider(1e-12, 10, 1e-3, label="Stop at gradient length", more=True)
    loss_tol = LogSlider(1e-16, 1, 1e-8, label="Stop at loss change", more=True)

    def scene(self):
        land, run = self.landscape, gdzoo.minimize("gd", self.landscape, self.start, self.steps, lr=self.lr)
        last, reason = self.stop(run)
        x, f, slope = run.x[: last + 1], run.f[: last + 1], run.grad_norm[: last + 1]
        style = rule_pen(GD)
        path = scene.line(x[:, 0], x[:, 1], style, moves=True, dots=last <= 60)
        drag = scene.handle(*self.start, "drag the start", moves_x="start.x", moves_y="start.y")
        chart = loss_chart(
            land,
            [(f, style, "loss")],
            extra=[scene.line(np.arange(last + 1), np.maximum(slope, 1e-16), scene.pen("soft", dash="dot"), label="gradient", moves=True)],
        )
        reading = scene.table(
            "reading",
            [("", "text"), ("now", "2g")],
            [
                {"pen": None, "cells": ["x", x[:, 0]]},
                {"pen": None, "cells": ["y", x[:, 1]]},
                {"pen": style, "cells": ["loss", f]},
                {"pen": scene.pen("soft", dash="dot"), "cells": ["gradient length", slope]},
            ],
        )
        escaped = int(run.escaped_at)
        return scene.scene(
            [plane(land, [path, drag]), chart, reading],
            self.sentence(run, last, reason),
            timeline=np.arange(last + 1),
            note=[count(last, "step"), f"start {place(self.start)}", f"learning rate {number(self.lr)}"],
            fields={"landscape": picture(land)},
            controls={"lr": {"ticks": stability_ticks(land)}},
            fixes=self.fixes() if escaped >= 0 else (),
            data={"step": np.arange(last + 1), "x": x[:, 0], "y": x[:, 1], "loss": f, "gradient length": slope},
        )

    def stop(self, run):
        """The first step at which a criterion holds, and which one it is."""
        change = np.abs(np.diff(run.f, prepend=np.inf))
        criteria = {
            "escaped": run.steps == run.escaped_at,
            "gradient": run.grad_norm < self.grad_tol,
            "change": change < self.loss_tol,
            "budget": run.steps == self.steps,
        }
        met = {reason: int(np.argmax(holds)) for reason, holds in criteria.items() if holds.any()}
        reason = min(met, key=met.get)
        return met[reason], reason

    def sentence(self, run, last, reason):
        loss = number(above(self.landscape, run.f[last]))
        if reason == "escaped":
            curvature = largest_curvature(self.landscape, run.x[: max(last, 1)].T).max()
            return (
                f"**Diverges after {count(last, 'step')}**: the learning rate times the largest curvature on the way "
                f"is {number(self.lr * curvature)}, above 2."
            )
        if reason == "gradient":
            return f"**Stops after {count(last, 'step')}** at loss {loss}: the gradient is shorter than {number(self.grad_tol)}."
        if reason == "change":
            return f"**Stops after {count(last, 'step')}** at loss {loss}: the last step changed the loss by less than {number(self.loss_tol)}."
        return f"**Runs out of steps** at loss {loss}: after {last} the gradient is still {number(run.grad_norm[last])} long."

    def fixes(self):
        land = self.landscape
        stable = 0.99 * 2 / land.eigenvalues[-1] if land.eigenvalues is not None else best_lr(GD, land, 100)
        stable = float(f"{stable:.3g}")
        return [(f"Set the learning rate to {number(stable, 3)}", {"lr": stable})]
