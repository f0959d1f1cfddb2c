"""A long valley, turned: who notices?"""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Picks, Slider, scene
from demos.kit.loss import FLOOR, heights
from demos.kit.menus import RATED
from demos.kit.miniatures import field
from demos.kit.pens import rule_pen
from demos.kit.planes import path, plane
from demos.kit.runs import columns
from demos.kit.tuning import RATES, best_lr
from demos.kit.words import count, listing, number

ANGLES = np.arange(0.0, 90.5, 1.5)  # degrees
BOX = ((-2.0, 2.0), (-1.5, 1.5))  # what the plane shows: the start goes round within it
GIVEN = {"adam": 0.02}  # small enough for Adam to settle where the valley lies along the axes
TOP = 1e4  # above this a loss is off the chart
ROWS = 4  # of the table, beside the plane
SAME = 1e-6  # losses that differ by less than this part of themselves are the same


class Rotate(Demo):
    """Turn the valley, and the start with it: who takes the same path?

    Plain descent and momentum know no axes. A rule with a step size for each coordinate does: along
    the axes the valley is easy for it, and askew it is not. Drag the angle along the chart.
    """

    angle = Slider(0, 90, 30.0, step=0.5, unit="°", label="Angle", symbol=r"\theta")
    rules = Picks(RATED, ["gd", "adam"], label="Optimizers")
    scale = LogSlider(0.1, 10, 1, label="All rates, times", more=True)
    kappa = LogSlider(1, 1000, 100, label="Condition number", symbol=r"\kappa", more=True)
    steps = Slider(1, 500, 300, step=1, more=True)

    def scene(self):
        land = self.landscape(self.angle)
        rates = {rule: self.rate(rule) for rule in self.rules}
        start = turned([1.0, 1.0], np.radians(self.angle))
        runs = {rule: gdzoo.minimize(rule, land, start, self.steps, lr=lr) for rule, lr in rates.items()}
        ends = {rule: self.by_angle(rule, lr) for rule, lr in rates.items()}
        now = {rule: run.f[-1] if run.escaped_at < 0 else np.nan for rule, run in runs.items()}
        paths = [path(land, run, rule_pen(rule), label=rule.title) for rule, run in runs.items()]
        return scene.scene(
            [
                plane(land, [*paths, scene.points(start[:1], start[1:], "ring")]),
                self.chart(ends, now),
                scene.table(
                    "losses",
                    [("", "text"), ("loss", "2g"), ("at best", "2g"), ("at worst", "2g"), ("η", "2g")],
                    [
                        {
                            "pen": rule_pen(rule),
                            "cells": [rule.title, heights(land, run), *extremes(ends[rule]), rates[rule]],
                        }
                        for rule, run in runs.items()
                    ],
                    area="side" if len(runs) <= ROWS else "below",
                ),
            ],
            self.sentence(ends, now),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} each",
                "from (1, 1) along the axes of the valley",
                self.protocol(),
                "no noise",
            ],
            fields={"landscape": field(land)},
            data=columns({rule.title: run for rule, run in runs.items()}),
        )

    def landscape(self, angle):
        """The valley at an angle in degrees."""
        land = gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=float(np.radians(angle)))
        land.box = BOX
        return land

    def rate(self, rule):
        """The learning rate of a rule, the same at every angle."""
        rate = GIVEN.get(rule.name) or best_lr(rule, self.landscape(0.0))
        return float(f"{rate * self.scale:.3g}")

    def by_angle(self, rule, lr):
        """The loss after all steps at each of `ANGLES`, in one run of many columns; nothing where it diverged."""
        angles = np.radians(ANGLES)
        start = turned(np.ones((2, len(angles))), angles)
        run = gdzoo.minimize(rule, valley(self.kappa, angles), start, self.steps, every=self.steps, lr=lr)
        return np.where(run.escaped_at < 0, np.maximum(run.f[-1], FLOOR), np.nan)

    def chart(self, ends, now):
        """The loss by angle, and the angle as something to drag."""
        known = np.array([loss for end in ends.values() for loss in end if loss <= TOP])
        low, high = (np.floor(np.log10(known.min())), np.ceil(np.log10(known.max()))) if len(known) else (-1, 0)
        grip = np.clip(np.nan_to_num(list(now.values())[-1], nan=TOP), 10.0**low, 10.0 ** max(high, low + 1))
        return scene.plot(
            "angles",
            scene.axis(0, 90, "angle", ticks=[(a, f"{a}°") for a in (0, 15, 30, 45, 60, 75, 90)]),
            scene.axis(10.0**low, 10.0 ** max(high, low + 1), scale="log"),
            [
                scene.rule(scene.pen("soft", width=1), x=self.angle),
                *(scene.line(ANGLES, end, rule_pen(rule), label=rule.title) for rule, end in ends.items()),
                scene.handle(self.angle, grip, "drag the angle", moves_x="angle"),
            ],
            title=f"Loss after {count(self.steps, 'step')}, by angle",
            area="side",
            aspect=1.3,
        )

    def protocol(self):
        """How the learning rates were chosen."""
        times = "" if self.scale == 1 else f"{number(self.scale)} times "
        given = [
            f"{RATED[name].title} at {times}{number(lr)}" for name, lr in GIVEN.items() if RATED[name] in self.rules
        ]
        tuned = [f"each at {times}the best of {len(RATES)} rates for angle 0"] if len(self.rules) > len(given) else []
        return "; ".join([*given, *tuned]).replace("; each", ", the others each")

    def sentence(self, ends, now):
        blind, aware = [], []
        for rule, end in ends.items():
            (blind if alike(end) else aware).append(rule)
        names, noticing = (listing([rule.title for rule in some]) if some else "" for some in (blind, aware))
        if len(ends) > ROWS:
            what = f": {names}. The others take another path at every angle" if blind else ""
            return f"**{len(blind)} of {len(ends)} do not notice the angle**{what}."
        facts = [f"{rule.title} {where(extremes(ends[rule])[0])} at every angle" for rule in blind]
        facts += [self.changes(rule, ends[rule], now[rule]) for rule in aware]
        if not blind:
            lead = f"{noticing} {'notices' if len(aware) == 1 else 'notice'} the angle"
        else:
            lead = f"{names} {'does' if len(blind) == 1 else 'do'} not notice"
            lead += f", {noticing} {'does' if len(aware) == 1 else 'do'}" if aware else " the angle"
        return f"**{lead}**: {'; '.join(facts)}."

    def changes(self, rule, end, now):
        """What the angle does to one rule."""
        best, worst = extremes(end)
        here = f"at {number(self.angle, 3)}° {rule.title} {where(now)}"
        return f"{here}; at its best angle it {where(best)}, at its worst it {where(worst)}"


