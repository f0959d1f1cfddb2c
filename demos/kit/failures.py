"""A rule of the reader's own that fails, in one sentence."""

import traceback
from typing import Any

from gdzoo import minimize

LONGEST = 300  # letters of a message


def failure(error) -> str | None:
    """What went wrong in a rule of the reader's own, and where: None where the error is not of its making.

    `my_adam failed in step 3: ValueError: ..., line 7`: the line is that of the reader's code.
    """
    frames = [*traceback.walk_tb(error.__traceback__)]
    runs = [(frame, line) for frame, line in frames if frame.f_code is minimize.__code__]
    if not runs:
        return None
    known = runs[-1][0].f_locals
    rule: Any = known.get("rule")
    step = known.get("t")
    if getattr(rule, "family", None) != "own":
        return None
    said = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST].rstrip(" .:")
    if isinstance(error, ValueError | TypeError) and str(error).startswith(rule.name):
        return str(error)  # minimize says itself what is wrong with the rule
    file = rule.step.__code__.co_filename
    lines = [line for frame, line in frames if frame.f_code.co_filename == file]
    place = f", line {lines[-1]}" if lines else ""
    return f"{rule.name} failed {f'in step {step}' if step else 'before the first step'}: {said}{place}"
