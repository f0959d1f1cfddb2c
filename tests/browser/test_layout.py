"""What the page looks like: nothing jumps, nothing sticks out, in every light and on paper."""

import pytest

from tests.browser.site import with_demos

JUMP = 0.02  # the budget of layout shift


@pytest.mark.readers
@pytest.mark.parametrize(("path", "width"), [*((path, 390) for path in with_demos()), ("momentum/", 1280)])
def test_nothing_jumps_while_demos_become_ready_and_live(visit, path, width):
    here = visit(viewport={"width": width, "height": 800}, veiled=True)  # who is here for the first time
    here.open(path)
    first = here.awake()[0].wake()
    open = [spec for spec in first.item["form"] if not (spec["more"] or spec["hidden"])]
    numbers = [spec["name"] for spec in open if spec["kind"] == "number"]
    if numbers:  # a choice shows another thing, which may be higher
        first.slider(numbers[0]).press("ArrowRight")
        first.shows(first.native(**{numbers[0]: float(first.number(numbers[0]).input_value())}))
    shifts = here.note("shifts")
    assert sum(shift["value"] for shift in shifts) <= JUMP, shifts


@pytest.mark.parametrize(("width", "paths"), [(390, with_demos()), (1280, ["", "momentum/"])])
def test_a_figure_is_as_high_before_it_is_ready_as_after(visit, width, paths):
    here = visit(viewport={"width": width, "height": 800})
    quiet = visit(viewport={"width": width, "height": 800}, java_script_enabled=False)
    for path in paths:
        for each in (here, quiet):
            each.open(path)
        for card in here.awake():
            drawn, static = (each.card(card.id).find(".sheet svg").first.bounding_box() for each in (here, quiet))
            assert drawn["height"] == pytest.approx(static["height"], abs=1)
            assert drawn["width"] == pytest.approx(static["width"], abs=1)


def test_light_and_dark_change_the_colours_of_text_and_drawings(visit):
    here = visit(color_scheme="light")
    here.open("momentum/")
    card = here.card("valley").wake()
    look = """(figure) => {
      const line = [...figure.querySelectorAll(".sheet svg path")].find((path) => getComputedStyle(path).stroke.startsWith("rgb"));
      return [getComputedStyle(document.body).backgroundColor, getComputedStyle(line).stroke];
    }"""
    seen = []
    for _ in range(3):
        seen.append((here.page.evaluate("document.body.dataset.mdColorScheme"), *card.figure.evaluate(look)))
        here.page.locator("[data-md-component=palette] label:visible").click()
    assert {scheme for scheme, *_ in seen} == {"default", "slate"}
    assert len({paper for _, paper, _ in seen}) == 2
    assert len({ink for _, _, ink in seen}) == 2


def test_the_chosen_light_survives_the_next_page_and_the_next_visit(visit):
    here = visit(color_scheme="light")
    here.open("momentum/")
    scheme = "document.body.dataset.mdColorScheme"
    while here.page.evaluate(scheme) != "slate":
        here.page.locator("[data-md-component=palette] label:visible").click()
    here.open("adam/")
    assert here.page.evaluate(scheme) == "slate"


def test_a_dark_system_gets_dark_pages(visit):
    here = visit(color_scheme="dark")
    for path in ("", "embed/race/"):
        here.open(path)
        assert here.page.evaluate("document.body.dataset.mdColorScheme") == "slate"
