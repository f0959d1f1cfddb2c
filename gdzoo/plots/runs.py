"""Pictures of runs: paths over the ground, and losses by step."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..rules import RULES, Rule
from ..trajectory import Trajectory
from .curves import chosen, cut, drawn
from .ground import Ground, ground, lowest
from .picture import Curve, Path, Plot

FLOOR = 1e-16  # below this a loss is rounding error


class Column(NamedTuple):
    """One run of a batch."""

    label: str
    rule: Rule | None
    steps: np.ndarray  # (K,)
    x: np.ndarray  # (K, d) or (K, m, n)
    height: np.ndarray  # (K,)
    left: int
    f: Any
    rate: float | None = None  # of learning, if it was one number
    source: tuple[int, int] = (0, 0)  # runs of one batch that differ in their starts have one


def of_runs(runs: Sequence[tuple[str, Trajectory]], on: Any = None, *, title: str = "", **words: Any) -> Plot:
    """A picture of runs with their labels, "" for the title of the rule.

    on : an objective to show in place of that of the runs.
    """
    if not all(run.escaped_at.size for _, run in runs):
        raise ValueError("plot: a batch has no run in it; give x0 of shape (d, n) with n > 0")
    titles = [label or (run.rule.title if run.rule else "run") for label, run in runs]
    columns = [column for i, (_, run) in enumerate(runs) for column in _columns(titles[i], run, i)]
    names = _names(columns)
    columns = [column._replace(label=name) for column, name in zip(columns, names, strict=True)]
    if on is not None:
        columns = [column._replace(f=on, height=_heights(on, column.x)) for column in columns]
    alone = titles[0] if len(set(titles)) == 1 and names[0] != titles[0] else ""
    return _picture(columns, title=title or alone, **words)


def of_paths(points: dict[str, np.ndarray], on: Any, **words: Any) -> Plot:
    """A picture of points by label, each (K, d) or for one variable (K,), as runs on an objective."""
    columns = []
    for label, x in points.items():
        x = x[:, None] if x.ndim == 1 and _dim(on) == 1 else x
        stay = np.isfinite(x).reshape(len(x), -1).all(1)
        left = -1 if stay.all() else int(stay.argmin())
        if left == 0:
            raise ValueError("plot: the first point of the path is not finite")
        x = x if left < 0 else x[:left]
        columns.append(Column(label, RULES.get(label), np.arange(float(len(x))), x, _heights(on, x), left, on))
    return _picture(columns, **words)


def _heights(f: Any, x: np.ndarray) -> np.ndarray:
    """The heights of points (K, d)."""
    if x.ndim != 2 or _dim(f) not in (None, x.shape[1]):
        raise ValueError(
            f"plot: a path on {getattr(f, 'name', 'this objective')} has {_dim(f) or 'd'} numbers for each of its K points, "
            f"shape (K, {_dim(f) or 'd'}), got shape {x.shape}"
        )
    with np.errstate(all="ignore"):
        return np.asarray(f.value(x.T), float)


def _dim(f: Any) -> int | None:
    """How many coordinates a point of f has, where it can be but one number."""
    least, most = getattr(f, "dims", None) or (None, None)
    return least if least == most else None


def _picture(
    columns: list[Column], *, title: str = "", xlabel: str = "", ylabel: str = "", log: str | None = None
) -> Plot:
    kept = [columns[i] for i in chosen(len(columns))]
    known = all(lowest(column.f) is not None for column in kept)
    log = ("y" if known else "") if log is None else "".join(sorted(log))
    land = _shared(kept)
    paths = [Path(*column[:4], drawn(_loss(column, known, log)), column.left) for column in kept]
    return Plot(
        title=title,
        xlabel=xlabel or "step",
        ylabel=ylabel or ("loss above the minimum" if known and any(lowest(column.f) for column in kept) else "loss"),
        log=log,
        curves=tuple(cut(Curve(path.label, path.rule, path.steps.astype(float), path.loss), log) for path in paths),
        ground=land,
        paths=tuple(paths) if land else (),
        left_out=len(columns) - len(kept),
    )


def _columns(title: str, run: Trajectory, place: int) -> list[Column]:
    """Every run of a batch, the trajectory at this place among all."""
    batch = run.f.shape[1:]
    count = run.escaped_at.size
    x = run.x.reshape(*run.x.shape[: run.x.ndim - len(batch)], count)
    heights, lefts, rates = run.f.reshape(-1, count), run.escaped_at.reshape(count), run.lr.reshape(len(run.lr), count)
    fan = bool((x[0] != x[0, ..., :1]).any())  # from several starts
    return [
        Column(
            *(title, run.rule, run.steps, x[..., i], heights[:, i], int(lefts[i]), run.objective),
            rate=_rate(rates[:, i]),
            source=(place, 0 if fan else i),
        )
        for i in range(count)
    ]


def _rate(lr: np.ndarray) -> float | None:
    """The learning rate of a run, if it was one number."""
    return float(lr[0]) if len(lr) and (lr == lr[0]).all() else None


def _names(columns: list[Column]) -> list[str]:
    """Names that tell sources apart: the title, the learning rate where runs of one title have several, or else a number."""
    rates: dict[str, set] = {}
    for column in columns:
        rates.setdefault(column.label, set()).add(column.rate)
    names = []
    for column in columns:
        several = len(rates[column.label]) > 1 and None not in rates[column.label]
        title = "" if several and len(rates) == 1 else column.label
        names.append(", ".join(filter(None, (title, f"lr {column.rate:.3g}" if several else ""))))
    met: dict[str, dict] = {}
    for name, column in zip(names, columns, strict=True):
        met.setdefault(name, {}).setdefault(column.source, len(met[name]) + 1)
    return [
        f"{name}, {met[name][column.source]}" if len(met[name]) > 1 else name
        for name, column in zip(names, columns, strict=True)
    ]


def _loss(column: Column, known: bool, log: str) -> np.ndarray:
    """The loss of a run by record, above the lowest value if that is known, as long as the run stayed."""
    loss = column.height
    if known:
        loss = np.maximum(loss - lowest(column.f), FLOOR if "y" in log else 0.0)
    return loss if column.left < 0 else np.where(column.steps < column.left, loss, np.nan)


def _shared(columns: list[Column]) -> Ground | None:
    """The ground under all runs, if they ran on one."""
    first, *others = dict.fromkeys(column.f for column in columns)
    land = ground(first, [column.x for column in columns], [column.height for column in columns])
    if land is None or not others:
        return land
    places = np.stack(np.meshgrid(*(np.linspace(low, high, 5) for low, high in land.box)))
    heights = land.value(places)
    same = (np.array_equal(Ground(f, land.box).value(places), heights, equal_nan=True) for f in others)
    return land if all(same) else None
