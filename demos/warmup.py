"""A steep wall at the start: the full rate at once, and the same rate after a warm-up."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.loss import heights, loss_chart, loss_words
from demos.kit.planes import drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.words import count, equal, number
from gdzoo.analysis import largest_curvature

NAMES = ("product", "beale", "goldstein_price", "three_hump_camel", "valley")
PLACES = {name: gdzoo.LANDSCAPES[name] for name in NAMES}
SETTINGS = {  # start and rate that show what a warm-up is for; on a quadratic it is for nothing
    "product": ((-2.6, 1.6), 0.45),
    "beale": ((3.4, -1.4), 0.04),
    "goldstein_price": ((-0.9, -1.3), 0.0004),
    "three_hump_camel": ((2.1, 0.9), 0.4),
    "valley": ((-2.5, 1.2), 0.04),
}
LIMIT = 2.0
HIGHEST = 8.0  # of the chart of η times curvature
WARM = scene.pen("accent")
AT_ONCE = scene.pen("warn", dash="dash")


class Warmup(Demo):
    """One rate, twice: from the first step, and after a rise in a line. The start lies on a steep wall.

    Watch the learning rate times the largest curvature where the run is. Above 2 the walls throw the point higher
    with every step. A warm-up waits until the point has come to flatter ground.
    """

    landscape = Choice(PLACES, "product")
    start = Point(lambda demo: list(SETTINGS[demo.landscape.name][0]))
    lr = LogSlider(
        1e-4,
        2,
        lambda demo: SETTINGS[demo.landscape.name][1],
        label="Learning rate",
        symbol=r"\eta",
        follows="landscape",
    )
    warm = Slider(0, 80, 20, step=1, label="Warm-up", unit="steps")
    steps = Slider(20, 300, 100, step=1, more=True)

    def scene(self):
        land = self.landscape
        constant = gdzoo.SCHEDULES["constant"](self.lr)
        rates = {"at once": constant, "warm-up": gdzoo.warmup(constant, self.warm)}
        runs = {name: gdzoo.minimize("gd", land, self.start, self.steps, lr=rate) for name, rate in rates.items()}
        products = {name: self.product(run, rates[name]) for name, run in runs.items()}
        pens = {"at once": AT_ONCE, "warm-up": WARM}
        return scene.scene(
            [
                plane(
                    land,
                    [*(path(land, run, pens[name], label=name) for name, run in runs.items()), drag_start(self.start)],
                ),
                loss_chart(land, [(run, pens[name], "") for name, run in runs.items()], aspect=1.8),
                self.product_chart(products, pens),
                scene.table(
                    "results",
                    [("", "text"), ("η now", "2g"), ("η × curvature now", "2g"), ("loss now", "2g")],
                    [
                        {
                            "pen": pens[name],
                            "cells": [name, by_steps(rates[name], self.steps), products[name], heights(land, run)],
                        }
                        for name, run in runs.items()
                    ],
                    area="below",
                ),
            ],
            self.sentence(runs, products),
            timeline=np.arange(self.steps + 1),
            note=[
                f"{count(self.steps, 'step')} each",
                f"Gradient descent on {land.title}",
                equal("η", self.lr),
                f"warm-up of {count(self.warm, 'step')}" if self.warm else "no warm-up",
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data=columns(runs) | {f"η × curvature, {name}": product for name, product in products.items()},
        )

    def product(self, run, rates):
        """The rate of the next step times the largest curvature where it begins; nothing once the run has left."""
        there = np.isfinite(run.f) if run.escaped_at < 0 else run.steps < run.escaped_at
        curvatures = largest_curvature(self.landscape, np.where(there[:, None], run.x, run.x[0]).T)
        return np.where(there, by_steps(rates, self.steps) * curvatures, np.nan)

    def product_chart(self, products, pens):
        """η times the largest curvature by step, and the limit."""
        top = min(HIGHEST, max(2.4, *(1.08 * np.nanmax(product) for product in products.values())))
        lines = [
            scene.line(np.arange(self.steps + 1), product, pens[name], moves=True) for name, product in products.items()
        ]
        return scene.plot(
            "products",
            scene.axis(0, self.steps, "step"),
            scene.axis(min(0.0, *(np.nanmin(product) for product in products.values())), top),
            [scene.rule(scene.pen("soft", width=1.4), y=LIMIT, label="limit 2"), *lines],
            title="η × largest curvature here, by step",
            area="side",
            aspect=1.8,
            cursor=True,
        )

    def sentence(self, runs, products):
        warm, once = runs["warm-up"], runs["at once"]
        first = products["at once"][0]
        left = once.escaped_at >= 0
        start = f"at the start η times the largest curvature is {number(first, 3)}"
        rose = f"A warm-up of {count(self.warm, 'step')}" if self.warm else "Without a warm-up the second run"
        if warm.escaped_at >= 0:
            end = f"leaves as well, after {count(int(warm.escaped_at), 'step')}" if left else "leaves"
        else:
            end = f"ends at the loss {loss_words(heights(self.landscape, warm)[-1])}"
        if left:
            lead = f"**At once, the rate diverges after {count(int(once.escaped_at), 'step')}**"
            side = "above the limit 2" if first > LIMIT else "below the limit 2, and farther up it is not"
            return f"{lead}: {start}, {side}. {rose} {end}."
        lead = f"**At once, the rate ends at the loss {loss_words(heights(self.landscape, once)[-1])}**"
        return f"{lead}: {start}. {rose} {end}."


def by_steps(rates, steps) -> np.ndarray:
    """The rate of the next step, after each of the steps and before the first."""
    return rates(np.minimum(np.arange(steps + 1), steps - 1))
