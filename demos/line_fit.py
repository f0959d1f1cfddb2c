"""Batch descent and stochastic descent fit a line to points, with the same work."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, Toggle, scene
from demos.kit.loss import FLOOR, above, logarithmic, loss_words
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, left_view, picture, plane
from demos.kit.words import count, equal, number

GD = gdzoo.RULES["gd"]
EXAMPLES = 64
SIZES = {str(2**k): count(2**k, "example") for k in range(6)} | {str(EXAMPLES): f"all {EXAMPLES}"}
ACROSS = (-1.15, 2.15)  # inputs lie between -1 and 2
BATCH, SGD = rule_pen(GD), scene.pen("accent", width=1.6)


class LineFit(Demo):
    """Fit a line: one exact step per epoch, or many noisy ones for the same work?

    Both look at every example once per epoch. Watch who is near the best line after the first one,
    and who is still moving after the last.
    """

    batch_size = Choice(SIZES, "4", label="Batch of SGD", symbol="B")
    lr = LogSlider(1e-3, 1, 0.2, label="Learning rate", symbol=r"\eta")
    scatter = Slider(0, 2, 1, step=0.1, label="Scatter of the points")
    start = Point(lambda demo: [-1.0, 2.0], follows=None)
    best = Toggle(False, label="Batch descent at its best learning rate", more=True)
    order = Slider(0, 99, 3, step=1, label="Order of the examples", more=True)
    epochs = Slider(1, 60, 20, step=1, more=True)

    def scene(self):
        problem, size = fitted(self.scatter), int(self.batch_size)
        per_epoch = EXAMPLES // size
        rate = float(gdzoo.analysis.best("gd", *problem.eigenvalues).lr) if self.best else self.lr
        batch = gdzoo.minimize(GD, problem, self.start, self.epochs, lr=rate)
        few = gdzoo.Minibatch(problem, size)
        sgd = gdzoo.minimize(GD, few, self.start, self.epochs * per_epoch, lr=self.lr, seed=self.order)
        losses = [height(problem, run) for run in (batch, sgd)]
        ends = losses[0], losses[1][::per_epoch]  # after each epoch
        grows = rate > 2 / problem.eigenvalues[-1] and ends[0][-1] > ends[0][0]  # it leaves later
        lost = grows or bool(np.isnan(ends[0][-1])), bool(np.isnan(ends[1][-1]))
        epoch = np.arange(self.epochs + 1)
        runs = {"batch": (batch, BATCH, 1), "SGD": (sgd, SGD, per_epoch)}
        return scene.scene(
            [
                self.data_space(problem, runs, few),
                plane(
                    problem,
                    [*(way(problem, name, *drawn) for name, drawn in runs.items()), drag_start(self.start)],
                    letters=("w", "b"),
                    title="The loss over slope w and bias b",
                ),
                scene.plot(
                    "loss",
                    scene.axis(0, self.epochs, "epoch"),
                    logarithmic([np.maximum(loss, FLOOR) for loss in losses]),
                    [
                        curve(np.maximum(loss, FLOOR), style, name, n)
                        for (name, (_, style, n)), loss in zip(runs.items(), losses, strict=True)
                    ],
                    title="Loss above the lowest, by epoch",
                    area="below",
                    aspect=2.6,
                    cursor=True,
                ),
                scene.table(
                    "work",
                    [("", "text"), ("updates", "int"), ("gradients", "int"), ("above the lowest", "2g")],
                    [
                        {
                            "pen": style,
                            "cells": [name, run.steps[::n], run.grad_evals[::n], end],
                        }
                        for (name, (run, style, n)), end in zip(runs.items(), ends, strict=True)
                    ],
                    area="below",
                ),
            ],
            self.sentence(per_epoch, ends, lost),
            timeline=epoch,
            unit="epoch",
            note=[
                f"1 epoch = {EXAMPLES} gradients = 1 batch update = {count(per_epoch, 'SGD update')}",
                f"{equal('η', self.lr)} for SGD, {number(rate, 3)} for batch" if self.best else equal("η", self.lr),
                f"{EXAMPLES} points",
                f"order {self.order} of the examples",
            ],
            fields={"landscape": picture(problem)},
            controls={"lr": {"ticks": [scene.tick(2 / problem.eigenvalues[-1], "2/L")]}},
            fixes=[("Put the learning rate back", {"lr": None})] if any(lost) else [],
            data={"epoch": epoch, "gradients": batch.grad_evals}
            | {
                f"{what}, {name}": values[::n]
                for name, (run, _, n) in runs.items()
                for what, values in (("w", run.x[:, 0]), ("b", run.x[:, 1]), ("loss", run.f))
            },
        )

    def data_space(self, problem, runs, few):
        """The points, the two lines, and the examples of the last minibatch of each epoch."""
        inputs, targets = problem.data
        (run, _, per_epoch) = runs["SGD"]
        chosen = [few.indices(t, self.order, ()) for t in run.steps[per_epoch::per_epoch]]
        seen = np.stack([np.full(few.batch_size, np.nan), *inputs[chosen]])
        ends = np.array(ACROSS)
        low, high = targets.min(), targets.max()
        margin = 0.3 * (high - low)
        lines = [
            scene.arrow(*between(run.x[::n], ends), style, head=False, label=name)
            for name, (run, style, n) in runs.items()
        ]
        return scene.plot(
            "data",
            scene.axis(*ACROSS, "input"),
            scene.axis(low - margin, high + margin, "target"),
            [
                scene.points(inputs, targets, "speck", scene.pen("soft", width=2.6)),
                scene.points(seen, targets[[chosen[0], *chosen]], "ring", scene.pen("accent")),
                scene.line(
                    ends, problem.predict(np.array(problem.minima[0]), ends), scene.pen("soft", dash="dot", width=1.4)
                ),
                *lines,
            ],
            title="The points, and the line of each",
            aspect=4 / 3,
        )

    def sentence(self, per_epoch, ends, lost):
        batch, sgd = (np.maximum(end, FLOOR) for end in ends)
        if any(lost):
            who = "Both diverge" if all(lost) else "Batch descent diverges" if lost[0] else "SGD diverges"
            limit = number(2 / fitted(self.scatter).eigenvalues[-1])
            return f"**{who}** at the learning rate {number(self.lr)}: batch descent bears less than 2/L = {limit}, and a few steep examples alone bear less."
        if batch[0] == sgd[0] == FLOOR:
            return "**Nobody moves**: the start is the best line, and it goes through every point."
        if per_epoch == 1 and not self.best:
            return f"**One path**: a batch of all {EXAMPLES} examples is no sample, and both are {loss_words(batch[-1])} above the lowest loss after {count(self.epochs, 'epoch')}."
        ahead = (sgd < batch)[1:]
        turns = np.flatnonzero(np.diff(ahead))
        if ahead.all():
            lead = "SGD is ahead" if self.epochs == 1 else "SGD is ahead after every epoch"
        elif not ahead.any():
            lead = "SGD is never ahead"
        elif len(turns) == 1:
            first, then = ("SGD", "batch descent") if ahead[0] else ("Batch descent", "SGD")
            lead = f"{first} is ahead up to epoch {turns[0] + 1}, {then} after it"
        else:
            lead = f"SGD is ahead after {ahead.sum()} of {self.epochs} epochs"
        updates = f"{count(per_epoch, 'update')} of SGD against 1"
        said = f"**{lead}**: after one, with {updates}, it is {loss_words(sgd[1])} above the lowest loss, batch descent {loss_words(batch[1])}"
        if self.epochs == 1:
            return f"{said}."
        return f"{said}; after {self.epochs} epochs, {loss_words(sgd[-1])} and {loss_words(batch[-1])}."


@lru_cache(maxsize=16)
def fitted(scatter):
    """The problem whose points lie so far about their line."""
    return gdzoo.PROBLEMS["linear_regression"](examples=EXAMPLES, noise=scatter)


def height(problem, run):
    """The loss above the lowest after every update, and nothing once the run has left."""
    kept = run.steps < run.escaped_at if run.escaped_at >= 0 else np.isfinite(run.f)
    return np.where(kept, above(problem, run.f), np.nan)


def way(problem, name, run, style, n):
    """The path of a run with n updates per epoch."""
    out = left_view(problem, run.x)
    x, y = np.round(run.x.T, 3)
    return scene.line(x, y, style, label=name, moves=n, dots=n == 1, opens=None if out is None else -(-out // n))


def between(points, inputs):
    """The ends of the lines of points (K, 2) at two inputs: x0, y0, x1, y1, each by step."""
    low, high = gdzoo.PROBLEMS["linear_regression"].predict(points.T, inputs)
    return inputs[0], low, inputs[1], high


def curve(loss, style, name, n):
    """The losses of a run with n updates per epoch, at up to four moments of each."""
    often = min(n, 4)
    loss = loss[:: n // often]
    return scene.line(np.arange(len(loss)) / often, loss, style, label=name, moves=often)
