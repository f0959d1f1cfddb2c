"""A rule is its step function; the decorator ``rule`` beside the function registers it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from .knobs import REQUIRED, Knob, from_signature
from .registry import Registry, nearest

RULES = Registry("rule")

RESERVED = {"rule", "f", "x0", "steps", "every", "bound", "seed", "point_ndim", "keep_state"}
"""Arguments of ``minimize``, which no knob may be called."""

TRAITS = {
    "momentum": "keeps a velocity or an average of past gradients",
    "adaptive": "gives every coordinate a step size of its own",
    "rotation": "turning the landscape turns the path and changes nothing else",
    "scale": "multiplying f by a positive number leaves the path unchanged (with eps = 0)",
    "coordinates": "stretching each coordinate by its own factor stretches the path and changes nothing else",
    "origin": "measures from the origin, so that moving the landscape changes the path",
    "matrix": "acts on matrices of shape (m, n, *batch), not on vectors",
    "hessian": "needs the Hessian of the objective",
    "search": "finds the length of its steps by trying values of the objective",
}

FAMILIES = {
    "plain": ("Plain descent", "No memory: the next point depends on the present one alone."),
    "momentum": ("Momentum", "A velocity gathers gradients."),
    "signs": ("Signs", "Only the direction of each coordinate counts, not the size of its slope."),
    "adaptive": ("A step for each coordinate", "The size of past gradients divides the present one."),
    "adam": ("Adam and its kin", "Momentum and a step for each coordinate, together."),
    "matrices": ("Matrices", "A weight matrix is one thing, with rows and columns."),
    "second_order": ("Curvature", "The step asks how the slope changes."),
    "line_search": ("Step lengths", "The direction is given; how far to go is found on the way."),
    "meta": ("Around a rule", "Averages and looks ahead, wrapped around another rule."),
}
"""Title and one sentence for each family, a module or package of ``gdzoo.optimizers``, in the order of the registry."""


class Rule:
    """An optimization rule: one step function with what a reader and a slider need to know about it.

    Attributes
    ----------
    name, title, year : registry name, printed name, year of publication.
    paper : citation key, or ``None``.
    problem, idea, best_for : the failure that it was born to mend; its idea; when to reach for it.
    family : the module or package of ``gdzoo.optimizers`` that holds the rule (``plain``, ``momentum``, ...), "own" for others.
    parents : names of the rules that it grew from.
    added : dict of parent -> what this rule adds to it, where that was said.
    knobs : dict of name -> `Knob`, in the order of the signature.
    traits : set of keys of ``TRAITS``.
    step : the function ``step(f, x, s, t, **knobs) -> (x, s)``, with t counted from 1.
    init : ``init(f, x0, **knobs)``, the state before the first step: by default zeros like x0 for every field.
        Knobs that are left out have their defaults.
    extra : dict of name -> function ``(x, s)``: further sequences that ``minimize`` records.
    doc : the step's docstring.

    >>> import gdzoo
    >>> gdzoo.RULES["adam"].knobs["beta2"].default
    0.999
    """

    def __init__(
        self,
        step: Callable[..., Any],
        *,
        name: str = "",
        title: str = "",
        year: int | None = None,
        paper: str | None = None,
        problem: str = "",
        idea: str = "",
        best_for: str = "",
        parents: Iterable[str] | Mapping[str, str] = (),
        knobs: Mapping[str, Knob] | None = None,
        traits: Iterable[str] = (),
        init: Callable[..., Any] | None = None,
        extra: Mapping[str, Callable[[Any, Any], Any]] | None = None,
    ):
        self.step = step
        self.name = name or step.__name__
        self.title = title or self.name
        self.year = year
        self.paper = paper
        self.home = step.__module__ or "__main__"  # code that was given to exec may name no module
        self.family = self.home.partition(".optimizers.")[2].partition(".")[0] or "own"
        self.problem, self.idea, self.best_for = problem, idea, best_for
        self.parents = tuple(parents)
        self.added = dict(parents) if isinstance(parents, Mapping) else {}
        self.knobs = from_signature(step, knobs or {})
        self.traits = frozenset(traits)
        self._init = init or self._zeros
        self.extra = dict(extra or {})
        self.doc = step.__doc__ or ""
        clash = RESERVED.intersection(self.knobs)
        if clash:
            raise ValueError(f"{self.name}: a knob cannot be called {clash.pop()!r}, that is an argument of minimize")
        for trait in self.traits.difference(TRAITS):
            raise ValueError(f"{self.name}: unknown trait {trait!r}; {nearest(trait, TRAITS)}")

    def __call__(self, f: Any, x: Any, s: Any, t: int, **knobs: Any) -> tuple[Any, Any]:
        return self.step(f, x, s, t, **knobs)

    def __repr__(self) -> str:
        return f"<rule {self.name}>"

    def init(self, f: Any, x0: np.ndarray, **knobs: Any) -> Any:
        """The state before the first step."""
        defaults = {name: knob.default for name, knob in self.knobs.items() if knob.default is not REQUIRED}
        return self._init(f, x0, **(defaults | knobs))

    def _zeros(self, f: Any, x0: np.ndarray, **knobs: Any) -> Any:
        """The state's type is the annotation of the step's argument s; without one there is no state."""
        state = self.step.__annotations__.get("s")
        return state(*(np.zeros_like(x0) for _ in state._fields)) if state else None


def rule(**facts: Any) -> Callable[[Callable[..., Any]], Rule]:
    r"""Register the step function below as a rule; its name then is the `Rule`.

    Parameters
    ----------
    facts : title, year, paper, problem, idea, best_for, parents (names, or name -> what was added), knobs, traits, init,
        extra, as `Rule` lists them.

    Returns
    -------
    The decorator.

    Examples
    --------
    ::

        @gdzoo.rule(title="Half a step", knobs={"lr": gdzoo.Knob(r"\eta", 1e-3, 1, "log")})
        def half_step(f, x, s, t, *, lr=0.1):
            return x - lr / 2 * f.grad(x), s
    """

    def register(step: Callable[..., Any]) -> Rule:
        entry = Rule(step, **facts)
        for parent in entry.parents:
            RULES[parent]  # an unknown parent is an error here, not in the family tree
        RULES.add(entry.name, entry, entry.home)
        return entry

    return register


def as_rule(rule: Any) -> Rule:
    """A `Rule` from a registry name, a rule, or a plain step function."""
    if isinstance(rule, Rule):
        return rule
    if isinstance(rule, str):
        return RULES[rule]
    if callable(rule) and hasattr(rule, "__code__"):
        return Rule(rule)
    raise TypeError(f"rule must be a name, a Rule or a step function (f, x, s, t, *, ...) -> (x, s), got {rule!r}")
