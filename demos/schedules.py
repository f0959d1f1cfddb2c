"""Learning rates that change: plotted together, and acting on the same run."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Picks, Slider, Toggle, scene
from demos.kit.courses import course, course_pen, names_on
from demos.kit.loss import FLOOR, logarithmic
from demos.kit.menus import Menu
from demos.kit.planes import stability_ticks
from demos.kit.words import count, equal, number

GROUND = gdzoo.LANDSCAPES["valley"]
MANY = 100  # runs whose loss is averaged; each schedule meets the same draws of noise
RULES = Menu("rated", {"gd", "momentum", "adam"})


class Schedules(Demo):
    """The same noisy run under several schedules: what decays settles, what does not keeps jumping.

    All begin with the same learning rate and meet the same noise. While the rate is high, progress is
    fast and the floor is high; as it falls, the floor falls with it. Restarts lift it again.
    """

    schedules = Picks(gdzoo.SCHEDULES, ["constant", "step", "cosine", "cosine_restarts", "wsd"], label="Schedules")
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
        losses = {schedule: self.loss(rate) for schedule, rate in rates.items()}
        return scene.scene(
            [
                self.rate_chart(lines),
                self.loss_chart(losses),
                scene.table(
                    "results",
                    [("", "text"), ("rate", "2g"), ("loss", "2g"), ("last tenth", "2g")],
                    [
                        {
                            "pen": course_pen(schedule),
                            "cells": [schedule.title, lines[schedule], loss, None if diverged(loss) else late(loss)],
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

    def loss(self, rate):
        """The mean loss by step; nothing once a run has left."""
        noisy = gdzoo.Noisy(GROUND, self.sigma)
        starts = np.repeat(np.array(GROUND.starts[0])[:, None], 1 if self.alone else MANY, axis=1)
        run = gdzoo.minimize(self.rule, noisy, starts, self.steps, lr=rate)
        left = run.escaped_at[run.escaped_at >= 0]
        return np.where(run.steps < left.min(initial=self.steps + 1), run.f.mean(1), np.nan)

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

    def loss_chart(self, losses):
        """The losses by step, and the floor that theory gives for the full rate."""
        shown = {schedule: np.maximum(loss, FLOOR) for schedule, loss in losses.items()}
        up = logarithmic(shown.values())
        decades = np.log10(up["high"] / up["low"])
        floor = self.floor()
        marks = (
            [] if floor is None else [scene.rule(scene.pen("soft", width=1, dash="dot"), y=floor, label="floor at η")]
        )
        return scene.plot(
            "losses",
            scene.axis(0, self.steps, "step"),
            up,
            [
                *marks,
                *(
                    scene.line(np.arange(len(loss)), loss, course_pen(schedule), moves=True)
                    for schedule, loss in shown.items()
                ),
                *names_on(shown, {schedule: np.log10(loss) / decades for schedule, loss in shown.items()}),
            ],
            title="Loss of one run, by step" if self.alone else f"Mean loss of {MANY} runs, by step",
            aspect=1.4,
            cursor=True,
        )

    def floor(self):
        """The loss at which gradient descent stays at the full learning rate, by theory; None where it has none."""
        curvatures = GROUND.eigenvalues
        if self.rule.name != "gd" or not self.sigma or self.lr * curvatures[-1] >= 2:
            return None
        return float((self.lr * self.sigma**2 / (2 * (2 - self.lr * curvatures))).sum())

    def sentence(self, losses, lines):
        lost = [schedule.title for schedule, loss in losses.items() if diverged(loss)]
        ends = {schedule: late(loss) for schedule, loss in losses.items() if not diverged(loss)}
        if not ends:
            if self.rule.family == "own":  # it may have other reasons
                return f"**Diverges**, whatever the schedule, from the learning rate {number(self.lr)}."
            return f"**Diverges**, whatever the schedule: the learning rate {number(self.lr)} is too large."
        best = min(ends, key=lambda schedule: ends[schedule])
        fell = number(lines[best][-1])
        lead = f"**{best.title} ends lowest, at {number(ends[best])}**: its last rate is {fell}"
        if len(ends) == 1:
            lead = f"**{best.title} ends at {number(ends[best])}**: its last rate is {fell}"
        worst = max(ends, key=lambda schedule: ends[schedule])
        if worst is not best:
            lead += f". {worst.title} ends at {number(ends[worst])}, with a last rate of {number(lines[worst][-1])}"
        floor = self.floor()
        theory = "" if floor is None else f"; theory puts the floor of {equal('η', self.lr)} at {number(floor)}"
        left = f". {', '.join(lost)}: diverges" if lost else ""
        return f"{lead}{theory}{left}."


def late(loss) -> float:
    """The mean of a sequence over its last tenth."""
    return float(loss[-max(1, len(loss) // 10) :].mean())


def diverged(loss) -> bool:
    """Whether a run left the bound."""
    return bool(np.isnan(loss[-1]))
