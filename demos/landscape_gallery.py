"""One landscape, large: what there is on it, and what a run makes of it."""

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, Toggle, scene
from demos.kit.ending import TOLERANCE, ending, flat_place, is_stuck
from demos.kit.landmarks import CURVE, is_convex, kinds, landmarks
from demos.kit.loss import heights
from demos.kit.menus import WALKERS
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, relief, stability_ticks
from demos.kit.runs import columns
from demos.kit.tuning import best_lr, target
from demos.kit.words import count, equal, listing, number, place


class LandscapeGallery(Demo):
    """One landscape with all that has a name on it, flat or in three dimensions, and a run over it.

    Pick an optimizer and drag the start. Turn the relief to see what the run could not know: how
    the ground lies beyond the next step.
    """

    landscape = Choice(PLANES, "himmelblau")
    relief = Toggle(False, label="In 3-D")
    rule = Choice(WALKERS, "gd", label="Optimizer")
    start = Point(more=True)
    lr = LogSlider(
        1e-5,
        100,
        lambda demo: demo.best() or 0.1,
        label="Learning rate",
        symbol=r"\eta",
        follows=["landscape", "rule"],
    )
    steps = Slider(1, 500, 100, step=1, more=True)

    def scene(self):
        land, rule = self.landscape, self.rule
        knobs = self.knobs()
        run = gdzoo.minimize(rule, land, self.start, self.steps, **knobs)
        end = ending(land, run)
        marks = [path(land, run, rule_pen(rule), label=rule.title), drag_start(self.start)]
        draw = relief if self.relief else plane
        return scene.scene(
            [
                draw(land, marks, named=landmarks(land)),
                scene.table(
                    "run",
                    [(rule.title, "text"), ("now", "2g")],
                    [
                        {"pen": None, "cells": ["x", run.x[:, 0]]},
                        {"pen": None, "cells": ["y", run.x[:, 1]]},
                        {
                            "pen": None,
                            "cells": ["loss" if land.f_min is None else "above the minimum", heights(land, run)],
                        },
                        {
                            "pen": None,
                            "cells": ["gradient length", np.where(np.isfinite(run.grad_norm), run.grad_norm, np.nan)],
                        },
                    ],
                ),
                scene.table("facts", [("The landscape", "text"), ("", "2g")], facts(land)),
            ],
            f"{self.outcome(run, end)} {shape(land)}",
            timeline=run.steps,
            note=[
                count(self.steps, "step"),
                *([equal("η", self.lr)] if "lr" in knobs else []),
                *([f"minimum taken as {number(knobs['f_min'])}"] if "f_min" in knobs else []),
                *(["heights by band, not to scale"] if self.relief else []),
                "no noise",
            ],
            fields={"landscape": picture(land)},
            controls={"lr": self.track() if "lr" in knobs else {"hidden": True}},
            fixes=self.fixes(end),
            data=columns({rule.title: run}) | {"gradient length": run.grad_norm},
        )

    def knobs(self):
        """What the rule is given beside its defaults."""
        return ({"lr": self.lr} if "lr" in self.rule.knobs else {}) | target(self.rule, self.landscape)

    def track(self):
        """The range of the learning rate's slider, with the best on it."""
        best = self.best() or 1.0
        return {"ticks": stability_ticks(self.landscape), "low": min(1e-4, best), "high": max(3.0, best)}

    def best(self):
        """The learning rate that suits the rule here; None for a rule that has none."""
        return best_lr(self.rule, self.landscape)

    def outcome(self, run, end):
        """What became of the run, in a sentence."""
        land, title, after = self.landscape, self.rule.title, f"after {count(end.step, 'step')}"
        if end.kind == "still":
            return f"**{title} does not move**: there is no slope at the start."
        if end.kind == "arrives":
            return f"**{title} arrives**: loss below {number(TOLERANCE)} {after}."
        if end.kind == "falls":
            return f"**{title} falls out of the picture** {after}."
        if is_stuck(self.rule, run):
            return f"**{title} stops** {after}: the Hessian there is singular, and gives no step."
        if end.kind == "escapes":
            return f"**{title} diverges** {after}."
        loss = number(heights(land, run)[-1])
        if end.kind == "rests":
            return f"**{title} rests in {flat_place(land, run.x[-1])}**, at loss {loss}."
        within = f"in {count(self.steps, 'step')}"
        if land.f_min is None:
            return f"**{title} ends at loss {loss}** {within}."
        return f"**{title} does not arrive** {within}: it ends at loss {loss}."

    def fixes(self, end):
        """The learning rate, or the start, with which this rule does well."""
        if end.kind != "escapes":
            return []
        best = self.best()
        if best and self.lr > best:
            return [(f"Set the learning rate to {number(best)}", {"lr": best})]
        return [("Put the start back", {"start": None})] if "start" in self.given else []


def shape(landscape) -> str:
    """Whether a landscape is convex, and what there is on it, in a sentence."""
    found = [several(words, len(places)) for words, _, places in kinds(landscape)]
    convex = "is convex" if is_convex(landscape) else "is not convex"
    bottom = "" if landscape.f_min is not None else " and has no bottom"
    return f"The landscape {convex}{bottom}; the picture marks {listing(found)}."


def several(words, n) -> str:
    """How many there are of what `kinds` names: "one saddle", "4 local minima", "a curve of minima"."""
    if n == 1 or words == CURVE:
        return words if words == CURVE else f"one {words}"
    return f"{n} {words.removeprefix('a ').replace('minimum', 'minima') if words.endswith('minimum') else words + 's'}"


def facts(landscape) -> list[dict]:
    """Rows of a table: where it is lowest, and how it curves there."""
    rows = [("convex", "yes" if is_convex(landscape) else "no")]
    kind, places = ("minimum", landscape.minima) if landscape.minima else ("local minimum", landscape.local_minima)
    if places:
        lowest = np.array(places[0])
        rows += [
            (f"{kind} at" if len(places) == 1 else f"a {kind} at", place(lowest)),
            ("height there", number(landscape.value(lowest), 3)),
        ]
        mu, largest = np.linalg.eigvalsh(landscape.hess(lowest))
        if largest > 0:
            rows.append(("curvatures there", f"{number(mu)} to {number(largest)}"))
            rows.append(("condition number κ", number(largest / mu) if mu > 1e-9 * largest else "∞"))
            rows.append(("largest stable η, 2/L", number(2 / largest)))
    return [{"pen": None, "cells": list(row)} for row in rows]
