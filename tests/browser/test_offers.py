"""What a reader takes along from a chapter, what stands on paper, and what a term means."""

import io
import re
import zipfile

import nbformat
from playwright.sync_api import expect


def test_a_chapter_can_be_taken_along(visit):
    here = visit()
    here.open("momentum/")
    row = here.page.locator(".offers")
    expect(row).to_contain_text("minutes, about")
    files = {}
    for name in ("Notebook", "BibTeX", "Data"):
        with here.page.expect_download() as found:
            row.get_by_role("link", name=name).click()
        files[found.value.suggested_filename] = found.value.path().read_bytes()
    assert sorted(files) == ["momentum-data.zip", "momentum.bib", "momentum.ipynb"]
    book = nbformat.reads(files["momentum.ipynb"].decode(), as_version=4)
    assert book.cells[0].source.startswith("# Momentum\n")
    wheel = next(word for word in book.cells[1].source.split() if word.endswith(".whl"))
    assert here.page.request.get(wheel).status == 200  # the address of the wheel is one of this very site
    assert b"@article{polyak1964some," in files["momentum.bib"]
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(files["momentum-data.zip"])).namelist()
    expect(row.get_by_role("link", name="Edit this page")).to_have_count(1)


def test_print_puts_the_answers_at_the_end_and_takes_them_away_again(visit):
    here = visit()
    here.open("momentum/")
    page = here.page
    page.evaluate("window.printed = 0; window.print = () => { window.printed += 1 }; null")
    page.locator(".offers").get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    ids = page.locator("[id]").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    answers = page.locator(".answers")
    expect(answers.get_by_role("heading", name="Exercise 4.1", exact=True)).to_be_visible()
    expect(answers).to_contain_text("The velocity becomes")
    expect(page.locator(".exercise .solution:visible, .exercise .hint:visible, .offers:visible")).to_have_count(0)
    assert page.locator("[id]").count() == ids
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(answers).to_have_count(0)


def test_a_figure_fits_a_sheet_of_paper_with_its_caption(visit):
    here = visit(viewport={"width": 642, "height": 960})  # A4 without its margins, in pixels of paper
    here.open("momentum/")
    here.page.emulate_media(media="print")
    heights = here.page.locator("figure.demo").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert len(heights) >= 4
    assert max(heights) < 520  # two of them on a sheet, of 986 pixels


def test_a_term_explains_itself_to_pointer_and_keyboard(visit):
    here = visit()
    here.open("momentum/")
    term = here.page.locator("a.term", has_text="condition number")
    note = here.page.get_by_role("tooltip")
    term.hover()
    expect(note).to_contain_text("largest curvature to the smallest")
    here.page.mouse.move(0, 0)
    expect(note).to_have_count(0)
    term.focus()
    expect(note).to_be_visible()
    expect(term).to_have_attribute("aria-describedby", "term-note")
    here.page.keyboard.press("Tab")  # the link within the note
    expect(note.get_by_role("link", name="The learning rate")).to_be_focused()
    here.page.keyboard.press("Escape")
    expect(note).to_have_count(0)


def test_a_touch_explains_a_term_and_a_second_one_follows_it(visit):
    here = visit(viewport={"width": 390, "height": 800}, has_touch=True)
    here.open("momentum/")
    term = here.page.locator("a.term", has_text="condition number")
    term.tap()
    note = here.page.get_by_role("tooltip")
    expect(note).to_be_visible()
    box = note.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    term.tap()
    here.page.wait_for_url(re.compile("/glossary/#condition-number"))
    expect(here.page.locator("dt#condition-number")).to_be_in_viewport()


def test_the_reference_is_in_the_contents(visit):
    here = visit()
    here.open("notation/")
    here.page.get_by_role("button", name="Chapters").click()
    for name in ("Notation", "Glossary", "Bibliography"):
        expect(here.page.locator("#contents").get_by_role("link", name=name, exact=True)).to_be_visible()
