"""Steps that it takes to leave a saddle, for starts nearer and nearer to its ridge: measured, and by the logarithm law."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Picks, Slider, Toggle, scene
from demos.kit.menus import Menu
from demos.kit.pens import rule_pen
from demos.kit.saddles import ALONG, CURVATURE, RADIUS, from_ridge, knobs, out_at, place, turned
from demos.kit.words import count, equal, listing, number, phrases
from gdzoo.analysis import escape_spread, escape_steps

BOOK = ("gd", "momentum", "normalized_gd", "rmsprop", "adam", "saddle_free_newton")
RULES = Menu("rated", book=BOOK)
NOISES = {"none": 0.0, "tiny": 1e-8, "small": 1e-6, "medium": 1e-4, "large": 1e-2}
DISTANCES = 10.0 ** np.arange(-10, 0)
MOST = 320  # steps
RUNS = 12  # from each distance, where there is noise
SAID = 3  # rules in the sentence; the table has all
TEN = np.log(10)


class EscapeLaw(Demo):
    """Dots are runs, lines are logarithms: what does a start ten times nearer to the ridge cost?

    Add noise, and the lines bend: below a certain distance it no longer matters where the start was. Turn
    the saddle, and Adam's flat row of dots begins to climb.
    """

    lr = LogSlider(0.04, 0.5, 0.05, label="Learning rate", symbol=r"\eta")
    noise = Choice(
        {name: f"{name}, {number(sigma)}" if sigma else name for name, sigma in NOISES.items()}, "none", label="Noise"
    )
    askew = Toggle(False, label="Saddle turned by 45°")
    rules = Picks(RULES, ["gd", "momentum", "adam"], label="Optimizers")
    beta = Slider(0, 0.95, 0.9, step=0.05, label="Momentum", symbol=r"\beta", more=True)
    draw = Slider(0, 99, 0, step=1, label="Draw", more=True)

    def scene(self):
        settings = self.lr, self.beta, self.sigma, 45 if self.askew else 0, self.draw
        found = {rule: measured(rule, *settings) for rule in self.rules}
        laws = {rule: law for rule in self.rules if (law := self.law(rule, DISTANCES)) is not None}
        return scene.scene(
            [self.chart(found), self.table(found, laws)],
            self.sentence(found),
            note=[
                f"out: farther than {number(RADIUS)} from the ridge",
                f"at most {MOST} steps",
                equal("η", self.lr),
                f"{RUNS} runs per dot: when the root of their mean square is out"
                if self.spread
                else "no noise, exact gradients",
            ],
            data={"distance": DISTANCES}
            | {f"steps, {rule.title}": steps for rule, steps in found.items()}
            | {f"law, {rule.title}": steps for rule, steps in laws.items()},
        )

    @property
    def sigma(self) -> float:
        """The standard deviation of the noise."""
        return NOISES[self.noise]

    @property
    def spread(self) -> float:
        """The distance from the ridge that the noise amounts to, for plain descent."""
        return float(escape_spread(self.lr, CURVATURE, self.sigma))

    def law(self, rule, distance):
        """The steps by theory, from the root mean square of the distance and of what noise adds to it; None without a theory."""
        if rule.name not in ("gd", "momentum"):
            return None
        given = {"rule": rule.name, "beta": self.beta if rule.name == "momentum" else 0.0}
        spread = escape_spread(self.lr, CURVATURE, self.sigma, **given)
        return np.maximum(escape_steps(self.lr, CURVATURE, np.hypot(distance, spread), RADIUS, **given), 0)

    def chart(self, found):
        """Steps against the distance of the start, on a logarithmic axis: a straight line is a logarithm."""
        finely = np.geomspace(DISTANCES[-1], DISTANCES[0], 61)  # names stand at the end, where the lines are apart
        lines = [(rule, law) for rule in found if (law := self.law(rule, finely)) is not None]
        highest = max([np.nanmax(steps, initial=20.0) for steps in found.values()] + [law.max() for _, law in lines])
        guide = (
            [scene.rule(scene.pen("soft", width=1, dash="dot"), x=self.spread, label="noise")]
            if self.spread > DISTANCES[0]
            else []
        )
        return scene.plot(
            "law",
            scene.axis(DISTANCES[0] / 2, 2 * DISTANCES[-1], "distance of the start from the ridge", scale="log"),
            scene.axis(0, 1.1 * min(highest, MOST), "steps"),
            [
                *guide,
                *(scene.line(finely, law, rule_pen(rule, marker=None), label=rule.title) for rule, law in lines),
                *(
                    scene.line(
                        DISTANCES[::-1],
                        steps[::-1],
                        rule_pen(rule, width=0),
                        label="" if self.law(rule, DISTANCES) is not None else rule.title,
                        dots=True,
                    )
                    for rule, steps in found.items()
                ),
            ],
            title="Steps until out: dots measured, lines by the law",
            aspect=1.8,
        )

    def table(self, found, laws):
        """Both ends of the chart in numbers."""
        return scene.table(
            "results",
            [("", "text"), ("from 0.1", "int"), ("from 1e−10", "int"), ("by the law", "int")],
            [
                {
                    "pen": rule_pen(rule),
                    "cells": [
                        rule.title,
                        whole(steps[-1]),
                        whole(steps[0]),
                        int(np.ceil(laws[rule][0])) if rule in laws else None,
                    ],
                }
                for rule, steps in found.items()
            ],
            area="below",
        )

    def sentence(self, found):
        found = dict(list(found.items())[:SAID])
        if self.spread:
            said = phrases(
                [(rule.title, "needs", count(whole(steps[0]), "step")) for rule, steps in found.items() if steps[0] > 0]
                + [(rule.title, "needs", f"more than {MOST}") for rule, steps in found.items() if np.isnan(steps[0])]
            )
            law = float(escape_steps(self.lr, CURVATURE, DISTANCES[0], RADIUS))
            return (
                f"**For plain descent this noise is worth a start {number(self.spread)} from the ridge**: from 1e−10, {said}; "
                f"without noise the law says {number(law, 3)} for plain descent."
            )
        costs = {rule.title: per_ten(steps) for rule, steps in found.items()}
        known = [f"{title} {number(cost)}" for title, cost in costs.items() if cost is not None]
        late = [title for title, cost in costs.items() if cost is None]
        said = [f"a start ten times nearer costs {listing(known)} more steps"] if known else []
        said += [f"{listing(late)} may need more than {MOST} steps"] if late else []
        lead = "; ".join(said)
        lead = f"**{lead[0].upper()}{lead[1:]}**"
        law = number(TEN / np.log1p(-self.lr * CURVATURE), 3)
        return f"{lead}; for plain descent the law says ln 10 / ln(1 + η|λ|) = {law}."


@lru_cache(maxsize=64)
def measured(rule, lr, beta, sigma, degrees, draw) -> np.ndarray:
    """The step at which the root mean square distance from the ridge is beyond RADIUS, for each of DISTANCES; NaN for later than MOST."""
    start = place(degrees, ALONG, np.repeat(DISTANCES[:, None], RUNS if sigma else 1, axis=1))
    land = gdzoo.Noisy(turned(degrees), sigma) if sigma else turned(degrees)
    given = knobs(rule, lr) | ({"beta": beta} if rule.name == "momentum" else {})
    run = gdzoo.minimize(rule, land, start, MOST, seed=draw, bound=10.0 * RADIUS, **given)
    return out_at(np.sqrt((from_ridge(degrees, run.x) ** 2).mean(-1)))


def whole(steps) -> int | None:
    """A number of steps for a table."""
    return None if np.isnan(steps) else int(steps)


def per_ten(steps) -> float | None:
    """The steps that a factor of ten in the distance costs, on average over all of them."""
    cost = (steps[0] - steps[-1]) / (len(steps) - 1)
    return None if np.isnan(cost) else float(cost)
