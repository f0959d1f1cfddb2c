"""The map of momentum: how fast every learning rate and momentum converge on a quadratic."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import excess, stable_fix, unstable
from demos.kit.loss import FLOOR, logarithmic
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, path, picture, plane
from demos.kit.rates import measured_rate, rate_line
from demos.kit.words import apart, count, equal, number
from gdzoo.analysis import REGIMES, best, rate, regime, stability_limit

MOMENTUM = gdzoo.RULES["momentum"]
BETAS = np.linspace(0, 0.99, 199)
LEVELS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)
VERBS = {
    "monotone": "shrinks without a swing",
    "one step": "is gone in one step",
    "ripples": "ripples",
    "alternating": "jumps from side to side",
    "diverges": "grows",
}


class MomentumMap(Demo):
    """Where on the map of learning rate and momentum is the fastest place?

    Every point of the map is a run. Dark is fast: the contour lines say which part of the error
    a step keeps. The regimes are those of the steepest direction; below the dashed line the
    flattest one still creeps. The fastest place is where both are on the brink of rippling.
    """

    kappa = LogSlider(1, 1000, 20, label="Condition number", symbol=r"\kappa")
    lr = LogSlider(1e-5, 4, lambda demo: float(f"{1 / demo.kappa:.3g}"), label="Learning rate", symbol=r"\eta", follows="kappa")
    beta = Slider(0, 0.99, 0.8, step=0.01, label="Momentum", symbol=r"\beta")
    start = Point(follows=None, more=True)
    steps = Slider(1, 500, 120, step=1, more=True)

    @property
    def landscape(self):
        return gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=0.0)

    def scene(self):
        land, style = self.landscape, rule_pen(MOMENTUM)
        run = gdzoo.minimize(MOMENTUM, land, self.start, self.steps, lr=self.lr, beta=self.beta)
        shown = int(run.escaped_at) if run.escaped_at >= 0 else self.steps + 1
        frames, error = np.arange(shown), np.linalg.norm(run.x[:shown], axis=1)
        theory = float(rate("momentum", land.eigenvalues, self.lr, self.beta))
        drawn = np.maximum(error, FLOOR)
        diverges = unstable(MOMENTUM, land, self.start, self.lr, self.beta)
        return scene.scene(
            [
                self.map(),
                plane(land, [path(land, run, style, frames=shown - 1), drag_start(self.start)], name="run", title="The run", area="side"),
                scene.plot(
                    "error",
                    scene.axis(0, max(shown - 1, 1), "step"),
                    logarithmic([drawn]),
                    [*rate_line(error, theory, "momentum"), scene.line(frames, drawn, style, moves=True)],
                    title=f"Its error; dotted, {apart(theory, 1)[0]} per step",
                    area="side",
                    aspect=1.6,
                    cursor=True,
                ),
            ],
            self.sentence(run, error, theory, diverges),
            timeline=frames,
            note=[count(shown - 1, "step"), equal("η", self.lr), equal("β", self.beta), "no noise"],
            fields={"map": rate_field(self.kappa), "landscape": picture(land)},
            controls={
                "lr": {"ticks": [scene.tick(a / self.kappa, f"{a}/L") for a in (1, 2)], "low": 0.02 / self.kappa, "high": 4 / self.kappa},
                "beta": {"ticks": [scene.tick(best("momentum", 1, self.kappa).beta, "best")]},
            },
            fixes=stable_fix(MOMENTUM, land, self.start, self.steps, self.lr, self.beta) if diverges else (),
            data={"step": frames, "x": run.x[:shown, 0], "y": run.x[:shown, 1], "error": error},
        )

    def map(self):
        """The rate over learning rate and momentum, with the regimes of the steepest direction."""
        kappa, (monotone, alternating) = self.kappa, edges()
        thin, dashed = scene.pen("ink", width=1.2), scene.pen("ink", width=1.2, dash="dash")
        flat = "flat: creeps below" if kappa > 2 else ""
        limit, star = stability_limit("momentum", BETAS), best("momentum", 1, kappa)
        names = {"monotone": (0.28, 0.08), "ripples": (1.2, 0.42), "alternating": (1.75, 0.05), "diverges": (3.2, 0.2)}
        return scene.plot(
            "map",
            scene.axis(0, 4 / kappa, "η", ticks=[(a / kappa, f"{a}/L") for a in range(1, 4)]),
            scene.axis(0, 0.99, "β"),
            [
                scene.show_field("map"),
                *level_lines(kappa),
                scene.line(monotone / kappa, BETAS, thin),
                scene.line(alternating / kappa, BETAS, thin),
                scene.line(limit / kappa, BETAS, scene.pen("warn")),
                scene.line(np.where(monotone < 4 / kappa, monotone, np.nan)[::-1], BETAS[::-1], dashed, label=flat),
                *(scene.text(a / kappa, beta, name) for name, (a, beta) in names.items()),
                scene.points([star.lr], [star.beta], "star", labels=[f"best: {number(star.rate, 3)}"]),
                scene.points([1 / kappa], [0], "dot", labels=["one step"]),
                scene.handle(self.lr, self.beta, "drag across the map", moves_x="lr", moves_y="beta"),
            ],
            title="Rate: the part of the error that a step keeps",
            aspect=1.15,
        )

    def sentence(self, run, error, theory, diverges):
        if error[0] == 0:
            return "**Nothing to shrink**: the start is the minimum."
        if diverges:
            return f"**Diverges**: {excess(MOMENTUM, self.landscape, run, self.lr, self.beta)}."
        measured, star = measured_rate(error), best("momentum", 1, self.kappa)
        seen = f"this run measures {number(measured, 3)}" if measured else "this run is too short to measure it"
        steep, flat = (VERBS[regime(self.lr * curvature, self.beta)] for curvature in (self.kappa, 1.0))
        ways = f"It {steep} in every direction" if steep == flat else f"It {steep} across the valley and {flat} along it"
        return f"**Each step keeps {apart(theory, 1)[0]} of the error** in the long run; {seen}. {ways}; the best place keeps {number(star.rate, 3)}."


@lru_cache(maxsize=1)
def edges():
    """For each of `BETAS`, lr times curvature where ripples begin, and where they become jumps from side to side."""
    beta = np.maximum(BETAS, 1e-9)[:, None]  # at 0 there is no ripple
    early, late = np.geomspace(1e-5, 1, 1000), np.linspace(1, 4, 1000)
    first = (regime(early, beta) == REGIMES.index("ripples")).argmax(1)
    last = (regime(late, beta) == REGIMES.index("ripples"))[:, ::-1].argmax(1)
    return early[first], late[-1 - last]


@lru_cache(maxsize=32)
def rates(kappa, columns, rows):
    """The rate on a grid of the map: learning rates, momenta, and the rates (rows, columns)."""
    lr, beta = np.linspace(0, 4 / kappa, columns), np.linspace(0, 0.99, rows)
    return lr, beta, rate("momentum", [1.0, kappa], lr, beta[:, None])


@lru_cache(maxsize=32)
def rate_field(kappa):
    """The map's field: dark is fast, and what does not converge is empty."""
    _, _, values = rates(kappa, 96, 72)
    return scene.field(np.where(values < 1, values, np.nan), (0, 4 / kappa, 0, 0.99))


@lru_cache(maxsize=32)
def level_lines(kappa):
    """Where the rate is one of a few round values above the best, with the value beside each line."""
    lr, beta, values = rates(kappa, 161, 100)
    marks = []
    for level in [level for level in LEVELS if level > best("momentum", 1, kappa).rate][:4]:
        inside = values <= level
        columns = np.flatnonzero(inside.any(0))
        low = [crossing(beta, values[:, i], inside[:, i].argmax(), -1, level) for i in columns]
        high = [crossing(beta, values[:, i], len(beta) - 1 - inside[::-1, i].argmax(), 1, level) for i in columns]
        around = np.concatenate([columns, columns[::-1], columns[:1]])
        marks.append(scene.line(lr[around], [*low, *high[::-1], low[0]], scene.pen("soft", width=1, faint=True)))
        middle = len(columns) // 2
        marks.append(scene.text(lr[columns[middle]], high[middle], number(level, 3)))
    return marks


def crossing(beta, values, i, way, level):
    """The momentum between rows i, inside, and i + way, outside, at which the rate is `level`."""
    if not 0 <= i + way < len(beta):
        return beta[i]
    return beta[i] + (beta[i + way] - beta[i]) * (level - values[i]) / (values[i + way] - values[i])
