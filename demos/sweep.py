"""One rule with every learning rate: where is it good, and where does it end?"""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, Point, Slider, scene
from demos.kit.knobs import KnobSlider, axes, axis, spread
from demos.kit.loss import FLOOR, heights, logarithmic, loss_chart, loss_words
from demos.kit.menus import RATED
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane
from demos.kit.words import count, equal, number
from gdzoo import analysis

BOTTOMED = {name: land for name, land in PLANES.items() if land.f_min is not None}  # a loss to measure from
OTHERS = ("gd", "momentum", "adam")
RATES = 241


class Sweep(Demo):
    """How well must a learning rate be chosen? The last loss for every rate, and the run of one of them.

    Too short steps do not arrive, too long ones leave; the lower and wider the bay between, the
    easier the optimizer is to use. Drag the rate along the curve. Others stand faintly beside it.
    """

    landscape = Choice(BOTTOMED, {"name": "ravine", "kappa": 20, "angle": 0.35})
    rule = Choice(RATED, "momentum", label="Optimizer")
    lr = KnobSlider(lambda demo: "lr", follows=["rule", "landscape"])
    steps = Slider(1, 500, 100, step=1)
    start = Point(more=True)

    def scene(self):
        land, rule = self.landscape, self.rule
        run = gdzoo.minimize(rule, land, self.start, self.steps, lr=self.lr)
        rates, found = self.sweep(rule)
        others = [(other, *self.sweep(other)) for other in map(gdzoo.RULES.__getitem__, OTHERS) if other is not rule]
        losses = np.concatenate([heights(land, run)[:1], found.loss, *(each.loss for _, _, each in others)])
        height = logarithmic([drawable(losses)])
        last = np.inf if run.escaped_at >= 0 else drawable(heights(land, run)[-1])
        edge = self.edge()
        return scene.scene(
            [
                scene.plot(
                    "sweep",
                    axis("learning rate", axes(rule)["lr"]),
                    height,
                    [
                        *(scene.rule(scene.pen("warn", dash="dash", width=1.4), x=x, label=words) for x, words in edge),
                        *(
                            scene.line(
                                x, drawable(each.loss), rule_pen(other, marker=None, faint=True), label=other.title
                            )
                            for other, x, each in others
                        ),
                        scene.line(
                            rates, drawable(found.loss), rule_pen(rule, marker=None, dash="solid"), label=rule.title
                        ),
                        scene.handle(
                            self.lr, np.clip(last, height["low"], height["high"]), "drag the rate", moves_x="lr"
                        ),
                    ],
                    title=f"Loss after {count(self.steps, 'step')}",
                    aspect=1.2,
                ),
                plane(land, [path(land, run, rule_pen(rule)), drag_start(self.start)], title="The run", area="side"),
                loss_chart(land, [(run, rule_pen(rule), "")]),
            ],
            self.sentence(run, rates, found),
            timeline=run.steps,
            note=[count(self.steps, "step"), equal("η", self.lr), "other knobs at their defaults", "no noise"],
            fields={"landscape": picture(land)},
            controls={"lr": Sweep.lr.override(self) | {"ticks": [scene.tick(rate, words) for rate, words in edge]}},
            fixes=[("Take the best rate", {"lr": float(rates[found.best()])})] if run.escaped_at >= 0 else (),
            data={"learning rate": rates, "loss": found.loss},
        )

    def sweep(self, rule):
        """The rates of a rule's range, and how it does with each of them."""
        return swept(rule, self.landscape, tuple(self.start), self.steps)

    def edge(self) -> list[tuple[float, str]]:
        """[(rate, words)] for the rate above which theory says that the rule converges no more; none where it says nothing."""
        knobs, rates = self.rule.knobs, axes(self.rule)["lr"]
        if self.landscape.eigenvalues is None or self.rule.name not in analysis.STABILITY:
            return []
        limit = analysis.stability_limit(self.rule.name, knobs["beta"].default if "beta" in knobs else 0.0)
        rate, words = limit / self.landscape.eigenvalues[-1], f"{number(limit, 3)}/L"
        if "L" not in analysis.STABILITY[self.rule.name].split(",")[0]:  # a limit on the rate itself
            rate, words = limit, number(limit)
        return [(float(rate), words)] if rates.low <= rate <= rates.high else []

    def sentence(self, run, rates, found):
        after = f"after {count(self.steps, 'step')}"
        if run.escaped_at >= 0:
            said = f"**Leaves after {count(int(run.escaped_at), 'step')}** at the rate {number(self.lr, 3)}"
        else:
            loss = loss_words(heights(self.landscape, run)[-1])
            said = f"**The loss is {loss} {after}** at the rate {number(self.lr, 3)}"
        stay = np.flatnonzero(~found.escaped)
        if not len(stay):
            return f"{said}; every one of {RATES} rates leaves."
        best = found.best()
        said += f"; the best of {RATES} rates, {number(rates[best], 3)}, comes to {loss_words(found.loss[best])}"
        if stay[-1] == RATES - 1:
            return f"{said}. {'Not one of them leaves' if len(stay) == RATES else 'Some of them leave'}."
        return f"{said}. From {number(rates[stay[-1] + 1], 3)} on, all leave."


@lru_cache(maxsize=64)
def swept(rule, land, start, steps):
    """The rates of a rule's range, and how it does with each: kept while the reader moves along the curve."""
    rates = spread(axes(rule)["lr"], RATES)
    return rates, analysis.sweep(rule, land, start, steps, rates)


def drawable(losses):
    """Losses on a logarithmic axis: rounding error does not count."""
    return np.maximum(losses, FLOOR)
