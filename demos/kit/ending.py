"""How a run ended, and why it diverged: what the sentences of the demos are made from."""

from typing import NamedTuple

import numpy as np

from demos.kit.controls import FAR
from demos.kit.loss import above
from demos.kit.planes import left_view
from demos.kit.tuning import largest_staying_lr
from demos.kit.words import apart, number
from gdzoo.analysis import largest_curvature, stability_limit

TOLERANCE = 1e-3  # a loss this close to the minimum has arrived
LOWEST = ("the minimum", "a minimum")
LIMITS = {
    "momentum": "2 (1 + β)",
    "nesterov": "(2 + 2 β) / (1 + 2 β)",
    "nesterov_lookahead": "(2 + 2 β) / (1 + 2 β)",
}  # how `stability_limit` reads, for rules with momentum


class Ending(NamedTuple):
    """What became of a run, and the step at which it did.

    kind: "still" (no slope at the start), "arrives" (stays below the tolerance from `step` on),
    "rests" (at a point without slope that is no global minimum), "falls" (out of the picture,
    downhill, where there is no minimum), "escapes" (left the bound), "grows" (the loss is above
    the start's and growing), "bounces" (up and down, no progress), or "continues".
    """

    kind: str
    step: int


def ending(landscape, run, tolerance=TOLERANCE) -> Ending:
    """How the run, of one column, ended."""
    height, last = above(landscape, run.f), len(run.f) - 1
    if run.grad_norm[0] == 0:
        return Ending("still", 0)
    if landscape.f_min is None and run.f[-1] < run.f[0] and (out := left_view(landscape, run.x)) is not None:
        return Ending("falls", out)
    if run.escaped_at >= 0:
        return Ending("escapes", int(run.escaped_at))
    if landscape.f_min is not None and height[-1] <= tolerance:
        return Ending("arrives", int(np.flatnonzero(np.append(True, height > tolerance))[-1]))
    if flat_place(landscape, run.x[-1]) not in (None, *LOWEST):
        return Ending("rests", last)
    if last == 0:
        return Ending("continues", 0)
    *_, before, late = (part.max() for part in np.array_split(height, min(3, last + 1)))
    if height[-1] > height[0] and late >= before:
        return Ending("grows", last)
    if (np.diff(height) >= 0).any() and late > 0.9 * before:
        return Ending("bounces", last)
    return Ending("continues", last)


def is_stuck(rule, run) -> bool:
    """Whether a run ended where its rule finds no step because the Hessian is singular: near, not far out."""
    return bool(run.escaped_at >= 0 and "hessian" in rule.traits and np.abs(run.x[-1]).max() < FAR)


def flat_place(landscape, x) -> str | None:
    """What kind of point without slope lies within a hundredth of x, as Newton's step finds it; None if none does."""
    hessian = landscape.hess(x)
    slope = landscape.grad(x)
    if not np.isfinite(hessian).all():
        return None
    step = np.linalg.pinv(hessian) @ slope
    # Where nothing curves, as beside a kink, a slope leads on for ever, and no step of Newton's ends it.
    if not (np.linalg.norm(step) < 0.01 and np.linalg.norm(slope - hessian @ step) < 1e-6):
        return None
    if landscape.f_min is not None and landscape.value(x - step) - landscape.f_min < 1e-6:
        return LOWEST[len(landscape.minima) > 1]
    curvatures = np.linalg.eigvalsh(hessian)
    if curvatures[0] >= 0:
        return "a local minimum"
    return "a hilltop" if curvatures[-1] <= 0 else "a saddle"


def excess(rule, landscape, run, lr, beta=0.0) -> str:
    """The inequality that a run violated: "the learning rate times the largest curvature is 2.3, above 2".

    On a quadratic it is the exact stability limit of the rule. Elsewhere it holds for plain
    descent: the curvature is the largest that the path met.
    """
    limit = float(stability_limit(rule.name, beta))
    if landscape.eigenvalues is not None:
        curvature, where = landscape.eigenvalues[-1], "the largest curvature"
    else:
        met = run.x[: int(run.escaped_at)] if run.escaped_at >= 0 else run.x
        curvature, where = largest_curvature(landscape, met.T).max(), "the largest curvature on the way"
    if not lr * curvature > limit:
        return "every step overshoots further than the one before"
    product, edge = apart(lr * curvature, limit)
    bound = edge if beta == 0 else f"{LIMITS[rule.name]} = {edge}"
    return f"the learning rate times {where} is {product}, above {bound}"


def felt_curvatures(landscape, start) -> np.ndarray:
    """The curvatures of a quadratic in the directions in which the start has a slope: the others never matter to its run."""
    start = np.asarray(start, float)
    curvatures, directions = np.linalg.eigh(landscape.hess(start))
    slopes = np.abs(directions.T @ landscape.grad(start))
    return curvatures[slopes > 1e-12 * slopes.max()]


def unstable(rule, landscape, start, lr, beta=0.0) -> bool:
    """Whether theory says that the run diverges: on a quadratic, above the limit in a direction that the start feels."""
    if landscape.eigenvalues is None:
        return False
    limit = stability_limit(rule.name, beta) * (1 + 1e-9)  # at the limit itself, rounding does not decide
    return bool((lr * felt_curvatures(landscape, start) > limit).any())


def stable_fix(rule, landscape, start, steps, lr, beta=0.0) -> list:
    """The button that sets the largest stable learning rate; or, for a start from which none is, moves that."""
    stable = largest_stable(rule, landscape, start, steps, lr, beta)
    if stable is None:
        return [("Put the start back", {"start": None})]
    return [(f"Set the learning rate to {number(stable, 3)}", {"lr": stable})]


def largest_stable(rule, landscape, start, steps, lr, beta=0.0) -> float | None:
    """The largest learning rate, within a percent, that does not diverge: by theory on a quadratic, else by trying those below lr."""
    if landscape.eigenvalues is not None:
        return float(f"{0.99 * stability_limit(rule.name, beta) / landscape.eigenvalues[-1]:.3g}")
    knobs = {"beta": beta} if "beta" in rule.knobs else {}
    return largest_staying_lr(rule, landscape, start, steps, lr, **knobs)