def where(loss) -> str:
    """Where a run ends: at its loss, or below what can be told from rounding."""
    if loss is None or np.isnan(loss):
        return "diverges"
    return f"ends below {number(FLOOR)}" if loss <= FLOOR else f"ends at {number(loss)}"


def turned(x, angle):
    """Points given along the axes of the valley, in the coordinates of the plane. angle: in radians."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([c * x[0] - s * x[1], s * x[0] + c * x[1]])


def valley(kappa, angles):
    """The ravine with an angle of its own in every column."""
    sizes = np.array([1.0, kappa])

    def scaled(x):
        return (turned(x, -angles).T * sizes).T

    def hess(x):
        return np.stack([turned(scaled(turned(unit, 0 * angles + 0 * x[0])), angles) for unit in np.eye(2)], axis=1)

    return gdzoo.objective(
        lambda x: (turned(x, -angles) * scaled(x)).sum(0) / 2, lambda x: turned(scaled(x), angles), hess, f_min=0.0
    )


def alike(end) -> bool:
    """Whether a rule ends at the same loss at every angle, or diverges at all of them."""
    best, worst = extremes(end)
    return best is None or (worst is not None and worst - best <= SAME * worst)


def extremes(end):
    """The lowest and the highest loss over all angles; None where it diverged."""
    stays = end[np.isfinite(end)]
    return (float(stays.min()) if len(stays) else None, float(stays.max()) if len(stays) == len(end) else None)
