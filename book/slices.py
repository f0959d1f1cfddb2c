"""Slices of the package's own modules: a definition, and what it needs to stand alone."""

import ast
import inspect
import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import resolve_name
from typing import Any, NamedTuple

from lab.names import names_of

LONGEST = 8  # lines of a helper that is copied; a longer one is imported
COPIED = "gdzoo.optimizers."  # what other modules hold is imported, however short


class Import(NamedTuple):
    """`from module import name`, or `import module as name` without a name there."""

    module: str
    there: str
    here: str


class Module:
    """A module of the package, cut into its top-level definitions and imports."""

    def __init__(self, name: str):
        self.name, self.contents = name, import_module(name)
        self.source = inspect.getsource(self.contents)
        self.lines = self.source.splitlines()
        self.definitions: dict[str, Any] = {}
        self.imports: dict[str, tuple[str, str]] = {}
        for node in ast.parse(self.source).body:
            match node:
                case ast.FunctionDef() | ast.ClassDef():
                    self.definitions[node.name] = node
                case ast.Assign(targets=[ast.Name(id=name)]):
                    self.definitions[name] = node
                case ast.Import():
                    self.imports |= {alias.asname or alias.name: (alias.name, "") for alias in node.names}
                case ast.ImportFrom():
                    module = resolve_name("." * node.level + (node.module or ""), self.contents.__package__)
                    self.imports |= {alias.asname or alias.name: (module, alias.name) for alias in node.names}

    def text(self, node: ast.AST) -> str:
        """An expression as it is written."""
        return ast.get_source_segment(self.source, node) or ""


@cache
def module(name: str) -> Module:
    return Module(name)


class Needs:
    """What code of a module needs beside the names that are `known`: imports, and copies of short definitions in a
    working order."""

    def __init__(self, home: Module, code: str, known: Iterable[str] = ()):
        self.imports: set[Import] = set()
        self.copies: list[str] = []
        self._seen = set(known)
        self._gather(home, code)

    def _gather(self, home: Module, code: str) -> None:
        for name in names(code):
            if name not in self._seen:
                self._seen.add(name)
                self._find(home, name)

    def _find(self, home: Module, name: str) -> None:
        if node := home.definitions.get(name):
            copy = rows(home.lines, node, title=True)
            if home.name.startswith(COPIED) and len(copy) <= LONGEST:
                self._gather(home, "\n".join(copy))
                self.copies.append("\n".join(copy))
            else:
                self.imports.add(Import(shortest(home.name, name), name, name))
        elif name in home.imports:
            source, there = home.imports[name]
            if is_state(getattr(home.contents, name)) and source.startswith(COPIED):
                self._find(module(source), there)
            else:
                self.imports.add(Import(shortest(source, there), there, name))


def names(code: str) -> list[str]:
    """The names that `code` takes from outside, builtin ones included."""
    found = names_of(code)
    return sorted(found.uses | found.later)


def is_state(thing: Any) -> bool:
    """Whether it is a named tuple, as the states of rules are."""
    return isinstance(thing, type) and issubclass(thing, tuple)


def shortest(source: str, name: str) -> str:
    """The shortest module that has the same thing: `gdzoo` for a Knob, whatever file defines it."""
    if not name:
        return source
    thing, parts = getattr(import_module(source), name), source.split(".")
    above = (".".join(parts[:end]) for end in range(1, len(parts)))
    return next((m for m in above if getattr(import_module(m), name, None) is thing), source)


def import_lines(imports: Iterable[Import]) -> str:
    """The statements, in the order of the formatter: the standard library first, whole modules before parts."""
    groups: dict[tuple[bool, bool, str], list[Import]] = {}
    for one in imports:
        outside = one.module.partition(".")[0] not in sys.stdlib_module_names
        groups.setdefault((outside, bool(one.there), one.module), []).append(one)
    blocks: dict[bool, list[str]] = {}
    for (outside, parts, source), group in sorted(groups.items()):
        if parts:
            line = f"from {source} import {', '.join(sorted(one.there for one in group))}"
        else:
            line = f"import {source}" + (f" as {group[0].here}" if group[0].here != source else "")
        blocks.setdefault(outside, []).append(line)
    return "\n\n".join("\n".join(block) for block in blocks.values())


def rows(lines: list[str], node: Any, title: bool = False) -> list[str]:
    """The lines of a definition, without decorator and docstring; of that, the first line may stay as a title."""
    kept = list(range(node.lineno, node.end_lineno + 1))
    docstring = isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node)
    short = {}
    if docstring:
        doc: Any = node.body[0]
        kept = [line for line in kept if not doc.lineno <= line <= doc.end_lineno]
        if kept and lines[doc.end_lineno : doc.end_lineno + 1] == [""] and doc.end_lineno + 1 in kept:
            kept.remove(doc.end_lineno + 1)
        if title:
            short[doc.lineno] = f'{" " * doc.col_offset}"""{docstring.splitlines()[0]}"""'
            kept = sorted([*kept, doc.lineno])
    return [short.get(line, lines[line - 1])[node.col_offset :] for line in kept]
