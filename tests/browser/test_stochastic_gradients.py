"""The demos of "Stochastic gradients" in a browser: each does what its row of the plan says, with native Python's numbers."""

import numpy as np
import pytest
from playwright.sync_api import expect


@pytest.fixture
def opened(visit):
    def open_demo(name):
        here = visit()
        here.open(f"embed/{name}/")
        return here.card(name).wake()

    return open_demo


def box(locator):
    """Where a drawn mark is, in the units of its drawing."""
    found = locator.evaluate("mark => { const {x, y, width, height} = mark.getBBox(); return [x, y, width, height]; }")
    return np.array(found)


def cells(card, place="table.results"):
    return card.find(f"{place} tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].slice(1).map((cell) => cell.textContent))"
    )


def to_frame(card, frame):
    card.find(".demo-player input[type=range]").evaluate(
        "(bar, frame) => { bar.value = frame; bar.dispatchEvent(new Event('input', {bubbles: true})); }", frame
    )


def test_batch_and_sgd_walk_side_by_side_with_equal_work_and_the_start_is_dragged(opened):
    card = opened("line-fit")
    expect(card.find(".demo-player .step").first).to_have_text("epoch 20 of 20")
    to_frame(card, 1)
    expect(card.find(".demo-player .step").first).to_have_text("epoch 1 of 20")
    (updates, gradients, above), (many, work, lower) = cells(card)
    assert (updates, gradients, many, work) == ("1", "64", "16", "64")
    assert float(lower) < float(above) / 10
    expect(card.find(".point.ring, circle.ring")).to_have_count(4)  # the last minibatch, in the space of the data
    short = card.find("[data-frame=plane] path[stroke*=accent]").first.get_attribute("d")

    to_frame(card, 2)
    longer = card.find("[data-frame=plane] path[stroke*=accent]").first.get_attribute("d")
    assert len(longer) > len(short)

    x, y = card.centre(card.handle)
    card.page.mouse.move(x, y)
    card.page.mouse.down()
    card.page.mouse.move(x + 150, y + 60, steps=4)
    card.page.mouse.up()
    start = [float(card.number(f"start.{axis}").input_value()) for axis in "xy"]
    assert start[0] > 0
    assert start[1] < 1.9
    card.shows(card.native(start=start))
    card.change("batch_size", "64")
    card.shows(answer := card.native(start=start, batch_size="64"))
    assert answer["summary"].startswith("**One path**")


def test_the_cloud_of_steps_shrinks_with_the_root_of_the_batch(opened):
    card = opened("batch-size")
    cloud = card.find("path.specks")
    assert card.find("table.results tbody tr").count() == 6
    wide = {}
    for size in (4, 64):
        card.change("batch_size", size)
        card.shows(card.native(batch_size=size))
        wide[size] = box(cloud)[2:].mean()
    assert wide[4] / wide[64] == pytest.approx(4, rel=0.25)
    card.change("replace", True)
    card.shows(answer := card.native(batch_size=64, replace=True))
    assert "with replacement" in answer["note"][1]


def test_the_cloud_of_runs_shrinks_then_stays_and_the_floor_follows_the_learning_rate(opened):
    card = opened("noise-floor")
    cloud = card.find("path.specks")
    widths = []
    for frame in (0, 10, 20):
        to_frame(card, frame)
        expect(card.find(".demo-player .step").first).to_have_text(f"step {3 * frame} of 60")
        widths.append(box(cloud)[2])
    assert widths[1] < widths[0] / 2
    assert widths[2] > widths[1] / 2
    card.change("lr", 0.1)
    card.shows(card.native(lr=0.1))
    assert float(cells(card)[0][1]) == pytest.approx(0.026)
    card.change("beta", 0.9)
    card.shows(card.native(lr=0.1, beta=0.9))
    assert float(cells(card)[0][1]) == pytest.approx(0.26)
