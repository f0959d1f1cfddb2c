"""The demos of chapter 1 in a page do what their captions say, with the numbers of native Python."""

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


def test_both_ends_of_the_chord_move_along_the_curve_and_the_sentence_says_whether_it_is_cut(visit):
    here, card = opened(visit, "convexity")
    assert card.read()["summary"].startswith("The graph rises above the chord")
    one, other = (card.find(f".handle[aria-label='drag end {name}']") for name in "ab")
    drag(here, card, one, 110)  # from the far valley toward the next
    expect(card.number("a")).not_to_have_value("-3.95")
    a = float(card.number("a").input_value())
    assert -2.3 < a < -1.4
    card.shows(card.native(a=a))

    other.focus()
    here.page.keyboard.press("ArrowLeft")
    expect(card.number("b")).not_to_have_value("0")
    card.shows(card.native(a=a, b=float(card.number("b").input_value())))

    card.change("b", -2.2)  # both in one valley: this chord proves nothing
    card.shows(answer := card.native(a=a, b=-2.2))
    assert card.read()["summary"].startswith("This chord stays above the graph")
    [offer] = answer["fixes"]
    card.figure.get_by_role("button", name=offer["label"]).click()
    card.shows(card.native(**offer["set"]))
    assert card.read()["summary"].startswith("The graph rises above the chord")

    card.change("landscape", "parabola")
    card.shows(card.native(landscape="parabola"))
    assert card.read()["summary"].startswith("The chord lies above the graph everywhere")
    low, high = VIEWS["parabola"]
    assert (one.get_attribute("aria-valuemin"), one.get_attribute("aria-valuemax")) == (f"{low:g}", f"{high:g}")


def test_every_form_of_ground_is_named_flat_and_in_three_dimensions(visit):
    _, card = opened(visit, "landscape-gallery")

    def named(*words):
        for word in words:
            expect(card.find(".sheet").get_by_text(word, exact=True).first).to_be_attached()

    card.change("landscape", "peaks")
    card.shows(card.native(landscape="peaks"))
    named("minimum", "local minimum", "saddle", "hilltop", "plateau")
    card.change("relief", True)
    card.shows(card.native(landscape="peaks", relief=True))
    expect(card.find("[data-frame=surface]")).to_be_visible()
    named("minimum", "local minimum", "saddle", "hilltop", "plateau")
    card.change("landscape", "rosenbrock")
    card.shows(card.native(landscape="rosenbrock", relief=True))
    named("minimum", "ravine", "ridge")
