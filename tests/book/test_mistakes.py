"""Every mistake an author can make is one sentence with its file and its own line."""

import re

import pytest

from book import coverage

CASES = {
    "unknown demo": (
        "```demo rase\n```",
        ["docs/page.md:6: demo rase: unknown demo 'rase'; did you mean 'race'?"],
    ),
    "unknown directive": (
        "```demmo race\n```",
        ["docs/page.md:6: unknown directive 'demmo'; did you mean 'demo'?"],
    ),
    "no name": ("```demo\n```", ["docs/page.md:6: demo: write '```demo NAME'"]),
    "every option at its own line": (
        "```demo race\nrules: [gd, adma]\nlandscap: ravine\nlr: -3\nhide: [lrr]\n```",
        [
            "docs/page.md:7: demo race: unknown rule 'adma'; did you mean 'adam'?",
            "docs/page.md:8: demo race: unknown option 'landscap'; did you mean 'landscape'?",
            "docs/page.md:9: demo race: lr must be a number from 0.0001 to 3, got -3",
            "docs/page.md:10: demo race: unknown control 'lrr'; did you mean 'lr'?",
        ],
    ),
    "unknown knob of a landscape": (
        "```demo descent\nlandscape: {name: ravine, kapa: 3}\n```",
        ["docs/page.md:7: demo descent: landscape ravine: ravine has no knob 'kapa'; did you mean 'kappa'?"],
    ),
    "option of the wrong type": (
        "```demo descent\nid: [1]\n```",
        ["docs/page.md:7: demo descent: id must be a valid string, got [1]"],
    ),
    "options that are no mapping": (
        "```demo descent\n- lr\n```",
        ["docs/page.md:7: demo descent: expected options as `name: value`"],
    ),
    "option given twice": (
        "```demo descent\nlr: 1\nlr: 2\n```",
        ["docs/page.md:8: demo descent: option 'lr' is given twice"],
    ),
    "broken YAML": (
        "```demo descent\ncaption: @lr is large\n```",
        [
            "docs/page.md:7: demo descent: not valid YAML: found character '@' that cannot start any token;"
            " a text with signs of its own needs quotes"
        ],
    ),
    "same id twice": (
        "```demo descent\n```\n\n```demo descent\n```",
        ["docs/page.md:9: demo descent: the id 'descent' is taken by line 6; give this one an `id:`"],
    ),
    "fence left open": ("```demo descent\nlr: 0.1", ["docs/page.md:6: this fence is never closed"]),
    "no alternative text": (
        "```figure square\n```",
        ["docs/page.md:6: figure square: 'alt' is missing: say in a sentence what the figure shows"],
    ),
    "unknown figure": (
        "```figure squared\nalt: A square.\n```",
        ["docs/page.md:6: figure squared: unknown figure 'squared'; did you mean 'square'?"],
    ),
    "unknown rule in a listing": (
        "```listing adma\n```",
        ["docs/page.md:6: listing adma: unknown rule 'adma'; did you mean 'adam'?"],
    ),
    "unknown function in a listing": (
        "```listing gdzoo.analysis.rat\n```",
        ["docs/page.md:6: listing gdzoo.analysis.rat: unknown name in gdzoo.analysis, 'rat'; did you mean 'rate'?"],
    ),
    "unknown module in a listing": (
        "```listing gdzoo.nowhere.rate\n```",
        ["docs/page.md:6: listing gdzoo.nowhere.rate: there is no module 'gdzoo.nowhere'"],
    ),
    "notes beside no line or two": (
        "```listing adam\nnotes:\n  q =: what?\n  m: which?\n```",
        [
            "docs/page.md:8: listing adam: no line begins with 'q ='",
            "docs/page.md:9: listing adam: 2 lines begin with 'm'; write more of the line",
        ],
    ),
    "unknown citation": (
        "Adam [@kingma2014adam].",
        ["docs/page.md:6: unknown citation 'kingma2014adam'; did you mean 'kingma2015adam'?"],
    ),
    "link without words or target": (
        "See [](#nothing)\nand [](nowhere.md).",
        [
            "docs/page.md:6: a link without words, and no figure #nothing to take them from",
            "docs/page.md:7: a link without words, and no page 'nowhere.md' to take them from",
        ],
    ),
    "failing numbers": (
        "`{python} 1/0`, `{python} none`,\n`{python} 1 +`, `{python} np.ones(2)`, `{python} np.nan`, `{python} 2 | q`",
        [
            "docs/page.md:6: number `1/0`: ZeroDivisionError: division by zero",
            "docs/page.md:6: number `none`: NameError: name 'none' is not defined",
            "docs/page.md:7: number `1 +`: SyntaxError: invalid syntax",
            "docs/page.md:7: number `2`: ValueError: Unknown format code 'q' for object of type 'int'",
            "docs/page.md:7: number `np.nan`: is not a number",
            "docs/page.md:7: number `np.ones(2)`: gives an array, and a sentence needs a number or text",
        ],
    ),
    "failing setup, reported once": (
        "```python {setup}\nx = 1\ny = x / 0\n```\n\n`{python} x`, `{python} y`",
        ["docs/page.md:8: python {setup}: ZeroDivisionError: division by zero"],
    ),
    "setup that is no Python": (
        "```python {setup}\nx = = 1\n```\n\n`{python} x`",
        ["docs/page.md:7: python {setup}: SyntaxError: invalid syntax"],
    ),
    "unknown kind of Python block": (
        "```python {setu}\n```",
        ["docs/page.md:6: unknown kind of Python block 'python {setu}'; did you mean 'python {setup}'?"],
    ),
    "formulas that KaTeX rejects": (
        "A $\\frac{1}$ and\n\n$$\nx \\nosuch\n$$",
        [
            "docs/page.md:6: formula: Unexpected end of input in a macro argument, expected '}' at end of input: \\frac{1}",
            "docs/page.md:8: formula: Undefined control sequence: \\nosuch at position 3: x \\nosuch",
        ],
    ),
    "misspelled words": (
        "The momentun grows.\n\n```figure square\nalt: A sqaure in a valey.\ncaption: Its colour.\n```",
        [
            "docs/page.md:6: 'momentun' is not in the dictionary; did you mean 'momentum'? Otherwise add it to docs/words.txt",
            "docs/page.md:9: 'sqaure' is not in the dictionary; did you mean 'square'? Otherwise add it to docs/words.txt",
            "docs/page.md:9: 'valey' is not in the dictionary; did you mean 'valley'? Otherwise add it to docs/words.txt",
            "docs/page.md:10: 'colour' is not in the dictionary; did you mean 'color'? Otherwise add it to docs/words.txt",
        ],
    ),
    "a formula in a caption": (
        "```demo descent\nlr: 0.1\ncaption: The $\\nosuch$.\n```",
        ["docs/page.md:8: formula: Undefined control sequence: \\nosuch at position 1: \\nosuch"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_at_its_line(book, case):
    text, expected = CASES[case]
    assert book.problems(text) == expected


def test_front_matter_is_checked_too(book):
    book.write("Text.", front="---\ntitel: A page\nnumber: four\n---\n\n")
    assert str(book.build().problems).splitlines() == [
        "docs/page.md:1: 'title' is missing: give the page a title in its front matter",
        "docs/page.md:2: unknown option 'titel'; did you mean 'title'?",
        "docs/page.md:3: number must be a valid integer, unable to parse string as an integer, got 'four'",
    ]


def test_a_bibliography_is_checked_too(book):
    (book.docs / "refs.bib").write_text(
        "@book{one,\n  title = {A},\n  year = {2000},\n}\n@book{one,\n  title = {B},\n  year = {2001},\n}\n"
    )
    assert str(book.build().problems).splitlines() == [
        "docs/refs.bib:1: 'one' has no author, or is not valid BibTeX",
        "docs/refs.bib:5: 'one' is defined twice, first on line 1",
    ]


def test_a_rule_without_its_paper_is_told_at_its_definition(book):
    coverage.report(book.build(), set())
    problems = str(book.library.problems)
    assert re.search(
        r"^gdzoo/optimizers/momentum/heavy_ball.py:\d+: the paper of rule momentum, '\w+', is not in docs/refs.bib$",
        problems,
        re.M,
    )
    assert "kingma2015adam" not in problems


def test_a_figure_with_a_colour_of_its_own_is_refused(book):
    (book.docs / "figures/red.py").write_text("def draw(fig):\n    fig.subplots().plot([0, 1], color='#ff0000')\n")
    (message,) = book.problems("```figure red\nalt: A red line.\n```")
    assert message.startswith(
        "docs/page.md:6: figure red: colour #ff0000 would not follow the dark page; use one of zoo:paper"
    )


def test_a_failing_figure_is_told_with_its_own_line(book):
    (book.docs / "figures/bad.py").write_text("def draw(fig):\n    fig.nothing()\n")
    assert book.problems("```figure bad\nalt: Nothing.\n```") == [
        "docs/page.md:6: figure bad: AttributeError: 'Figure' object has no attribute 'nothing' (bad.py:2)"
    ]


def test_a_page_with_a_mistake_keeps_its_last_good_version(book):
    book.markdown("Good.")
    book.problems("Bad [@nobody].")
    assert (book.library.places.pages / "page.md").read_text(encoding="utf-8").strip().endswith("Good.")


def test_code_and_formulas_are_left_alone(book):
    text = "`[@nobody]` and $x [@nobody]$ and `` `{python} 1/0` `` and <!-- [@nobody] -->\n\n```text\n[@nobody] $\\nosuch$\n```"
    assert book.markdown(text) == text
