"""Ten runs that went wrong: what a log shows, what was wrong, and the same run mended."""

import numpy as np

from demos.kit import Choice, Demo, Toggle, scene
from demos.kit.cases import CASES, CHAIN, LAYERS, LINE, course
from demos.kit.loss import logarithmic, loss_words
from demos.kit.planes import left_view, picture, plane
from demos.kit.words import count, number

ILL, WELL = scene.pen("warn"), scene.pen("accent")
LEAST = 1e-8  # what is smaller is drawn here
LOGS = {"loss": "Loss above the minimum, by step", "slope": "Gradient norm", "ratio": "Step / weights"}


class Symptoms(Demo):
    """A run that does not do what it should: choose the symptom, read the log, apply the remedy.

    The three charts on the right are all that one sees of a large model. The picture on the left shows what
    happens. Compare which chart gives the cause away, and in which case none does.
    """

    symptom = Choice({name: case.title for name, case in CASES.items()}, "slow")
    remedy = Toggle(False, label="Apply the remedy", follows="symptom")

    def scene(self):
        case, ill = CASES[self.symptom], course(self.symptom, False)
        courses = {"before": (ill, ILL | ({"faint": True, "dash": "dash"} if self.remedy else {}))}
        if self.remedy:
            courses["mended"] = (course(self.symptom, True), WELL)
        return scene.scene(
            [
                self.bars(courses) if case.objective is CHAIN else self.ground(case, courses),
                *(self.log(name, title, courses) for name, title in LOGS.items()),
                scene.table(
                    "now",
                    [
                        ("now", "text"),
                        ("loss", "2g"),
                        ("gradient norm", "2g"),
                        ("step / weights", "2g"),
                    ],
                    [
                        {"pen": style, "cells": [label, found.loss, found.slope, found.ratio]}
                        for label, (found, style) in courses.items()
                    ],
                    area="below",
                ),
            ],
            self.mended(case, ill, courses["mended"][0]) if self.remedy else self.diagnosis(case, ill),
            timeline=ill.run.steps,
            note=self.facts(case),
            fields=None if case.objective is CHAIN else {"landscape": picture(case.objective)},
            fixes=[] if self.remedy else [(case.remedy, {"remedy": True})],
            data={"step": ill.run.steps}
            | {f"{name}, {label}": getattr(found, name) for label, (found, _) in courses.items() for name in LOGS},
        )

    def facts(self, case):
        """What a fair reader needs to know."""
        quiet = case.ill.seen is case.objective
        return [
            f"{case.ill.title}, {count(case.steps, 'step')}",
            f"on {case.objective.title}",
            *([] if quiet else ["a gradient sees one example"]),
            *(["no noise"] if case.well.seen is case.objective else []),
            "loss and gradient of the whole objective",
        ]

    def ground(self, case, courses):
        """What no log shows: where the runs are."""
        marks = []
        for label, (found, style) in courses.items():
            marks += [
                scene.line(other.x[:, 0], other.x[:, 1], style | {"faint": True, "width": 1.4, "dash": "solid"})
                for other in found.others
            ]
            x = found.run.x
            marks.append(
                scene.line(
                    x[:, 0],
                    x[:, 1],
                    style,
                    label=label,
                    moves=True,
                    dots=case.steps <= 80,
                    opens=left_view(case.objective, x),
                )
            )
        letters = ("w", "b") if case.objective is LINE else ("x", "y")
        return plane(case.objective, marks, letters=letters, title="Where the run is: no log shows this")

    def bars(self, courses):
        """The gradient of every layer of the chain."""
        sizes = {label: np.maximum(np.abs(CHAIN.grad(found.run.x.T)), LEAST) for label, (found, _) in courses.items()}
        whole = logarithmic([size.ravel() for size in sizes.values()])
        layers = np.arange(1, LAYERS + 1)
        return scene.plot(
            "layers",
            scene.axis(0.4, LAYERS + 0.6, "layer", ticks=[(layer, str(layer)) for layer in layers]),
            whole,
            [
                scene.bars(
                    layers,
                    [np.round(layer, 6) for layer in np.clip(sizes[label], whole["low"], whole["high"])],
                    style,
                    base=whole["low"],
                    hollow=label == "before" and self.remedy,
                )
                for label, (_, style) in courses.items()
            ],
            title="Gradient of the weight of each layer",
            aspect=4 / 3,
        )

    def log(self, name, title, courses):
        """One quantity of the log by step."""
        values = {label: np.maximum(getattr(found, name), LEAST) for label, (found, _) in courses.items()}
        last = len(next(iter(values.values()))) - 1
        return scene.plot(
            name,
            scene.axis(0, last, "step" if name == "ratio" else ""),
            logarithmic(list(values.values())),
            [
                scene.line(np.arange(last + 1), values[label], style, label=label if self.remedy else "", moves=True)
                for label, (_, style) in courses.items()
            ],
            title=title,
            area="side",
            aspect=3.6,
            cursor=True,
        )

    def diagnosis(self, case, ill):
        lead = f"**The cause: {case.cause}.**"
        at = int(ill.run.escaped_at)
        if at >= 0:
            slope = number(ill.slope[at - 1])
            return f"{lead} The gradient was {number(ill.slope[0])} long at the start and {slope} before step {at}, which leaves all bounds; a real run goes on to NaN."
        return (
            f"{lead} In {count(case.steps, 'step')} the loss above the minimum went from {number(ill.loss[0], 3)} to {number(level(ill.loss), 3)}. "
            f"At the end the gradient is {number(level(ill.slope))} long, and a step moves the weights by {share(level(ill.ratio))} of their length."
        )

    def mended(self, case, ill, well):
        before = (
            f"without it the run left at step {int(ill.run.escaped_at)}"
            if ill.run.escaped_at >= 0
            else f"without it that loss ended at {number(level(ill.loss), 3)}"
        )
        return f"**The remedy works**: {case.then}, the loss above the minimum ends at {loss_words(level(well.loss))}; {before}."


def level(values) -> float:
    """Where a quantity is at the end: its mean over the last tenth of the steps."""
    return float(max(np.mean(values[-max(1, len(values) // 10) :]), 0.0))


def share(part) -> str:
    """A part of a whole in percent, however small."""
    return f"{number(100 * part)}%" if part >= 1e-4 else number(part) if part >= 1e-6 else "less than a millionth"
