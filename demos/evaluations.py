"""Newton, BFGS, L-BFGS, conjugate gradients and momentum on one problem, by what they cost."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Slider, scene
from demos.kit.loss import logarithmic
from demos.kit.pens import rule_pen
from demos.kit.words import count, listing, number
from gdzoo.analysis import Chain, hyperparameter_map, largest_curvature, smallest_curvature

METHODS = {
    gdzoo.RULES[name]: title
    for name, title in (
        ("newton", "Newton"),
        ("bfgs", "BFGS"),
        ("lbfgs", "L-BFGS"),
        ("conjugate_gradient", "CG"),
        ("momentum", "Momentum"),
    )
}
MOMENTUM = gdzoo.RULES["momentum"]
PROBLEMS = {"rosenbrock": "Rosenbrock's valley", "chain": "a chain, quadratic"}
RATES = np.geomspace(0.05, 4, 12)  # tried for momentum, in parts of 1/L at the start
BETAS = np.array([0.5, 0.8, 0.9, 0.95])
TRIED = 600  # steps of each try
FRAMES = 90  # of which the first few coincide
MOST = 1000  # steps of momentum
GOAL = 1e-8  # a loss this close to the minimum has arrived
FLAT = 1e-6  # a slope below this is none
LEAST = 1e-12  # the lowest loss of the picture


class Bill(NamedTuple):
    """What a run of one method has come to, by step."""

    loss: np.ndarray  # above the minimum
    grads: np.ndarray  # gradients so far, each with the value at the same point
    hessians: np.ndarray  # Hessians so far
    rests: str  # the kind of place where the run has ended, beside the minimum; "" where it is under way

    def cost(self, n, counted):
        """What is counted, by step: steps, or evaluations, a Hessian as n of them."""
        return np.arange(len(self.loss)) if counted == "steps" else self.grads + n * self.hessians

    def arrival(self):
        """The step from which the loss stays below the goal; None where it does not."""
        late = int(np.flatnonzero(np.append(True, self.loss > GOAL))[-1])
        return late if late < len(self.loss) else None


class Evaluations(Demo):
    """Five methods, one start, one problem. Who is first, and who is first when steps are counted instead?

    A step of Newton's method costs a gradient and a Hessian, and a Hessian costs about as much as a gradient for
    each coordinate. Change what is counted, and then the number of coordinates.
    """

    counted = Choice({"evaluations": "gradients, a Hessian as n", "steps": "steps"}, "evaluations", label="Count")
    problem = Choice(PROBLEMS, "rosenbrock", label="Problem")
    n = Slider(2, 20, 10, step=1, label="Coordinates", symbol="n")

    def scene(self):
        bills = {rule: bill(rule, self.problem, self.n) for rule in METHODS}
        costs = {rule: each.cost(self.n, self.counted) for rule, each in bills.items()}
        ends = {rule: cost[bills[rule].arrival()] for rule, cost in costs.items() if bills[rule].arrival() is not None}
        frames = np.unique(np.geomspace(1, 1.3 * max(ends.values(), default=MOST), FRAMES).round())
        seen = {rule: after(frames, cost, bills[rule].loss) for rule, cost in costs.items()}
        shown = {rule: down_to_least(loss) for rule, loss in seen.items()}
        lr, beta = tuned(self.problem, self.n)
        what = "step" if self.counted == "steps" else "evaluation"
        return scene.scene(
            [
                scene.plot(
                    "loss",
                    scene.axis(1, frames[-1], f"{what}s", scale="log"),
                    logarithmic([*shown.values(), np.array([LEAST])]),
                    [
                        scene.rule(scene.pen("soft", width=1, dash="dot"), y=GOAL, label="10⁻⁸"),
                        *(
                            scene.line(frames, shown[rule], rule_pen(rule), label=title, moves=True)
                            for rule, title in METHODS.items()
                        ),
                    ],
                    title=f"Loss above the minimum, by {what}",
                    aspect=1.75,
                    cursor=True,
                ),
                scene.table(
                    "bill",
                    [("", "text"), ("steps", "int"), ("gradients", "int"), ("Hessians", "int"), ("counted", "int")],
                    [
                        {"pen": rule_pen(rule), "cells": [title, *self.row(bills[rule], costs[rule])]}
                        for rule, title in METHODS.items()
                    ],
                    title="The bill, until the loss is below 10⁻⁸",
                    area="below",
                ),
            ],
            self.sentence(bills, ends, what),
            timeline=frames,
            unit=what,
            note=[
                count(self.n, "coordinate"),
                "a gradient includes the value at its point",
                f"a Hessian counts as {self.n} gradients"
                if what != "step"
                else "a step counts as one, whatever it costs",
                f"momentum at η = {number(lr, 3)}, β = {number(beta, 3)}, the best of {len(RATES) * len(BETAS)} settings, tried for {TRIED} steps each and not counted",
                "the others with their defaults",
                "no noise",
            ],
            data={what: frames} | {f"loss, {title}": seen[rule] for rule, title in METHODS.items()},
        )

    def row(self, bill, cost):
        """What it has taken to arrive."""
        k = bill.arrival()
        return [None] * 4 if k is None else [k, int(bill.grads[k]), int(bill.hessians[k]), int(cost[k])]

    def sentence(self, bills, ends, what):
        order = sorted(ends, key=lambda rule: ends[rule])
        if not order:
            return "**Nobody arrives** with the steps that each has here."
        best = [METHODS[rule] for rule in order if ends[rule] == ends[order[0]]]
        lead = f"**{listing(best)} {'is' if len(best) == 1 else 'are'} first**, below 10⁻⁸ after {count(int(ends[order[0]]), what)}"
        later = [f"{METHODS[rule]} after {int(ends[rule])}" for rule in order[len(best) :]]
        never = [
            METHODS[rule] + (f" ends {bills[rule].rests}" if bills[rule].rests else " does not arrive")
            for rule in METHODS
            if rule not in ends
        ]
        rest = f"; {listing(later)}" if later else ""
        return lead + rest + (f"; {listing(never)}" if never else "") + "."


def ground(problem, n) -> tuple[Any, np.ndarray]:
    """The objective, and where all begin."""
    if problem == "chain":
        return Chain(n), np.zeros(n)
    return gdzoo.LANDSCAPES["rosenbrock"], np.where(np.arange(n) % 2, 1.0, -1.2)


@lru_cache(maxsize=256)
def bill(rule, problem, n) -> Bill:
    """What a method spends on a problem: the search ones and Newton have some more steps than they need."""
    f, start = ground(problem, n)
    knobs = dict(zip(("lr", "beta"), tuned(problem, n), strict=True)) if rule is MOMENTUM else {}
    counter = gdzoo.Counted(f)
    run = gdzoo.minimize(rule, counter, start, MOST if rule is MOMENTUM else 60 + 8 * n, **knobs)
    each = counter.hess_evals // run.steps[-1]  # the same number in every step
    loss, rests = np.maximum(run.f - f.f_min, 0.0), ""
    if run.grad_norm[-1] < FLAT and loss[-1] > GOAL:
        kind = "a saddle" if smallest_curvature(f, run.x[-1]) < 0 else "a local minimum"
        rests = f"at {kind} (loss {number(loss[-1])})"
    return Bill(loss, run.grad_evals, each * run.steps, rests)


@lru_cache(maxsize=64)
def tuned(problem, n) -> tuple[float, float]:
    """The rate and the memory with which momentum arrives first, of a grid of them; or comes lowest, where none arrives."""
    f, start = ground(problem, n)
    rates = np.array([float(f"{rate:.2g}") for rate in RATES / largest_curvature(f, start)])
    found = hyperparameter_map(MOMENTUM, f, start, TRIED, {"lr": rates, "beta": BETAS}, tolerance=GOAL)
    arrived = np.where(found.arrived < 0, TRIED + 1, found.arrived)
    j, i = found.best() if arrived.min() > TRIED else np.unravel_index(arrived.argmin(), arrived.shape)
    return float(rates[i]), float(BETAS[j])


def after(frames, cost, loss):
    """The loss when so much has been spent, and nothing where the run has not gone on so far."""
    k = np.searchsorted(cost, frames, side="right") - 1
    return np.where(frames <= max(cost[-1], cost[np.argmin(loss)]), loss[k], np.nan)


def down_to_least(loss):
    """The loss until it leaves the picture through its lower edge."""
    return np.where(np.append(np.inf, loss[:-1]) >= LEAST, np.maximum(loss, LEAST), np.nan)
