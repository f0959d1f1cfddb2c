"""The exercises of the book: starters fail, solutions pass, and wrong answers hear a sentence that helps."""

from functools import cache
from importlib import import_module

import pytest

from book.directives.exercise import ExerciseDirective
from book.pages import Fence, Page
from book.places import ROOT
from book.problems import Problems
from tests.browser.site import numbered
from tests.lab.page import Page as Cells
from tests.lab.page import check

CHAPTERS = [path.rstrip("/") for path in numbered()]
ANSWERS = [import_module(f"tests.lab.answers.{chapter.replace('-', '_')}") for chapter in CHAPTERS]

WRONG = {name: cases for answers in ANSWERS for name, cases in answers.WRONG.items()}
"""A part of the solution, what a student might write instead, and words that the page then says."""

RIGHT = {name: source for answers in ANSWERS for name, source in answers.RIGHT.items()}
"""Other ways to the same end."""


@cache
def exercises():
    """By name, in the order of the book: the chapter and the options."""
    problems, found = Problems(), {}
    for chapter in CHAPTERS:
        source = (ROOT / f"docs/{chapter}.md").read_text(encoding="utf-8")
        page = Page(f"{chapter}.md", source, ROOT / "docs", problems)
        for part in page.parts:
            if isinstance(part, Fence) and part.info.startswith("exercise "):
                exercise = ExerciseDirective(part, page)
                found[exercise.id] = chapter, exercise.option
    assert not problems, str(problems)
    return found


def graded(name, source):
    """What the page says of an answer: the checks that do not pass, and what is wrong."""
    return {
        result["name"]: result["message"]
        for result in check(source, exercises()[name][1].checks)
        if not result["passed"]
    }


def changed(name, old, new):
    solution = exercises()[name][1].solution
    assert solution.count(old) == 1, f"{name}: {old!r} occurs {solution.count(old)} times"
    return solution.replace(old, new)


def test_each_chapter_has_three_exercises_or_more_from_easy_to_hard():
    for chapter in CHAPTERS:
        levels = [option.level for home, option in exercises().values() if home == chapter]
        assert len(levels) >= 3
        assert levels == sorted(levels, key=["easy", "medium", "hard"].index)
        assert {"easy", "hard"} <= set(levels)


def test_every_exercise_has_wrong_answers_here():
    assert sorted(WRONG) == sorted(exercises())


@pytest.mark.parametrize("name", WRONG)
def test_the_starter_runs_and_fails_with_a_sentence(name):
    failed = graded(name, exercises()[name][1].starter)
    assert failed
    for message in failed.values():
        assert "your code" not in message  # neither an error nor a missing name


@pytest.mark.parametrize("name", WRONG)
def test_the_solution_passes(name):
    assert graded(name, exercises()[name][1].solution) == {}


@pytest.mark.parametrize("name", RIGHT)
def test_another_right_answer_passes(name):
    assert graded(name, RIGHT[name]) == {}


@pytest.mark.parametrize(("name", "old", "new", "words"), [(name, *case) for name in WRONG for case in WRONG[name]])
def test_a_wrong_answer_hears_what_is_wrong_with_it(name, old, new, words):
    messages = graded(name, changed(name, old, new)).values()
    assert any(words in message for message in messages), "\n".join(messages)


@pytest.mark.parametrize("name", WRONG)
def test_the_hints_are_a_ladder_that_ends_near_the_solution(name):
    hints = exercises()[name][1].hints
    assert len(hints) == 3
    assert "$" in hints[-1] or "`" in hints[-1]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_cells_of_a_chapter_run_and_each_shows_something(chapter):
    source = (ROOT / f"docs/{chapter}.md").read_text(encoding="utf-8")
    page = Page(f"{chapter}.md", source, ROOT / "docs", Problems())
    fences = [part for part in page.parts if isinstance(part, Fence) and part.info.startswith("python {run")]
    cells = Cells(**{f"cell-{at}": fence.body for at, fence in enumerate(fences, 1)})
    assert fences[0].body.startswith("import gdzoo\nimport numpy as np\n")
    for cell in cells.cells:
        kinds = [piece["kind"] for piece in cells.run(cell) if piece["cell"] == cell]
        assert "error" not in kinds
        assert {"value", "table", "figure"} & set(kinds)
        assert cells.result["ok"]
