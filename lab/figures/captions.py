"""What a figure says: one sentence that is true, and the facts for a fair reader."""

import numpy as np

from demos.kit.words import count, listing, number, phrases, place
from gdzoo.plots import Plot
from gdzoo.plots.ground import Ground
from gdzoo.plots.picture import Curve, Path
from gdzoo.plots.runs import FLOOR

NAMED = 5  # runs or curves of which a sentence tells one by one


def of_curves(plot: Plot) -> str:
    """Where curves end; of a single one without a name, what it spans."""
    curves = plot.curves
    if len(curves) == 1 and not curves[0].label:
        return of_curve(curves[0])
    ends = [last(curve) for curve in curves]
    low, high = number(min(ends)), number(max(ends))
    if not distinct(curves) or len(curves) > NAMED:
        where = f"at {low}" if low == high else f"between {low} and {high}"
        return f"**{count(len(curves), 'curve')}** end {where}."
    said = phrases([(plain(curve.label), "ends", f"at {number(end)}") for curve, end in zip(curves, ends, strict=True)])
    return f"**{said}**."


def of_curve(curve: Curve) -> str:
    """What one curve spans."""
    y = curve.y[np.isfinite(curve.x + curve.y)]
    of = f", in {count(len(y), 'number')}"
    if y.min() == y.max():
        return f"**{number(y[0])}** {'throughout' + of if len(y) > 1 else 'alone'}."
    return f"**From {number(y[0])} to {number(y[-1])}**, between {number(y.min())} and {number(y.max())}{of}."


def of_runs(plot: Plot) -> str:
    """Who comes lowest, where the others end, and who leaves."""
    paths = plot.paths
    stay = sorted((path for path in paths if path.left < 0), key=last)
    gone = [path for path in paths if path.left >= 0]
    steps = {int(path.steps[-1]) for path in stay}
    after = f" after {count(steps.pop(), 'step')}" if len(steps) == 1 else ""
    if len(paths) == 1:
        return of_run(plot, paths[0], after)
    if not distinct(paths) or len(paths) > NAMED:
        return of_many(plot, stay, gone, after)
    parted = phrases([(who(path), "leaves", f"after {count(path.left, 'step')}") for path in gone])
    if not stay:
        return f"**Nobody stays**: {parted}."
    best = [path for path in stay if loss(plot, path) == loss(plot, stay[0])]
    lead = f"{listing(map(who, best))} {'comes' if len(best) == 1 else 'come'} lowest"
    if len(best) == len(paths):
        return f"**{listing(map(who, best))} end alike**, at {loss(plot, best[0])}{after}."
    others = phrases([(who(path), "ends", f"at {loss(plot, path)}") for path in stay[len(best) :]])
    rest = ", ".join(part for part in (others, parted) if part)
    return f"**{lead}**, to {loss(plot, best[0])}{after}; {rest}."


def of_run(plot: Plot, path: Path, after: str) -> str:
    """How one run ends."""
    if path.left >= 0:
        return f"**{who(path)} leaves** after {count(path.left, 'step')}."
    return f"**{who(path)} ends at {loss(plot, path)}**{after}, from {number(path.loss[0])}."


def of_many(plot: Plot, stay: list[Path], gone: list[Path], after: str) -> str:
    """How many runs end."""
    several = f"{len(plot.paths)} runs"
    if not stay:
        return f"**All {several} leave**."
    low, high = loss(plot, stay[0]), loss(plot, stay[-1])
    where = f"at {low}" if low == high else f"between {low} and {high}"
    if not gone:
        return f"**{several} end** {where}{after}."
    leave = f"{len(gone)} leave{'s' if len(gone) == 1 else ''}"
    return f"**Of {several} {leave}**; the {'others end' if len(stay) > 1 else 'other ends'} {where}{after}."


def of_ground(ground: Ground, lowest: np.ndarray | None) -> str:
    """Where a landscape is lowest. lowest: its lowest point on a grid, None where it has no height at all."""
    title = f"**{plain(ground.title)}**"
    if lowest is None:
        return f"{title} has no height anywhere in the picture."
    if ground.minima and ground.f_min is not None:
        height = number(ground.f_min)
        if len(ground.minima) > 1:
            return f"{title} has {len(ground.minima)} minima, all of height {height}."
        return f"{title} has its minimum {height} at {spot(ground.minima[0])}."
    return f"{title} is lowest in the picture near {spot(lowest)}, at {number(ground.value(lowest[:, None])[0])}."


def facts(plot: Plot) -> list[str]:
    """What was drawn, and what was left out."""
    shown: tuple = plot.paths or plot.curves
    if not shown and plot.ground:
        return [
            f"{x} from {number(low, 3)} to {number(high, 3)}"
            for x, (low, high) in zip("xy", plot.ground.box, strict=False)
        ]
    word = "run" if plot.paths else "curve"
    if plot.left_out:
        return [f"{len(shown)} of {len(shown) + plot.left_out} {word}s are drawn"]
    several = [] if len(shown) == 1 else [count(len(shown), word)]
    lengths = {int(path.steps[-1]) for path in plot.paths} or {len(curve.x) for curve in plot.curves}
    longest = count(max(lengths), "step" if plot.paths else "number")
    return [*several, longest if not several else f"{longest} each" if len(lengths) == 1 else f"up to {longest}"]


def last(thing: Curve | Path) -> float:
    """The number with which a curve ends, or the loss of a path."""
    values = thing.y if isinstance(thing, Curve) else thing.loss
    found = values[np.isfinite(values)]
    return float(found[-1]) if len(found) else np.nan


def loss(plot: Plot, path: Path) -> str:
    """The loss at the end of a path, in words: what is less than a rounding error is none."""
    end = last(path)
    known = plot.ground is not None and plot.ground.f_min is not None
    return "0 but for rounding" if known and end <= FLOOR else number(end)


def distinct(things: tuple[Curve, ...] | tuple[Path, ...]) -> bool:
    """Whether every one has a name of its own."""
    return len({thing.label for thing in things} - {""}) == len(things)


def who(path: Path) -> str:
    return plain(path.label) or "The path"


def spot(point) -> str:
    """A point of one or two coordinates."""
    return f"x = {number(point[0], 3)}" if len(point) == 1 else place(point)


def plain(words: str) -> str:
    """Words of a reader within a sentence, where two asterisks would begin bold ones."""
    return words.replace("**", "^").replace("*", "·")
