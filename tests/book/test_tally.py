"""The pages for teachers and on the book's own checks: links that open what they say, and counts that are counts."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

import gdzoo
from book import lessons, tally
from book.places import ROOT
from book.problems import Mistake
from demos.kit import load
from tests.lab.test_exercises import WRONG, exercises

TEACHERS = (ROOT / "docs/for-teachers.md").read_text(encoding="utf-8")
CALLS = re.findall(r"`\{python\} (state\(.*?\))`", TEACHERS)


def parsed(text):
    """A value as the page reads it from an address."""
    try:
        return json.loads(text)
    except ValueError:
        return text


@pytest.mark.parametrize("call", CALLS)
def test_a_link_for_teachers_opens_a_demo_in_a_state_that_says_what_stands_beside_it(call):
    ((link, said),) = re.findall(r"^\[.+?\]\((\S+)\): (.+)$", eval(call, {"state": lessons.state}))
    address = urlsplit(link)
    query = dict(parse_qsl(address.query, strict_parsing=True)) if address.query else {}
    assert query.pop("demo", address.fragment) == address.fragment
    name, given = lessons.demos_of(address.path.removesuffix(".md"))[address.fragment]
    changes = {control: parsed(text) for control, text in query.items()}
    form = load(name)(**given).form()
    dropped = {spec["name"]: None for spec in form if not changes.keys().isdisjoint(lessons.leaders(spec))}
    assert load(name)(**{**given, **dropped, **changes}).answer()["summary"].replace("**", "") == said


def test_every_chapter_has_its_entry_for_teachers():
    numbers = re.findall(r"^### (\d+)\. \[\]\((.+)\.md\)", TEACHERS, re.MULTILINE)
    for number, page in numbers:
        assert f"\nnumber: {number}\n" in (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    assert len(numbers) == len(CHAPTERS)


CHAPTERS = [path for path in (ROOT / "docs").glob("*.md") if "\nnumber: " in path.read_text(encoding="utf-8")]


def test_a_state_that_is_none_is_a_mistake():
    with pytest.raises(Mistake, match=r"unknown demo on momentum.md, 'vally'; did you mean 'valley'"):
        lessons.state("momentum", "vally", "The valley")
    with pytest.raises(Mistake, match=r"unknown page 'momentun'; did you mean 'momentum'"):
        lessons.state("momentun", "valley", "The valley")
    with pytest.raises(ValueError, match=r"beta must be a number from 0 to 0.99, got 2"):
        lessons.state("momentum", "valley", "The valley", beta=2)


def test_what_is_counted_is_what_is_there():
    there = tally.fences()
    assert there["exercise"] == len(exercises())
    assert tally.wrong_answers() == sum(map(len, WRONG.values()))
    assert set(re.findall(r"\(zoo/(\w+)\.md\)", tally.rules())) == set(gdzoo.RULES)
    assert all(sum(pair) == len(gdzoo.RULES) for pair in tally.invariances().values())
    assert "unknown citation" in tally.mistakes()
    assert tally.refused().count("\n") == len(tally.mistakes()) - 1
    assert tally.tests()["book"] > 50
    assert not re.search(r"[`*\[$]", re.sub(r"<.*?>", "", tally.refused()))


def test_numbers_are_computed_anew_when_a_folder_changes_on_which_they_depend(book, monkeypatch, tmp_path):
    monkeypatch.setattr("book.chapters.ROOT", tmp_path)
    folder = tmp_path / "things"
    folder.mkdir()
    text = f"```python {{setup}}\nfrom pathlib import Path\n```\n\n`{{python}} len(list(Path('{folder}').iterdir()))`"
    for count in (0, 1, 2):
        book.write(text, front="---\ntitle: A page\ndepends: [things]\n---\n\n")
        page = book.build().places.pages / "page.md"
        assert page.read_text(encoding="utf-8").strip().endswith(f"\n\n{count}")
        (folder / f"{count}.json").write_text(str(count))
    book.write("Text.", front="---\ntitle: A page\ndepends: [thing]\n---\n\n")
    assert "docs/page.md:3: depends: there is no folder 'thing'" in str(book.build().problems)
