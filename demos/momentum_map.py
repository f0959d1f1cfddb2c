"""The map of momentum: how fast every learning rate and momentum converge on a quadratic."""

import numpy as np

import gdzoo
from demos.kit import Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import excess, felt_curvatures, stable_fix, unstable
from demos.kit.loss import FLOOR, logarithmic
from demos.kit.maps import BETAS, WIDTH, edges, level_lines, rate_field
from demos.kit.pens import rule_pen
from demos.kit.planes import drag_start, path, picture, plane
from demos.kit.rates import measured_rate, rate_line
from demos.kit.runs import columns, until
from demos.kit.words import apart, count, equal, number
from gdzoo.analysis import best, rate, regime, stability_limit

MOMENTUM = gdzoo.RULES["momentum"]
VERBS = {
    "monotone": "shrinks without a swing",
    "one step": "is gone in one step",
    "ripples": "ripples",
    "alternating": "jumps from side to side",
    "diverges": "does not shrink",
}


class MomentumMap(Demo):
    """Where on the map of learning rate and momentum is the fastest place?

    Every point of the map is a run. The bluer, the faster: the contour lines say which part of the error
    a step keeps. The regimes are those of the steepest direction; below the dashed line the
    flattest one still creeps. The fastest place is where both are on the brink of rippling.
    """

    kappa = LogSlider(1, 1000, 20, label="Condition number", symbol=r"\kappa")
    lr = LogSlider(
        1e-5,
        4,
        lambda demo: float(f"{1 / demo.kappa:.3g}"),
        label="Learning rate",
        symbol=r"\eta",
        follows="kappa",
    )
    beta = Slider(0, 0.99, 0.8, step=0.01, label="Momentum", symbol=r"\beta")
    start = Point(follows=None, more=True)
    steps = Slider(1, 500, 120, step=1, more=True)

    @property
    def landscape(self):
        return gdzoo.LANDSCAPES["ravine"](kappa=self.kappa, angle=0.0)

    def scene(self):
        land, style = self.landscape, rule_pen(MOMENTUM)
        whole = gdzoo.minimize(MOMENTUM, land, self.start, self.steps, lr=self.lr, beta=self.beta)
        run = whole if whole.escaped_at < 0 else until(whole, int(whole.escaped_at))
        error = np.linalg.norm(run.x, axis=1)
        felt = felt_curvatures(land, self.start)
        theory = float(rate("momentum", felt, self.lr, self.beta)) if len(felt) else 0.0
        drawn = np.maximum(error, FLOOR)
        diverges = unstable(MOMENTUM, land, self.start, self.lr, self.beta)
        return scene.scene(
            [
                self.map(),
                plane(land, [path(land, run, style), drag_start(self.start)], name="run", title="The run", area="side"),
                scene.plot(
                    "error",
                    scene.axis(0, max(len(error) - 1, 1), "step"),
                    logarithmic([drawn]),
                    [*rate_line(error, theory, "momentum"), scene.line(run.steps, drawn, style, moves=True)],
                    title=f"Its error; dotted, {apart(theory, 1)[0]} per step",
                    area="side",
                    aspect=1.6,
                    cursor=True,
                ),
            ],
            self.sentence(run, error, theory, diverges),
            timeline=run.steps,
            note=[count(len(error) - 1, "step"), equal("η", self.lr), equal("β", self.beta), "no noise"],
            fields={"map": rate_field(self.kappa), "landscape": picture(land)},
            controls=self.bounds(),
            fixes=stable_fix(MOMENTUM, land, self.start, self.steps, self.lr, self.beta) if diverges else (),
            data=columns({"momentum": run}) | {"error": error},
        )

    def bounds(self):
        """The sliders span the map."""
        ticks = [scene.tick(a / self.kappa, f"{a}/L") for a in (1, 2)]
        return {
            "lr": {"ticks": ticks, "low": 0.02 / self.kappa, "high": WIDTH / self.kappa},
            "beta": {"ticks": [scene.tick(best("momentum", 1, self.kappa).beta, "best")]},
        }

    def map(self):
        """The rate over learning rate and momentum, with the regimes of the steepest direction."""
        kappa, (monotone, alternating) = self.kappa, edges()
        thin, dashed = scene.pen("ink", width=1.2), scene.pen("ink", width=1.2, dash="dash")
        flat = "flat: creeps below" if kappa > 2 else ""
        limit, star = stability_limit("momentum", BETAS), best("momentum", 1, kappa)
        names = {"monotone": (0.28, 0.08), "ripples": (1.2, 0.42), "alternating": (1.75, 0.05), "diverges": (3.2, 0.2)}
        return scene.plot(
            "map",
            scene.axis(0, WIDTH / kappa, "η", ticks=[(a / kappa, f"{a}/L") for a in range(1, 4)]),
            scene.axis(0, 0.99, "β"),
            [
                scene.show_field("map"),
                *level_lines(kappa),
                scene.line(monotone / kappa, BETAS, thin),
                scene.line(alternating / kappa, BETAS, thin),
                scene.line(limit / kappa, BETAS, scene.pen("warn")),
                scene.line(np.where(monotone < WIDTH / kappa, monotone, np.nan)[::-1], BETAS[::-1], dashed, label=flat),
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
        keeps = "all" if theory > 1 - 1e-12 else apart(theory, 1)[0]
        return f"**Each step keeps {keeps} of the error** in the long run; {seen}. It {self.ways()}; the best place keeps {number(star.rate, 3)}."

    def ways(self):
        """How the error goes, in the directions that the start feels."""
        across, along = (VERBS[regime(self.lr * curvature, self.beta)] for curvature in (self.kappa, 1.0))
        x, y = self.start
        if x and y:
            return (
                f"{across} in every direction"
                if across == along
                else f"{across} across the valley and {along} along it"
            )
        return f"{along} along the valley" if x else f"{across} across the valley"
