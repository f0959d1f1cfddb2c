"""From a control's change to the redrawn scene: four rules, 200 steps, in the page."""

from statistics import median

from playwright.sync_api import Browser

from benchmarks.table import Table
from tests.browser.server import Pages
from tests.browser.visit import Visit

RULES = ["gd", "momentum", "rmsprop", "adam"]
STEPS = 200
CHANGES = 40
# The time from an event of a field to the picture that follows the redrawn paths.
CHANGE = """([selector, value]) => new Promise((resolve) => {
  const figure = document.querySelector("figure.demo"), field = figure.querySelector(selector);
  const begin = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begin));
  }).observe(figure.querySelector(".sheet svg .drawing"), {subtree: true, childList: true, attributeFilter: ["d"]});
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
})"""


def measure(table: Table, browser: Browser, site: Pages) -> None:
    first = median(change_first(browser, site) for _ in range(3))
    warm = change_warm(browser, site)
    table.row(f"control change to redrawn scene, {len(RULES)} rules x {STEPS} steps: warm, median", 80, warm, "ms")
    table.row("the same, the first one once Python is there", 400, first, "ms")


def change_first(browser: Browser, site: Pages) -> float:
    """Python has started; it has not met the demo yet."""
    visit = Visit(browser, site)
    visit.open("embed/race/")
    card = visit.card("race").wake()
    card.figure.locator(".demo-body").hover(position={"x": 5, "y": 5})
    visit.page.wait_for_function("() => notes.ready")
    assert card.item["answer"]["values"]["rules"] == RULES
    spent = visit.page.evaluate(CHANGE, ["input[name=steps]", str(STEPS)])
    visit.close()
    return spent


def change_warm(browser: Browser, site: Pages) -> float:
    """The reader moves the start about."""
    visit = Visit(browser, site)
    visit.open(f"embed/race/?steps={STEPS}")
    card = visit.card("race")
    card.shows(card.native(steps=STEPS))
    x = card.item["answer"]["values"]["start"][0]
    spent = [visit.page.evaluate(CHANGE, ["input[name='start.x']", str(x + 0.01 * i)]) for i in range(1, CHANGES + 1)]
    visit.close()
    return median(spent)
