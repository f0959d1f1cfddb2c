"""Thousands of starts at once: where does each of them end?"""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Point, Slider, scene
from demos.kit.knobs import KnobSlider, axes, spread
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.planes import ASPECT, PLANES, drag_start, path, picture, plane, view
from demos.kit.runs import columns
from demos.kit.tuning import target
from demos.kit.words import count, equal, percent, place
from gdzoo.analysis import ELSEWHERE, LEFT, basins, grid

HOLLOWS = {name: land for name, land in PLANES.items() if land.minima or land.local_minima}
GRID, COARSE = (84, 112), (42, 56)  # rows and columns of starts; fewer where a step costs a search or a Hessian
TRIES = 25  # learning rates among which the default is found
HUES = ("momentum", "adaptive", "signs", "adam", "line_search", "second_order", "matrices", "meta", "plain")


class Basins(Demo):
    """Which minimum does a start lead to? Thousands of them, each coloured by where it ends.

    Plain descent rolls into the valley it starts in, so its colours are the valleys. Add momentum or
    raise the learning rate: the borders fray, and two neighbours end far apart. Drag the start.
    """

    landscape = Choice(HOLLOWS, "himmelblau")
    rule = Choice(WALKERS, "momentum", label="Optimizer")
    lr = KnobSlider(lambda demo: "lr", lambda rule, _, land: arriving_lr(rule, land), follows=["rule", "landscape"])
    knob = KnobSlider(lambda demo: another(demo.rule), follows="rule")
    start = Point(more=True)
    steps = Slider(1, 500, 200, step=1, more=True)

    def scene(self):
        land, rule, knobs = self.landscape, self.rule, self.knobs()
        found = ends_of(rule, land, self.steps, tuple(knobs.items()))
        run = gdzoo.minimize(rule, land, self.start, self.steps, **knobs)
        end = basins(rule, land, self.start, self.steps, every=1, **knobs)
        line = path(land, run, rule_pen(rule))
        across, up = view(land)
        return scene.scene(
            [
                scene.plot(
                    "map",
                    scene.axis(*across, "x"),
                    scene.axis(*up, "y"),
                    [scene.show_field("ends"), *stars(land, found), line, drag_start(self.start)],
                    title="Every start, in the colour of its end",
                    frame="plane",
                    aspect=ASPECT,
                ),
                plane(land, [line, drag_start(self.start)], name="ground", title="One of them on its way", area="side"),
                table(found),
            ],
            f"{self.lead(found)}. {self.one(end)}.",
            timeline=run.steps,
            note=[
                f"{found.ends.size} starts",
                f"{count(self.steps, 'step')} each",
                *(equal(name, value) for name, value in knobs.items()),
                "no noise",
            ],
            fields={
                "ends": scene.classes(paints(found), (*across, *up), [*HUES[: len(found.places)], "card", "soft"]),
                "landscape": picture(land),
            },
            controls={"lr": Basins.lr.override(self), "knob": Basins.knob.override(self)},
            fixes=[("Put the settings back", {"lr": None, "knob": None})] if share(found, LEFT) > 0.5 else (),
            data=columns({rule.title: run}),
        )

    def knobs(self):
        """The knobs that the controls set, and what the rule must be told of the landscape."""
        set_here = {"lr": self.lr, another(self.rule): self.knob}
        chosen = {name: value for name, value in set_here.items() if name in axes(self.rule)}
        return chosen | target(self.rule, self.landscape)

    def lead(self, found):
        """What becomes of all starts."""
        land, n = self.landscape, found.ends.size
        shares = [share(found, i) for i in range(len(found.places))]
        lowest, others = shares[: len(land.minima)], shares[len(land.minima) :]
        if not lowest:
            lowest, others = others, []
        arrived = found.ends >= 0
        far = np.mean(found.ends[arrived] != nearest(found, land)[arrived]) if arrived.any() else 0
        which = "the minimum" if len(lowest) == 1 else f"one of {len(lowest)} minima"
        rest = [
            f"{percent(part)} {words}"
            for part, words in (
                (sum(others), "stop in a local one"),
                (far, "of those who arrive have passed by a nearer one"),
                (share(found, ELSEWHERE), f"are elsewhere after {count(self.steps, 'step')}"),
                (share(found, LEFT), "have left for good"),
            )
            if part
        ]
        first = percent(sum(lowest))
        return "; ".join([f"**{first[0].upper()}{first[1:]} of {n} starts find {which}**", *rest])

    def one(self, end):
        """What becomes of the start that the reader drags."""
        if end.ends == LEFT:
            return "The start that you drag leaves"
        if end.ends == ELSEWHERE:
            return f"The start that you drag is at {place(end.x)} in the end"
        return f"The start that you drag is at {place(end.places[end.ends])} after {count(int(end.arrived), 'step')}"


