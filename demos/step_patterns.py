"""Plain descent with steps of different lengths: long ones are not always bad."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.loss import logarithmic
from demos.kit.words import count, equal, number
from gdzoo.analysis import best, chebyshev_steps, mixed, silver_steps

MODES = 40
TITLES = {"constant": "1/L", "best": "best constant", "silver": "silver", "chebyshev": "Chebyshev"}
PENS = {
    "constant": scene.pen("soft", dash="dot"),
    "best": scene.pen("ink", dash="dash"),
    "silver": scene.pen("ink"),
    "chebyshev": scene.pen("accent"),
}
MOMENTUM = scene.pen("momentum", dash="dash", width=1.6)
ORDERS = {"mixed": "mixed", "shortest": "shortest first", "longest": "longest first"}
LOWEST = 1e-9  # what is left of an error below this is drawn here


class StepPatterns(Demo):
    """Every point of the lowest chart is one learning rate. How can those above the line at 2 be good?

    A long step shrinks the flat directions and blows up the steep ones, which short steps have made small, or will. Then
    change only the order of Chebyshev's steps: on paper it does not matter.
    """

    kappa = LogSlider(2, 1000, 100, label="Condition number", symbol=r"\kappa")
    steps = Slider(1, 63, 63, step=1, label="Steps")
    order = Choice(ORDERS, "mixed", label="Chebyshev's order")

    def scene(self):
        L, n = self.kappa, self.steps
        f, start = bowl(L)
        rates = {"constant": np.full(n, 1 / L), "best": np.full(n, best("gd", 1, L).lr)}
        rates |= {"silver": silver_steps(n) / L, "chebyshev": self.ordered(chebyshev_steps(1, L, n))}
        runs = {
            name: gdzoo.minimize("gd", f, start, n, lr=lambda k, lr=lr: lr[k], bound=1e300)
            for name, lr in rates.items()
        }
        errors = {name: np.linalg.norm(run.x, axis=1) / np.linalg.norm(start) for name, run in runs.items()}
        speed, k = best("momentum", 1, L).rate, np.arange(n + 1)
        return scene.scene(
            [
                self.errors(errors, speed**k),
                self.left(rates),
                scene.table(
                    "ends",
                    [("", "text"), ("longest step × L", "2g"), ("error left", "2g")],
                    [
                        *(
                            {"pen": PENS[name], "cells": [TITLES[name], float(rates[name].max() * L), errors[name]]}
                            for name in TITLES
                        ),
                        {"pen": MOMENTUM, "cells": ["momentum's rate", None, speed**k]},
                    ],
                ),
                self.lengths({name: lr * L for name, lr in rates.items()}),
            ],
            self.sentence(rates, errors, speed**n),
            timeline=k,
            note=[
                f"{count(n, 'step')} each",
                equal("κ", L),
                f"{MODES} curvatures, the same error in each at the start",
                "gradients in single precision",
            ],
            data={"step": k}
            | {f"step × L, {TITLES[name]}": np.append(np.nan, lr * L) for name, lr in rates.items()}
            | {f"error, {TITLES[name]}": error for name, error in errors.items()}
            | {"momentum's rate": speed**k},
        )

    def ordered(self, steps):
        return {"mixed": mixed(steps), "shortest": steps, "longest": steps[::-1]}[self.order]

    def lengths(self, units):
        """The learning rates by step, in units of 1/L."""
        k = np.arange(self.steps + 1)
        top = 1.5 * max(unit.max() for unit in units.values())
        return scene.plot(
            "lengths",
            scene.axis(0, self.steps, "step"),
            scene.axis(
                0.7,
                top,
                "η L",
                scale="log",
                ticks=[(t, f"{t}") for t in (1, 2, 5, 10, 20, 50, 100, 200, 500) if t < top],
            ),
            [
                scene.rule(scene.pen("warn", dash="dash", width=1.4), y=2, label="no constant step above 2"),
                *(
                    scene.line(k, np.append(np.nan, units[name]), PENS[name] | {"width": 1.4}, moves=True, dots=True)
                    for name in ("constant", "best", "chebyshev", "silver")
                ),
            ],
            title="Length of each step, times L",
            area="below",
            aspect=3.6,
            cursor=True,
        )

    def errors(self, errors, momentum):
        """The distance from the minimum by step, as a part of the start's."""
        shown = {name: np.maximum(error, LOWEST) for name, error in errors.items()}
        k = np.arange(self.steps + 1)
        return scene.plot(
            "errors",
            scene.axis(0, self.steps, "step"),
            logarithmic([*shown.values(), np.maximum(momentum, LOWEST)]),
            [
                scene.line(k, momentum, MOMENTUM, label="momentum's rate"),
                *(scene.line(k, error, PENS[name], label=TITLES[name], moves=True) for name, error in shown.items()),
            ],
            title="Error by step, as a part of the start's",
            aspect=1.3,
            cursor=True,
        )

    def left(self, rates):
        """What all steps together leave of each curvature, in exact arithmetic."""
        curvatures = np.geomspace(1, self.kappa, 160)
        left = {name: np.abs(np.prod(1 - lr[:, None] * curvatures, axis=0)) for name, lr in rates.items()}
        return scene.plot(
            "left",
            scene.axis(1, self.kappa, "curvature", scale="log"),
            scene.axis(LOWEST, 2, scale="log"),
            [
                scene.line(curvatures, np.where(part > LOWEST, part, np.nan), PENS[name] | {"width": 1.6})
                for name, part in left.items()
            ],
            title="On paper: what all steps leave of each curvature",
            area="side",
            aspect=1.5,
        )

    def sentence(self, rates, errors, momentum):
        L, n, ends = self.kappa, self.steps, {name: error[-1] for name, error in errors.items()}
        r = 1 / best("momentum", 1, L).rate
        promise = 2 / (r**n + r**-n)
        if ends["chebyshev"] > max(2 * promise, LOWEST):
            return (
                f"**Chebyshev drowns in rounding**: {ORDERS[self.order]}, the steps that on paper leave at most "
                f"{rest(promise)} of the error leave {rest(ends['chebyshev'])}. In mixed order they keep their word."
            )
        longest = {name: number(rates[name].max() * L) for name in ("chebyshev", "silver")}
        return (
            f"**Chebyshev leaves {rest(ends['chebyshev'])} of the error** with steps up to {longest['chebyshev']}/L, and "
            f"silver {rest(ends['silver'])} with steps up to {longest['silver']}/L; the best constant step leaves "
            f"{rest(ends['best'])}, and momentum's rate gives {rest(momentum)} after {count(n, 'step')}."
        )


def rest(part) -> str:
    """What is left of an error, in words."""
    return f"less than {number(LOWEST)}" if part < LOWEST else number(part)


def bowl(kappa):
    """A quadratic of `MODES` curvatures from 1 to kappa, whose directions are mixed in all coordinates; and the start.

    Its gradient is computed in single precision, entry by entry, so that rounding is the same on every machine.
    """
    curvatures = np.geomspace(1, kappa, MODES).astype(np.float32)

    def mirror(x):
        return x - x.dtype.type(2 / MODES) * np.cumsum(x, axis=0)[-1]

    def grad(x):
        x = np.asarray(x, np.float32)
        return mirror(curvatures.reshape(-1, *[1] * (x.ndim - 1)) * mirror(x)).astype(float)

    return gdzoo.objective(lambda x: (x * grad(x)).sum(0) / 2, grad, f_min=0.0), mirror(np.ones(MODES))
