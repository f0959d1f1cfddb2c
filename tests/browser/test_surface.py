"""Surfaces: drawn without scripts and without WebGL, turned by mouse, finger and keys, lit where the machine can."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.chromium import FLAGS, find
from tests.browser.visit import Visit

NO_CARD = {"--disable-gpu", "--disable-3d-apis"}
LIGHT = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")


@pytest.fixture(scope="module")
def able(browser):
    """A Chromium that has WebGL, computed by the processor."""
    flags = [flag for flag in FLAGS if flag not in NO_CARD]
    able = browser.browser_type.launch(executable_path=find(), args=[*flags, *LIGHT])
    yield able
    able.close()


@pytest.fixture
def lit(able, site):
    """A visit with WebGL to the embedded surface, not yet touched."""
    here = Visit(able, site)
    here.open("embed/surface/")
    here.card("surface").wake()
    yield here
    here.close()
    assert here.complaints == []
    assert here.strangers() == []


def opened(visit, demo="surface", **options):
    here = visit(**options)
    here.open(f"embed/{demo}/")
    return here, here.card(demo).wake()


def stage(card):
    """The drawing of the surface."""
    return card.find("[data-frame=surface] .sheet > svg")


def looks(card) -> str:
    """How the ground and the marks are drawn now."""
    return stage(card).evaluate(
        "(svg) => [...svg.querySelectorAll('.stack use, .drawing path')].map((e) => e.getAttribute('transform') + e.getAttribute('d')).join()"
    )


def side(card) -> str:
    """From where it is seen, in words."""
    return (stage(card).get_attribute("aria-label") or "").rpartition(". ")[2]


def test_without_javascript_the_surface_stands_there_and_no_dead_button(visit):
    here = visit(java_script_enabled=False)
    here.open("embed/surface/")
    card = here.card("surface")
    assert card.find(".stack use").count() > 20
    expect(card.find(".stack use").first).to_be_visible()
    expect(card.find(".turners")).to_be_hidden()
    assert card.find(".drawing .head").count() == 3


def test_keys_turn_tilt_zoom_and_reset(visit):
    _, card = opened(visit)
    before, words = looks(card), side(card)
    stage(card).focus()
    for key in ("ArrowRight", "ArrowUp", "+", "-", "ArrowLeft"):
        now = looks(card)
        stage(card).press(key)
        expect(stage(card)).to_be_focused()
        assert looks(card) != now, key
    for _ in range(9):
        stage(card).press("ArrowRight")
    assert side(card) != words
    stage(card).press("0")
    assert looks(card) == before
    assert side(card) == words


def test_buttons_do_what_the_keys_do(visit):
    _, card = opened(visit)
    before = looks(card)
    for name in ("Turn to the left", "Turn to the right", "Zoom in", "Zoom out", "Reset the view"):
        card.find(f"[aria-label='{name}']").click()
    assert looks(card) == before
    card.find("[aria-label='Zoom in']").click()
    assert looks(card) != before


def test_a_drag_turns_it_and_a_second_click_brings_it_nearer(visit):
    here, card = opened(visit)
    before = looks(card)
    x, y = card.centre(stage(card))
    here.page.mouse.move(x - 200, y + 150)
    here.page.mouse.down()
    here.page.mouse.move(x - 120, y + 150, steps=5)
    here.page.mouse.up()
    turned = looks(card)
    assert turned != before
    here.page.mouse.move(x, y, steps=3)
    assert looks(card) == turned
    here.page.mouse.dblclick(x - 200, y + 150)
    assert looks(card) != turned
    here.page.mouse.dblclick(x - 200, y + 150)
    assert looks(card) == turned


def test_the_wheel_scrolls_the_page_and_with_ctrl_it_zooms(visit):
    here, card = opened(visit, viewport={"width": 1000, "height": 500})
    before = looks(card)
    here.page.mouse.move(*card.centre(stage(card)))
    here.page.mouse.wheel(0, 120)
    here.page.wait_for_function("() => scrollY > 60")
    assert looks(card) == before
    scrolled = here.page.evaluate("scrollY")
    here.page.keyboard.down("Control")
    here.page.mouse.wheel(0, -120)
    here.page.keyboard.up("Control")
    here.page.wait_for_function("() => document.querySelector('.turners span') === null")
    assert looks(card) != before
    assert here.page.evaluate("scrollY") == scrolled


def test_a_finger_turns_it_sideways_and_scrolls_the_page_upwards(visit):
    here, card = opened(visit, has_touch=True, viewport={"width": 390, "height": 700}, device_scale_factor=2)
    session = here.context.new_cdp_session(here.page)
    x, y = card.centre(stage(card))

    def swipe(dx: float, dy: float) -> None:
        at = {"x": x - dx / 2, "y": y + 60}
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
        for part in range(1, 11):
            point = {"x": at["x"] + dx * part / 10, "y": at["y"] + dy * part / 10}
            session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    before, place = looks(card), here.page.evaluate("scrollY")
    swipe(120, 0)
    turned = looks(card)
    assert turned != before
    assert here.page.evaluate("scrollY") == place
    stage(card).press("0")
    swipe(0, -150)
    here.page.wait_for_function("() => scrollY > 60")


def test_the_time_bar_moves_the_heads(visit):
    _, card = opened(visit)
    places = "(heads) => heads.map((head) => head.querySelector('path').getAttribute('transform')).join()"
    at_end = card.find(".head").evaluate_all(places)
    card.find("[aria-label='Step']").press("Home")
    expect(card.find(".step")).to_contain_text("step 0 of")
    at_start = card.find(".head").evaluate_all(places)
    assert at_start != at_end
    assert len(set(at_start.split("),"))) <= 3  # all in one place, two of them with the same marker or none
    card.find("[aria-label='One step forward']").click()
    assert card.find(".head").evaluate_all(places) != at_start


def test_the_gallery_goes_from_flat_to_three_dimensions_and_a_start_can_be_dragged_there(visit):
    here, card = opened(visit, "landscape-gallery")
    expect(stage(card)).to_have_count(0)
    card.change("relief", value=True)
    card.shows(card.native(relief=True))
    expect(card.find(".stack use").first).to_be_visible()
    handle = card.find("[data-frame=surface] .handle")
    x, y = card.centre(handle.locator(".knob"))
    before = looks(card)
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    here.page.mouse.move(x + 40, y + 15, steps=4)
    here.page.mouse.up()
    card.unfold(".demo-more")
    start = [float(card.number(f"start.{letter}").input_value()) for letter in "xy"]
    assert start != card.native()["values"]["start"]
    card.shows(card.native(relief=True, start=start))
    assert looks(card) != before
    assert card.centre(handle.locator(".knob")) == pytest.approx((x + 40, y + 15), abs=3)
    handle.press("ArrowRight")
    card.page.wait_for_function("(x) => document.querySelector(\"[name='start.x']\").value !== x", arg=str(start[0]))


def test_without_webgl_the_drawing_turns_and_no_library_is_fetched(visit):
    here, card = opened(visit)
    stage(card).press("ArrowRight")
    here.page.wait_for_timeout(300)
    expect(card.find(".sheet.lit")).to_have_count(0)
    expect(card.find(".stack use").first).to_be_visible()
    assert not [url for url in here.requests if "/relief-" in url]


def colours_of(card) -> list[tuple[int, int, int]]:
    """The colours of the lit relief, without the drawing over it, the most frequent first."""
    card.page.add_style_tag(content=".sheet > svg { visibility: hidden }")
    picture = Image.open(BytesIO(card.find("[data-frame=surface] .sheet").screenshot())).convert("RGB")
    counted = picture.getcolors(maxcolors=10**7) or []
    return [colour for _, colour in sorted(counted, reverse=True)]  # type: ignore[misc]


def touched(here):
    card = here.card("surface")
    stage(card).press("ArrowRight")
    expect(card.find(".sheet.lit")).to_have_count(1)
    return card


def test_with_webgl_the_relief_is_lit_once_the_reader_touches_it(lit):
    card = lit.card("surface")
    lit.page.mouse.move(*card.centre(stage(card)))
    lit.page.wait_for_timeout(200)
    assert not [url for url in lit.requests if "/relief-" in url]
    touched(lit)
    assert len([url for url in lit.requests if "/relief-" in url]) == 1
    expect(card.find(".stack")).to_be_hidden()
    assert len(colours_of(card)) > 500


def test_the_relief_follows_light_and_dark(lit):
    card = touched(lit)
    bright = max(map(sum, colours_of(card)[1:40]))
    lit.page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    lit.page.wait_for_timeout(100)
    assert max(map(sum, colours_of(card)[1:40])) < 0.6 * bright


def test_a_lost_context_brings_the_drawing_back(lit):
    card = touched(lit)
    card.find("canvas").evaluate(
        "(canvas) => canvas.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    expect(card.find(".sheet.lit")).to_have_count(0)
    expect(card.find(".stack use").first).to_be_visible()
    before = looks(card)
    stage(card).press("ArrowLeft")
    assert looks(card) != before


def test_a_page_that_is_left_gives_its_context_back(lit):
    card = touched(lit)
    lost = card.find("canvas").evaluate(
        """async (canvas) => {
          const context = canvas.getContext("webgl2");
          document.querySelector("zoo-demo").remove();
          await new Promise((resolve) => setTimeout(resolve, 100));
          return context.isContextLost();
        }"""
    )
    assert lost
