"""Beat Adam in a browser: the score is native Python's, for rules of the reader and of a link, too, and the best is kept."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from book.places import ROOT
from demos.beat_adam import BeatAdam
from demos.kit.controls import ControlError
from tests.browser.cell import Cell
from tests.demos.own import defined
from tests.demos.test_beat_adam import NEAR
from tests.demos.test_playground import panel

RPROP = {"lr": 0.822, "eta_minus": 0.603, "eta_plus": 1.44, "step_min": 2.78e-8, "step_max": 0.337}  # its record
FADING = {"lr": 0.0597, "beta": 0.681}  # what demos.kit.contest.tuned finds for it


def contest(visit, address="beat-adam/", **options):
    here = visit(**options)
    here.open(address)
    return here, here.card("beat-adam").wake()


@pytest.fixture
def fading():
    """The rule of the page, registered natively."""
    page = (ROOT / "docs/beat-adam.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"^```python \{run #fading\}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    with defined():
        exec(source, {"__name__": "__main__"})
        yield


def score_of(answer) -> str:
    return answer["score"]["label"]


def digits(card) -> float:
    """The score of the present setting: the average over all runs in the data."""
    expect(card.find("[aria-busy]")).to_have_count(0)
    return float(np.mean([float(row[3]) for row in card.read()["rows"][1:]]))


def test_one_knob_changes_every_number_as_native_python_says(visit):
    _, card = contest(visit, "embed/beat-adam/")
    card.change("knobs", {"momentum": {"beta": 0.5}})
    card.shows(answer := card.native(knobs={"momentum": {"beta": 0.5}}))
    expect(card.find(".score strong")).to_have_text(score_of(answer))
    shown = card.find("table.results tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert shown == [row["cells"] for row in panel(answer, "results")["rows"]]


def test_the_best_outlives_a_reload_and_brings_back_its_rule_and_its_knobs(visit):
    here, card = contest(visit, "embed/beat-adam/")
    best = {"rule": "rprop", "knobs": {"rprop": RPROP}}
    card.change("rule", "rprop")
    card.shows(card.native(rule="rprop"))
    card.change("knobs", best["knobs"])
    card.shows(answer := card.native(**best))
    score = card.find(".score")
    words = re.compile(rf"^Your best: {re.escape(score_of(answer))}, better than par\. Par is 4\.35\.$")
    expect(score).to_have_text(words)
    card.change("rule", "gd")
    card.shows(card.native(rule="gd", knobs=best["knobs"]))
    here.page.reload()
    card = here.card("beat-adam").wake()
    expect(card.find(".score strong")).to_have_text(score_of(answer))
    card.find(".score button").get_by_text("Back to it").click()
    card.shows(answer)
    expect(card.find(".score")).to_have_text(words)


def test_other_starts_than_those_of_the_record_make_no_record(visit):
    _, card = contest(visit, "embed/beat-adam/")
    card.change("draw", 3)
    card.shows(card.native(draw=3))
    expect(card.find(".score")).to_have_count(0)


def test_the_rule_of_the_page_joins_the_menu_and_beats_par_and_its_link_brings_it_to_someone_else(visit, fading):
    here, card = contest(visit, permissions=["clipboard-read", "clipboard-write"])
    Cell(here.page, "fading").wake().runs().reaches("done")
    option = card.find("select[name=rule] optgroup[label='Your own'] option")
    expect(option).to_have_text("Fading steps")
    card.change("rule", "fading")
    expect(card.summary).to_contain_text("Adam stays ahead: Fading steps wins")
    assert digits(card) == pytest.approx(card.native(rule="fading")["score"]["value"], abs=NEAR)
    before = card.read()["summary"]
    card.change("knobs", {"fading": {"lr": FADING["lr"]}})
    expect(card.summary).not_to_have_text(before)
    before = card.read()["summary"]
    card.change("knobs", {"fading": {"beta": FADING["beta"]}})
    expect(card.summary).not_to_have_text(before)
    expect(card.summary).to_contain_text("Fading steps beats Adam")
    native = card.native(rule="fading", knobs={"fading": FADING})
    assert digits(card) == pytest.approx(native["score"]["value"], abs=NEAR)
    expect(card.find(".score")).to_contain_text("better than par")
    reached = card.read()
    card.find("button").get_by_text("Share").click()
    expect(card.find(".done").get_by_text("Link copied")).to_be_visible()
    link = here.page.evaluate("navigator.clipboard.readText()")

    other = visit()
    other.page.goto(link)
    theirs = other.card("beat-adam").wake()
    foreign = theirs.find(".foreign")
    expect(foreign).to_contain_text("This link brings code of someone else")
    expect(foreign.locator("pre")).to_contain_text("def fading(f, x, s: Average, t")
    other.page.wait_for_timeout(500)
    assert other.python_workers() == []
    foreign.get_by_text("Run this code").click()
    expect(theirs.summary).to_have_text(reached["summary"])
    assert theirs.read()["rows"][1:] == reached["rows"][1:]
    expect(theirs.find(".score strong")).to_have_count(0)  # the record is someone else's


def test_a_number_that_no_rule_can_take_is_refused_in_a_sentence_and_one_that_only_fails_is_scored(visit):
    _, card = contest(visit, "embed/beat-adam/")
    for knobs in ({"lr": -1}, {"lr": 0}, {"beta": 1}, {"beta": -0.5}):
        with pytest.raises(ControlError) as refused:
            BeatAdam(knobs={"momentum": {**knobs}})
        card.change("knobs", {"momentum": knobs})
        expect(card.problem).to_have_text(str(refused.value))
        card.find("button").get_by_text("Reset Momentum").click()
        expect(card.problem).to_have_count(0)
    card.change("knobs", {"momentum": {"lr": 1e300}})
    card.shows(answer := card.native(knobs={"momentum": {"lr": 1e300}}))
    assert score_of(answer) == "−1.00 digits"
    expect(card.summary).to_contain_text("48 of 48 runs leave")


@pytest.mark.readers
def test_a_change_of_the_contest_is_shown_within_400_ms(visit):
    _, card = contest(visit, "embed/beat-adam/")
    card.change("knobs", {"momentum": {"lr": 0.002}})
    card.shows(card.native(knobs={"momentum": {"lr": 0.002}}))
    took = card.milliseconds("momentum.lr", [0.003, 0.004, 0.005])
    print(f"beat-adam: {took:.0f} ms")
    assert took < 400
