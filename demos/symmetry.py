"""A rule on a landscape that was moved, turned or stretched: is it the same path?"""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.tuning import tuned
from demos.kit.words import count, equal, number, percent
from gdzoo import analysis

CHANGES = {
    "translation": "moved",
    "rotation": "turned",
    "permutation": "its coordinates exchanged",
    "scale": "made higher",
    "coordinates": "stretched along x",
}
DEEDS = {
    "translation": "Moving the landscape",
    "rotation": "Turning the landscape",
    "permutation": "Exchanging the coordinates",
    "scale": "Multiplying f",
    "coordinates": "Stretching one coordinate",
}
GROUNDS = {
    name: PLANES[name] for name in ("ravine", "rosenbrock", "himmelblau", "peaks")
}  # none makes much of rounding
SAME = 1e-6  # of the length of the path
BACK = scene.pen("warn", dash="dash", width=2.2)


class Symmetry(Demo):
    """Change the landscape, run the rule there, and bring the path back. Is it the same?

    Choose a change and a rule, one of your own too. A path that does not come back to itself says what the rule
    looks at: the axes, the origin, the unit of f.
    """

    rule = Choice(WALKERS, "adam", label="Optimizer")
    change = Choice({name: f"The landscape, {words}" for name, words in CHANGES.items()}, "rotation", label="Change")
    angle = Slider(-90, 90, 40.0, step=1.0, unit="°", label="Angle", when={"change": "rotation"})
    by = Slider(-3, 3, 1.5, step=0.1, label="Moved by", when={"change": "translation"})
    factor = LogSlider(0.1, 10, 2, label="Factor", when={"change": ["scale", "coordinates"]})
    landscape = Choice(GROUNDS, {"name": "ravine", "kappa": 20, "angle": 0.0})
    start = Point()
    steps = Slider(1, 200, 40, step=1, more=True)

    def scene(self):
        land, rule = self.landscape, self.rule
        knobs = tuned(rule, land)
        run = gdzoo.minimize(rule, land, self.start, self.steps, **knobs)
        aims = {name: value * (self.factor if self.change == "scale" else 1) for name, value in self.aim(knobs).items()}
        back = analysis.brought_back(rule, land, self.start, self.steps, **self.changed(), **knobs | aims)
        plain = run.x.copy()
        if run.escaped_at >= 0:
            plain[run.escaped_at :] = np.nan
        gaps = np.linalg.norm(back - plain, axis=1)
        length = np.nansum(np.linalg.norm(np.diff(plain, axis=0), axis=1))
        style = rule_pen(rule)
        there = scene.line(back[:, 0], back[:, 1], BACK, label="brought back", moves=True)
        return scene.scene(
            [
                plane(land, [path(land, run, style, label="as it is"), there, drag_start(self.start)]),
                self.chart(gaps),
                self.table(rule),
            ],
            self.sentence(plain, back, length),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} on each",
                "the same knobs on both" + (f", {equal('η', knobs['lr'])}" if knobs.get("lr") else ""),
                "no noise",
                *(["ε at its default"] if {"eps", "eps_root"} & set(rule.knobs) else []),
                "the table: measured over 15 steps of another landscape, with ε = 0",
            ],
            fields={"landscape": picture(land)},
            data={
                "step": np.arange(self.steps + 1.0),
                "x, as it is": plain[:, 0],
                "y, as it is": plain[:, 1],
                "x, brought back": back[:, 0],
                "y, brought back": back[:, 1],
                "distance": gaps,
            },
        )

    @staticmethod
    def aim(knobs):
        """The knob of a rule that aims at a height: it is multiplied with f."""
        return {name: value for name, value in knobs.items() if name == "f_min"}

    def changed(self):
        """M, b and c of the changed landscape c f(M x + b)."""
        turn = np.radians(self.angle)
        return {
            "translation": {"b": np.array([self.by, -self.by / 2])},
            "rotation": {"M": np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])},
            "permutation": {"M": np.eye(2)[::-1]},
            "scale": {"c": self.factor},
            "coordinates": {"M": np.diag([1 / self.factor, 1.0])},
        }[self.change]

    def chart(self, gaps):
        """How far the two paths are apart, by step."""
        seen = gaps[np.isfinite(gaps)]
        low, high = 1e-17, 10.0 ** np.ceil(np.log10(max(seen.max(initial=0.0), 1e-12)))
        return scene.plot(
            "gaps",
            scene.axis(0, self.steps, "step"),
            scene.axis(low, high, scale="log"),
            [scene.line(np.arange(self.steps + 1), np.maximum(gaps, low), BACK, moves=True)],
            title="Distance of the two paths, by step",
            area="side",
            aspect=1.5,
            cursor=True,
        )

    def table(self, rule):
        """What the rule minds, measured."""
        holds = analysis.invariances(rule)
        return scene.table(
            "invariances",
            [("the landscape is", "text"), ("the path", "text")],
            [{"pen": None, "cells": [words, "stays" if holds[name] else "changes"]} for name, words in CHANGES.items()],
        )

    def sentence(self, plain, back, length):
        """Whether the path came back to itself."""
        deed, title = DEEDS[self.change], self.rule.title
        ends = [int(np.isfinite(path).all(1).sum()) for path in (plain, back)]
        if ends[0] != ends[1]:
            gone = ["it stays" if end > self.steps else f"it leaves at step {end}" for end in ends]
            return f"**{deed} matters to {title}**: as the landscape is, {gone[0]}; changed, {gone[1]}."
        worst = np.nanmax(np.linalg.norm(back - plain, axis=1))
        leaves = f", until it leaves at step {ends[0]}" if ends[0] <= self.steps else ""
        if worst <= SAME * length:
            return (
                f"**{deed} leaves the path of {title} as it is**: brought back, it is the same, up to rounding{leaves}."
            )
        share = f", {percent(worst / length)} of its length" if length else ""
        return f"**{deed} changes the path of {title}**: the two are up to {number(worst)} apart{share}{leaves}."
