"""What runs in a page, in one visit each: its demos, its cells, its exercises. Native Python and the build say the same."""

from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import expect

from book.rehearsal import joined
from tests.browser.card import Card
from tests.browser.cell import cells, editors
from tests.browser.exercise import exercises
from tests.browser.site import stages
from tests.test_cells_everywhere import differences
from tests.travel import together

STAGES = stages()
# What the reader's code has said since this was last asked.
HEARD = """() => notes.heard.splice(0).map(({json, arrays}) => ({json, arrays: arrays.map((array) => [...array])}))"""


@pytest.mark.parametrize("path", STAGES)
def test_everything_that_runs_in_a_page_gives_what_native_python_gives(visit, path):
    here = visit()
    here.open(path)
    for card in here.cards():
        card.wake()
        tries = {name: value for name, value in card.tries().items() if not card.spec(name)["hidden"]}
        try_controls(card, tries if card.item["demo"] in STAGES[path] else dict(list(tries.items())[:1]))
        card.find(".demo-reset").click()
        card.shows(card.native())
        assert here.phases(card.id) == ["static", "ready", "loading", "live"]
    for cell in cells(here.page):
        prints_what_the_build_has_printed(here, path, cell)
    assert editors(here.requests) == []  # nobody went into the code
    for task in exercises(here.page):
        fails_with_sentences_and_passes_with_the_solution(task)
    if exercises(here.page):
        here.page.reload()
    for task in exercises(here.page):
        expect(task.section).to_have_attribute("data-state", "passed")
        expect(task.results).to_have_text("Solved on an earlier try.")
        assert task.cell.text() == task.solution()


def try_controls(card: Card, tries: dict) -> None:
    """Moves one control after the other, each to the value that `tries` names."""
    changes = {}

    def change(name, value):
        nonlocal changes
        card.change(name, value)
        changes = {key: old for key, old in changes.items() if key not in card.followers(name)} | {name: value}

    for name, value in tries.items():
        for other, allowed in (card.spec(name)["when"] or {}).items():
            allowed = allowed if isinstance(allowed, list) else [allowed]
            if card.native(**changes)["values"][other] not in allowed:
                change(other, allowed[0])
                card.shows(card.native(**changes))  # its defaults arrive in the fields, and not while one is typed in
        if card.native(**changes)["controls"].get(name, {}).get("hidden"):
            continue  # what was changed before has no such control
        if card.spec(name)["kind"] == "knobs":  # those of the rules that are picked by now
            value = card.other(card.spec(name), card.native(**changes))
        change(name, value)
        card.shows(card.native(**changes))


def prints_what_the_build_has_printed(here, path, cell) -> None:
    before = cell.shown()
    assert before["text"] == printed(Path(here.site.root) / path / "index.html", cell.id)
    assert before["text"]
    cell.runs()
    assert cell.shown()["text"] == before["text"]
    assert not cell.is_stale()
    pieces = [together(piece["json"], piece["arrays"]) for piece in here.page.evaluate(HEARD)]
    assert differences(cell.given(here.site.root)["pieces"], joined(pieces, cell.id)) == []


def printed(file: Path, id: str) -> list[str]:
    """The text of a cell's output in the file of a page, without that of its drawings."""
    page = lxml.html.parse(str(file))
    for drawing in page.xpath("//svg"):
        drawing.drop_tree()
    return [part.text_content() for part in page.xpath(f"//*[@id='{id}']/*[@class='cell-output']/*")]


def fails_with_sentences_and_passes_with_the_solution(task) -> None:
    expect(task.section).to_have_attribute("data-state", "open")
    assert task.check() == "failed"
    failed = task.section.locator(".exercise-results > [data-passed=false]")
    assert failed.count() >= 1
    assert all(len(words) > 20 for words in failed.all_inner_texts())
    task.cell.type(task.solution())
    expect(task.section.locator(".exercise-results")).to_have_attribute("data-stale", "")
    assert task.check() == "passed"
    expect(task.section.locator(".exercise-results > [data-passed=false]")).to_have_count(0)
    expect(task.results.last).to_have_text("All checks hold.")
