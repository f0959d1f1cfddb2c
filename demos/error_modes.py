"""The error of descent in each of many directions, as bars: the steep ones are gone at once, the flat ones stay."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, number
from gdzoo.analysis import descent_filter, ridge_filter

GD = gdzoo.RULES["gd"]
FOUND, RIDGE = rule_pen(GD, marker=None, faint=True), scene.pen("accent", width=1.8)
FRAMES = 36  # at most: the steps that are shown, closer together at the beginning


class ErrorModes(Demo):
    """Which directions does descent learn first? One bar for each, from the steepest to the flattest.

    Play it: the bars fall from left to right. Stopped early, descent has left out the flat directions,
    much as ridge regression does: its outlines lie over the bars of what has been found.
    """

    kappa = LogSlider(1, 1e4, 1000, label="Condition number", symbol=r"\kappa")
    lr = Slider(0.05, 2, 1.0, step=0.01, label="Learning rate", symbol=r"\eta")
    steps = LogSlider(10, 10_000, 100, step=1, label="Steps")
    modes = Slider(10, 30, 13, step=1, label="Directions", more=True)

    def scene(self):
        curvatures = np.geomspace(1.0, 1 / self.kappa, self.modes)
        at = np.unique(np.round(np.geomspace(1, self.steps + 1, FRAMES)).astype(int) - 1)
        left, ridge = self.left(curvatures, at), self.ridge(curvatures, at)
        found, places = descent_filter(self.lr, curvatures[:, None], at), np.arange(1.0, self.modes + 1)
        return scene.scene(
            [
                scene.plot(
                    "left",
                    self.across(curvatures),
                    scene.axis(-1.05 if left.min() < -0.02 else 0, 1.05, "error", ticks=ticks(left)),
                    [
                        scene.rule(scene.pen("soft", width=1), y=0),
                        scene.bars(places, tidy(left), rule_pen(GD, marker=None)),
                    ],
                    title="What is left of the error in each direction",
                    aspect=1.5,
                ),
                scene.plot(
                    "found",
                    self.across(curvatures),
                    scene.axis(0, max(1.25, 1.05 * found.max()), ticks=[(0, "0"), (0.5, "½"), (1, "all")]),
                    [
                        scene.bars(places, tidy(found), FOUND),
                        scene.bars(places, tidy(ridge), RIDGE, hollow=True),
                    ],
                    title="What is found, and what ridge leaves",
                    area="side",
                    aspect=1.4,
                ),
                scene.table(
                    "now",
                    [("", "text"), ("now", "2g")],
                    [
                        {"pen": None, "cells": ["more than half found", (np.abs(left) < 0.5).sum(0) * 1.0]},
                        {"pen": FOUND, "cells": ["found, flattest", found[-1]]},
                        {"pen": RIDGE, "cells": ["ridge, flattest", ridge[-1]]},
                        {"pen": None, "cells": ["penalty 1 / (ηk)", penalty(self.lr, at)]},
                    ],
                ),
            ],
            self.sentence(left[:, -1], found[:, -1], ridge[:, -1]),
            timeline=at,
            note=[
                count(int(at[-1]), "step"),
                equal("η", self.lr),
                f"{self.modes} curvatures from L = 1 to 1/κ",
                "every direction starts with error 1",
                "no noise",
            ],
            controls={"lr": {"ticks": [scene.tick(1, "1/L"), scene.tick(2, "2/L")]}},
            data={"step": at}
            | {f"error at λ = {number(c, 3)}": e for c, e in zip(curvatures, left, strict=True)}
            | {f"ridge at λ = {number(c, 3)}": r for c, r in zip(curvatures, ridge, strict=True)},
        )

    def left(self, curvatures, at):
        """The error in each direction at the shown steps, (modes, frames), by running descent."""
        bowl = gdzoo.objective(lambda x: (x**2).T @ curvatures / 2, lambda x: (curvatures * x.T).T)
        return gdzoo.minimize(GD, bowl, np.ones(self.modes), int(at[-1]), lr=self.lr).x[at].T

    def ridge(self, curvatures, at):
        """What ridge regression with the penalty that goes with each step leaves of the solution, (modes, frames)."""
        return np.where(at > 0, ridge_filter(curvatures[:, None], np.nan_to_num(penalty(self.lr, at), nan=1.0)), 0.0)

    def across(self, curvatures):
        """The directions, named by their curvatures at both ends and in the middle."""
        n = self.modes
        named = [1, (n + 1) // 2, n]
        return scene.axis(0.3, n + 0.7, "curvature λ", ticks=[(i, number(curvatures[i - 1], 1)) for i in named])

    def sentence(self, left, found, ridge):
        after, n = count(int(self.steps), "step"), self.modes
        near = f"ridge with the penalty {number(1 / (self.lr * self.steps))} leaves about the same, never more than {number(np.abs(found - ridge).max())} apart"
        if abs(left[0]) > 0.5:
            return f"**The steepest direction does not settle**: ηL = {number(self.lr, 3)}, and after {after} it still has {number(abs(left[0]))} of its error, the flattest {number(abs(left[-1]))}."
        half = int((np.abs(left) < 0.5).sum())
        which = "all" if half == n else f"the {half} steepest of"
        return f"**After {after}, {which} {n} directions are more than half found**; the flattest still has {number(abs(left[-1]))} of its error, and {near}."


def penalty(lr, at):
    """The ridge penalty that goes with each number of steps; none is large enough before the first."""
    return np.where(at > 0, 1 / (lr * np.maximum(at, 1)), np.nan)


def tidy(heights):
    """As exact as a bar can be seen."""
    return list(np.round(heights, 4))


def ticks(left):
    """0 and 1, and what is between and below."""
    return [(-1, "−1")] * bool(left.min() < -0.02) + [(0, "0"), (0.5, "½"), (1, "1")]
