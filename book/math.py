"""Formulas, typeset at build time by KaTeX (HTML with MathML), each only once."""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from book import node
from book.cache import Cache, fingerprint, key
from book.places import Places


@dataclass(frozen=True)
class Formula:
    """The HTML of a formula, or what KaTeX said against it."""

    html: str = ""
    error: str = ""

    @property
    def words(self) -> str:
        """The formula as plain text, for the search index: `θ←θ−ηm`."""
        spoken = re.sub(r"<annotation.*?</annotation>", "", self.html.partition("</math>")[0], flags=re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", "", spoken))


class Typesetter:
    """Formulas by (TeX, whether displayed)."""

    def __init__(self, places: Places, cache: Cache):
        self.script = places.web / "src/math.js"
        self.cache = cache
        package = places.web / "node_modules/katex/package.json"
        self.version = fingerprint(self.script, package, suffixes=(".js", ".json"))
        self.known: dict[tuple[str, bool], Formula] = {}

    def typeset(self, formulas: Iterable[tuple[str, bool]]) -> dict[tuple[str, bool], Formula]:
        """All formulas known so far, `formulas` among them; the new ones go to KaTeX in one call."""
        wanted = [formula for formula in dict.fromkeys(formulas) if formula not in self.known]
        new = []
        for tex, display in wanted:
            text = self.cache.get("math", key(self.version, tex, display))
            if text is None:
                new.append((tex, display))
            else:
                self.known[tex, display] = Formula(**json.loads(text))
        if new:
            answers = node.ask(self.script, [{"tex": tex, "display": display} for tex, display in new])
            for (tex, display), answer in zip(new, answers, strict=True):
                self.known[tex, display] = Formula(**answer)
                self.cache.put("math", key(self.version, tex, display), json.dumps(answer))
        return self.known
