"""Which optimizer first? Three questions about the problem, and the answer measured on a problem of that kind."""

from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Toggle, scene
from demos.kit.loss import FLOOR, logarithmic, loss_words
from demos.kit.pens import rule_pen
from demos.kit.tuning import is_own
from demos.kit.words import count, listing, number

NAMES = "gd momentum nesterov adagrad adam conjugate_gradient lbfgs bfgs newton"
RULES = [gdzoo.RULES[name] for name in NAMES.split()]
BUDGET = 80  # evaluations
DIM, KAPPA, EXAMPLES, BATCH = 12, 400.0, 64, 8
RATES = np.geomspace(4e-3, 10, 11)
SEEDS = 3  # runs of which the mean counts, where there is noise
EVERY = 2  # evaluations between two points of a curve
TIE = 2.0  # within this factor of the lowest loss, a rule has not lost
SIZES = {"few": "up to some hundred", "many": "thousands to billions"}


class Choose(Demo):
    """Which optimizer would you try first? Answer three questions about your problem.

    What cannot be used there leaves the chart. The others run on a small problem of that kind, each with its
    own best learning rate. Change one answer at a time, and watch who leads.
    """

    noisy = Toggle(True, label="Gradients from minibatches")
    scaled = Toggle(True, label="Coordinates of very different scale")
    size = Choice(SIZES, "many", label="Number of weights")

    def scene(self):
        found = {
            rule: course(rule, self.noisy, self.scaled) for rule in RULES if not why_not(rule, self.noisy, self.size)
        }
        ranked = sorted(found, key=lambda rule: found[rule][1][-1])
        curves = {rule: np.maximum(found[rule][1], FLOOR) for rule in ranked}
        evaluations = np.arange(0, BUDGET + 1, EVERY)
        return scene.scene(
            [
                scene.plot(
                    "losses",
                    scene.axis(0, BUDGET, "evaluations"),
                    logarithmic([*curves.values()]),
                    [
                        scene.line(
                            evaluations,
                            curve,
                            rule_pen(rule, marker=None, faint=place > 4),
                            label=rule.title,
                        )
                        for place, (rule, curve) in enumerate(curves.items())
                    ],
                    title="Loss above the minimum, by evaluations",
                ),
                scene.table(
                    "ranking",
                    [("", "text"), ("loss", "2g"), ("best η", "2g"), ("kept per weight", "text")],
                    [
                        {
                            "pen": rule_pen(rule),
                            "cells": [rule.title, curves[rule][-1], found[rule][0], kept(rule)],
                        }
                        for rule in ranked
                    ],
                ),
            ],
            self.sentence(ranked, curves),
            note=[
                f"{count(BUDGET, 'evaluation')} of gradient or loss",
                f"a Hessian counts as {DIM}",
                f"{DIM} coordinates, κ = {KAPPA:.0f}",
                f"the best of {len(RATES)} learning rates for each",
                f"{BATCH} of {EXAMPLES} examples in each gradient, mean of {SEEDS} runs"
                if self.noisy
                else f"all {EXAMPLES} examples in each gradient",
            ],
            data={"evaluations": evaluations} | {rule.title: curve for rule, curve in curves.items()},
        )

    def sentence(self, ranked, curves):
        best, last = ranked[0], {rule: curve[-1] for rule, curve in curves.items()}
        near = [rule.title for rule in ranked[1:] if last[rule] <= TIE * last[best]]
        tie = f", and {listing(near)} within a factor of {TIE:.0f} of it" if near else ""
        gone = {rule.title: why for rule in RULES if (why := why_not(rule, self.noisy, self.size))}
        out = f" Left out: {listing(gone)}; {next(iter(gone.values()))}." if gone else ""
        plain = last[gdzoo.RULES["gd"]]
        return f"**{best.title} ends lowest here, at {loss_words(last[best])}**{tie}; plain descent ends at {number(plain)}.{out}"


def why_not(rule, noisy, size) -> str:
    """Why a rule is no candidate; "" where it is one."""
    if noisy and ("search" in rule.traits or "hessian" in rule.traits):
        return "minibatches mislead a search, and a Hessian"
    if size == "many" and ("hessian" in rule.traits or "each pair" in kept(rule)):
        return "they keep a number for each pair of weights"
    return ""


