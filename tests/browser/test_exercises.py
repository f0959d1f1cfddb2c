"""Exercises: help comes in steps, and code that fails says where."""

from playwright.sync_api import expect

from tests.browser.exercise import exercises


def test_help_comes_in_steps_and_the_solution_last(visit):
    here = visit()
    here.open("adam/")
    [task, *_] = exercises(here.page)
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
    [task, *_] = exercises(here.page)
    expect(solution).to_be_hidden()
    task.cell.type(task.solution())
    task.check()
    expect(solution).to_be_visible()  # solved without help


def test_code_that_fails_says_where_and_its_names_stay_in_the_exercise(visit):
    here = visit()
    here.open("adam/")
    [task, other, *_] = exercises(here.page)
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
