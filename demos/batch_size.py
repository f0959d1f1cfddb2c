"""What a larger batch buys: less noise for more work."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Point, Slider, Toggle, scene
from demos.kit.pens import rule_pen
from demos.kit.planes import GRID, plane, view
from demos.kit.words import count, equal, number
from gdzoo.analysis import gradient_noise, noise_scale

GD = gdzoo.RULES["gd"]
EXAMPLES = 512
PROBLEM = gdzoo.PROBLEMS["linear_regression"](examples=EXAMPLES, noise=1.0)
DRAWS = 200  # minibatches at the point
SIZES = 2 ** np.arange(10)  # 1 to all
ROWS = (1, 4, 16, 64, 256, EXAMPLES)
EPOCHS, ORDERS = 2, 10  # of the runs in the table
START = (-1.0, 2.0)
RATES = 2 ** np.arange(-9, 0.5, 0.5)
CLOUD, THEORY = scene.pen("accent", width=1.8), scene.pen("ink", dash="dash", width=1.4)


class BatchSize(Demo):
    """Many minibatches at one point: how far do their steps scatter?

    Every dot is where one minibatch would step. Four times the batch halves the cloud, and costs four
    times the gradients. Drag the point to the minimum: the step vanishes, the cloud does not.
    """

    batch_size = LogSlider(1, EXAMPLES, 16, step=1, label="Batch size", symbol="B")
    lr = LogSlider(1e-2, 0.5, 0.3, label="Learning rate", symbol=r"\eta")
    at = Point(lambda demo: [-0.3, 1.6], follows=None, label="Point")
    replace = Toggle(False, label="Draw with replacement")
    draw = Slider(0, 99, 0, step=1, label="Draw", more=True)

    def scene(self):
        x, size = self.at, self.batch_size
        exact = PROBLEM.grad(x)
        found = estimates(size, self.replace, self.draw, x)
        law = gradient_noise(PROBLEM, x, SIZES, self.replace)
        spreads = np.array([spread(estimates(int(each), self.replace, self.draw, x), exact) for each in SIZES])
        here, theory = spread(found, exact), float(gradient_noise(PROBLEM, x, size, self.replace))
        return scene.scene(
            [
                self.cloud(x, exact, found, theory),
                self.law_chart(law, spreads, here),
                self.results(x),
            ],
            self.sentence(exact, here, theory),
            note=[
                f"{DRAWS} minibatches of {count(size, 'example')} of {EXAMPLES}",
                "drawn with replacement" if self.replace else "drawn without replacement",
                equal("η", self.lr),
                f"table: the best η of {len(RATES)} for each, loss above the lowest, mean of {ORDERS} runs",
            ],
            fields={"landscape": ground()},
            controls={"batch_size": {"ticks": [scene.tick(noise_scale(PROBLEM, x), "noise = gradient")]}}
            if 1 <= noise_scale(PROBLEM, x) <= EXAMPLES
            else None,
            data={"batch size": SIZES, "spread, measured": spreads, "spread, theory": law},
        )

    def cloud(self, x, exact, found, theory):
        """Where the steps of the minibatches lead, around where the exact one does."""
        w, b = np.round(x[:, None] - self.lr * found, 3)
        w1, b1 = x - self.lr * exact
        turn = np.linspace(0, 2 * np.pi, 73)
        reach = self.lr * theory
        return plane(
            PROBLEM,
            [
                scene.points(w, b, "speck", CLOUD),
                scene.line(w1 + reach * np.cos(turn), b1 + reach * np.sin(turn), THEORY),
                scene.arrow(x[0], x[1], w1, b1, rule_pen(GD), label="exact step"),
                scene.handle(x[0], x[1], "drag the point", moves_x="at.x", moves_y="at.y"),
            ],
            letters=("w", "b"),
            title=f"Steps of {DRAWS} minibatches; dashed, the spread of theory",
        )

    def law_chart(self, law, spreads, here):
        """Spread against batch size: both axes logarithmic, so that a power is a straight line."""
        root = law[0] / np.sqrt(SIZES)
        known = np.concatenate([root, law[law > 0], spreads[spreads > 1e-9 * root[-1]]])
        marks = [
            scene.line(SIZES, root, scene.pen("soft", dash="dot", width=1.4), label="" if self.replace else "∝ 1/√B"),
            scene.line(SIZES, np.where(law > 0, law, np.nan), THEORY, label="theory"),
            scene.points(SIZES, np.where(spreads > 0, spreads, np.nan), "dot", scene.pen("soft")),
            scene.rule(scene.pen("accent", width=1), x=float(self.batch_size)),
        ]
        if here > 0:
            marks.append(scene.points([self.batch_size], [here], "ring", scene.pen("accent")))
        return scene.plot(
            "law",
            scene.axis(1, EXAMPLES, "batch size", scale="log", ticks=[(4**k, str(4**k)) for k in range(5)]),
            scene.axis(known.min() / 1.5, known.max() * 1.5, "spread", scale="log"),
            marks,
            title="Spread of the gradient, by batch size",
            area="side",
            aspect=1.6,
        )

    def results(self, x):
        """What each batch size gives for the same work."""
        tuned, best = tuned_for(self.replace)
        noise = gradient_noise(PROBLEM, x, np.array(ROWS), self.replace)
        return scene.table(
            "sizes",
            [("batch", "int"), ("noise", "2g"), ("updates", "int"), ("best η", "2g"), ("loss", "2g")],
            [
                {"pen": None, "cells": [size, noise[i], EPOCHS * EXAMPLES // size, tuned[i], best[i]]}
                for i, size in enumerate(ROWS)
            ],
            title=f"Equal work: {EPOCHS} epochs from (−1, 2)",
        )

    def sentence(self, exact, here, theory):
        size, length = self.batch_size, float(np.linalg.norm(exact))
        if size == EXAMPLES and not self.replace:
            return f"**No noise**: a batch of all {EXAMPLES} examples, drawn without replacement, is the whole gradient, {number(length)} long, for {EXAMPLES} gradients a step."
        means = "drawn with" if self.replace else "without"
        said = f"**A batch of {size} is off by {number(here)}**, in the root of the mean square; theory says {number(theory)}, {means} replacement, and the gradient itself is {number(length)} long"
        four = float(gradient_noise(PROBLEM, self.at, 4 * size, self.replace)) if 4 * size <= EXAMPLES else None
        if four is None:
            return f"{said}."
        two = float(gradient_noise(PROBLEM, self.at, 2 * size, self.replace))
        return f"{said}. Twice the batch leaves {number(two)}, four times the batch {number(four)}."


@lru_cache(maxsize=1)
def ground() -> dict:
    """The field of the loss, as the quadratic that it is: a mean over all examples at every point of the grid would take seconds."""
    (x0, x1), (y0, y1) = view(PROBLEM)
    rows, columns = GRID
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, columns), np.linspace(y0, y1, rows)))
    away = grid - np.reshape(PROBLEM.minima[0], (2, 1, 1))
    bend = PROBLEM.hess(np.zeros(2))
    return scene.field(PROBLEM.f_min + (away * np.tensordot(bend, away, 1)).sum(0) / 2, (x0, x1, y0, y1))


def estimates(size, replace, draw, x) -> np.ndarray:
    """The gradients of many minibatches at x, (2, `DRAWS`)."""
    some = PROBLEM.on(order(replace, draw)[:size])
    return some.grad(np.repeat(x[:, None], DRAWS, 1))


@lru_cache(maxsize=4)
def order(replace, draw) -> np.ndarray:
    """Examples as a minibatch of all would draw them, (N, `DRAWS`): the first B of them are a minibatch of B."""
    return gdzoo.Minibatch(PROBLEM, EXAMPLES, replace=replace).indices(1, draw, (DRAWS,))


def spread(grads, exact) -> float:
    """The root of the mean square distance of gradients (2, n) from the exact one; what is only rounding is none."""
    found = float(np.sqrt(((grads - exact[:, None]) ** 2).sum(0).mean()))
    return found if found > 1e-12 * (1 + np.abs(exact).max()) else 0.0


@lru_cache(maxsize=2)
def tuned_for(replace) -> tuple[np.ndarray, np.ndarray]:
    """The best of `RATES` for each of `ROWS`, and the mean loss above the lowest that it reaches in `EPOCHS` epochs."""
    starts = np.broadcast_to(np.reshape(START, (2, 1, 1)), (2, len(RATES), ORDERS))
    losses = []
    for size in ROWS:
        few, steps = gdzoo.Minibatch(PROBLEM, size, replace=replace), EPOCHS * EXAMPLES // size
        run = gdzoo.minimize(GD, few, starts, steps, every=steps, lr=RATES[:, None])
        losses.append((run.f[-1] - PROBLEM.f_min).mean(1))
    best = np.argmin(losses, 1)
    return RATES[best], np.min(losses, 1)