@lru_cache(maxsize=16)
def ends_of(rule, land, steps, knobs):
    """Where the starts of a grid over the picture end: kept while the reader drags a single one."""
    shape = COARSE if {"hessian", "search"} & rule.traits else GRID
    return basins(rule, land, starts_on(land, shape), steps, **dict(knobs))


def starts_on(land, shape):
    """Starts evenly over the picture, rows and columns."""
    (x0, x1), (y0, y1) = view(land)
    return np.stack(np.meshgrid(np.linspace(x0, x1, shape[1]), np.linspace(y0, y1, shape[0])))


@lru_cache(maxsize=64)
def arriving_lr(rule, land) -> float:
    """A rate with which about as many starts arrive at a minimum as with any: rather one of the larger ones."""
    rates = np.array([float(f"{rate:.2g}") for rate in spread(axes(rule)["lr"], TRIES)])
    starts = np.broadcast_to(grid(land, 9, 12), (TRIES, 2, 9, 12)).swapaxes(0, 1)
    found = basins(rule, land, starts, 200, every=200, lr=rates[:, None, None])
    arrived = (found.ends >= 0).mean((1, 2))
    good = np.flatnonzero(arrived > arrived.max() - 0.04)
    return float(rates[good[3 * len(good) // 4]])


def another(rule) -> str:
    """The first knob of a rule beside its learning rate, or no name."""
    return next((name for name in axes(rule) if name != "lr"), "")


def nearest(found, land):
    """The place that is nearest to each start."""
    starts = starts_on(land, found.ends.shape)
    return np.sqrt(((starts[:, None] - found.places.T[:, :, None, None]) ** 2).sum(0)).argmin(0)


def share(found, end) -> float:
    """The part of the starts that end there."""
    return float(np.mean(found.ends == end))


def paints(found):
    """The class of each start: the places, elsewhere, left."""
    n = len(found.places)
    return np.where(found.ends == ELSEWHERE, n, np.where(found.ends == LEFT, n + 1, found.ends))


def stars(land, found) -> list[dict]:
    """The minima, each with the share of the starts that end there."""
    return [
        scene.points([x], [y], "star" if i < len(land.minima) else "hollow", labels=[percent(share(found, i))])
        for i, (x, y) in enumerate(found.places)
    ]


def table(found) -> dict:
    """The colours, what they stand for, and how long the way there takes half of the starts."""
    rows = []
    for i, words in [*enumerate(map(place, found.places)), (ELSEWHERE, "elsewhere"), (LEFT, "left")]:
        steps = found.arrived[found.ends == i]
        median = int(np.sort(steps)[len(steps) // 2]) if i >= 0 and len(steps) else None
        style = scene.pen({ELSEWHERE: "card", LEFT: "soft"}.get(i) or HUES[i], width=6)
        if i >= 0 or len(steps):
            rows.append({"pen": style, "cells": [words, percent(share(found, i)), median]})
    return scene.table("ends", [("ends at", "text"), ("starts", "text"), ("half by step", "int")], rows)
