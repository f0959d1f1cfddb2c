"""Runs from many starts around one: the starts, their paths, and how they do together."""

import numpy as np

from demos.kit import scene
from demos.kit.ending import TOLERANCE
from demos.kit.loss import heights
from demos.kit.pens import rule_pen
from demos.kit.runs import one
from demos.kit.words import count, listing

GOLDEN = np.pi * (3 - 5**0.5)  # an angle: turning by it, points fill a disc evenly, however many


def around(start, n, within) -> np.ndarray:
    """n points on a disc around the start, the first of them itself: (2, n). `scripts.script` writes the same arithmetic."""
    i = np.arange(float(n))
    return np.asarray(start)[:, None] + within * np.sqrt(i / n) * np.array([np.cos(GOLDEN * i), np.sin(GOLDEN * i)])


def companions(batches) -> list[dict]:
    """The faint paths of all starts but the first, from runs {rule: run}."""
    return [
        scene.line(run.x[:, 0, i], run.x[:, 1, i], rule_pen(rule, width=1, marker=None, faint=True), moves=True)
        for rule, run in batches.items()
        if run.x.ndim > 2
        for i in range(1, run.x.shape[2])
    ]


def size(batches) -> int:
    """How many starts there are."""
    return next(iter(batches.values())).x.shape[2]


def batch_table(land, batches) -> dict:
    """How the runs from all starts do: who arrives and who leaves, and the losses of those that stay, by step."""
    rows, n = [], size(batches)
    for rule, run in batches.items():
        each = np.sort([heights(land, one(run, i)) for i in range(n)], axis=0)  # who has left comes last
        staying = np.isfinite(each).sum(0)
        middle, last = (np.take_along_axis(each, i[None].clip(0), 0)[0] for i in ((staying - 1) // 2, staying - 1))
        counts = [*arrivals(land, run), int((run.escaped_at >= 0).sum())]
        rows.append({"pen": rule_pen(rule), "cells": [rule.title, *counts, each[0], middle, last]})
    losses = [("lowest", "2g"), ("median", "2g"), ("highest", "2g")]
    columns = [("", "text"), ("arrive", "int"), ("at minima", "int"), ("leave", "int"), *losses]
    return scene.table("starts", columns, rows, title=f"Losses from all {n} starts", area="below")


def arrivals(land, run) -> tuple[int | None, int | None]:
    """How many of the runs from all starts end at a minimum, and at how many different ones; None where there is none."""
    if land.f_min is None:
        return None, None
    there = (run.f[-1] - land.f_min <= TOLERANCE) & (run.escaped_at < 0)
    return int(there.sum()), minima_found(land, run.x[-1][:, there])


def minima_found(land, x) -> int:
    """At how many different minima of the landscape points x (2, n), each at one of them, are."""
    minima = np.transpose(land.minima)
    return len(set(((minima[:, :, None] - x[:, None]) ** 2).sum(0).argmin(0).tolist()))


def shares(land, batches) -> str:
    """How many of all starts each rule brings to how many minima."""
    said = []
    for rule, run in batches.items():
        arrived, minima = arrivals(land, run)
        where = "the minimum" if len(land.minima) == 1 else count(minima, "minimum", "minima")
        said.append(f"{rule.title} brings {f'{arrived} to {where}' if arrived else 'none to a minimum'}")
    return f"Of {size(batches)} starts {listing(said)}."


def finite(sequence) -> np.ndarray:
    """A sequence with nothing where it is not finite."""
    return np.where(np.isfinite(sequence), sequence, np.nan)
