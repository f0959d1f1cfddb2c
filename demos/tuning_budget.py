"""What the best of so many random tries reaches, in narrow and in wide search spaces."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Picks, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.trials import EXAMPLES, RATES, cells, cut, decades, losses, protocol
from demos.kit.words import count, number
from gdzoo.analysis import best_of, quartiles

TRIED, SEEDS = 160, 3  # settings drawn from each space, and runs of each
MOST = 32  # tries of a search
TRIES = np.unique(np.round(np.geomspace(1, MOST, 21)))
RANGES = {  # on a logarithmic scale; those of a memory are of 1 - beta
    "lr": (float(RATES[0]), float(RATES[-1])),
    "beta": (1e-3, 1.0),
    "beta1": (1e-3, 1.0),
    "beta2": (1e-4, 1.0),
    "eps": (1e-8, 1.0),
}
WORST = 10.0
SEARCHES = 1000  # seeds from here on: no race has seen these orders


class Space(NamedTuple):
    """The settings of a rule that a search draws from."""

    name: str
    title: str
    rule: Any
    knobs: tuple[str, ...]
    pen: dict[str, Any]
    order: int


def spaces():
    """The spaces, narrow before wide."""
    rows = (
        ("gd", "Gradient descent", ("lr",), {}),
        ("momentum", "Momentum, β = 0.9", ("lr",), {"dash": "dot"}),
        ("momentum", "Momentum, β too", ("lr", "beta"), {}),
        ("adam", "Adam, η alone", ("lr",), {"dash": "dot"}),
        ("adam", "Adam, all four", ("lr", "beta1", "beta2", "eps"), {"dash": "solid"}),
    )
    for i, (name, title, knobs, look) in enumerate(rows):
        rule = gdzoo.RULES[name]
        yield Space(f"{name}-{len(knobs)}", title, rule, knobs, rule_pen(rule, marker=None) | look, i)


SPACES = {space.name: space for space in spaces()}


class TuningBudget(Demo):
    """How many tries does a search need, and who wins with how many?

    A wider search space contains the narrower one, so its best setting can only be better. But it is harder to find. Drag the number of
    tries, and watch the ranking change.
    """

    spaces = Picks(SPACES, ["gd-1", "momentum-2", "adam-1", "adam-4"], label="Search spaces")
    tries = LogSlider(1, MOST, 4, step=1, label="Tries of each search")
    stretch = LogSlider(1, 10, 1, label="Inputs multiplied by")
    epochs = Slider(1, 8, 5, step=1, label="Budget of a run", unit="epochs", more=True)
    draw = Slider(0, 50, 0, step=1, label="Draw", more=True)

    def scene(self):
        found = {space.name: self.best(space, TRIES) for space in self.spaces}
        here = {space.name: self.best(space, self.tries) for space in self.spaces}
        return scene.scene(
            [self.chart(found), self.table(here)],
            self.sentence(found, here),
            note=[
                *protocol(self.stretch),
                f"a try: {count(self.epochs, 'epoch')}, median of {SEEDS} seeds",
                f"{TRIED} random settings of each space; lines are medians over searches",
                "ranges: "
                + ", ".join(f"{words} from {number(low)} to {number(high)}" for words, low, high in ranges()),
            ],
            data={"tries": TRIES}
            | {SPACES[name].title: np.where(np.isfinite(row[1]), row[1], np.nan) for name, row in found.items()},
        )

    def best(self, space, tries) -> np.ndarray:
        """The quartiles, over searches, of the best loss that so many tries find."""
        losses = tried(space.name, self.stretch, self.draw, self.epochs)
        return np.stack([best_of(losses, tries, part) for part in (0.25, 0.5, 0.75)])

    def chart(self, found):
        """The best loss by the number of tries."""
        up = decades(*(row[1] for row in found.values()), top=WORST)
        marks = []
        for name, row in found.items():
            marks.append(scene.line(TRIES, cut(row[1], up), SPACES[name].pen, label=SPACES[name].title))
        marks.append(scene.rule(scene.pen("ink", dash="dot", width=1.2), x=float(self.tries)))
        marks.append(
            scene.handle(
                self.tries, up["low"] ** 0.04 * up["high"] ** 0.96, "drag the number of tries", moves_x="tries"
            )
        )
        return scene.plot(
            "search",
            scene.axis(1, MOST, "tries of a search", scale="log", ticks=[(2**k, str(2**k)) for k in range(6)]),
            scene.axis(**up),
            marks,
            title="Loss above the lowest, of the best setting found",
            aspect=1.9,
        )

    def table(self, here):
        """The ranking at this number of tries."""
        ranking = sorted(here, key=lambda name: here[name][1])
        return scene.table(
            "ranking",
            [("", "text"), ("median", "2g"), ("lower quartile", "2g"), ("upper quartile", "2g"), ("knobs", "int")],
            [
                {
                    "pen": SPACES[name].pen,
                    "cells": [
                        SPACES[name].title,
                        *cells(here[name][[1, 0, 2]]),
                        len(SPACES[name].knobs),
                    ],
                }
                for name in ranking
            ],
            title=f"After {count(self.tries, 'try', 'tries')}, {number(self.tries * SEEDS * self.epochs * EXAMPLES, 5)} gradients",
            area="below",
        )

    def sentence(self, found, here):
        tries = count(self.tries, "try", "tries")
        first, *others = sorted(here, key=lambda name: here[name][1])
        if not np.isfinite(here[first][1]):
            return f"**With {tries}, most searches fail**: half of them or more find only settings that leave."
        said = f"**With {tries}, {SPACES[first].title} is lowest**: half of its searches find {number(here[first][1])} or less"
        last = min(found, key=lambda name: found[name][1, -1])
        if not others:
            return f"{said}; with {MOST}, {number(found[first][1, -1])}."
        if last == first:
            return f"{said}. With {MOST} tries it still is, with {number(found[first][1, -1])}."
        return f"{said}. With {MOST} tries the lowest is {SPACES[last].title}, with {number(found[last][1, -1])}."


def ranges():
    """The ranges in words: [(knob, low, high)]."""
    letters = {"lr": "η", "beta": "1 − β", "beta1": "1 − β₁", "beta2": "1 − β₂", "eps": "ε"}
    return [(letters[knob], *ends) for knob, ends in RANGES.items()]


@lru_cache(maxsize=32)
def tried(name, stretch, draw, epochs) -> np.ndarray:
    """The median losses of random settings of a space, (TRIED,)."""
    space = SPACES[name]
    dice = np.random.default_rng([draw, space.order])
    knobs = {}
    for knob in space.knobs:
        low, high = RANGES[knob]
        drawn = low * (high / low) ** dice.random(TRIED)
        knobs[knob] = 1 - drawn if knob.startswith("beta") else drawn
    return quartiles(losses(space.rule, stretch, SEEDS, SEARCHES + draw, epochs, **knobs))[1]
