"""A page for every rule, the index of the zoo, and all rules at a glance."""

import difflib
import re
from functools import cached_property

import gdzoo
from book.directives.listing import Code
from book.numbers import spoken
from book.verified import Verified, verified
from book.wheel import ADDRESS
from book.zoo.docstring import Docstring
from book.zoo.equations import aligned
from book.zoo.footprint import STEPS, Footprint, footprint
from book.zoo.templates import filled
from demos.kit.tuning import is_own
from demos.strip import GROUNDS
from gdzoo import analysis
from gdzoo.conventions import CONVENTIONS
from gdzoo.rules import FAMILIES

INVARIANCES = {
    "translation": "moving the landscape",
    "permutation": "exchanging coordinates",
    "rotation": "turning the landscape",
    "scale": "multiplying $f$ by a positive number",
    "coordinates": "stretching each coordinate by its own factor",
}
"""What may be done to a landscape, in the order of `analysis.invariances`."""


def pages(taught: dict[str, list[str]], bibliography: str) -> dict[str, tuple[str, str]]:
    """{path: (template, text)}. taught: {rule: pages of the book}."""
    species = [Species(rule, taught[name], bibliography) for name, rule in gdzoo.RULES.items()]
    families = [(name, *words, [one for one in species if one.rule.family == name]) for name, words in FAMILIES.items()]
    known = {"families": families, "invariances": INVARIANCES, "steps": STEPS, "grounds": GROUNDS, "wheel": ADDRESS}
    made = {
        "zoo/index.md": ("zoo.md.jinja", known),
        "zoo/at-a-glance.md": ("glance.md.jinja", known),
        **{f"zoo/{one.rule.name}.md": ("species.md.jinja", known | {"one": one}) for one in species},
    }
    return {uri: (template, filled(template, **context)) for uri, (template, context) in made.items()}


class Species:
    """What the page of one rule says, each thing extracted from the rule or computed by it."""

    def __init__(self, rule: gdzoo.Rule, chapters: list[str], bibliography: str):
        self.rule, self.chapters, self.bibliography = rule, chapters, bibliography
        self.doc = Docstring(rule.doc)

    @property
    def family(self) -> str:
        return FAMILIES[self.rule.family][0]

    @property
    def walks(self) -> bool:
        """Whether it can run on a landscape of the plane."""
        return "matrix" not in self.rule.traits

    @property
    def switchable(self) -> bool:
        """Whether it is known how others write it."""
        return self.rule.name in CONVENTIONS

    @property
    def tuned(self) -> bool:
        """Whether its demos look for the learning rate that suits it: a rule may bring its own."""
        return not is_own(self.rule)

    @property
    def rated(self) -> bool:
        return "lr" in self.rule.knobs

    @property
    def summary(self) -> str:
        """What it is, in a sentence that does not begin with its name."""
        says = self.doc.title.partition(": ")[2] or self.doc.title
        return says[:1].upper() + says[1:]

    @cached_property
    def equations(self) -> str:
        return aligned(self.doc.equations)

    @property
    def update(self) -> str:
        """The line that moves the point, as TeX without alignment."""
        moves = [line for line in self.doc.equations if re.match(r"[xyWX]\w* ←", line)]
        return aligned(moves[-1:] or self.doc.equations[-1:])

    @property
    def knobs(self) -> list[dict]:
        """A row for every knob: symbol, name, default, what it does."""
        return [
            {
                "name": name,
                "symbol": knob.symbol,
                "default": "required" if knob.default is gdzoo.REQUIRED else f"`{knob.default!r}`",
                "says": self.doc.parameters.get(name, ""),
            }
            for name, knob in self.rule.knobs.items()
        ]

    @property
    def parents(self) -> list[tuple[gdzoo.Rule, str, str]]:
        """Each parent, what was added to it, and the difference of the code."""
        return [
            (gdzoo.RULES[name], self.rule.added.get(name, ""), difference(name, self.rule.name))
            for name in self.rule.parents
        ]

    @property
    def children(self) -> list[gdzoo.Rule]:
        return [other for other in gdzoo.RULES.values() if self.rule.name in other.parents]

    @cached_property
    def footprint(self) -> Footprint:
        return footprint(self.rule)

    @cached_property
    def invariances(self) -> dict[str, bool]:
        return analysis.invariances(self.rule)

    @property
    def stability(self) -> str:
        """The condition for converging on a quadratic, as TeX; "" where there is no theory."""
        return analysis.STABILITY.get(self.rule.name, "")

    @property
    def verified(self) -> str:
        """What its numbers were compared with, and how close they are, as a sentence."""
        return said(verified(self.rule.name))

    @property
    def bibtex(self) -> str:
        """The entry of its paper in the bibliography, as it stands there."""
        entry = re.search(rf"^@\w+\{{{self.rule.paper},.*?^\}}", self.bibliography, re.DOTALL | re.MULTILINE)
        return entry[0] if entry else ""


def said(found: Verified) -> str:
    """`Verified against PyTorch 2.13.0 and optax 0.2.8: the largest deviation is 3e-16, over 9 cases ...`"""
    *rest, last = found.references
    whom = f"{', '.join(rest)} and {last}" if rest else last
    cases = f"{found.cases} case{'s' if found.cases > 1 else ''}"
    size = spoken(found.deviation, ".1g")
    return f"Verified against {whom}: the largest deviation is {size}, over {cases}, relative to the size of the path."


def difference(parent: str, child: str) -> str:
    """What changes from the code of one rule to that of another, marked with + and -."""
    before, after = Code.of(parent).rows, Code.of(child).rows
    rows = list(difflib.unified_diff(before, after, n=len(before), lineterm=""))
    return "\n".join(rows[3:])  # without the names of the files
