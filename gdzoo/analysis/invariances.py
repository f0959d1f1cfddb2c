"""What may be done to a landscape without changing the path of a rule, measured."""

from typing import Any

import numpy as np

from ..knobs import REQUIRED
from ..minimize import minimize
from ..oracles import as_objective, objective
from ..rules import Rule, as_rule

STEPS = 15
TOLERANCE = 1e-7  # of the length of the path; rounding stays below 1e-8


def invariances(rule: Rule | str) -> dict[str, bool]:
    """Which changes of the landscape change nothing but the place of the path, by running the rule on both.

    Each change is of the form f(x) -> c f(M x + b), with the start moved along: ``translation`` by b, ``permutation`` and
    ``rotation`` by an M that exchanges or turns coordinates (of a matrix: rows and columns), ``scale`` by c > 0, ``coordinates``
    by a diagonal M. Rules that have an eps which may be 0 run with it.

    Parameters
    ----------
    rule : a name in ``RULES`` or a `Rule`.

    Returns
    -------
    dict of name -> whether the two paths agree to 1e-7 of their length, over 15 steps.

    Examples
    --------
    >>> [name for name, holds in invariances("momentum").items() if holds]
    ['translation', 'permutation', 'rotation']
    >>> [name for name, holds in invariances("adam").items() if holds]
    ['translation', 'permutation', 'scale']
    """
    rule = as_rule(rule)
    shape = (3, 2) if "matrix" in rule.traits else (2,)
    return {name: deviation(rule, **change) < TOLERANCE for name, change in _changes(shape).items()}


def deviation(rule: Rule | str, M: np.ndarray, b: np.ndarray, c: float) -> float:
    """How far the path on f(x) -> c f(M x + b) is from the moved path on f, as a share of its length.

    Parameters
    ----------
    rule : a name in ``RULES`` or a `Rule`.
    M, b, c : an invertible matrix (d, d), a vector (d,) and a positive number; for a matrix rule x is the 3 x 2 matrix's
        flat vector, d = 6, else d = 2.

    Returns
    -------
    The largest distance between corresponding points of the two runs, over the length of the path.

    Examples
    --------
    >>> import numpy as np
    >>> round(deviation("gd", np.eye(2), np.zeros(2), 1.5), 3)
    0.419
    """
    rule = as_rule(rule)
    shape = (3, 2) if "matrix" in rule.traits else (2,)
    start = np.linspace(-1.313, 1.717, M.shape[0])
    moved = _path(rule, shape, np.linalg.solve(M, start - b), M, b, c)
    plain = _path(rule, shape, start, np.eye(len(M)), np.zeros(len(M)), 1.0)
    length = np.linalg.norm(np.diff(plain, axis=0), axis=1).sum()
    gap = np.abs(moved @ M.T + b - plain).max()
    return float(gap / length) if length else float(np.where(gap, np.inf, 0.0))  # of a rule that stays where it is


def brought_back(
    rule: Rule | str, f: Any, x0: Any, steps: int, *, M: Any = None, b: Any = None, c: float = 1.0, **knobs: Any
) -> np.ndarray:
    """The path of a rule on the changed landscape x -> c f(M x + b), from the same place of it, as it looks on f.

    Where the rule does not mind the change, this is its path on f.

    Parameters
    ----------
    rule : a name in ``RULES`` or a `Rule`.
    f, x0, steps : as ``minimize`` has them; x0 is a place on f, (d,).
    M, b, c : an invertible matrix (d, d), a vector (d,) and a positive number; what is left out changes nothing.
    knobs : the rule's.

    Returns
    -------
    (steps + 1, d). From where the run escaped, NaN.

    Examples
    --------
    Twice as steep, and every step of plain descent is twice as long:

    >>> brought_back("gd", "bowl", [1.0, 0.0], 2, c=2.0, lr=0.1)[:, 0].round(6)
    array([1.  , 0.6 , 0.36])
    """
    f, x0 = as_objective(f), np.asarray(x0, float)
    M = np.eye(len(x0)) if M is None else np.asarray(M, float)
    b = np.zeros(len(x0)) if b is None else np.asarray(b, float)

    def seen(x):
        return (np.tensordot(M, x, 1).T + b).T

    lowest = getattr(f, "f_min", None)
    changed = objective(
        lambda x: c * f.value(seen(x)),
        lambda x: c * np.tensordot(M.T, f.grad(seen(x)), 1),
        (lambda x: c * np.einsum("ki,kl...,lj->ij...", M, f.hess(seen(x)), M)) if hasattr(f, "hess") else None,
        f_min=None if lowest is None else c * lowest,
    )
    run = minimize(rule, changed, np.linalg.solve(M, x0 - b), steps, **knobs)
    path = run.x @ M.T + b
    if run.escaped_at >= 0:
        path[run.escaped_at :] = np.nan
    return path


