"""Blocks: a rule for the weight matrices among the parameters, and another one for the rest."""

from collections import namedtuple
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from ...oracles import Oracle
from ...rules import Rule, as_rule
from .wrapping import bound, union

TOGETHER = {"scale"}
"""Traits that blocks have if both rules do."""

EITHER = {"momentum", "adaptive", "origin", "hessian", "search"}
"""Traits that blocks have if one of the rules does."""


class Blocks(NamedTuple):
    matrices: Any  # a named tuple: the matrix rule's state for every block
    rest: Any  # the other rule's state


class Part(Oracle):
    """The objective f as a function of some coordinates of the point x alone, the others staying where they are.

    ``where`` picks the coordinates of x, (d, *batch), and ``shape`` is theirs as a point. ``slope()`` is the gradient of f
    at x, which all parts share: it answers for a part that is where it was.
    """

    def __init__(self, f: Any, x: np.ndarray, slope: Any, where: Any, shape: tuple[int, ...]):
        super().__init__(f)
        self.whole, self.slope, self.where, self.point_ndim = x, slope, where, len(shape)
        self.shape = (*shape, *x.shape[1:])
        self.x = self.cut(x)

    def cut(self, x: np.ndarray) -> np.ndarray:
        """The part of a whole point."""
        return x[self.where].reshape(self.shape)

    def put(self, part: np.ndarray, x: np.ndarray) -> np.ndarray:
        """The whole point x with this part in its place."""
        x = x.copy()
        x[self.where] = part.reshape(-1, *x.shape[1:])
        return x

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(self.put(x, self.whole))

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.cut(self.slope() if x is self.x else self.f.grad(self.put(x, self.whole)))

    def hess(self, x: np.ndarray) -> np.ndarray:
        return self.f.hess(self.put(x, self.whole))[self.where][:, self.where]


def parts(f: Any, x: np.ndarray) -> tuple[list[Part], Part]:
    """One objective for each of ``f.matrices``, and one for the coordinates that are in none of them."""
    slope = cache(lambda: f.grad(x))
    others = np.ones(len(x), bool)
    for where, _ in f.matrices.values():
        others[where] = False
    rest = np.flatnonzero(others)
    return [Part(f, x, slope, *block) for block in f.matrices.values()], Part(f, x, slope, rest, rest.shape)


def split(knobs: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The matrix rule's knobs, and the other rule's without their prefix."""
    rest = {name.removeprefix("rest_"): value for name, value in knobs.items() if name.startswith("rest_")}
    return {name: value for name, value in knobs.items() if not name.startswith("rest_")}, rest


def blocks_step(matrix_rule, rest, f, x, s: Blocks, t, **knobs):
    """Blocks: each weight matrix walks by one rule, all other coordinates together by another.

        Wᵢ ← step of the matrix rule from Wᵢ, for every block i
        r ← step of the other rule from r

    where x consists of the matrices Wᵢ and the rest r. Both rules see the same gradient ∇f(x),
    which is taken once.

    Returns
    -------
    The new x, shape (d, *batch), and the states of both rules.
    """
    own, others = split(knobs)
    matrices, left = parts(f, x)
    new, states = x, []
    for block, state in zip(matrices, s.matrices, strict=True):
        w, state = matrix_rule.step(block, block.x, state, t, **own)
        new = block.put(w, new)
        states.append(state)
    r, state = rest.step(left, left.x, s.rest, t, **others)
    return left.put(r, new), Blocks(type(s.matrices)(*states), state)


def blocks(matrix_rule: Any, rest: Any) -> Rule:
    """A rule for the weight matrices of a model, and another one for its other parameters.

    The objective names its matrices: ``f.matrices`` is a dict of name -> (slice, (m, n)), where the slice picks m n
    coordinates of the flat point x, row after row.

    Parameters
    ----------
    matrix_rule : a name in ``RULES``, a `Rule` or a step function: walks with every block as a matrix (m, n, *batch).
        Any rule will do, one of vectors too: the layers of LARS and LAMB are such blocks.
    rest : the same, for all other coordinates as one vector.

    Returns
    -------
    A `Rule` on the flat vector x. Its knobs are those of the matrix rule, and those of the other rule with "rest_" before
    their names: the same name means another thing to another rule, so nothing is shared. A schedule for lr leaves
    rest_lr alone. Further sequences (``run.extra``) are not recorded for parts: put ``averaged`` around the whole.

    Examples
    --------
    Six parameters: a 2 x 2 matrix and two more. Muon's steps are the same on either singular direction.

    >>> import gdzoo, numpy as np
    >>> f = gdzoo.objective(lambda x: (x**2).sum(0), lambda x: 2 * x)
    >>> f.matrices = {"W": (slice(0, 4), (2, 2))}
    >>> rule = gdzoo.blocks("muon", "adam")
    >>> rule.name, [name for name in rule.knobs if "lr" in name]
    ('blocks(muon, adam)', ['lr', 'rest_lr'])
    >>> run = gdzoo.minimize(rule, f, [1.0, 0.0, 0.0, 3.0, 5.0, -5.0], 1, lr=0.1, rest_lr=0.01)
    >>> run.x[-1].round(3)
    array([ 0.887,  0.   ,  0.   ,  2.925,  4.99 , -4.99 ])
    """
    matrix_rule, rest = as_rule(matrix_rule), as_rule(rest)
    name = f"blocks({matrix_rule.name}, {rest.name})"
    if "matrix" in rest.traits:
        raise ValueError(
            f"{name}: the rest is a vector, and {rest.name} acts on matrices; give a rule of vectors, such as 'adam'"
        )

    def start(f: Any, x0: np.ndarray, **knobs: Any) -> Blocks:
        if not hasattr(f, "matrices"):
            raise TypeError(f"{name} needs f.matrices, a dict of name -> (slice, (m, n)), and this objective has none")
        own, others = split(knobs)
        matrices, left = parts(f, x0)
        states = namedtuple("Matrices", f.matrices, rename=True)
        return Blocks(
            states(*(matrix_rule.init(block, block.x, **own) for block in matrices)), rest.init(left, left.x, **others)
        )

    prefixed = {
        f"rest_{knob}": entry._replace(symbol=rf"\text{{rest }} {entry.symbol}") for knob, entry in rest.knobs.items()
    }
    return Rule(
        bound(blocks_step, matrix_rule, rest),
        name=name,
        title=f"{matrix_rule.title} on matrices, {rest.title} on the rest",
        parents={matrix_rule.name: "moves the matrices alone", rest.name: "moves all that is in no matrix"},
        knobs=union(name, "knob", matrix_rule.knobs, prefixed),
        traits=(matrix_rule.traits & rest.traits & TOGETHER) | ((matrix_rule.traits | rest.traits) & EITHER),
        init=start,
    )
