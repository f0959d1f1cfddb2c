"""How exercises are graded: by what the reader's code does, never by how it is written.

The checks of an exercise are functions, in order. The first line of the docstring is the sentence that the page shows. The
parameters name what the check wants of the reader's code; where one is missing, the page says so. A check fails by
`assert condition, "sentence"` or by a tool below; whatever else is raised is the reader's code failing, and the page names its line.
Everything in this module is at hand in checks, with `np` and `gdzoo`; functions whose name begins with _ are not checks.

    def first(my_adam):
        '''The first step has length lr, whatever the gradient'''
        (step,) = moves(my_adam, [[1e-3, 250.0]], lr=0.1)
        close(abs(step), [0.1, 0.1], "the first step of each coordinate")

    def known(my_adam):
        '''It walks as Adam does'''
        same_as(my_adam, "adam", lr=0.1, beta1=0.8)

Steps are functions (f, x, s, t, *, ...) -> (x, s), or rules made of them. A message names the property, what the code gave and
what it should have been, with three significant digits, or as many as tell the two apart.
"""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import numpy as np

import gdzoo
from demos.kit.words import number, percent
from gdzoo.analysis.invariances import deviation
from gdzoo.rules import Rule, as_rule

TURN = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
CHANGES = {
    "translation": (np.eye(2), [0.7, -1.3], 1.0, "moving the landscape should move the path and change nothing else"),
    "permutation": (np.eye(2)[::-1], [0, 0], 1.0, "exchanging the coordinates should exchange those of the path"),
    "rotation": (TURN, [0, 0], 1.0, "turning the landscape should turn the path and change nothing else"),
    "scale": (np.eye(2), [0, 0], 1.7, "multiplying the loss by 1.7 should leave the path as it is"),
    "coordinates": (
        np.diag([0.6, 2.3]),
        [0, 0],
        1.0,
        "stretching each coordinate should stretch the path the same way",
    ),
}
"""What may be done to a landscape, x -> c f(M x + b), and what a rule that does not mind should do."""


class Failed(AssertionError):
    """A check that did not pass; the message says why."""


def fail(message: str) -> NoReturn:
    """End the check: this is wrong."""
    raise Failed(message)


