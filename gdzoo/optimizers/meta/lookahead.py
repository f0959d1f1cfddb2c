"""Lookahead: k steps forward, one step back."""

from typing import Any, NamedTuple

import numpy as np

from ...knobs import Knob
from ...rules import Rule, as_rule
from .wrapping import around, register


class Slow(NamedTuple):
    inner: Any  # the inner rule's state
    slow: np.ndarray  # where the last k steps began, like x, (d, *batch)


def lookahead_step(inner, f, x, s: Slow, t, *, k=5, alpha=0.5, **knobs):
    """Lookahead: after every k steps of the inner rule, back to a point between their ends.

        x ← inner step from x
        after k steps:
            φ ← φ + α (x - φ)
            x ← φ

    with k = ``k``, α = ``alpha`` and φ = x at the start. The inner rule keeps its state. Where
    it is ``momentum``, η = ``lr`` and β = ``beta``.

    Parameters
    ----------
    lr : the inner rule's, > 0, required for momentum.
    beta : the inner rule's, in [0, 1).
    k : a whole number >= 1; how many steps the inner rule walks alone.
    alpha : in (0, 1]; how much of their way is kept. 1 is the inner rule itself.

    Returns
    -------
    The new x, shape (d, *batch), and the inner rule's state together with φ, shape (d, *batch).
    x is the fast point, and equal to φ when t is a multiple of k.

    Conventions
    -----------
    The same as ``optax.lookahead(fast, k, alpha)`` with ``reset_state=False``, whose fast
    parameters are this x. The paper calls the points θ and φ and takes k from 5 to 10, α from
    0.5 to 0.8.

    Examples
    --------
    Three steps that halve x, and then half of the way back:

    >>> import gdzoo
    >>> gdzoo.minimize("lookahead", "parabola", [1.0], 3, lr=0.25, beta=0.0, k=3).x[:, 0]
    array([1.    , 0.5   , 0.25  , 0.5625])

    References
    ----------
    zhang2019lookahead
    """
    x, state = inner.step(f, x, s.inner, t, **knobs)
    back = t % k == 0
    slow = np.where(back, s.slow + alpha * (x - s.slow), s.slow)
    return np.where(back, slow, x), Slow(state, slow)


def lookahead(inner: Any, k: Any = 5, alpha: Any = 0.5) -> Rule:
    """Lookahead around any rule.

    Parameters
    ----------
    inner : a name in ``RULES``, a `Rule` or a step function.
    k : a whole number >= 1, the default of the knob k.
    alpha : in (0, 1], the default of the knob alpha.

    Returns
    -------
    A `Rule` with the knobs of the inner rule, k and alpha.

    Examples
    --------
    >>> import gdzoo
    >>> rule = gdzoo.lookahead("adam", k=6)
    >>> rule.title, list(rule.knobs)
    ('Lookahead around Adam', ['lr', 'beta1', 'beta2', 'eps', 'k', 'alpha'])
    >>> gdzoo.minimize(rule, "himmelblau", [0.0, 0.0], 100, lr=0.1).x[-1].round(3)
    array([3.002, 1.982])
    """
    inner = as_rule(inner)
    return around(
        lookahead_step,
        inner,
        {"k": k, "alpha": alpha},
        title="Lookahead",
        adds="goes back, after every k steps, to a point between their ends",
        year=2019,
        paper="zhang2019lookahead",
        problem="Fast rules overshoot and jitter: their points surround a minimum that they do not reach.",
        idea="k steps forward, one step back",
        best_for="calming a fast or noisy rule at little cost",
        knobs={"k": Knob("k", 1, 20, domain="whole >= 1"), "alpha": Knob(r"\alpha", 0.05, 1, domain="in (0, 1]")},
        init=lambda f, x0, k, alpha, **knobs: Slow(inner.init(f, x0, **knobs), x0),
    )


register("lookahead", "Lookahead", lookahead("momentum"))
