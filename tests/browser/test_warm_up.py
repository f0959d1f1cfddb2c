"""The demos of "Schedules and warm-up", used as their chapter asks: drawn on, typed into, dragged."""

import itertools

import pytest
from playwright.sync_api import expect

LINE = [0.04, 0.03, 0.02, 0.01, 0.008, 0.006, 0.005, 0.004, 0.003, 0.002, 0.001, 0.0005, 0.0002]


def knots(card) -> list[tuple[float, float]]:
    """Where the knots are, in pixels of the window."""
    return [card.centre(knot) for knot in card.find(".knot").all()]


def drawn(card) -> list[float]:
    """The numbers of the curve."""
    return [float(card.number(f"rates.{i}").input_value()) for i in range(13)]


def test_a_schedule_is_drawn_moved_with_keys_typed_and_picked_and_the_best_is_kept(visit):
    here = visit()
    here.open("embed/draw-schedule/")
    card = here.card("draw-schedule").wake()
    card.find(".sheet").first.scroll_into_view_if_needed()
    before, spots, mouse = drawn(card), knots(card), here.page.mouse

    mouse.move(spots[4][0] + 8, spots[0][1])
    mouse.down()
    mouse.move(spots[8][0] - 3, spots[4][1], steps=3)  # few, as from a quick hand: no knot between is left out
    mouse.up()
    stroke = drawn(card)
    assert stroke[:4] == before[:4]
    assert stroke[9:] == before[9:]
    assert stroke[4] == pytest.approx(0.03, rel=0.02)
    assert stroke[8] == pytest.approx(0.003, rel=0.02)
    assert all(high > low for high, low in itertools.pairwise(stroke[4:9]))
    card.shows(card.native(rates=stroke))

    first = card.find(".knot").first
    first.focus()
    first.press("ArrowDown")
    lower = drawn(card)[0]
    assert lower < before[0]
    first.press("Shift+ArrowUp")
    assert drawn(card)[0] > before[0]
    first.press("ArrowRight")
    second = card.find(".knot").nth(1)
    expect(second).to_be_focused()
    second.press("End")
    expect(card.find(".knot").last).to_be_focused()
    expect(card.find(".knot[tabindex='0']")).to_have_count(1)
    card.shows(card.native(rates=drawn(card)))

    card.change("rates", LINE)
    card.shows(answer := card.native(rates=LINE))
    expect(card.find(".score")).to_contain_text(f"Your best: {answer['score']['label']}")
    card.find(".presets button").nth(2).click()
    cosine = card.spec("rates")["presets"][2]["value"]
    card.shows(card.native(rates=cosine))
    card.find(".score button").click()
    card.shows(card.native(rates=LINE))

    here.open(f"embed/draw-schedule/?rates={LINE}".replace(" ", ""))
    card = here.card("draw-schedule").wake()
    card.shows(card.native(rates=LINE))
    assert not here.complaints


def test_a_finger_on_the_chart_draws_and_beside_it_scrolls(visit):
    here = visit(has_touch=True, viewport={"width": 390, "height": 640}, device_scale_factor=2)
    here.open("embed/draw-schedule/")
    card = here.card("draw-schedule").wake()
    session = here.context.new_cdp_session(here.page)

    def swipe(x: float, y: float, to_x: float, to_y: float) -> None:
        def touch(kind: str, *point: float) -> None:
            points = [{"x": point[0], "y": point[1]}] if point else []
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", x, y)
        for part in range(1, 9):
            touch("touchMove", x + (to_x - x) * part / 8, y + (to_y - y) * part / 8)
        touch("touchEnd")

    spots = knots(card)
    swipe(spots[0][0], spots[0][1], spots[12][0], spots[4][1])
    assert here.page.evaluate("scrollY") == 0
    values = drawn(card)
    assert values[12] == pytest.approx(0.003, rel=0.05)
    assert all(high > low for high, low in itertools.pairwise(values))
    card.shows(card.native(rates=values))
    x, y = card.centre(card.find(".title").nth(1))
    swipe(x, y, x, y - 150)
    here.page.wait_for_function("scrollY > 50")
    assert drawn(card) == values


def test_restarts_answer_to_their_period_and_its_growth(visit):
    here = visit()
    here.open("embed/warm-restarts/")
    card = here.card("warm-restarts").wake()
    card.change("first", 80)
    card.shows(card.native(first=80))
    card.change("growth", 2)
    card.shows(answer := card.native(first=80, growth=2))
    assert "80" in card.find(".demo-below tbody tr").first.inner_text()
    assert card.find(".demo-below tbody tr").count() == len(answer["panels"][-1]["rows"]) == 3


def test_a_warm_up_lets_the_rate_arrive_from_a_wall_to_which_the_start_is_dragged(visit):
    here = visit()
    here.open("embed/warmup/")
    card = here.card("warmup").wake()
    card.change("warm", 0)
    card.shows(card.native(warm=0))
    expect(card.summary).to_contain_text("Without a warm-up the second run leaves as well")
    card.change("warm", 30)
    card.shows(card.native(warm=30))
    card.handle.focus()
    card.handle.press("ArrowRight")
    start = [float(card.number(f"start.{letter}").input_value()) for letter in "xy"]
    assert start[0] > -2.6
    card.shows(card.native(warm=30, start=start))


def test_schedules_are_picked_and_each_has_its_loss(visit):
    here = visit()
    here.open("embed/schedules/")
    card = here.card("schedules").wake()
    picked = ["constant", "warmup_linear"]
    card.change("schedules", picked)
    card.shows(card.native(schedules=picked))
    card.change("sigma", 0.0)
    card.shows(card.native(schedules=picked, sigma=0.0))
    expect(card.summary).to_contain_text("Constant ends lowest")
