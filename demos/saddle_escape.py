"""A start beside the ridge of a saddle: who gets off it, and after how many steps?"""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Picks, Slider, scene
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.saddles import ALONG, BOX, CURVATURE, RADIUS, from_ridge, knobs, out_at, picture, place, turned
from demos.kit.tuning import is_own
from demos.kit.words import count, equal, listing, number, phrases
from gdzoo.analysis import escape_steps

GD = gdzoo.RULES["gd"]
MOST = 400  # steps
AFTER = 5  # steps shown after the last is out
BOUND = 8.0  # out of the picture there is nothing more to see
SEEN = 1e-17  # distances below this are drawn as this
GUIDE = scene.pen("soft", width=1, dash="dot")


class SaddleEscape(Demo):
    """They start almost on the ridge of a saddle: who gets off it, and when?

    Move the start nearer to the ridge, ten times and ten times again, and count what each factor of ten
    costs. Then turn the saddle and see who notices.
    """

    away = LogSlider(1e-12, 1, 1e-6, label="Distance from the ridge", symbol="d")
    turn = Slider(-90, 90, 0, step=1, unit="°", label="Ridge turned by", symbol=r"\theta")
    rules = Picks(WALKERS, ["gd", "momentum", "adam", "newton"], label="Optimizers")
    along = Slider(0.3, 1.9, -ALONG, step=0.05, label="Way to the saddle point", more=True)
    lr = LogSlider(0.03, 0.5, 0.05, label="Learning rate", symbol=r"\eta", more=True)

    def scene(self):
        runs = {rule: self.run(rule) for rule in self.rules}
        distances = {rule: from_ridge(self.turn, run.x) for rule, run in runs.items()}
        out = {rule: float(out_at(distance)) for rule, distance in distances.items()}
        last = int(min(MOST, np.nanmax([*out.values(), 0]) + AFTER)) if not all(map(np.isnan, out.values())) else 60
        steps = np.arange(last + 1)
        height = {rule: until_left(run.f, run)[: last + 1] for rule, run in runs.items()}
        away = {rule: until_left(distances[rule], run)[: last + 1] for rule, run in runs.items()}
        return scene.scene(
            [
                self.plane({rule: run.x[: last + 1] for rule, run in runs.items()}),
                self.losses(steps, height),
                self.distances(steps, away),
                scene.table(
                    "results",
                    [("", "text"), ("out after", "int"), ("by the law", "int"), ("loss", "2g")],
                    [
                        {
                            "pen": rule_pen(rule),
                            "cells": [rule.title, None if np.isnan(at) else int(at), self.law(rule), height[rule]],
                        }
                        for rule, at in out.items()
                    ],
                    area="below",
                ),
            ],
            self.sentence(out),
            timeline=steps,
            note=[
                f"at most {MOST} steps",
                f"out: farther than {number(RADIUS)} from the ridge",
                *([equal("η", self.lr)] if any(not is_own(rule) for rule in runs) else []),
                *([f"{listing(own)} with whole steps"] if (own := [r.title for r in runs if is_own(r)]) else []),
                "exact gradients, no noise",
            ],
            fields={"landscape": picture(self.turn)},
            data={"step": steps}
            | {f"distance, {rule.title}": values for rule, values in away.items()}
            | {f"loss, {rule.title}": values for rule, values in height.items()},
        )

    def run(self, rule):
        """A run that may take MOST steps, and stops where it leaves the picture."""
        start = place(self.turn, -self.along, self.away)
        return gdzoo.minimize(rule, turned(self.turn), start, MOST, bound=BOUND, **knobs(rule, self.lr))

    def plane(self, paths):
        """The saddle from above, its ridge, the border beyond which a run is out, and the paths."""
        edges = {away: place(self.turn, np.array([-4.0, 4.0]), away) for away in (0.0, RADIUS, -RADIUS)}
        [start, foot] = place(self.turn, np.array([-self.along, -self.along]), np.array([self.away, 0.0])).T
        marks = [
            *(
                scene.arrow(x[0], y[0], x[1], y[1], GUIDE if away else scene.pen("ink", width=1), head=False)
                for away, (x, y) in edges.items()
            ),
            scene.points([0], [0], "saddle"),
            *(
                scene.line(x[:, 0], x[:, 1], rule_pen(rule), label=rule.title, moves=True, opens=left(x))
                for rule, x in paths.items()
            ),
            scene.points(start[:1], start[1:], "ring"),
            scene.handle(foot[0], foot[1], "turn the ridge", moves_x="along", moves_y="turn", polar=180),
        ]
        (x0, x1), (y0, y1) = BOX
        return scene.plot(
            "plane",
            scene.axis(x0, x1, "x"),
            scene.axis(y0, y1, "y"),
            [scene.show_field("landscape"), *marks],
            frame="plane",
            aspect=4 / 3,
        )

    def losses(self, steps, heights):
        """What a reader of the log sees."""
        return scene.plot(
            "loss",
            scene.axis(0, steps[-1]),
            scene.axis(-1.2, 1.08 * ALONG**2),
            [
                scene.rule(scene.pen("soft", width=1), y=0),
                *(scene.line(steps, values, rule_pen(rule), moves=True) for rule, values in heights.items()),
            ],
            title="Loss by step",
            area="side",
            aspect=1.75,
            cursor=True,
        )

    def distances(self, steps, away):
        """What is going on meanwhile."""
        shown = {rule: np.where(values > 0, np.maximum(values, SEEN), np.nan) for rule, values in away.items()}
        low = min(0.1 * self.away, *(np.nanmin(values, initial=1.0) for values in shown.values()))
        return scene.plot(
            "distance",
            scene.axis(0, steps[-1], "step"),
            scene.axis(10 ** np.floor(np.log10(low)), 5, scale="log"),
            [
                scene.rule(GUIDE, y=RADIUS, label="out"),
                *(scene.line(steps, values, rule_pen(rule), moves=True) for rule, values in shown.items()),
            ],
            title="Distance from the ridge, by step",
            area="side",
            aspect=1.75,
            cursor=True,
        )

    def law(self, rule) -> int | None:
        """The step by theory, for the rules that have one."""
        if rule.name not in ("gd", "momentum"):
            return None
        beta = rule.knobs["beta"].default if rule.name == "momentum" else 0.0
        steps = escape_steps(self.lr, CURVATURE, self.away, RADIUS, rule=rule.name, beta=beta)
        return max(int(np.ceil(steps)), 1)

    def sentence(self, out):
        gone = sorted((rule for rule in out if not np.isnan(out[rule])), key=out.__getitem__)
        held = [rule for rule in out if np.isnan(out[rule])]
        said = phrases(
            [(rule.title, "leaves", f"after {count(int(out[rule]), 'step')}") for rule in gone]
            + [(rule.title, "leaves", f"not within {MOST}") for rule in held]
        )
        if GD not in gone:
            return f"**{said}**."
        law = max(float(escape_steps(self.lr, CURVATURE, self.away, RADIUS)), 0.0)
        return f"**{said}**; for {GD.title.lower()} the logarithm law says {number(law, 4)}."


def until_left(values, run):
    """The values of a run by step, and nothing once it has left the picture."""
    return np.where((run.escaped_at < 0) | (run.steps < run.escaped_at), values, np.nan)


def left(x) -> int | None:
    """The step from which on a path is outside of the picture; None if its end is inside."""
    inside = np.flatnonzero(((np.transpose(BOX)[0] <= x) & (x <= np.transpose(BOX)[1])).all(1))
    first = int(inside[-1]) + 1 if len(inside) else 0
    return first if first < len(x) else None
