"""Numbers in prose, computed where they stand: `{python} 2 / L | .3g`.

A page has one namespace, with gdzoo, np and analysis in it; the page's hidden fences
```python {setup} fill it further. Nothing is run while the cache knows all answers.
"""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

import gdzoo
from book.cache import Cache
from book.pages import Fence, Page
from book.problems import Mistake
from book.scenes import origin
from gdzoo import analysis

SETUP = "python {setup}"


class Numbers:
    """The computed numbers of one page."""

    def __init__(self, page: Page, cache: Cache, sources: str):
        self.page, self.cache, self.sources = page, cache, sources
        self.setups: list[Fence] = []
        self.space: dict | None = None
        self.broken = False

    def __call__(self, source: str, line: int) -> str:
        """The text that takes the place of `source`, which stands on `line`."""
        expression, bar, form = source.rpartition(" | ")
        if not bar:
            expression, form = source, ""
        try:
            return self.told(expression, line, spoken, form.strip())
        except Skipped:
            return ""
        except Mistake as error:
            self.page.report(line, f"number `{expression}`: {error}")
            return ""

    def told(self, expression: str, line: int, tell: Callable[[Any, str], str], form: str = "") -> str:
        """What `tell` makes of the value of `expression`, remembered. A Mistake says why there is none."""
        parts = (self.sources, *(fence.body for fence in self.setups), expression, form, tell.__name__)
        try:
            return self.cache.keep("numbers", parts, lambda: tell(self.evaluate(expression, line), form))
        except (Skipped, Mistake):
            raise
        except Exception as error:
            raise Mistake(f"{type(error).__name__}: {plain(error)}") from None

    def evaluate(self, expression: str, line: int):
        if self.broken:
            raise Skipped
        if self.space is None:
            self.space = {"gdzoo": gdzoo, "np": np, "analysis": analysis}
            for fence in self.setups:
                self.run(fence)
        return eval(placed(expression, self.page.path, line, "eval"), self.space)

    def run(self, fence: Fence) -> None:
        """Run a hidden fence; its mistake is reported once, at its own line."""
        try:
            exec(placed(fence.body, self.page.path, fence.line + 1, "exec"), self.space)
        except Exception as error:
            self.broken = True
            line = own_line(error, self.page.path) or fence.line
            place = origin(error)
            inside = f" ({place[0]}:{place[1]})" if place else ""
            self.page.report(line, f"{SETUP}: {type(error).__name__}: {plain(error)}{inside}")
            raise Skipped from None


class Skipped(Exception):
    """Not computed, because the page's setup failed and that has been reported."""


def placed(code: str, path: str, line: int, mode: str):
    """`code` compiled so that its errors name the line of the page."""
    return compile("\n" * (line - 1) + code, path, mode)


def own_line(error: BaseException, path: str) -> int | None:
    """The line of the page at which the error arose."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def plain(error: Exception) -> str:
    """What an error says, without the place, which is said otherwise."""
    return error.msg if isinstance(error, SyntaxError) else str(error)


def spoken(value, form: str) -> str:
    """`value` as a sentence prints it: 3 significant digits, a true minus, powers of ten raised."""
    if isinstance(value, np.ndarray | np.generic):
        if np.ndim(value):
            raise Mistake("gives an array, and a sentence needs a number or text")
        value = value.item()
    if isinstance(value, str):
        return format(value, form)
    if not isinstance(value, int | float):
        raise Mistake(f"gives {value!r}, and a sentence needs a number or text")
    if math.isnan(value):
        raise Mistake("is not a number")
    text = format(value, form or (".3g" if isinstance(value, float) else "d"))
    text = text.replace("inf", "∞").replace("-", "−")
    return re.sub(r"e([+−])0*(\d+)", lambda m: f"\u00a0×\u00a010<sup>{m[1].strip('+')}{m[2]}</sup>", text)


def in_formula(text: str) -> str:
    """A spoken number as TeX."""
    return re.sub(r"\xa0×\xa010<sup>(.*?)</sup>", r" \\times 10^{\1}", text).replace("−", "-").replace("∞", r"\infty")
