"""Exact theory for quadratics: rates, stability limits, best settings, regimes.

Along an eigenvector of a quadratic, with eigenvalue lambda, a rule is a linear recurrence in the error that depends
on lr and lambda through a = lr lambda alone. Its rate is the largest modulus of the recurrence's two eigenvalues.
"""

from typing import Any, NamedTuple

import numpy as np

from ..registry import UnknownName, nearest

REGIMES = ("monotone", "one step", "ripples", "alternating", "diverges")
"""What momentum does on one eigenvector; `regime` gives the index."""


class Best(NamedTuple):
    """The best fixed settings of a rule on quadratics, and their rate.

    >>> best("gd", 1, 9)
    Best(lr=0.2, beta=0.0, rate=0.8)
    """

    lr: float
    beta: float
    rate: float


def iteration_eigenvalues(rule: str, a: Any, beta: Any = 0.0) -> np.ndarray:
    """The two eigenvalues of a rule's recurrence on one eigenvector of a quadratic.

    They are the roots z of z² - p z + q = 0, where

        gd, averaged                  p = 1 - a                      q = 0
        newton                        p = 1 - lr                     q = 0
        momentum                      p = 1 + beta - a               q = beta
        momentum_ema                  p = 1 + beta - (1 - beta) a    q = beta
        nesterov, either form         p = (1 + beta)(1 - a)          q = beta (1 - a)

    Parameters
    ----------
    rule : one of those above.
    a : lr times the eigenvalue; any shape. Newton's step divides the eigenvalue out: for ``newton`` a is lr.
    beta : momentum, broadcasts with a; rules without one ignore it.

    Returns
    -------
    Complex, shape (2, ...), the larger modulus first where they differ.

    Examples
    --------
    >>> iteration_eigenvalues("momentum", 1.0, 0.25)
    array([0.125+0.48412292j, 0.125-0.48412292j])
    """
    a, beta = np.broadcast_arrays(np.asarray(a, float), np.asarray(beta, float))
    p, q = _COEFFICIENTS[_known(rule)](a, beta)
    root = np.sqrt((p * p - 4 * q).astype(complex))
    root = np.where(p < 0, -root, root)  # the first root adds two numbers of one sign: no cancellation
    return np.stack([(p + root) / 2, (p - root) / 2])


_COEFFICIENTS = {
    "gd": lambda a, beta: (1 - a, 0 * a),
    "averaged": lambda a, beta: (1 - a, 0 * a),
    "newton": lambda a, beta: (1 - a, 0 * a),
    "momentum": lambda a, beta: (1 + beta - a, beta),
    "momentum_ema": lambda a, beta: (1 + beta - (1 - beta) * a, beta),
    "nesterov": lambda a, beta: ((1 + beta) * (1 - a), beta * (1 - a)),
    "nesterov_lookahead": lambda a, beta: ((1 + beta) * (1 - a), beta * (1 - a)),
}


STABILITY = {
    "gd": r"0 < \eta L < 2",
    "averaged": r"0 < \eta L < 2",
    "newton": r"0 < \eta < 2, \text{ whatever } L,",
    "momentum": r"0 < \eta L < 2 (1 + \beta)",
    "momentum_ema": r"0 < \eta L < \frac{2 (1 + \beta)}{1 - \beta}",
    "nesterov": r"0 < \eta L < \frac{2 + 2 \beta}{1 + 2 \beta}",
    "nesterov_lookahead": r"0 < \eta L < \frac{2 + 2 \beta}{1 + 2 \beta}",
}
"""When a rule on a quadratic with largest eigenvalue L converges from every start, as LaTeX."""


def _known(rule: str) -> str:
    if rule not in _COEFFICIENTS:
        raise UnknownName(f"no theory of rule {rule!r} on quadratics; {nearest(rule, _COEFFICIENTS)}")
    return rule


def contraction(rule: str, a: Any, beta: Any = 0.0) -> np.ndarray:
    """The factor per step, in the long run, of the error along one eigenvector: the spectral radius.

    Parameters
    ----------
    rule, a, beta : as for `iteration_eigenvalues`.

    Returns
    -------
    Shape of a and beta together; below 1 it converges.

    Examples
    --------
    >>> contraction("gd", [0.5, 1.0, 1.9, 2.1]).round(6)
    array([0.5, 0. , 0.9, 1.1])

    With momentum, wherever the eigenvalues are complex, it is sqrt(beta) whatever lr:

    >>> contraction("momentum", [0.5, 1.0, 2.0], 0.81).round(6)
    array([0.9, 0.9, 0.9])
    """
    return np.abs(iteration_eigenvalues(rule, a, beta)).max(0)


def rate(rule: str, eigenvalues: Any, lr: Any, beta: Any = 0.0) -> np.ndarray:
    """The slowest of the `contraction` factors over the eigenvalues of a quadratic.

    Parameters
    ----------
    rule : as for `iteration_eigenvalues`.
    eigenvalues : those of the Hessian, shape (n,).
    lr, beta : numbers or arrays that broadcast with each other.

    Returns
    -------
    Shape of lr and beta together.

    Examples
    --------
    >>> rate("momentum", [1, 100], lr=[0.01, 4 / 121], beta=[0.0, (9 / 11) ** 2]).round(4)
    array([0.99  , 0.8182])
    """
    eigenvalues = np.asarray(eigenvalues, float)
    return contraction(rule, np.asarray(lr, float)[..., None] * eigenvalues, np.asarray(beta, float)[..., None]).max(-1)


