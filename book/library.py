"""What the pages of one build share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from book import glossary, references, runtime
from book.cache import Cache, fingerprint
from book.math import Typesetter
from book.pictures import Pictures
from book.places import ROOT, Places
from book.problems import Problems
from book.reader import Reader
from book.scenes import Scenes


@dataclass
class Library:
    """References, scenes, pictures, formulas and labels of the whole book.

    repository: the address of its source, for links to code. zoo: whether it has the generated pages. sources: the text of
    each page, by path. prose: what authors wrote, by path and line. labels: what a link without words says, by (page, id).
    kept: pages with a mistake, of which the last good version stays. fragments: HTML to be inserted by the last pass, made
    after all drawing. address: that of the site, for what is read elsewhere.
    """

    places: Places
    repository: str
    zoo: bool = False
    problems: Problems = field(default_factory=Problems)
    sources: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    formulas: list[tuple[str, int, str, bool]] = field(default_factory=list)
    prose: list[tuple[str, int, str]] = field(default_factory=list)
    fragments: dict[str, Callable[[], str]] = field(default_factory=dict)
    address: str = ""

    def __post_init__(self):
        self.cache = Cache(self.places.cache)
        self.scenes = Scenes(self.places, self.cache)
        self.reader = Reader(self.places, self.cache)
        self.pictures = Pictures(self.places, self.cache)
        self.typesetter = Typesetter(self.places, self.cache)
        self.references = references.read(self.places.docs / "refs.bib", self.cache, self.problems)
        terms = self.places.docs / glossary.URI
        text = terms.read_text(encoding="utf-8") if terms.is_file() else ""
        self.glossary = glossary.Glossary(text, f"{terms.parent.name}/{terms.name}", self.problems)

    @cached_property
    def python(self) -> runtime.Runtime:
        """The reader's Python, as the site ships it."""
        folders = (ROOT / name for name in ("gdzoo", "demos", "lab", "book/runtime", "web/src"))
        return assembled(self.places.runtime, fingerprint(*folders, suffixes=(".py", ".js")))

    def source_address(self, path: str, first: int, last: int) -> str:
        """Where the lines of a source file can be read."""
        return f"{self.repository}/blob/main/{path}#L{first}-L{last}"

    def locate(self, path: str, *needles: str) -> tuple[str, int]:
        """Path and line at which the first of `needles` is written that is found: in the page at `path`, or in any."""
        for needle in needles:
            for name, text in self.sources.items():
                if path in ("", name) and needle in text:
                    return name, text.count("\n", 0, text.index(needle)) + 1
        return path or self.places.docs.name, 1


@lru_cache(maxsize=1)
def assembled(cache: Path, sources: str) -> runtime.Runtime:
    """The runtime, assembled again only when `sources` are others than the last time."""
    return runtime.assemble(cache)
