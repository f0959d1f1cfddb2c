"""What a comparison of noisy runs may claim: their middle and spread, how often chance would turn it, and what a search finds."""

from math import comb
from typing import Any

import numpy as np


def quartiles(losses: Any, axis: int = 0) -> np.ndarray:
    """The quarter, the half and three quarters of the runs end below these.

    Parameters
    ----------
    losses : any shape; NaN is a run that left, and counts as the worst.
    axis : the axis of the runs.

    Returns
    -------
    Shape (3, ...) without that axis: lower quartile, median, upper quartile, as numpy's quantiles interpolate them. Infinite
    where they fall among the runs that left.

    Examples
    --------
    One of five runs left:

    >>> quartiles([0.2, 0.4, np.nan, 0.1, 0.3])
    array([0.2, 0.3, 0.4])
    """
    ranked = np.sort(np.where(np.isnan(losses), np.inf, losses), axis=axis)
    last = ranked.shape[axis] - 1
    found = []
    for part in (0.25, 0.5, 0.75):
        i = int(part * last)
        low, high = (np.take(ranked, min(k, last), axis=axis) for k in (i, i + 1))
        share = part * last - i
        with np.errstate(invalid="ignore"):
            found.append(np.where(np.isinf(low) | (share == 0), low, low + share * (high - low)))
    return np.stack(found)


def upset(better: Any, worse: Any, runs: int) -> float:
    """How often so many runs of each, compared by their medians, put the wrong one in front.

    With F the share of a sample that is at most x, the median of n = 2m + 1 draws from it is at most x with the chance

        Σ_{j > m} C(n, j) F^j (1 - F)^(n - j)

    Parameters
    ----------
    better, worse : losses of many runs of each, (n,) and (m,); NaN is a run that left. They stand for all runs there could be.
    runs : how many of each are compared, odd.

    Returns
    -------
    The chance, from 0 to 1, that the median of ``runs`` draws from ``worse`` is the lower one; ties count half.

    Examples
    --------
    Two spreads that overlap for the most part:

    >>> low, high = np.arange(0, 60), np.arange(10, 70)
    >>> round(upset(low, high, 1), 3), round(upset(low, high, 9), 3), round(upset(low, high, 99), 3)
    (0.347, 0.223, 0.009)
    """
    _require_odd(runs)
    samples = [np.sort(np.where(np.isnan(each), np.inf, each).ravel()) for each in (better, worse)]
    values = np.unique(np.concatenate(samples))
    share = [np.searchsorted(each, values, side="right") / each.size for each in samples]
    below = [_median_below(F, runs) for F in share]
    ours, theirs = (np.diff(each, prepend=0.0) for each in below)
    return float((theirs * (1 - below[0] + ours / 2)).sum())


def _require_odd(runs: Any) -> None:
    if isinstance(runs, bool) or not isinstance(runs, int | np.integer) or runs < 1 or runs % 2 == 0:
        raise ValueError(f"upset: runs must be an odd whole number, so that there is one median, got runs={runs!r}")


def _median_below(share: np.ndarray, runs: int) -> np.ndarray:
    """The chance that the median of so many draws is among the lower ones, as each draw is with the chance ``share``."""
    j = np.arange(runs // 2 + 1, runs + 1)
    ways = np.array([comb(runs, int(k)) for k in j], float)
    share = share[:, None]
    return np.minimum((ways * share**j * (1 - share) ** (runs - j)).sum(1), 1.0)


def best_of(losses: Any, tries: Any, part: float = 0.5) -> np.ndarray:
    """What the best of so many random tries stays below, with a given chance.

    The best of k tries is above x if all of them are: with F the share of settings that end at most at x, the chance is (1 - F)^k. So
    the value below which the best stays with the chance p has

        F = 1 - (1 - p)^(1/k)

    Parameters
    ----------
    losses : (n,), of settings drawn at random; NaN is one that left. They stand for all settings of the space.
    tries : k, a number or an array, >= 1.
    part : p, in (0, 1): 0.5 for the median over searches.

    Returns
    -------
    The shape of ``tries``; infinite where the best has left too. Of little worth where k comes near n: there it is the
    lowest of the sample.

    Examples
    --------
    Losses spread evenly from 0 to 1: one try finds 0.5, seven find less than a tenth.

    >>> best_of(np.linspace(0, 1, 1001), [1, 7])
    array([0.5  , 0.094])
    """
    ranked = np.sort(np.where(np.isnan(losses), np.inf, losses).ravel())
    share = 1 - (1 - part) ** (1 / np.asarray(tries, float))
    return ranked[np.maximum(np.ceil(share * len(ranked)).astype(np.int64) - 1, 0)]
