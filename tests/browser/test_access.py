"""The book is for everyone: screen readers, the keyboard alone, light and dark, wide and narrow."""

import pytest
from playwright.sync_api import expect


def focused(here) -> str:
    """What the keyboard is on: its label, or its name."""
    return here.page.evaluate(
        "() => { const e = document.activeElement; return e.getAttribute('aria-label') ?? e.name ?? '' }"
    )


def tab_to(here, label: str) -> None:
    """Presses Tab until the focus is there."""
    for _ in range(60):
        here.page.keyboard.press("Tab")
        if focused(here) == label:
            return
    pytest.fail(f"Tab does not reach {label!r}")


def test_the_keyboard_alone_plays_scrubs_and_changes_a_demo(visit):
    here = visit()
    here.open("embed/descent/")
    card = here.card("descent").wake()
    press = here.page.keyboard.press
    tab_to(here, "drag the start")
    tab_to(here, "Play")
    press("Enter")
    expect(card.find(".play")).to_have_attribute("aria-label", "Pause")
    press("Space")
    expect(card.find(".play")).to_have_attribute("aria-label", "Play")
    press("Tab")
    assert focused(here) == "Step"
    press("Home")
    press("ArrowRight")
    press("ArrowRight")
    expect(card.find(".step")).to_contain_text("step 2 of")
    tab_to(here, "Learning rate, slider")
    press("ArrowRight")
    card.shows(card.native(lr=float(card.number("lr").input_value())))
    tab_to(here, "")  # the button that resets has words of its own
    assert card.native()["values"]["lr"] != float(card.number("lr").input_value())


def test_focus_can_be_seen_and_the_first_tab_skips_to_the_text(visit):
    here = visit()
    here.open("momentum/")
    here.page.keyboard.press("Tab")
    skip = here.page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    here.page.keyboard.press("Enter")
    assert here.page.url.endswith("#content")
    here.card("valley").wake()
    tab_to(here, "Play")
    outline = here.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline not in ("none", "")


def test_what_happened_is_said_politely_and_a_handle_says_where_it_is(visit):
    here = visit()
    here.open("embed/descent/")
    card = here.card("descent").wake()
    expect(card.summary).to_have_attribute("aria-live", "polite")
    before = card.handle.get_attribute("aria-valuetext")
    card.handle.press("ArrowLeft")
    expect(card.handle).not_to_have_attribute("aria-valuetext", before or "")
    assert card.handle.get_attribute("aria-label") == "drag the start"


def test_all_that_a_thumb_presses_is_large_enough(visit):
    here = visit(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    here.open("momentum/")
    small = []
    for card in here.awake():
        for control in card.find("button:visible, select:visible, summary:visible, input[type=number]:visible").all():
            box = control.bounding_box() or {"height": 0, "width": 0}
            if box["height"] < 40:
                small.append(
                    f"{card.id}: {control.evaluate('(e) => e.outerHTML.slice(0, 90)')} is {box['height']} px high"
                )
    assert small == []
