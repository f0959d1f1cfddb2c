"""What can go wrong with a run: cases with a symptom, a cause and a remedy, each of them a real run that has it."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from demos.kit.chain import Chain

BOOTH, HIMMELBLAU, CLIFF, TANG = (
    gdzoo.LANDSCAPES[name] for name in ("booth", "himmelblau", "cliff", "styblinski_tang")
)
LINE = gdzoo.PROBLEMS["linear_regression"](noise=1)
CHAIN, LAYERS = Chain(), 8
SPREAD = 1 + 0.1 * np.array(
    [0.9, -0.4, 0.2, -1.0, 0.6, -0.1, 0.7, -0.6]
)  # of the weights of the chain about their mean
RATE = gdzoo.SCHEDULES
STARTS = 8  # of the remedy that starts again


class Setting(NamedTuple):
    """How a run goes: a rule with its knobs, from a start (None for several at random), on what the rule sees of the objective."""

    rule: str
    knobs: dict[str, Any]
    start: Any
    seen: Any

    @property
    def title(self) -> str:
        """The name of the rule."""
        return gdzoo.RULES[self.rule].title


class Case(NamedTuple):
    """A symptom, with a run that has it and one that a remedy has mended.

    title: in the menu. cause: what is wrong, "the steps are too short". remedy: what the button does. then: the same when it is done.
    """

    title: str
    objective: Any
    steps: int
    ill: Setting
    well: Setting
    cause: str
    remedy: str
    then: str


def gd(lr, start, seen, rule="gd") -> Setting:
    """Plain descent, or another rule."""
    return Setting(rule, {"lr": lr}, start, seen)


CASES = {
    "slow": Case(
        "The loss hardly falls",
        BOOTH,
        60,
        gd(0.0005, (-4.0, 5.0), BOOTH),
        gd(0.05, (-4.0, 5.0), BOOTH),
        "the steps are too short",
        "Take a learning rate a hundred times as large",
        "with η = 0.05 in place of 0.0005",
    ),
    "bounces": Case(
        "The loss goes up and down",
        HIMMELBLAU,
        60,
        gd(0.03, (-1.0, -1.0), HIMMELBLAU),
        gd(0.01, (-1.0, -1.0), HIMMELBLAU),
        "the steps are longer than the valley is wide",
        "Take a third of the learning rate",
        "with η = 0.01 in place of 0.03",
    ),
    "explodes": Case(
        "The loss explodes, up to NaN",
        BOOTH,
        60,
        gd(0.15, (-4.0, 5.0), BOOTH),
        gd(0.05, (-4.0, 5.0), BOOTH),
        "the learning rate is above 2/L, and every step overshoots further than the one before",
        "Take a third of the learning rate",
        "with η = 0.05, below 2/L = 0.11, in place of 0.15",
    ),
    "early": Case(
        "The run stops too early",
        BOOTH,
        60,
        gd(RATE["exponential"](0.05, factor=0.85), (-4.0, 5.0), BOOTH),
        gd(RATE["linear"](0.05, steps=60), (-4.0, 5.0), BOOTH),
        "the learning rate fell faster than the run could go",
        "Let the rate fall over all steps",
        "with a rate that falls in a line to zero over all 60 steps",
    ),
    "plateau": Case(
        "Flat from the start: a plateau",
        CLIFF,
        80,
        gd(0.5, (3.4, -0.6), CLIFF),
        gd(0.1, (3.4, -0.6), CLIFF, "adam"),
        "hardly any slope, and a step in proportion to it",
        "Divide by the size of the gradients: Adam",
        "with Adam, whose step does not shrink with the slope",
    ),
    "saddle": Case(
        "It falls, then stands still: a saddle",
        HIMMELBLAU,
        60,
        gd(0.01, (1.8, -0.18), HIMMELBLAU),
        gd(0.01, (1.8, -0.18), gdzoo.Noisy(HIMMELBLAU, 1.0)),
        "the run has come almost exactly to a saddle, where no slope leads on",
        "Add a little noise to the gradient",
        "with noise of the standard deviation 1 in the gradient",
    ),
    "poor": Case(
        "It settles, but too high: a poor minimum",
        TANG,
        60,
        gd(0.02, (1.0, 1.5), TANG),
        gd(0.02, None, TANG),
        "the start lies in the wrong valley, and no number on the right shows it",
        f"Start again from {STARTS} random places, and keep the best",
        f"with the best of {STARTS} random starts",
    ),
    "noise": Case(
        "It jitters, and falls no further: noise",
        LINE,
        120,
        gd(0.15, (-1.0, 2.0), gdzoo.Minibatch(LINE, 1)),
        gd(RATE["linear"](0.15, steps=120), (-1.0, 2.0), gdzoo.Minibatch(LINE, 1)),
        "each gradient is that of a single example, and its noise holds the loss on a floor",
        "Let the learning rate fall to zero",
        "with a rate that falls in a line to zero",
    ),
    "vanishes": Case(
        "Flat from the start: a deep chain whose gradients vanish",
        CHAIN,
        60,
        gd(0.02, tuple(0.5 * SPREAD), CHAIN),
        gd(0.02, tuple(0.9 * SPREAD), CHAIN),
        "each gradient is a product of seven weights of about one half",
        "Start with weights near 1",
        "with first weights near 0.9 in place of 0.5",
    ),
    "blows": Case(
        "One huge step: a deep chain whose gradients explode",
        CHAIN,
        60,
        gd(0.02, tuple(1.5 * SPREAD), CHAIN),
        gd(0.02, tuple(1.5 * SPREAD), gdzoo.ClipNorm(CHAIN, 5.0)),
        "each gradient is a product of seven weights of about three halves",
        "Clip the gradient to the length 5",
        "with every gradient shortened to the length 5 at most",
    ),
}


class Course(NamedTuple):
    """A run, with what a log would hold of it. others: runs from other starts, where the remedy has them."""

    run: Any
    loss: np.ndarray  # above the minimum
    slope: np.ndarray  # length of the gradient of the whole loss
    ratio: np.ndarray  # length of each step over that of the weights before it; nothing at the start
    others: list


@lru_cache(maxsize=32)
def course(name, well) -> Course:
    """The run of a case, ill or well."""
    case = CASES[name]
    setting = case.well if well else case.ill
    starts = spots(case) if setting.start is None else [setting.start]
    runs = [gdzoo.minimize(setting.rule, setting.seen, start, case.steps, **setting.knobs) for start in starts]
    best = int(np.argmin([run.f[-1] for run in runs]))
    run = runs.pop(best)
    there = np.ones(len(run.f), bool) if run.escaped_at < 0 else run.steps < run.escaped_at
    x = np.where(there[:, None], run.x, run.x[0])
    size = np.linalg.norm(x, axis=1)
    moved = np.linalg.norm(np.diff(x, axis=0), axis=1) / size[:-1]
    return Course(
        run,
        np.where(there, run.f - case.objective.f_min, np.nan),
        np.where(there, np.linalg.norm(case.objective.grad(x.T), axis=0), np.nan),
        np.where(there, np.append(np.nan, moved), np.nan),
        runs,
    )


def spots(case) -> np.ndarray:
    """Random starts, even over the box."""
    low, high = np.transpose(case.objective.box)
    return np.random.default_rng(0).uniform(low, high, (STARTS, 2))
