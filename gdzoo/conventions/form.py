"""How others write a rule: their call, the translation of every number, and what still differs after it."""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from ..minimize import minimize
from ..rules import RULES
from ..trajectory import Trajectory

Numbers = Mapping[str, Any]


class Argument(NamedTuple):
    """One argument of theirs.

    Parameters
    ----------
    name : what they call it.
    knob : the knob of ours with the same part in the equations; "" where we have none.
    there : its value from all our knobs.
    back : the value of our knob from all their arguments.
    default : theirs, of an argument for which we have no knob.
    """

    name: str
    knob: str
    there: Callable[[Numbers], Any]
    back: Callable[[Numbers], Any] | None = None
    default: Any = None

    @property
    def part(self) -> str:
        """What a step function calls it."""
        return self.knob or self.name


def named(*same: str, **renamed: str) -> list[Argument]:
    """Arguments that differ from our knobs in the name at most: ``named("lr", momentum="beta")``."""
    pairs = {name: name for name in same} | renamed
    return [Argument(name, knob, itemgetter(knob), itemgetter(name)) for name, knob in pairs.items()]


def complement(name: str, knob: str) -> Argument:
    """One minus our knob: the weight of what is new, where we give that of what is old."""
    return Argument(name, knob, lambda ours: 1 - ours[knob], lambda theirs: 1 - theirs[name])


def fixed(name: str, value: Any, default: Any) -> Argument:
    """An argument that makes their path ours with one value, which is not its default."""
    return Argument(name, "", lambda ours: value, default=default)


class Form(NamedTuple):
    """A rule as one library, or one paper, has it.

    Parameters
    ----------
    call : what to type, or the equation to read, with the names of their arguments in braces.
    arguments : theirs, each with its translation.
    differs : what still differs when all numbers are translated; "" where the path is the same.
    note : what to know although the path is the same, such as another default.
    step : their step, as a rule's name or a function of the parts of the arguments; None where theirs is our own.
    runs : False where their step is not written down here.
    shows : knobs with which the difference can be seen, where it cannot with the defaults.

    >>> from gdzoo.conventions import CONVENTIONS
    >>> form = CONVENTIONS["momentum"]["form"]
    >>> theirs = form.theirs({"lr": 0.01, "beta": 0.75})
    >>> theirs, form.ours(theirs), form.typed(theirs)
    ({'lr': 0.04, 'beta': 0.75}, {'lr': 0.01, 'beta': 0.75}, "gdzoo.minimize('momentum_ema', f, x0, steps, lr=0.04, beta=0.75)")
    """

    call: str
    arguments: list[Argument]
    differs: str = ""
    note: str = ""
    step: Any = None
    runs: bool = True
    shows: Mapping[str, float] = {}

    def theirs(self, knobs: Numbers) -> dict[str, Any]:
        """Their arguments for our knobs, all of which must be there."""
        return {argument.name: argument.there(knobs) for argument in self.arguments}

    def ours(self, theirs: Numbers) -> dict[str, Any]:
        """Our knobs for their arguments."""
        return {argument.knob: argument.back(theirs) for argument in self.arguments if argument.back}

    def untranslated(self, knobs: Numbers) -> dict[str, Any]:
        """Their arguments for a reader who copies our numbers, and leaves alone what we have no number for."""
        return {a.name: knobs[a.knob] if a.knob else a.default for a in self.arguments}

    def typed(self, theirs: Numbers) -> str:
        """The call with numbers in it."""
        return self.call.format(**{name: spelled(value) for name, value in theirs.items()})

    def run(self, rule: str, f: Any, x0: Any, steps: int, theirs: Numbers) -> Trajectory:
        """Their run, ``rule`` being what we call the rule."""
        knobs = self.ours(theirs) if self.step is None else {a.part: theirs[a.name] for a in self.arguments}
        point_ndim = 2 if "matrix" in RULES[rule].traits else None
        return minimize(self.step or rule, f, x0, steps, point_ndim=point_ndim, **knobs)


def spelled(value: Any) -> str:
    """A number as one types it: 0.1, 1e-08, True."""
    return str(value) if isinstance(value, bool) else f"{value:.6g}"
