"""Show how a rule, a landscape, a schedule or a problem works: what it says of itself, then its code."""

import argparse
import ast
import inspect
import textwrap
from typing import Any

from ..registry import UnknownName, nearest
from ..zoo import LANDSCAPES, PROBLEMS, RULES, SCHEDULES

SHELVES = (RULES, LANDSCAPES, SCHEDULES, PROBLEMS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be shown."""
    parser.add_argument("name", metavar="NAME", help="as in adam, rosenbrock, cosine or moons")


def run(chosen: argparse.Namespace) -> int:
    """Print title, description and code."""
    registry, entry = found(chosen.name)
    functions = parts(entry)
    print(f"{entry.title}, the {registry.kind} {chosen.name} of {entry.home}\n")
    print(inspect.getdoc(functions[-1]), end="\n\n\n")
    print("\n\n".join(map(code, functions)), end="")
    return 0


def found(name: str) -> tuple[Any, Any]:
    """The registry that has an entry of this name, and the entry."""
    for registry in SHELVES:
        if name in registry:
            return registry, registry[name]
    names = [known for registry in SHELVES for known in registry]
    raise UnknownName(f"unknown rule, landscape, schedule or problem {name!r}; {nearest(name, names)}")


def parts(entry: Any) -> list[Any]:
    """What an entry is made of: a rule of its state and its step, a schedule of its formula, anything else of its class."""
    if hasattr(entry, "step"):
        state = entry.step.__annotations__.get("s")
        return [part for part in (state, entry.step) if part]
    return [entry.rate if hasattr(entry, "rate") else type(entry)]


def code(thing: Any) -> str:
    """The source of a function or a class without its docstring."""
    text = textwrap.dedent(inspect.getsource(thing))
    (tree,) = ast.parse(text).body
    assert isinstance(tree, ast.FunctionDef | ast.ClassDef)
    if ast.get_docstring(tree) is None:
        return text
    lines, said = text.splitlines(keepends=True), tree.body[0]
    return "".join(lines[: said.lineno - 1] + lines[said.end_lineno :]).replace(":\n\n", ":\n", 1)
