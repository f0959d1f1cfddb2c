"""Many runs on one bowl with noisy gradients: the cloud shrinks, and then it stays."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.words import apart, count, equal, number
from gdzoo.analysis import contraction, noise_floor, noisy_errors, stability_limit

GD, MOMENTUM = gdzoo.RULES["gd"], gdzoo.RULES["momentum"]
CURVATURE = 1.0
BOWL = gdzoo.objective(lambda x: CURVATURE * x[0] ** 2 / 2, lambda x: CURVATURE * x, f_min=0.0)
RUNS = 200
FRAMES = 20  # about as many moments are drawn
SIDE = 3.0  # the starts lie between -SIDE and SIDE
LANES = np.round((np.arange(RUNS) + 0.5) / RUNS, 4)  # heights that keep the dots apart
STARTS = SIDE * (2 * np.modf(np.arange(RUNS) * (5**0.5 - 1) / 2)[0] - 1)
CLOUD, THEORY = scene.pen("accent", width=2.2), scene.pen("ink", dash="dash", width=1.4)


class NoiseFloor(Demo):
    """Two hundred runs on one bowl: how near do they come to the bottom, and why no nearer?

    The cloud of all runs shrinks as plain descent would, then stops. Halve the learning rate, or take
    four times the batch, and compare the floors.
    """

    lr = LogSlider(0.01, 2.5, 0.2, label="Learning rate", symbol=r"\eta")
    batch_size = LogSlider(1, 64, 1, step=1, label="Batch size", symbol="B")
    beta = Slider(0, 0.95, 0, step=0.05, label="Momentum", symbol=r"\beta")
    sigma = Slider(0, 3, 1, step=0.1, label="Noise of one example", symbol=r"\sigma", more=True)
    steps = Slider(10, 400, 60, step=1, more=True)
    draw = Slider(0, 99, 0, step=1, label="Draw", more=True)

    @property
    def noise(self):
        """The standard deviation of the gradient's noise."""
        return self.sigma / self.batch_size**0.5

    def scene(self):
        every = max(1, round(self.steps / FRAMES))
        run = gdzoo.minimize(
            MOMENTUM,
            gdzoo.Noisy(BOWL, self.noise),
            STARTS[None],
            self.steps,
            every=every,
            seed=self.draw,
            lr=self.lr,
            beta=self.beta,
        )
        inside = run.steps[:, None] < np.where(run.escaped_at < 0, self.steps + 1, run.escaped_at)
        x = np.where(inside, run.x[:, 0], np.nan)
        size = np.sqrt((x**2).mean(1))  # nothing once a run has left
        with np.errstate(over="ignore", invalid="ignore"):
            errors = noisy_errors(
                "momentum", CURVATURE, self.noise, self.lr, self.beta, start=(STARTS**2).mean(), steps=self.steps
            )[run.steps]
        theory = np.where(np.isfinite(errors), np.sqrt(np.abs(errors)), np.nan)
        floor = self.floor(self.lr, self.noise, self.beta)
        return scene.scene(
            [
                self.cloud(x, size, theory),
                self.chart(run.steps, size, theory, floor),
                self.others(),
            ],
            self.sentence(size, theory, floor),
            timeline=run.steps,
            note=[
                f"{RUNS} runs",
                f"f = x²/2, {equal('λ', CURVATURE)}",
                f"noise {number(self.noise, 3)} in each gradient",
                count(self.steps, "step"),
            ],
            controls={"lr": {"ticks": [scene.tick(self.limit(), "limit")]}},
            fixes=[("Put the learning rate back", {"lr": None})] if floor is None else [],
            data={"step": run.steps, "RMS error, measured": size, "RMS error, theory": theory},
        )

    def limit(self):
        """The learning rate from which on momentum diverges, with noise or without."""
        return stability_limit("momentum", self.beta) / CURVATURE

    def floor(self, lr, noise, beta) -> float | None:
        """The RMS error that stays, by theory; None where nothing stays."""
        if not lr * CURVATURE < stability_limit("momentum", beta):
            return None
        return float(np.sqrt(noise_floor("momentum", CURVATURE, noise, lr, beta)))

    def cloud(self, x, size, theory):
        """Every run as a dot at its place; dashed, one RMS error of theory to either side."""
        wide = 1.15 * SIDE
        across = np.linspace(-wide, wide, 41)
        marks = [
            scene.line(across, (across / wide) ** 2, scene.pen("soft", width=1.4, faint=True)),
            scene.points(np.round(x, 2), LANES, "speck", CLOUD),
            *(scene.arrow(way * theory, 0, way * theory, 1, THEORY, head=False) for way in (-1.0, 1.0)),
            *(scene.arrow(way * size, 0.0, way * size, 0.06, rule_pen(GD), head=False) for way in (-1.0, 1.0)),
        ]
        return scene.plot(
            "cloud",
            scene.axis(-wide, wide, "x"),
            scene.axis(0, 1, ticks=[]),
            marks,
            title=f"{RUNS} runs on the bowl x²/2; dashed, the RMS error of theory",
            aspect=1.5,
        )

    def chart(self, steps, size, theory, floor):
        """The RMS error by step: how theory has it, and how it is."""
        known = [values[np.isfinite(values) & (values > 0)] for values in (size, theory, np.array([floor or np.nan]))]
        known = np.concatenate([*known, [SIDE]])
        low, high = max(known.min(), 1e-6), min(known.max(), 1e3)
        marks = [] if not floor else [scene.rule(scene.pen("soft", width=1, dash="dot"), y=floor, label="floor")]
        return scene.plot(
            "errors",
            scene.axis(0, steps[-1], "step"),
            scene.axis(low / 1.6, high * 1.3, scale="log"),
            [
                *marks,
                scene.line(steps, np.maximum(theory, 1e-9), THEORY),
                scene.line(steps, np.maximum(size, 1e-9), CLOUD | {"width": 0}, moves=True, dots=True),
            ],
            title="RMS error by step: dots measured, dashed theory",
            area="side",
            aspect=1.5,
            cursor=True,
        )

    def others(self):
        """The floors of this setting and of its neighbours, by theory."""
        rows = {
            "this one": (self.lr, self.noise, self.beta),
            "half the learning rate": (self.lr / 2, self.noise, self.beta),
            "twice the batch": (self.lr, self.noise / 2**0.5, self.beta),
            "four times the batch": (self.lr, self.noise / 2, self.beta),
            "β = 0.9" if self.beta != 0.9 else "β = 0": (self.lr, self.noise, 0.9 if self.beta != 0.9 else 0.0),
        }
        return scene.table(
            "floors",
            [("by theory", "text"), ("RMS floor", "2g"), ("loss floor", "2g"), ("steps per digit", "2g")],
            [
                {
                    "pen": None,
                    "cells": [name, floor := self.floor(*row), floor and CURVATURE * floor**2 / 2, pace(*row)],
                }
                for name, row in rows.items()
            ],
        )

    def sentence(self, size, theory, floor):
        first, last = size[0], size[-1]
        if floor is None:
            product, limit = (
                apart(self.lr * CURVATURE, self.limit())
                if self.lr * CURVATURE > self.limit()
                else (number(self.limit(), 3),) * 2
            )
            bound = "2" if self.beta == 0 else f"2 (1 + β) = {limit}"
            return f"**Diverges**: η λ = {product} is not below {bound}, and no run stays, with noise or without."
        if self.noise == 0:
            return f"**No noise, no floor**: the RMS error goes from {number(first)} to {number(last)} in {count(self.steps, 'step')}, and on toward 0."
        after = count(self.steps, "step")
        if theory[-1] > 1.1 * floor:
            return f"**Still on the way down**: after {after} the RMS error is {number(last)}, theory says {number(theory[-1])}, and the floor lies at {number(floor)}."
        if floor > first:
            return f"**The cloud grows**: the noise holds it at an RMS error of {number(last)}, where theory says {number(floor)}; at the start it was {number(first)}."
        return f"**The cloud shrinks from {number(first)} to {number(last)} and stays there**: theory puts the floor of the RMS error at {number(floor)}, a loss of {number(CURVATURE * floor**2 / 2)}."


def pace(lr, noise, beta) -> float | None:
    """The steps in which the error without noise shrinks ten times; None where it does not shrink."""
    kept = float(contraction("momentum", lr * CURVATURE, beta))
    return None if kept >= 1 else 1.0 if kept < 0.1 else float(np.log(0.1) / np.log(kept))
