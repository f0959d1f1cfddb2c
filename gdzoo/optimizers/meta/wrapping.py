"""How a rule is made around another one."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from ...knobs import Knob, checked, from_signature
from ...rules import RULES, Rule


def around(
    step: Callable[..., Any],
    inner: Rule,
    chosen: Mapping[str, Any],
    *,
    title: str,
    adds: str,
    knobs: Mapping[str, Knob],
    loses: frozenset[str] = frozenset(),
    within: Callable[[Any], Any] = lambda s: s.inner,
    extra: Mapping[str, Callable[[Any, Any], Any]] | None = None,
    **facts: Any,
) -> Rule:
    """The rule that ``step(inner, f, x, s, t, **knobs)`` makes of an inner rule.

    ``chosen`` are the defaults of its own knobs, the inner rule's come first; ``adds`` is what it adds to the inner rule,
    ``loses`` the traits that do not survive it, ``within`` maps its state to the inner rule's. ``extra`` and ``facts`` are
    those of a `Rule`.
    """
    name = f"{step.__name__.removesuffix('_step')}({inner.name})"
    own = from_signature(step, knobs)
    own = {knob: own[knob]._replace(default=value) for knob, value in checked(name, own, chosen).items()}
    return Rule(
        bound(step, inner),
        name=name,
        title=f"{title} around {inner.title}",
        parents={inner.name: adds},
        knobs=union(name, "knob", inner.knobs, own),
        traits=inner.traits - loses,
        extra=union(name, "sequence", {n: recorded(r, within) for n, r in inner.extra.items()}, extra or {}),
        **facts,
    )


def bound(step: Callable[..., Any], *inner: Rule) -> Callable[..., Any]:
    """The step without its first arguments, the inner rules."""

    @wraps(step)  # whoever asks for the source or the words of the bound step gets those of the step
    def bound_step(f: Any, x: Any, s: Any, t: int, **knobs: Any) -> Any:
        return step(*inner, f, x, s, t, **knobs)

    return bound_step


def recorded(record: Callable[[Any, Any], Any], within: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """A sequence of the inner rule, read from the state of the outer one."""
    return lambda x, s: record(x, within(s))


def union(owner: str, kind: str, inner: Mapping[str, Any], outer: Mapping[str, Any]) -> dict[str, Any]:
    """Both mappings in one; a name that both have is an error."""
    clash = sorted(set(inner).intersection(outer))
    if clash:
        raise ValueError(f"{owner}: both rules have a {kind} {clash[0]!r}; wrap a rule that has none of this name")
    return {**inner, **outer}


def register(name: str, title: str, entry: Rule) -> None:
    """Enter a wrapped rule into ``RULES`` under a name and a title of its own."""
    entry.name, entry.title = name, title
    RULES.add(name, entry, entry.home)