def stability_limit(rule: str, beta: Any = 0.0) -> Any:
    """The value of lr times the largest eigenvalue at which a rule on a quadratic stops converging.

    Parameters
    ----------
    rule : as for `iteration_eigenvalues`.
    beta : momentum, a number or an array; rules without one ignore it.

    Returns
    -------
    2 for gd, 2 (1 + beta) for momentum, (2 + 2 beta) / (1 + 2 beta) for both forms of nesterov; ``STABILITY`` has them all.
    Newton's is a limit on lr itself.

    Examples
    --------
    >>> [round(stability_limit(rule, 0.9), 4) for rule in ("gd", "momentum", "nesterov")]
    [2.0, 3.8, 1.3571]
    """
    beta = np.asarray(beta, float) if np.ndim(beta) else float(beta)
    if "beta" not in STABILITY[_known(rule)]:
        return 2.0 + 0 * beta
    return 2 * (1 + beta) / {"momentum": 1, "momentum_ema": 1 - beta}.get(rule, 1 + 2 * beta)


def best(rule: str, mu: float, L: float) -> Best:
    """The fixed lr and beta with the best rate on every quadratic with eigenvalues between mu and L.

    Parameters
    ----------
    rule : as for `iteration_eigenvalues`.
    mu, L : smallest and largest eigenvalue, 0 < mu <= L.

    Returns
    -------
    lr, beta and the rate. With kappa = L / mu the rates are (kappa - 1) / (kappa + 1) for gd,
    (√kappa - 1) / (√kappa + 1) for momentum and 1 - 2 / √(3 kappa + 1) for nesterov.

    Examples
    --------
    >>> for rule in ["gd", "momentum", "nesterov"]:
    ...     print(rule, *(round(v, 5) for v in best(rule, 1, 100)))
    gd 0.0198 0.0 0.9802
    momentum 0.03306 0.66942 0.81818
    nesterov 0.01329 0.79327 0.88472

    References
    ----------
    polyak1964some, lessard2016analysis
    """
    if not 0 < mu <= L:
        raise ValueError(f"best needs 0 < mu <= L, got mu={mu!r}, L={L!r}")
    if _known(rule) in ("gd", "averaged"):
        return Best(2 / (mu + L), 0.0, (L - mu) / (L + mu))
    if rule == "newton":
        return Best(1.0, 0.0, 0.0)
    if rule.startswith("momentum"):
        u, v = mu**0.5, L**0.5
        speed = (v - u) / (v + u)
        share = 1 if rule == "momentum" else 1 - speed**2  # of a gradient that enters the velocity
        return Best((2 / (u + v)) ** 2 / share, speed**2, speed)
    q = (3 * L / mu + 1) ** 0.5
    return Best(4 / (3 * L + mu), (q - 2) / (q + 2), 1 - 2 / q)


def regime(a: Any, beta: Any) -> Any:
    """Which of the five ``REGIMES`` momentum is in on one eigenvector.

    Parameters
    ----------
    a : lr times the eigenvalue.
    beta : momentum, broadcasts with a.

    Returns
    -------
    The name for numbers; for arrays an array of indices into ``REGIMES``. "one step" is the single point
    a = 1, beta = 0; "diverges" is everything that does not converge, the stability limit included.

    Examples
    --------
    >>> regime(0.05, 0.5), regime(1.0, 0.0), regime(1.0, 0.5), regime(2.95, 0.5), regime(3.1, 0.5)
    ('monotone', 'one step', 'ripples', 'alternating', 'diverges')
    """
    a, beta = np.broadcast_arrays(np.asarray(a, float), np.asarray(beta, float))
    root = np.sqrt(beta.clip(0))
    conditions = [
        (a <= 0) | (a >= 2 * (1 + beta)) | (beta < 0) | (beta >= 1),
        (np.abs(a - 1) < 1e-12) & (beta < 1e-12),  # lr = 1 / L times L may miss 1 by a rounding
        a <= (1 - root) ** 2,
        a >= (1 + root) ** 2,
    ]
    code = np.select(conditions, [4, 1, 0, 3], 2)
    return code if code.ndim else REGIMES[int(code)]


def lookahead_contraction(a: Any, beta: Any, k: int, alpha: Any) -> np.ndarray:
    """The factor per step, in the long run, of the error of Lookahead around momentum along one eigenvector.

    k steps of momentum are one linear map of the error and the velocity. Lookahead then leaves alpha of the error's
    new value and 1 - alpha of the old one, and the velocity as it is: the k-th root of that map's spectral radius.

    Parameters
    ----------
    a : lr times the eigenvalue; any shape.
    beta : momentum, broadcasts with a; 0 is Lookahead around plain descent.
    k : how many steps momentum walks alone.
    alpha : how much of their way is kept; 1 is momentum itself.

    Returns
    -------
    Shape of a, beta and alpha together; below 1 it converges.

    Examples
    --------
    Plain descent diverges at a = 2.1. Every fifth step, Lookahead takes most of that back:

    >>> lookahead_contraction(2.1, 0.0, k=5, alpha=0.5).round(4), contraction("gd", 2.1).round(4)
    (np.float64(0.7887), np.float64(1.1))

    References
    ----------
    zhang2019lookahead
    """
    a, beta, alpha = np.broadcast_arrays(*(np.asarray(v, float) for v in (a, beta, alpha)))
    one, zero = np.ones_like(a), np.zeros_like(a)
    step = np.moveaxis(
        np.array([[1 - a, -beta], [a, beta]]), (0, 1), (-2, -1)
    )  # of the error and lr times the velocity
    back = np.moveaxis(np.array([[1 - alpha, zero], [zero, zero]]), (0, 1), (-2, -1))
    keep = np.moveaxis(np.array([[alpha, zero], [zero, one]]), (0, 1), (-2, -1))
    return np.abs(np.linalg.eigvals(keep @ np.linalg.matrix_power(step, k) + back)).max(-1) ** (1 / k)
