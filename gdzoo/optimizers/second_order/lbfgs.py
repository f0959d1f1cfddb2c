"""L-BFGS: what BFGS does with a matrix, done with the last few steps."""

from typing import NamedTuple

import numpy as np

from ...knobs import Knob
from ...oracles import dot
from ...rules import rule
from ...wolfe import Point, downhill, nowhere, resume, strong_wolfe
from .bfgs import curved, first_try


class Pairs(NamedTuple):
    end: Point  # where the last step ended: x, f, g, and its length
    s: np.ndarray  # the last steps, the newest at the end, (memory, d, *batch)
    y: np.ndarray  # the changes of the gradient along them, the same shape
    rho: np.ndarray  # 1 / s·y, 0 where there is no pair yet, (memory, *batch)


def no_pairs(f, x0, *, memory):
    """Room for ``memory`` pairs."""
    if np.ndim(memory):
        raise ValueError(f"lbfgs: memory must be one number for the whole batch, got an array of shape {memory.shape}")
    end = nowhere(f, x0)
    room = np.zeros((int(memory), *x0.shape))
    return Pairs(end, room, room, np.zeros((int(memory), *end.f.shape)))


def remembered(f, s, step, y):
    """s, y and ρ with the newest pair at the end and without the oldest; as before where the newest teaches nothing."""
    sy = curved(f, step, y)
    pairs = zip((s.s, s.y, s.rho), (step, y, 1 / sy), strict=True)
    return [np.where(sy > 0, np.concatenate([old[1:], [new]]), old) for old, new in pairs]


def two_loop(f, g, s):
    """H g, from the pairs alone: the H that BFGS would build from them, beginning with (s·y / y·y) I of the newest.

    The first loop unwinds the updates from the newest to the oldest, the second winds them up again. Pairs with
    ρ = 0 change nothing.
    """
    q, coefficients = g, []
    for step, y, rho in zip(s.s[::-1], s.y[::-1], s.rho[::-1], strict=True):
        a = rho * dot(f, step, q)
        q = q - a * y
        coefficients.append(a)
    r = q * np.where(s.rho[-1] > 0, 1 / (s.rho[-1] * dot(f, s.y[-1], s.y[-1])), 1.0)
    for step, y, rho in zip(s.s, s.y, s.rho, strict=True):
        r = r + (coefficients.pop() - rho * dot(f, y, r)) * step
    return r


@rule(
    title="L-BFGS",
    year=1989,
    paper="liu1989limited",
    parents={"bfgs": "keeps the last few pairs in place of a matrix"},
    problem="The matrix of BFGS has a number for each pair of coordinates: a million coordinates do not fit.",
    idea="BFGS from the last few steps, with no matrix",
    best_for="smooth functions of many coordinates, without noise",
    knobs={"memory": Knob("m", 1, 50, "log", domain="whole >= 1")},
    traits={"rotation", "scale", "search"},
    init=no_pairs,
    extra={"step_length": lambda x, s: s.end.length},
)
def lbfgs(f, x, s: Pairs, t, *, memory=10):
    """L-BFGS: the direction of BFGS, computed from the last m pairs of steps and gradient changes.

        p = -H g      by two loops over the pairs (s, y)
        x' = x + α p      with α from a search for the strong Wolfe conditions
        pairs ← the last m of them, with (x' - x, ∇f(x') - g)
        x ← x'

    with g = ∇f(x), m = ``memory`` and no pairs at the start.

    Parameters
    ----------
    memory : number of pairs that are kept, a whole number >= 1, the same in every column.

    Returns
    -------
    The new x, shape (d, *batch) or that of a matrix, and the state: the end of the step with
    its height, gradient and length, and the pairs (memory, d, *batch) with ρ (memory, *batch).

    Conventions
    -----------
    The search, its costs and its failures are those of ``bfgs``. H begins in every step with
    (s·y / y·y) I of the newest pair, while BFGS keeps the scale of its first: with a memory
    for all steps the first two agree, later ones do not. One step of ``torch.optim.LBFGS`` is
    up to 20 of these, by default with no search and a memory of 100; ``optax.lbfgs`` also
    keeps 10 pairs and has another search. On a noisy objective the pairs mix draws.

    Examples
    --------
    The valley of Rosenbrock's function in ten dimensions:

    >>> import gdzoo
    >>> run = gdzoo.minimize("lbfgs", "rosenbrock", [0.0] * 10, 60)
    >>> run.f[[0, 20, 40, 60]].round(3), run.grad_evals[-1].item()
    (array([9.   , 3.248, 0.039, 0.   ]), 74)

    References
    ----------
    nocedal1980updating, liu1989limited, nocedal2006numerical
    """
    here = resume(f, x, s.end)
    p = downhill(f, -two_loop(f, here.g, s), here.g)
    end = strong_wolfe(f, here, p, first_try(f, p, s.rho[-1] > 0))
    return end.x, Pairs(end, *remembered(f, s, end.x - x, end.g - here.g))
