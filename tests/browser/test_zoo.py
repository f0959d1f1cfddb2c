"""The reference part of the book, page by page, in a browser."""

import pytest
from playwright.sync_api import expect

import gdzoo


def holds(when, values) -> bool:
    """Whether a control with this condition is offered at these values."""
    return all(
        values[name] in (allowed if isinstance(allowed, list) else [allowed]) for name, allowed in (when or {}).items()
    )


@pytest.mark.parametrize("rule", ["adam", "muon", "bfgs", "lookahead"])
def test_the_demos_of_a_species_page_compute_what_native_python_computes(visit, rule):
    here = visit()
    here.open(f"zoo/{rule}/")
    for card in here.cards():
        card.wake()
        now = card.item["answer"]["values"]
        said = card.item["answer"]["controls"]
        offered = [
            spec["name"]
            for spec in card.item["form"]
            if not (spec | said.get(spec["name"], {}))["hidden"] and holds(spec["when"], now)
        ]
        name = offered[0]
        value = card.tries()[name]
        card.change(name, value)
        card.shows(card.native(**{name: value}))


def test_a_reader_walks_the_family_tree_by_keyboard(visit):
    here = visit()
    here.open("zoo/")
    here.page.locator(".tree-drawing a[data-rule=gd]").focus()
    words = here.page.locator(".tree-words")
    expect(words).to_contain_text("Gradient descent (1847)")
    here.page.keyboard.press("ArrowRight")
    here.page.keyboard.press("ArrowDown")
    here.page.keyboard.press("ArrowUp")
    focused = here.page.evaluate("document.activeElement.dataset.rule")
    assert "gd" in gdzoo.RULES[focused].parents
    here.page.locator(".tree-drawing a[data-rule=adamw]").focus()
    expect(words).to_contain_text(f"from Adam: {gdzoo.RULES['adamw'].added['adam']}")
    lit = here.page.locator(".tree-drawing a.lit").evaluate_all("links => links.map((link) => link.dataset.rule)")
    assert {"gd", "momentum", "rmsprop", "adam", "adamw", "lamb"} <= set(lit)
    here.page.keyboard.press("ArrowLeft")
    here.page.keyboard.press("Enter")
    expect(here.page.locator("h1")).to_have_text("Adam")
    assert here.path() == "zoo/adam/"


def test_on_a_phone_the_tree_is_an_outline_that_says_what_was_added(visit):
    here = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    here.open("zoo/")
    expect(here.page.locator(".tree-drawing")).to_be_hidden()
    outline = here.page.locator(".tree-outline")
    for name, rule in gdzoo.RULES.items():
        expect(outline.locator(f"a[href$='/zoo/{name}/']")).to_be_visible()
        for words in rule.added.values():
            expect(outline.get_by_text(words, exact=False).first).to_be_visible()


def test_pictures_of_the_walls_lead_to_their_pages(visit):
    here = visit()
    here.open("landscapes/")
    here.page.locator(".wall a", has_text="Himmelblau").click()
    expect(here.page.locator("h1")).to_have_text("Himmelblau's function")
    here.open("zoo/")
    assert here.page.locator(".wall a").count() == len(gdzoo.RULES)
    here.page.locator(".wall a", has_text="AMSGrad").click()
    expect(here.page.locator("h1")).to_have_text("AMSGrad")


def test_without_javascript_the_tree_the_walls_and_the_tables_are_there(visit):
    here = visit(java_script_enabled=False)
    here.open("zoo/")
    expect(here.page.locator(".tree-drawing a[data-rule=adam]")).to_be_visible()
    expect(here.page.locator(".tree-words")).to_be_hidden()
    here.page.locator(".tree-drawing a[data-rule=adam]").click()
    expect(here.page.locator("h1")).to_have_text("Adam")
    expect(here.page.locator("figure.demo .sheet svg").first).to_be_visible()
    expect(here.page.locator("figure.listing")).to_contain_text("m_hat")
