"""The book's terms: docs/glossary.md defines them, and every chapter links the first place where it uses one.

A chapter does not link what it defines itself. The page shows a definition beside its link (web/src/terms.js); what it shows
is the glossary's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from book import inline
from book.pages import Page
from book.problems import Problems

URI = "glossary.md"
SIGN = ":   "  # what a definition begins with

LEFT_ALONE = rf"""
      {inline.TOKEN.pattern}
    | <a\b.*?</a> | <[^<>]*>                 # links and tags as HTML
    | !?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])   # links and pictures
    | ^[ ]*(?:\#+|!!!|\?\?\?\+?)[ ].*?$      # headings and titles of asides
    | \*\*.+?\*\*                            # what a page itself calls by its name
"""


@dataclass(frozen=True)
class Term:
    """One entry: its forms ("minimum", "minima"), its line, its definition, and the page that explains it."""

    forms: tuple[str, ...]
    line: int
    definition: str

    @property
    def id(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.forms[0].lower()).strip("-")

    @property
    def home(self) -> str:
        """The page that explains the term: the last that its definition links to."""
        return next(iter(re.findall(r"\]\(([\w./-]+\.md)[^)]*\)", self.definition)[::-1]), "")


class Glossary:
    """All terms of the book, in the order of the page."""

    def __init__(self, source: str = "", path: str = "", problems: Problems | None = None):
        self.terms = list(entries(source))
        if problems is not None:
            for line, message in mistakes(self.terms):
                problems.add(path, line, message)

    @cached_property
    def forms(self) -> dict[str, Term]:
        """Terms by each of their forms, in small letters."""
        return {form.lower(): term for term in self.terms for form in term.forms}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is to be left alone, or a term; the longest first, so that a rate is not found in a learning rate."""
        longest = sorted(self.forms, key=lambda form: (-len(form), form))
        words = "|".join(re.sub(r"\\?\s", r"\\s+", re.escape(form)) for form in longest)
        return re.compile(
            rf"{LEFT_ALONE} | (?<![\w-])(?P<term>(?:{words})s?)(?![\w-])", inline.TOKEN.flags | re.I | re.M
        )

    def linked(self, text: str, page: Page, met: set[str]) -> str:
        """Prose with a link at each term that the page has not `met` before."""
        if not self.terms:
            return text

        def link(match: re.Match) -> str:
            said = match["term"]
            term = said and self.known(" ".join(said.lower().split()))
            if not term or term.id in met or term.home == page.uri:
                return match[0]
            met.add(term.id)
            return f'<a class="term" href="{page.root}glossary/#{term.id}">{said}</a>'

        return self.pattern.sub(link, text)

    def known(self, said: str) -> Term | None:
        return self.forms.get(said) or self.forms.get(said.removesuffix("s"))

    def marked(self, text: str) -> str:
        """The glossary's own text with an id at every term."""
        ids = {", ".join(term.forms): term.id for term in self.terms}
        return "\n".join(f"{row} {{ #{ids[row]} }}" if row in ids else row for row in text.split("\n"))


def entries(source: str) -> Iterator[Term]:
    """The terms of a definition list: a line with its forms, below it the definition."""
    rows = source.splitlines()
    starts = [at for at, row in enumerate(rows) if row.startswith(SIGN)]
    for at in starts:
        end = next((i for i in range(at + 1, len(rows)) if not rows[i].startswith(" ")), len(rows))
        forms = tuple(form.strip() for form in rows[at - 1].split(","))
        yield Term(forms, at, " ".join(row.strip() for row in rows[at:end]).removeprefix(":").strip())


def mistakes(terms: list[Term]) -> Iterator[tuple[int, str]]:
    """What is wrong with the entries, each with its line."""
    seen: dict[str, Term] = {}
    last = ""
    for term in terms:
        name = term.forms[0]
        if not name:
            yield term.line + 1, "a definition without a term; write the term on the line above"
            continue
        for form in term.forms:
            if other := seen.get(form.lower()):
                yield term.line, f"'{form}' is defined twice, first on line {other.line}"
            seen.setdefault(form.lower(), term)
        if name.lower() < last.lower():
            yield term.line, f"'{name}' stands behind '{last}'; terms are in the order of the alphabet"
        last = max(last, name, key=str.lower)
        if not term.home:
            yield term.line, f"'{name}' leads to no page; end its definition with a link, as in [](momentum.md)"
