"""The map of momentum on quadratics with curvatures 1 to kappa: rates, their level lines, and the edges of the regimes."""

from functools import lru_cache

import numpy as np

from demos.kit import scene
from demos.kit.words import number
from gdzoo.analysis import REGIMES, rate, regime

WIDTH = 4.0  # the largest learning rate on the map, times the largest curvature: beyond it nothing converges
BETAS = np.linspace(0, 0.99, 199)
LEVELS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


@lru_cache(maxsize=1)
def edges():
    """For each of `BETAS`, lr times curvature where ripples begin, and where they become jumps from side to side."""
    beta = np.maximum(BETAS, 1e-9)[:, None]  # at 0 there is no ripple
    early, late = np.geomspace(1e-5, 1, 1000), np.linspace(1, WIDTH, 1501)
    first = (regime(early, beta) == REGIMES.index("ripples")).argmax(1)
    last = (regime(late, beta) == REGIMES.index("ripples"))[:, ::-1].argmax(1)
    return early[first], late[-1 - last]


@lru_cache(maxsize=32)
def rates(kappa, columns, rows):
    """The rate on a grid of the map: learning rates, momenta, and the rates (rows, columns)."""
    lr, beta = np.linspace(0, WIDTH / kappa, columns), np.linspace(0, BETAS[-1], rows)
    return lr, beta, rate("momentum", [1.0, kappa], lr, beta[:, None])


@lru_cache(maxsize=32)
def rate_field(kappa):
    """The map's field: the lower, the faster, and what does not converge is empty."""
    _, _, values = rates(kappa, 96, 72)
    return scene.field(np.where(values < 1, values, np.nan), (0, WIDTH / kappa, 0, BETAS[-1]))


@lru_cache(maxsize=32)
def level_lines(kappa):
    """Where the rate is one of a few round values above the best, with the value beside each line."""
    lr, beta, values = rates(kappa, 161, 100)
    marks = []
    for level in LEVELS:
        inside = values <= level * (1 + 1e-9)  # where the rate is sqrt(beta), ties must not hang on the last digit
        columns = np.flatnonzero(inside.any(0))
        if len(columns) < 8 or len(marks) == 8:  # too small to draw; enough lines
            continue
        low = [crossing(beta, values[:, i], inside[:, i].argmax(), -1, level) for i in columns]
        high = [crossing(beta, values[:, i], len(beta) - 1 - inside[::-1, i].argmax(), 1, level) for i in columns]
        around = np.concatenate([columns, columns[::-1], columns[:1]])
        marks.append(scene.line(lr[around], [*low, *high[::-1], low[0]], scene.pen("soft", width=1, faint=True)))
        middle = len(columns) // 2
        marks.append(scene.text(lr[columns[middle]], high[middle], number(level, 3)))
    return marks


def crossing(beta, values, i, way, level):
    """The momentum between rows i, inside, and i + way, outside, at which the rate is `level`."""
    if not 0 <= i + way < len(beta):
        return beta[i]
    return beta[i] + (beta[i + way] - beta[i]) * (level - values[i]) / (values[i + way] - values[i])
