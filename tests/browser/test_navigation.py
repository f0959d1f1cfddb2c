"""From page to page: nothing is loaded twice, one Python serves the whole visit, and the reader finds the way."""

import re
from collections import Counter
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.site import chapters, numbered, pages, reference


def settle(here) -> None:
    """Waits until the theme knows the pages of the site; until then a click loads the page anew."""
    with here.page.expect_response(lambda response: response.url.endswith("sitemap.xml")):
        here.open()
    here.page.evaluate("window.marker = 'kept'")


def follow(here, selector: str) -> None:
    """Clicks a link and waits for the page that it names, in the place of the one that was there."""
    link = here.page.locator(selector).first
    href = link.evaluate("(link) => { document.querySelector('main h1').dataset.left = ''; return link.href }")
    link.click()
    here.page.wait_for_url(re.compile(f"^{re.escape(href)}(#|$)"))  # the theme adds the section being read
    expect(here.page.locator("main h1:not([data-left])")).to_be_visible()


def walk(here) -> list[str]:
    """Through all chapters by the links below them, and back by the browser's button. Returns where it led."""
    follow(here, ".map a")
    way = [here.path()]
    while here.page.locator(".pager .next").count():
        follow(here, ".pager .next")
        way.append(here.path())
    for path in reversed(way[:-1]):
        here.page.go_back()
        here.page.wait_for_url(f"**/{path}")
    here.page.go_back()
    here.page.wait_for_url(here.site.url)
    return way


def test_page_changes_keep_the_window_and_one_python(visit):
    here = visit()
    settle(here)
    first = here.cards()[0].wake()
    name, value = next(iter(first.tries().items()))
    first.change(name, value)
    first.shows(first.native(**{name: value}))
    way = walk(here)
    assert sorted(way) == numbered()
    follow(here, ".map a")
    later = here.cards()[0].wake()
    name, value = next(iter(later.tries().items()))
    later.change(name, value)
    later.shows(later.native(**{name: value}))
    assert here.page.evaluate("window.marker") == "kept"
    assert len(here.python_workers()) == 1
    fetched = Counter(here.runtime_files())
    assert set(fetched.values()) == {1}, fetched


def test_demos_answer_on_every_page_that_a_click_leads_to(visit):
    here = visit()
    settle(here)
    for path in filter(None, chapters()):
        if here.page.locator(f"a.bar-item[href$='{path}']").count():
            follow(here, f"a.bar-item[href$='{path}']")
        else:
            here.page.get_by_role("button", name="Chapters").click()
            follow(here, f"#contents a[href$='{path}']")
        for card in here.awake():
            if not card.find(".play").count():
                continue  # nothing moves in it
            card.find(".play").click()
            expect(card.find(".play")).to_have_attribute("aria-label", "Pause")
            card.find(".play").click()
    assert here.page.evaluate("window.marker") == "kept"
    assert len(here.python_workers()) <= 1


def test_twenty_navigations_leave_nothing_behind(visit):
    here = visit()
    settle(here)
    session = here.context.new_cdp_session(here.page)
    session.send("Performance.enable")

    def left() -> tuple[float, float]:
        session.send("HeapProfiler.collectGarbage")
        metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
        return metrics["JSHeapUsedSize"], metrics["JSEventListeners"]

    seen = []
    for _ in range(10):
        for link in (".map a", ".bar-title"):
            follow(here, link)
            here.cards()[0].wake()
        seen.append(left())
    assert here.page.evaluate("window.marker") == "kept"
    # The theme keeps some of the elements of a page that was left, whatever our script does: 0.1 MB each time.
    assert seen[-1][0] - seen[0][0] < 3e6, seen
    assert seen[-1][1] <= seen[0][1], seen


def test_these_are_all_pages_of_the_site(site):
    found = {
        path.relative_to(site.root).as_posix().removesuffix("index.html") for path in Path(site.root).rglob("*.html")
    }
    assert found - {"404.html"} == {*pages(), *reference()}


def test_an_address_that_leads_nowhere_leads_home(visit):
    here = visit()
    response = here.open("no/such/page/")
    assert response.status == 404
    follow(here, "main a.button")
    assert here.path() == ""
    here.expects("404")


def test_the_search_finds_momentum(visit):
    here = visit()
    here.open()
    here.page.keyboard.press("/")
    here.page.keyboard.type("momentum")
    found = here.page.locator(".md-search-result__link")
    expect(found.first).to_have_attribute("href", re.compile("momentum/"))
    found.first.click()
    expect(here.page.locator("main h1")).to_contain_text("Momentum")


def test_a_page_can_be_edited_and_an_error_reported(visit):
    here = visit()
    here.open("momentum/")
    expect(here.page.get_by_role("link", name="Edit this page")).to_have_attribute(
        "href", re.compile("edit/main/docs/momentum.md$")
    )
    expect(here.page.get_by_role("link", name="Report an error")).to_have_attribute("href", re.compile("issues/new"))
