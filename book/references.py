"""docs/refs.bib: author and year for the sentence, the full entry for the list of sources."""

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from book.cache import Cache
from book.problems import Problems

ENTRY = re.compile(r"^@(?!comment|string|preamble)\w+\{\s*([^,\s]+)\s*,", re.MULTILINE | re.IGNORECASE)
NEEDED = ("author", "title", "year")


@dataclass(frozen=True)
class Reference:
    """One entry of the bibliography."""

    key: str
    fields: dict[str, str]

    @property
    def people(self) -> list[tuple[str, str]]:
        """(given names, family name) of each author; an organization has a family name alone."""
        people = []
        for name in self.fields["author"].split(" and "):
            family, comma, given = (part.strip() for part in name.partition(","))
            if not comma:
                given, _, family = name.strip().rpartition(" ")
                if name.startswith("{"):
                    given, family = "", name
            people.append((clean(given), clean(family)))
        return people

    @property
    def short(self) -> str:
        """Author and year, as a sentence cites them: `Kingma & Ba, 2015`."""
        families = [family for _, family in self.people]
        names = " & ".join(families) if len(families) < 3 else f"{families[0]} et al."
        return escape(f"{names}, {self.fields['year']}")

    @property
    def full(self) -> str:
        """The entry as HTML."""
        names = [f"{given} {family}".strip() for given, family in self.people]
        authors = ", ".join(names if names[-1] != "others" else [*names[:-1], "et al."])
        parts = [escape(authors), f"<cite>{escape(clean(self.fields['title']))}</cite>"]
        if self.venue:
            parts.append(escape(self.venue))
        parts.append(escape(self.fields["year"]))
        parts.extend(f'<a href="{escape(url)}">{escape(words)}</a>' for words, url in self.links)
        return ". ".join(part.rstrip(".") for part in parts) + "."

    @property
    def venue(self) -> str:
        """Where it was published: `JMLR 12, 2121–2159`."""
        names = ("journal", "booktitle", "publisher", "school", "institution", "howpublished")
        place = next((clean(self.fields[name]) for name in names if name in self.fields), "")
        volume = clean(self.fields.get("volume", ""))
        number = clean(self.fields.get("number", ""))
        place = f"{place} {volume}{f'({number})' if number else ''}".strip() if volume else place
        pages = re.sub("-+", "–", clean(self.fields.get("pages", "")))
        return ", ".join(filter(None, [place, pages, clean(self.fields.get("note", ""))]))

    @property
    def links(self) -> list[tuple[str, str]]:
        """(words, address) of each place where it can be read."""
        links = []
        if doi := self.fields.get("doi"):
            links.append((f"doi:{doi}", f"https://doi.org/{doi}"))
        if arxiv := self.fields.get("eprint"):
            links.append((f"arXiv:{arxiv}", f"https://arxiv.org/abs/{arxiv}"))
        if (url := self.fields.get("url")) and not links:
            links.append((re.sub(r"^https?://(www\.)?|/$", "", url), url))
        return links


def read(path: Path, cache: Cache, problems: Problems) -> dict[str, Reference]:
    """The entries of a .bib file by key, in the order of authors and years."""
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    name = f"{path.parent.name}/{path.name}"
    lines: dict[str, int] = {}
    for match in ENTRY.finditer(text):
        here = text.count("\n", 0, match.start()) + 1
        if match[1] in lines:
            problems.add(name, here, f"'{match[1]}' is defined twice, first on line {lines[match[1]]}")
        lines.setdefault(match[1], here)
    entries = json.loads(cache.keep("references", [text], lambda: json.dumps(parsed(text))))
    for key, line in lines.items():
        missing = [field for field in NEEDED if field not in entries.get(key, {})]
        if missing:
            problems.add(name, line, f"'{key}' has no {' and no '.join(missing)}, or is not valid BibTeX")
    whole = [Reference(key, fields) for key, fields in entries.items() if all(f in fields for f in NEEDED)]
    return {
        ref.key: ref
        for ref in sorted(whole, key=lambda ref: (ref.people[0][1].casefold(), ref.fields["year"], ref.key))
    }


def entries(path: Path) -> dict[str, str]:
    """Each entry of a .bib file as it is written there, by its key."""
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    starts = list(ENTRY.finditer(text))
    bounds = [*(match.start() for match in starts), len(text)]
    return {match[1]: text[match.start() : end].strip() for match, end in zip(starts, bounds[1:], strict=True)}


def parsed(text: str) -> dict[str, dict[str, str]]:
    """{key: fields} of a BibTeX text."""
    import bibtexparser  # slow to import, and mostly not needed: see the cache
    from bibtexparser.bparser import BibTexParser
    from bibtexparser.latexenc import latex_to_unicode

    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    entries = bibtexparser.loads(text, parser=parser).entries
    return {
        entry["ID"]: {
            name.lower(): " ".join(latex_to_unicode(value).split()) if name in ("title", "author") else value
            for name, value in entry.items()
            if name != "ID"
        }
        for entry in entries
    }


def clean(value: str) -> str:
    """A field without BibTeX's braces."""
    return re.sub(r"[{}]", "", value).strip()
