"""Runs the checks of an exercise on what a reader's code has made."""

import sys
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

import numpy as np

import gdzoo
from gdzoo.registry import nearest
from lab import checks, errors
from lab.checks import Failed
from lab.notebook import Notebook
from lab.running import kept

FILE = "<checks>"


def grade(text: str, book: Notebook, cell: str) -> list[dict]:
    """For every check, in order: {"name": its sentence, "passed": bool, "message": what is wrong, or ""}."""
    results = []
    for check in functions(text):
        message = verdict(check, book, cell)
        results.append({"name": sentence(check), "passed": not message, "message": message})
    return results


def functions(text: str) -> list[FunctionType]:
    """The functions of the checks, in order; those whose name begins with _ are helpers of the others."""
    tools = {name: thing for name, thing in vars(checks).items() if not name.startswith("_")}
    space: dict[str, Any] = {"__name__": "checks", **tools, "np": np, "gdzoo": gdzoo}
    code = compile(text, FILE, "exec", dont_inherit=True)
    exec(code, space)
    own = {part.co_name for part in code.co_consts if isinstance(part, CodeType)}
    return [
        thing
        for name, thing in space.items()
        if isinstance(thing, FunctionType) and name in own and thing.__code__.co_filename == FILE and name[0] != "_"
    ]


def sentence(check: Callable[..., object]) -> str:
    """What the page says of a check: the first line of its docstring."""
    return (check.__doc__ or check.__name__.replace("_", " ")).strip().split("\n")[0].rstrip(".")


def verdict(check: FunctionType, book: Notebook, cell: str) -> str:
    """ "" if a check passes, else what is wrong."""
    wanted = check.__code__.co_varnames[: check.__code__.co_argcount]
    for name in wanted:
        if name not in book.globals:
            near = nearest(name, [known for known in book.globals if not known.startswith("__")])
            return f"your code does not define `{name}`" + (f"; {near}" if near.startswith("did") else "")
    try:
        with kept(None):
            check(*(book.globals[name] for name in wanted))
    except Failed as failure:
        return str(failure)
    except BaseException as error:
        return trouble(error, sys.exc_info()[2], book, cell)
    return ""


def trouble(error: BaseException, trace: Any, book: Notebook, cell: str) -> str:
    """The sentence for an error within a check: an assertion of its own, or the reader's function failing."""
    found = errors.facts(error, trace, errors.Code(cell, book.sources, book.globals, lambda name: ""))
    message, hint = found["message"], found["hint"]
    if isinstance(error, AssertionError) and not found["frames"]:
        return message or "this does not hold"
    where = f"line {found['line']} of your code" if found["line"] else "your code gave what the check cannot use"
    return f"{where}: {found['type']}: {message}{f' ({hint})' if hint else ''}"