@lru_cache(maxsize=64)
def kept(rule) -> str:
    """How many numbers a rule keeps for each weight, measured on points of two sizes."""
    sizes = [numbers(rule.init(gdzoo.LANDSCAPES["bowl"], np.ones(d))) for d in (12, 24)]
    if sizes[1] > 3 * sizes[0] or "hessian" in rule.traits:
        return "one for each pair"
    return str(round((sizes[1] - sizes[0]) / 12))


def numbers(state: Any) -> int:
    """How many numbers a state holds."""
    return sum(map(numbers, state)) if isinstance(state, tuple) else 0 if state is None else np.size(state)


class Regression:
    """The mean over examples of ρ(a·x − y), with ρ(r) = r²/4 + log(cosh r)/2: a fit with `DIM` features, convex and not quadratic.

    The features have sizes from 1 down to 1/√κ: scaled, each is a coordinate; otherwise the same axes are turned at random.
    """

    point_ndim, f_min, examples = 1, None, EXAMPLES

    def __init__(self, scaled):
        random = np.random.default_rng(0)
        sizes = np.geomspace(1, KAPPA**-0.5, DIM)
        turn = np.linalg.qr(random.normal(size=(DIM, DIM)))[0]
        self.inputs = random.normal(size=(EXAMPLES, DIM)) * sizes
        truth = random.choice([-1.0, 1.0], DIM) / sizes**0.5
        self.targets = self.inputs @ truth + 0.2 * random.normal(size=EXAMPLES)
        if not scaled:
            self.inputs = self.inputs @ turn
        self.chosen = None

    @property
    def cost(self):
        return EXAMPLES if self.chosen is None else len(self.chosen)

    def on(self, indices):
        """The mean over some examples alone, for every column its own; indices: (k, *batch)."""
        some = copy(self)
        some.chosen = indices
        return some

    def residuals(self, x):
        """The examples as (k, ..., d) that points (d, *batch) see, and what x leaves of their targets, (k, *batch)."""
        if self.chosen is None:
            return None, np.tensordot(self.inputs, x, 1) - self.targets.reshape(-1, *(1,) * (x.ndim - 1))
        inputs = self.inputs[self.chosen]
        return inputs, np.einsum("k...d,d...->k...", inputs, x) - self.targets[self.chosen]

    def value(self, x):
        _, r = self.residuals(x)
        return (r**2 / 4 + (np.logaddexp(r, -r) - np.log(2)) / 2).mean(0)

    def grad(self, x):
        inputs, r = self.residuals(x)
        slope = (r + np.tanh(r)) / 2 / len(r)
        return np.tensordot(self.inputs.T, slope, 1) if inputs is None else np.einsum("k...d,k...->d...", inputs, slope)

    def hess(self, x):
        _, r = self.residuals(x)
        return np.einsum("ki,k...,kj->ij...", self.inputs, (1 - np.tanh(r) ** 2 / 2) / EXAMPLES, self.inputs)


@lru_cache(maxsize=2)
def problem(scaled):
    """The regression, and its lowest loss, as Newton finds it."""
    fit = Regression(scaled)
    return fit, float(gdzoo.minimize("newton", fit, np.zeros(DIM), 30).f[-1])


@lru_cache(maxsize=64)
def course(rule, noisy, scaled) -> tuple[float | None, np.ndarray]:
    """The learning rate with which a rule ends lowest, if it does not find its own, and its mean loss by evaluations."""
    fit, lowest = problem(scaled)
    own, search = is_own(rule), "search" in rule.traits
    starts = np.zeros((DIM, 1 if own else len(RATES), SEEDS if noisy else 1))
    knobs: dict[str, Any] = {} if own else {"lr": RATES[:, None]}
    steps = BUDGET // 2 if search else BUDGET  # a search asks for a value and a gradient at least
    seen = gdzoo.Minibatch(fit, BATCH) if noisy else fit
    run = gdzoo.minimize(rule, seen, starts, steps, every=1 if search else EVERY, **knobs)
    spent = (run.grad_evals + run.value_evals).reshape(len(run.steps), -1).max(1) / (BATCH if noisy else EXAMPLES)
    spent = spent + DIM * run.steps if "hessian" in rule.traits else spent
    at = np.searchsorted(spent, np.arange(0, BUDGET + 1, EVERY), "right") - 1
    losses = (np.where(run.escaped_at < 0, run.f, np.inf).mean(2) - lowest)[at]
    best = int(np.argmin(losses[-4:].mean(0)))
    return (None if own else float(RATES[best])), losses[:, best]
