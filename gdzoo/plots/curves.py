"""Curves from numbers."""

from typing import Any

import numpy as np

from ..rules import RULES
from .ground import TALL
from .picture import Curve, Plot

MOST = 24  # curves, or runs, that a picture shows


def curves(
    x: np.ndarray | None,
    ys: dict[str, np.ndarray],
    *,
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
    log: str | None = None,
) -> Plot:
    """A picture of numbers by label, each (K,) or (K, m) for m curves, over x (K,) or over 0, 1, 2, ..."""
    found = []
    for label, y in ys.items():
        if y.ndim > 2:
            raise ValueError(
                f"plot: numbers of shape {y.shape} are no curves; give (K,) for one, or (K, m) for m of them"
            )
        over = np.arange(float(len(y))) if x is None else x
        if over.ndim != 1 or len(over) != len(y):
            owner = f"{label!r} has" if label else "y has"
            raise ValueError(
                f"plot: x has shape {over.shape} and {owner} {len(y)} numbers; give one x for each, in a row"
            )
        rule = RULES.get(label)
        columns = y.reshape(len(y), -1).T
        names = [label] if y.ndim == 1 else [f"{label} {i + 1}".strip() for i in range(len(columns))]
        found += [Curve(name, rule, over, column) for name, column in zip(names, columns, strict=True)]
    shown = chosen(len(found))
    log = "".join(sorted(log or ""))
    kept = tuple(cut(found[i], log) for i in shown)
    return Plot(title=title, xlabel=xlabel, ylabel=ylabel, log=log, curves=kept, left_out=len(found) - len(kept))


def numbers(value: Any, what: str) -> np.ndarray:
    """An array of real numbers with at least one entry. what: its name, for the sentence about a mistake."""
    if callable(value):
        raise TypeError(f"plot: {what} is a function; give numbers, as in plot(x, f(x))")
    if hasattr(value, "__iter__") and not isinstance(value, np.ndarray | str):
        value = list(value)
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"plot: {what} has rows of different lengths; give one number for each x") from None
    if array.dtype.kind not in "biuf":
        found = "complex numbers" if array.dtype.kind == "c" else f"{value!r:.60}"
        raise TypeError(f"plot: {what} must be real numbers, got {found}")
    if array.ndim == 0:
        raise ValueError(
            f"plot: {what} is the one number {array[()]:.6g}; a curve needs several, as in [3.0, 2.0, 1.5]"
        )
    if array.size == 0:
        raise ValueError(f"plot: {what} is empty")
    return array.astype(float)


def drawn(values: np.ndarray) -> np.ndarray:
    """Numbers as a curve: what is not finite, or beyond every picture, is a gap."""
    return np.where(np.abs(values) < TALL, values, np.nan)


def cut(curve: Curve, log: str) -> Curve:
    """The curve with its gaps, or a sentence where there is nothing else."""
    whose = f" of {curve.label!r}" if curve.label else ""
    for axis, values in {"x": curve.x, "y": curve.y}.items():
        if axis in log and not (values > 0).any():
            raise ValueError(f"plot: log={log!r} shows numbers above 0, and no {axis}{whose} is; leave out log")
    curve = gaps(curve, log)
    if not np.isfinite(curve.x + curve.y).any():
        raise ValueError(f"plot: no number{whose} is finite and below {TALL:g}, so there is no curve")
    return curve


def gaps(curve: Curve, log: str) -> Curve:
    """The curve with gaps where its axes have no place for it."""
    x, y = drawn(curve.x), drawn(curve.y)
    return curve._replace(
        x=np.where(x > 0, x, np.nan) if "x" in log else x, y=np.where(y > 0, y, np.nan) if "y" in log else y
    )


def chosen(n: int) -> list[int]:
    """Which of n curves or runs are shown: all, or ``MOST`` of them, evenly."""
    return [round(i) for i in np.linspace(0, n - 1, min(n, MOST)).tolist()]
