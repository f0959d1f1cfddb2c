"""A matrix that learns: what singular values the steps have, and what is learned when."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.loss import FLOOR, logarithmic, loss_chart
from demos.kit.menus import Menu
from demos.kit.pens import rule_pen
from demos.kit.runs import until
from demos.kit.tuning import BUDGET, RATES, best_lr
from demos.kit.words import count, equal, listing, number
from gdzoo import analysis

PROBLEMS = {name: gdzoo.PROBLEMS[name] for name in ("associative_memory", "matrix_factorization")}
RULES = Menu("learners", {"gd", "momentum", "adam", "adafactor", "shampoo", "soap", "muon"})
LEARNED = 0.1  # of its first error: what comes below it has been learned
HORIZON = 10  # steps of the runs with every learning rate
ROUNDING = 1e-9  # a smaller singular value, in parts of the largest, is none
TOP = 1.25  # of the chart of errors, in parts of the first; a step that is too long may lead beyond it
ASPECT = 1.3
WIDTHS = 10, 4  # of the bars of the first rule and of the second
PARTS = {  # of each problem: one of them, what they are told apart by, and the sign behind its number
    "associative_memory": ("fact", "how often it is seen", "×"),
    "matrix_factorization": ("eigenvector", "its eigenvalue", ""),
}


class MatrixRun(Demo):
    """Watch a matrix learn what is common and what is rare.

    The first bars are the singular values of each step: plain descent moves far where the gradient is strong and hardly
    elsewhere, Muon about as far in every direction. So it learns the rare about as soon as the common. Choose other
    optimizers, and make the facts more equal.
    """

    rule = Choice(RULES, "muon", label="Optimizer")
    against = Choice(RULES, "gd", label="Beside it")
    problem = Choice(PROBLEMS, "associative_memory", label="Problem")
    lr = LogSlider(1e-4, 3, lambda demo: demo.best(demo.rule), label="Learning rate", symbol=r"\eta", follows="rule")
    exponent = Slider(0, 2, 2, step=0.1, label="How unequal", symbol="s", when={"problem": "associative_memory"})
    steps = Slider(1, 60, 30, step=1, more=True)

    def scene(self):
        problem, rule = self.task(), self.rule
        rates = {self.against: self.best(self.against)} | {rule: self.lr}
        rates = {r: rates[r] for r in dict.fromkeys([rule, self.against])}
        # one step more than shown: each frame draws the step that follows
        ahead = {r: gdzoo.minimize(r, problem, problem.start(0), self.steps + 1, lr=lr) for r, lr in rates.items()}
        runs = {r: until(run, self.steps) for r, run in ahead.items()}
        spreads = {r: spread(run) for r, run in ahead.items()}
        errors = {r: problem.errors(np.moveaxis(run.x, 0, -1)) for r, run in runs.items()}
        learned = {r: first_below(rows) for r, rows in errors.items()}
        part, by, sign = PARTS[problem.name]
        strengths = [f"{number(s)}{sign}" for s in getattr(problem, "counts", problem.strengths)]
        ranks = [f"{i + 1}" for i in range(len(strengths))]
        return scene.scene(
            [
                bars("step", "Singular values of the step, the largest = 1", spreads, ranks, 1.05),
                self.when_learned(f"Steps to learn each {part}, by {by}", learned, strengths),
                bars("errors", f"Error of each {part}, at first = 1", errors, strengths, TOP, area="below", aspect=1.9),
                loss_chart(problem, [(run, rule_pen(r), r.title) for r, run in runs.items()], area="below", aspect=1.9),
                self.by_rate(problem, runs),
            ],
            self.sentence(part, runs, learned, spreads),
            timeline=runs[rule].steps,
            note=[
                count(self.steps, "step"),
                *(f"{r.title} at {equal('η', lr)}" for r, lr in rates.items()),
                f"tuned: the best of {len(RATES)} rates for {BUDGET} steps",
                f"learned: the error comes below {number(LEARNED)}",
                "no noise",
            ],
            data={"step": runs[rule].steps}
            | {f"loss, {r.title}": run.f for r, run in runs.items()}
            | {f"error {i + 1}, {r.title}": row for r, rows in errors.items() for i, row in enumerate(rows)}
            | {f"singular value {i + 1}, {r.title}": row for r, rows in spreads.items() for i, row in enumerate(rows)},
        )

    def task(self):
        """The problem, with facts as unequal as the reader wants them."""
        problem = self.problem
        return problem(**problem.values | {"exponent": self.exponent}) if "exponent" in problem.values else problem

    def best(self, rule):
        """The learning rate that suits a rule best."""
        return best_lr(rule, self.task())

    def when_learned(self, title, learned, ticks):
        """At which step each part was learned: a level line learns all of them together."""
        lines = [
            scene.line(np.arange(len(steps)) + 1, steps, rule_pen(r), label=r.title, dots=True)
            for r, steps in learned.items()
        ]
        across = scene.axis(0.4, len(ticks) + 0.6, ticks=[*enumerate(ticks, 1)])
        return scene.plot("learned", across, scene.axis(0, self.steps, "step"), lines, title=title, aspect=ASPECT)

    def by_rate(self, problem, runs):
        """The loss after a few steps for every learning rate, with the present one to drag.

        A few: after many, with a large rate, the last digit of a start decides where the weights are.
        """
        steps = min(self.steps, HORIZON)
        losses = {r: np.maximum(swept(r, problem, steps), FLOOR) for r in runs}
        height = logarithmic([*losses.values(), *(np.maximum(run.f[:1], FLOOR) for run in runs.values())])
        lines = [scene.line(RATES, row, rule_pen(r, marker=None), label=r.title) for r, row in losses.items()]
        last = np.clip(max(runs[self.rule].f[steps], FLOOR), height["low"], height["high"])
        return scene.plot(
            "rates",
            scene.axis(RATES[0], RATES[-1], "learning rate", scale="log"),
            height,
            [*lines, scene.handle(self.lr, last, "drag the rate", moves_x="lr")],
            title=f"Loss after {count(steps, 'step')}, by rate",
            area="below",
            aspect=1.9,
        )

    def sentence(self, part, runs, learned, spreads):
        first, *others = (f"{r.title} {outcome(part, run, learned[r])}" for r, run in runs.items())
        said = [f"**{first}**.", *(f"{words}." for words in others)]
        moves = {r: int(rows.any(0).argmax()) for r, rows in spreads.items()}
        weakest = {r: spreads[r][-1, k] for r, k in moves.items()}
        spans = listing(f"{number(w if w > 1e-6 else 0)} with {r.title}" for r, w in weakest.items())
        which = "first step that moves" if any(moves.values()) else "first step"
        said.append(f"The weakest singular value of the {which}, in parts of the strongest, is {spans}.")
        losses = listing(f"{number(run.f[-1])} with {r.title}" for r, run in runs.items())
        return " ".join([*said, f"The last loss is {losses}."])


@lru_cache(maxsize=64)
def swept(rule, problem, steps) -> np.ndarray:
    """The loss of a rule after so many steps, for each of `RATES`: kept while the reader moves along the curve."""
    return analysis.sweep(rule, problem, problem.start(0), steps, RATES).loss


def spread(run) -> np.ndarray:
    """The singular values of every step of a run, falling, in parts of the largest: (values, steps)."""
    values = np.linalg.svd(np.diff(run.x, axis=0), compute_uv=False).T
    share = values / np.where(values[0] > 0, values[0], 1)
    return np.where(share > ROUNDING, share, 0)


def first_below(errors) -> np.ndarray:
    """The first step at which each row of errors is below `LEARNED`; NaN where none is."""
    below = errors < LEARNED
    return np.where(below.any(1), below.argmax(1), np.nan)


def outcome(part, run, learned) -> str:
    """What became of a run, in words."""
    known = [int(step) for step in learned if np.isfinite(step)]
    if len(known) < len(learned):
        within = f"in {count(int(run.steps[-1]), 'step')}"
        return f"learns {len(known) or 'none'} of {len(learned)} {part}s {within}"
    if min(known) == max(known):
        return f"learns all {len(known)} {part}s in {count(max(known), 'step')}"
    return f"learns the first {part} in {count(min(known), 'step')} and the last in {max(known)}"


def bars(name, title, heights, ticks, top, **options) -> dict:
    """A group of bars for each row, and in it a bar for each rule: broad for the first, narrow for the second.

    heights: {rule: (rows, frames)}; what is above the top ends there.
    """
    marks = [
        scene.arrow(x, 0.0, x, np.minimum(row, top), rule_pen(rule, dash="solid", width=width, marker=None), head=False)
        for at, ((rule, rows), width) in enumerate(zip(heights.items(), WIDTHS, strict=False))
        for x, row in zip(np.arange(len(rows)) + 1 + 0.36 * (at - (len(heights) - 1) / 2), rows, strict=True)
    ]
    return scene.plot(
        name,
        scene.axis(0.4, len(ticks) + 0.6, ticks=[*enumerate(ticks, 1)]),
        scene.axis(0, top),
        [scene.rule(scene.pen("soft", width=1), y=1.0), *marks],
        **{"title": title, "aspect": ASPECT} | options,
    )
