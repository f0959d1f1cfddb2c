"""What authors write is spelled as an American dictionary and the book's own list have it."""

import pytest

from book import spelling
from book.places import ROOT


def test_the_word_list_is_the_authors_own(book):
    (book.docs / "words.txt").write_text("momentun  # a word of ours\n# gradeint\n!gradient\n")
    assert book.problems("A momentun of gradeint, and the gradient and gradients.") == [
        "docs/page.md:6: 'gradeint' is not in the dictionary; did you mean 'gradients'? Otherwise add it to docs/words.txt",
        "docs/page.md:6: 'gradient' is not in the dictionary; did you mean 'gradients'? Otherwise add it to docs/words.txt",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`momentun`, $momentun$ and $$momentun$$",
        "<!-- momentun --> <span class='momentun'>x</span>",
        "[words](momentun.md) and docs/momentun.md and {.momentun}",
        "the $i$th of x2y, 1e-3, SGD and SGDs",
        "Boris Polyak’s and Polyak's; RMSprop and Himmelblau [@kingma2015adam]",
        "it isn't, it isn’t, twenty-two",
    ],
)
def test_code_formulas_addresses_and_names_are_no_words(book, text):
    assert book.problems(text) == []


def test_a_word_keeps_its_line_behind_code_and_formulas():
    text = "$$\nx\n$$\n`a\nb` wrod\n\nand [one\nmore](there.md)\nwrod"
    assert [found for found in spelling.words(text, 10) if found[0] == "wrod"] == [("wrod", 14), ("wrod", 18)]


def test_a_page_as_before_is_not_looked_up_again(book, monkeypatch):
    book.markdown("Nothing wrong.")
    monkeypatch.setattr(spelling, "look_up", lambda *_: pytest.fail("looked up again"))
    assert book.problems("Nothing wrong.") == []


def test_a_word_without_a_near_one_asks_for_the_list():
    said = spelling.complaint("qqqqxx", "", "docs/words.txt")
    assert said == "'qqqqxx' is not in the dictionary; if it is right, add it to docs/words.txt"


def test_the_list_has_every_word_once():
    rows = (ROOT / "docs/words.txt").read_text(encoding="utf-8").splitlines()
    listed = [row for row in rows if row and row[0] != "#"]
    assert len(listed) == len(set(listed))
