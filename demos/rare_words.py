"""Common words and rare ones: one learning rate for all weights, or one for each."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Slider, scene
from demos.kit.loss import FLOOR, above, logarithmic, loss_words
from demos.kit.pens import rule_pen
from demos.kit.words import count, number

SENTENCES = 256
ORDERS = 8  # of the sentences; what is shown is the mean
EVERY = 8  # sentences from frame to frame
RATES = np.array([float(f"{rate:.2g}") for rate in np.geomspace(3e-3, 1, 16)])
SGD, ADAGRAD = gdzoo.RULES["gd"], gdzoo.RULES["adagrad"]
NAMES = {SGD: "SGD", ADAGRAD: "AdaGrad"}
PLACES = {SGD: -0.2, ADAGRAD: 0.2}


class RareWords(Demo):
    """A sentence teaches something about its own words alone. Who has learned the rare ones?

    Both read the same sentences once and in the same order, each at its best learning rate. Raise the rarity, or try to help the rare words
    by raising SGD's rate, and see what the common ones say to that.
    """

    rarity = LogSlider(1, 4, 2.5, label="Each word rarer by", symbol="r")
    lr_sgd = LogSlider(
        1e-3,
        1,
        lambda demo: best_rate(SGD, demo.problem),
        label="Rate of SGD",
        symbol=r"\eta",
        follows=["rarity", "noise"],
    )
    lr_adagrad = LogSlider(
        1e-3,
        10,
        lambda demo: best_rate(ADAGRAD, demo.problem),
        label="Rate of AdaGrad",
        symbol=r"\eta",
        follows=["rarity", "noise"],
    )
    noise = Slider(0, 2, 0.5, step=0.1, label="Noise", symbol=r"\sigma")
    draw = Slider(0, 99, 0, step=1, label="Order of the sentences", more=True)

    @property
    def problem(self):
        return gdzoo.PROBLEMS["rare_words"](rarity=self.rarity, noise=self.noise, examples=SENTENCES)

    def scene(self):
        problem = self.problem
        often, best = problem.data.inputs.sum(0), np.array(problem.minima[0])
        rates = {SGD: self.lr_sgd, ADAGRAD: self.lr_adagrad}
        runs = {rule: read(rule, problem, lr, self.draw) for rule, lr in rates.items()}
        weights = {rule: mean(run, run.x.swapaxes(0, 1)) for rule, run in runs.items()}
        losses = {rule: mean(run, above(problem, run.f)) for rule, run in runs.items()}
        shown = {rule: np.maximum(loss, FLOOR) for rule, loss in losses.items()}
        steps = runs[SGD].steps
        return scene.scene(
            [
                self.bars(often, best, weights),
                scene.plot(
                    "rarest",
                    scene.axis(0, SENTENCES, "sentence"),
                    span([weights[rule][-1] for rule in runs], best[-1]),
                    [
                        scene.rule(scene.pen("soft", dash="dot", width=1.2), y=best[-1], label="best"),
                        *(
                            scene.line(steps, weights[rule][-1], pen(rule), label=NAMES[rule], moves=True)
                            for rule in runs
                        ),
                    ],
                    title=f"The weight of the rarest word, in {count(int(often[-1]), 'sentence')}",
                    area="side",
                    aspect=2,
                    cursor=True,
                ),
                scene.plot(
                    "loss",
                    scene.axis(0, SENTENCES, "sentence"),
                    logarithmic(
                        [loss / 2 for loss in shown.values()]
                    ),  # room under the lower end, so that its name stays below
                    [scene.line(steps, shown[rule], pen(rule), label=NAMES[rule], moves=True) for rule in runs],
                    title="Loss above the lowest",
                    area="side",
                    aspect=2,
                    cursor=True,
                ),
            ],
            self.sentence(often, best, weights, losses),
            timeline=steps,
            note=[
                f"{SENTENCES} sentences, read once, one per step",
                f"mean of {ORDERS} orders",
                *(f"η = {number(lr, 3)} for {NAMES[rule]}" for rule, lr in rates.items()),
                f"at first the best of {len(RATES)} rates for the last loss",
            ],
            controls={
                f"lr_{NAMES[rule].lower()}": {"ticks": [scene.tick(best_rate(rule, problem), "best")]} for rule in runs
            },
            fixes=[("Put the learning rates back", {"lr_sgd": None, "lr_adagrad": None})]
            if any(np.isnan(loss[-1]) for loss in losses.values())
            else (),
            data={"sentence": steps}
            | {f"loss, {NAMES[rule]}": losses[rule] for rule in runs}
            | {f"weight {j + 1}, {NAMES[rule]}": weights[rule][j] for rule in runs for j in range(len(best))},
        )

    def bars(self, often, best, weights):
        """The weights of all words, the commonest first, under both rules; stars, where the loss is lowest."""
        places = np.arange(len(best)) + 1.0
        known = span([w for both in weights.values() for w in both], *best)
        return scene.plot(
            "weights",
            scene.axis(
                0.4,
                len(best) + 0.6,
                f"how many of {SENTENCES} sentences have the word",
                ticks=[(place, number(n, 3)) for place, n in zip(places, often, strict=True)],
            ),
            known | {"label": "weight"},
            [
                scene.rule(scene.pen("soft", width=1), y=0),
                *(
                    scene.bars(places + PLACES[rule], [np.round(w, 3) for w in weights[rule]], pen(rule), width=0.34)
                    for rule in weights
                ),
                scene.points(places, best, "star"),
            ],
            title="The weight of each word: left SGD, right AdaGrad; stars, the best",
            aspect=1.4,
        )

    def sentence(self, often, best, weights, losses):
        lost = [NAMES[rule] for rule in losses if np.isnan(losses[rule][-1])]
        if lost:
            return f"**{' and '.join(lost)} diverge{'s' if len(lost) == 1 else ''}**: a sentence with all six words has the curvature 12, and bears rates below {number(2 / 12)} alone."
        ends = {rule: number(weights[rule][-1][-1]) for rule in weights}
        loss = {rule: loss_words(losses[rule][-1]) for rule in losses}
        who = (
            "No word is rare"
            if often.min() == SENTENCES
            else f"The rarest word, in {count(int(often[-1]), 'sentence')} of {SENTENCES}, stands at {ends[ADAGRAD]} under AdaGrad and at {ends[SGD]} under SGD"
        )
        aim = "" if often.min() == SENTENCES else f", and {number(best[-1])} would be best"
        return f"**{who}**{aim}; AdaGrad ends {loss[ADAGRAD]} above the lowest loss, SGD {loss[SGD]}."


def pen(rule):
    """The pen of a rule, without marks: its lines have hundreds of points."""
    return rule_pen(rule, marker=None)


def span(sequences, *others) -> dict:
    """An axis that holds all of these numbers, and 0; what has left is not waited for."""
    seen = np.concatenate([*sequences, others, [0.0]])
    seen = np.clip(seen[np.isfinite(seen)], -2.0, 4.0)
    low, high = seen.min(), seen.max()
    margin = 0.1 * (high - low)
    return scene.axis(low - margin if low < 0 else 0, high + margin)


def mean(run, values):
    """The mean over the orders (..., frames, orders), and nothing from the step at which one of them has left."""
    left = run.escaped_at[run.escaped_at >= 0]
    with np.errstate(all="ignore"):
        means = values.mean(-1)
    return np.where(run.steps < left.min(), means, np.nan) if len(left) else means


def read(rule, problem, lr, draw):
    """One reading of all sentences, in several orders at once."""
    starts = np.zeros((problem.dim, ORDERS))
    return gdzoo.minimize(rule, gdzoo.Minibatch(problem, 1), starts, SENTENCES, every=EVERY, seed=draw, lr=lr)


@lru_cache(maxsize=32)
def best_rate(rule, problem) -> float:
    """The one of `RATES` with the lowest last loss, in the mean of the orders."""
    starts = np.zeros((problem.dim, len(RATES), ORDERS))
    run = gdzoo.minimize(
        rule, gdzoo.Minibatch(problem, 1), starts, SENTENCES, every=SENTENCES, lr=np.repeat(RATES[:, None], ORDERS, 1)
    )
    loss = np.where(run.escaped_at < 0, above(problem, run.f[-1]), np.inf).mean(1)
    return float(RATES[loss.argmin()])
