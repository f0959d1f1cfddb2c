"""Runs a reader's text, and leaves Python as it found it."""

import __future__

import ast
import builtins
import contextvars
import linecache
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType

import gdzoo
from gdzoo.rules import Rule
from lab import errors, missing, streams
from lab.show import show
from lab.streams import Output

BUILTINS = dict(vars(builtins))
FUTURE = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})
QUIET = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


def run(
    code: errors.Code, output: Output, done: Callable[[int, list[Rule]], None] = lambda statement, rules: None
) -> bool:
    """Run a cell, statement by statement, and show what it says; whether it came to its end.

    done: called after each statement, with its place in the cell and the rules that it registered.
    """
    source, file = code.sources[code.cell], errors.file_of(code.cell)
    try:
        with kept(output, file):
            parts = list(compiled(source, file))
            own = contextvars.copy_context()  # numpy's and decimal's settings last as long as the cell
            for i, (part, last) in enumerate(parts):
                before = dict(gdzoo.RULES)
                value = own.run(eval, part, code.globals)
                done(i, [rule for name, rule in gdzoo.RULES.items() if before.get(name) is not rule])
                if value is not None and (last or drawing(value)):
                    own.run(show, value, output)
                output.flush()
    except SystemExit as end:
        if isinstance(end.code, str):
            output.text("err", end.code)
    except BaseException as error:
        output.piece("error", **errors.facts(error, sys.exc_info()[2], code))
        return False
    return True


def drawing(value: object) -> bool:
    """Pictures are shown wherever a line makes one, other values where the cell ends with them."""
    return type(value).__module__.startswith("gdzoo.plots")


def compiled(source: str, file: str) -> Iterator[tuple[CodeType, bool]]:
    """The statements of a text, each with whether it is the last; an expression gives its value."""
    lines = [line + "\n" for line in source.split("\n")]
    linecache.cache[file] = len(source), None, lines, file
    tree = ast.parse(source, file)
    features = compile(tree, file, "exec", dont_inherit=True).co_flags & FUTURE  # and whatever is wrong with the whole
    for statement in tree.body:
        bare = isinstance(statement, ast.Expr)
        part = ast.Expression(statement.value) if bare else ast.Module([statement], [])
        code = compile(part, file, "eval" if bare else "exec", features, dont_inherit=True)
        yield code, statement is tree.body[-1]


@contextmanager
def kept(output: Output | None, file: str = ""):
    """Whatever happens within, Python is itself again afterwards; what is printed goes to `output`."""
    deepen, deepest = sys.setrecursionlimit, sys.getrecursionlimit()

    def limited(limit: int) -> None:
        if limit > deepest:  # in a browser that would kill Python
            raise ValueError(f"a page has room for {deepest} calls within one another; write a loop instead")
        deepen(limit)

    try:
        sys.setrecursionlimit = limited
        with streams.speaking(output), missing.explained(), warnings.catch_warnings():
            warnings.resetwarnings()
            for category in QUIET:
                warnings.simplefilter("ignore", category)
            warnings.showwarning = lambda message, category, name, line, *_: warn(message, category, name, line, file)
            yield
    finally:
        builtins.__dict__.update(BUILTINS)
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit = deepen
        deepen(deepest)


def warn(message, category, name, line, file):
    place = f"line {line}: " if name == file else ""
    streams.ERR.write(f"{place}{category.__name__}: {message}\n")
