"""The faces of the book, each cut down to the characters and weights that it is declared for.

A face of text declares both in web/style/fonts.css. Those of formulas come with KaTeX and declare neither: they keep
FORMULAS, and the last pass reports what a formula needs beyond it.
"""

import io
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from book.cache import Cache, fingerprint, key, write

FACE = re.compile(r"@font-face\s*{[^}]*}")
SOURCE = re.compile(r"""(?<=[("'])(?P<folder>[^("']*/)(?P<stem>[^("'/]+)\.woff2(?:\?(?P<part>\w+))?(?=[)"'])""")
WEIGHTS = re.compile(r"font-weight:\s*(\d+) (\d+)")
RANGE = re.compile(r"unicode-range:([^;}]+)")
SPAN = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)

FEATURES = ["ccmp", "kern", "liga", "mark", "mkmk"]  # not tnum: without pnum, all digits are of one width
NAMES = [0, 1, 2, 13, 14]  # of a face, beside its own: copyright and licence
VERSION = key(fontTools.version, fingerprint(Path(__file__)))

FORMULAS = """
    ASCII and spaces     U+0020-007E U+00A0 U+2002-200B
    signs of text        U+00A3 U+00A7 U+00AC U+00B0-00B1 U+00B6 U+00B7 U+00D7 U+00F7 U+2013-2014 U+2016 U+2018-2019
                         U+201C-201D U+2020-2021 U+2026 U+2032
    accents, bare i, j   U+00A8 U+00AF U+00B4 U+00B8 U+0131 U+0237 U+02C6-02C7 U+02C9-02CB U+02D8-02DD U+0302-0303 U+20D7
                         U+E131 U+E237
    Greek                U+0391-03A9 U+03B1-03C9 U+03D1 U+03D5-03D6 U+03F1 U+03F5
    letter-like          U+210F U+2111 U+2113 U+2118 U+211C U+2135 U+2200 U+2202-2203 U+2205 U+2207
    arrows               U+2190-2199 U+21A6 U+21A9-21AA U+21BC-21BD U+21C0-21C1 U+21CC U+21D0-21D5 U+27F5-27FA U+27FC
    large operators      U+220F-2211 U+222B-222E U+22C0-22C3 U+2A00-2A06
    operators            U+2212-2213 U+2215-221A U+2227-222A U+228E U+2293-2299 U+22C4-22C6 U+22EE-22F1
    relations            U+2208-2209 U+220B U+221D-221E U+2220 U+2223 U+2225 U+2234-2235 U+223C U+2243 U+2245 U+2248
                         U+224D U+2250 U+225C U+2260-2261 U+2264-2267 U+226A-226B U+2272-2273 U+227A-227D U+2282-2283
                         U+2286-2287 U+2291-2292 U+22A2-22A5 U+22A8 U+2A7D-2A7E U+2AAF-2AB0 U+E020
    delimiters           U+2308-230B U+239B-23AE U+23B0-23B1 U+23B7 U+23D0 U+27E8-27E9 U+27EE-27EF
    pieces of signs      U+23DE-23E1 U+E000-E001 U+E150-E154
    figures              U+25A0-25A1 U+25B3 U+25BD U+25EF U+2605 U+2713
"""


def cut(sheet: Path, kept: Cache) -> list[str]:
    """Cut down the faces of a style sheet, beside which their files lie; returns the names of the files.

    Where several faces have one file, `?part` in the address tells them apart, and names the part's own file.
    """
    text = sheet.read_text(encoding="utf-8")
    made: dict[str, bytes] = {}

    def declare(match: re.Match) -> str:
        rule = match[0]
        source = SOURCE.search(rule)
        if not source:
            return rule
        name = "-".join(filter(None, (source["stem"], source["part"]))) + ".woff2"
        whole = (sheet.parent / source["folder"] / f"{source['stem']}.woff2").read_bytes()
        declared, weights = RANGE.search(rule), WEIGHTS.search(rule)
        letters = characters(declared[1]) if declared else formulas()
        limits = (int(weights[1]), int(weights[2])) if weights else None
        made[Path(source["folder"], name).as_posix()] = remembered(whole, letters, limits, kept)
        return SOURCE.sub(f"{source['folder']}{name}", rule)

    write(sheet, FACE.sub(declare, text))
    for name, data in made.items():
        write(sheet.parent / name, data)
    return sorted(made)


def remembered(whole: bytes, letters: Iterable[int], weights: tuple[int, int] | None, kept: Cache) -> bytes:
    """What `reduced` makes, made only once: it takes a second for a large face."""
    path = kept.folder / "faces" / key(VERSION, whole, sorted(letters), weights)
    if not path.is_file():
        write(path, reduced(whole, letters, weights))
    return kept.read(path)


def reduced(whole: bytes, letters: Iterable[int], weights: tuple[int, int] | None) -> bytes:
    """A face with only these characters and, if it is variable, only the weights from one to another.

    It is not hinted: half of a small face would be hints, and the largest ones, being variable, never had any.
    """
    font = TTFont(io.BytesIO(whole), recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=FEATURES, name_IDs=NAMES)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    if "fvar" in font and weights:
        font = instancer.instantiateVariableFont(font, {"wght": weights})
    font.flavor = "woff2"
    result = io.BytesIO()
    font.save(result)
    return result.getvalue()


def characters(ranges: str) -> frozenset[int]:
    """The code points in text like `U+0020-007E, U+00A0`."""
    spans = ((int(first, 16), int(last or first, 16)) for first, last in SPAN.findall(ranges))
    return frozenset(code for first, last in spans for code in range(first, last + 1))


@cache
def formulas() -> frozenset[int]:
    return characters(FORMULAS)


def lacking(text: str) -> list[str]:
    """The characters of a typeset formula that the shipped faces lack."""
    return [letter for letter in dict.fromkeys(text) if ord(letter) not in formulas()]
