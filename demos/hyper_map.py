"""The map of any two knobs of a rule: every point of it is a run."""

from functools import lru_cache
from typing import Any

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Point, Slider, scene
from demos.kit.knobs import KnobChoice, KnobSlider, axes, axis, spread, usual
from demos.kit.loss import FLOOR, heights, loss_chart, loss_words
from demos.kit.menus import TUNED
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.words import apart, count, equal, percent
from gdzoo.analysis import STABILITY, hyperparameter_map, stability_limit

BOTTOMED = {name: land for name, land in PLANES.items() if land.f_min is not None}  # a loss to measure from
GRID, COARSE = (48, 64), (30, 40)  # values of the knobs; fewer where a step costs a search or a Hessian


class HyperMap(Demo):
    """How much does it matter how an optimizer is set? Its loss for every pair of values of two knobs.

    The bluer, the lower the loss; where the map is grey the run leaves. Drag the cross: beside
    the map is its run. A wide blue field is an optimizer that is easy to tune.
    """

    landscape = Choice(BOTTOMED, {"name": "ravine", "kappa": 20, "angle": 0.35})
    rule = Choice(TUNED, "momentum", label="Optimizer")
    across = KnobChoice(label="Across")
    up = KnobChoice(beside="across", label="Up")
    x = KnobSlider(lambda demo: demo.across, follows=["rule", "landscape", "across"], more=True)
    y = KnobSlider(lambda demo: demo.up, follows=["rule", "landscape", "across", "up"], more=True)
    start = Point(more=True)
    steps = Slider(1, 500, 100, step=1, more=True)

    def scene(self):
        land, rule = self.landscape, self.rule
        knobs: dict[str, Any] = {self.across: self.x, self.up: self.y}
        others: dict[str, Any] = {"lr": usual(rule, "lr", land)} if "lr" in rule.knobs and "lr" not in knobs else {}
        x, y, found = outcomes(rule, land, tuple(self.start), self.steps, self.across, self.up, tuple(others.items()))
        run = gdzoo.minimize(rule, land, self.start, self.steps, **knobs, **others)
        row, column = found.best()
        best = float(x[column]), float(y[row])
        across, up = (axes(rule)[name] for name in knobs)
        return scene.scene(
            [
                scene.plot(
                    "map",
                    axis(self.across, across),
                    axis(self.up, up),
                    [
                        scene.show_field("loss"),
                        scene.show_field("left"),
                        *self.edge(),
                        scene.points([best[0]], [best[1]], "star", labels=["best"]),
                        scene.handle(self.x, self.y, "drag the knobs", moves_x="x", moves_y="y"),
                    ],
                    title=f"Loss after {count(self.steps, 'step')}: the bluer, the lower",
                    aspect=1.15,
                ),
                plane(
                    land,
                    [path(land, run, rule_pen(rule)), drag_start(self.start)],
                    name="run",
                    title="The run",
                    area="side",
                ),
                loss_chart(land, [(run, rule_pen(rule), "")]),
            ],
            self.sentence(found, run, best),
            timeline=run.steps,
            note=[
                count(self.steps, "step"),
                *(equal(name, value) for name, value in (knobs | others).items()),
                f"{found.loss.size} settings on the map",
                "no noise",
            ],
            fields=fields(x, y, found) | {"landscape": picture(land)},
            controls={name: getattr(HyperMap, name).override(self) for name in ("across", "up", "x", "y")},
            fixes=[("Go to the best", {"x": best[0], "y": best[1]})] if run.escaped_at >= 0 else (),
            data=columns({rule.title: run}),
        )

    def edge(self):
        """Where theory says that a run no longer converges, for a rule on a quadratic that has such an edge."""
        names = (self.across, self.up)
        if self.landscape.eigenvalues is None or set(names) != {"lr", "beta"} or self.rule.name not in STABILITY:
            return []
        beta, lr = self.rule.knobs["beta"], self.rule.knobs["lr"]
        betas = np.linspace(beta.low, beta.high, 100)
        limit = stability_limit(self.rule.name, betas) / self.landscape.eigenvalues[-1]
        limit = np.where((lr.low <= limit) & (limit <= lr.high), limit, np.nan)
        x, y = (limit, betas) if names[0] == "lr" else (betas, limit)
        return [scene.line(x, y, scene.pen("warn", dash="dash"), label="the edge, by theory")]

    def sentence(self, found, run, best):
        land, (x, y) = self.landscape, best
        lowest = np.nanmin(found.loss, initial=np.inf)
        gone = percent(np.mean(found.escaped)) if found.escaped.any() else "not one"
        here = f"{self.across} = {apart(self.x, 1)[0]} and {self.up} = {apart(self.y, 1)[0]}"
        if run.escaped_at >= 0:
            said = f"**Leaves after {count(int(run.escaped_at), 'step')}** with {here}"
        else:
            said = f"**The loss is {loss_words(heights(land, run)[-1])} after {count(self.steps, 'step')}** with {here}"
        if np.isfinite(lowest):
            said += f"; the best on the map, {apart(x, 1)[0]} and {apart(y, 1)[0]}, comes to {loss_words(lowest)}"
        return f"{said}. {gone[0].upper()}{gone[1:]} of the settings leave{'' if found.escaped.any() else 's'}."


@lru_cache(maxsize=16)
def outcomes(rule, land, start, steps, across, up, others):
    """The values of two knobs, and how the rule does for each pair: kept while the reader moves over the map."""
    rows, cols = COARSE if {"hessian", "search"} & rule.traits else GRID
    x, y = spread(axes(rule)[across], cols), spread(axes(rule)[up], rows)
    return x, y, hyperparameter_map(rule, land, start, steps, {across: x, up: y}, **dict(others))


def fields(x, y, found) -> dict:
    """The picture of a map: bands of the loss, and over them the settings that leave. Even along the axes, whatever their scale."""
    extent = (x[0], x[-1], y[0], y[-1])
    loss = np.zeros(found.loss.shape) if found.escaped.all() else np.log(np.maximum(found.loss, FLOOR))
    left = np.where(found.escaped, 0, -1)
    return {"loss": scene.field(loss, extent), "left": scene.classes(left, extent, ["soft"])}
