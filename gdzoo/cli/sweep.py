"""Run a rule with many learning rates, from one start or many, and print how it does with each.

The best rate has the lowest median loss over the starts, where a run that left counts as the worst, and a rate is judged
by the worst of itself and its two neighbours: what only one lucky rate can do does not count. An interrupt (Ctrl-C) ends
the sweep with the rates that are done.
"""

import argparse
from typing import Any

import numpy as np

from .. import analysis
from ..analysis import Outcome
from ..analysis.maps import FLOOR
from ..rules import Rule
from . import ground, report
from .ground import Ground
from .progress import Progress
from .report import Report, cell
from .words import positive, rule_of, whole

AT_ONCE = 5  # rates in one call: enough to be quick, and few enough to be stopped between


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a sweep can be told."""
    add = parser.add_argument
    add("landscape", metavar="LANDSCAPE", help="or a problem; as in rosenbrock or ravine:kappa=37")
    add("rule", metavar="RULE", help="as in gd or adam:beta1=0.8")
    add(
        "--from",
        dest="low",
        type=positive,
        metavar="LR",
        help="the smallest rate; by default that of the rule's slider",
    )
    add("--to", dest="high", type=positive, metavar="LR", help="the largest rate; by default that of the rule's slider")
    add("--points", type=whole(2), default=61, metavar="N", help="rates, evenly on a logarithmic scale (61)")
    starts = parser.add_mutually_exclusive_group()
    ground.start_option(starts)
    starts.add_argument("--starts", type=whole(1), metavar="N", help="so many, drawn evenly from the landscape's box")
    ground.options(parser)
    report.options(parser)
    add("--quiet", action="store_true", help="no line of progress")


def run(chosen: argparse.Namespace) -> int:
    """Sweep, and print what is known when it ends or is stopped."""
    place = Ground(chosen)
    rule, knobs = rule_of(chosen.rule)
    rates = rates_of(rule, knobs, chosen)
    starts = place.starts(chosen.starts) if chosen.starts else place.start()[..., None]
    options = knobs | {"tolerance": chosen.tolerance, "seed": chosen.seed}
    done: list[Outcome] = []
    with Progress(len(rates), "rates", chosen.quiet) as progress:
        try:
            for part in np.split(rates, range(AT_ONCE, len(rates), AT_ONCE)):
                done.append(analysis.sweep(rule, place.f, starts, chosen.steps, part, **options))
                progress.count(len(part))
        except KeyboardInterrupt:
            if not done:
                raise
    found = Outcome(*(np.concatenate(parts, axis=-1) for parts in zip(*done, strict=True)))
    known = found.loss.shape[-1]
    told(place, rates[:known], starts, found).print(chosen.form)
    if known < len(rates):
        raise KeyboardInterrupt(f"{known} of {len(rates)} rates are done")
    return 0


def rates_of(rule: Rule, knobs: dict[str, Any], chosen: argparse.Namespace) -> np.ndarray:
    """The learning rates to try."""
    if "lr" not in rule.knobs:
        raise ValueError(f"{rule.name} has no learning rate to sweep: it finds the length of its steps by itself")
    if "lr" in knobs:
        raise ValueError(f"a sweep tries many learning rates: leave lr out of {chosen.rule!r}")
    slider: Any = rule.knobs["lr"]
    low, high = chosen.low or slider.low, chosen.high or slider.high
    if not low < high:
        raise ValueError(f"--from must be below --to, got {cell(low)} and {cell(high)}")
    return np.array([float(cell(rate)) for rate in np.geomspace(low, high, chosen.points)])  # those that are printed


def told(place: Ground, rates: np.ndarray, starts: np.ndarray, found: Outcome) -> Report:
    """The report on what was found, an array (starts, rates) of everything."""
    count = starts.shape[-1]
    middle = medians(found)
    best = None if place.f_min is None else steadiest(middle)
    arrived, left = (found.arrived >= 0).sum(0), found.escaped.sum(0)
    columns = {"lr": rates, "loss": middle.loss, "arrived": arrived, "arrived_at": middle.arrived, "left": left}
    if best is not None:
        edge = "; that is the edge of what was tried, so try further" if best in (0, len(rates) - 1) else ""
        closing = f"best: lr {cell(rates[best])}, with which {arrived[best]} of {count} arrived{edge}"
    elif place.f_min is None:
        closing = f"the lowest value of {place.known.name} is not known, so no rate is the best"
    else:
        closing = "half of the runs or more left with every rate; try smaller ones"
    from_where = "1 start" if count == 1 else f"{count} starts (loss and step are medians)"
    return Report(
        title=f"{place.chosen.rule} on {place.chosen.landscape} from {from_where}, {place.terms}",
        columns={"lr": "lr", "loss": "loss", "arrived": "arrived", "arrived_at": "at step", "left": "left"},
        rows=[dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)],
        facts=place.facts
        | {"rule": place.chosen.rule, "starts": np.moveaxis(starts, -1, 0)}
        | {"best_lr": None if best is None else rates[best]},
        closing=closing,
    )


def steadiest(middle: Outcome) -> int | None:
    """The index of the best rate, ``None`` if with none a run stays."""
    score = np.log(np.maximum(middle.loss, FLOOR)) + 1e-6 * middle.log_loss  # of losses 0, what was lowest on the way
    score = np.pad(np.where(np.isnan(score), np.inf, score), 1, mode="edge")
    own, judged = score[1:-1], np.maximum(score[1:-1], np.maximum(score[:-2], score[2:]))
    if np.isinf(judged).all():  # of every two neighbours one left
        judged = own
    return None if np.isinf(judged).all() else int(judged.argmin())


def medians(found: Outcome) -> Outcome:
    """Over the starts. A run that left, or never arrived, counts as the worst; NaN where such a one is the median."""

    def median(values: np.ndarray, worst: np.ndarray) -> np.ndarray:
        middle = analysis.quartiles(np.where(worst, np.nan, values))[1]
        return np.where(np.isfinite(middle), middle, np.nan)

    left = found.escaped
    never = found.arrived < 0
    return Outcome(
        median(found.loss, left), median(found.log_loss, left), median(found.arrived, never), left.mean(0) >= 0.5
    )
