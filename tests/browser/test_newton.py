"""Chapter 12 in a page: jumps to the bottom of a parabola and to its top, a saddle that damping disarms, and two ways to count."""

from playwright.sync_api import expect


def test_the_start_is_dragged_to_a_hilltop_a_saddle_is_disarmed_and_another_count_turns_the_order(visit):
    here = visit()
    here.open("newton/")
    card = here.card("jump").wake()
    x, y = card.centre(card.handle)
    box = card.plane.bounding_box()
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    here.page.mouse.move(box["x"] + 0.6 * box["width"], y, steps=4)
    here.page.mouse.up()
    start = float(card.number("start").input_value())
    assert 0.1 < start < 0.44
    card.shows(card.native(start=start))
    expect(card.summary).to_contain_text("Up to the top")
    card.change("damping", 1.5)
    card.shows(card.native(start=start, damping=1.5))
    expect(card.summary).to_contain_text("Near the minimum")
    card.change("curve", "soft")
    card.shows(native := card.native(curve="soft", damping=1.5))
    assert not native["fixes"]

    card = here.card("trap").wake()
    expect(card.summary).to_contain_text("Newton ends at a saddle")
    card.change("damping", 1.2)
    card.shows(card.native(damping=1.2))
    expect(card.summary).to_contain_text("no start leads it to a saddle")

    card = here.card("bill").wake()
    expect(card.summary).to_contain_text("L-BFGS is first")
    card.change("counted", "steps")
    card.shows(card.native(counted="steps"))
    expect(card.summary).to_contain_text("Newton is first")
    card.change("counted", "evaluations")
    card.change("n", 2)
    card.shows(card.native(n=2))
    expect(card.summary).to_contain_text("Newton is first")
    assert not here.complaints
