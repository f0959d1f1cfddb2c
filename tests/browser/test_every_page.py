"""What every page must hold, in one visit each: whole, open to everyone, at home on a phone and on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.site import pages, reference, stages

SPECIES = ["zoo/", "zoo/at-a-glance/", "zoo/adam/", "zoo/muon/", "landscapes/", "landscapes/peaks/", "schedules/"]
# The pages of single demos that stand in a chapter as well; their frame is the same on all of them.
SEEN_ELSEWHERE = [path for path in pages() if path.startswith("embed/") and path not in stages()]


@pytest.mark.parametrize("path", [path for path in [*pages(), *SPECIES] if path not in SEEN_ELSEWHERE])
def test_a_page_is_whole_and_everyone_can_use_it(visit, path):
    here = visit(reduced_motion="reduce", veiled=True)
    missing = []
    here.context.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    assert here.open(path).status == 200
    cards = here.awake()
    assert missing == []
    assert here.page.title()
    icons = here.page.locator("link[rel=icon]").evaluate_all("links => links.map(({href}) => href)")
    assert [here.page.request.get(icon).status for icon in icons] == [200]
    assert here.runtime_files() == []  # Python waits until it is wanted

    assert violations(here.page) == []
    here.page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    fits(here)
    assert violations(here.page, ["color-contrast", "scrollable-region-focusable"]) == []
    if not path.startswith("embed/"):
        prints(here, cards)


def fits(here) -> None:
    """Sees that nothing sticks out of a narrow window; leaves it narrow."""
    for width in (360, 390):
        here.page.set_viewport_size({"width": width, "height": 844})
        assert here.page.evaluate("document.documentElement.scrollWidth") == width


def prints(here, cards) -> None:
    """Sees that on paper there are figures and captions, and nothing to press."""
    here.page.emulate_media(media="print")
    expect(here.page.locator("header.md-header")).to_be_hidden()
    for card in cards:
        expect(card.find(".sheet svg").first).to_be_visible()
        expect(card.find("figcaption")).to_be_visible()
        expect(card.summary).to_be_visible()
        expect(card.find(":is(.demo-controls, .demo-player, button):visible")).to_have_count(0)


def families() -> dict[str, list[str]]:
    """The addresses of the pages that the build makes of registries and demos, by folder, a dozen at a time."""
    folders: dict[str, list[str]] = {}
    for path in [*reference(), *SEEN_ELSEWHERE]:
        folders.setdefault(path.partition("/")[0], []).append(path)
    return {
        f"{folder} {at // 12 + 1}": paths[at : at + 12]
        for folder, paths in folders.items()
        for at in range(0, len(paths), 12)
    }


@pytest.mark.parametrize("paths", families().values(), ids=families())
def test_every_generated_page_opens_its_demos_wake_and_nothing_sticks_out(visit, paths):
    here = visit()
    for path in paths:
        assert here.open(path).ok
        assert here.page.locator("h1").count() == 1, path
        assert {card.read()["phase"] for card in here.awake()} <= {"ready"}, path
        fits(here)


@pytest.mark.parametrize("folder", ["chapters", "embed"])
def test_without_javascript_a_page_shows_its_text_and_its_figures_and_nothing_dead(visit, folder):
    here = visit(java_script_enabled=False)
    for path in pages():
        if path.startswith("embed/") != (folder == "embed"):
            continue
        here.open(path)
        assert len(here.page.locator("main").inner_text()) > 150, path
        for card in here.cards():
            assert card.figure.get_attribute("data-state") == "static"
            assert len(card.summary.inner_text()) > 20, card.id
            for drawing in card.find(".sheet > svg").all():
                box = drawing.bounding_box()
                assert box
                assert box["width"] > 150, card.id
                assert box["height"] > 80, card.id
        operable = here.page.locator("button:not([popovertarget]), input, select, [role=slider][tabindex], label[for]")
        dead = [
            control.evaluate("(e) => e.outerHTML.slice(0, 150)") for control in operable.all() if control.is_visible()
        ]
        assert dead == [], path
