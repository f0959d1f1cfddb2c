"""Read-only tables of named things, and the one way to say that a name is unknown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MANY = 12  # names that a sentence may list
NEAR = 0.5  # how like a name must be to be meant, from 0 to 1
ALIKE = 0.1  # how much less like than the nearest another may be


class UnknownName(KeyError):
    """Lookup of a name that a registry does not hold; its message lists the nearest names.

    >>> import gdzoo
    >>> try:
    ...     gdzoo.SCHEDULES["cosin"]
    ... except gdzoo.UnknownName as error:
    ...     print(error)
    unknown schedule 'cosin'; did you mean 'cosine'?
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
    from difflib import SequenceMatcher  # only an error pays for this import

    names, word = list(names), str(name).lower()

    def likeness(known: str) -> float:  # that of the right letters in a wrong order is 1: nothing is nearer
        return 1.0 if sorted(known) == sorted(word) else SequenceMatcher(None, known, word).ratio()

    close = sorted(((likeness(known), known) for known in names), key=lambda pair: -pair[0])[:3]
    if close and close[0][0] >= NEAR:
        near = [repr(known) for alike, known in close if alike >= close[0][0] - ALIKE]
        return f"did you mean {' or '.join(near)}?"
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

    def forget(self, name: str) -> None:
        """Take out an entry of the reader's own; the zoo's stay."""
        if self[name].home.partition(".")[0] == __name__.partition(".")[0]:
            raise ValueError(f"{self.kind} {name!r} is one of the zoo and stays; only your own can be forgotten")
        del self._entries[name]
