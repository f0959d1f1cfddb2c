"""The same number of tries as a grid, at random, or spread out: how many learning rates does each see?"""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.contest import spread
from demos.kit.pens import rule_pen
from demos.kit.trials import EPOCHS, FLOOR, RATES, cut, decades, losses, protocol
from demos.kit.words import count, number
from gdzoo.analysis import best_of, quartiles

ADAM = gdzoo.RULES["adam"]
METHODS = {"grid": "on a grid", "random": "at random", "even": "spread out evenly"}
SIDES = {"9": 3, "16": 4, "36": 6}
KNOBS = {  # the second knob: its label, and its range; a memory is tried as 1 - beta
    "beta2": ("1 − β₂", (1e-4, 1e-1)),
    "beta1": ("1 − β₁", (1e-2, 1.0)),
    "eps": ("ε", (1e-10, 1e-4)),
}
NAMES = {"beta2": "Memory of squares", "beta1": "Memory of gradients", "eps": "The guard ε"}
RANGE = float(RATES[0]), float(RATES[-1])
ROWS, COLUMNS, SEEDS = 12, 36, 3  # every side of a grid divides both
WORST = 10.0


class GridOrRandom(Demo):
    """Sixteen tries, two knobs: on a grid, or at random?

    The map on the left is what nobody has in practice: all settings. Below it, what a search sees. Only one of the two knobs matters much,
    and a grid spends most of its tries on repeating the same few values of it.
    """

    method = Choice(METHODS, "grid", label="Tries")
    tries = Choice({n: f"{n}" for n in SIDES}, "16", label="How many")
    knob = Choice(NAMES, "beta2", label="Second knob")
    draw = Slider(0, 50, 0, step=1, label="Draw")
    epochs = Slider(1, EPOCHS, 5, step=1, label="Budget of a run", unit="epochs", more=True)
    stretch = LogSlider(1, 10, 1, label="Inputs multiplied by", more=True)

    def scene(self):
        lr, other, every = outcomes(self.knob, self.stretch, self.epochs)
        x, y = self.points()
        found = runs(self.knob, x, y, self.stretch, self.epochs)
        best = int(np.argmin(found))
        rates = len(np.unique(np.round(np.log(x), 9)))
        return scene.scene(
            [self.map(lr, other, x, y, best), self.shadow(lr, every, x, found, best)],
            self.sentence(found[best], rates, every),
            note=[
                f"Adam, {count(int(self.tries), 'try', 'tries')}",
                *protocol(self.stretch),
                f"each: {count(self.epochs, 'epoch')}, median of {SEEDS} seeds",
                f"map: {every.size} settings",
            ],
            fields=fields(self.knob, self.stretch, self.epochs),
            data={"learning rate": x, KNOBS[self.knob][0]: y, "loss": np.where(np.isfinite(found), found, np.nan)},
        )

    def points(self):
        """The settings to try: rates, and values of the other knob."""
        n, (low, high) = int(self.tries), KNOBS[self.knob][1]
        side = SIDES[self.tries]
        if self.method == "grid":
            corner = np.random.default_rng(self.draw).random(2) if self.draw else 0.5
            parts = (np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2) + corner) / side
        elif self.method == "random":
            parts = np.random.default_rng(self.draw).random((n, 2))
        else:
            parts = (spread(n, 2) + np.random.default_rng(self.draw).random(2)) % 1
        ends = np.array([RANGE, (low, high)])
        x, y = (ends[:, 0] * (ends[:, 1] / ends[:, 0]) ** parts).T
        return x, y

    def map(self, lr, other, x, y, best):
        """All settings, and those that are tried."""
        words, ends = KNOBS[self.knob]
        return scene.plot(
            "map",
            scene.axis(*RANGE, "learning rate", scale="log"),
            scene.axis(*ends, words, scale="log"),
            [
                scene.show_field("loss"),
                scene.points(x, y, "dot", scene.pen("ink")),
                scene.points([x[best]], [y[best]], "star", rule_pen(ADAM), labels=["best"]),
            ],
            title="All settings (the bluer, the lower), and those that were tried",
            aspect=1.35,
        )

    def shadow(self, lr, every, x, found, best):
        """What the tries say of the learning rate alone."""
        lowest = np.min(every, axis=0)
        up = decades(lowest, found, top=WORST)
        return scene.plot(
            "shadow",
            scene.axis(*RANGE, "learning rate", scale="log"),
            scene.axis(**up),
            [
                scene.line(lr, cut(lowest, up), scene.pen("soft", dash="dash", width=1.4), label="best of the map"),
                *(
                    scene.arrow(at, up["low"], at, float(end), scene.pen("soft", width=1, faint=True), head=False)
                    for at, end in zip(x, cut(found, up), strict=True)
                ),
                scene.points(x, cut(found, up), "dot", scene.pen("ink")),
                scene.points([x[best]], cut(found[[best]], up), "star", rule_pen(ADAM)),
            ],
            title="The same tries, seen along the learning rate: loss above the lowest",
            aspect=1.35,
        )

    def sentence(self, best, rates, every):
        n = int(self.tries)
        tried = f"{rates} learning rates" if rates == n else f"only {rates} learning rates, each {n // rates} times"
        end = number(max(best, FLOOR)) if np.isfinite(best) else "none, for all leave"
        grids, others = float(quartiles(lattices(every, SIDES[self.tries]))[1]), float(best_of(every, n))
        lead = f"**{n} tries {METHODS[self.method]} see {tried}**, and the best of them comes to {end}"
        return f"{lead}. Half of all grids of {n} on this map come to {number(grids)} or less, half of all random searches to {number(others)}."


def lattices(every, side) -> np.ndarray:
    """The best loss on each grid of so many rows and columns that can be laid over the map."""
    rows, columns = every.shape[0] // side, every.shape[1] // side
    return every.reshape(side, rows, side, columns).min((0, 2)).ravel()


@lru_cache(maxsize=16)
def outcomes(knob, stretch, epochs):
    """The rates and the values of the other knob on the map, and the losses (ROWS, COLUMNS)."""
    lr, other = np.geomspace(*RANGE, COLUMNS), np.geomspace(*KNOBS[knob][1], ROWS)
    x, y = np.meshgrid(lr, other)
    return lr, other, runs(knob, x.ravel(), y.ravel(), stretch, epochs).reshape(x.shape)


def runs(knob, x, y, stretch, epochs) -> np.ndarray:
    """The median losses of settings, infinite where most runs leave."""
    knobs = {"lr": x, knob: 1 - y if knob.startswith("beta") else y}
    return quartiles(losses(ADAM, stretch, SEEDS, 0, epochs, **knobs))[1]


def fields(knob, stretch, epochs) -> dict:
    """The picture of the map. Even along the axes, whatever their scale."""
    lr, other, every = outcomes(knob, stretch, epochs)
    return {"loss": scene.field(np.log(np.clip(every, FLOOR, WORST)), (lr[0], lr[-1], other[0], other[-1]))}
