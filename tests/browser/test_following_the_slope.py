"""Chapter 1 in a page: the chord and the map with names do what their captions say, with the numbers of native Python."""

from playwright.sync_api import expect

from demos.convexity import VIEWS


def opened(visit, demo):
    here = visit()
    here.open(f"embed/{demo}/")
    return here, here.card(demo).wake()


def drag(here, card, handle, right):
    """Drags a handle by so many pixels."""
    x, y = card.centre(handle)
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    here.page.mouse.move(x + right, y, steps=4)
    here.page.mouse.up()


def test_an_end_of_the_chord_is_dragged_along_the_curve_and_the_sentence_says_whether_it_is_cut(visit):
    here, card = opened(visit, "convexity")
    assert "The graph rises above the chord" in card.read()["summary"]
    one, other = (card.find(f".handle[aria-label='drag {which}']") for which in ("one end", "the other end"))
    drag(here, card, one, 190)  # from the far valley into the one beside the lowest
    expect(card.number("a")).not_to_have_value("-3.95")
    a = float(card.number("a").input_value())
    assert -2.3 < a < -0.3
    card.shows(card.native(a=a))

    other.focus()
    here.page.keyboard.press("ArrowLeft")
    expect(card.number("b")).not_to_have_value("0")
    card.shows(card.native(a=a, b=float(card.number("b").input_value())))

    card.change("landscape", "parabola")
    card.shows(card.native(landscape="parabola"))
    assert "lies above the graph everywhere" in card.read()["summary"]
    low, high = VIEWS["parabola"]
    assert (one.get_attribute("aria-valuemin"), one.get_attribute("aria-valuemax")) == (f"{low:g}", f"{high:g}")


def test_a_chord_that_proves_nothing_comes_with_a_button_that_shows_one_that_does(visit):
    _, card = opened(visit, "convexity")
    card.change("a", 1.8)
    card.shows(card.native(a=1.8))
    card.change("b", 2.2)
    card.shows(answer := card.native(a=1.8, b=2.2))
    assert "This chord stays above the graph" in card.read()["summary"]
    [offer] = answer["fixes"]
    card.find("button", has=card.page.get_by_text(offer["label"])).or_(
        card.figure.get_by_role("button", name=offer["label"])
    ).first.click()
    card.shows(card.native(**offer["set"]))
    assert "The graph rises above the chord" in card.read()["summary"]


def test_the_chapter_names_every_form_of_ground_flat_and_in_three_dimensions(visit):
    here = visit()
    here.open("following-the-slope/")
    flat, steep = here.card("landmarks").wake(), here.card("ravine").wake()
    for word in ("minimum", "local minimum", "saddle", "hilltop", "plateau"):
        assert (
            flat.find(".sheet text", has=here.page.get_by_text(word, exact=True))
            .or_(flat.find(".sheet").get_by_text(word, exact=True))
            .count()
        ), word
    for word in ("ravine", "ridge"):
        expect(steep.find("[data-frame=surface] .sheet").get_by_text(word, exact=True).first).to_be_attached()
    flat.change("relief", True)
    flat.shows(flat.native(relief=True))
    for word in ("local minimum", "saddle", "plateau"):
        expect(flat.find("[data-frame=surface] .sheet").get_by_text(word, exact=True).first).to_be_attached()
