"""One step of descent in profile: what it promises, what it may cost, and what it does."""

import numpy as np

from demos.kit import scene


def step_profile(land, x, lr, *, title) -> dict:
    """The loss along the step of descent from x, if other learning rates than lr were tried; its tangent; and the descent lemma's parabola."""
    height, slope = float(land.value(x)), land.grad(x)
    tried = np.linspace(0, 1.5 * lr, 61)
    way = x[:, None] - tried * slope[:, None]
    square = float(slope @ slope)
    bends = np.einsum("i,ijk,j->k", slope, land.hess(way), slope) / (square or 1.0)
    largest = float(np.nanmax(bends)) if land.eigenvalues is None else float(land.eigenvalues[-1])
    loss = land.value(way)
    promise = height - tried * square
    lemma = promise + largest * tried**2 * square / 2
    reached = float(land.value(x - lr * slope))
    seen = np.array([height, reached, loss[tried <= lr].min(), lemma[tried <= lr].min()])
    low, high = seen.min(), max(seen.max(), height + 0.3 * (height - seen.min()))
    margin = 0.12 * (high - low) or 1.0
    return scene.plot(
        "profile",
        scene.axis(0, 1.5 * lr, "η tried at this step"),
        scene.axis(low - margin, high + margin),
        [
            scene.rule(scene.pen("soft", width=1), y=height),
            scene.line(tried, promise, scene.pen("soft", width=1.4, dash="dot"), label="tangent"),
            scene.line(tried, lemma, scene.pen("accent", dash="dash"), label="lemma"),
            scene.line(tried, loss, scene.pen("ink", width=1.8), label="loss"),
            scene.rule(scene.pen("warn", width=1, dash="dash"), x=lr, label="η"),
            scene.points([lr], [reached], "dot", scene.pen("warn" if reached > height else "ink")),
        ],
        title=title,
        area="side",
        aspect=1.75,
    )
