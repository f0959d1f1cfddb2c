"""Adam and five of its relatives, given the same gradients: what does each make of them?"""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, MemorySlider, Picks, Slider, scene
from demos.kit.menus import Menu
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, listing, number

ADAM = gdzoo.RULES["adam"]
BOOK = ("adam", "adamw", "amsgrad", "adamax", "nadam", "radam")
STEPS, AT = 60, 20  # and where something happens
LR, START, DECAY = 0.02, 3.0, 0.1  # the place matters to AdamW alone
SAME = 0.005  # learning rates: less than this cannot be seen
T = np.arange(STEPS)
SIGNALS = {
    "spike": ("one large gradient", np.where(AT == T, 10.0, 1.0)),
    "turn": ("a turn", np.where(T < AT, 1.0, -1.0)),
    "steady": ("always the same", np.ones(STEPS)),
    "fade": ("fading", 0.9**T),
    "zigzag": ("to and fro", np.where(T % 2, -1.0, 1.0)),
    "noise": ("mostly noise", 0.3 + np.random.default_rng(8).normal(size=STEPS)),
}


class Family(Demo):
    """Six Adams are told the same gradients: where do their steps differ?

    Every line is the step that one of them takes, in learning rates; against the gradient is up. Choose what
    they are told, then lengthen the second memory until they agree.
    """

    signal = Choice({name: words for name, (words, _) in SIGNALS.items()}, "spike", label="Gradients")
    beta2 = MemorySlider(0, 0.9999, 0.9, label="Second memory", symbol=r"\beta_2")
    rules = Picks(Menu("rated", BOOK), list(BOOK), label="Optimizers")
    beta1 = Slider(0, 0.99, 0.9, step=0.01, label="First memory", symbol=r"\beta_1", more=True)

    def scene(self):
        _, gradients = SIGNALS[self.signal]
        moves = {rule: self.moves(rule, gradients) for rule in self.rules}
        return scene.scene(
            [
                self.chart(moves),
                self.told(gradients),
                scene.table(
                    "steps",
                    [("in learning rates", "text"), ("first", "2g"), ("longest", "2g"), ("last", "2g")],
                    [
                        {
                            "pen": self.pen(rule),
                            "cells": [
                                rule.title,
                                *(float(v) if np.isfinite(v) else None for v in (m[0], longest(m), m[-1])),
                            ],
                        }
                        for rule, m in moves.items()
                    ],
                ),
            ],
            self.sentence(moves),
            timeline=T + 1,
            note=[
                f"{count(STEPS, 'step')} of one coordinate",
                equal("β₁", self.beta1),
                equal("β₂", self.beta2, 4),
                "other knobs at their defaults",
                f"weight decay {number(DECAY)} from {equal('x', START)} at {equal('η', LR)}",
                "noise drawn once" if self.signal == "noise" else "no noise",
            ],
            data={"step": T + 1, "gradient": gradients} | {f"step, {rule.title}": m for rule, m in moves.items()},
        )

    def moves(self, rule, gradients):
        """The steps of a rule in learning rates, positive against a positive gradient."""
        wanted = {"lr": LR, "beta1": self.beta1, "beta2": self.beta2, "weight_decay": DECAY}
        knobs = {name: value for name, value in wanted.items() if name in rule.knobs}
        run = gdzoo.minimize(rule, gdzoo.Told(gradients), [START], STEPS, bound=1e300, **knobs)
        moves = -np.diff(run.x[:, 0]) / LR
        return moves if run.escaped_at < 0 else np.where(run.steps[1:] < run.escaped_at, moves, np.nan)

    def chart(self, moves):
        """The step of each by step."""
        seen = np.concatenate([m[np.abs(m) < 20] for m in moves.values()] + [[0.0, 1.0]])
        margin = 0.08 * np.ptp(seen)
        named = apart({rule: m[-1] for rule, m in moves.items()}, 0.06 * np.ptp(seen))
        return scene.plot(
            "moves",
            scene.axis(1, STEPS, "step"),
            scene.axis(seen.min() - margin, seen.max() + margin, "step / η"),
            [
                scene.rule(scene.pen("soft", width=1), y=0),
                scene.rule(scene.pen("soft", width=1, dash="dot"), y=1),
                *(
                    scene.line(T + 1, m, self.pen(rule), label=rule.title if rule in named else "", moves=True)
                    for rule, m in moves.items()
                ),
            ],
            title="The step of each, in learning rates",
            aspect=1.3,
            cursor=True,
        )

    def pen(self, rule):
        """Adam, with whom the others are compared, stands out."""
        return rule_pen(rule, width=3.2) if rule is ADAM else rule_pen(rule, width=1.6)

    def told(self, gradients):
        """The gradients that all of them get."""
        low, high = min(0.0, gradients.min()), max(0.0, gradients.max())
        margin = 0.1 * (high - low)
        return scene.plot(
            "gradients",
            scene.axis(1, STEPS, "step"),
            scene.axis(low - margin, high + margin, ""),
            [
                scene.rule(scene.pen("soft", width=1), y=0),
                scene.line(T + 1, gradients, scene.pen("ink", width=1.6), moves=True),
            ],
            title="The gradients that all of them are told",
            area="side",
            aspect=2.8,
            cursor=True,
        )

    def sentence(self, moves):
        """Who walks farthest, who least, and who steps as Adam does."""
        order = sorted(moves, key=lambda rule: -way(moves[rule]))
        if way(moves[order[0]]) - way(moves[order[-1]]) < SAME * STEPS:
            lead = f"{order[0].title} gets" if len(moves) == 1 else "All get equally far,"
            return f"**{lead} {number(way(moves[order[0]]), 3)} learning rates** in {count(STEPS, 'step')}."
        alike = [
            rule.title
            for rule in moves
            if ADAM in moves and rule is not ADAM and np.allclose(moves[rule], moves[ADAM], rtol=0, atol=SAME)
        ]
        twin = f"; {listing(alike)} cannot be told from Adam" if alike else ""
        return (
            f"**{order[0].title} gets farthest, {order[-1].title} least far**: {number(way(moves[order[0]]), 3)} and "
            f"{number(way(moves[order[-1]]), 3)} learning rates{twin}."
        )


def longest(moves) -> float:
    """The longest step, in learning rates."""
    return float(np.max(np.abs(moves), initial=0, where=~np.isnan(moves)))


def way(move) -> float:
    """How far all steps together lead, in learning rates."""
    return float(np.abs(np.nansum(move)))


def apart(ends, gap) -> set:
    """Those of {rule: number} whose names have room beside their ends: Adam's first, and no other within `gap` of one that has a name."""
    named = []
    for rule in sorted(ends, key=lambda rule: rule is not ADAM):
        if all(not abs(ends[rule] - ends[other]) < gap for other in named):
            named.append(rule)
    return set(named)
