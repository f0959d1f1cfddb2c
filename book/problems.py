"""What is wrong with the book, one line each, collected so that a run reports all of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from gdzoo.registry import nearest


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake at one place: `docs/momentum.md:57: demo race: unknown rule 'adma'`."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Problems:
    """The mistakes of a run, each once, in the order of files and lines."""

    def __init__(self):
        self._found: set[Problem] = set()

    def add(self, path: str, line: int, message: str) -> None:
        self._found.add(Problem(path, line, " ".join(message.split())))

    def of(self, path: str) -> list[Problem]:
        return sorted(problem for problem in self._found if problem.path == path)

    def __iter__(self):
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    def __str__(self) -> str:
        return "\n".join(map(str, self))


class Mistake(ValueError):
    """A mistake whose place the caller knows."""


def unknown(kind: str, name: object, names: Iterable[str]) -> str:
    """`unknown rule 'adma'; did you mean 'adam'?`"""
    return f"unknown {kind} {name!r}; {nearest(name, names)}"
