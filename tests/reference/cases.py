"""What the scripts of this folder share: what a case is, how far it amplifies errors, and where it is written.

A script brings ``follow(rule, knobs, x0, f)``, which makes ``LENGTH`` steps of a rule of gdzoo's by other means and returns
{"x": its points}, and with them further sequences that gdzoo records ("average"). f has ``value(x)`` and ``grad(x, t)``;
points are lists of numbers, or of lists for matrices. Two kinds of cases: sequences, where both sides are fed the same
gradients, so that no chaos can hide a wrong rule; runs on landscapes.
"""

import json
import random
from pathlib import Path

LENGTH = 40
NUDGE = 1e-10


def draw(shape, seed):
    """A start and gradients of very different sizes, with few digits."""
    source = random.Random(seed)

    def filled(shape, number):
        return [filled(shape[1:], number) for _ in range(shape[0])] if shape else float(f"{number():.4g}")

    start = filled(shape, lambda: source.gauss(0, 1.5))
    grads = [filled(shape, lambda: source.gauss(0, 1) * 2.718 ** source.gauss(0, 1)) for _ in range(LENGTH)]
    return {"x0": start, "grads": grads}


FED = {"vector": draw((3,), 7), "wide": draw((3, 4), 8), "tall": draw((4, 3), 9), "square": draw((3, 3), 10)}
WIDE, TALL = draw((3, 4), 28)["x0"], FED["tall"]["x0"]
THREE, FOUR = draw((3, 3), 11)["x0"], draw((4, 4), 26)["x0"]
RESIDUALS = {
    "wide": {"left": THREE, "right": FOUR, "target": draw((3, 4), 13)["x0"]},
    "tall": {"left": FOUR, "right": THREE, "target": draw((4, 3), 14)["x0"]},
}
"""Parameters of the landscape ``residual``, for matrices of 3 x 4 and of 4 x 3."""


class Feed:
    """Answers step t with the t-th of the given gradients, wherever it is asked."""

    def __init__(self, grads):
        self.grads = grads

    def grad(self, x, t):
        return self.grads[t - 1]


class Nudged:
    """An objective that sees every point, and gives every derivative, off by a ten-billionth."""

    def __init__(self, f):
        self.f = f

    def __getattr__(self, name):
        return getattr(self.f, name)

    def hess(self, x):
        return nudged(self.f.hess(nudged(x)), symmetric=True)

    def grad(self, x, t):
        return nudged(self.f.grad(nudged(x, -t), t), t)


def nudged(x, seed=0, symmetric=False):
    """x with each number off by a relative ``NUDGE``, up or down."""
    source = random.Random(seed)

    def off(x):
        return [off(u) for u in x] if isinstance(x, list) else x * (1 + source.choice((-1, 1)) * NUDGE)

    x = off(x)
    if symmetric:
        x = [[x[min(i, j)][max(i, j)] for j in range(len(x))] for i in range(len(x))]
    return x


def flat(x):
    return [v for u in x for v in flat(u)] if isinstance(x, list) else [x]


def deviation(ours, theirs, x0):
    """The largest difference of two paths, relative to the size of the path in that coordinate."""
    worst = 0
    for k, start in enumerate(flat(x0)):
        a, b = [flat(x)[k] for x in ours], [flat(x)[k] for x in theirs]
        size = max(abs(start), *map(abs, b))
        worst = max(worst, *(abs(u - v) / size for u, v in zip(a, b, strict=True)))
    return float(worst)


def frozen(follow, reference, rule, knobs, start, f, **where):
    """One case: who says so, the points, and by how much the path amplifies errors of its start and gradients."""
    paths = follow(rule, knobs, start, f)
    off = follow(rule, knobs, nudged(start), Nudged(f))
    growth = max(deviation(off[name], paths[name], start) for name in paths) / NUDGE
    exact = json.loads(json.dumps(paths, default=float))  # numbers of 50 digits become the nearest floats
    return {"rule": rule, "reference": reference, "knobs": knobs, **where, "amplification": round(growth, 1), **exact}


def freeze(name, follow, reference, sequences, runs, objective):
    """Write ``name``.json; ``reference(rule)`` names the source, ``objective(landscape, parameters)`` makes an f."""
    cases = []
    for rule, knobs, *fed in sequences:
        fed = fed[0] if fed else "vector"
        given = FED[fed]
        cases.append(frozen(follow, reference(rule), rule, knobs, given["x0"], Feed(given["grads"]), fed=fed))
    for rule, knobs, landscape, parameters, x0 in runs:
        f, where = objective(landscape, parameters), {"landscape": landscape, "parameters": parameters, "x0": x0}
        cases.append(frozen(follow, reference(rule), rule, knobs, x0, f, **where))
    fed = {case["fed"]: FED[case["fed"]] for case in cases if "fed" in case}
    lines = json.dumps({"fed": fed, "cases": cases}).replace('{"rule"', '\n{"rule"')
    Path(__file__).with_name(f"{name}.json").write_text(lines + "\n")
    for case in sorted(cases, key=lambda case: case["rule"]):
        print(
            f"{case['rule']:22} {case.get('fed') or case['landscape']:16} {len(case['x']):3} {case['amplification']:12.3g}"
        )
