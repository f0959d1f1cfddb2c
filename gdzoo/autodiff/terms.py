"""What a formula is made of: operations, as steps of a program and as LaTeX."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

SUM, PRODUCT, POWER, ATOM = range(4)
"""How firmly the parts of a printed formula hold together: what is looser than its place allows gets parentheses."""

CONSTANTS = {"pi": (np.pi, r"\pi"), "π": (np.pi, r"\pi"), "e": (np.e, "e")}


class Program(NamedTuple):
    """A formula as steps for a stack: a coordinate (its index), a number (a float), or a function and how many it takes."""

    steps: tuple[Any, ...]

    def __call__(self, *coordinates):
        stack = []
        for step in self.steps:
            if isinstance(step, int):
                stack.append(coordinates[step])
            elif isinstance(step, float):
                stack.append(step)
            else:
                function, arity = step
                stack[-arity:] = [function(*stack[-arity:])]
        return stack[0]


class Term(NamedTuple):
    """A part of a formula: the steps that leave its value on the stack, and its LaTeX."""

    steps: tuple[Any, ...]
    tex: str
    rank: int = ATOM

    def at(self, rank: int) -> str:
        """The LaTeX where a part must hold together as firmly as this."""
        return self.tex if self.rank >= rank else rf"\left({self.tex}\right)"


class Operation(NamedTuple):
    """What a sign or a name does. tex: from the terms to LaTeX; least, most: how many arguments (more than 2 by pairs)."""

    ufunc: np.ufunc
    tex: Callable[..., str]
    rank: int = POWER
    least: int = 1
    most: int = 1


def _call(name: str) -> Callable[..., str]:
    return lambda *terms: rf"{name}\left({', '.join(term.tex for term in terms)}\right)"


def _times(a: Term, b: Term) -> str:
    """A number after something needs the dot."""
    left, right = a.at(PRODUCT), b.at(PRODUCT)
    return rf"{left} \cdot {right}" if right[0].isdigit() else f"{left} {right}"


SIGNS = {
    "+": Operation(np.add, lambda a, b: f"{a.tex} + {b.at(PRODUCT)}", SUM),
    "-": Operation(np.subtract, lambda a, b: f"{a.tex} - {b.at(PRODUCT)}", SUM),
    "*": Operation(np.multiply, _times, PRODUCT),
    "/": Operation(np.divide, lambda a, b: rf"\frac{{{a.tex}}}{{{b.tex}}}", PRODUCT),
    "^": Operation(np.power, lambda a, b: f"{a.at(ATOM)}^{{{b.tex}}}"),
}

NEGATIVE = Operation(np.negative, lambda a: f"-{a.at(PRODUCT)}", SUM)

FUNCTIONS = {
    "sin": Operation(np.sin, _call(r"\sin")),
    "cos": Operation(np.cos, _call(r"\cos")),
    "tan": Operation(np.tan, _call(r"\tan")),
    "asin": Operation(np.arcsin, _call(r"\arcsin")),
    "acos": Operation(np.arccos, _call(r"\arccos")),
    "atan": Operation(np.arctan, _call(r"\arctan")),
    "atan2": Operation(np.arctan2, _call(r"\operatorname{atan2}"), POWER, 2, 2),
    "sinh": Operation(np.sinh, _call(r"\sinh")),
    "cosh": Operation(np.cosh, _call(r"\cosh")),
    "tanh": Operation(np.tanh, _call(r"\tanh")),
    "exp": Operation(np.exp, lambda a: f"e^{{{a.tex}}}"),
    "log": Operation(np.log, _call(r"\log")),
    "ln": Operation(np.log, _call(r"\ln")),
    "log2": Operation(np.log2, _call(r"\log_2")),
    "log10": Operation(np.log10, _call(r"\log_{10}")),
    "sqrt": Operation(np.sqrt, lambda a: rf"\sqrt{{{a.tex}}}"),
    "cbrt": Operation(np.cbrt, lambda a: rf"\sqrt[3]{{{a.tex}}}"),
    "abs": Operation(np.absolute, lambda a: rf"\left|{a.tex}\right|"),
    "sign": Operation(np.sign, _call(r"\operatorname{sign}")),
    "floor": Operation(np.floor, lambda a: rf"\left\lfloor {a.tex} \right\rfloor"),
    "min": Operation(np.minimum, _call(r"\min"), POWER, 2, 99),
    "max": Operation(np.maximum, _call(r"\max"), POWER, 2, 99),
}
NUMPYS = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "minimum": "min", "maximum": "max"}
FUNCTIONS |= {theirs: FUNCTIONS[ours] for theirs, ours in NUMPYS.items()}


def applied(operation: Operation, *terms: Term) -> Term:
    """An operation on terms; one of two arguments that is given more takes them pair by pair, as in max(a, b, c)."""
    first, *rest = terms
    steps = first.steps
    for term in rest:
        steps += (*term.steps, (operation.ufunc, 2))
    return Term(steps if rest else (*steps, (operation.ufunc, 1)), operation.tex(*terms), operation.rank)


def number(text: str) -> Term:
    """2.5e-3 is printed as 2.5 · 10⁻³."""
    digits, _, exponent = text.lower().partition("e")
    if not exponent:
        return Term((float(text),), digits)
    power = f"10^{{{int(exponent)}}}"
    return Term((float(text),), power if digits == "1" else rf"{digits} \cdot {power}", PRODUCT)


def variable(name: str, index: int) -> Term:
    """x12 is printed with the index 12; a long name stands upright."""
    letters = name.rstrip("0123456789")
    tex = letters if len(letters) == 1 else rf"\mathrm{{{letters}}}".replace("_", r"\_")
    digits = name[len(letters) :]
    return Term((index,), f"{tex}_{{{digits}}}" if digits else tex)
