"""What may help after an error, in plain words: one sentence for the common ones, nothing for the others.

Each hint is a function of the error, its message, the file in which it was raised and the code that ran; "" is no hint.
They are asked in order, and the first that knows something answers. gdzoo's own errors say their remedy themselves.
"""

import builtins
import re
import sys
from collections.abc import Callable
from math import prod

from gdzoo.registry import NEAR, nearest
from lab.errors import Code

type Hint = Callable[[BaseException, str, str, Code], str]

USUAL = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "gdzoo": "import gdzoo",
    "math": "import math",
    "random": "import random",
    "itertools": "import itertools",
    "functools": "import functools",
    "time": "import time",
    "NamedTuple": "from typing import NamedTuple",
    "dataclass": "from dataclasses import dataclass",
    "partial": "from functools import partial",
    **{name: f"from math import {name}" for name in ("sqrt", "exp", "log", "sin", "cos", "pi", "inf")},
    **{name: f"from gdzoo import {name}" for name in ("minimize", "rule", "Knob", "RULES", "LANDSCAPES", "objective")},
}


def hint(error: BaseException, message: str, file: str, code: Code) -> str:
    """The sentence, or "". Never itself an error."""
    try:
        return next((words for known in HINTS if (words := known(error, message, file, code))), "")
    except Exception:  # an error of the reader's own may have any attributes
        return ""


def unknown_name(error, message, file, code):
    if isinstance(error, UnboundLocalError):
        name = message.split("'")[1]
        return (
            f"`{name}` is assigned in this function, so Python takes it for the function's own; give it as an argument."
        )
    if not isinstance(error, NameError) or not error.name:
        return ""
    name = error.name
    if name in USUAL:
        return f"Write `{USUAL[name]}` first."
    if name == "plt":
        return "matplotlib is not in this page; gdzoo.plot draws curves, paths and landscapes."
    if where := code.elsewhere(name):
        return f"`{name}` is defined further down, in {where}; a cell sees only what stands above it."
    return near(name, [*code.globals, *vars(builtins)])


def unknown_attribute(error, message, file, code):
    if not isinstance(error, AttributeError) or not error.name:
        return ""
    if error.obj is None:
        return "This is None: a function without `return` gives None."
    return near(error.name, [name for name in dir(error.obj) if not name.startswith("_")])


def near(name: str, names: list[str]) -> str:
    from difflib import SequenceMatcher

    known = {word for word in names if SequenceMatcher(None, name.lower(), word.lower()).ratio() > NEAR + 0.1}
    words = nearest(name, sorted(known)) if known else ""
    return words[0].upper() + words[1:].replace("'", "`") if words.startswith("did") else ""


def unknown_module(error, message, file, code):
    if isinstance(error, ModuleNotFoundError) and message.startswith("No module named"):
        if (error.name or "").partition(".")[0] in sys.stdlib_module_names:
            return (
                f"{error.name} is a part of Python that a page does without: it has no network, processes or threads."
            )
        return "This page has numpy, gdzoo and Python's standard library."
    return ""


def shapes(error, message, file, code):
    if "could not be broadcast together" in message or "could not broadcast input array" in message:
        found = re.findall(r"\(([\d,]*)\)", message)
        pairs = " and ".join(f"({shape})" for shape in found[:2])
        return f"Shapes are compared from their last number: each pair must be equal, or one of them 1. Here they are {pairs}."
    if "matmul" in message and "mismatch" in message:
        return "A @ B needs as many columns in A as there are rows in B; print both shapes."
    if re.match(r"shapes .* not aligned", message):
        return (
            "A product of arrays needs as many columns on the left as there are rows on the right; print both shapes."
        )
    if "inhomogeneous" in message or "setting an array element with a sequence" in message:
        return "An array has rows of one length, and every entry is one number."
    if "truth value of an array" in message:
        return (
            "An array has many answers: take .all() or .any(), or choose entry by entry with np.where(condition, a, b)."
        )
    if "only length-1 arrays can be converted" in message or "only 0-dimensional arrays can be converted" in message:
        return "Functions of math take one number; numpy's take a whole array: np.sqrt for math.sqrt."
    return ""


def numbers(error, message, file, code):
    if isinstance(error, ZeroDivisionError):
        return "The divisor is 0 here; a small eps beside it, as in `/ (abs(g) + 1e-8)`, is what the optimizers of the book have."
    if "to convert to C" in message or "out of bounds for int32" in message:
        return "Whole numbers in arrays have 32 bits in a browser; write them as floats, 1e10 for 10**10."
    if "convert float NaN" in message or "convert float infinity" in message:
        return "The number is no longer finite: the run has diverged before. A smaller learning rate may hold it."
    if isinstance(error, OverflowError | FloatingPointError):
        return "A number grew beyond 1e308: the run diverges. A smaller learning rate may hold it."
    if "for ^:" in message or "bitwise_xor" in message:
        return "A power is written ** in Python: x**2."
    return ""


TOO_BIG = ("array is too big", "Maximum allowed dimension", "index-sized integer")  # numpy and Python in a browser


def memory(error, message, file, code):
    if shape := getattr(error, "shape", None):
        return f"An array of shape {shape} needs {size(prod(shape) * error.dtype.itemsize)}; a page has about 1 GB for everything."
    if isinstance(error, MemoryError) or any(words in message for words in TOO_BIG):
        return "A page's Python has about 1 GB: 125 million numbers, together. Make the array smaller."
    return ""


def size(count: float) -> str:
    unit = next(unit for unit in (1e12, 1e9, 1e6, 1e3) if count >= unit or unit == 1e3)
    return f"{count / unit:.3g} {dict(zip((1e12, 1e9, 1e6, 1e3), ('TB', 'GB', 'MB', 'KB'), strict=True))[unit]}"


def recursion(error, message, file, code):
    if isinstance(error, RecursionError):
        return "A function calls itself without end; it needs a case in which it returns without a call."
    return ""


def places(error, message, file, code):
    if found := re.search(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", message):
        count = int(found[3])
        return (
            f"Places count from 0: the last is {count - 1}, or -1." if count else "The array is empty along this axis."
        )
    if isinstance(error, IndexError) and "index out of range" in message:
        return "Places count from 0: the last is len(...) - 1, or -1."
    if type(error) is KeyError:
        return f"There is no key {message} here."
    return ""


def calls(error, message, file, code):
    if re.search(r"'(ndarray|numpy\.ndarray|list|tuple|dict)' object is not callable", message):
        return "Entries are taken with square brackets: x[0], not x(0)."
    if "NoneType" in message:
        return "One of the values is None: a function without `return` gives None."
    if isinstance(error, AssertionError) and not message:
        return "What this line asserts is not true."
    if "can't start new thread" in message:
        return "A page's Python has one thread."
    return ""


def writing(error, message, file, code):
    if not isinstance(error, SyntaxError):
        return ""
    if isinstance(error, IndentationError):
        return "Lines of one block begin in the same column, four spaces further in than the line above it that ends with a colon."
    if "was never closed" in message or "unmatched" in message or "does not match" in message:
        return "Every bracket needs its partner."
    if "unterminated" in message:
        return "A text ends with the same quotation mark with which it began, on the same line."
    if "outside function" in message:
        return "This word belongs into a function; the last line of a cell is shown by itself."
    return ""


HINTS: tuple[Hint, ...] = (
    writing,
    unknown_name,
    unknown_attribute,
    unknown_module,
    shapes,
    memory,
    recursion,
    numbers,
    places,
    calls,
)
