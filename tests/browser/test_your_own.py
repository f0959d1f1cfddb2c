"""Chapter 22, in one visit: mistakes are picked, h is dragged, a rule is written, and it runs in the demos of the page and of others."""

import re

from playwright.sync_api import expect

from tests.browser.cell import Cell
from tests.demos.own import defined
from tests.demos.test_your_own import cells


def test_a_rule_goes_from_its_cell_through_the_trials_into_every_demo(visit):
    here = visit()
    here.open("your-own/?demo=slips&mistake=eps_scaled#slips")  # a link of the page for teachers
    slips, check, symmetry, race = (here.card(id) for id in ("slips", "gradient-check", "symmetry", "race"))
    slips.wake().shows(slips.native(mistake="eps_scaled"))
    expect(slips.summary).to_contain_text("The loss does not show it")
    slips.change("mistake", "no_root")
    slips.shows(slips.native(mistake="no_root"))
    expect(slips.find(".demo-below tbody tr").nth(2)).to_contain_text("fails")

    check.wake()
    handle = check.handle
    handle.focus()
    for _ in range(4):
        handle.press("Shift+ArrowLeft")
    h = float(check.number("h").input_value())
    assert h < 1e-6
    check.shows(check.native(h=h))
    check.change("mistake", "share")
    check.change("share", 1e-3)
    check.shows(check.native(h=h, mistake="share", share=1e-3))

    symmetry.wake()
    symmetry.change("rule", "adam")
    symmetry.shows(symmetry.native(rule="adam"))
    Cell(here.page, "forgetful").wake().runs().reaches("done")
    with defined():
        space: dict = {"__name__": "__main__"}
        for cell in cells():
            exec(cell, space)
        name = "forgetful_momentum"
        symmetry.find(f"select[name='rule'] option[value='{name}']").wait_for(state="attached", timeout=60_000)
        symmetry.change("rule", name)
        symmetry.shows(symmetry.native(rule=name))
        expect(symmetry.summary).to_contain_text("Turning the landscape changes the path of Forgetful momentum")
        race.wake()
        box = here.page.locator(f"input[name='rules'][value='{name}']")
        race.find(".control.picks .menu").click()
        race.find("label.pick", has=box).click()
        race.shows(race.native(rules=["gd", "momentum", "adam", name]))
        expect(race.summary).to_have_text(re.compile("Forgetful momentum arrives first"))
    assert not here.complaints
