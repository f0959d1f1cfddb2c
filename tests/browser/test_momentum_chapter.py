"""Chapter 4: balls on a hill, the two eigenvalues, the valley and the map do what their rows say."""

from playwright.sync_api import expect


def test_a_ball_with_enough_momentum_passes_the_bump_and_is_read_out_by_step(visit):
    here = visit()
    here.open("embed/hill/")
    card = here.card("hill").wake()
    expect(card.summary).to_contain_text("Only the ball with momentum passes the bump")
    answer = card.item["answer"]
    card.find("[aria-label='Step']").fill("12")
    rows = card.find(".demo-side tbody tr")
    for i, row in enumerate(next(panel for panel in answer["panels"] if panel["kind"] == "table")["rows"]):
        words = rows.nth(i).locator("th, td").all_text_contents()
        shown = [float(word.replace("−", "-")) for word in words[1:]]
        assert shown == [float(f"{cell[12]:.2g}") for cell in row["cells"][1:]]
    card.change("beta", 0.7)
    card.shows(card.native(beta=0.7))
    expect(card.summary).to_contain_text("Neither passes the bump")

    handle = card.find(".handle")
    handle.focus()
    for _ in range(3):
        handle.press("Shift+ArrowLeft")
    start = float(card.number("start").input_value())
    assert start < 2.2
    card.shows(card.native(beta=0.7, start=start))


def test_the_eigenvalues_meet_part_and_leave_the_disc(visit):
    here = visit()
    here.open("embed/spectrum/")
    card = here.card("spectrum").wake()
    for lr, words in [(0.01, "A double root"), (1.5, "A complex pair"), (3.61, "both are −0.9")]:
        card.change("lr", lr)
        card.shows(card.native(lr=lr))
        expect(card.summary).to_contain_text(words)
        expect(card.find(".demo-side tbody tr").first.locator("td").last).to_have_text("0.9")
    card.change("lr", 3.7)
    expect(card.summary).to_contain_text("Outside the disc")
    card.find(".fixes button").click()
    expect(card.summary).not_to_contain_text("Outside the disc")


def test_in_the_valley_momentum_without_memory_is_descent(visit):
    here = visit()
    here.open("embed/valley/")
    card = here.card("valley").wake()
    card.change("beta", 0)
    card.shows(card.native(beta=0))
    expect(card.summary).to_contain_text("One path")


def test_the_point_of_the_map_is_dragged_to_where_momentum_diverges(visit):
    here = visit()
    here.open("embed/momentum-map/")
    card = here.card("momentum-map").wake()
    knob, box = card.find(".handle .knob").first, card.plane.bounding_box()
    here.page.mouse.move(*card.centre(knob))
    here.page.mouse.down()
    here.page.mouse.move(box["x"] + 0.93 * box["width"], box["y"] + 0.6 * box["height"], steps=6)
    here.page.mouse.up()
    values = {name: float(card.number(name).input_value()) for name in ("lr", "beta")}
    card.shows(card.native(**values))
    expect(card.summary).to_contain_text("Diverges")
