"""The demos of "Saddles, plateaus, many minima" in their page: each does what its row of the plan says, with native Python's numbers."""

import pytest
from playwright.sync_api import expect


def cells(card):
    return card.find("table.results tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].slice(1).map((cell) => cell.textContent))"
    )


def test_who_leaves_a_saddle_and_when_who_is_thrown_off_a_cliff_and_what_restarts_find(visit):
    here = visit()
    here.open("saddles/")

    saddle = here.card("saddle-escape").wake()
    assert [out for out, *_ in cells(saddle)] == ["145", "52", "20", "—"]
    saddle.change("away", 1e-8)
    saddle.shows(saddle.native(away=1e-8))
    assert cells(saddle)[0][0] == "194"  # two factors of ten more, 24.2 steps each
    saddle.find(".sheet").first.scroll_into_view_if_needed()
    x, y = saddle.centre(saddle.handle)
    box = saddle.plane.bounding_box()
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    middle, reach = box["x"] + box["width"] / 2, 0.28 * box["width"]
    here.page.mouse.move(middle - reach, box["y"] + box["height"] / 2 + reach, steps=5)
    here.page.mouse.up()
    turned = {name: float(saddle.number(name).input_value()) for name in ("turn", "along")}
    assert turned["turn"] == pytest.approx(45, abs=8)
    saddle.shows(saddle.native(away=1e-8, **turned))
    descent, momentum, adam, _ = (out for out, *_ in cells(saddle))
    assert (descent, momentum) == ("194", "69")
    assert int(adam) > 150  # along the axes it took 20

    law = here.card("escape-law").wake()
    law.change("noise", "small")
    law.shows(law.native(noise="small"))
    assert "worth a start 1.1e−7" in law.native(noise="small")["summary"]
    law.change("askew", True)
    law.shows(law.native(noise="small", askew=True))

    cliff = here.card("cliff").wake()
    expect(cliff.summary).to_contain_text("throws plain descent 12 far")
    cliff.change("lr", 1)
    cliff.change("steps", 100)
    cliff.shows(cliff.native(lr=1, steps=100))
    expect(cliff.summary).to_contain_text("Both descents arrive")
    cliff.handle.focus()
    cliff.handle.press("ArrowLeft")
    start = float(cliff.number("start").input_value())
    assert start < 3
    cliff.shows(cliff.native(lr=1, steps=100, start=start))

    hollows = here.card("hollows").wake()
    hollows.change("rule", "momentum")
    hollows.shows(hollows.native(rule="momentum"))

    restarts = here.card("restarts").wake()
    restarts.change("restarts", 40)
    restarts.shows(restarts.native(restarts=40))
    restarts.change("landscape", "rastrigin")
    restarts.shows(answer := restarts.native(restarts=40, landscape="rastrigin"))
    assert "under 1%" in answer["summary"]
