"""What a rule keeps and what it spends, measured on runs rather than declared."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from gdzoo.oracles import objective

SHAPES = [(4,), (7,), (12,)]
MATRICES = [(2, 3), (5, 3), (4, 7), (6, 6)]
STEPS = 8  # before any rule is so close to the minimum that a search has nothing left to find


class Footprint(NamedTuple):
    """state: numbers kept, in words. grads, values, hessians: evaluations per step, averaged."""

    state: str
    grads: float
    values: float
    hessians: float


def footprint(rule: gdzoo.Rule) -> Footprint:
    """Of a rule at its defaults, on a bowl that is neither round nor flat."""
    matrix = "matrix" in rule.traits
    sizes = [run_state(rule, shape) for shape in (MATRICES if matrix else SHAPES)]
    words = of_matrix(sizes) if matrix else of_vector(sizes)
    f = gdzoo.Counted(bowl(MATRICES[0] if matrix else SHAPES[0]))
    gdzoo.minimize(rule, f, start(MATRICES[0] if matrix else SHAPES[0]), STEPS, **required(rule))
    # One gradient and one value more than the steps took: those along the path, in one call each.
    return Footprint(words, (f.grad_evals - 1) / STEPS, (f.value_evals - 1) / STEPS, f.hess_evals / STEPS)


def required(rule: gdzoo.Rule) -> dict[str, Any]:
    """A value for every knob that has no default: only learning rates have none."""
    return {name: 1e-2 for name, knob in rule.knobs.items() if knob.default is gdzoo.REQUIRED}


def start(shape: tuple[int, ...]) -> np.ndarray:
    return np.linspace(0.5, 1.0, int(np.prod(shape))).reshape(shape)


def bowl(shape: tuple[int, ...]):
    """A smooth convex function of points of this shape, not quadratic, with its Hessian where points are vectors.

    Its curvature stays below 1.4, so that no default learning rate is too large.
    """
    axes = tuple(range(len(shape)))
    weight = np.linspace(0.3, 0.9, int(np.prod(shape))).reshape(shape)

    def spread(x):
        return weight.reshape(shape + (1,) * (x.ndim - len(shape)))

    def hess(x):
        diagonal = spread(x) * np.cosh(x)
        return np.eye(len(x)).reshape((len(x), len(x)) + (1,) * (x.ndim - 1)) * diagonal

    return objective(
        lambda x: (spread(x) * (np.cosh(x) - 1)).sum(axes),
        lambda x: spread(x) * np.sinh(x),
        hess,
        f_min=0.0,
        point_ndim=len(shape),
    )


def run_state(rule: gdzoo.Rule, shape: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """A shape, and how many numbers the rule keeps for a point of it, between two steps."""
    run = gdzoo.minimize(rule, bowl(shape), start(shape), 2, keep_state=True, **required(rule))
    return shape, sum(np.asarray(field)[-1].size for field in fields(run.state))


def fields(state) -> Iterator[np.ndarray]:
    """All arrays of a state, and of the states within it."""
    for field in state or ():
        if field is None or hasattr(field, "_fields"):
            yield from fields(field)
        else:
            yield field


def of_vector(sizes: list[tuple[tuple[int, ...], int]]) -> str:
    """`2 per parameter`, `d per parameter, and 1`: the multiples of d², d and 1 that give the sizes."""
    dims = np.array([d for (d,), _ in sizes], float)
    square, linear, rest = whole(np.stack([dims**2, dims, dims**0], 1), sizes)
    per = sum_of([(square, "d"), (linear, "")])
    return phrase(f"{per} per parameter" if per else "", rest)


def of_matrix(sizes: list[tuple[tuple[int, ...], int]]) -> str:
    """The same for an m × n matrix: multiples of mn, m² + n², m + n and 1."""
    m, n = np.array([shape for shape, _ in sizes], float).T
    each, squares, edges, rest = whole(np.stack([m * n, m**2 + n**2, m + n, m**0], 1), sizes)
    extra = sum_of([(squares, "m² + n²"), (edges, "m + n"), (rest, "")])
    per = f"{each} per parameter" if each else ""
    return " and ".join(filter(None, [per, f"{extra} for an m × n matrix" if extra else ""])) or "nothing"


def whole(columns: np.ndarray, sizes: list[tuple[tuple[int, ...], int]]) -> list[int]:
    """Whole multiples of the columns that add up to the sizes."""
    found = np.linalg.lstsq(columns, np.array([size for _, size in sizes], float), rcond=None)[0]
    multiples = np.round(found)
    if np.abs(found - multiples).max() > 1e-6:
        raise ValueError(f"no whole multiples of d², d and 1 give {sizes}")
    return [int(multiple) for multiple in multiples]


def sum_of(terms: list[tuple[int, str]]) -> str:
    parts = [
        (f"{times} ({name})" if " " in name and times > 1 else f"{'' if times == 1 and name else times}{name}").strip()
        for times, name in terms
        if times
    ]
    return " + ".join(parts)


def phrase(per: str, rest: int) -> str:
    if not per:
        return f"{rest} in all" if rest else "nothing"
    return f"{per}, and {rest} more" if rest else per
