"""How far gdzoo's paths are from those of PyTorch, optax and the papers, which tests/reference/ keeps frozen."""

import functools
import json
from typing import NamedTuple

import numpy as np

import gdzoo
from book.places import ROOT

FROZEN = ROOT / "tests/reference"


class Verified(NamedTuple):
    """What is known of one rule: how many cases, the largest relative deviation, and whom it was compared with."""

    cases: int
    deviation: float
    references: tuple[str, ...]


class Fed:
    """An objective that answers step t with the t-th of the given gradients, wherever it is asked."""

    def __init__(self, grads, point_ndim=1):
        self.grads, self.point_ndim = np.asarray(grads), point_ndim

    def at(self, t):
        return gdzoo.objective(self.value, lambda x: np.zeros_like(x) + self.grads[t - 1])

    def value(self, x):
        return np.zeros(x.shape[self.point_ndim :])

    def grad(self, x):
        return np.zeros_like(x)


def residual(left, right, target):
    """|left x right - target|² / 2 of matrices x (m, n, *batch)."""
    a, b, c = np.array(left), np.array(right), np.array(target)

    def rest(x):
        return np.einsum("im,mn...,nj->ij...", a, x, b) - c.reshape(*c.shape, *(1,) * (x.ndim - 2))

    return gdzoo.objective(
        lambda x: (rest(x) ** 2).sum((0, 1)) / 2, lambda x: np.einsum("im,ij...,nj->mn...", a, rest(x), b)
    )


@functools.cache
def cases():
    """All frozen cases; those that were fed carry their start and gradients."""
    found = []
    for path in sorted(FROZEN.glob("*.json")):
        frozen = json.loads(path.read_text())
        found += [case | frozen["fed"].get(case.get("fed"), {}) for case in frozen.get("cases", [])]
    return found


def run(case):
    """gdzoo's run of a case."""
    ndim = np.ndim(case["x0"])
    if "fed" in case:
        f = Fed(case["grads"], ndim)
    elif case["landscape"] == "residual":
        f = residual(**case["parameters"])
    else:
        f = gdzoo.LANDSCAPES[case["landscape"]](**case["parameters"])
    return gdzoo.minimize(case["rule"], f, case["x0"], len(case["x"]), point_ndim=ndim, **case["knobs"])


def deviation(case):
    """The largest difference of gdzoo's path from the frozen one, relative to the size of the path in that coordinate."""
    ours = run(case)
    paths = {"x": ours.x} | ours.extra
    size = np.abs([case["x0"], *case["x"]]).max(0)
    gaps = [np.abs(paths[name][1:] - np.array(case[name])) / size for name in ("x", "average") if name in case]
    return float(np.max(gaps))


def tolerance(case):
    """1e-12, or more where the path amplifies what rounding adds to a step, about 1e-14, beyond that."""
    return max(1e-12, 1e-14 * case["amplification"])


@functools.cache
def verified(rule):
    """`Verified` of the rule with this name."""
    own = [case for case in cases() if case["rule"] == rule]
    return Verified(len(own), max(map(deviation, own), default=0.0), tuple(sorted({case["reference"] for case in own})))
