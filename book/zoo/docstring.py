"""The docstring of a rule, a landscape or a schedule, taken apart into what a page prints of it."""

import inspect
import re
from functools import cached_property
from html import escape

SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
CODE = re.compile(r"(``.+?``)", re.DOTALL)
PLAIN = str.maketrans(
    {sign: f"\\{sign}" for sign in "*_[]"}
    | {sign: f"&#{ord(sign)};" for sign in "<>|$"}  # not all signs can be escaped
)
ENTRY = re.compile(r"^(\w+(?:, \w+)*) : ", re.MULTILINE)


class Docstring:
    """head: everything before the first section. sections: {heading: text}."""

    def __init__(self, text: str):
        head, *rest = SECTION.split(inspect.cleandoc(text))
        self.head = head.strip()
        self.sections = {name: body.strip() for name, body in zip(rest[::2], rest[1::2], strict=True)}

    @property
    def title(self) -> str:
        """The first sentence: what it is, in one line."""
        return " ".join(self.head.partition("\n\n")[0].split())

    @cached_property
    def equations(self) -> list[str]:
        """The lines of the update, as they are written in symbols."""
        block = next((part for part in self.head.split("\n\n") if part.startswith("    ")), "")
        return [row.strip() for row in block.splitlines()]

    @property
    def remarks(self) -> str:
        """What the head says after the update, without the map of symbols, as Markdown."""
        _, *rest = self.head.split("\n\n")
        update = next((at for at, part in enumerate(rest) if part.startswith("    ")), None)
        return markdown(
            "\n\n".join(part for at, part in enumerate(rest) if at != update and not part.startswith("with η"))
        )

    @property
    def parameters(self) -> dict[str, str]:
        """{name: what is said of it}, as Markdown."""
        _, *rest = ENTRY.split(self.sections.get("Parameters", ""))
        return {name: markdown(" ".join(text.split())) for name, text in zip(rest[::2], rest[1::2], strict=True)}

    def section(self, name: str) -> str:
        """A section as Markdown."""
        return markdown(self.sections.get(name, ""))


def markdown(text: str) -> str:
    """Docstrings write ``code`` with two ticks and arithmetic without any; neither is to be read as Markdown."""
    return "\n\n".join(part if part.startswith("    ") else paragraph(part) for part in text.split("\n\n"))


def paragraph(text: str) -> str:
    return "".join(f"`{part[2:-2]}`" if part.startswith("``") else part.translate(PLAIN) for part in CODE.split(text))


def markup(text: str) -> str:
    """The same as HTML, for what Markdown never sees."""
    return "".join(
        f"<code>{escape(part[2:-2])}</code>" if part.startswith("``") else escape(part) for part in CODE.split(text)
    )
