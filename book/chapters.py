"""docs/ -> build/docs: every directive, number and citation expanded, so that the generator sees plain Markdown."""

import math
import posixpath
import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cached_property

import yaml
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from book import glossary, inline
from book.cache import fingerprint, key
from book.directives import DIRECTIVES
from book.directives.base import Directive, Slot
from book.directives.cell import FENCE, RUN, CellDirective
from book.library import Library
from book.numbers import SETUP, Numbers
from book.pages import Fence, Page, Prose
from book.places import ROOT
from book.problems import unknown
from book.rehearsal import Rehearsed

SOURCES = (".json", ".md", ".py")
WORDS_A_MINUTE = 200
WORDS_A_LINE = 8  # as long as it takes to read a line of code


class Chapter:
    """A page together with the book it is in: knows how to become plain Markdown."""

    def __init__(self, page: Page, book: Library):
        self.page, self.book = page, book
        self.numbers = Numbers(page, book.cache, self.origin)
        self.cited: list[str] = []
        self.terms: set[str] = set()
        self.cells: list[CellDirective] = []
        self.rehearsed = Rehearsed()
        self.parts = [part for part in map(self.read, page.parts) if part]
        self.label()

    @property
    def origin(self) -> str:
        """A name for all that numbers of the page are computed from."""
        folders = [ROOT / name for name in self.page.meta.depends]
        for folder in folders:
            if not folder.is_dir():
                self.page.report(self.page.lines.get("depends", 1), f"depends: there is no folder {folder.name!r}")
        return (
            key(self.book.scenes.python, fingerprint(*folders, suffixes=SOURCES))
            if folders
            else self.book.scenes.python
        )

    def read(self, part: Prose | Fence) -> Prose | Directive | None:
        """A part of the page; fences of ours become directives."""
        if isinstance(part, Prose):
            return part
        name = part.info.partition(" ")[0]
        if name in DIRECTIVES:
            return DIRECTIVES[name](part, self.page)
        if part.info == SETUP:
            self.numbers.setups.append(part)
            return None
        if FENCE.fullmatch(part.info):
            self.cells.append(CellDirective(part, self.page, len(self.cells) + 1))
            return self.cells[-1]
        if part.info.startswith("python {"):
            self.page.report(part.line, unknown("kind of Python block", part.info, [SETUP, RUN]))
        elif get_close_matches(name, DIRECTIVES, cutoff=0.7) and not is_language(name):
            self.page.report(part.line, unknown("directive", name, DIRECTIVES))
        return Prose(part.line, part.raw, verbatim=True)

    def label(self) -> None:
        """Number what is numbered, and see that ids are used once."""
        self.book.sources[self.page.path] = self.page.source
        self.book.titles[self.page.uri] = self.book.labels[self.page.uri, ""] = self.page.meta.title
        self.read_aloud(self.page.meta.title, self.page.lines.get("title", 1))
        counts: dict[str, int] = {}
        seen: dict[str, int] = {}
        for part in self.directives:
            if not part.target:
                continue
            if part.id in seen:
                part.report(part.line("id"), f"the id '{part.id}' is taken by line {seen[part.id]}; {part.renamed}")
            seen.setdefault(part.id, part.fence.line)
            if part.counted:
                counts[part.counted] = counts.get(part.counted, 0) + 1
                chapter = f"{self.page.meta.number}." if self.page.meta.number is not None else ""
                part.label = f"{part.counted} {chapter}{counts[part.counted]}"
            self.book.labels[self.page.uri, part.id] = part.words

    @property
    def directives(self) -> list[Directive]:
        return [part for part in self.parts if isinstance(part, Directive)]

    def before(self, directive: Directive) -> Directive | None:
        """The directive that comes before this one in the page."""
        at = self.directives.index(directive)
        return self.directives[at - 1] if at else None

    def after(self, directive: Directive) -> Directive | None:
        """The directive that comes next after this one."""
        return next(iter(self.directives[self.directives.index(directive) + 1 :]), None)

    @property
    def stem(self) -> str:
        """What files of the chapter are called."""
        return posixpath.basename(self.page.url.rstrip("/"))

    def expand(self) -> str:
        """The whole page as plain Markdown."""
        body = "".join(map(self.part, self.parts))
        return self.front(body) + body + self.sources()

    def front(self, body: str) -> str:
        """Front matter for the theme, which draws the page's opening from it."""
        meta = self.page.meta
        words = len(body.split())
        lines = sum(cell.source.count("\n") + 1 for cell in self.cells)
        front = meta.model_dump(exclude={"depends"}) | {
            "lead": self.lead,
            "description": meta.description or re.sub(r"[$*_`\\]", "", meta.lead),
            "minutes": math.ceil((words + WORDS_A_LINE * lines) / WORDS_A_MINUTE),
            "words": round(words, -2),
            "stem": self.stem,
            "figures": any(part.counted == "Figure" for part in self.directives),
        }
        known = {name: value for name, value in front.items() if value not in (None, "", [])}
        return f"---\n{yaml.safe_dump(known, allow_unicode=True, sort_keys=False)}---\n\n"

    @cached_property
    def lead(self) -> str:
        """The question of the page as HTML; no Markdown is read in front matter."""
        text = self.inline(self.page.meta.lead, self.page.lines.get("lead", 1))
        return re.sub(r"\$(.+?)\$", r'<span class="arithmatex">\\(\1\\)</span>', text)

    def entry(self) -> dict:
        """What lists of chapters say about this one."""
        meta = self.page.meta
        return {"number": meta.number, "part": meta.part, "title": meta.title, "lead": self.lead, "url": self.page.url}

    def part(self, part: Prose | Directive) -> str:
        if isinstance(part, Prose):
            return part.text if part.verbatim else self.inline(self.termed(part.text), part.line)
        # What failed leaves its id behind, so that links to it are no further mistakes.
        text = (part.expand(self) if part.sound else "") or f'<span id="{part.id}"></span>'
        return "".join(f"{part.fence.indent}{line}\n" for line in ["", *text.splitlines(), ""])

    def termed(self, text: str) -> str:
        """Prose with its terms: a chapter links those that it uses, the glossary names those that it has."""
        if self.page.uri == glossary.URI:
            return self.book.glossary.marked(text)
        return text if self.page.meta.number is None else self.book.glossary.linked(text, self.page, self.terms)

    def inline(self, text: str, line: int) -> str:
        """`text` with numbers, citations and references expanded."""
        self.read_aloud(text, line)
        return inline.expand(text, line, number=self.numbers, cite=self.cite, refer=self.refer, formula=self.formula)

    def read_aloud(self, text: str, line: int) -> None:
        """Remember what an author wrote; a generated page has no author."""
        if self.page.authored:
            self.book.prose.append((self.page.path, line, text))

    def formula(self, tex: str, display: bool, line: int) -> None:
        self.book.formulas.append((self.page.path, line, tex, display))

    def cite(self, keys: list[str], line: int) -> str:
        """`[@a; @b]` as linked authors and years."""
        links = []
        for name in keys:
            if name not in self.book.references:
                self.page.report(line, unknown("citation", name, self.book.references))
                continue
            if name not in self.cited:
                self.cited.append(name)
            links.append(f'<a class="citation" href="#ref-{name}">{self.book.references[name].short}</a>')
        return f"({'; '.join(links)})"

    def refer(self, target: str, line: int) -> str:
        """`[](#id)` with the words for what it leads to: a figure's number, a page's title."""
        uri, _, anchor = target.partition("#")
        page = posixpath.normpath(posixpath.join(posixpath.dirname(self.page.uri), uri)) if uri else self.page.uri
        words = self.book.labels.get((page, anchor))
        if words is None:
            what = f"page {page!r}" if page not in self.book.titles else f"figure #{anchor}"
            self.page.report(line, f"a link without words, and no {what} to take them from")
            return ""
        return f"[{words}]({target})"

    def sources(self) -> str:
        """The works that the page cites, in the order of their authors."""
        if not self.cited:
            return ""
        cited = [ref for name, ref in self.book.references.items() if name in self.cited]
        items = "\n".join(f'<li id="ref-{ref.key}">{ref.full}</li>' for ref in cited)
        return f'\n\n## Sources\n\n<ul class="sources">\n{items}\n</ul>\n'

    def fragment(self, make: Callable[[], str], *identity: str, slots: Sequence[str | Slot]) -> str:
        """Markdown that stands for the HTML of `make`, inserted after the generator has run.

        Each `<!--slot-->` in it receives one of `slots`, which are Markdown. All travel as paragraphs, which Markdown
        leaves in one piece wherever they stand: in a list, in an aside.
        """
        name = key(self.page.root, *identity, *slots)
        self.book.fragments[name] = make
        marks = [marked(Slot(slot) if isinstance(slot, str) else slot, f"{name}.{at}") for at, slot in enumerate(slots)]
        return "\n\n".join([*marks, f'<span data-fragment="{name}"></span>'])


def marked(slot: Slot, name: str) -> str:
    """A slot on its way through Markdown: a paragraph, or what stands between two."""
    if slot.block:
        return f'<span data-from="{name}"></span>\n\n{slot.text.strip()}\n\n<span data-to="{name}"></span>'
    hidden = "" if slot.searched else " data-search-exclude"
    return f'<span data-slot="{name}"{hidden}>{" ".join(slot.text.split())}</span>'


def is_language(name: str) -> bool:
    """Whether `name` is a language that the highlighter knows."""
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return False
    return True
