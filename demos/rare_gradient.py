"""One large gradient against two small ones, again and again: who follows the sum, and who the majority?"""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Picks, Slider, scene
from demos.kit.menus import Menu
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, listing, number
from gdzoo.analysis import between_walls, settled_moves

ROUND = 3
BETAS = np.linspace(0, 0.99, 397)
BOOK = ("gd", "adam", "amsgrad", "adamax", "nadam", "radam")
LOW, HIGH, SHOWN = -1.0, 1.0, 1.15
SLOW = 5e-4  # a round that moves less, in learning rates, leads nowhere


class RareGradient(Demo):
    """One large gradient, then two small ones the other way, again and again: who ends on the wrong side?

    Their sum says left, and two of three say right. With a short second memory Adam has forgotten the large
    one when the small ones come. Lengthen the memory, or let AMSGrad remember the largest.
    """

    rules = Picks(Menu("rated", BOOK), ["adam", "amsgrad"], label="Optimizers")
    beta2 = Slider(0, 0.999, 0.1, step=0.001, label="Second memory", symbol=r"\beta_2")
    beta1 = Slider(0, 0.99, 0, step=0.01, label="First memory", symbol=r"\beta_1")
    large = Slider(1, 20, 3, step=0.1, label="The large gradient", symbol="C")
    lr = LogSlider(0.01, 1, 0.1, label="Learning rate", symbol=r"\eta", more=True)
    rounds = Slider(1, 60, 30, step=1, more=True)

    @property
    def gradients(self):
        return np.array([self.large, -1.0, -1.0])

    def scene(self):
        steps = ROUND * self.rounds
        moves = {rule: self.moves(rule, steps) for rule in self.rules}
        places = {rule: between_walls(self.lr * move, 0.0, LOW, HIGH) for rule, move in moves.items()}
        return scene.scene(
            [
                self.chart(places, steps),
                self.bars(moves),
                scene.table(
                    "rounds",
                    [("move / η", "text"), ("at C", "2g"), ("at −1", "2g"), ("at −1", "2g"), ("a round", "2g")],
                    [
                        {"pen": rule_pen(rule), "cells": [rule.title, *(float(m) for m in move[-ROUND:]), drift(move)]}
                        for rule, move in moves.items()
                    ],
                    area="side" if len(moves) <= 4 else "below",
                ),
            ],
            self.sentence(moves),
            timeline=np.arange(steps + 1),
            note=[
                f"{count(self.rounds, 'round')} of the gradients {listing(number(g, 3) for g in self.gradients)}, wherever x is",
                equal("η", self.lr),
                equal("β₁", self.beta1),
                equal("β₂", self.beta2),
                "other knobs at their defaults",
                f"x stops at walls at {number(LOW)} and {number(HIGH)}",
                "the table and the bars: the last round, in learning rates",
            ],
            controls={"beta2": {"ticks": self.turning()}},
            data={"step": np.arange(steps + 1)} | {f"x, {rule.title}": place for rule, place in places.items()},
        )

    def moves(self, rule, steps):
        """Each move of a rule, in learning rates; the two memories are this demo's where the rule has them."""
        knobs = {name: getattr(self, name) for name in ("beta1", "beta2") if name in rule.knobs}
        run = gdzoo.minimize(rule, gdzoo.Told(self.gradients), [0.0], steps, lr=1.0, bound=1e300, **knobs)
        return np.nan_to_num(np.diff(run.x[:, 0]))

    def turning(self):
        """The second memory at which Adam's rounds change sign, by theory."""
        with np.errstate(all="ignore"):
            sums = settled_moves(self.gradients, self.beta1, BETAS).sum(0)
        crossing = np.flatnonzero((sums[:-1] > SLOW) & (sums[1:] <= SLOW))
        return [scene.tick(BETAS[i], "Adam turns") for i in crossing[:1]]

    def chart(self, places, steps):
        """Where each is by step, between the walls."""
        good, bad = ("best", "worst") if self.large > 2 else ("worst", "best") if self.large < 2 else ("wall", "wall")
        quiet = scene.pen("soft", width=1, dash="dot")
        return scene.plot(
            "places",
            scene.axis(0, steps, "step"),
            scene.axis(-SHOWN, SHOWN, "x", ticks=[(LOW, f"{good} −1"), (0, "0"), (HIGH, f"{bad} 1")]),
            [
                scene.rule(quiet, y=HIGH),
                scene.rule(quiet, y=LOW),
                *(
                    scene.line(np.arange(steps + 1), place, rule_pen(rule, marker=None), label=rule.title, moves=True)
                    for rule, place in places.items()
                ),
            ],
            title="Where x is, by step",
            aspect=1.5,
            cursor=True,
        )

    def bars(self, moves):
        """The three moves of the last round, side by side for each rule."""
        width = 0.8 / len(moves)
        heights = [move[-ROUND:] for move in moves.values()]
        low, high = min(-0.5, *(h.min() for h in heights)), max(0.5, *(h.max() for h in heights))
        return scene.plot(
            "moves",
            scene.axis(-0.6, ROUND - 0.4, "gradient", ticks=list(enumerate(number(g, 3) for g in self.gradients))),
            scene.axis(1.15 * low, 1.15 * high, ""),
            [
                scene.rule(scene.pen("soft", width=1), y=0),
                *(
                    scene.bars(
                        np.arange(ROUND) - 0.4 + (i + 0.5) * width,
                        height,
                        rule_pen(rule, marker=None),
                        width=0.9 * width,
                        hollow=i > 0,
                    )
                    for i, (rule, height) in enumerate(zip(moves, heights, strict=True))
                ),
            ],
            title="The moves of a round, in learning rates",
            area="side",
            aspect=1.9,
        )

    def sentence(self, moves):
        if self.large == 2:
            return "**The gradients of a round cancel**: no place is better than another."
        better = -1 if self.large > 2 else 1
        ways = {rule: drift(move) * better for rule, move in moves.items()}
        wrong = [rule.title for rule, way in ways.items() if way < -SLOW]
        right = [rule.title for rule, way in ways.items() if way > SLOW]
        idle = [rule.title for rule, way in ways.items() if abs(way) <= SLOW]
        total = f"the gradients of a round add up to {number(self.large - 2, 3)}"
        parts = [
            f"{listing(names)} {'goes' if len(names) == 1 else 'go'} {where}"
            for names, where in ((wrong, "the wrong way"), (right, "the right way"), (idle, "nowhere"))
            if names
        ]
        return f"**{'; '.join(parts)}**: {total}, so the best place is {number(better)}."


def drift(move) -> float:
    """Where the last round led, in learning rates."""
    return float(move[-ROUND:].sum())