def _changes(shape: tuple[int, ...]) -> dict[str, dict[str, Any]]:
    """Odd values of each kind of change."""
    d = int(np.prod(shape))
    same = {"M": np.eye(d), "b": np.zeros(d), "c": 1.0}
    exchange, turn = [np.eye(n)[::-1] for n in shape], [_turn(n) for n in shape]
    changes = {
        "translation": {"b": np.linspace(0.7, -1.3, d)},
        "permutation": {"M": exchange[0] if len(shape) == 1 else np.kron(*exchange)},
        "rotation": {"M": turn[0] if len(shape) == 1 else np.kron(*turn)},
        "scale": {"c": 1.7},
        "coordinates": {"M": np.diag(np.linspace(0.6, 2.3, d))},
    }
    return {name: same | change for name, change in changes.items()}


def _turn(n: int) -> np.ndarray:
    """A rotation of n dimensions by 0.7 radians in every plane of neighbours."""
    q = np.eye(n)
    for i in range(n - 1):
        plane = np.eye(n)
        plane[i : i + 2, i : i + 2] = [[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]]
        q = q @ plane
    return q


def _path(rule: Rule, shape: tuple[int, ...], start: np.ndarray, M: np.ndarray, b: np.ndarray, c: float) -> np.ndarray:
    """The points, flat, of a run on x -> c f(M x + b)."""
    d = len(M)

    def seen(x):  # (*shape, *batch) -> what f sees, flat
        return (np.tensordot(M, x.reshape(d, *x.shape[len(shape) :]), 1).T + b).T

    f = objective(
        lambda x: c * _value(seen(x)),
        lambda x: (c * np.tensordot(M.T, _grad(seen(x)), 1)).reshape(x.shape),
        lambda x: c * np.moveaxis(np.tensordot(M.T, np.tensordot(_hess(seen(x)), M, (1, 0)), 1), -1, 1),
        f_min=0.0,
    )
    knobs: dict[str, Any] = {name: 0.0 for name in ("eps", "eps_root") if _may_vanish(rule, name)}
    if "lr" in rule.knobs and rule.knobs["lr"].default is REQUIRED:
        knobs["lr"] = 1e-3
    run = minimize(rule, f, start.reshape(shape), STEPS, bound=1e3, **knobs)
    if run.escaped_at >= 0 and "lr" in rule.knobs:  # its default is too large here
        knobs["lr"] = 1e-3
        run = minimize(rule, f, start.reshape(shape), STEPS, bound=1e3, **knobs)
    return run.x.reshape(STEPS + 1, d)


def _may_vanish(rule: Rule, name: str) -> bool:
    return name in rule.knobs and rule.knobs[name].domain == ">= 0"


# A function that is lowest at 0, with f_min = 0, and has neither symmetry nor convexity: the sum of cosh u - 1 + sin² 2u
# over a few u = k.x.
_K = {d: np.array([[np.cos(1.7 * i + 0.9 * j * j) for j in range(d)] for i in range(d + 1)]) for d in (2, 6)}


def _value(x: np.ndarray) -> np.ndarray:
    u = np.tensordot(_K[len(x)], x, 1)
    return (np.cosh(u) - 1 + np.sin(2 * u) ** 2).sum(0)


def _grad(x: np.ndarray) -> np.ndarray:
    k = _K[len(x)]
    u = np.tensordot(k, x, 1)
    return np.tensordot(k.T, np.sinh(u) + 2 * np.sin(4 * u), 1)


def _hess(x: np.ndarray) -> np.ndarray:
    k = _K[len(x)]
    u = np.tensordot(k, x, 1)
    return np.einsum("ai,aj,a...->ij...", k, k, np.cosh(u) + 8 * np.cos(4 * u))
