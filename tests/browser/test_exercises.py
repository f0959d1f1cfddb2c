"""Exercises grade themselves: the draft fails with a reason, the solution passes, and help comes in steps."""

import pytest
from playwright.sync_api import expect

from tests.browser.cell import Cell
from tests.browser.site import chapters, source

WITH_TASKS = [path for path in chapters() if path and "```exercise " in source(path)]


class Exercise:
    """The exercise with this id."""

    def __init__(self, page, id: str):
        self.page = page
        self.section = page.locator(f"section.exercise[id='{id}']")
        self.cell = Cell(page, id).wake()
        self.results = self.section.locator(".exercise-results > li")

    def check(self) -> str:
        """Checks what stands there; says the state that it leads to."""
        self.section.locator(".exercise-check").click()
        self.cell.reaches("done", "error")
        return self.state()

    def state(self) -> str:
        return self.section.get_attribute("data-state") or ""

    def solution(self) -> str:
        return (self.section.locator(".solution .cell-code").text_content() or "").rstrip("\n")


def exercises(here) -> list[Exercise]:
    ids = here.page.locator("section.exercise").evaluate_all("tasks => tasks.map(({id}) => id)")
    return [Exercise(here.page, id) for id in ids]


@pytest.mark.parametrize("path", WITH_TASKS)
def test_a_draft_fails_with_sentences_and_the_solution_passes_for_good(visit, path):
    here = visit()
    here.open(path)
    for task in exercises(here):
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
    here.page.reload()
    for task in exercises(here):
        expect(task.section).to_have_attribute("data-state", "passed")
        expect(task.results).to_have_text("Solved on an earlier try.")
        assert task.cell.text() == task.solution()


def test_help_comes_in_steps_and_the_solution_last(visit):
    here = visit()
    here.open("adam/")
    [task, *_] = exercises(here)
    hints, solution = task.section.locator(".hint"), task.section.locator(".solution")
    assert hints.count() >= 2
    for at in range(hints.count()):
        expect(hints.nth(at)).to_be_visible()
        for later in range(at + 1, hints.count()):
            expect(hints.nth(later)).to_be_hidden()
        expect(solution).to_be_hidden()
        hints.nth(at).locator("summary").click()
    expect(solution).to_be_visible()
    here.page.reload()
    [task, *_] = exercises(here)
    expect(solution).to_be_hidden()
    task.cell.type(task.solution())
    task.check()
    expect(solution).to_be_visible()  # solved without help


def test_code_that_fails_says_where_and_its_names_stay_in_the_exercise(visit):
    here = visit()
    here.open("adam/")
    [task, other, *_] = exercises(here)
    task.cell.type("secret = 1\nsecret.nothing")
    assert task.check() == "failed"
    expect(task.results).to_have_count(0)
    expect(task.cell.editor.locator(".wrong-here")).to_have_text("secret.nothing")
    task.cell.type("secret = 1").runs()
    assert task.check() == "failed"
    expect(task.results.first).to_contain_text("your code does not define")
    other.cell.type("print(secret)").runs()
    other.cell.reaches("error")
    for endless in ("while True:\n    pass", "def average(numbers, beta):\n    while True:\n        pass"):
        task.cell.type(endless)
        task.section.locator(".exercise-check").click()
        task.cell.reaches("running")
        here.page.wait_for_timeout(300)
        task.cell.stop.click()  # also when it is the checks that do not come to an end
        task.cell.reaches("idle")
        expect(task.cell.output).to_contain_text("Stopped. Your code is kept.")
    task.cell.reset.click()
    assert task.check() == "failed"
