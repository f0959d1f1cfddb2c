"""Newton's method near a saddle: it is drawn to every place without slope, and damping or absolute values mend that."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Point, Slider, scene
from demos.kit.ending import flat_place
from demos.kit.loss import FLOOR
from demos.kit.pens import rule_pen
from demos.kit.planes import ASPECT, PLANES, drag_start, path, picture, plane, view
from demos.kit.runs import columns
from demos.kit.tuning import PROTOCOL, best_lr
from demos.kit.words import count, equal, number, percent, phrases, place
from gdzoo.analysis import largest_curvature, smallest_curvature

NEWTON, SADDLE_FREE, GD = (gdzoo.RULES[name] for name in ("newton", "saddle_free_newton", "gd"))
NAMES = {NEWTON: "Newton", SADDLE_FREE: "Saddle-free", GD: "Descent"}
PENS = {NEWTON: rule_pen(NEWTON, dash="solid"), SADDLE_FREE: rule_pen(SADDLE_FREE), GD: rule_pen(GD)}
BENT = {name: PLANES[name] for name in ("bounded_saddle", "three_hump_camel", "himmelblau", "styblinski_tang", "peaks")}
ENDS = ("a minimum", "a saddle", "a hilltop", "none of these")
HUES = ("second_order", "warn", "momentum", "card")
GRID = (42, 56)  # rows and columns of starts
JUMPS = 30  # of each of them
FLAT = 1e-6  # a slope below this is none


class SaddleJump(Demo):
    """Three methods leave one point beside a saddle. Which of them ends there?

    The dots part where the landscape bends down in some direction, and the parabola has no bottom. The small map
    shows where Newton's method ends from every start. Raise the damping until no start ends at the saddle.
    """

    landscape = Choice(BENT, "bounded_saddle")
    start = Point(
        lambda demo: [-1.6, 0.3] if demo.landscape.name == "bounded_saddle" else list(demo.landscape.starts[0])
    )
    damping = Slider(0, 150, 0, label="Damping", symbol=r"\lambda", follows="landscape")
    steps = Slider(1, 40, 12, step=1, more=True)

    def scene(self):
        land, rate = self.landscape, best_lr(GD, self.landscape)
        knobs = {NEWTON: {"damping": self.damping}, SADDLE_FREE: {"damping": self.damping}, GD: {"lr": rate}}
        runs = {rule: gdzoo.minimize(rule, land, self.start, self.steps, **knobs[rule]) for rule in NAMES}
        ends = ends_of(land, self.damping)
        shares = [float(np.mean(ends == i)) for i in range(len(ENDS))]
        dots, (across, up) = border(land, self.damping), view(land)
        return scene.scene(
            [
                plane(
                    land,
                    [
                        *([scene.points(dots[0], dots[1], "speck", scene.pen("warn"))] if dots.size else []),
                        *(path(land, run, PENS[rule], label=NAMES[rule]) for rule, run in runs.items()),
                        drag_start(self.start),
                    ],
                ),
                scene.plot(
                    "map",
                    scene.axis(*across, "x"),
                    scene.axis(*up, "y"),
                    [scene.show_field("ends"), scene.points(self.start[:1], self.start[1:], "ring")],
                    title="Where Newton ends, from every start",
                    area="side",
                    frame="plane",
                    aspect=ASPECT,
                ),
                scene.table(
                    "ends",
                    [("starts that end at", "text"), ("", "text")],
                    [
                        {"pen": scene.pen(hue, width=6), "cells": [words, percent(share)]}
                        for words, hue, share in zip(ENDS, HUES, shares, strict=True)
                        if share
                    ],
                ),
                scene.table(
                    "runs",
                    [("", "text"), ("loss", "2g"), ("slope", "2g"), ("lowest curvature", "2g")],
                    [
                        {"pen": PENS[rule], "cells": [NAMES[rule], run.f, run.grad_norm, smallest(land, run.x)]}
                        for rule, run in runs.items()
                    ],
                    area="below",
                ),
            ],
            self.sentence(runs, shares),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} each",
                equal("λ", self.damping),
                f"descent at {equal('η', rate)}, {PROTOCOL}",
                f"map: {ends.size} starts, {JUMPS} steps each",
                "no noise",
            ],
            fields={
                "landscape": picture(land),
                "ends": scene.classes(ends, (*across, *up), HUES),
            },
            controls=self.range(),
            data=columns({NAMES[rule]: run for rule, run in runs.items()}),
        )

    def range(self):
        """The damping goes somewhat further than the most negative curvature of the picture, which is a tick."""
        land = self.landscape
        worst = float(f"{-min(smallest_curvature(land, np.transpose(land.saddles)).min(), curvatures(land).min()):.3g}")
        return {"damping": {"high": max(1.5 * worst, self.damping), "ticks": [scene.tick(worst, "always downhill")]}}

    def sentence(self, runs, shares):
        land, last = self.landscape, {rule: run.x[-1] for rule, run in runs.items()}
        if runs[NEWTON].grad_norm[0] == 0:
            return f"**Nobody moves**: {place(self.start)} is {flat_place(land, self.start)}, and has no slope."
        kinds = {rule: flat_place(land, x) if runs[rule].escaped_at < 0 else None for rule, x in last.items()}
        said = phrases([(NAMES[rule], *self.outcome(runs[rule], kinds[rule])) for rule in NAMES])
        damped = "Newton" if self.damping == 0 else f"Newton with λ = {number(self.damping, 3)}"
        what = "finds a minimum"
        if kinds[NEWTON] is None:
            what = "has not arrived"
        elif kinds[NEWTON] in ("a saddle", "a hilltop"):
            climbs = runs[NEWTON].f[-1] > runs[NEWTON].f[0]
            what = f"climbs to {kinds[NEWTON]}" if climbs else f"ends at {kinds[NEWTON]}"
        trapped = shares[1] + shares[2]
        rest = (
            f"{f'{percent(trapped)} of all starts lead' if trapped else 'no start leads'} it to a saddle or a hilltop"
        )
        return f"**{damped} {what}**: {said}; {rest}."

    def outcome(self, run, kind):
        """What became of one run: a verb, and where."""
        if run.escaped_at >= 0 and np.abs(run.x[-1]).max() < 1000:
            return "stops", "where the matrix is singular"
        if run.escaped_at >= 0:
            return "leaves", "for good"
        if kind is None:
            return "remains", f"under way (loss {height(run)})"
        return "ends", f"at {kind} (loss {height(run)})"


def height(run):
    """The last loss, in which a rounding error is none."""
    return number(0 if abs(run.f[-1]) < FLOOR else run.f[-1])


def smallest(land, x):
    """The smallest curvature at points (K, d)."""
    return smallest_curvature(land, x.T)


@lru_cache(maxsize=16)
def curvatures(land):
    """The smallest curvature all over the picture."""
    return smallest_curvature(land, starts_on(land))


def border(land, damping):
    """Points of the lines that part where the damped parabola bends down from where it does not, (2, n)."""
    starts, bend = starts_on(land), curvatures(land) + damping
    found = []
    for axis in (0, 1):
        n = bend.shape[axis] - 1
        pair = [bend.take(range(k, k + n), axis) for k in (0, 1)]
        rows, columns = np.nonzero((pair[0] < 0) != (pair[1] < 0))
        one, other = (values[rows, columns] for values in pair)
        share = one / (one - other)
        ends = [starts[:, rows + k * (axis == 0), columns + k * (axis == 1)] for k in (0, 1)]
        found.append(ends[0] + share * (ends[1] - ends[0]))
    return np.concatenate(found, 1)


@lru_cache(maxsize=32)
def ends_of(land, damping):
    """What kind of place Newton's method reaches from each start, an index of ``ENDS``."""
    run = gdzoo.minimize(NEWTON, land, starts_on(land), JUMPS, every=JUMPS, damping=damping)
    x = run.x[-1]
    lowest, highest = smallest_curvature(land, x), largest_curvature(land, x)
    kind = np.where(lowest > 0, 0, np.where(highest > 0, 1, 2))
    return np.where((run.grad_norm[-1] < FLAT) & (run.escaped_at < 0), kind, 3)


def starts_on(land):
    """Starts evenly over the picture, rows and columns."""
    (x0, x1), (y0, y1) = view(land)
    return np.stack(np.meshgrid(np.linspace(x0, x1, GRID[1]), np.linspace(y0, y1, GRID[0])))
