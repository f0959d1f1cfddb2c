"""Momentum and Nesterov from one start: the gradient here against the gradient ahead."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import TOLERANCE, ending, excess, felt_curvatures, stable_fix, unstable
from demos.kit.loss import heights, loss_chart
from demos.kit.moves import SMALL, construction, overshoots
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.words import count, equal, number
from gdzoo.analysis import rate, stability_limit

MOMENTUM, NESTEROV = gdzoo.RULES["momentum"], gdzoo.RULES["nesterov_lookahead"]
PENS = {MOMENTUM: rule_pen(MOMENTUM), NESTEROV: rule_pen(NESTEROV, dash="solid")}
NAMES = {MOMENTUM: "Momentum", NESTEROV: "Nesterov"}
BETAS = np.linspace(0, 0.99, 100)


class LookAhead(Demo):
    """Momentum asks for the slope where it stands, Nesterov where its velocity is about to lead.

    Step through the two runs. Both move along the old velocity first; the ring is where each asks for
    the gradient, and the last arrow is the step along it. Asked ahead, the gradient brakes before the wall.
    """

    kappa = LogSlider(1, 1000, 20, label="Condition number", symbol=r"\kappa", more=True)
    beta = Slider(0, 0.99, 0.8, step=0.01, label="Momentum", symbol=r"\beta")
    lr = LogSlider(
        1e-4,
        4,
        lambda demo: float(f"{0.6 / demo.kappa:.3g}"),
        label="Learning rate",
        symbol=r"\eta",
        follows="kappa",
    )
    start = Point([-2.6, 1.2], follows=None)
    steps = Slider(1, 200, 40, step=1, more=True)

    @property
    def landscape(self):
        return gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=0.0)

    def scene(self):
        land = self.landscape
        runs = {rule: gdzoo.minimize(rule, land, self.start, self.steps, lr=self.lr, beta=self.beta) for rule in NAMES}
        losses = {rule: heights(land, run) for rule, run in runs.items()}
        ends = {rule: ending(land, run) for rule, run in runs.items()}
        parts = {rule: construction(run, self.beta, ahead=rule is NESTEROV) for rule, run in runs.items()}
        return scene.scene(
            [
                plane(
                    land,
                    [
                        *(path(land, run, PENS[rule], label=NAMES[rule]) for rule, run in runs.items()),
                        *(mark for rule in NAMES for mark in self.arrows(rule, *parts[rule])),
                        drag_start(self.start),
                    ],
                ),
                self.close_up(*parts[MOMENTUM]),
                loss_chart(land, [(run, PENS[rule], NAMES[rule]) for rule, run in runs.items()], aspect=1.75),
                scene.table(
                    "counts",
                    [("", "text"), ("loss", "2g"), ("overshoots", "int"), ("rate", "2g")],
                    [
                        {
                            "pen": PENS[rule],
                            "cells": [NAMES[rule], losses[rule], overshoots(run), self.theory(rule)],
                        }
                        for rule, run in runs.items()
                    ],
                    area="below",
                ),
            ],
            self.sentence(runs, losses, ends),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} each",
                equal("κ", self.kappa),
                equal("η", self.lr),
                equal("β", self.beta),
                "no noise",
                f"an overshoot: a coordinate passes its lowest point by over {100 * SMALL:.0f}% of the start",
            ],
            fields={"landscape": picture(land)},
            controls=self.ticks(),
            fixes=self.fixes(),
            data=columns({NAMES[rule]: run for rule, run in runs.items()})
            | {
                f"{what}, {NAMES[rule]}": values
                for rule in NAMES
                for what, values in zip(("asks at x", "asks at y"), parts[rule][2], strict=True)
            },
        )

    def arrows(self, rule, old, tip, asked, new):
        """The step that led to the current point: the old velocity, where the gradient was asked for, and the step along it."""
        return [
            between(old, tip, scene.pen("ink", width=1.5)),
            between(tip, new, scene.pen(rule.family, width=2.6)),
            scene.line(asked[0], asked[1], scene.pen(rule.family, width=0), moves=True),
        ]

    def close_up(self, old, tip, _asked, new):
        """Momentum's step, and the one that Nesterov would take from the same point and velocity, as large as there is room."""
        wide = 1.7
        ends = np.array([old, tip, new, tip - self.lr * self.landscape.grad(tip)])
        with np.errstate(all="ignore"):
            low, high = ends.min(0), ends.max(0)
            size = np.maximum((high - low)[0] / wide, (high - low)[1]) / 2
            ends = (ends - (low + high) / 2) / np.where(size > 0, size, np.nan)
        old, tip, new, other = np.where(np.isfinite(ends), ends, np.nan)
        return scene.plot(
            "close-up",
            scene.axis(-1.6 * wide, 1.6 * wide, ticks=[]),
            scene.axis(-1.6, 1.6, ticks=[]),
            [
                between(old, tip, scene.pen("ink", width=1.6), label="velocity"),
                between(tip, new, PENS[MOMENTUM], label="slope here"),
                between(tip, other, PENS[NESTEROV], label="slope ahead"),
                *(
                    scene.line(at[0], at[1], scene.pen(rule.family, width=0), moves=True)
                    for rule, at in ((MOMENTUM, old), (NESTEROV, tip))
                ),
            ],
            title="Momentum's step, and Nesterov's from there",
            area="side",
            aspect=wide,
            frame="plane",
        )

    def theory(self, rule):
        """The part of the error that a step keeps in the long run, or nothing where the start feels no slope."""
        felt = felt_curvatures(self.landscape, self.start)
        return float(rate(rule.name, felt, self.lr, self.beta)) if len(felt) else None

    def ticks(self):
        """1/L, the limits of both, and the momentum that is best for Nesterov at this learning rate."""
        L = self.landscape.eigenvalues[-1]
        limits = [("Nesterov's limit", NESTEROV), ("momentum's", MOMENTUM)]
        edges = [scene.tick(stability_limit(rule.name, self.beta) / L, words) for words, rule in limits]
        rates = rate(NESTEROV.name, self.landscape.eigenvalues, self.lr, BETAS)
        found = [scene.tick(BETAS[rates.argmin()], "Nesterov's best")] if rates.min() < 1 else []
        return {
            "lr": {"ticks": [scene.tick(1 / L, "1/L"), *edges], "low": 0.02 / L, "high": 5 / L},
            "beta": {"ticks": found},
        }

    def fixes(self):
        """The largest stable learning rates, Nesterov's and momentum's."""
        return [
            fix
            for rule in (NESTEROV, MOMENTUM)
            if unstable(rule, self.landscape, self.start, self.lr, self.beta)
            for fix in stable_fix(rule, self.landscape, self.start, self.steps, self.lr, self.beta)
        ][:1]

    def sentence(self, runs, losses, ends):
        land = self.landscape
        if ends[MOMENTUM].kind == "still":
            return "**Both stay**: at the minimum there is no slope, here or ahead."
        lost = [rule for rule in (NESTEROV, MOMENTUM) if unstable(rule, land, self.start, self.lr, self.beta)]
        if len(lost) == 2:
            return f"**Both diverge**: {excess(MOMENTUM, land, runs[MOMENTUM], self.lr, self.beta)}."
        if lost:
            why = excess(NESTEROV, land, runs[NESTEROV], self.lr, self.beta)
            edge = number(stability_limit("momentum", self.beta), 3)
            return f"**Nesterov diverges, momentum does not**: {why}, but momentum bears up to 2 (1 + β) = {edge}."
        if self.beta == 0:
            return "**One path**: with β = 0 no velocity is kept, and ahead is here."
        if self.steps == 1:
            return "**Side by side**: before the first step there is no velocity, and ahead is here."
        first, second = sorted(
            NAMES, key=lambda rule: (ends[rule].kind != "arrives", ends[rule].step, losses[rule][-1])
        )
        counts = {rule: times(overshoots(runs[rule])[-1]) for rule in NAMES}
        return (
            f"**{NAMES[first]} is ahead**: it {outcome(losses[first], ends[first])} and overshoots {counts[first]}; "
            f"{NAMES[second].replace('M', 'm')} {outcome(losses[second], ends[second])} and overshoots {counts[second]}."
        )


def between(tail, head, style, **options):
    """An arrow between two points that move, (2, frames) each."""
    return scene.arrow(tail[0], tail[1], head[0], head[1], style, **options)


def outcome(loss, end):
    """What became of one run, as a verb."""
    if end.kind == "arrives":
        return f"arrives below {number(TOLERANCE)} after {count(end.step, 'step')}"
    return f"ends at loss {number(loss[-1])}"


def times(n):
    """A count as an adverb."""
    return {0: "never", 1: "once"}.get(int(n), f"{n:.0f} times")
