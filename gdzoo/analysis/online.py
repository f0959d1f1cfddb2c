"""Losses that change from step to step: where Adam goes when the gradients come round for ever."""

from typing import Any

import numpy as np

from ..knobs import check_domain


def settled_moves(gradients: Any, beta1: Any, beta2: Any) -> np.ndarray:
    """The moves that Adam settles into when the same gradients come again and again, in learning rates.

    Once the start is forgotten, a gradient that came k steps ago has, with all its earlier returns, the weight

        (1 - β) βᵏ / (1 - βⁿ),   k = 0, ..., n - 1

    in an average, and the move is -m / √v with these weights.

    Parameters
    ----------
    gradients : of one round, shape (n,).
    beta1, beta2 : in [0, 1), numbers or arrays that broadcast.

    Returns
    -------
    Shape (n, *shape of the betas): the move after each gradient. Nothing (NaN) where all gradients are 0.

    Conventions
    -----------
    With ε = 0 and a constant learning rate. Their sum is where a round leads.

    Examples
    --------
    The gradients 3, -1, -1 add up to 1, so the way down is to the left. With a short memory Adam goes to the right:

    >>> settled_moves([3.0, -1.0, -1.0], 0.0, 0.1).round(2)
    array([-1.05,  0.76,  0.97])

    References
    ----------
    reddi2018convergence
    """
    g = np.asarray(gradients, float)
    beta1, beta2 = np.broadcast_arrays(np.asarray(beta1, float), np.asarray(beta2, float))
    for name, beta in (("beta1", beta1), ("beta2", beta2)):
        check_domain("settled_moves", name, beta, "in [0, 1)")

    def average(values, beta):
        k = np.arange(float(len(g)))
        weights = (1 - beta[..., None]) * beta[..., None] ** k / (1 - beta[..., None] ** len(g))
        return np.stack([weights @ np.roll(values[::-1], i + 1) for i in range(len(g))])

    with np.errstate(divide="ignore", invalid="ignore"):  # 0 / 0 where nothing pulls
        return -average(g, beta1) / np.sqrt(average(g**2, beta2))


def between_walls(moves: Any, start: Any, low: float, high: float) -> np.ndarray:
    """Where moves lead that may not pass two walls: each is made as far as there is room.

        x ← min(max(x + move, low), high)

    For moves that do not depend on x, as those of a rule under told gradients, this is the projected rule of online learning.

    Parameters
    ----------
    moves : shape (n, *batch).
    start : the first place, between the walls.
    low, high : where the walls stand, low <= high.

    Returns
    -------
    Shape (n + 1, *batch): the places, the start first.

    Examples
    --------
    >>> between_walls([0.6, 0.6, -0.3], 0.0, -1.0, 1.0)
    array([0. , 0.6, 1. , 0.7])

    References
    ----------
    reddi2018convergence
    """
    moves = np.asarray(moves, float)
    places = np.empty((len(moves) + 1, *moves.shape[1:]))
    places[0] = start
    for i, move in enumerate(moves):
        places[i + 1] = np.clip(places[i] + move, low, high)
    return places
