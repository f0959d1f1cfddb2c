"""Adam with one mistake in each copy, as copies of it have been published, to see which tests notice."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .optimizers.adam.adam import KNOBS, Moments, adam_uncorrected
from .rules import Rule

SLIPS: dict[str, Rule] = {}
"""The copies by name. They are rules, but not in the registry: nobody should run them by name."""


def _slip(**facts: Any) -> Callable[[Callable[..., Any]], Rule]:
    """Enters the step below among the copies. problem: what is wrong with it."""

    def enter(step: Callable[..., Any]) -> Rule:
        SLIPS[step.__name__] = Rule(step, knobs=KNOBS, **facts)
        return SLIPS[step.__name__]

    return enter


SLIPS["uncorrected"] = Rule(
    adam_uncorrected.step,
    knobs=KNOBS,
    title="No bias correction",
    problem="the averages are used as they are, with the bias of their start at zero",
)


@_slip(title="No root", problem="the step divides by the average of squares, not by its root")
def no_root(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam whose quotient has a unit: that of one over the gradient."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (v_hat + eps)
    return x, Moments(m, v)


@_slip(title="Epsilon added to the point", problem="two brackets are missing, and eps is added to the point itself")
def eps_outside(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam that divides by a bare root, and drifts."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / np.sqrt(v_hat) + eps
    return x, Moments(m, v)


@_slip(title="Epsilon with the wrong factor", problem="in the short form of Adam, eps lacks a root in its correction")
def eps_scaled(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam in the form that corrects the learning rate in place of the averages; eps there needs √(1 - β₂ᵗ)."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * g**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    x = x - rate * m / (np.sqrt(v) + (1 - beta2**t) * eps)
    return x, Moments(m, v)


@_slip(title="Corrected averages kept", problem="the corrected averages take the place of the averages in the state")
def overwritten(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam that corrects what was corrected before."""
    g = f.grad(x)
    m = (beta1 * s.m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * s.v + (1 - beta2) * g**2) / (1 - beta2**t)
    x = x - lr * m / (np.sqrt(v) + eps)
    return x, Moments(m, v)


@_slip(title="One mean too many", problem="a mean over the whole array lets coordinates, and runs, share their squares")
def shared(f, x, s: Moments, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with one size for all that happens to lie in the same array."""
    g = f.grad(x)
    m = beta1 * s.m + (1 - beta1) * g
    v = beta2 * s.v + (1 - beta2) * (g**2).mean()
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
    return x, Moments(m, v)
