"""Rprop: step sizes that grow until a sign turns."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...rules import rule
from ..usual import LR


class Strides(NamedTuple):
    step: np.ndarray  # length of the next step, like x, (d, *batch)
    g: np.ndarray  # last gradient, 0 where its sign had turned, like x


def start(f, x0, *, lr, **knobs):
    """Every step lr long, and no gradient yet."""
    return Strides(np.zeros_like(x0) + lr, np.zeros_like(x0))


@rule(
    title="Rprop",
    year=1993,
    paper="riedmiller1993rprop",
    parents={"sign_gd": "keeps a step size per coordinate, longer while the sign stays, shorter when it turns"},
    problem="In a network of many layers the size of a partial derivative says little about the way to go: it shrinks "
    "from layer to layer, and a step in proportion to it with it.",
    idea="longer steps until the sign turns",
    best_for="full batches without noise, where hardly anything needs tuning",
    knobs={
        "lr": LR,
        "eta_minus": Knob(r"\eta^-", 0.1, 0.9, domain="in (0, 1)"),
        "eta_plus": Knob(r"\eta^+", 1.01, 2, domain="> 1"),
        "step_min": Knob(r"\Delta_{\min}", 1e-9, 1e-3, "log", domain=">= 0"),
        "step_max": Knob(r"\Delta_{\max}", 1e-2, 100, "log", domain="> 0"),
    },
    traits={"adaptive", "scale"},
    init=start,
)
def rprop(f, x, s: Strides, t, *, lr=0.01, eta_minus=0.5, eta_plus=1.2, step_min=1e-6, step_max=50.0):
    """Rprop: a step size per coordinate that grows while the sign of the slope stays, and shrinks when it turns.

        g = ∇f(x)
        Δ ← η⁺ Δ  where g g₋ > 0,   η⁻ Δ  where g g₋ < 0,   kept within Δmin and Δmax
        g ← 0     where g g₋ < 0
        x ← x - Δ sign(g)

    with η⁻ = ``eta_minus``, η⁺ = ``eta_plus``, Δmin = ``step_min``, Δmax = ``step_max``, g₋ the g that the
    last step kept, and before the first step g₋ = 0 and Δ = ``lr``.

    Parameters
    ----------
    lr : length of the first step in every coordinate, > 0; it has no part in the later ones, and
        neither has a schedule.
    eta_minus : factor after a turn, in (0, 1).
    eta_plus : factor while the sign stays, > 1.
    step_min : the shortest step, >= 0, in the unit of x.
    step_max : the longest step, > 0.

    Returns
    -------
    The new x, shape (d, *batch), the steps Δ and the gradient that was used, both the same shape.

    Conventions
    -----------
    The same as ``torch.optim.Rprop(lr, (eta_minus, eta_plus), (step_min, step_max))``: the
    variant iRprop- of Igel and Hüsken. A coordinate whose slope has turned rests for one step,
    and its next step has the halved length. The paper instead takes back the step that led
    across. ``optax.rprop`` 0.2.8 applies every update one step late, and drops it where the sign has turned by then.

    Examples
    --------
    On x² it crosses the minimum, rests, and comes back with half the step:

    >>> import gdzoo
    >>> gdzoo.minimize("rprop", "parabola", [0.3], 6, lr=0.125).x[:, 0]
    array([ 0.3  ,  0.175,  0.025, -0.155, -0.155, -0.065,  0.043])

    References
    ----------
    riedmiller1993rprop, igel2000improving
    """
    g = f.grad(x)
    turn = np.sign(g * s.g)
    factor = np.where(turn > 0, eta_plus, np.where(turn < 0, eta_minus, 1))
    step = np.clip(factor * s.step, step_min, step_max)
    g = np.where(turn < 0, 0, g)
    x = x - step * np.sign(g)
    return x, Strides(step, g)