def say(value: Any, digits: int = 3) -> str:
    """A number or an array as a sentence says it."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, list | tuple | np.ndarray):
        parts = [say(part, digits) for part in value[:4]]
        return "(" + ", ".join([*parts, *(["…"] if len(value) > 4 else [])]) + ")"
    if isinstance(value, float | np.floating):
        return number(value, digits) if value == value else "not a number"
    return str(value) if isinstance(value, int | np.integer) else repr(value)[:60]


def apart(got: Any, wanted: Any) -> tuple[str, str]:
    """Both in words that differ."""
    pairs = ((say(got, digits), say(wanted, digits)) for digits in range(3, 17))
    return next((pair for pair in pairs if pair[0] != pair[1]), (say(got, 16), say(wanted, 16)))


def array(got: Any, shape: tuple[int, ...], what: str) -> np.ndarray:
    """`got` as an array of this shape, which is () for a number. what: "the new point"."""
    if got is None:
        fail(f"{what} is None; does your function return it?")
    try:
        found = np.asarray(got, float)
    except (TypeError, ValueError):
        fail(f"{what} is {say(got)}; it should be {'an array of numbers' if shape else 'a number'}")
    if found.shape != shape:
        fail(f"{what} has shape {found.shape}; it should {f'have shape {shape}' if shape else 'be a number'}")
    return found


def several(got: Any, names: str, what: str) -> list[Any]:
    """What a function returns together: x, v = several(step(x, v), "x, v", "step")."""
    wanted = names.count(",") + 1
    if not isinstance(got, tuple | list) or len(got) != wanted:
        fail(f"{what} returns {say(got)}; it should return {wanted} things, `return {names}`")
    return list(got)


def close(got: Any, wanted: Any, what: str, tolerance: float = 1e-6) -> None:
    """`got` is `wanted`, up to `tolerance` times the largest entry; shapes are the same. what: "the first step"."""
    wanted = np.asarray(wanted, float)
    found = array(got, wanted.shape, what)
    room = tolerance * (np.abs(wanted).max(initial=0) or 1.0)
    if not (np.abs(found - wanted) <= room).all():
        words = apart(found if found.ndim else float(found), wanted if wanted.ndim else float(wanted))
        fail(f"{what} is {words[0]}; it should be {words[1]}")


def gradient(
    grad: Callable[[Any], Any], value: Callable[[Any], Any], at: Iterable[Any], what: str = "the gradient"
) -> None:
    """grad(x) is the gradient of value(x) at the points `at`, each a number or an array."""
    for x in at:
        x = np.asarray(x, float)
        close(grad(x.copy() if x.ndim else float(x)), slope(value, x), f"{what} at {say(x if x.ndim else float(x))}")


def slope(value: Callable[[Any], Any], x: Any) -> np.ndarray:
    """The gradient of a function at a point (or its slope at a number): by a complex step, which has no rounding error, where
    the function takes complex numbers, else by differences of high order."""
    x = np.asarray(x, float)
    result = np.empty(x.shape)

    def seen(place, shift):
        moved = x.astype(type(shift))
        moved[place] += shift
        return value(moved if x.ndim else moved[()])

    for place in np.ndindex(x.shape):
        far, near = (
            (float(seen(place, h)) - float(seen(place, -h))) / (2 * h)
            for h in (1e-3 * (1 + abs(x[place])), 5e-4 * (1 + abs(x[place])))
        )
        result[place] = by_differences = (4 * near - far) / 3
        try:
            exact = float(np.imag(seen(place, 1e-30j))) / 1e-30
        except Exception:  # the function is one of real numbers
            continue
        if abs(exact - by_differences) <= 1e-5 * (1 + abs(by_differences)):  # not so for abs, max and the like
            result[place] = exact
    return result


def moves(step: Any, gradients: Any, **knobs: Any) -> np.ndarray:
    """What a step adds to the point each time, (steps, d), when it is given these gradients one after another, (steps, d)."""
    gradients = np.asarray(gradients, float)
    start = np.zeros(gradients.shape[1:])
    run = gdzoo.minimize(step, Given(gradients), start, len(gradients), bound=1e30, **knobs)
    if run.escaped_at >= 0:
        fail(f"step {run.escaped_at} of {title(step)} is not a finite number; what does it divide by?")
    return np.diff(run.x, axis=0)


class Given:
    """An objective whose gradients are given in advance."""

    def __init__(self, gradients: np.ndarray):
        self.gradients = gradients

    def at(self, t: int, seed: int = 0) -> Any:
        g = self.gradients[t - 1]
        return gdzoo.objective(lambda x: np.tensordot(g, x, 1), lambda x: (x.T * 0 + g).T)

    def value(self, x: np.ndarray) -> np.ndarray:
        return np.zeros(x.shape[1:])

    def grad(self, x: np.ndarray) -> np.ndarray:
        return np.zeros(x.shape)


def same_as(step: Any, rule: str, *, steps: int = 20, theirs: dict[str, Any] | None = None, **knobs: Any) -> None:
    """A step does what a rule of the zoo does, on gradients drawn at random. theirs: the knobs of that rule, where they differ."""
    gradients = np.random.default_rng(4).normal(size=(steps, 3)) * [1.0, 0.1, 20.0]
    wanted = moves(rule, gradients, **(knobs if theirs is None else theirs))
    for t, (mine, known) in enumerate(zip(moves(step, gradients, **knobs), wanted, strict=True), 1):
        close(mine, known, f"given the same gradients, step {t} of {title(step)}", 1e-7)


def title(step: Any) -> str:
    """What a message calls a step."""
    return step if isinstance(step, str) else getattr(step, "name", getattr(step, "__name__", "your rule"))


def invariant(step: Any, change: str, **knobs: Any) -> None:
    """Nothing but the place of the path changes under a key of `CHANGES`."""
    M, b, c, sentence = CHANGES[change]
    off = deviation(fixed(step, **knobs), M, np.asarray(b, float), c)
    if not off < 1e-6:
        fail(f"{sentence}; over 15 steps yours is off by {percent(off)} of its length")


def fixed(step: Any, **knobs: Any) -> Rule:
    """The rule with these knobs and no others to choose."""
    known = as_rule(step)

    def same(f, x, s, t):
        return known.step(f, x, s, t, **knobs)

    return (
        Rule(same, name=known.name, traits=known.traits, init=lambda f, x: known.init(f, x, **knobs))
        if knobs
        else known
    )


def gradients_used(step: Any, wanted: int, **knobs: Any) -> None:
    """A step asks for so many gradients."""
    run = gdzoo.minimize(step, "himmelblau", [0.5, 0.5], 4, **knobs)
    if (found := run.grad_evals[-1] / 4) != wanted:
        fail(f"a step of {title(step)} takes {say(float(found))} gradients; it should take {wanted}")


def decreases(losses: Any, what: str = "the loss") -> None:
    """A sequence never rises."""
    losses = np.asarray(losses, float)
    for k in range(1, len(losses)):
        if not losses[k] <= losses[k - 1] + 1e-12 * abs(losses[k - 1]):
            fail(f"{what} goes from {say(losses[k - 1])} to {say(losses[k])} at step {k}; it should never rise")


def rate(errors: Any) -> float:
    """The factor by which a sequence of positive numbers shrinks from one to the next, over its later half; rounding left out."""
    errors = np.asarray(errors, float)
    if not np.isfinite(errors).all():
        return np.inf
    good = np.flatnonzero(errors > 1e-13 * errors[0])
    last = good[-1] if len(good) else 0
    first = last // 2
    return float((errors[last] / errors[first]) ** (1 / (last - first))) if last > first else 0.0


def shrinks(
    errors: Any, factor: float, what: str = "the error", *, tolerance: float = 0.02, at_most: bool = False
) -> None:
    """A sequence shrinks by this factor in each step, in the long run; with `at_most`, or faster."""
    found = rate(errors)
    if not found <= factor * (1 + tolerance) or (found < factor * (1 - tolerance) and not at_most):
        got, wanted = apart(found, float(factor))
        fail(f"{what} is multiplied by {got} in each step; it should be {wanted}{' or less' if at_most else ''}")
