"""Every demo, in a page: static, ready, live; and what it shows is what native Python computes."""

import pytest

from demos.kit import demo_names
from tests.browser.site import with_demos


@pytest.mark.parametrize("demo", demo_names())
def test_every_control_gives_what_native_python_gives(visit, demo):
    here = visit()
    here.open(f"embed/{demo}/")
    card = here.card(demo)
    card.wake()
    changes = {}

    def change(name, value):
        nonlocal changes
        card.change(name, value)
        changes = {key: old for key, old in changes.items() if key not in card.followers(name)} | {name: value}

    for name, value in card.tries().items():
        for other, allowed in (card.spec(name)["when"] or {}).items():
            allowed = allowed if isinstance(allowed, list) else [allowed]
            if card.native(**changes)["values"][other] not in allowed:
                change(other, allowed[0])
                card.shows(card.native(**changes))  # its defaults arrive in the fields, and not while one is typed in
        if card.native(**changes)["controls"].get(name, {}).get("hidden"):
            continue  # what was changed before has no such control
        if card.spec(name)["kind"] == "knobs":  # those of the rules that are picked by now
            value = card.other(card.spec(name), card.native(**changes))
        change(name, value)
        card.shows(card.native(**changes))
    assert here.phases(demo) == ["static", "ready", "loading", "live"]


@pytest.mark.parametrize("page", with_demos())
def test_every_demo_of_a_page_becomes_live_and_reset_brings_back_the_author_s_values(visit, page):
    here = visit()
    here.open(page)
    for card in here.cards():
        card.wake()
        name, value = next(iter(card.tries().items()))
        card.change(name, value)
        card.shows(card.native(**{name: value}))
        card.find(".demo-reset").click()
        card.shows(card.native())
        assert here.phases(card.id) == ["static", "ready", "loading", "live"]


def test_of_200_quick_moves_of_a_slider_python_sees_few_and_the_last_one_wins(visit):
    here = visit()
    here.open("embed/descent/")
    card = here.card("descent").wake()
    card.slider("lr").evaluate(
        """async (slider) => {
          for (let i = 0; i < 200; i++) {
            slider.value = 300 + i;
            slider.dispatchEvent(new Event("input", {bubbles: true}));
            if (i % 4 === 3) await new Promise(requestAnimationFrame);
          }
        }"""
    )
    card.shows(card.native(lr=float(card.number("lr").input_value())))
    assert card.slider("lr").input_value() == "499"
    assert len(here.note("asked")) <= 50


def test_while_python_starts_only_the_last_move_waits_for_it(visit):
    here = visit()
    here.open("embed/descent/")
    card = here.card("descent").wake()
    for lr in (0.05, 0.06, 0.07, 0.08):
        card.number("lr").fill(str(lr))
    card.shows(card.native(lr=0.08))
    assert [message["values"].count('"lr":0.08') for message in here.note("asked")][-1] == 1
    assert len(here.note("asked")) <= 2
