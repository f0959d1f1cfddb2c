"""The spelling of everything that authors write: American English as cspell has it, and the book's own words in docs/words.txt."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import gdzoo
from book import inline, node
from book.cache import fingerprint, key
from book.places import ROOT

if TYPE_CHECKING:
    from book.library import Library

SCRIPT = ROOT / "web/src/spell.js"
VERSION = fingerprint(Path(__file__), SCRIPT, ROOT / "web/package-lock.json", suffixes=(".py", ".js", ".json"))
LIST = "words.txt"

SKIPPED = re.compile(r"\]\([^)\s]*\)|\{[^{}\n]*\}|<[^<>]*>|https?://\S+|&\w+;|\b[\w-]+(?:[._/][\w-]+)+")
"""Where links lead, attributes, tags, addresses, entities, names of files."""

WORD = re.compile(r"(?<![\w’'\0])(?<!\0-)[^\W\d_]+(?:[’'][^\W\d_]+)*(?!\w)")


def check(book: "Library") -> None:
    """Report every word of the book's texts that no dictionary has; words are looked up once."""
    pages: dict[str, dict[str, int]] = {}
    for path, line, text in book.prose:
        found = pages.setdefault(path, {})
        for word, at in words(text, line):
            found.setdefault(word, at)
    wrong = unknown(book, {word for found in pages.values() for word in found})
    for path, found in pages.items():
        for word in found.keys() & wrong.keys():
            book.problems.add(path, found[word], complaint(word, wrong[word], f"{book.places.docs.name}/{LIST}"))


def words(text: str, line: int) -> Iterator[tuple[str, int]]:
    """The words of Markdown that starts on `line`, each with its line: neither code nor formulas nor abbreviations."""
    for pattern in (inline.TOKEN, SKIPPED):
        text = pattern.sub(lambda match: "\0" + "\n" * match[0].count("\n"), text)
    for match in WORD.finditer(text):
        word = re.sub(r"'s$", "", match[0].replace("’", "'"))
        if len(word) > 1 and not word.removesuffix("s").isupper():
            yield word, line + text.count("\n", 0, match.start())


def vocabulary(book: "Library") -> set[str]:
    """The book's own words: those of its list, names of people who are cited, and names of the zoo."""
    file = book.places.docs / LIST
    rows = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    listed = {word for row in rows if (word := row.partition("#")[0].strip())}
    people = [name for ref in book.references.values() for person in ref.people for name in person]
    zoo = [one.title for one in (*gdzoo.RULES.values(), *gdzoo.LANDSCAPES.values())]
    return listed | {word for name in (*people, *zoo) for word, _ in words(name, 1)}


def unknown(book: "Library", found: set[str]) -> dict[str, str]:
    """{word that is in no dictionary: the nearest that is, or ""}; a word that an earlier run has looked up is known."""
    own = sorted(vocabulary(book))
    name = key(VERSION, *own)
    seen: dict[str, str | None] = json.loads(book.cache.get("spelling", name) or "{}")
    new = sorted(found - seen.keys())
    if new:
        wrong = dict(look_up(own, new))
        seen |= {word: wrong.get(word) for word in new}
        book.cache.put("spelling", name, json.dumps(seen, sort_keys=True))
    return {word: near for word in found if (near := seen[word]) is not None}


def look_up(own: list[str], found: list[str]) -> Iterable[tuple[str, str]]:
    return node.ask(SCRIPT, {"words": found, "own": own})


def complaint(word: str, near: str, place: str) -> str:
    """`'momentun' is not in the dictionary; did you mean 'momentum'? Otherwise add it to docs/words.txt`"""
    if near:
        return f"{word!r} is not in the dictionary; did you mean {near!r}? Otherwise add it to {place}"
    return f"{word!r} is not in the dictionary; if it is right, add it to {place}"
