"""Run rules from one start, and print how far each came.

The rates of a race are yours to choose; a sweep finds the best for each rule. With --save the paths and the losses are
drawn, which needs matplotlib.
"""

import argparse
import sys
from typing import Any, NamedTuple

from ..knobs import REQUIRED
from ..minimize import minimize
from ..rules import Rule
from ..trajectory import Trajectory
from . import ground, picture, report
from .ground import Ground
from .report import Report, cell
from .words import RATES, rates, rule_of


class Runner(NamedTuple):
    """A rule in a race, with the knobs that it was given."""

    text: str  # as it was asked for
    rule: Rule
    knobs: dict[str, Any]

    @property
    def lr(self) -> Any:
        """A number or a schedule; ``None`` for a rule that has none."""
        return self.knobs.get("lr", self.rule.knobs["lr"].default) if "lr" in self.rule.knobs else None


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a race can be told."""
    parser.add_argument("landscape", metavar="LANDSCAPE", help="or a problem; as in rosenbrock or ravine:kappa=37")
    parser.add_argument("rules", metavar="RULE", nargs="+", help="as in gd or adam:lr=0.1,beta1=0.8")
    parser.add_argument("--lr", metavar="LR", help=f"of the rules that name none: {RATES}")
    ground.start_option(parser)
    ground.options(parser)
    report.options(parser)
    parser.add_argument("--save", metavar="FILE", help="draw the race, as .png, .svg or .pdf")


def run(chosen: argparse.Namespace) -> int:
    """Race, print, and draw if asked to."""
    if chosen.save:
        picture.require()
    place = Ground(chosen)
    start = place.start()
    field = runners(chosen)
    runs = [minimize(each.rule, place.f, start, chosen.steps, seed=chosen.seed, **each.knobs) for each in field]
    where = f" from {', '.join(map(cell, start.tolist()))}" if start.size <= 4 else ""
    Report(
        title=f"{chosen.landscape}{where}, {place.terms}",
        columns={
            "rule": "rule",
            "lr": "lr",
            "loss": "loss",
            "below_at": f"below {cell(chosen.tolerance)} at",
            "gradients": "gradients",
            "values": "values",
            "left_at": "left at",
        },
        rows=[row(place, *pair) for pair in zip(field, runs, strict=True)],
        facts=place.facts | {"start": start},
    ).print(chosen.form)
    if chosen.save:
        picture.save(chosen.save, place, chosen.rules, runs)
        print(f"{chosen.save} is written", file=sys.stderr)
    return 0


def runners(chosen: argparse.Namespace) -> list[Runner]:
    """Who races: rules as they were asked for, those that name no learning rate with that of ``--lr``."""
    asked = [Runner(text, *rule_of(text)) for text in chosen.rules]
    given = rates(chosen.lr, [runner.rule for runner in asked])
    field = [runner._replace(knobs=given.get(runner.rule.name, {}) | runner.knobs) for runner in asked]
    for runner in field:
        if runner.lr is REQUIRED:
            raise ValueError(
                f"{runner.rule.name} needs lr: it has no default; give --lr 0.01, "
                f"or find one with `python -m gdzoo sweep {chosen.landscape} {runner.text}`"
            )
    return field


def row(place: Ground, runner: Runner, run: Trajectory) -> dict[str, Any]:
    """What a table says of one run. There is no loss where it left."""
    loss = place.above(run.f)
    left = bool(run.escaped_at >= 0)
    below = loss <= place.chosen.tolerance
    return {
        "rule": runner.text,
        "lr": runner.lr,
        "loss": None if left else loss[-1],
        "below_at": run.steps[below.argmax()] if below.any() else None,
        "gradients": run.grad_evals[-1],
        "values": run.value_evals[-1],
        "left_at": run.escaped_at if left else None,
        "x": run.x[-1],
    }
