"""Read-only tables of named things, and the one way to say that a name is unknown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MANY = 12  # names that a sentence may list


class UnknownName(KeyError):
    """Lookup of a name that a registry does not hold; its message lists the nearest names.

    >>> import gdzoo
    >>> try:
    ...     gdzoo.SCHEDULES["cosin"]
    ... except gdzoo.UnknownName as error:
    ...     print(error)
    unknown schedule 'cosin'; did you mean 'cosine' or 'cosine_restarts'?
    """

    def __str__(self) -> str:  # KeyError would print the message in quotes
        return self.args[0]


def nearest(name: object, names: Iterable[str]) -> str:
    """The end of an error sentence: the nearest of ``names``, or the first of them when none is near.

    >>> nearest("adma", ["adam", "gd"])
    "did you mean 'adam'?"
    >>> nearest("q", ["adam", "gd"])
    'known: adam, gd'
    """
    from difflib import get_close_matches  # only an error pays for this import

    names = list(names)
    mixed = [known for known in names if sorted(known) == sorted(str(name).lower())]
    if mixed:  # the right letters in a wrong order: nothing is nearer
        return f"did you mean {mixed[0]!r}?"
    close = get_close_matches(str(name).lower(), names, n=3, cutoff=0.5)
    if close:
        return f"did you mean {' or '.join(repr(c) for c in close)}?"
    rest = len(names) - MANY
    return f"known: {', '.join(names[:MANY])}{f' and {rest} more' if rest > 0 else ''}"


class Registry(Mapping[str, Any]):
    """A read-only mapping from names to rules, landscapes or schedules, in order of registration.

    >>> import gdzoo
    >>> gdzoo.RULES["adma"]
    Traceback (most recent call last):
    gdzoo.registry.UnknownName: unknown rule 'adma'; did you mean 'adam'?
    """

    def __init__(self, kind: str):
        self.kind = kind
        self._entries: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        try:
            return self._entries[name]
        except (KeyError, TypeError):  # TypeError: an unhashable name
            raise UnknownName(f"unknown {self.kind} {name!r}; {nearest(name, self)}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.kind}s: {', '.join(self)}>"

    def add(self, name: str, entry: Any, home: str) -> None:
        """Enter ``entry``, defined in module ``home``; running one module again replaces its entry."""
        known = self._entries.get(name)
        if known is not None and known.home != home:
            raise ValueError(f"{self.kind} {name!r} is already registered by {known.home}; choose another name")
        self._entries[name] = entry
