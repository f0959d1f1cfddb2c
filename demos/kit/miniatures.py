"""Panels for walls of small pictures: a rule's path, or a landscape, without axes and words."""

import numpy as np

import gdzoo
from demos.kit import scene
from demos.kit.pens import rule_pen
from demos.kit.planes import ASPECT, view
from demos.kit.tuning import tuned

GROUND = gdzoo.LANDSCAPES["ravine"]
STEPS = 100
GRID = (60, 80)  # rows and columns: enough for a picture as wide as a thumb


def path(rule) -> dict:
    """A hundred steps of a rule in a ravine, with the learning rate that suits it best."""
    run = gdzoo.minimize(rule, GROUND, GROUND.starts[0], STEPS, **tuned(rule, GROUND))
    line = scene.line(run.x[:, 0], run.x[:, 1], rule_pen(rule))
    start = scene.points([run.x[0, 0]], [run.x[0, 1]], "ring")
    return _panel(rule.name, GROUND, [scene.show_field(GROUND.name), goal(GROUND), line, start])


def descent(rule) -> dict:
    """The loss of a matrix rule on the associative memory, step by step, on a logarithmic scale."""
    problem = gdzoo.PROBLEMS["associative_memory"]
    run = gdzoo.minimize(rule, problem, problem.start(0), STEPS, **tuned(rule, problem))
    loss = np.log(np.maximum(run.f, 1e-12))
    line = scene.line(np.arange(len(loss)), loss, rule_pen(rule))
    low, high = loss.min(), loss.max()
    edge = 0.12 * (high - low)
    across, up = scene.axis(-6, STEPS + 6, ticks=[]), scene.axis(low - edge, high + edge, ticks=[])
    return scene.plot(rule.name, across, up, [line], frame="plane", aspect=ASPECT)


def relief(landscape) -> dict:
    """A landscape from above, or the curve of one in one variable."""
    if landscape.dim == 2:
        return _panel(landscape.name, landscape, [scene.show_field(landscape.name), goal(landscape)])
    low, high = landscape.box[0]
    x = np.linspace(low, high, 160)
    y = landscape.value(x[None])
    edge = 0.1 * np.ptp(y)
    across, up = scene.axis(low, high, ticks=[]), scene.axis(y.min() - edge, y.max() + edge, ticks=[])
    curve = scene.line(x, y, scene.pen("ink"))
    stars = scene.points([p for (p,) in landscape.minima], landscape.value(np.transpose(landscape.minima)), "star")
    return scene.plot(landscape.name, across, up, [curve, stars], frame="plane", aspect=ASPECT)


def field(landscape, grid=GRID) -> dict:
    """The field of a landscape for such a picture, from rows and columns of points."""
    (x0, x1), (y0, y1) = view(landscape)
    rows, columns = grid
    points = np.stack(np.meshgrid(np.linspace(x0, x1, columns), np.linspace(y0, y1, rows)))
    return scene.field(landscape.value(points), (x0, x1, y0, y1), bands=8)


def goal(landscape) -> dict:
    """Stars at the minima."""
    return scene.points([x for x, _ in landscape.minima], [y for _, y in landscape.minima], "star")


def _panel(name, landscape, marks) -> dict:
    across, up = view(landscape)
    return scene.plot(
        name, scene.axis(*across, ticks=[]), scene.axis(*up, ticks=[]), marks, frame="plane", aspect=ASPECT
    )
