"""Chapter 3: the axes of a bowl are dragged, its own coordinates stay what they are, bars fall while time passes."""

from playwright.sync_api import expect


def drag(page, card, handle: int, x: float, y: float) -> None:
    """Takes a handle of the plane, by its number, to the point (x, y) there."""
    panel = next(panel for panel in card.item["answer"]["panels"] if panel["name"] == "plane")
    knob, box = card.find(".handle .knob").nth(handle), card.plane.bounding_box()
    across = (x - panel["x"]["low"]) / (panel["x"]["high"] - panel["x"]["low"])
    up = (y - panel["y"]["low"]) / (panel["y"]["high"] - panel["y"]["low"])
    page.mouse.move(*card.centre(knob))
    page.mouse.down()
    page.mouse.move(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"], steps=6)
    page.mouse.up()


def held(card, *names) -> dict:
    """What the fields of these controls say."""
    return {name: float(card.number(name).input_value()) for name in names}


def test_the_tips_of_the_ellipse_set_length_and_angle_and_the_angle_changes_no_number(visit):
    here = visit()
    here.open("embed/ellipse/")
    card = here.card("ellipse").wake()
    drag(here.page, card, 1, -0.5, 0.866)  # the second axis: straight out, to the length 1
    values = held(card, "second", "angle")
    assert values == {"second": 1.0, "angle": 30.0}
    card.shows(card.native(**values))
    assert card.number("lr").input_value() == "1.6"  # the best for the new shape
    sentence = card.summary.text_content()
    assert "κ = 4" in sentence

    drag(here.page, card, 0, 0.0, -2.0)  # the first axis: around, to straight down
    values |= held(card, "first", "angle")
    assert values == {"first": 2.0, "second": 1.0, "angle": -90.0}
    card.shows(card.native(**values))
    assert card.summary.text_content() == sentence

    handle = card.find(".handle").first
    handle.focus()
    handle.press("Shift+ArrowUp")
    values |= held(card, "first", "angle")
    assert values["first"] < 2
    card.shows(card.native(**values))


def test_in_its_own_coordinates_each_number_over_the_last_stays_the_same(visit):
    here = visit()
    here.open("embed/eigen-coordinates/")
    card = here.card("eigen-coordinates").wake()
    drag(here.page, card, 0, 1.5, 1.5)
    start = [held(card, "start.x")["start.x"], held(card, "start.y")["start.y"]]
    card.shows(card.native(start=start))
    rows, scrub = card.find(".demo-side tbody tr"), card.find("[aria-label='Step']")
    ratios = {name: set() for name in "xyuv"}
    for step in ("2", "3", "4"):
        scrub.fill(step)
        for row in rows.all():
            name, _, ratio = [cell.strip() for cell in row.locator("th, td").all_text_contents()]
            ratios[name].add(ratio)
    assert ratios["u"] == {"0.83"}
    assert ratios["v"] == {"−0.7"}
    assert len(ratios["x"]) > 1
    card.change("angle", 0)
    card.shows(card.native(start=start, angle=0))
    expect(card.summary).to_contain_text("Already untangled")


def test_the_bars_of_steep_directions_fall_first_and_lie_near_those_of_ridge(visit):
    here = visit()
    here.open("embed/error-modes/")
    card = here.card("error-modes").wake()
    left, scrub = card.find(".demo-main .bars"), card.find("[aria-label='Step']")
    heights = """path => path.getAttribute("d").split("M").slice(1).map((bar) => {
      const [foot, end] = [...bar.matchAll(/[,V]([\\d.]+)/g)].map((found) => Number(found[1]));
      return foot - end;
    })"""
    end = left.evaluate(heights)
    assert len(end) == 13
    assert end == sorted(end)
    scrub.fill("0")
    begin = left.evaluate(heights)
    assert max(begin) - min(begin) < 0.2  # all with the error 1
    assert begin[0] > 50 * max(end[0], 0.1)
    assert begin[-1] < 1.2 * end[-1]
    expect(card.find(".demo-side .bars")).to_have_count(2)
    card.change("kappa", 10)
    card.shows(card.native(kappa=10))
    expect(card.summary).to_contain_text("all 13 directions")
