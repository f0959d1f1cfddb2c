"""A written gradient beside differences of values: how small a mistake can the comparison see, and with which h?"""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.planes import PLANES
from demos.kit.words import equal, number, place
from gdzoo.analysis import SCHEMES, by_differences, gradient_gap

WIDTHS = np.geomspace(1e-14, 1.0, 99)
SIGHT = 3.0  # a mistake shows where it is so many times larger than what the differences get wrong by themselves
LIMIT = 1e-6  # what many a test allows
FLOOR = 1e-16
GROUNDS = {name: PLANES[name] for name in ("rosenbrock", "himmelblau", "peaks", "goldstein_price", "valley")}
PENS = {"forward": scene.pen("momentum", dash="dash"), "central": scene.pen("accent")}


class Slipped(gdzoo.Oracle):
    """f with a constant on top of it, and with a gradient whose first coordinate is wrong by a share of itself."""

    def __init__(self, f, share, height):
        super().__init__(f)
        self.share, self.height = share, height

    def value(self, x):
        return self.f.value(x) + self.height

    def grad(self, x):
        g = self.f.grad(x)
        return np.stack([g[0] * (1 + self.share), *g[1:]])


class GradientCheck(Demo):
    """A gradient is checked by differences of values. How far apart should the two points be?

    Drag h. To the right the formula of the difference is wrong, to the left the digits run out. Then put a mistake into
    the gradient: the curve gets a floor.
    """

    landscape = Choice(GROUNDS, "rosenbrock")
    h = LogSlider(1e-14, 1, 1e-6, label="Distance", symbol="h")
    mistake = Choice({"none": "none", "share": "a wrong factor in x"}, "none", label="Mistake in the gradient")
    share = LogSlider(1e-12, 1, 1e-4, label="The factor is off by", when={"mistake": "share"})
    height = Choice({"0": "0", "1e3": "1000", "1e6": "1,000,000"}, "0", label="Added to f", more=True)
    power = Slider(2, 14, 6, step=1, label="Largest gap that passes, 1e−", more=True)

    def scene(self):
        land, x = self.landscape, self.landscape.starts[0]
        share = self.share if self.mistake == "share" else 0.0
        right, f = (Slipped(land, part, float(self.height)) for part in (0.0, share))
        curves = {scheme: gradient_gap(f, x, WIDTHS, scheme) for scheme in SCHEMES}
        now = {scheme: float(gradient_gap(f, x, self.h, scheme)) for scheme in SCHEMES}
        own = {scheme: float(gradient_gap(right, x, self.h, scheme)) for scheme in SCHEMES}
        limit = 10.0**-self.power
        return scene.scene(
            [self.chart(curves, now, share, limit), self.table(f, x)],
            self.sentence(now["central"], own["central"], limit),
            note=[
                f"at {place(x)}",
                "gap: the length of the difference, as a share of both lengths",
                "numbers of 64 bits, 16 digits",
            ],
            controls={"h": {"ticks": [scene.tick(1e-8, "√ε"), scene.tick(6e-6, "∛ε")]}},
            data={"h": WIDTHS} | {SCHEMES[scheme].lower(): curve for scheme, curve in curves.items()},
        )

    def chart(self, curves, now, share, limit):
        """The gap by h, of both schemes, with what is allowed."""
        x = self.landscape.starts[0]
        size = np.abs(self.landscape.grad(np.array(x))[0]) / np.linalg.norm(self.landscape.grad(np.array(x)))
        plateau = share * size / 2
        floor = [scene.rule(scene.pen("warn", dash="dash", width=1.4), y=plateau, label="the mistake")] if share else []
        grip = float(np.clip(now["central"], FLOOR, 1.0))
        return scene.plot(
            "gaps",
            scene.axis(WIDTHS[0], WIDTHS[-1], "h", scale="log"),
            scene.axis(1e-14, 1, scale="log"),
            [
                scene.rule(scene.pen("soft", width=1, dash="dot"), y=limit, label="passes below"),
                *(floor if plateau >= 1e-14 else []),
                scene.rule(scene.pen("soft", width=1), x=self.h),
                *(
                    scene.line(WIDTHS, np.maximum(curve, FLOOR), PENS[scheme], label=scheme)
                    for scheme, curve in curves.items()
                ),
                scene.handle(self.h, max(grip, 1e-14), "drag h", moves_x="h"),
            ],
            title="Gap between gradient and differences, by h",
            aspect=1.5,
        )

    def table(self, f, x):
        """The gradient and its differences at this h, coordinate by coordinate."""
        found = {scheme: by_differences(f, x, self.h, scheme) for scheme in SCHEMES}
        written = f.grad(np.array(x))
        return scene.table(
            "numbers",
            [("", "text"), ("∂f/∂x", "text"), ("∂f/∂y", "text")],
            [
                {"pen": None, "cells": ["as written", *(number(g, 10) for g in written)]},
                *(
                    {"pen": PENS[scheme], "cells": [scheme, *(number(g, 10) for g in found[scheme])]}
                    for scheme in SCHEMES
                ),
            ],
        )

    def sentence(self, now, own, limit):
        """Whether the check at this h passes, and whether it should."""
        gap = f"with {equal('h', self.h)}, central differences are {number(now)} away from it"
        passed = now <= limit
        if self.mistake == "none":
            if passed:
                return f"**The gradient passes**, as it should: {gap}."
            why = "rounding eats the digits" if self.rounding() else "the formula itself is too coarse"
            return f"**A right gradient is blamed**: {gap}, because {why}."
        if passed:
            return f"**The mistake is overlooked**: {gap}, and {number(limit, 1)} is allowed."
        if now > SIGHT * own:
            return f"**The mistake is found**: {gap}, and from a right gradient they would be {number(own)} away."
        return f"**The check fails, but not for the mistake**: {gap}, and from a right gradient about as far."

    def rounding(self):
        """Whether a larger h would bring the differences nearer."""
        f = Slipped(self.landscape, 0.0, float(self.height))
        wider = [float(gradient_gap(f, self.landscape.starts[0], self.h * factor)) for factor in (1, 100)]
        return wider[1] < wider[0]
