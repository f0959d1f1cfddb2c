"""Chapter 11 in a browser: its demos do what the chapter asks the reader to do, and their numbers are native Python's."""

import re

import pytest
from playwright.sync_api import expect


def ends(card, title: str) -> list[str]:
    """Where the arrows of the panel with this title are drawn."""
    panel = card.find(".panel", has=card.page.locator(".title", has_text=re.compile(f"^{title}$")))
    return panel.locator(".drawing path").evaluate_all("paths => paths.map((path) => path.getAttribute('d'))")


def test_arrows_box_and_maps_answer_the_reader_as_native_python_does(visit):
    here = visit()
    here.open("weight-decay/")
    card = here.card("arrows").wake()
    coupled, decoupled = ends(card, "Penalty inside Adam"), ends(card, "AdamW")
    card.change("ratio", 1.0)
    card.shows(card.native(ratio=1.0))
    assert ends(card, "Penalty inside Adam") != coupled
    assert ends(card, "AdamW") == decoupled  # the size of the gradients does not matter to it
    card.handle.focus()
    card.handle.press("ArrowLeft")
    start = [float(card.number(f"start.{letter}").input_value()) for letter in "xy"]
    assert start[0] < 2.4
    card.shows(card.native(ratio=1.0, start=start))

    card = here.card("box").wake()
    expect(card.summary).to_contain_text("with y on the edge of the box")
    card.change("weight_decay", 0.2)
    card.shows(card.native(weight_decay=0.2))
    expect(card.summary).to_contain_text("inside the box of half width 1/λ = 5")
    card.change("landscape", "himmelblau")
    card.change("weight_decay", 0.5)
    card.shows(card.native(landscape="himmelblau", weight_decay=0.5))
    expect(card.summary).to_contain_text("in a corner of the box")

    card = here.card("map").wake()
    before = float(card.summary.inner_text().split()[3])
    x, y = card.centre(card.handle)
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    here.page.mouse.move(x, y - 110, steps=3)
    here.page.mouse.up()
    lr, decay = (float(card.number(name).input_value()) for name in ("lr", "weight_decay"))
    assert lr == pytest.approx(0.03, rel=0.1)
    assert decay > 0.3
    card.shows(card.native(lr=lr, weight_decay=decay))
    assert float(card.summary.inner_text().split()[3]) < before
    card.change("decay", "penalty")
    card.shows(card.native(lr=lr, weight_decay=decay, decay="penalty"))
    assert not here.complaints
