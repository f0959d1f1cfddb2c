"""Quick checks: every answer gets its explanation, the score is kept, and nothing of it needs Python."""

from playwright.sync_api import expect

from tests.browser.axe import violations_by_scheme

PAGE = "adam/"
NUMBER, SEVERAL = "without-correction", "path-unchanged"  # quick checks in that chapter


class Check:
    """The quick check with this id."""

    def __init__(self, here, id: str):
        self.page = here.page
        self.form = here.page.locator(f"form.quiz[id='{id}']")
        self.said = self.form.locator(".question-said")
        self.score = self.form.locator(".question-score")
        self.told = self.form.locator(".because[open]")
        self.field = self.form.get_by_label("Your answer")

    def choose(self, *words: str) -> None:
        for each in words:
            self.form.locator("label", has_text=each).click()

    def press(self, words: str) -> None:
        self.form.get_by_role("button", name=words).click()

    def reaches(self, state: str) -> None:
        expect(self.form).to_have_attribute("data-state", state)


def checks(here) -> tuple[Check, Check]:
    here.open(PAGE)
    return Check(here, NUMBER), Check(here, SEVERAL)


def test_a_number_may_be_typed_in_several_ways_and_typical_errors_are_explained(visit):
    number, _ = checks(visit())
    number.press("Check")
    expect(number.said).to_have_text("Type a number, such as 0.5 or 1e-3.")
    number.field.fill("0.1")
    number.field.press("Enter")
    number.reaches("wrong")
    expect(number.told).to_have_count(1)
    expect(number.told).to_contain_text("Not 0.1.")
    number.field.fill("50")
    number.reaches("open")  # what was told was about another answer
    number.field.press("Enter")
    expect(number.said).to_have_text("Not quite. It is less.")
    expect(number.told).to_have_count(0)
    number.form.locator("summary", has_text="Answer").click()  # who gives up may look
    expect(number.told).to_contain_text("3.162.")
    number.field.fill("3,16")
    number.field.press("Enter")
    number.reaches("right")
    expect(number.said).to_have_text("Right.")


def test_of_several_right_choices_all_are_wanted(visit):
    _, several = checks(visit())
    several.choose("another unit")
    several.press("Check")
    expect(several.said).to_have_text("Not quite. There is another one.")
    expect(several.told).to_have_count(1)
    several.choose("constant", "Doubling", "slope along")
    several.reaches("open")
    several.press("Check")
    several.reaches("wrong")
    expect(several.said).to_have_text("Not quite.")
    several.choose("Doubling")
    several.press("Check")
    several.reaches("right")
    expect(several.told).to_have_count(4)


def test_answers_and_score_are_kept_and_can_be_taken_back(visit):
    here = visit()
    number, several = checks(here)
    number.field.fill("3.16")
    number.press("Check")
    expect(number.score).to_have_text("Quick checks: 1 of 1 right")
    several.choose("Doubling")
    several.press("Check")
    for check in (number, several):
        expect(check.score).to_have_text("Quick checks: 1 of 2 right")
    here.page.evaluate(
        "() => { const [key] = Object.keys(localStorage).filter((key) => key.includes('quiz:'));"
        " localStorage.setItem(key.replace('adam/', 'momentum/'), '{\"given\":[0],\"right\":true}') }"
    )
    here.page.reload()
    number.reaches("right")
    expect(number.field).to_have_value("3.16")
    several.reaches("wrong")
    expect(several.told).to_have_count(1)
    expect(several.score).to_have_text("Quick checks: 1 of 2 right on this page, 2 of 3 right in the book")
    number.press("Try again")
    number.reaches("open")
    expect(number.field).to_have_value("")
    expect(number.field).to_be_focused()
    expect(several.score).to_have_text("Quick checks: 0 of 1 right on this page, 1 of 2 right in the book")
    assert here.python_workers() == []


def test_the_keyboard_alone_answers_and_a_screen_reader_hears_the_verdict(visit):
    here = visit()
    _, several = checks(here)
    group = here.page.get_by_role("group", name="Which changes leave Adam’s path as it is")
    expect(group).to_be_visible()
    group.get_by_role("checkbox").first.focus()
    press = here.page.keyboard.press
    for key in ("Space", "Tab", "Space", "Tab", "Tab", "Space", "Enter"):
        press(key)
    several.reaches("right")
    expect(several.form.get_by_role("status")).to_have_text("Right.")


def test_without_scripts_and_on_paper_the_answers_can_be_read(visit):
    here = visit(java_script_enabled=False)
    number, several = checks(here)
    answer = several.form.locator(".because").nth(2)
    answer.locator("summary").click()
    expect(answer).to_contain_text("Wrong. Every step gets twice as long")
    number.form.locator("summary", has_text="Answer").click()
    expect(number.told).to_contain_text("3.162.")
    there = visit()
    _, several = checks(there)
    there.page.emulate_media(media="print")
    expect(several.form.get_by_text("Every step gets twice as long")).to_be_visible()
    expect(several.form.locator("button:visible, summary:visible")).to_have_count(0)


def test_asked_and_answered_it_is_for_everyone(visit):
    here = visit(reduced_motion="reduce")
    number, several = checks(here)
    number.field.fill("0.1")
    number.press("Check")
    several.choose("another unit", "Doubling")
    several.press("Check")
    here.page.set_viewport_size({"width": 390, "height": 900})
    assert violations_by_scheme(here.page, "form.quiz") == {}
    targets = here.page.locator("form.quiz :is(label, button:visible, input[type=text])")
    heights = targets.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert min(heights) >= 44
