"""Learning rates that change: plotted together, and acting on the same run."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Picks, Slider, Toggle, scene
from demos.kit.courses import COURSES, course, course_pen, names_on
from demos.kit.loss import FLOOR, logarithmic
from demos.kit.menus import Menu
from demos.kit.noisy import floors, noisy_losses
from demos.kit.planes import stability_ticks
from demos.kit.words import count, equal, number

GROUND = gdzoo.LANDSCAPES["valley"]
MANY = 100  # runs whose loss is averaged; each schedule meets the same draws of noise
ROOM = 3  # times lower than the lowest loss reaches the chart, so that the floors show
THIN = 5  # a floor has a corner at every such step
RULES = Menu("rated", {"gd", "momentum", "adam"})


class Schedules(Demo):
    """The same noisy run under several schedules: what decays settles, what does not keeps jumping.

    All have the same highest rate and meet the same noise. The dotted line under each loss is the floor of its
    rate: as the rate falls, the floor falls, and the loss sinks after it. Restarts lift it again.
    """

    schedules = Picks(COURSES, ["constant", "step", "exponential", "cosine", "warmup_linear"], label="Schedules")
    lr = LogSlider(1e-3, 0.2, 0.04, label="Learning rate", symbol=r"\eta")
    warm = Slider(0, 60, 0, step=1, label="Warm-up", unit="steps")
    sigma = Slider(0, 5, 3, step=0.1, label="Noise", symbol=r"\sigma")
    rule = Choice(RULES, "gd", label="Optimizer", more=True)
    factor = Slider(0.05, 0.95, 0.3, step=0.05, label="Factor of a drop", more=True)
    power = LogSlider(0.25, 4, 2, label="Power of the polynomial", more=True)
    growth = Slider(1, 4, 2, step=0.5, label="Growth between restarts", more=True)
    alone = Toggle(False, label=f"One run, not the mean of {MANY}", more=True)
    steps = Slider(100, 1000, 300, step=1, more=True)

    def scene(self):
        rates = {schedule: self.course(schedule) for schedule in self.schedules}
        k = np.arange(self.steps + 1)
        lines = {schedule: rate(np.minimum(k, self.steps - 1)) for schedule, rate in rates.items()}
        runs = {schedule: self.runs(rate) for schedule, rate in rates.items()}
        losses = {schedule: mean(run) for schedule, run in runs.items()}
        return scene.scene(
            [
                self.rate_chart(lines),
                self.loss_chart(losses, lines),
                scene.table(
                    "results",
                    [("", "text"), ("rate", "2g"), ("loss", "2g"), ("last tenth", "2g"), ("±", "2g")],
                    [
                        {
                            "pen": course_pen(schedule),
                            "cells": [schedule.title, lines[schedule], loss, *self.outcome(runs[schedule])],
                        }
                        for schedule, loss in losses.items()
                    ],
                    area="below",
                ),
            ],
            self.sentence(losses, lines),
            timeline=k,
            note=[
                "one run" if self.alone else f"mean of {MANY} runs",
                f"{count(self.steps, 'step')} each",
                f"{self.rule.title} on {GROUND.title}",
                equal("σ", self.sigma),
                "the same noise for all" if self.sigma else "no noise",
            ],
            controls={"lr": {"ticks": stability_ticks(GROUND)}},
            fixes=[("Put the learning rate back", {"lr": None})] if any(map(diverged, losses.values())) else (),
            data={"step": k}
            | {f"rate, {schedule.title}": line for schedule, line in lines.items()}
            | {f"loss, {schedule.title}": loss for schedule, loss in losses.items()},
        )

    def course(self, schedule):
        """The schedule for this run, k -> learning rate."""
        options = {"factor": self.factor, "power": self.power, "growth": self.growth}
        return course(schedule, self.lr, self.steps, warm=self.warm, **options)

    def runs(self, rate):
        """The losses (steps + 1, runs) under a schedule."""
        return noisy_losses(GROUND, self.sigma, rate, self.steps, 1 if self.alone else MANY, rule=self.rule)

    def outcome(self, run):
        """The mean loss of the last tenth of the steps, and how far chance may have moved it; nothing where runs left."""
        if diverged(mean(run)):
            return None, None
        ends = run[-max(1, len(run) // 10) :].mean(0)
        spread = float(ends.std(ddof=1) / len(ends) ** 0.5) if len(ends) > 1 else None
        return late(mean(run)), spread

    def rate_chart(self, lines):
        """The learning rates by step."""
        top = 1.08 * max(line.max() for line in lines.values())
        return scene.plot(
            "rates",
            scene.axis(0, self.steps, "step"),
            scene.axis(0, top, "η"),
            [
                *(
                    scene.line(np.arange(len(line)), line, course_pen(schedule), moves=True)
                    for schedule, line in lines.items()
                ),
                *names_on(lines, {schedule: line / top for schedule, line in lines.items()}),
            ],
            title="Learning rate, by step",
            aspect=1.4,
            cursor=True,
        )

    def loss_chart(self, losses, lines):
        """The losses by step, and under each the floor that theory gives for the rate of that moment."""
        shown = {schedule: np.maximum(loss, FLOOR) for schedule, loss in losses.items()}
        up = logarithmic([*shown.values(), *(loss / ROOM for loss in shown.values())])
        decades = np.log10(up["high"] / up["low"])
        k = np.arange(0, self.steps, THIN)
        theory = {schedule: self.floors(line[k]) for schedule, line in lines.items()}
        return scene.plot(
            "losses",
            scene.axis(0, self.steps, "step"),
            up,
            [
                *(
                    scene.line(k, floor, course_pen(schedule) | {"dash": "dot", "faint": True})
                    for schedule, floor in theory.items()
                    if np.isfinite(floor).any()
                ),
                *(
                    scene.line(np.arange(len(loss)), loss, course_pen(schedule), moves=True)
                    for schedule, loss in shown.items()
                ),
                *names_on(shown, {schedule: np.log10(loss) / decades for schedule, loss in shown.items()}),
            ],
            title="Loss of one run, by step" if self.alone else f"Mean loss of {MANY} runs, by step; dotted, the floor",
            aspect=1.4,
            cursor=True,
        )

    def floors(self, rates) -> np.ndarray:
        """The loss at which the optimizer would stay at each of these rates, by theory; NaN where it has none."""
        if self.rule.name not in ("gd", "momentum") or not self.sigma:
            return np.full(len(rates), np.nan)
        beta = self.rule.knobs["beta"].default if self.rule.name == "momentum" else 0.0
        return floors(GROUND, self.sigma, rates, self.rule.name, beta)

    def sentence(self, losses, lines):
        lost = [schedule.title for schedule, loss in losses.items() if diverged(loss)]
        ends = {schedule: late(loss) for schedule, loss in losses.items() if not diverged(loss)}
        if not ends:
            if self.rule.family == "own":  # it may have other reasons
                return f"**Diverges**, whatever the schedule, from the learning rate {number(self.lr)}."
            return f"**Diverges**, whatever the schedule: the learning rate {number(self.lr)} is too large."
        best, worst = (pick(ends, key=lambda schedule: ends[schedule]) for pick in (min, max))
        lowest = "lowest, " if len(ends) > 1 else ""
        lead = f"**{best.title} ends {lowest}at {number(ends[best])}**: {self.last(lines[best])}"
        if worst is not best:
            lead += f". {worst.title} ends at {number(ends[worst])}: {self.last(lines[worst])}"
        left = f". {', '.join(lost)}: diverges" if lost else ""
        return f"{lead}{left}."

    def last(self, line):
        """The last rate of a schedule, and its floor."""
        floor = self.floors(line[-1:])[0]
        return f"its last rate is {number(line[-1])}" + ("" if np.isnan(floor) else f", with the floor {number(floor)}")


def mean(run) -> np.ndarray:
    """The mean loss by step; NaN once a run has left."""
    return run.mean(1)


def late(loss) -> float:
    """The mean of a sequence over its last tenth."""
    return float(loss[-max(1, len(loss) // 10) :].mean())


def diverged(loss) -> bool:
    """Whether a run left the bound."""
    return bool(np.isnan(loss[-1]))
