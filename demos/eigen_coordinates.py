"""One run, seen along x and y and along the axes of the bowl: there it is two runs that know nothing of each other."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Point, Slider, scene
from demos.kit.charts import by_step
from demos.kit.ending import excess, stable_fix, unstable
from demos.kit.miniatures import field
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, path, plane, stability_ticks
from demos.kit.runs import until
from demos.kit.words import count, equal, number
from gdzoo.analysis import iteration_eigenvalues

GD = gdzoo.RULES["gd"]
GRID = (48, 64)
PENS = {"u": scene.pen("accent"), "v": scene.pen("accent", dash="dash")}
REACH = 2.0  # how long the axes are drawn


class EigenCoordinates(Demo):
    """The same run twice: in x and y it is tangled, along the bowl's own axes it is two separate problems.

    Along each axis, every step multiplies the error by the same number. Read the last column of the table
    while it plays: for u and v it never changes, for x and y it does. Turn the bowl until all four agree.
    """

    angle = Slider(0, 90, 30, step=1, unit="°", label="Angle", symbol=r"\theta")
    kappa = LogSlider(1, 100, 10, label="Condition number", symbol=r"\kappa")
    lr = LogSlider(
        1e-4,
        4,
        lambda demo: float(f"{1.7 / demo.kappa:.3g}"),
        label="Learning rate",
        symbol=r"\eta",
        follows="kappa",
    )
    start = Point(lambda demo: [-2.4, 0.5], follows=None)
    steps = Slider(1, 200, 20, step=1, more=True)

    @property
    def landscape(self):
        return gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=float(np.radians(self.angle)))

    def scene(self):
        land, own = self.landscape, gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=0.0)
        whole = gdzoo.minimize(GD, land, self.start, self.steps, lr=self.lr)
        run = whole if whole.escaped_at < 0 else until(whole, int(whole.escaped_at))
        x, style = run.x.T, rule_pen(GD)
        turn = self.turn()
        turned = until(run, len(run.x) - 1)
        turned.x = (turn @ x).T
        seen = dict(zip("xyuv", [*x, *turned.x.T], strict=True))
        factors = {"u": self.factor(1.0), "v": self.factor(self.kappa)}
        arrows = [
            scene.arrow(0, 0, REACH * way[0], REACH * way[1], PENS[name] | {"width": 1.6}, label=name)
            for name, way in zip("uv", turn, strict=True)
        ]
        diverges = unstable(GD, land, self.start, self.lr)
        return scene.scene(
            [
                plane(land, [*arrows, path(land, run, style), drag_start(self.start)], title="In x and y"),
                self.untangled(own, turned),
                scene.table(
                    "reading",
                    [("", "text"), ("now", "2g"), ("now / last", "2g")],
                    [{"pen": PENS.get(name), "cells": [name, *readings(values)]} for name, values in seen.items()],
                ),
                *(self.alone(name, seen[name], factors[name]) for name in "uv"),
            ],
            self.sentence(run, factors, diverges),
            timeline=run.steps,
            note=[count(len(run.x) - 1, "step"), equal("η", self.lr), "curvatures 1 along u and κ along v", "no noise"],
            fields={"landscape": field(land, GRID), "own": field(own, GRID)},
            controls={
                "lr": {"ticks": stability_ticks(land), "low": 0.02 / self.kappa, "high": 4 / self.kappa},
            },
            fixes=stable_fix(GD, land, self.start, self.steps, self.lr) if diverges else (),
            data={"step": run.steps} | seen,
        )

    def turn(self):
        """The matrix that takes x and y to u and v; its rows are the eigenvectors."""
        angle = np.radians(self.angle)
        return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])

    def factor(self, curvature):
        """What a step multiplies the error along an axis by, as theory has it."""
        return float(iteration_eigenvalues("gd", self.lr * curvature)[0].real)

    def untangled(self, land, run):
        """The run in coordinates along the axes of the bowl."""
        start = scene.points(run.x[0, :1], run.x[0, 1:], "ring")
        drawn = plane(
            land, [path(land, run, rule_pen(GD)), start], name="own", area="side", title="The same run in u and v"
        )
        field, *marks = drawn["marks"]
        axes = {letter: drawn[letter] | {"label": name} for letter, name in zip("xy", "uv", strict=True)}
        return drawn | axes | {"marks": [field | {"field": "own"}, *marks]}

    def alone(self, name, values, factor):
        """One axis by itself: its error by step, on the curve of theory."""
        k = np.arange(len(values))
        theory = scene.line(k, values[0] * factor**k, scene.pen("plain", dash="dot", width=1.4, faint=True))
        chart = by_step(
            name,
            f"{name} alone: each step times {number(factor)}",
            [(values, PENS[name], "")],
            label=name,
            area="below",
            aspect=2.2,
        )
        return chart | {"marks": [theory, *chart["marks"]]}

    def sentence(self, run, factors, diverges):
        both = f"along u each step multiplies the error by {number(factors['u'])}, along v by {number(factors['v'])}"
        if not np.any(run.x[0]):
            return "**Nothing to shrink**: the start is the minimum."
        if diverges:
            return f"**Diverges**: {both}; {excess(GD, self.landscape, run, self.lr)}."
        if self.angle in (0, 90):
            return f"**Already untangled**: at {number(self.angle)}° the axes of the bowl are those of the picture, and {both}."
        if self.kappa == 1:
            return f"**Any axes will do**: the bowl is round, and {both}."
        return f"**Two problems in one**: {both}, and neither knows of the other; x and y mix the two."


def readings(values):
    """A coordinate by step, and each value over the one before it."""
    ratio = np.full(len(values), np.nan)
    np.divide(values[1:], values[:-1], out=ratio[1:], where=np.abs(values[:-1]) > 1e-300)
    return values, ratio
