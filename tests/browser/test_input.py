"""What a reader does: drag, click, type, play, share; and what comes of doing it wrong."""

import csv

import pytest
from playwright.sync_api import expect


def live(visit, **options):
    """The embedded descent, with Python running."""
    here = visit(**options)
    here.open("embed/descent/")
    card = here.card("descent").wake()
    card.number("lr").fill("0.05")
    card.shows(card.native(lr=0.05))
    return here, card


def start_of(card) -> list[float]:
    return [float(card.number(f"start.{letter}").input_value()) for letter in "xy"]


def at(card, x: float, y: float) -> tuple[float, float]:
    """The pixel of the window where the point (x, y) of the plane lies: a plane fills its drawing."""
    panel = next(
        panel for panel in card.item["answer"]["panels"] if panel["kind"] == "plot" and panel["frame"] == "plane"
    )
    card.plane.scroll_into_view_if_needed()
    box = card.plane.bounding_box()
    across = (x - panel["x"]["low"]) / (panel["x"]["high"] - panel["x"]["low"])
    up = (y - panel["y"]["low"]) / (panel["y"]["high"] - panel["y"]["low"])
    return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]


def path_of(card) -> str:
    """The drawn path of the run."""
    return card.plane.evaluate(
        "(svg) => [...svg.querySelectorAll('.drawing path')].map((path) => path.getAttribute('d')).join()"
    )


def shows_start(card, x: float, y: float) -> None:
    """The demo is live at a start within two pixels of (x, y), with handle, fields and path in one place."""
    start = start_of(card)
    assert start == pytest.approx([x, y], abs=0.03)
    assert card.centre(card.handle.locator(".knob")) == pytest.approx(at(card, *start), abs=1)
    card.shows(card.native(lr=0.05, start=start))


def test_the_path_follows_a_start_that_the_mouse_drags(visit):
    here, card = live(visit)
    mouse, before = here.page.mouse, path_of(card)
    mouse.move(*at(card, *start_of(card)))
    mouse.down()
    mouse.move(*at(card, 1, 1), steps=10)
    here.page.wait_for_function(
        "([svg, before]) => [...svg.querySelectorAll('.drawing path')].map((p) => p.getAttribute('d')).join() !== before",
        arg=[card.plane.element_handle(), before],
    )
    mouse.move(*at(card, 2, -1.5), steps=10)
    mouse.up()
    shows_start(card, 2, -1.5)


def test_the_path_follows_a_start_that_a_finger_drags_and_the_page_does_not_scroll(visit):
    here, card = live(visit, has_touch=True, viewport={"width": 390, "height": 844}, device_scale_factor=2)
    session = here.context.new_cdp_session(here.page)

    def touch(kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = at(card, *start_of(card))
    to_x, to_y = at(card, 1, 1.5)
    scrolled = here.page.evaluate("scrollY")
    touch("touchStart", x, y)
    for part in range(1, 11):
        touch("touchMove", x + (to_x - x) * part / 10, y + (to_y - y) * part / 10)
    touch("touchEnd")
    shows_start(card, 1, 1.5)
    assert here.page.evaluate("scrollY") == scrolled


def test_a_click_on_the_plane_takes_the_start_there(visit):
    here, card = live(visit)
    here.page.mouse.click(*at(card, -2, 2))
    shows_start(card, -2, 2)


def test_arrow_keys_move_the_start_by_little_and_with_shift_by_more(visit):
    _, card = live(visit)
    x, y = start_of(card)
    card.handle.focus()
    card.handle.press("ArrowRight")
    card.handle.press("ArrowUp")
    small = start_of(card)
    assert small[0] > x
    assert small[1] > y
    card.handle.press("Shift+ArrowRight")
    assert start_of(card)[0] - small[0] > 3 * (small[0] - x)
    card.shows(card.native(lr=0.05, start=start_of(card)))


def test_the_player_plays_to_the_end_steps_and_scrubs_without_python(visit):
    here = visit()
    here.open("embed/race/")
    card = here.card("race").wake()
    steps = int(card.item["answer"]["timeline"][-1])
    step, play, scrub = card.find(".step"), card.find(".play"), card.find("[aria-label='Step']")
    expect(step).to_contain_text(f"step {steps} of {steps}")
    card.find("select[aria-label='Speed']").select_option("4")
    play.click()
    expect(play).to_have_attribute("aria-label", "Pause")
    expect(play).to_have_attribute("aria-label", "Play")
    assert here.note("steps")[0] == f"step 0 of {steps}"
    assert here.note("steps")[-1] == f"step {steps} of {steps}"
    scrub.fill("7")
    expect(step).to_contain_text("step 7 of")
    drawn = path_of(card)
    card.find("[aria-label='One step forward']").click()
    expect(step).to_contain_text("step 8 of")
    assert path_of(card) != drawn
    card.find("[aria-label='One step back']").click()
    expect(step).to_contain_text("step 7 of")
    assert path_of(card) == drawn
    assert here.note("asked") == []


def test_with_reduced_motion_a_run_is_a_few_pictures(visit):
    here = visit(reduced_motion="reduce")
    here.open("embed/race/")
    card = here.card("race").wake()
    steps = int(card.item["answer"]["timeline"][-1])
    card.find("select[aria-label='Speed']").select_option("4")
    card.find(".play").click()
    expect(card.find(".play")).to_have_attribute("aria-label", "Pause")
    expect(card.find(".play")).to_have_attribute("aria-label", "Play")
    assert here.note("steps")[0] == f"step 0 of {steps}"
    assert here.note("steps")[-1] == f"step {steps} of {steps}"
    assert len(here.note("steps")) <= 12


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1e9", "Learning rate must be a number from 1e−5 to 3, got 1e9."),
        ("-1", "Learning rate must be a number from 1e−5 to 3, got -1."),
        ("e", "Learning rate must be a number from 1e−5 to 3."),
    ],
)
def test_a_bad_number_is_named_in_one_sentence_and_nothing_is_lost(visit, typed, sentence):
    here, card = live(visit)
    card.number("lr").select_text()
    here.page.keyboard.insert_text(typed)
    here.page.keyboard.press("Tab")
    expect(card.problem).to_have_count(1)
    expect(card.problem).to_contain_text(sentence)
    card.shows(card.native(lr=0.05))
    card.number("lr").fill("0.06")
    expect(card.problem).to_have_count(0)
    card.shows(card.native(lr=0.06))


