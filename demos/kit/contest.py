"""Beat Adam: six landscapes, one setting for all of them, and what a run wins on a budget of evaluations."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

import gdzoo
from demos.kit.ranges import axes
from demos.kit.runs import reached
from gdzoo.oracles import Oracle

BUDGET = 200  # evaluations in each run: a value or a gradient is one
HESSIAN = 2  # evaluations that a Hessian counts for, one for each of its columns
STARTS = 8  # on each landscape, each with noise of its own where there is noise
MOST, LEAST = 6.0, -1.0  # digits: no run wins more, and one that leaves wins the least
SHIFT = 2.0  # how far a landscape is moved, at most, in each coordinate
TRIES, ROUNDS = 200, 3  # of a tuning: so many settings in each round
NARROWER = 5  # each round looks at a range so many times smaller, around the best so far


class Place(NamedTuple):
    """One landscape of the contest."""

    land: Any
    word: str  # its name in a picture
    trouble: str  # what stands in the way
    region: tuple[tuple[float, float], ...]  # of the starts
    sigma: float = 0.0  # of the noise on every gradient


def place(name: str, word: str, trouble: str, *, region: Any = None, sigma: float = 0.0, **parameters: float) -> Place:
    """A place of the contest; its starts are drawn from the landscape's box, unless a region says otherwise."""
    land = gdzoo.LANDSCAPES[name](**parameters)
    return Place(land, word, trouble, region or land.box, sigma)


PLACES = (
    place("ravine", "ravine", "a narrow valley that lies askew", kappa=50.0, angle=0.35),
    place("rosenbrock", "bend", "a valley that bends, between steep walls"),
    place("bounded_saddle", "saddle", "starts beside the ridge of a saddle", region=((-1.8, 1.8), (-0.02, 0.02))),
    place("cliff", "plateau", "starts on a plateau, then a cliff", region=((1.5, 3.5), (-2.0, 2.0))),
    place("bowl", "noise", "noise on every gradient", sigma=2.0),
    place("griewank", "hollows", "many small hollows in a large one"),
)


class Record(NamedTuple):
    """A rule with the best setting that `tuned` finds for it, and its score. tests/demos/records.json has those of all rules."""

    rule: str
    knobs: dict[str, float]
    score: float


ADAM = Record("adam", {"lr": 0.0284, "beta1": 0.794, "beta2": 0.689, "eps": 2.03e-07}, 4.350)
GOLD = Record("adabelief", {"lr": 0.0183, "beta1": 0.857, "beta2": 0.845, "eps": 1.82e-07, "eps_root": 4.06e-05}, 4.588)


class Setup(NamedTuple):
    """What a draw decides for one place."""

    starts: np.ndarray  # (2, STARTS), on the landscape as it is in the book
    shift: np.ndarray  # (2,), how far the landscape is moved for the contest


@lru_cache(maxsize=64)
def setup(i: int, draw: int) -> Setup:
    """Starts and shift at place i."""
    from numpy.random import default_rng

    dice = default_rng([draw, i])
    low, high = np.transpose(PLACES[i].region)
    return Setup(dice.uniform(low, high, (STARTS, 2)).T, dice.uniform(-SHIFT, SHIFT, 2))


class Moved(Oracle):
    """A landscape away from where the book has it, which tells nothing of its minima, and counts its Hessians by step."""

    f_min = None
    minima: Any = []
    local_minima = saddles = maxima = plateaus = starts = minima

    def __init__(self, f: Any, shift: np.ndarray):
        super().__init__(f)
        self.shift = shift
        self.hessians = [0]

    def at(self, t: int, seed: int = 0) -> "Moved":
        self.hessians.append(self.hessians[-1])
        return self

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.f.value(self._back(x))

    def grad(self, x: np.ndarray) -> np.ndarray:
        return self.f.grad(self._back(x))

    def hess(self, x: np.ndarray) -> np.ndarray:
        self.hessians[-1] += 1
        return self.f.hess(self._back(x))

    def _back(self, x: np.ndarray) -> np.ndarray:
        return x - self.shift.reshape(2, *[1] * (x.ndim - 1))


class Fair(gdzoo.Noisy):
    """Noise that belongs to a start: all settings (2, STARTS, settings) meet the same."""

    def xi(self, t: int, seed: int, shape: tuple[int, ...]) -> np.ndarray:
        return super().xi(t, seed, shape[:2]).reshape(*shape[:2], *[1] * (len(shape) - 2))


