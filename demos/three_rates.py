"""Three learning rates: too small, about right, too large."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import ending, excess, unstable
from demos.kit.loss import heights, loss_chart
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.runs import columns
from demos.kit.tuning import sensible_lr
from demos.kit.words import count, equal, listing, number

GD = gdzoo.RULES["gd"]
FACTORS = (0.05, 1.0, 2.1)  # of 1/L, at scale 1
STYLES = (("dot", "circle"), ("solid", "square"), ("dash", "triangle"))
PENS = [rule_pen(GD, dash=dash, marker=marker) for dash, marker in STYLES]
WORDS = {
    "still": "stands still",
    "arrives": "arrives",
    "rests": "stops elsewhere",
    "falls": "falls forever",
    "escapes": "diverges",
    "grows": "climbs",
    "bounces": "bounces",
    "continues": "is on the way",
    "creeps": "creeps",
}


class ThreeRates(Demo):
    """The same descent at three learning rates: one creeps, one arrives, one flies off.

    One slider scales all three. Where does the first begin to arrive, and where does the second
    begin to bounce from wall to wall?
    """

    landscape = Choice(PLANES, "valley")
    start = Point()
    scale = LogSlider(0.1, 10, 1, label="All three rates, times", follows="landscape")
    steps = Slider(1, 300, 60, step=1, more=True)

    def scene(self):
        land = self.landscape
        rates = [float(f"{factor * self.scale * sensible_lr(land):.3g}") for factor in FACTORS]
        runs = [gdzoo.minimize(GD, land, self.start, self.steps, lr=lr) for lr in rates]
        kinds = [self.kind(run, lr) for run, lr in zip(runs, rates, strict=True)]
        names = [equal("η", lr) for lr in rates]
        return scene.scene(
            [
                plane(
                    land,
                    [path(land, run, style), drag_start(self.start)],
                    name=f"rate{i}",
                    title=f"{name} {WORDS[kind]}",
                )
                for i, (run, style, name, kind) in enumerate(zip(runs, PENS, names, kinds, strict=True), 1)
            ]
            + [loss_chart(land, list(zip(runs, PENS, names, strict=True)), area="below", aspect=3.6)],
            self.sentence(runs, rates, kinds),
            timeline=np.arange(self.steps + 1),
            note=[f"{count(self.steps, 'step')} each", *names, "no noise"],
            fields={"landscape": picture(land)},
            controls={"scale": {"ticks": self.ticks()}},
            fixes=self.fixes(kinds),
            data=columns(dict(zip(names, runs, strict=True))),
        )

    def kind(self, run, lr):
        """How a run ended, in one word of `WORDS`."""
        kind = ending(self.landscape, run).kind
        if kind in ("grows", "bounces", "continues") and unstable(GD, self.landscape, self.start, lr):
            return "escapes"
        height = heights(self.landscape, run)
        return "creeps" if kind == "continues" and height[-1] > 0.1 * height[0] else kind

    def sentence(self, runs, rates, kinds):
        lead = listing(f"{equal('η', lr)} {WORDS[kind]}" for lr, kind in zip(rates, kinds, strict=True))
        last = [heights(self.landscape, run)[-1] for run in runs]
        losses = listing("out of range" if np.isnan(loss) else number(loss) for loss in last)
        why = next(
            (
                f"; at {equal('η', lr)}, {excess(GD, self.landscape, run, lr)}"
                for run, lr, kind in zip(runs, rates, kinds, strict=True)
                if kind == "escapes"
            ),
            "",
        )
        return f"**{lead}**: after {count(self.steps, 'step')} the losses are {losses}{why}."

    def ticks(self):
        """The scales at which a rate is 2/L, where that is the edge."""
        if self.landscape.eigenvalues is None:
            return []
        return [scene.tick(2 / FACTORS[2], "third = 2/L"), scene.tick(2 / FACTORS[1], "second = 2/L")]

    def fixes(self, kinds):
        """Back to where all three, or at least the middle one, converge."""
        if "escapes" not in kinds:
            return []
        if self.landscape.eigenvalues is not None:
            scale = float(f"{0.99 * 2 / FACTORS[-1]:.2g}")
            return [(f"Scale all three by {number(scale)}", {"scale": scale})]
        return [("Scale back to 1", {"scale": 1.0})] if self.scale > 1 else [("Put the start back", {"start": None})]
