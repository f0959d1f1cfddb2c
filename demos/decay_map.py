"""The map of learning rate and weight decay, drawn twice: with the decay per learning rate, and with the decay per step."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.loss import logarithmic
from demos.kit.pens import rule_pen
from demos.kit.words import count, equal, number

FORMS = {"adamw": "AdamW", "penalty": "Penalty inside Adam"}
RATES = 10 ** np.linspace(
    -2.5, -0.5, 17
)  # eight to a decade, as the two below: a diagonal of one map is a row of the other
DECAYS = 10 ** np.linspace(-2, 1, 25)  # what the left map shows of λ
SHARES = 10 ** np.linspace(-4, 0, 33)  # what the right one shows of ηλ
CURVE = np.linspace(0, 1, 61)
FIT, TRUTH = rule_pen(gdzoo.RULES["adamw"], dash="solid", marker=None), scene.pen("soft", dash="dot", width=1.6)
BORDER = scene.pen("ink", dash="dash", width=1.2)


class DecayMap(Demo):
    """Must the weight decay be tuned anew when the learning rate changes?

    It depends on what one calls weight decay. Every point of a map is a run that fits the curve, and the bluer, the nearer it comes to the truth. Both maps show the same runs.
    Up the left one is λ, as in libraries, which multiply it by η; up the right one ηλ, the decay of a step, as in the paper.
    """

    decay = Choice(FORMS, "adamw")
    lr = LogSlider(float(RATES[0]), float(RATES[-1]), 0.03, label="Learning rate", symbol=r"\eta")
    weight_decay = LogSlider(float(DECAYS[0]), float(DECAYS[-1]), 0.03, label="Weight decay", symbol=r"\lambda")
    noise = Slider(0, 1, 0.5, step=0.1, label="Noise of the points")
    steps = Slider(20, 600, 400, step=20, more=True)
    seed = Slider(0, 99, 4, step=1, label="Points", more=True)

    @property
    def problem(self):
        return problem(self.noise, self.seed)

    def scene(self):
        f, every = self.problem, max(1, self.steps // 40)
        run = decayed(self.decay, f, self.steps, self.lr, self.weight_decay, every=every)
        there = (run.escaped_at < 0) | (run.steps < run.escaped_at)
        loss, error = (np.where(there, values, np.nan) for values in (run.f, f.error(run.x.T)))
        left, right = outcomes(self.decay, f, self.steps)
        row, column = np.unravel_index(np.nanargmin(left), left.shape)
        best = float(RATES[column]), float(DECAYS[row])
        maps = [
            ("libraries", DECAYS, "Up: λ, the decay of libraries", 1.0, left),
            ("paper", SHARES, "Up: ηλ, the decay of the paper", self.lr, right),
        ]
        return scene.scene(
            [
                *(self.map(name, rows, title, unit, best) for name, rows, title, unit, _ in maps),
                self.fit(run, there.all()),
                self.chart(run.steps, loss, error),
            ],
            self.sentence(error, run, best, float(np.nanmin(left))),
            timeline=run.steps,
            note=[
                f"{count(self.steps, 'step')} each, from 0",
                f"{f.bumps} bumps, {f.examples} points",
                equal("η", self.lr),
                equal("λ", self.weight_decay),
                "all points in every gradient",
            ],
            fields={key: value for name, rows, *_, found in maps for key, value in fields(name, rows, found).items()},
            fixes=[("Go to the best", {"lr": best[0], "weight_decay": best[1]})] if run.escaped_at >= 0 else (),
            data={"step": run.steps, "loss": loss, "error": error},
        )

    def map(self, name, rows, title, unit, best):
        """The error over the learning rate and a decay, `unit` times λ."""
        cross = {"moves_x": "lr", "moves_y": "weight_decay"}
        here = [scene.handle(self.lr, self.weight_decay, "drag the settings", **cross)]
        if name == "paper":
            best, here = (
                (best[0], best[0] * best[1]),
                [scene.points([self.lr], [unit * self.weight_decay], "ring", FIT)],
            )
        return scene.plot(
            name,
            scene.axis(RATES[0], RATES[-1], "η", scale="log", ticks=[(r, number(r)) for r in (0.01, 0.03, 0.1)]),
            scene.axis(rows[0], rows[-1], "λ" if name == "libraries" else "ηλ", scale="log"),
            [
                scene.show_field(name),
                scene.show_field(f"{name} left"),
                *self.border(name, rows),
                scene.points([best[0]], [best[1]], "star", labels=["best"]),
                *here,
            ],
            title=title,
            aspect=1.15,
        )

    def border(self, name, rows):
        """Where the memory of AdamW is as long as the run: below it there is no time to forget."""
        if self.decay == "penalty":
            return []
        line = 1 / (self.steps * RATES) if name == "libraries" else np.full(len(RATES), 1 / self.steps)
        inside = (rows[0] <= line) & (line <= rows[-1])
        return [scene.line(RATES, np.where(inside, line, np.nan), BORDER, label="memory = run")] if inside.any() else []

    def fit(self, run, there):
        """The points, the truth, and the curve at the end of the run."""
        f = self.problem
        curve = np.clip(f.predict(run.x[-1], CURVE), -4, 4) if there else np.full(len(CURVE), np.nan)
        return scene.plot(
            "fit",
            scene.axis(0, 1, "input", ticks=[(0, "0"), (0.5, "0.5"), (1, "1")]),
            scene.axis(-2.4, 2.4),
            [
                scene.points(f.data.inputs.round(3), f.data.targets.round(3), "dot", scene.pen("soft")),
                scene.line(CURVE, np.round(f.truth(CURVE), 3), TRUTH, label="truth"),
                scene.line(CURVE, np.round(curve, 3), FIT, label="fit"),
            ],
            title="The curve at the end of this run",
            area="below",
            aspect=1.6,
        )

    def chart(self, steps, loss, error):
        """What the run makes small, and what it is judged by."""
        lines = [np.maximum(values, 1e-6) for values in (loss, error)]
        return scene.plot(
            "errors",
            scene.axis(0, steps[-1], "step"),
            logarithmic(lines),
            [
                scene.line(steps, lines[0], scene.pen("soft"), label="loss on the points", moves=True),
                scene.line(steps, lines[1], FIT, label="error against the truth", moves=True),
            ],
            title="Loss and error by step",
            area="below",
            aspect=1.6,
            cursor=True,
        )

    def sentence(self, error, run, best, lowest):
        here = f"with η = {number(self.lr)} and λ = {number(self.weight_decay)}"
        there = f"the best on the left map, {number(best[0])} and {number(best[1])}, comes to {number(lowest)}"
        if run.escaped_at >= 0:
            return f"**Leaves after {count(int(run.escaped_at), 'step')}** {here}: a step takes {number(self.lr * self.weight_decay)} times the weight away; {there}."
        return f"**The error is {number(error[-1])}** {here}; {there}. A curve that stays at 0 has {number(error[0])}."


def decayed(form, f, steps, lr, weight_decay, *, every):
    """Runs from 0, one for each learning rate and decay."""
    start = np.zeros((f.dim, *np.shape(lr)))
    if form == "penalty":
        return gdzoo.minimize("adam", gdzoo.L2(f, weight_decay), start, steps, every=every, lr=lr)
    return gdzoo.minimize("adamw", f, start, steps, every=every, lr=lr, weight_decay=weight_decay)


@lru_cache(maxsize=8)
def outcomes(form, f, steps):
    """The error at the end for all of `RATES` and `DECAYS`, and for all of `RATES` and `SHARES`; NaN where a run left."""
    pairs = [(lr, decay) for decay in DECAYS for lr in RATES] + [(lr, part / lr) for part in SHARES for lr in RATES]
    exact, places = np.unique(np.round(np.log10(pairs), 6), axis=0, return_inverse=True)  # many are on both maps
    run = decayed(form, f, steps, *10**exact.T, every=steps)
    found = np.where(run.escaped_at < 0, f.error(run.x[-1]), np.nan)[places.ravel()]
    cut = len(DECAYS) * len(RATES)
    return found[:cut].reshape(-1, len(RATES)), found[cut:].reshape(-1, len(RATES))


def fields(name, rows, found) -> dict:
    """Bands of the error, and over them the settings that leave."""
    extent = (RATES[0], RATES[-1], rows[0], rows[-1])
    left = np.isnan(found)
    return {
        name: scene.field(np.log(np.where(left, np.nanmax(found), found)), extent),
        f"{name} left": scene.classes(np.where(left, 0, -1), extent, ["soft"]),
    }


@lru_cache(maxsize=16)
def problem(noise, seed):
    """The curve's problem, kept with its data."""
    return gdzoo.PROBLEMS["bumps"](noise=noise, seed=seed)
