"""Chapter 21: symptoms are chosen and mended, a start is dragged on a wall, answers change who leads."""

from playwright.sync_api import expect


def test_symptoms_clipping_and_the_guide_do_what_their_chapter_says(visit):
    here = visit()
    here.open("choosing/")
    card = here.card("symptoms").wake()
    expect(card.summary).to_contain_text("The cause: the steps are too short")
    card.find(".fixes button").click()
    card.shows(card.native(remedy=True))
    expect(card.summary).to_contain_text("The remedy works")
    card.change("symptom", "poor")
    card.shows(card.native(symptom="poor"))  # the remedy of another symptom is taken back
    expect(card.summary).to_contain_text("no number on the right shows it")
    card.find(".fixes button").click()
    card.shows(card.native(symptom="poor", remedy=True))
    card.change("symptom", "blows")
    card.shows(card.native(symptom="blows"))
    expect(card.find(".demo-main .bars")).to_have_count(1)
    expect(card.summary).to_contain_text("a real run goes on to NaN")

    wall = here.card("cliff").wake()
    wall.handle.focus()
    for _ in range(3):
        wall.handle.press("Shift+ArrowLeft")
    start = [float(wall.number(f"start.{letter}").input_value()) for letter in "xy"]
    assert start[0] < 1.2
    wall.shows(answer := wall.native(start=start))
    gradient = float(answer["data"][1]["values"][0])
    wall.change("limit", 500.0)
    wall.shows(wall.native(start=start, limit=500.0))
    assert gradient < 500
    expect(wall.summary).to_contain_text("is within the limit 500")

    guide = here.card("choose").wake()
    guide.change("scaled", False)
    guide.shows(guide.native(scaled=False))
    expect(guide.find(".demo-side tbody tr").first).to_contain_text("Nesterov")
    guide.change("noisy", False)
    guide.shows(answer := guide.native(scaled=False, noisy=False))
    expect(guide.find(".demo-side tbody tr")).to_have_count(len(answer["panels"][1]["rows"]))
    expect(guide.summary).to_contain_text("L-BFGS ends lowest here")
    assert not here.complaints