class Result(NamedTuple):
    """What became of the runs at one place, (STARTS, *settings)."""

    x: (
        np.ndarray
    )  # (BUDGET + 1, 2, STARTS, *settings), the points after so many evaluations, on the landscape of the book
    digits: np.ndarray  # of the loss that were won when the budget was spent
    left: np.ndarray  # whether the run left
    values: bool  # whether it asked for values
    hessians: bool  # whether it asked for Hessians


def race(rule: Any, knobs: dict[str, Any], i: int, draw: int = 0) -> Result:
    """The runs of a rule at place i. A knob may be an array, with one number for each of several settings."""
    land, shift = PLACES[i].land, setup(i, draw).shift
    settings = np.broadcast_shapes(*(np.shape(value) for value in knobs.values()))
    spots = setup(i, draw).starts.reshape(2, STARTS, *[1] * len(settings))
    starts = np.broadcast_to(spots + shift.reshape(2, *[1] * (spots.ndim - 1)), (2, STARTS, *settings))
    moved = Moved(land, shift)
    f = Fair(moved, PLACES[i].sigma, draw) if PLACES[i].sigma else moved
    run = gdzoo.minimize(rule, f, starts, BUDGET, **knobs)
    hessians = np.pad(moved.hessians, (0, BUDGET + 1 - len(moved.hessians)), mode="edge")
    spent = run.grad_evals + run.value_evals + HESSIAN * hessians.reshape(-1, *[1] * (run.f.ndim - 1))
    record = reached(np.broadcast_to(spent, run.f.shape), np.arange(BUDGET + 1))
    last = record[-1]
    left = (run.escaped_at >= 0) & (run.escaped_at <= last)
    first, end = run.f[0] - land.f_min, np.take_along_axis(run.f, last[None], 0)[0] - land.f_min
    with np.errstate(divide="ignore", invalid="ignore"):
        won = -np.log10(np.maximum(end, 0) / first)
    digits = np.clip(np.where(left | np.isnan(won), LEAST, won), LEAST, MOST)
    x = np.take_along_axis(run.x, record[:, None], 0) - shift.reshape(2, *[1] * (spots.ndim - 1))
    return Result(x, digits, left, bool(run.value_evals[-1].any()), bool(hessians[-1]))


def contest(rule: Any, knobs: dict[str, Any], draw: int = 0) -> list[Result]:
    """The runs of a rule at all places."""
    return [race(rule, knobs, i, draw) for i in range(len(PLACES))]


def digits(results: list[Result]) -> np.ndarray:
    """What was won in each run: (places, STARTS, *settings)."""
    return np.stack([result.digits for result in results])


def score(won: np.ndarray) -> Any:
    """The digits of all runs, on average; (*settings,)."""
    return won.mean((0, 1))


def tuned(rule: Any) -> tuple[dict[str, float], float]:
    """The best setting of a rule that ROUNDS times TRIES find, and its score: all of its ranges first, then ever nearer to the best.

    Each knob goes over the range of its slider, on the slider's scale; one that counts, or switches, keeps its default.
    """
    knobs = axes(rule)
    if not knobs:
        return {}, float(score(digits(contest(rule, {}))))
    low, high = np.zeros(len(knobs)), np.ones(len(knobs))
    best, most, where = {}, -np.inf, low
    for _ in range(ROUNDS):
        parts = low + (high - low) * spread(TRIES, len(knobs))
        tries = {name: along(knob, part) for (name, knob), part in zip(knobs.items(), parts.T, strict=True)}
        scores = score(digits(contest(rule, tries)))
        i = int(scores.argmax())
        if scores[i] > most:
            best, most, where = {name: float(values[i]) for name, values in tries.items()}, float(scores[i]), parts[i]
        side = (high - low) / NARROWER / 2
        low, high = np.maximum(where - side, 0), np.minimum(where + side, 1)
    return best, most


def along(knob: gdzoo.Knob, part: np.ndarray) -> np.ndarray:
    """The values of a knob at these parts of its range, with three digits, as a reader would type them."""
    low, high = float(knob.low or 0), float(knob.high or 0)
    values = low * (high / low) ** part if knob.scale == "log" else low + (high - low) * part
    return np.clip([float(f"{value:.3g}") for value in values], low, high)


def spread(n: int, d: int) -> np.ndarray:
    """n points (n, d) that fill the unit cube evenly: multiples of powers of a root of x^(d+1) = x + 1."""
    root = 2.0
    for _ in range(60):
        root = (1 + root) ** (1 / (d + 1))
    return (0.5 + np.arange(1, n + 1)[:, None] * root ** -np.arange(1.0, d + 1)) % 1
