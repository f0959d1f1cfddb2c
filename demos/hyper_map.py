"""The map of any two knobs of a rule: every point of it is a run."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Point, Slider, scene
from demos.kit.knobs import KnobChoice, KnobSlider, axes, axis, spread
from demos.kit.loss import FLOOR, heights, loss_chart
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.words import count, equal, number
from gdzoo.analysis import STABILITY, hyperparameter_map, stability_limit

BOTTOMED = {name: land for name, land in PLANES.items() if land.f_min is not None}  # a loss to measure from
TUNED = {name: rule for name, rule in WALKERS.items() if len(axes(rule)) > 1}
GRID, COARSE = (48, 64), (30, 40)  # values of the knobs; fewer where a step costs a search or a Hessian


class HyperMap(Demo):
    """How much does it matter how an optimizer is set? Its loss for every pair of values of two knobs.

    The bluer, the lower the loss; where nothing is painted the run leaves. Drag the cross: beside
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
        land, rule, knobs = self.landscape, self.rule, {self.across: self.x, self.up: self.y}
        others = {"lr": HyperMap.x.value(self)} if "lr" in rule.knobs and "lr" not in knobs else {}
        found = outcomes(
            rule.name, land.name, tuple(land.values.items()), tuple(self.start), self.steps, *knobs, tuple(others.items())
        )
        run = gdzoo.minimize(rule, land, self.start, self.steps, **knobs | others)
        return scene.scene(
            [
                self.map(found),
                plane(land, [path(land, run, rule_pen(rule)), drag_start(self.start)], name="run", title="The run", area="side"),
                loss_chart(land, [(run, rule_pen(rule), "")]),
            ],
            self.sentence(found, run),
            timeline=run.steps,
        )
