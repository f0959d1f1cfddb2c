"""How far the gradient of a few examples is from that of all: what the batch size of a problem buys."""

from typing import Any

import numpy as np

from ..oracles import as_objective


def gradient_noise(f: Any, x: Any, batch_size: Any = 1, replace: bool = False) -> Any:
    """How far the gradient of a minibatch is from the full one at x: the root of the mean square of the distance, exactly.

    With S² the mean square distance of one example's gradient, of N, a minibatch of B has

        drawn with replacement          S / √B
        without, as `Minibatch` does    S / √B √((N - B)/(N - 1))

    Parameters
    ----------
    f : the name of a problem, a problem, or an oracle of one.
    x : one point, (d,).
    batch_size : B, a number or an array of them.
    replace : whether an example may come twice in a minibatch.

    Returns
    -------
    Shape of ``batch_size``.

    Examples
    --------
    Four times the batch, half the noise; all examples, none:

    >>> gradient_noise("linear_regression", [0.0, 0.0], [1, 4, 40], replace=True).round(3)
    array([4.552, 2.276, 0.72 ])
    >>> gradient_noise("linear_regression", [0.0, 0.0], [1, 4, 40]).round(3)
    array([4.552, 2.187, 0.   ])

    References
    ----------
    bottou2018optimization
    """
    grads = _each(f, x)
    size, examples = np.asarray(batch_size, float), grads.shape[1]
    share = 1 if replace else (examples - size) / max(examples - 1, 1)
    return np.sqrt(_spread(grads) * share / size)


def noise_scale(f: Any, x: Any) -> float:
    """The batch size at which the noise of the gradient is as long as the gradient: S² / ‖g‖² at x.

    Below it, twice the batch gives almost twice the progress per step; far above it, almost none. It grows as the gradient
    shrinks, and is infinite at a minimum where the examples disagree.

    Parameters
    ----------
    f, x : as for `gradient_noise`.

    Returns
    -------
    The number of examples, rarely whole; for draws with replacement. The paper calls it the simple noise scale.

    Examples
    --------
    >>> round(noise_scale("linear_regression", [-1.0, 2.0]), 2), round(noise_scale("linear_regression", [1.5, -0.4]), 0)
    (3.11, 50.0)

    References
    ----------
    mccandlish2018empirical
    """
    grads = _each(f, x)
    length = (grads.mean(1) ** 2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(_spread(grads) / length)


def _each(f: Any, x: Any) -> np.ndarray:
    """The gradient of every example alone, (d, N)."""
    f, x = as_objective(f), np.asarray(x, float)
    if not hasattr(f, "on"):
        raise TypeError(f"a minibatch needs a problem with examples, got {f!r}; their names are in PROBLEMS")
    each = np.arange(f.examples)[None]
    return f.on(each).grad(np.repeat(x[..., None], f.examples, -1))


def _spread(grads: np.ndarray) -> float:
    """The mean square distance of gradients (d, N) from their mean."""
    return float(((grads - grads.mean(1, keepdims=True)) ** 2).sum(0).mean())
