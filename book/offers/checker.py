"""The cells of a notebook that run the checks of its exercises, made of the book's own.

`RUNNER` stands in the notebook as it is: it keeps the tools of the checks in a room of their own, where they cannot meet the
reader's names. The tools are those functions of lab/checks.py that the chapter's checks use, with what they use themselves,
since the wheel of gdzoo carries no lab.
"""

import ast
from typing import Any

from book import slices
from book.slices import Import, Module

HOMES = ("lab.checks", "demos.kit.words")  # what stands in these is copied; all else is imported
GIVEN = ("np", "gdzoo")  # at hand in every check

RUNNER = '''\
#@title How the exercises are checked
from types import FunctionType

from IPython.core.magic import register_cell_magic

TOOLS = {"__name__": "tools"}


@register_cell_magic
def tools(line, cell):
    """Keeps what checks use, away from your own names."""
    exec(cell, TOOLS)


@register_cell_magic
def check(line, cell):
    """Tries each function of the cell on what you have defined: its parameters are your names."""
    space, mine = {**TOOLS, "__name__": "checks"}, get_ipython().user_ns
    exec(cell, space)
    for name, test in list(space.items()):
        if not isinstance(test, FunctionType) or test.__module__ != "checks" or name.startswith("_"):
            continue
        wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
        missing = [name for name in wanted if name not in mine]
        try:
            assert not missing, f"your code does not define {missing[0]}"
            test(*(mine[name] for name in wanted))
        except AssertionError as error:
            print(f"✗ {test.__doc__}: {error or 'this does not hold'}")
        except Exception as error:
            print(f"✗ {test.__doc__}: {type(error).__name__}: {error}")
        else:
            print(f"✓ {test.__doc__}")
'''


def tools(checks: list[str]) -> str:
    """The cell with what `checks` use of the book's tools."""
    slice = Slice()
    for name in sorted({name for source in checks for name in slices.names(source)} | set(GIVEN)):
        slice.take("lab.checks", name)
    homes = (slices.module(name) for name in reversed(HOMES))
    copies = [text(home, name) for home in homes for name in home.definitions if (home.name, name) in slice.copies]
    return "%%tools\n" + "\n\n\n".join([slices.import_lines(slice.imports), *copies])


class Slice:
    """What is wanted of the tools: definitions by home and name, and imports."""

    def __init__(self):
        self.copies: set[tuple[str, str]] = set()
        self.imports: set[Import] = set()

    def take(self, home: str, name: str) -> None:
        """Add a name and what it needs; one that the home does not know is none of ours."""
        module = slices.module(home)
        if name in module.imports:
            source, there = module.imports[name]
            if source in HOMES:
                self.take(source, there)
            else:
                self.imports.add(Import(source, there, name))
        elif name in module.definitions and (home, name) not in self.copies:
            self.copies.add((home, name))
            for needed in used(module, name):
                self.take(home, needed)


def used(module: Module, name: str) -> list[str]:
    """The names that a definition takes from its module, those of its annotations included."""
    node = module.definitions[name]
    return sorted({part.id for part in ast.walk(node) if isinstance(part, ast.Name)})


def text(module: Module, name: str) -> str:
    """A definition as it is written, without the words below a table."""
    node: Any = module.definitions[name]
    return "\n".join(module.lines[node.lineno - 1 : node.end_lineno])
