"""Draw the learning rate by step; a noisy run follows, with its floor, beside the best decay of a plain shape."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Curve, Demo, Slider, scene
from demos.kit.courses import course
from demos.kit.loss import logarithmic
from demos.kit.noisy import expected, floors, noisy_losses
from demos.kit.words import count, equal, number
from gdzoo.schedules import through

KAPPA = 50
GROUND = gdzoo.LANDSCAPES["ravine"](kappa=KAPPA)
STEPS = 300
KNOTS = np.linspace(0, STEPS, 13)
LOW, HIGH = 1e-4, 2 / GROUND.eigenvalues[-1]  # from next to nothing to the largest stable rate
MANY = 100  # runs whose loss is averaged; all schedules meet the same draws of noise
ROOM = 240  # steps over which the name of the floor may stand
THIN = 6  # the band has a corner at every such step
RIVALS = {
    "linear": "Linear decay",
    "cosine": "Cosine",
    "exponential": "Exponential decay",
    "constant": "A constant rate",
}
YOURS = scene.pen("accent")
THEIRS = scene.pen("ink", dash="dash", width=1.8)
FLOOR = scene.pen("accent", width=1.4, dash="dot", faint=True)


def preset(name, base) -> list[float]:
    """The rates of a schedule at the knots, no lower than can be drawn."""
    rates = course(gdzoo.SCHEDULES[name], base, STEPS)(KNOTS)
    return [float(f"{rate:.3g}") for rate in np.clip(rates, LOW, HIGH)]


class DrawSchedule(Demo):
    """Draw your own schedule: the noisy run follows it, and its floor with it.

    Paint over the chart of the learning rate. Where the rate is lower, the floor is lower, and the loss
    sinks to it; where it rises again, all of that is lost. Who ends lowest after 300 steps?
    """

    rates = Curve(
        KNOTS,
        LOW,
        HIGH,
        [0.03, 0.03, 0.03, 0.03, 0.003, 0.003, 0.003, 0.003, 0.003, 0.03, 0.03, 0.03, 0.03],
        label="Learning rate",
        symbol=r"\eta",
        unit="step",
        presets={
            "Constant": preset("constant", 0.03),
            "Steps": preset("step", 0.03),
            "Cosine": preset("cosine", 0.03),
            "Stable, then decay": [0.03] * 9 + [0.0225, 0.015, 0.0075, 0.0001],
        },
    )
    rival = Choice(RIVALS, "linear", label="Against")
    sigma = Slider(0.5, 8, 5, step=0.5, label="Noise", symbol=r"\sigma", more=True)

    def scene(self):
        k = np.arange(STEPS + 1)
        mine, peak = through(self.rates, STEPS)(k), best_peak(self.rival, self.sigma)
        theirs = rival_rates(self.rival, peak)
        runs = noisy_losses(GROUND, self.sigma, through(self.rates, STEPS), STEPS, MANY)
        losses = {"mine": runs.mean(1), "theirs": rival_losses(self.rival, self.sigma)}
        floor = floors(GROUND, self.sigma, mine)
        score = float(expected(GROUND, self.sigma, mine[:-1])[-1])
        par = float(expected(GROUND, self.sigma, theirs[:-1])[-1])
        words = RIVALS[self.rival]
        return scene.scene(
            [
                self.rate_chart(theirs),
                self.loss_chart(runs, losses, floor),
                scene.table(
                    "now",
                    [
                        ("", "text"),
                        ("rate now", "2g"),
                        ("floor now", "2g"),
                        ("loss now", "2g"),
                        ("loss at the end", "2g"),
                    ],
                    [
                        {"pen": YOURS, "cells": ["Yours", mine, floor, losses["mine"], score]},
                        {
                            "pen": THEIRS,
                            "cells": [words, theirs, floors(GROUND, self.sigma, theirs), losses["theirs"], par],
                        },
                    ],
                    area="below",
                ),
            ],
            self.sentence(score, par, mine, floor[-2]),
            timeline=k,
            note=[
                f"mean of {MANY} runs, and the middle 80% of yours",
                f"{count(STEPS, 'step')} each",
                f"Gradient descent on {GROUND.title}, {equal('κ', KAPPA)}",
                equal("σ", self.sigma),
                f"{words.lower()} from its best rate, {number(peak)}",
                "the loss at the end is the average that theory gives",
            ],
            data={
                "step": k,
                "rate, yours": mine,
                "floor, yours": floor,
                "loss, yours": losses["mine"],
                f"rate, {words.lower()}": theirs,
                f"loss, {words.lower()}": losses["theirs"],
            },
            score=scene.score("draw-schedule", score, f"{number(score, 3)}", better="low", par=par),
        )

    def rate_chart(self, theirs):
        """Where the reader draws."""
        return scene.plot(
            "rates",
            scene.axis(0, STEPS, "step"),
            scene.axis(LOW, HIGH, "η", scale="log"),
            [
                scene.line(KNOTS, np.clip(theirs[KNOTS.astype(int)], LOW, HIGH), THEIRS, label=RIVALS[self.rival]),
                scene.curve(KNOTS, self.rates, "rates", YOURS, "draw the learning rate"),
            ],
            title="Learning rate, by step: draw here",
            aspect=1.35,
            cursor=True,
        )

    def loss_chart(self, runs, losses, floor):
        """The losses by step, and the floor of the rate that was drawn."""
        k = np.arange(0, STEPS + 1, THIN)
        low, high = np.sort(runs[k], axis=1)[:, [MANY // 10, -MANY // 10 - 1]].T
        up = logarithmic([*losses.values(), floor])
        gap = np.nan_to_num(np.log(losses["mine"] / floor)[:ROOM])
        at = int(gap.argmax())  # there is most room for its name
        named = [scene.text(at, float(floor[at]), "floor of the rate", style=YOURS)] if gap[at] > 0 else []
        return scene.plot(
            "losses",
            scene.axis(0, STEPS, "step"),
            up,
            [
                scene.region([*k, *k[::-1]], [*np.maximum(high, up["low"]), *np.maximum(low, up["low"])[::-1]], YOURS),
                scene.line(np.arange(STEPS + 1), floor, FLOOR, moves=True),
                *named,
                scene.line(np.arange(STEPS + 1), losses["theirs"], THEIRS, moves=True),
                scene.line(np.arange(STEPS + 1), losses["mine"], YOURS, moves=True),
            ],
            title=f"Mean loss of {MANY} runs, by step",
            aspect=1.35,
            cursor=True,
        )

    def sentence(self, score, par, mine, floor):
        ahead = 100 * (1 - score / par)
        rival = f"{RIVALS[self.rival].lower()} from its best rate ends at {number(par, 3)}"
        if ahead > 0.5:
            lead = f"**Yours ends at {number(score, 3)}, {ahead:.0f}% below par**: {rival}"
        elif ahead > -0.5:
            lead = f"**Yours ends at {number(score, 3)}, on par**: {rival}"
        else:
            lead = f"**Yours ends at {number(score, 3)}**: {rival}"
        last = f"Its last rate, {number(mine[-2])},"
        return f"{lead}. {last} {'is the limit, at which no run settles' if np.isnan(floor) else f'has its floor at {number(floor)}'}."


@lru_cache(maxsize=64)
def best_peak(name, sigma) -> float:
    """The first rate, of 60 on a fine grid, from which a schedule ends lowest on average."""
    peaks = np.geomspace(0.05, 0.99, 60) * HIGH
    losses = expected(GROUND, sigma, course(gdzoo.SCHEDULES[name], peaks, STEPS)(np.arange(STEPS)[:, None]))
    return float(f"{peaks[losses[-1].argmin()]:.3g}")


def rival_rates(name, peak) -> np.ndarray:
    """The rival's rates by step; after the last step it keeps the rate that it had."""
    k = np.minimum(np.arange(STEPS + 1), STEPS - 1)
    return course(gdzoo.SCHEDULES[name], peak, STEPS)(k)


@lru_cache(maxsize=16)
def rival_losses(name, sigma) -> np.ndarray:
    """The rival's mean loss by step. It stays while the reader draws."""
    return noisy_losses(GROUND, sigma, course(gdzoo.SCHEDULES[name], best_peak(name, sigma), STEPS), STEPS, MANY).mean(
        1
    )
