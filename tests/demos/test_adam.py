"""The demos of "Adam and its family": what they say is true, and what they show is theory's."""

import numpy as np
import pytest

import gdzoo
from demos.family import AT, DECAY, LR, SIGNALS, START, Family
from demos.journey import ADDS, BUDGET, HOME, LAND, ORDER, RATES, Journey, best_of_kept
from demos.kit import load
from demos.rare_gradient import RareGradient
from gdzoo.analysis import settled_moves
from tests.demos.reading import column, marks, panel


def rows(answer) -> dict:
    """The table's cells by their first."""
    [table] = [each for each in answer["panels"] if each["kind"] == "table"]
    return {cells[0]: cells[1:] for cells in (row["cells"] for row in table["rows"])}


# journey


def test_from_station_to_station_the_button_leads_through_all_six_and_back():
    seen, station = [], "gd"
    for _ in ADDS:
        seen.append(station)
        answer = Journey(station=station).answer()
        assert answer["summary"].startswith(f"**{gdzoo.RULES[station].title} {ADDS[station]}**")
        [(_, station)] = answer["fixes"][-1]["set"].items()
    assert seen == ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
    assert station == "gd"


def test_a_station_is_drawn_beside_the_one_before():
    for before, here in zip([None, *ORDER], ORDER, strict=False):
        lines = marks(panel(Journey(station=here.name).answer(), "plane"), "line")
        assert [line["label"] for line in lines] == [rule.title for rule in (before, here) if rule]
        assert [line["pen"]["faint"] for line in lines] == [rule is not here for rule in (before, here) if rule]


def test_the_sentence_of_the_last_station():
    assert Journey(station="adam").answer()["summary"] == (
        "**Adam takes the velocity back, as an average, and corrects both averages for their start**. "
        "It ends at 0.12, third of six; RMSprop ends at 0.52."
    )


def test_on_this_valley_those_with_a_velocity_come_farther_down_than_those_without():
    for start in (HOME, (-0.5, 2.0), (-1.3, 1.7)):
        losses = [cells[0] for cells in rows(Journey(start=list(start)).answer()).values()]
        assert max(losses[i] for i in (1, 2, 5)) < min(losses[i] for i in (0, 3, 4)), start


def test_ten_times_the_best_rate_throws_out_those_that_do_not_divide():
    found = rows(Journey(scale=10.0).answer())
    left = [str(cells[0]).startswith("left at") for cells in found.values()]
    assert left == [True, True, True, False, False, False]


@pytest.mark.parametrize("rule", ORDER, ids=lambda rule: rule.name)
def test_each_rate_is_the_best_of_those_that_keep_below_the_start(rule):
    best = best_of_kept(rule)
    runs = {lr: gdzoo.minimize(rule, LAND, HOME, BUDGET, lr=lr) for lr in RATES[::6]} | {
        best: gdzoo.minimize(rule, LAND, HOME, BUDGET, lr=best)
    }
    kept = {lr: run.f[-1] for lr, run in runs.items() if run.escaped_at < 0 and run.f.max() <= run.f[0]}
    assert min(kept, key=lambda lr: kept[lr]) == best


# rare-gradient


def test_adam_ends_on_the_wrong_side_and_amsgrad_on_the_right_one():
    answer = RareGradient().answer()
    assert answer["summary"] == (
        "**Adam goes the wrong way; AMSGrad goes the right way**: the gradients of a round add up to 1, so the best place is −1."
    )
    assert column(answer, "x, Adam")[-10:].min() > 0.85
    assert column(answer, "x, AMSGrad")[-10:].max() < -0.85


def test_at_the_tick_the_way_of_adam_turns():
    [tick] = RareGradient().answer()["controls"]["beta2"]["ticks"]
    for beta2, way in (
        (tick["value"] - 0.02, "Adam goes the wrong way"),
        (tick["value"] + 0.02, "Adam goes the right"),
    ):
        assert way in RareGradient(rules=["adam"], beta2=beta2).answer()["summary"]


