"""Schedules that rise and fall: with restarts, once, or for ever."""

import numpy as np

from ..knobs import Knob, check_domain
from ..registry import nearest
from .base import schedule
from .ramps import END, STEPS

MODES = {"triangular": 1.0, "triangular2": 0.5}  # by what the height is multiplied from cycle to cycle


@schedule(
    title="Cosine with restarts",
    formula=(
        r"\eta_\text{end} + (\eta - \eta_\text{end}) \frac{1 + \cos(\pi (k - k_j) / T_j)}{2},"
        r"\quad T_j = T_0\, q^j,\quad k_j = T_0 + \dots + T_{j - 1} \le k"
    ),
    knobs={
        "first": Knob("T_0", 1, 1000, "log", domain=">= 1"),
        "growth": Knob("q", 1, 4, domain=">= 1"),
        "end": END,
    },
    source="loshchilov2017sgdr",
)
def cosine_restarts(k, base, *, first, growth=1.0, end=0.0):
    """Half waves from ``base`` down to ``end``, one after the other, each ``growth`` times as long as the last.

    Parameters
    ----------
    base : learning rate at the beginning of every cycle, > 0.
    first : steps of the first cycle, >= 1, required.
    growth : length of a cycle over that of the one before, >= 1.
    end : >= 0, not in units of ``base``. No step has it: where it would be, the next cycle begins.

    Conventions
    -----------
    PyTorch's CosineAnnealingWarmRestarts(T_0, T_mult, eta_min). ``optax.sgdr_schedule`` takes a
    list of cycles, each with a warm-up of its own.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["cosine_restarts"](1.0, first=2, growth=2)
    >>> lr(range(7)).round(4)
    array([1.    , 0.5   , 1.    , 0.8536, 0.5   , 0.1464, 1.    ])

    References
    ----------
    loshchilov2017sgdr
    """
    steady = growth == 1  # as long as the last: what follows would divide by 0
    more = growth - 1 + steady
    early = k + 1e-6  # rounding must not put off a restart by a step
    j = np.floor(np.where(steady, early / first, np.log1p(early * more / first) / np.log1p(more)))
    begin = first * np.where(steady, j, (growth**j - 1) / more)
    return end + (base - end) * (1 + np.cos(np.pi * (k - begin) / (first * growth**j))) / 2


@schedule(
    title="One cycle",
    formula=(
        r"\text{half waves } \frac{\eta}{d} \to \eta \to \frac{\eta}{d f}"
        r"\text{ over } k = 0,\ \operatorname{round}(p (T - 1)),\ T - 1"
    ),
    knobs={
        "steps": STEPS,
        "peak_at": Knob("p", 0, 1, domain="in [0, 1]"),
        "div": Knob("d", 1, 100, "log", domain="> 0"),
        "final_div": Knob("f", 1, 1e5, "log", domain="> 0"),
    },
    source="smith2019super",
)
def one_cycle(k, base, *, steps, peak_at=0.3, div=25.0, final_div=1e4):
    """Up to ``base`` and down again, further than it came from, in half waves.

    Parameters
    ----------
    base : the highest rate, > 0; one step always has it.
    steps : steps of the whole cycle, >= 1, required; the last one, k = steps - 1, is the end.
    peak_at : the peak's share of the way, in [0, 1]: it is at k = round(peak_at (steps - 1)).
    div : base / div is the rate at k = 0, > 0.
    final_div : base / (div final_div) is the rate at the end, > 0.

    Conventions
    -----------
    PyTorch's OneCycleLR puts the peak at k = pct_start total_steps - 1, which may fall between
    two steps, and refuses to go on after the end; ``optax.cosine_onecycle_schedule`` has the peak at
    int(pct_start T) and the end at T, after the last step. OneCycleLR also moves the momentum,
    against the rate; here that stays.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["one_cycle"](1.0, steps=11, div=10, final_div=100)
    >>> [round(lr(k), 4) for k in (0, 3, 6, 10, 11)]
    [0.1, 1.0, 0.6116, 0.001, 0.001]

    References
    ----------
    smith2019super
    """
    last = steps - 1
    peak = np.round(peak_at * last)
    k = np.minimum(k, last)
    low = np.where(k < peak, base / div, base / (div * final_div))
    away = np.where(k < peak, (peak - k) / np.maximum(peak, 1), (k - peak) / np.maximum(last - peak, 1))
    return low + (base - low) * (1 + np.cos(np.pi * away)) / 2


@schedule(
    title="Cyclic",
    formula=(
        r"\eta_\text{low} + (\eta - \eta_\text{low})\, h^c \min\Bigl(\frac{r}{u}, \frac{u + d - r}{d}\Bigr),"
        r"\quad c = \Bigl\lfloor \frac{k}{u + d} \Bigr\rfloor,\quad r = k - c\, (u + d)"
    ),
    knobs={
        "up": Knob("u", 1, 1000, "log", domain="> 0"),
        "down": Knob("d", 1, 1000, "log"),
        "low": Knob(r"\eta_\text{low}", 0, 1, domain=">= 0"),
        "mode": Knob("h"),
    },
    source="smith2017cyclical",
)
def cyclic(k, base, *, up, down=None, low=0.0, mode="triangular"):
    """Straight up from ``low`` to ``base`` and down again, over and over.

    Parameters
    ----------
    base : the highest rate, > 0.
    up : steps from ``low`` to ``base``, > 0, required.
    down : steps back, > 0; as many as ``up`` if None.
    low : the lowest rate, >= 0, not in units of ``base``; with 0, the first step does nothing.
    mode : "triangular" (h = 1), or "triangular2" (h = 1/2): every cycle is half as high as the last.

    Conventions
    -----------
    PyTorch's CyclicLR, whose base_lr is ``low`` and whose max_lr is ``base``; it moves the
    momentum too, unless told not to. Its third mode, exp_range, shrinks the height at every step,
    so that no step ever has max_lr: it is left out. optax has no such schedule.

    Examples
    --------
    >>> import gdzoo
    >>> lr = gdzoo.SCHEDULES["cyclic"](1.0, up=2, down=1, low=0.5, mode="triangular2")
    >>> lr(range(7))
    array([0.5  , 0.75 , 1.   , 0.5  , 0.625, 0.75 , 0.5  ])

    References
    ----------
    smith2017cyclical
    """
    if mode not in MODES:
        raise ValueError(f"schedule cyclic: unknown mode {mode!r}; {nearest(mode, MODES)}")
    if down is None:
        down = up
    check_domain("schedule cyclic", "down", down, "> 0")
    c, r = np.divmod(k, up + down)
    return low + (base - low) * MODES[mode] ** c * np.minimum(r / up, (up + down - r) / down)
