"""The two eigenvalues of momentum on one curvature, on the unit disc, and the run that they make."""

import numpy as np

import gdzoo
from demos.kit import Demo, Slider, scene
from demos.kit.charts import by_step
from demos.kit.pens import rule_pen
from demos.kit.words import apart, count, equal, number
from gdzoo.analysis import contraction, iteration_eigenvalues, stability_limit

MOMENTUM = gdzoo.RULES["momentum"]
BOWL = gdzoo.objective(lambda x: x[0] ** 2 / 2, lambda x: x)  # curvature 1: lr is the product of the two
ROUND = np.linspace(0, 2 * np.pi, 97)
ALL = np.linspace(0, 4, 401)  # learning rates along which the eigenvalues wander
WIDE = 1.2  # width over height of the disc's panel
FAR = 1e6  # a run is drawn until it is as far from the minimum


class Spectrum(Demo):
    """Where are the two eigenvalues of momentum, and what does the run do there?

    Two on the line: no swing. A pair: it swings, and both lie on the circle of radius √β, whatever the
    learning rate. Raise the learning rate until one of them leaves the unit disc.
    """

    lr = Slider(0.01, 4, 0.3, step=0.01, label="Learning rate times curvature", symbol=r"\eta\lambda")
    beta = Slider(0, 0.99, 0.81, step=0.01, label="Momentum", symbol=r"\beta")
    steps = Slider(1, 200, 40, step=1, more=True)

    def scene(self):
        z = iteration_eigenvalues("momentum", self.lr, self.beta)
        run = gdzoo.minimize(MOMENTUM, BOWL, [1.0], self.steps, lr=self.lr, beta=self.beta, bound=FAR)
        last = self.steps if run.escaped_at < 0 else int(run.escaped_at) - 1
        x, k = run.x[: last + 1, 0], np.arange(last + 1)
        rate, style = float(contraction("momentum", self.lr, self.beta)), rule_pen(MOMENTUM)
        envelope = above(x, rate)
        quiet = scene.pen("momentum", dash="dot", width=1.4, faint=True)
        chart = by_step("run", "The run; dotted, its envelope", [(x, style, "")], label="x", symmetric=True, aspect=1.4)
        chart["marks"] += [scene.line(k, side, quiet) for side in (envelope, -envelope)]
        return scene.scene(
            [
                self.disc(z, k),
                chart,
                scene.table(
                    "eigenvalues",
                    [("", "text"), ("real", "2g"), ("imaginary", "2g"), ("modulus", "2g")],
                    [
                        {"pen": pen, "cells": [name, float(value.real), float(value.imag), float(abs(value))]}
                        for name, value, pen in zip(("z₁", "z₂"), z, self.pens(z), strict=True)
                    ],
                ),
            ],
            self.sentence(z, rate),
            timeline=k,
            note=[
                count(last, "step"),
                "curvature λ = 1",
                equal("η", self.lr),
                equal("β", self.beta),
                "from x = 1, at rest",
            ],
            controls={
                "lr": {
                    "ticks": [
                        scene.tick(round((1 - self.beta**0.5) ** 2, 4), "double root"),
                        scene.tick(stability_limit("momentum", self.beta), "2(1 + β)"),
                    ]
                },
                "beta": {"ticks": [scene.tick((1 - self.lr**0.5) ** 2, "double root")] if self.lr <= 1 else []},
            },
            fixes=[("Back to the disc", {"lr": float(f"{0.95 * stability_limit('momentum', self.beta):.2f}")})]
            if rate > 1 + 1e-9
            else (),
            data={"step": k, "x": x, "envelope": envelope},
        )

    def pens(self, z):
        """One pen for each eigenvalue: a warning outside of the disc."""
        return [
            scene.pen("warn" if abs(value) > 1 + 1e-9 else colour)
            for value, colour in zip(z, ("momentum", "accent"), strict=True)
        ]

    def disc(self, z, k):
        """The unit circle, where the eigenvalues go as the learning rate changes, where they are, and the powers of the first."""
        ways = iteration_eigenvalues("momentum", ALL, self.beta)
        real = ways.real[ways.imag == 0]  # the pairs lie on the inner circle, drawn whole
        reach = max(1.3, 1.1 * float(np.abs(z).max()))
        circle = np.cos(ROUND), np.sin(ROUND)
        quiet, inner = scene.pen("soft", width=1.2, faint=True), self.beta**0.5
        powers = z[0] ** k
        marks = [
            scene.region(*circle, scene.pen("accent"), label="converges", at=[0.0, -0.86]),
            scene.line(*circle, scene.pen("ink", width=1.2)),
            scene.rule(scene.pen("soft", width=1), y=0),
            scene.line(inner * circle[0], inner * circle[1], quiet | {"faint": False, "dash": "dash"}),
            *(
                scene.line([side.min(), side.max()], [0, 0], quiet)
                for side in (real[real > 0], real[real < 0])
                if len(side)
            ),
            scene.line(powers.real, powers.imag, scene.pen("momentum", width=1.2), moves=True, dots=True),
            *(
                scene.points([value.real], [value.imag], "dot", pen, labels=[name])
                for name, value, pen in zip(("z₁", "z₂"), z, self.pens(z), strict=True)
            ),
        ]
        real, imaginary = scene.axis(-WIDE * reach, WIDE * reach, "real"), scene.axis(-reach, reach, "imaginary")
        return scene.plot("disc", real, imaginary, marks, frame="plane", aspect=WIDE)

    def sentence(self, z, rate):
        limit, product = number(stability_limit("momentum", self.beta), 3), f"ηλ = {number(self.lr, 3)}"
        sizes = " and ".join(number(value.real) for value in z)
        if rate > 1 + 1e-9:
            return f"**Outside the disc**: one eigenvalue is {apart(z[0].real, -1)[0]}, because {product} is above 2 (1 + β) = {limit}, and the run grows."
        if rate > 1 - 1e-9:
            return f"**On the edge of the disc**: one eigenvalue is {number(z[0].real)}, and the run never settles."
        if self.beta == 0:
            return f"**Plain descent**: with β = 0 one eigenvalue is 0 and the other 1 − ηλ = {number(z[0].real)}."
        if abs(z[0] - z[1]) < 1e-6:
            return f"**A double root**: both are {number(z[0].real)}, the square root of β, and no β is faster at {product}."
        if z[0].imag:
            turn = number(2 * np.pi / abs(np.angle(z[0])))
            return f"**A complex pair**: both have the modulus √β = {number(rate)}, for every learning rate on this circle, and the run swings with the period {turn}."
        how = "creeps in from one side" if z[0].real > 0 else "jumps from side to side"
        return f"**Two real eigenvalues**, {sizes}, with the product β: the larger decides, and the run {how}."


def above(x, rate):
    """The lowest multiple of rate^k that lies above the run."""
    with np.errstate(all="ignore"):
        decay = rate ** np.arange(float(len(x)))
        share = np.abs(x) / decay
    return decay * np.max(share[np.isfinite(share)])
