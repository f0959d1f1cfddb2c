"""The faces that the book ships: what they hold, what they weigh, and what happens when a formula needs more."""

import io
import re
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from book import fonts, web
from book.cache import Cache
from book.check import looked_at
from book.places import ROOT, Places

MAIN, MORE = "U+0020-007E, U+00A0, U+2013-2014, U+2018-2019, U+201C-201D", "U+00C0-00D6, U+00D8-00E7, U+00EA-00F5"
ACCENTED = f"{MAIN}, U+00E8-00E9, U+00F6, U+00FC"  # names of authors
CAPITALS, SMALL = "U+0391-03A1, U+03A3-03A9", "U+03B1-03C9"
GREEK = f"{CAPITALS}, {SMALL}"
LIMITS = {
    "source-serif-4-latin-wght-normal": (21_500, ACCENTED),
    "source-serif-4-latin-wght-normal-more": (13_000, MORE),
    "source-serif-4-latin-ext-wght-normal": (19_000, "U+0100-0107"),
    "source-serif-4-greek-wght-normal": (11_500, GREEK),
    "source-serif-4-latin-400-italic": (12_500, MAIN),
    "source-serif-4-latin-400-italic-more": (8_000, MORE),
    "source-sans-3-latin-wght-normal": (16_500, ACCENTED),
    "source-sans-3-latin-wght-normal-more": (11_500, MORE),
    "source-sans-3-greek-wght-normal": (5_500, SMALL),
    "source-sans-3-greek-wght-normal-capitals": (5_500, CAPITALS),
    "ibm-plex-mono-latin-400-normal": (5_600, MAIN),
    "ibm-plex-mono-latin-400-normal-more": (4_500, MORE),
    "KaTeX_Main-Regular": (
        21_000,
        "U+0020-005F, U+0061-007E, U+0393, U+2202, U+2207, U+2208, U+2212, U+2264, U+27E8, U+E020",
    ),
    "KaTeX_Math-Italic": (14_500, "U+0041-005A, U+0061-007A, U+03B1-03C9, U+03F5"),
    "KaTeX_AMS-Regular": (9_000, "U+0041-005A, U+2272, U+2A7D"),
}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> web.Bundle:
    return web.bundle(Places(), Cache(tmp_path_factory.mktemp("cache")), {})


def face(bundle: web.Bundle, name: str) -> Any:
    return TTFont(io.BytesIO(bundle.files[f"assets/fonts/{name}.woff2"]))


def letters(font: TTFont) -> set[int]:
    return set(font.getBestCmap() or ())


@pytest.mark.parametrize("name", LIMITS)
def test_a_face_holds_what_it_promises_and_is_small(shipped, name):
    limit, promised = LIMITS[name]
    assert fonts.characters(promised) <= letters(face(shipped, name))
    assert len(shipped.files[f"assets/fonts/{name}.woff2"]) <= limit


def test_a_face_of_text_holds_nothing_beyond_its_range_and_every_file_is_declared(shipped):
    declared = set()
    for rule in fonts.FACE.findall(shipped.files[shipped.css].decode()):
        if source := fonts.SOURCE.search(rule):
            declared.add(source["stem"])
            if ranges := fonts.RANGE.search(rule):
                assert letters(face(shipped, source["stem"])) <= fonts.characters(ranges[1])
    assert {name for name in shipped.files if name.endswith(".woff2")} == {f"assets/fonts/{n}.woff2" for n in declared}


def test_the_faces_of_one_family_share_no_character(shipped):
    for stem in [name for name in LIMITS if f"{name}-more" in LIMITS]:
        assert not letters(face(shipped, stem)) & letters(face(shipped, f"{stem}-more"))


def test_variable_faces_keep_the_weights_of_the_book_and_the_features_of_the_style(shipped):
    font = face(shipped, "source-serif-4-latin-wght-normal")
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [("wght", 400, 700)]
    features = {record.FeatureTag for tag in ("GSUB", "GPOS") for record in font[tag].table.FeatureList.FeatureRecord}
    assert {"kern", "liga"} <= features <= set(fonts.FEATURES)


@pytest.mark.parametrize("name", ["source-serif-4-latin-wght-normal", "source-sans-3-latin-wght-normal"])
def test_digits_are_of_one_width_as_tables_want_them(shipped, name):
    font = face(shipped, name)
    assert len({font["hmtx"][font.getBestCmap()[code]][0] for code in b"0123456789"}) == 1


@pytest.mark.parametrize("size", range(1, 5))
def test_the_large_delimiters_are_whole(shipped, size):
    name = f"KaTeX_Size{size}-Regular"
    whole = TTFont(ROOT / f"web/node_modules/katex/dist/fonts/{name}.woff2")
    assert letters(face(shipped, name)) == letters(whole)


def test_the_template_preloads_faces_that_are_there(shipped):
    template = (ROOT / "book/theme/main.html").read_text()
    faces = re.search(r"for face in \[(.*?)\]", template)
    assert faces
    assert {f"assets/fonts/{name}.woff2" for name in re.findall(r'"(.*?)"', faces[1])} <= set(shipped.files)


def test_a_face_is_the_same_whenever_it_is_made():
    whole = (ROOT / "web/node_modules/katex/dist/fonts/KaTeX_Size3-Regular.woff2").read_bytes()
    assert fonts.reduced(whole, {40, 41}, None) == fonts.reduced(whole, {41, 40}, None)


def test_a_character_that_the_formula_faces_lack_is_named():
    page = looked_at(
        "<h1>A page</h1><span class='katex'><math><annotation>\\beth + x</annotation></math>"
        "<span class='katex-html'><span>ℶ+</span><span>x\u200b</span></span></span>".encode()
    )
    assert page.mistakes == [
        ["a formula has 'ℶ' (U+2136), which its fonts lack; extend FORMULAS in book/fonts.py", "\\beth + x"]
    ]
