"""Newton's method on a curve: lay a parabola on it, jump to the bottom of the parabola, and again."""

from typing import NamedTuple

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Slider, scene
from demos.kit.loss import logarithmic
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, listing, number

NEWTON = gdzoo.RULES["newton"]
ARC = 8  # points of the way along a parabola
DOTS = 41  # of a whole parabola
LOWEST, TOP = "the minimum", "the top"
GONE = 1e-15  # a distance below this is rounding


class Ground(NamedTuple):
    """A curve, as much of it as the picture shows, where it has no slope, and a start that makes a good picture."""

    title: str
    text: str
    reach: float
    flat: dict[float, str]
    start: float


GROUNDS = {
    "wells": Ground("two wells", "(x^2 - 1)^2 / 4", 2.2, {-1.0: LOWEST, 0.0: TOP, 1.0: LOWEST}, 2.0),
    "bowl": Ground("a parabola", "x^2 / 2", 2.2, {0.0: LOWEST}, 2.0),
    "floor": Ground("a flat floor", "x^4 / 4", 1.8, {0.0: LOWEST}, 1.6),
    "soft": Ground("a soft V", "sqrt(1 + x^2) - 1", 4.0, {0.0: LOWEST}, 1.2),
}


class ParabolaJump(Demo):
    """Newton's method fits a parabola to the curve at the point, and jumps to the bottom of it.

    The dotted parabola has the height, the slope and the curvature of the curve where the point is. Follow
    the path along it, and from its bottom to the curve. Then drag the start to where the curve bends down.
    """

    curve = Choice({name: ground.title for name, ground in GROUNDS.items()}, "wells")
    start = Slider(
        -4, 4, lambda demo: GROUNDS[demo.curve].start, step=0.01, label="Start", symbol="x_0", follows="curve"
    )
    damping = Slider(0, 5, 0, step=0.05, label="Damping", symbol=r"\lambda")
    steps = Slider(1, 30, 6, step=1, label="Jumps", more=True)

    def scene(self):
        ground, f = GROUNDS[self.curve], gdzoo.formula(GROUNDS[self.curve].text)
        start = float(np.clip(self.start, -ground.reach, ground.reach))
        run = gdzoo.minimize(NEWTON, f, [start], self.steps, damping=self.damping)
        last = self.steps if run.escaped_at < 0 else int(run.escaped_at) - 1
        x = run.x[: last + 1, 0]
        height, slope, bend = f.value(x[None]), f.grad(x[None])[0], f.hess(x[None])[0, 0]
        jump = np.append(np.diff(x), np.nan)
        if abs(bend[-1] + self.damping) > 0:
            jump[-1] = -slope[-1] / (bend[-1] + self.damping)
        target = min(ground.flat, key=lambda place: abs(place - x[-1]))
        away = np.abs(x - target)
        k = np.arange(last + 1)
        return scene.scene(
            [
                self.picture(ground, f, start, x, height, slope, bend + self.damping),
                self.distances(k, away, ground.flat[target]),
                scene.table(
                    "reading",
                    [("", "text"), ("now", "2g")],
                    [
                        {"pen": None, "cells": ["position x", x]},
                        {"pen": None, "cells": ["slope f′(x)", slope]},
                        {"pen": scene.pen("accent", dash="dot"), "cells": ["curvature f″(x) + λ", bend + self.damping]},
                        {"pen": rule_pen(NEWTON), "cells": ["next jump", jump]},
                        {"pen": None, "cells": [f"distance to {ground.flat[target]}", away]},
                    ],
                ),
            ],
            self.sentence(ground, run, x, slope, bend + self.damping, away, target),
            timeline=k,
            note=[count(last, "jump"), equal("λ", self.damping), f"f = {ground.text}", "no noise"],
            controls={
                "start": {"low": -ground.reach, "high": ground.reach},
                "damping": {"ticks": [scene.tick(1, "always downhill")] if self.curve == "wells" else []},
            },
            fixes=[("Damp the jumps", {"damping": 1.5})] if run.escaped_at > 0 and self.damping < 1.5 else (),
            data={"step": k, "x": x, "slope": slope, "curvature": bend, "jump": jump, "distance": away},
        )

    def picture(self, ground, f, start, x, height, slope, bend):
        """The curve, the way along each parabola and from its bottom to the curve, and the parabola of now."""
        across = np.linspace(-ground.reach, ground.reach, 121)
        curve = f.value(across[None])
        top = 1.08 * curve.max()
        low = -0.22 * top
        dots = np.broadcast_to(np.linspace(-ground.reach, ground.reach, DOTS), (len(x), DOTS))
        p = dots - x[:, None]
        with np.errstate(over="ignore", invalid="ignore"):
            fitted = height[:, None] + slope[:, None] * p + bend[:, None] * p**2 / 2
            shown = np.where((fitted > low) & (fitted < top), fitted, np.nan)
        outside = np.flatnonzero(np.abs(x) > ground.reach)
        marks = [
            scene.line(across, curve, scene.pen("ink", width=1.6)),
            scene.points(dots, shown, "speck", scene.pen("accent")),
            *(
                scene.points([place], f.value(np.array([[place]])), "peak" if words == TOP else "star")
                for place, words in ground.flat.items()
            ),
            scene.line(
                *self.way(x, height, slope, bend),
                rule_pen(NEWTON, dash="solid"),
                label="Newton",
                moves=ARC + 1,
                opens=int(outside[0]) if len(outside) else None,
            ),
            scene.handle(start, float(f.value(np.array([start]))), "drag the start", moves_x="start"),
        ]
        return scene.plot(
            "curve",
            scene.axis(-ground.reach, ground.reach, "x"),
            scene.axis(low, top, "f"),
            marks,
            title="The curve, and the parabola at the point",
            aspect=1.25,
        )

    def way(self, x, height, slope, bend):
        """From each point along its parabola to the bottom, and from there to the curve."""
        share = np.arange(1, ARC + 1) / ARC
        ways_x, ways_y = [x[:1]], [height[:1]]
        for a, b, h, s, c, end in zip(x, x[1:], height, slope, bend, height[1:], strict=False):
            p = share * (b - a)
            ways_x += [a + p, [b]]
            ways_y += [h + s * p + c * p**2 / 2, [end]]
        return np.concatenate(ways_x), np.concatenate(ways_y)

    def distances(self, k, away, words):
        """How far each point is from where the run ends, on a logarithmic axis."""
        shown = np.where(away > GONE, away, np.nan)
        seen = shown if np.isfinite(shown).any() else np.ones(len(k))
        return scene.plot(
            "distance",
            scene.axis(0, max(1, k[-1]), "jump"),
            logarithmic([seen]),
            [scene.line(k, shown, rule_pen(NEWTON, dash="solid"), moves=True, dots=True)],
            title=f"Distance to {words}, by jump",
            area="side",
            aspect=1.5,
            cursor=True,
        )

    def sentence(self, ground, run, x, slope, bend, away, target):
        what = "the curvature" if self.damping == 0 else "the curvature plus λ"
        after = f"after {count(len(x) - 1, 'jump')}"
        here = f"x = {number(x[-1], 3)}"
        down = f" At the start {what} is {number(bend[0])}: the parabola opens downward, and the jump leads to its top."
        first = down if bend[0] < 0 else ""
        if slope[0] == 0:
            return f"**Nothing moves**: at {here} there is no slope, so the parabola has its {'top' if bend[0] < 0 else 'bottom'} right there."
        if run.escaped_at > 0 and abs(bend[-1]) < 1e-12:
            return f"**Nowhere to jump**: at {here} {what} is 0, and a straight line has no bottom."
        if run.escaped_at > 0:
            return f"**Farther with every jump**: the jumps overshoot, and {after} {here}.{first}"
        if away[-1] < 1e-2 and ground.flat[target] == TOP:
            return f"**Up to the top**: {after} {here}, on the top between the two wells.{first}"
        if away[-1] < 1e-2:
            left = away[away > GONE]
            if len(left) < 2:
                return f"**One jump**: it leads to the minimum at x = {number(target)}.{first}"
            if len(x) > 2 and left[-1] < 0.1 * left[-2]:
                return f"**Faster with every jump**: the distances to the minimum come to {listing(map(number, left[-4:]))}.{first}"
            return f"**Near the minimum**: the last jump left {number(left[-1] / left[-2])} of the distance, and {after} it is {number(left[-1])}.{first}"
        share = (
            f"the last jump left {number(away[-1] / away[-2])} of the distance"
            if away[-2]
            else "the last jump led away"
        )
        return f"**On the way**: {after} {here}, {number(away[-1])} from {ground.flat[target]}; {share}.{first}"
