"""Predictions: the demo keeps what happens to itself until the reader has committed; then it plays, and the guess stays beside it."""

import json
import math
import re

import numpy as np
from playwright.sync_api import expect

from tests.browser.axe import violations_by_scheme
from tests.browser.test_access import tab_to
from tests.browser.test_navigation import follow

PAGE = "adam/"
CHOICE, PLACE = "first-step", "turned-end"  # predictions in that chapter
OPACITY = "(mark) => Number(getComputedStyle(mark).opacity)"


class Prediction:
    """The prediction with this id, and its demo."""

    def __init__(self, here, id: str, demo: str):
        self.page = here.page
        self.section = here.page.locator(f"section.predict[id='{id}']")
        self.said = self.section.locator(".question-said")
        self.score = self.section.locator(".question-score")
        self.card = here.card(demo).wake()
        self.element = here.page.locator("zoo-demo", has=self.card.figure)
        self.run = self.card.find(".demo-main .run").first
        self.chip = self.card.find(".predicted")
        self.step = self.card.find(".step")

    def choose(self, words: str) -> None:
        self.section.locator("label", has_text=words).click()

    def press(self, words: str) -> None:
        self.section.get_by_role("button", name=words).click()

    def reaches(self, state: str) -> None:
        expect(self.section).to_have_attribute("data-state", state)

    def is_veiled(self) -> bool:
        """Whether nothing tells what happens: neither to the eye nor to a screen reader."""
        told = self.told()
        for _ in range(40):
            if len(set(told)) == 1:
                break
            self.card.page.wait_for_timeout(25)  # an answer is on its way
            told = self.told()
        assert len(set(told)) == 1, told
        assert (self.element.get_attribute("data-veil") is None) == told[0]
        return not told[0]

    def told(self) -> list[bool]:
        """Whether the run, the words, the caption and the name of the picture tell what happens."""
        summary = (self.card.summary.text_content() or "").rstrip(".")
        return [
            self.run.evaluate(OPACITY) > 0,
            self.card.find(".demo-words[inert]").count() == 0,
            self.card.find("figcaption[inert]").count() == 0,
            self.card.find(f'svg[aria-label*="{summary}"]').count() > 0,
        ]

    def frames(self) -> tuple[int, int]:
        match = re.match(r"step (\d+) of (\d+)", self.step.inner_text())
        assert match
        return int(match[1]), int(match[2])


def choice(here) -> Prediction:
    here.open(PAGE)
    return Prediction(here, CHOICE, "inside")


def place(here) -> Prediction:
    here.open(PAGE)
    return Prediction(here, PLACE, "turned")


def test_a_choice_lifts_the_veil_and_the_run_plays_from_its_beginning(visit):
    here = visit(veiled=True)
    asked = choice(here)
    assert asked.is_veiled()
    expect(asked.card.number("lr")).to_be_enabled()
    asked.press("That is my guess")
    expect(asked.said).to_have_text("Choose first.")
    asked.choose("five times as large")
    asked.press("That is my guess")
    asked.reaches("wrong")
    assert not asked.is_veiled()
    at, last = asked.frames()
    assert at < last
    expect(asked.step).to_contain_text(f"step {last} of {last}")
    expect(asked.said).to_have_text("It went another way.")
    expect(asked.section.locator(".because[open]")).to_have_count(2)
    expect(asked.chip).to_contain_text("You predicted: y")
    expect(asked.chip).to_contain_text("What happens: Neither.")
    expect(asked.score).to_have_text("Predictions: 0 of 1 right")
    assert here.page.evaluate("document.activeElement.className") == "question-again"


def test_a_reader_who_comes_back_finds_the_answer_and_can_be_asked_again(visit):
    here = visit(veiled=True)
    asked = choice(here)
    asked.choose("Neither")
    asked.press("That is my guess")
    asked.reaches("right")
    here.page.reload()
    asked = Prediction(here, CHOICE, "inside")
    asked.reaches("right")
    assert not asked.is_veiled()
    at, last = asked.frames()
    assert at == last
    expect(asked.section.locator("input:checked")).to_have_value("2")
    expect(asked.chip).to_have_text("You predicted: Neither.")
    expect(asked.score).to_have_text("Predictions: 1 of 1 right")
    asked.press("Ask me again")
    asked.reaches("open")
    assert asked.is_veiled()
    expect(asked.section.locator("input:checked")).to_have_count(0)
    expect(asked.chip).to_have_count(0)
    expect(asked.score).to_be_hidden()


def test_a_marked_place_is_compared_with_where_the_path_really_ends(visit):
    here = visit(veiled=True)
    asked = place(here)
    asked.press("That is my guess")
    expect(asked.said).to_have_text("Click in the picture first.")
    box = asked.card.plane.bounding_box()
    assert box
    here.page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 0.7 * box["height"])
    assert asked.is_veiled()
    asked.press("That is my guess")
    asked.reaches("wrong")
    plane = asked.card.native()["panels"][0]
    path = next(mark for mark in plane["marks"] if mark["mark"] == "line" and mark["label"] == "Adam")
    ends = [(path[a][-1] - plane[a]["low"]) / (plane[a]["high"] - plane[a]["low"]) for a in "xy"]
    off = math.hypot(ends[0] - 0.25, (ends[1] - 0.3) / plane["aspect"])
    expect(asked.said).to_contain_text(f"{100 * off:.0f}% of the picture's width")
    expect(asked.chip).to_contain_text(f"{100 * off:.0f}% of the picture's width")
    gap = asked.card.find(".guessed .gap")
    expect(gap).to_be_attached()  # once the run has ended
    numbers = [float(n) for n in re.findall(r"[\d.]+", gap.get_attribute("d") or "")]
    width, height = box["width"], box["height"]
    expected = [0.25 * width, 0.7 * height, ends[0] * width, (1 - ends[1]) * height]
    np.testing.assert_allclose(numbers, expected, atol=2)
    asked.card.change("angle", 20.0)
    expect(gap).to_have_count(0)  # the guess was about another state
    asked.card.find(".demo-reset").click()
    expect(gap).to_be_attached()


