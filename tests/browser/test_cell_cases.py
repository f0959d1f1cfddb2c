"""Cells at the edges: empty values, markup, impatient keys, damaged links, no Python, long programs, thumbs."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.cell import Cell

PAGE = "learning-rate/"
SPEAKS = "import time\ntime.sleep(0.3)\nprint('once')"


def opened(visit, **options) -> tuple[Cell, Cell]:
    """The two cells of a page, the second of which uses names of the first."""
    here = visit(**options)
    here.open(PAGE)
    return Cell(here.page, "cell-1").wake(), Cell(here.page, "cell-2").wake()


def test_what_python_calls_false_and_markup_are_shown_as_they_are(visit):
    cell, _ = opened(visit)
    for value in ("0", "False", "''", "[]"):
        cell.type(value).runs()
        expect(cell.output).to_have_text(value)
    cell.type("print('<b id=bold>&amp;</b>')").runs()
    expect(cell.output).to_have_text("<b id=bold>&amp;</b>\n")
    expect(cell.page.locator("#bold")).to_have_count(0)


def test_keys_pressed_while_a_cell_runs_ask_for_nothing_more(visit):
    cell, _ = opened(visit)
    cell.type(SPEAKS)
    for _ in range(5):
        cell.page.keyboard.press("Control+Enter")
    cell.reaches("done")
    cell.page.wait_for_timeout(1000)
    cell.reaches("done")
    expect(cell.output).to_have_text("once\n")
    assert not cell.is_stale()


def test_a_cell_says_which_one_it_waits_for_in_vain(visit):
    first, second = opened(visit)
    first.type("base = 1 / 0")
    second.type("base + 1").runs()
    expect(first.output).to_contain_text("ZeroDivisionError")
    expect(second.output).to_contain_text("This cell builds on cell-1, which failed.")


def test_a_run_of_the_reader_is_drawn_and_plays(visit):
    cell, _ = opened(visit)
    cell.type("import gdzoo\ngdzoo.minimize('gd', 'valley', [1.0, 1.0], 30, lr=0.05)").runs()
    step = cell.output.locator(".demo-player .step")
    expect(step).to_have_text("step 30 of 30")
    cell.output.get_by_role("button", name="One step back").click()
    expect(step).to_have_text("step 29 of 30")
    expect(cell.output.locator(".sheet svg").first).to_be_visible()


@pytest.mark.parametrize("code", ["", "%00", "AAAA", "x" * 5000])
def test_a_damaged_link_leaves_the_code_as_it_was(visit, code):
    here = visit()
    here.open(PAGE)
    starter = Cell(here.page, "cell-1").wake().text()
    here.open(f"{PAGE}?cell=cell-1&code={code}#cell-1")
    cell = Cell(here.page, "cell-1").wake()
    here.page.wait_for_timeout(500)
    expect(cell.find(".notice")).to_have_count(0)
    assert cell.text() == starter


def test_python_that_cannot_be_had_is_explained_under_the_cell(visit, site):
    here = visit()
    here.open(PAGE)
    cell = Cell(here.page, "cell-1").wake()
    with site.breaking("numpy.pack"):
        cell.runs()
    cell.reaches("error")
    expect(cell.output).to_contain_text("Python could not be loaded")


def test_on_paper_a_long_program_is_whole(visit):
    cell, _ = opened(visit)
    cell.open()
    cell.page.keyboard.press("Control+a")
    cell.page.keyboard.insert_text("\n".join(f"x{i} = {i}" for i in range(120)))  # more than the screen has lines for
    cell.page.emulate_media(media="print")
    shown = cell.element.evaluate("(cell) => cell.innerText")
    assert [i for i in range(120) if f"x{i} = {i}\n" not in f"{shown}\n"] == []
    expect(cell.find("button:visible")).to_have_count(0)


def test_all_that_a_thumb_presses_is_large_enough(visit):
    cell, _ = opened(visit, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    cell.type("1")
    cell.page.goto(cell.page.url.replace(PAGE, "momentum/"))
    Cell(cell.page, "momentum-step").wake()
    small = "(all) => all.filter((each) => each.offsetHeight < 44).map(({outerHTML}) => outerHTML.slice(0, 90))"
    ours = ":is(.cell-bar, .cell-notice) button:visible, .exercise-check, .exercise summary:visible"
    assert cell.page.locator(ours).evaluate_all(small) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_old_output_can_still_be_read(visit, width):
    cell, other = opened(visit, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    cell.type("unused = 1")
    assert other.is_stale()
    found = {}
    for scheme in ("default", "slate"):
        cell.page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme }", scheme)
        found[scheme] = violations(cell.page, ["color-contrast"])
    assert {case: words for case, words in found.items() if words} == {}