def test_letters_cannot_be_typed_into_a_number_and_an_empty_one_keeps_its_value(visit):
    here, card = live(visit)
    card.number("lr").fill("")
    card.number("lr").press_sequentially("abc")
    here.page.keyboard.press("Tab")
    expect(card.number("lr")).to_have_value("0.05")
    expect(card.problem).to_have_count(0)
    card.shows(card.native(lr=0.05))


def test_a_start_further_out_than_python_takes_is_refused_in_one_sentence(visit):
    _, card = live(visit)
    card.number("start.x").fill("1e9")
    expect(card.problem).to_have_count(1)
    expect(card.problem).to_contain_text("start must be two numbers")
    card.number("start.x").fill("1")
    expect(card.problem).to_have_count(0)
    card.shows(card.native(lr=0.05, start=[1.0, start_of(card)[1]]))


def test_a_link_brings_back_the_exact_state(visit):
    here = visit(permissions=["clipboard-read", "clipboard-write"])
    here.open("learning-rate/")
    card = here.card("rates").wake()
    changes = {"lr": 0.071, "start": [1.5, -2.25]}
    for name, value in changes.items():
        card.change(name, value)
    card.shows(card.native(**changes))
    card.find("button:text('Share')").click()
    expect(card.find("[role=status]").first).to_have_text("Link copied")
    link = here.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{here.site.url}learning-rate/?demo=rates&")
    here.page.goto(link)
    card.reaches("live")
    card.shows(card.native(**changes))
    expect(card.figure).to_be_in_viewport()


def test_an_embedded_demo_takes_its_state_from_its_own_address(visit):
    here = visit(permissions=["clipboard-read", "clipboard-write"])
    here.open("embed/descent/?landscape=himmelblau&lr=0.02&start=[1,1]")
    card = here.card("descent")
    changes = {"landscape": "himmelblau", "lr": 0.02, "start": [1, 1]}
    card.shows(card.native(**changes))
    card.find("button:text('Embed')").click()
    code = here.page.evaluate("navigator.clipboard.readText()")
    here.page.set_content(code)  # as in a page of someone else's
    frame = here.page.frame_locator("iframe")
    expect(frame.locator("output[name=summary]")).to_have_text(card.native(**changes)["summary"].replace("**", ""))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lr=quick", "lr must be a number from 1e-05 to 3, got 'quick'"),
        ("landscape=rosenbruck", "unknown landscape 'rosenbruck'; did you mean 'rosenbrock'?"),
        ("speed=3", "unknown option 'speed'"),
        ("start=[1,2,3]", "start must be two numbers"),
        ("start=%5B1", "start must be two numbers"),
        ("lr=%3Cimg%20src%3Dx%20onerror%3Dwindow.intruder%3D1%3E", "lr must be a number"),
    ],
)
def test_a_link_with_a_mistake_is_refused_in_one_sentence(visit, query, sentence):
    here = visit()
    here.open(f"learning-rate/?demo=rates&{query}#rates")
    card = here.card("rates")
    expect(card.problem).to_have_count(1)
    expect(card.problem).to_contain_text(sentence)
    assert card.summary.inner_text() == card.item["answer"]["summary"].replace("**", "")
    assert here.page.evaluate("window.intruder") is None
    card.number("lr").fill("0.05")
    expect(card.problem).to_have_count(0)
    card.shows(card.native(lr=0.05))


def test_the_data_can_be_taken_along_with_every_digit(visit):
    here = visit()
    here.open("embed/descent/")
    card = here.card("descent").wake()
    card.unfold(".demo-data")
    with here.page.expect_download() as download:
        card.find(".demo-data a").click()
    with download.value.path().open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    columns = card.item["answer"]["data"]
    assert header == [column["name"] for column in columns]
    for column, *shown in zip(columns, *rows, strict=True):
        assert [float(cell or "nan") for cell in shown] == pytest.approx(column["values"], rel=1e-12, nan_ok=True)