def test_the_keyboard_alone_marks_a_place_and_commits(visit):
    here = visit(veiled=True, reduced_motion="reduce")
    asked = place(here)
    asked.section.get_by_role("button", name="Just show me").focus()
    tab_to(here, "Your guess")
    for _ in range(30):
        here.page.keyboard.press("ArrowUp")
    expect(asked.card.find(".guess .handle")).to_have_attribute("aria-valuetext", re.compile(", "))
    here.page.keyboard.press("Enter")
    expect(asked.section).to_have_attribute("data-state", re.compile("right|wrong"))
    at, last = asked.frames()
    assert at == last  # no motion is wanted
    expect(asked.card.find(".guessed .gap")).to_be_attached()


def test_the_veil_lifts_for_who_wants_to_see_or_changes_a_control(visit):
    here = visit(veiled=True)
    asked = choice(here)
    asked.press("Just show me")
    asked.reaches("shown")
    assert not asked.is_veiled()
    expect(asked.section.locator(".because[open]")).to_have_count(1)
    expect(asked.score).to_be_hidden()
    asked.press("Ask me again")
    assert asked.is_veiled()
    asked.card.change("lr", 0.3)
    asked.reaches("shown")
    assert not asked.is_veiled()
    expect(asked.said).to_contain_text("You have used the demo")
    asked.card.shows(asked.card.native(lr=0.3))
    asked.press("Ask me again")
    asked.reaches("open")
    asked.card.shows(asked.card.native())  # it is about the state of the author
    assert asked.is_veiled()
    for use in (asked.card.find(".play"), asked.card.find(".demo-data > summary")):
        use.click()
        asked.reaches("shown")
        assert not asked.is_veiled()
        asked.press("Ask me again")


def test_another_page_and_back_finds_one_guess_and_one_veil(visit):
    here = visit(veiled=True)
    asked = choice(here)
    asked.choose("Neither")
    asked.press("That is my guess")
    follow(here, ".pager a[rel=prev], .pager a")
    here.page.go_back()
    expect(here.page.locator(f"#{CHOICE}")).to_be_visible()
    asked = Prediction(here, CHOICE, "inside")
    asked.reaches("right")
    expect(asked.chip).to_have_count(1)
    assert not asked.is_veiled()
    assert Prediction(here, PLACE, "turned").is_veiled()


def test_nothing_is_veiled_without_scripts_on_paper_or_in_another_page(visit):
    here = visit(veiled=True, java_script_enabled=False)
    here.open(PAGE)
    run = here.page.locator("#inside .demo-main .run").first
    expect(here.page.locator("#inside figcaption")).to_be_visible()
    assert run.evaluate(OPACITY) == 1
    answer = here.page.locator(f"#{CHOICE} .because").last
    answer.locator("summary").click()
    expect(answer).to_contain_text("Right. Both move by one learning rate.")
    expect(here.page.locator(f"#{CHOICE} button:visible")).to_have_count(0)

    there = visit(veiled=True)
    asked = choice(there)
    assert asked.is_veiled()
    there.page.emulate_media(media="print")
    assert asked.run.evaluate(OPACITY) == 1
    expect(asked.section.get_by_text("Both move by one learning rate.")).to_be_visible()
    expect(asked.section.locator("button:visible")).to_have_count(0)
    there.page.emulate_media(media="screen")
    there.open("embed/adam-inside/")
    expect(there.page.locator("[data-veil], [inert]")).to_have_count(0)


def test_where_the_script_does_not_come_the_veil_lifts_by_itself(visit):
    here = visit(veiled=True)
    here.page.route("**/main-*.js", lambda route: route.abort())
    here.open(PAGE)
    run = here.page.locator("#inside .demo-main .run").first
    assert run.evaluate(OPACITY) == 0
    here.page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    assert run.evaluate(OPACITY) == 1
    here.expects("ERR_FAILED")


def test_asked_and_answered_it_is_for_everyone(visit):
    here = visit(veiled=True, reduced_motion="reduce")
    asked = choice(here)
    here.page.set_viewport_size({"width": 390, "height": 900})
    assert violations_by_scheme(here.page, "section.predict", "#inside") == {}
    asked.choose("five times as large")
    asked.press("That is my guess")
    asked.reaches("wrong")
    assert violations_by_scheme(here.page, "section.predict", "#inside") == {}
    asked.press("Ask me again")
    targets = asked.section.locator("label, button:visible")
    heights = targets.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert len(heights) == 5
    assert min(heights) >= 44
    assert here.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_search_finds_the_question_and_gives_no_answer_away(site):
    index = json.loads((site.root / "search/search_index.json").read_text(encoding="utf-8"))
    text = " ".join(entry["text"] for entry in index["docs"])
    assert "Which coordinate moves farther" in text
    assert "Both move by one learning rate" not in text
