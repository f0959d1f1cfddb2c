"""Chapter 2 in a page: the cobweb turns with its line, and divergence is explained and mended."""

import numpy as np
from playwright.sync_api import expect


def opened(visit, demo):
    here = visit()
    here.open(f"embed/{demo}/")
    return here, here.card(demo).wake()


def test_the_line_of_the_cobweb_tilts_through_five_regimes_and_the_sentence_names_each(visit):
    _, card = opened(visit, "cobweb")
    leads = {
        0.3: "Approaches from one side",
        0.5: "Arrives in one step",
        0.7: "Jumps from side to side, and still arrives",
        1.0: "Back and forth forever",
        1.1: "Diverges",
    }
    for lr, lead in leads.items():
        card.change("lr", lr)
        card.shows(card.native(lr=lr))
        assert card.read()["summary"].startswith(lead)
    card.figure.get_by_role("button", name="Set the learning rate to 0.99").click()
    card.shows(card.native(lr=0.99))
    assert card.read()["summary"].startswith("Jumps from side to side, and still arrives")


def test_the_start_of_the_cobweb_is_dragged_and_the_walk_goes_to_the_line_and_across_to_the_diagonal(visit):
    here, card = opened(visit, "cobweb")
    x, y = card.centre(card.handle)
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    here.page.mouse.move(x - 120, y, steps=4)
    here.page.mouse.up()
    expect(card.number("start")).not_to_have_value("2.5")
    start = float(card.number("start").input_value())
    assert start < 1.6
    card.shows(answer := card.native(start=start))
    x = next(column["values"] for column in answer["data"] if column["name"] == "x now")
    np.testing.assert_allclose(x, start * (1 - 2 * 0.9) ** np.arange(13))

    step, back = card.find(".demo-player .step"), card.figure.get_by_role("button", name="One step back")
    for words in ("step 11.5 of 12", "step 11 of 12"):
        back.click()
        expect(step).to_have_text(words)


def test_divergence_says_at_which_step_it_began_and_offers_the_largest_stable_rate(visit):
    _, card = opened(visit, "divergence")
    card.change("start", [-2.6, 0.05])
    card.shows(answer := card.native(start=[-2.6, 0.05]))
    assert "from step 11 on, after 10 steps down" in card.read()["summary"]
    assert answer["values"]["look"] == 11
    expect(card.figure.get_by_text("Step 11 in profile", exact=True)).to_be_visible()
    card.change("look", 2)
    card.shows(card.native(start=[-2.6, 0.05], look=2))
    expect(card.figure.get_by_text("Step 2 in profile", exact=True)).to_be_visible()

    card.figure.get_by_role("button", name="Set the learning rate to 0.099").click()
    card.shows(card.native(start=[-2.6, 0.05], lr=0.099))
    assert card.read()["summary"].startswith("No step climbs")

    card.change("landscape", "himmelblau")
    card.shows(card.native(landscape="himmelblau"))
    assert "steps climb" in card.read()["summary"]
