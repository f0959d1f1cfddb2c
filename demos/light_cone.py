"""The worst function: a chain along which a slope is felt one coordinate further at every step."""

from typing import Any

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Slider, scene
from demos.kit.loss import logarithmic
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, number
from gdzoo.analysis import Chain, accelerated, best

METHODS = {
    "gd": "Gradient descent",
    "momentum": "Momentum",
    "nesterov": "Nesterov, best β",
    "growing": "Nesterov, growing β",
    "conjugate_gradient": "Conjugate gradients",
    "adam": "Adam",
    "newton": "Newton",
}
FIVE = ("gd", "momentum", "nesterov", "growing", "conjugate_gradient")  # always there, faint at least
ADAM_RATE = 0.1
SYMBOLS = {"lr": "η", "beta": "β"}


class LightCone(Demo):
    """Every coordinate hangs on its neighbors, and only the first is pulled. Who finds out, and when?

    A gradient moves the news on by one coordinate, so that nothing stirs above the line, whatever the
    method. Only one that asks for curvatures too is beyond it at once.
    """

    method = Choice(METHODS, "growing", label="Method")
    n = Slider(3, 60, 24, step=1, label="Coordinates", symbol="n")
    steps = Slider(1, 150, 40, step=1)

    def scene(self):
        chain = Chain(self.n)
        runs = {method: self.run(method, chain) for method in dict.fromkeys([*FIVE, self.method])}
        run, k = runs[self.method], np.arange(self.steps + 1)
        heights = {method: np.maximum(r.f - chain.f_min, chain.L * 1e-12) for method, r in runs.items()}
        reached = np.where(run.x != 0, np.arange(1, self.n + 1), 0).max(1)
        floor = np.where(k < self.n, np.maximum(chain.floor(k), chain.L * 1e-12), np.nan)
        shown, upper = heights[self.method], self.guarantee(chain, k)
        return scene.scene(
            [
                self.cone(run),
                self.profile(chain, run),
                self.losses(chain, heights, floor, upper),
                scene.table(
                    "counts",
                    [("", "text"), ("moved", "int"), ("loss", "2g"), ("grads", "int")],
                    [
                        {
                            "pen": pen_of(self.method),
                            "cells": [METHODS[self.method], reached.astype(float), shown, run.grad_evals.astype(float)],
                        },
                        {
                            "pen": scene.pen("warn", dash="dash"),
                            "cells": ["the limit", np.minimum(k, self.n).astype(float), floor, k.astype(float)],
                        },
                    ],
                ),
            ],
            self.sentence(chain, reached, shown, floor),
            timeline=k,
            note=[
                f"{self.n} coordinates",
                f"curvatures {number(chain.eigenvalues[0])} to {number(chain.eigenvalues[-1], 3)}, L = 4",
                "start at 0",
                count(self.steps, "step"),
                *(equal(SYMBOLS[knob], value) for knob, value in self.knobs(self.method, chain).items()),
                "no noise",
            ],
            fields={"cone": self.field(run)},
            data={"step": k, "moved": reached, "limit": np.minimum(k, self.n), "lowest possible": floor}
            | {f"loss, {METHODS[method]}": height for method, height in heights.items()}
            | ({} if upper is None else {"guarantee": upper}),
        )

    def knobs(self, method, chain) -> dict[str, Any]:
        """The settings of a method: 1/L, or the best for just these curvatures."""
        if method in ("gd", "growing"):
            return {"lr": 1 / chain.L}
        if method in ("momentum", "nesterov"):
            lr, beta, _ = best(method, chain.eigenvalues[0], chain.eigenvalues[-1])
            return {"lr": lr, "beta": beta}
        return {"lr": ADAM_RATE} if method == "adam" else {}

    def run(self, method, chain):
        rule = accelerated if method == "growing" else method
        return gdzoo.minimize(rule, chain, np.zeros(self.n), self.steps, **self.knobs(method, chain))

    def guarantee(self, chain, k):
        """What theory promises at the learning rate 1/L, from the first step on; None for other methods."""
        square = (chain.minimum**2).sum()
        with np.errstate(divide="ignore"):
            promised = {
                "gd": chain.L * square / (2 * k),
                "growing": 2 * chain.L * square / (k + 1) ** 2,
            }.get(self.method)
        return None if promised is None else np.where(k > 0, promised, np.nan)

    def field(self, run):
        """The coordinates over the steps: the darker, the farther from the start. The root shows the first stirring too."""
        return scene.field(-np.sqrt(np.abs(run.x.T)), (-0.5, self.steps + 0.5, 0.5, self.n + 0.5))

    def cone(self, run):
        """Coordinates over steps, with the line that no message of slopes has crossed."""
        edge = min(self.steps + 0.5, self.n)
        return scene.plot(
            "cone",
            scene.axis(-0.5, self.steps + 0.5, "step"),
            scene.axis(0.5, self.n + 0.5, "coordinate"),
            [
                scene.show_field("cone"),
                scene.line([-0.5, edge], [0, edge + 0.5], scene.pen("warn", dash="dash", width=2)),
                scene.text(
                    0.3 * min(self.steps, self.n), 0.87 * self.n, "untouched" if self.method != "newton" else "at once"
                ),
            ],
            title=f"How far each coordinate has moved: {METHODS[self.method]}",
            aspect=1.1,
            cursor=True,
        )

    def profile(self, chain, run):
        """The coordinates at the current step, and where they should be."""
        i = np.arange(1.0, self.n + 1)
        style = pen_of(self.method) | {"width": min(8.0, 150 / self.n), "dash": "solid", "marker": None}
        high = max(1.0, run.x[np.isfinite(run.x)].max())
        return scene.plot(
            "profile",
            scene.axis(0, self.n + 1, "coordinate"),
            scene.axis(min(0, 1.05 * run.x.min()), 1.08 * high),
            [
                scene.line([0, self.n + 1], [1, 0], scene.pen("soft", dash="dash", width=1.4), label="minimum"),
                *(
                    scene.arrow(at, 0.0, at, np.where(course == 0, np.nan, course), style, head=False)
                    for at, course in zip(i, run.x.T, strict=True)
                ),
            ],
            title="The chain at this step",
            area="side",
            aspect=1.9,
        )

    def losses(self, chain, heights, floor, upper):
        """The loss of the chosen method between the floor and its guarantee, the other methods faint."""
        k = np.arange(self.steps + 1)
        half = half_way(self.n)
        bound = 3 * chain.L * (chain.minimum**2).sum() / (32 * (half + 1) ** 2)
        others = [
            scene.line(k, height, pen_of(method) | {"faint": True, "width": 1.2, "marker": None}, moves=True)
            for method, height in heights.items()
            if method != self.method
        ]
        promise = scene.pen("soft", dash="dot", width=1.4)
        return scene.plot(
            "loss",
            scene.axis(0, self.steps, "step"),
            logarithmic([*heights.values(), floor]),
            [
                *others,
                scene.line(k, floor, scene.pen("warn", dash="dash", width=2), label="no lower than this"),
                *([] if upper is None else [scene.line(k, upper, promise, label="guarantee")]),
                scene.line(k, heights[self.method], pen_of(self.method), moves=True),
                *([scene.points([half], [bound], "dot", scene.pen("warn"))] if half <= self.steps else []),
            ],
            title="Loss above the minimum, by step; faint, other methods",
            area="side",
            aspect=1.5,
            cursor=True,
        )

    def sentence(self, chain, reached, shown, floor):
        if self.method == "newton":
            return (
                f"**Newton breaks the cone**: it asks for the curvatures too, and after 1 step all {self.n} coordinates "
                "are where they belong."
            )
        at = min(self.steps, half_way(self.n))
        ratio, moved = shown[at] / floor[at], int(reached[at])
        over = "the lowest" if ratio < 1.005 else f"{number(ratio)} times the lowest"
        return (
            f"**After {count(at, 'step')} only {moved} of {self.n} coordinates {'has' if moved == 1 else 'have'} moved**, "
            f"and the loss of {METHODS[self.method]} is {number(shown[at])}, {over} that slopes allow by then."
        )


def half_way(n) -> int:
    """The step at which a chain of n is the worst function of all."""
    return (n - 1) // 2


def pen_of(method) -> dict:
    """The pen of a method; Nesterov's two differ in dash."""
    return rule_pen("nesterov", dash="solid", marker="square") if method == "growing" else rule_pen(method)
