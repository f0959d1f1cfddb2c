"""A matrix that learns: what singular values the steps have, and what is learned when."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.loss import loss_chart
from demos.kit.pens import rule_pen
from demos.kit.runs import until
from demos.kit.tuning import RATES, best_lr
from demos.kit.words import count, equal, number

PROBLEMS = {name: gdzoo.PROBLEMS[name] for name in ("associative_memory", "matrix_factorization")}
RULES = {
    name: rule for name, rule in gdzoo.RULES.items() if "matrix" in rule.traits or name in ("gd", "momentum", "adam")
}
LEARNED = 0.1  # of its first error: what is below it for good has been learned
TOP = 1.25  # of the chart of errors, in parts of the first; a step that is too long may reach beyond it
WORDS = {
    "associative_memory": ("fact", "Error of each fact, by how often it is seen", "×"),
    "matrix_factorization": ("eigenvector", "Error of each eigenvector, by its eigenvalue", ""),
}


class MatrixRun(Demo):
    """Watch a matrix learn common things and rare ones.

    The bars on the left are the singular values of each step: plain descent moves far where the gradient is strong and hardly
    elsewhere, Muon as far in every direction. On the right is what is left to learn. Choose other
    optimizers, and make the facts more equal.
    """

    rule = Choice(RULES, "muon", label="Optimizer")
    against = Choice(RULES, "gd", label="Beside it")
    problem = Choice(PROBLEMS, "associative_memory", label="Problem")
    lr = LogSlider(1e-4, 3, lambda demo: demo.best(demo.rule), label="Learning rate", symbol=r"\eta", follows="rule")
    exponent = Slider(
        0, 2, 2, step=0.1, label="How unequal the facts are", symbol="s", when={"problem": "associative_memory"}
    )
    steps = Slider(1, 200, 30, step=1, more=True)

    def scene(self):
        problem, rule = self.task(), self.rule
        rates = {rule: self.lr} | ({self.against: self.best(self.against)} if self.against is not rule else {})
        # one step more than shown: each frame draws the step that follows
        ahead = {r: gdzoo.minimize(r, problem, problem.start(0), self.steps + 1, lr=lr) for r, lr in rates.items()}
        runs = {r: until(run, self.steps) for r, run in ahead.items()}
        spreads = {r: spread(run) for r, run in ahead.items()}
        errors = {r: problem.errors(np.moveaxis(run.x, 0, -1)) for r, run in runs.items()}
        learned = {r: [first_below(error) for error in rows] for r, rows in errors.items()}
        noun, title, times = WORDS[problem.name]
        strengths = [f"{number(s)}{times}" for s in getattr(problem, "counts", problem.strengths)]
        titled = [r.title for r in runs]
        return scene.scene(
            [
                bars("step", "Singular values of the step", spreads, [str(i + 1) for i in range(len(strengths))], 1.05),
                bars("errors", title, errors, strengths, TOP),
                loss_chart(problem, [(run, rule_pen(r), r.title) for r, run in runs.items()], area="below", aspect=1.9),
                scene.table(
                    "learned",
                    [(f"{noun}, learned at step", "text"), *((title, "int") for title in titled)],
                    [
                        {"pen": None, "cells": [f"{i + 1}, {strength}", *steps]}
                        for i, (strength, *steps) in enumerate(zip(strengths, *learned.values(), strict=True))
                    ],
                    area="below",
                ),
            ],
            self.sentence(noun, runs, learned, spreads),
            timeline=runs[rule].steps,
            note=[
                count(self.steps, "step"),
                *(f"{r.title} at {equal('η', lr)}" for r, lr in rates.items()),
                f"tuned: the best of {len(RATES)} rates",
                f"learned: error below {number(LEARNED)} for good",
                "no noise",
            ],
            fixes=self.fixes(runs),
            data={"step": runs[rule].steps}
            | {f"loss, {r.title}": run.f for r, run in runs.items()}
            | {f"error {i + 1}, {r.title}": row for r, rows in errors.items() for i, row in enumerate(rows)}
            | {f"singular value {i + 1}, {r.title}": row for r, rows in spreads.items() for i, row in enumerate(rows)},
        )

    def task(self):
        """The problem, with facts as unequal as the reader wants them."""
        problem = self.problem
        return problem(**problem.values | {"exponent": self.exponent}) if "exponent" in problem.values else problem

    def best(self, rule) -> float:
        """The learning rate that suits a rule best."""
        return best_lr(rule, self.task())

    def sentence(self, noun, runs, learned, spreads):
        first, *other = (f"{r.title} {outcome(noun, run, learned[r])}" for r, run in runs.items())
        moving = {r.title: rows[:, rows.any(0).argmax()] for r, rows in spreads.items() if rows.any()}
        weakest = [f"{number(row[-1])} of the strongest in {title}'s" for title, row in moving.items()]
        words = "".join(f" {words}." for words in other)
        if not weakest:
            return f"**{first}**.{words}"
        return (
            f"**{first}**.{words} In the first step that moves, the weakest singular value is {', and '.join(weakest)}."
        )

    def fixes(self, runs):
        """The learning rate with which the rule does well."""
        if runs[self.rule].escaped_at < 0:
            return []
        best = self.best(self.rule)
        return [(f"Set the learning rate to {number(best)}", {"lr": best})]


def spread(run) -> np.ndarray:
    """The singular values of every step of a run, falling, in parts of the largest: (values, steps)."""
    values = np.linalg.svd(np.diff(run.x, axis=0), compute_uv=False).T
    return values / np.where(values[0] > 0, values[0], 1)


def first_below(errors) -> int | None:
    """The step from which on an error is below `LEARNED`, if it ends there."""
    above = np.flatnonzero(errors >= LEARNED)
    step = int(above[-1]) + 1 if len(above) else 0
    return step if step < len(errors) else None


def outcome(noun, run, learned) -> str:
    """What a run has learned, in words."""
    if run.escaped_at >= 0:
        return f"diverges after {count(int(run.escaped_at), 'step')}"
    known, within = [step for step in learned if step is not None], f"in {count(int(run.steps[-1]), 'step')}"
    if len(known) < len(learned):
        return f"learns {len(known) or 'none'} of {len(learned)} {noun}s {within}"
    if min(known) == max(known):
        return f"learns all {len(known)} {noun}s in {count(max(known), 'step')}"
    return f"learns the first {noun} in {count(min(known), 'step')} and the last in {max(known)}"


def bars(name, title, heights, ticks, top) -> dict:
    """One group of bars for each row, and in it a bar for each rule: broad for the first, narrow for the second.

    heights: {rule: (rows, frames)}; what is above the top ends there.
    """
    marks = []
    for at, (rule, rows) in enumerate(heights.items()):
        style = rule_pen(rule, dash="solid", width=(9, 4)[at], marker=None)
        for i, row in enumerate(rows):
            x = i + 1 + (at - (len(heights) - 1) / 2) * 0.36
            marks.append(scene.arrow(x, 0.0, x, np.minimum(row, top), style, head=False))
    return scene.plot(
        name,
        scene.axis(0.4, len(ticks) + 0.6, ticks=[(i + 1, words) for i, words in enumerate(ticks)]),
        scene.axis(0, top, "of the largest" if name == "step" else "of the first error"),
        [scene.rule(scene.pen("soft", width=1), y=1.0), *marks],
        title=title,
        aspect=1.25,
    )
