"""Sharpness-aware minimization: descend with the gradient of a point uphill."""

from typing import Any

import numpy as np

from ...knobs import Knob
from ...oracles import Oracle, norm
from ...rules import Rule, as_rule
from .wrapping import around, register


class Moved(Oracle):
    """The objective f as it is seen from x when all of it is asked at x + e."""

    def __init__(self, f: Any, e: np.ndarray):
        super().__init__(f)
        self.e = e

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(x + self.e)

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.f.grad(x + self.e)

    def hess(self, x: np.ndarray) -> np.ndarray:
        return self.f.hess(x + self.e)


def sam_step(inner, f, x, s, t, *, rho=0.05, **knobs):
    """SAM: the inner rule's step, with the gradient at the highest point within ρ, to first order.

        g = ∇f(x)
        e = ρ g / ‖g‖
        x ← inner step from x, with ∇f(x + e) for ∇f(x)

    with ρ = ``rho`` and e = 0 where g = 0. Where the inner rule is ``gd``, η = ``lr`` and the
    step is x ← x - η ∇f(x + e).

    Parameters
    ----------
    lr : the inner rule's, > 0, required for gd.
    rho : >= 0, in units of x: how far up the slope to look. 0 is the inner rule itself.

    Returns
    -------
    The new x, shape (d, *batch), and the inner rule's state.

    Conventions
    -----------
    Two gradients in every step, both of the same minibatch. The authors' code adds 1e-12 to
    ‖g‖; ``optax.contrib.sam`` in opaque mode does not, and is NaN where g = 0. Without opaque
    mode every second of its updates only climbs: there two updates are one step. On a
    quadratic of curvature λ it does not settle but ends in a cycle, ± η λ ρ / (2 - η λ).

    Examples
    --------
    On x², λ = 2, it ends in a cycle of ± 0.1 · 2 · 0.9 / (2 - 0.1 · 2) = ± 0.1:

    >>> import gdzoo
    >>> gdzoo.minimize("sam", "parabola", [1.0], 100, lr=0.1, rho=0.9).x[-3:, 0].round(4)
    array([-0.1,  0.1, -0.1])

    References
    ----------
    foret2021sam, bartlett2023sam
    """
    g = f.grad(x)
    size = norm(f, g)
    e = rho * g / np.where(size > 0, size, 1)
    return inner.step(Moved(f, e), x, s, t, **knobs)


def sam(inner: Any, rho: Any = 0.05) -> Rule:
    """Sharpness-aware minimization (SAM) around any rule.

    Parameters
    ----------
    inner : a name in ``RULES``, a `Rule` or a step function.
    rho : >= 0, the default of the knob rho.

    Returns
    -------
    A `Rule` with the knobs of the inner rule and rho, which spends one gradient more per step.

    Examples
    --------
    >>> import gdzoo
    >>> rule = gdzoo.sam("adam", rho=0.1)
    >>> rule.title, list(rule.knobs)
    ('SAM around Adam', ['lr', 'beta1', 'beta2', 'eps', 'rho'])
    >>> gdzoo.minimize(rule, "himmelblau", [0.0, 0.0], 100, lr=0.1).grad_evals[-1]
    np.int64(200)
    """
    inner = as_rule(inner)
    return around(
        sam_step,
        inner,
        {"rho": rho},
        title="SAM",
        adds="takes the gradient a little way uphill",
        year=2021,
        paper="foret2021sam",
        problem="Of two minima that fit the training data equally well, the sharper one often does worse on new data.",
        idea="the gradient of a point uphill",
        best_for="training where flat minima generalize, at twice the cost",
        knobs={"rho": Knob(r"\rho", 0, 1, domain=">= 0")},
        loses=frozenset({"coordinates"}),
        within=lambda s: s,
        init=lambda f, x0, rho, **knobs: inner.init(f, x0, **knobs),
    )


register("sam", "Sharpness-aware minimization (SAM)", sam("gd"))