def test_the_moves_of_the_table_are_those_of_theory():
    for beta1, beta2, large in ((0.0, 0.1, 3.0), (0.4, 0.3, 5.0), (0.0, 0.6, 2.5)):
        answer = RareGradient(rules=["adam"], beta1=beta1, beta2=beta2, large=large).answer()
        moves = settled_moves([large, -1.0, -1.0], beta1, beta2)
        np.testing.assert_allclose(rows(answer)["Adam"], [*moves, moves.sum()], atol=1e-6)


def test_plain_descent_adds_up_and_nobody_is_right_where_nothing_is_better():
    assert rows(RareGradient(rules=["gd"]).answer())["Gradient descent"] == pytest.approx([-3, 1, 1, -1])
    assert RareGradient(large=2.0).answer()["summary"].startswith("**The gradients of a round cancel**")
    assert RareGradient(rules=["gd"], large=1.0).answer()["summary"].endswith("add up to −1, so the best place is 1.")


# family


def test_the_sentences_of_the_figure_and_of_a_longer_memory():
    assert Family().answer()["summary"] == ("**AdamW gets farthest, AMSGrad least far**: 63.8 and 34.8 learning rates.")
    assert Family(beta2=0.999).answer()["summary"].endswith("; AMSGrad cannot be told from Adam.")
    assert Family(rules=["adam", "amsgrad"], beta2=0.999).answer()["summary"] == (
        "**All get equally far, 45.7 learning rates** in 60 steps."
    )
    assert Family(rules=["nadam"]).answer()["summary"] == "**NAdam gets 45.8 learning rates** in 60 steps."


def test_adamw_adds_a_pull_in_proportion_to_the_place():
    answer = Family().answer()
    extra = column(answer, "step, AdamW") - column(answer, "step, Adam")
    places = START - LR * np.concatenate([[0], np.cumsum(column(answer, "step, AdamW"))[:-1]])
    np.testing.assert_allclose(extra, DECAY * places, atol=1e-9)


def test_after_the_spike_amsgrad_does_not_recover_and_nadam_leaps_at_once():
    answer = Family().answer()
    step = {name: column(answer, f"step, {name}") for name in ("Adam", "AMSGrad", "AdaMax", "NAdam", "RAdam")}
    assert step["Adam"][-1] > 0.9
    assert (np.diff(step["AMSGrad"][AT:]) < 0).all()
    assert step["NAdam"][AT] > 1.5 > 0.6 > step["Adam"][AT] > step["AdaMax"][AT]
    np.testing.assert_allclose(step["RAdam"][:5], 1)
    assert step["RAdam"][5] < 0.3


def test_a_turn_reaches_nadam_first():
    answer = Family(signal="turn").answer()
    turned = {name: np.argmax(column(answer, f"step, {name}") < 0) for name in ("Adam", "NAdam", "RAdam")}
    assert turned["NAdam"] < min(turned["Adam"], turned["RAdam"])


@pytest.mark.parametrize("signal", SIGNALS)
def test_names_stand_only_where_they_have_room(signal):
    chart = panel(Family(signal=signal).answer(), "moves")
    named = [line["y"][-1] for line in marks(chart, "line") if line["label"]]
    room = 0.05 * (chart["y"]["high"] - chart["y"]["low"])
    assert len(named) >= 2
    assert (np.diff(np.sort(named)) > room).all()


# what the chapter says of its own figures


def test_without_correction_the_first_dots_lie_three_to_five_times_as_far_apart():
    with_it, without = (load("adam-inside")(correction=on).answer() for on in (True, False))
    ratio = np.abs(column(without, "step / η, x")[:5] / column(with_it, "step / η, x")[:5])
    assert 3 < ratio[0] < 3.2
    assert ratio.max() < 6
