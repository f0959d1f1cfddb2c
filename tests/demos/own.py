"""Rules as readers write them: some odd, some broken. `defined` puts them on the menus for a while."""

from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

import gdzoo
from gdzoo.rules import RULES, Rule


class Heavy(NamedTuple):
    v: np.ndarray


class Counting(NamedTuple):
    m: np.ndarray
    k: float


def heavy_adam(f, x, s: Heavy, t, *, lr=0.01, beta=0.9):
    """A good one, without ranges."""
    v = beta * s.v + f.grad(x)
    return x - lr * v, Heavy(v)


def bare(f, x, s, t, *, lr):
    """No state, no default."""
    return x - lr * f.grad(x), s


def rateless(f, x, s, t, *, size=0.05, power=1):
    """No learning rate."""
    g = f.grad(x)
    return x - size * g / (1 + np.sqrt((g * g).sum(0)) ** power), s


def knobless(f, x, s, t):
    """Nothing to choose."""
    return x - 0.01 * f.grad(x), s


def paired(f, x, s, t, *, lr=0.1, decay=0.5, hold=3, nesterov=True, mode="plain", floor=None, top=float("inf")):
    """Its state is a pair, and its knobs are of every kind."""
    old, n = s if s is not None else (x, 0)
    v = decay * (x - old) if nesterov and mode == "plain" else 0 * x
    return x + v - lr * f.grad(x) / (1 + n // hold), (x, n + 1)


def counting(f, x, s: Counting, t, *, lr=0.1, weight=-0.5, eps=1e-8, warmup=10):
    """A number is in its state, and a knob is negative."""
    m = s.m + f.grad(x) ** 2
    return x - lr * min(1, t / warmup) * f.grad(x) / (np.sqrt(m) + eps) + 0.001 * weight * x, Counting(m, s.k + 1)


def the_rule_with_the_longest_name_that_anybody_has_ever_typed(f, x, s, t, *, lr=0.1):
    """A long name."""
    return x - lr * np.sign(f.grad(x)), s


def lost(f, x, s, t, *, lr=0.1, beta=0.5):
    """Not a number after one step."""
    return x * np.nan, s


def still(f, x, s, t, *, lr=0.1, beta=0.5):
    """It goes nowhere."""
    return x, s


def wild(f, x, s, t, *, lr=0.1, beta=0.5):
    """It leaves at once."""
    return x + 1e9 * lr, s


GOOD = [
    heavy_adam,
    bare,
    rateless,
    knobless,
    paired,
    counting,
    the_rule_with_the_longest_name_that_anybody_has_ever_typed,
    lost,
    still,
    wild,
]


def asks_whether(f, x, s, t, *, lr=0.1, beta=0.5):
    """What holds for one point of a batch does not hold for another."""
    g = f.grad(x)
    if g[0] > 0:
        return x, s
    return x - lr * g, s


def divides(f, x, s, t, *, lr=0.1, beta=0.5):
    """An error of Python."""
    return x - lr * (1 // (3 - min(t, 3))) * f.grad(x), s


def lone(f, x, s, t, *, lr=0.1, beta=0.5):
    """It forgets the state."""
    return x - lr * f.grad(x)


def flat(f, x, s, t, *, lr=0.1, beta=0.5):
    """Its point has another shape."""
    return x[0], s


def calls(f, x, s, t, *, lr=0.1, beta=0.5):
    """The error is deep in numpy."""
    return x - lr * np.concatenate([f.grad(x), 0.0]), s


def begins(f, x, s, t, *, lr=0.1, beta=0.5):
    """It has no beginning: see `init`."""
    return x, s


BROKEN = {
    asks_whether: "asks_whether failed in step 1: ValueError: The truth value of an array with more than one element is ambiguous",
    divides: "divides failed in step 3: ZeroDivisionError: ",
    lone: "lone: step 1 must return the new point and the new state, (x, s), got an array of shape (",
    flat: "flat: step 1 turned a point (",
    calls: "calls failed in step 1: ValueError: ",
    begins: "begins failed before the first step: KeyError: 'v'",
}


@contextmanager
def defined(*steps):
    """The rules of these step functions, on every menu until the end."""
    before = dict(RULES._entries)
    try:
        yield [gdzoo.rule(init=no_beginning)(step) if step is begins else gdzoo.rule()(step) for step in steps]
    finally:
        RULES._entries.clear()
        RULES._entries.update(before)


def no_beginning(f, x, **knobs) -> Rule:
    """What `begins` does before the first step."""
    return {}["v"]
