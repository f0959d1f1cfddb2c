"""Gradient descent on a landscape, from any start, until a criterion stops it."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import ending, excess, flat_place, stable_fix, unstable
from demos.kit.loss import above, heights, loss_chart
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, stability_ticks
from demos.kit.runs import columns, until
from demos.kit.tuning import best_lr
from demos.kit.words import count, equal, number

GD = gdzoo.RULES["gd"]


class Descent(Demo):
    """Gradient descent from any start: drag it, and the path follows.

    Three criteria may end a run: a short gradient, a loss that hardly changes, or the budget of
    steps. The sentence says which one did.
    """

    landscape = Choice(PLANES, "valley")
    start = Point()
    lr = LogSlider(
        1e-5,
        3,
        lambda demo: best_lr(GD, demo.landscape),
        label="Learning rate",
        symbol=r"\eta",
        follows="landscape",
    )
    steps = Slider(1, 500, 100, step=1, label="Most steps", more=True)
    grad_tol = LogSlider(1e-12, 10, 1e-3, label="Stop at gradient length", more=True)
    loss_tol = LogSlider(1e-16, 1, 1e-8, label="Stop at loss change", more=True)

    def scene(self):
        land = self.landscape
        whole = gdzoo.minimize(GD, land, self.start, self.steps, lr=self.lr)
        last, reason = self.stop(whole)
        run = until(whole, last)
        style = rule_pen(GD)
        diverges = self.diverges(run, reason)
        return scene.scene(
            [
                plane(land, [path(land, run, style), drag_start(self.start)]),
                loss_chart(land, [(run, style, "")]),
                scene.table(
                    "reading",
                    [("", "text"), ("now", "2g")],
                    [
                        {"pen": None, "cells": ["x", run.x[:, 0]]},
                        {"pen": None, "cells": ["y", run.x[:, 1]]},
                        {"pen": None, "cells": ["loss", heights(land, run)]},
                        {"pen": None, "cells": ["gradient length", run.grad_norm]},
                    ],
                ),
            ],
            self.sentence(run, reason),
            timeline=run.steps,
            note=[
                count(last, "step"),
                count(int(run.grad_evals[-1]), "gradient"),
                equal("η", self.lr),
                "no noise",
            ],
            fields={"landscape": picture(land)},
            controls={"lr": {"ticks": stability_ticks(land)}},
            fixes=stable_fix(GD, land, self.start, self.steps, self.lr) if diverges else (),
            data=columns({"descent": run}) | {"gradient length": run.grad_norm},
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
        reason = min(met, key=lambda reason: met[reason])
        return met[reason], reason

    def diverges(self, run, reason):
        """Whether the run left the bound, or spent its budget where theory says that it will leave."""
        if ending(self.landscape, run).kind == "falls":
            return False
        return reason == "escaped" or (reason == "budget" and unstable(GD, self.landscape, self.start, self.lr))

    def sentence(self, run, reason):
        land, x, last = self.landscape, run.x[-1], len(run.x) - 1
        after = f"after {count(last, 'step')}" if last else "at once"
        loss, slope = number(above(land, run.f[-1])), number(run.grad_norm[-1])
        kind, out = ending(land, run)
        if kind == "falls":
            return f"**Falls out of the picture after {count(out, 'step')}**: this landscape has no bottom, and no learning rate finds one."
        if self.diverges(run, reason):
            lead = f"Diverges {after}" if reason == "escaped" else "Diverges"
            return f"**{lead}**: {excess(GD, land, run, self.lr)}."
        found = flat_place(land, x)
        where = f", at {found}" if found else ""
        if reason == "gradient":
            return f"**Stops {after}** at loss {loss}{where}: the gradient is {slope} long, shorter than {number(self.grad_tol)}."
        if reason == "change":
            return f"**Stops {after}** at loss {loss}{where}: the last step changed the loss by less than {number(self.loss_tol)}, while the gradient is {slope} long."
        return f"**Runs out of steps** at loss {loss}: {after} the gradient is still {slope} long."
