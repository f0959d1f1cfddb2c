"""The maps of many runs: basins, hyper-map and sweep."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from demos import kit
from demos.kit.controls import ControlError
from demos.kit.knobs import axes
from gdzoo.analysis import stability_limit
from tests.demos.reading import marks, panel


def load(name) -> Any:
    """The demo, with whatever controls it has."""
    return kit.load(name)


def said(name, **values):
    return load(name)(**values).answer()["summary"].replace("\u00a0", " ")


# basins


def test_every_cell_of_the_map_has_the_colour_of_the_end_of_its_start():
    answer = load("basins")(rule="gd", landscape="six_hump_camel", steps=150).answer()
    field, land = answer["fields"]["ends"], gdzoo.LANDSCAPES["six_hump_camel"]
    rows, columns = field["shape"]
    x0, x1, y0, y1 = field["extent"]
    z = field["z"].reshape(rows, columns)
    lr = answer["values"]["lr"]
    for row, column in ((0, 0), (10, 40), (40, 3), (rows - 1, columns - 1), (57, 88)):
        start = [x0 + (x1 - x0) * column / (columns - 1), y0 + (y1 - y0) * row / (rows - 1)]
        run = gdzoo.minimize("gd", land, start, 150, lr=lr)
        colour = field["classes"][int(z[row, column])]
        if run.escaped_at >= 0:
            assert colour == "soft"
            continue
        distances = np.linalg.norm(np.array([*land.minima, *land.local_minima]) - run.x[-1], axis=1)
        assert int(z[row, column]) == (distances.argmin() if distances.min() <= 0.03 else 6)


def test_the_shares_of_a_map_of_starts_are_those_of_its_cells():
    answer = load("basins")().answer()
    z, rows = answer["fields"]["ends"]["z"], panel(answer, "ends")["rows"]
    assert [row["cells"][1] for row in rows] == [f"{100 * np.mean(z == i):.0f}%" for i in range(4)]
    labels = [mark["labels"][0] for mark in marks(panel(answer, "map"), "points")]
    assert labels == [row["cells"][1] for row in rows]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {},
            "**100% of 9408 starts find one of 4 minima**; 38% of those who arrive have passed by a nearer one. The start that you drag is at (−3.78, −3.28) after 60 steps.",
        ),
        (
            {"landscape": "styblinski_tang", "rule": "gd"},
            "**27% of 9408 starts find the minimum**; 73% stop in a local one; 6% of those who arrive have passed by a nearer one. The start that you drag is at (2.75, 2.75) after 9 steps.",
        ),
        (
            {"lr": 0.5},
            "**0% of 9408 starts find one of 4 minima**; 100% have left for good. The start that you drag leaves.",
        ),
        (
            {"landscape": "bowl", "steps": 1, "lr": 0.01},
            "**Under 1% of 9408 starts find the minimum**; over 99% are elsewhere after 1 step. The start that you drag is at (−2.35, 1.57) in the end.",
        ),
        (
            {"rule": "bfgs", "landscape": "mccormick"},
            "**93% of 2352 starts find one of 2 minima**; 11% of those who arrive have passed by a nearer one; 7% are elsewhere after 200 steps; under 1% have left for good. The start that you drag is at (2.59, 1.59) after 4 steps.",
        ),
    ],
)
def test_basins_say_what_becomes_of_the_starts(values, sentence):
    assert said("basins", **values) == sentence


def test_the_controls_of_basins_are_the_knobs_of_the_rule():
    controls = load("basins")(rule="adam").answer()["controls"]
    assert (controls["lr"]["low"], controls["lr"]["scale"], controls["knob"]["label"]) == (1e-4, "log", "beta1")
    controls = load("basins")(rule="bfgs").answer()["controls"]
    assert controls == {"lr": {"hidden": True}, "knob": {"hidden": True}}


# hyper-map


def test_the_run_beside_the_map_is_that_of_the_knobs():
    demo = load("hyper-map")(x=0.05, y=0.6)
    run = gdzoo.minimize("momentum", demo.landscape, demo.start, 100, lr=0.05, beta=0.6)
    line = marks(panel(demo.answer(), "run"), "line")[0]
    np.testing.assert_allclose(np.transpose([line["x"], line["y"]]), run.x)


def test_the_grey_of_the_map_begins_at_the_edge_that_theory_draws():
    answer = load("hyper-map")(steps=500).answer()
    left, (line,) = answer["fields"]["left"], marks(panel(answer, "map"), "line")
    rows, columns = left["shape"]
    lrs, betas = np.geomspace(1e-4, 1, columns), np.linspace(0, 0.99, rows)
    np.testing.assert_allclose(line["x"], stability_limit("momentum", line["y"]) / 20)
    gone = left["z"].reshape(rows, columns) == 0
    limit = stability_limit("momentum", betas)[:, None] / 20
    assert not gone[lrs < 0.99 * limit].any()
    assert gone[lrs > 1.1 * limit].all()


def test_knobs_may_change_places_and_a_taken_one_is_not_offered_twice():
    swapped = load("hyper-map")(across="beta").answer()
    assert (swapped["values"]["across"], swapped["values"]["up"]) == ("beta", "lr")
    assert [option["value"] for option in swapped["controls"]["up"]["options"]] == ["lr"]
    adam = load("hyper-map")(rule="adam", across="beta2", up="eps").answer()
    assert [option["value"] for option in adam["controls"]["up"]["options"]] == ["lr", "beta1", "eps"]
    assert panel(adam, "map")["y"] == {"low": 1e-10, "high": 1e-2, "label": "eps", "scale": "log", "ticks": None}
    assert "lr\u00a0=" in " ".join(adam["note"])


@pytest.mark.parametrize(
    "rule", [name for name, rule in gdzoo.RULES.items() if len(axes(rule)) > 1 and "matrix" not in rule.traits]
)
def test_every_pair_of_knobs_of_a_rule_makes_a_map(rule):
    names = list(axes(gdzoo.RULES[rule]))
    for across, up in zip(names, names[1:] + names[:1], strict=True):
        answer = load("hyper-map")(rule=rule, across=across, up=up, steps=20).answer()
        assert (answer["values"]["across"], answer["values"]["up"]) == (across, up)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {},
            "**The loss is 3e−5 after 100 steps** with lr = 0.021 and beta = 0.9; the best on the map, 0.129 and 0.421, comes to 0 but for rounding. 21% of the settings leave.",
        ),
        (
            {"x": 0.9, "y": 0.0},
            "**Leaves after 6 steps** with lr = 0.9 and beta = 0; the best on the map, 0.129 and 0.421, comes to 0 but for rounding. 21% of the settings leave.",
        ),
        (
            {"rule": "adam", "landscape": "himmelblau"},
            "**The loss is 7.5e−5 after 100 steps** with lr = 0.76 and beta1 = 0.9; the best on the map, 0.129 and 0.379, comes to 0 but for rounding. Not one of the settings leaves.",
        ),
    ],
)
def test_the_hyper_map_says_what_the_knobs_do(values, sentence):
    assert said("hyper-map", **values) == sentence


def test_a_setting_that_leaves_is_offered_the_best_one():
    answer = load("hyper-map")(x=0.9, y=0.0).answer()
    (fix,) = answer["fixes"]
    assert fix["label"] == "Go to the best"
    assert "Leaves" not in said("hyper-map", **fix["set"])


# sweep


def test_the_curve_of_a_sweep_is_made_of_runs():
    demo = load("sweep")(rule="adam", steps=60)
    curve = marks(panel(demo.answer(), "sweep"), "line")[-1]
    for i in (0, 70, 200):
        run = gdzoo.minimize("adam", demo.landscape, demo.start, 60, lr=curve["x"][i])
        assert curve["y"][i] == pytest.approx(run.f[-1], rel=1e-6)


@pytest.mark.parametrize(
    ("rule", "edge"),
    [
        ("gd", (0.1, "2/L")),
        ("momentum", (0.19, "3.8/L")),
        ("momentum_ema", None),
        ("newton", (2.0, "2")),
        ("adam", None),
    ],
)
def test_a_sweep_marks_the_edge_where_theory_has_one_in_reach(rule, edge):
    answer = load("sweep")(rule=rule).answer()
    rules = [(pytest.approx(mark["x"]), mark["label"]) for mark in marks(panel(answer, "sweep"), "rule")]
    assert rules == ([edge] if edge else [])
    assert load("sweep")(rule=rule, landscape="rosenbrock").answer()["controls"]["lr"]["ticks"] == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {},
            "**The loss is 3e−5 after 100 steps** at the rate 0.021; the best of 241 rates, 0.00521, comes to 1.3e−5. From 0.192 on, all leave.",
        ),
        (
            {"rule": "gd", "lr": 0.2},
            "**Leaves after 14 steps** at the rate 0.2; the best of 241 rates, 0.0926, comes to 1.2e−8. From 0.108 on, all leave.",
        ),
        (
            {"rule": "newton", "lr": 1.0},
            "**The loss is 0 but for rounding after 100 steps** at the rate 1; the best of 241 rates, 1.01, comes to 0 but for rounding. Not one of them leaves.",
        ),
        (
            {"rule": "backtracking"},
            "**The loss is 1.8e−11 after 100 steps** at the rate 1; the best of 241 rates, 3.29, comes to 0 but for rounding. Not one of them leaves.",
        ),
    ],
)
def test_a_sweep_says_how_well_the_rate_must_be_chosen(values, sentence):
    assert said("sweep", **values) == sentence


def test_a_rule_without_a_rate_has_no_sweep():
    with pytest.raises(ControlError, match=r"^unknown rule 'bfgs'|^unknown rule 'bfgs'; "):
        load("sweep")(rule="bfgs")


def test_a_knob_that_is_no_number_is_refused():
    with pytest.raises(ControlError, match=r"^lr must be a number, got 'fast'$"):
        load("sweep")(lr="fast")
    assert load("sweep")(lr=100.0).answer()["values"]["lr"] == 1.0  # the end of the rule's range
