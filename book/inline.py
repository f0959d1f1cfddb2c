"""What stands inside a sentence: computed numbers, citations, references to figures; and formulas.

Python-Markdown must see none of ours, and we must touch nothing of its own: code, comments and
mathematics are recognized first and left alone.
"""

import re
from collections.abc import Callable

from book.numbers import in_formula

TOKEN = re.compile(
    r"""
      \\[\\`$\[]                                                 # an escaped sign
    | (?P<comment><!--.*?-->)
    | (?P<ticks>`+)(?P<code>(?:(?!\n\s*\n).)+?)(?<!`)(?P=ticks)(?!`)
    | \$\$(?P<display>.+?)\$\$
    | (?<!\$)\$(?![\s$])(?P<math>(?:\\.|[^\\$\n]|\n(?!\s*\n))+?)(?<!\s)\$
    | \[(?P<cite>@[^\]\n]+)\]
    | (?<!!)\[\]\((?P<ref>[^)\s]+)\)
    """,
    re.VERBOSE | re.DOTALL,
)

PYTHON = "{python}"
COMPUTED = re.compile(r"`\{python\}([^`]+)`")  # a number inside a formula


def expand(
    text: str,
    line: int,
    *,
    number: Callable[[str, int], str],
    cite: Callable[[list[str], int], str],
    refer: Callable[[str, int], str],
    formula: Callable[[str, bool, int], None],
) -> str:
    """`text`, which starts on `line`, with each construct replaced by what its function returns."""

    def replace(match: re.Match) -> str:
        here = line + text.count("\n", 0, match.start())
        if match["code"] and match["code"].strip().startswith(PYTHON):
            return number(match["code"].strip().removeprefix(PYTHON).strip(), here)
        if match["cite"]:
            return cite([key.strip().removeprefix("@") for key in match["cite"].split(";")], here)
        if match["ref"]:
            return refer(match["ref"], here)
        if source := match["math"] or match["display"]:
            tex = COMPUTED.sub(
                lambda m: in_formula(number(m[1].strip(), here + source.count("\n", 0, m.start()))), source
            )
            formula(tex.strip(), bool(match["display"]), here)
            return match[0].replace(source, tex)
        return match[0]

    return TOKEN.sub(replace, text)
