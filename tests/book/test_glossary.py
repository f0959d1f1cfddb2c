"""The glossary: its mistakes, and the links that lead to it."""

import re

import pytest

from book import glossary
from book.pages import Page
from book.places import ROOT
from book.problems import Problems

TERMS = """---
title: Glossary
---

condition number
:   A ratio $\\kappa$. [](other.md)

learning rate
:   A factor, and
    a [word](elsewhere.md) of more. [](page.md)

minimum, minima
:   A low point. [](other.md)

rate
:   A share. [](other.md)
"""


def linked(text, uri="page.md"):
    found = glossary.Glossary(TERMS)
    return found.linked(text, Page(uri, "", ROOT / "docs", Problems()), set())


def test_the_first_use_of_a_term_is_a_link():
    assert linked("The condition number. A condition number.", "x.md") == (
        'The <a class="term" href="../glossary/#condition-number">condition number</a>. A condition number.'
    )


@pytest.mark.parametrize(
    ("said", "id"), [("Minima", "minimum"), ("rates", "rate"), ("condition\nnumbers", "condition-number")]
)
def test_forms_capitals_plurals_and_broken_lines_are_the_same_term(said, id):
    assert linked(f"{said} here") == f'<a class="term" href="../glossary/#{id}">{said}</a> here'


@pytest.mark.parametrize(
    "text",
    [
        "`the minimum`, $minimum$ and $$minimum$$",
        "[a minimum](there.md) and ![the minimum](a.png) and <a href='x'>the minimum</a>",
        '## The minimum\n!!! myth "The minimum"\n',
        "This is the **minimum**.",
        "<!-- minimum --> <b title='minimum'>x</b>",
        "minimums-like, subminimum, minimum-free",
    ],
)
def test_code_formulas_links_headings_and_definitions_are_left_alone(text):
    assert linked(text) == text


def test_a_chapter_does_not_link_what_it_defines():
    assert "glossary" not in linked("The learning rate.", "page.md")
    assert "#learning-rate" in linked("The learning rate.", "other.md")


def test_a_link_weighs_little():
    assert max(len(linked(form, "x.md")) - len(form) for form in ("minimum", "condition number")) < 100


def test_only_chapters_with_a_number_have_links(book):
    (book.docs / "glossary.md").write_text(TERMS)
    book.write("Other.", "other.md", front="---\ntitle: Other\n---\n\n")
    book.write("Elsewhere.", "elsewhere.md", front="---\ntitle: Elsewhere\n---\n\n")
    text = book.markdown("A minimum.\n\n```demo descent\ncaption: A minimum.\n```")
    assert text.count("glossary/#minimum") == 1
    page = (book.library.places.pages / "glossary.md").read_text(encoding="utf-8")
    assert "minimum, minima { #minimum }\n:   A low point. [Other](other.md)\n" in page
    assert 'class="term"' not in page


MISTAKES = """---
title: Glossary
---

slope
:   How steep. [](page.md)

gradient
:   A vector. [](page.md)

Slope, step
:   Again. [](page.md)

velocity
:   What is kept.

:   Nothing.
"""


def test_mistakes_of_the_glossary_are_told_at_their_lines(book):
    (book.docs / "glossary.md").write_text(MISTAKES)
    assert [line for line in book.problems("Text.") if "glossary" in line] == [
        "docs/glossary.md:8: 'gradient' stands behind 'slope'; terms are in the order of the alphabet",
        "docs/glossary.md:11: 'Slope' is defined twice, first on line 5",
        "docs/glossary.md:14: 'velocity' leads to no page; end its definition with a link, as in [](momentum.md)",
        "docs/glossary.md:17: a definition without a term; write the term on the line above",
    ]


def test_chapters_of_the_notation_have_their_numbers():
    text = (ROOT / "docs/notation.md").read_text(encoding="utf-8")
    for number, page in re.findall(r"\[(\d+)\]\(([\w-]+\.md)\)", text):
        assert f"\nnumber: {number}\n" in (ROOT / "docs" / page).read_text(encoding="utf-8")
