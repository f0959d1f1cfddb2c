"""Chapter 5 in a browser: its demos do what the chapter asks the reader to do, and their numbers are native Python's."""

import itertools

from playwright.sync_api import expect

from demos.kit import load
from gdzoo.analysis import stability_limit


def shapes(card, words: str) -> list[str]:
    """The shapes of the panel with these words in its title, as they are drawn now."""
    panel = card.find(".panel", has=card.page.locator(".title", has_text=words))
    return outlines(panel.locator(".drawing path"))


def outlines(paths) -> list[str]:
    return paths.evaluate_all("paths => paths.map((path) => path.getAttribute('d'))")


def seek(card, step: int) -> None:
    """Moves the player to a step, as a drag of its bar does."""
    bar = card.find("input[aria-label='Step']")
    bar.evaluate(
        "(bar, step) => { bar.value = step; bar.dispatchEvent(new Event('input', {bubbles: true})); }", str(step)
    )
    expect(card.find(".step").first).to_contain_text(f"step {step} of")


def test_stepping_shows_where_each_asks_and_sliders_and_start_move_both_runs(visit):
    here = visit()
    here.open("embed/look-ahead/")
    card = here.card("look-ahead").wake()
    seek(card, 7)
    seventh = shapes(card, "Nesterov's from there")
    card.find("button[aria-label='One step forward']").click()
    expect(card.find(".step").first).to_contain_text("step 8 of 40")
    assert shapes(card, "Nesterov's from there") != seventh

    card.change("beta", 0.6)
    card.shows(native := card.native(beta=0.6))
    assert native["summary"].startswith("**Momentum is ahead**")

    lr = float(f"{1.05 * stability_limit('nesterov', 0.6) / 20:.3g}")
    card.change("lr", lr)
    card.shows(card.native(beta=0.6, lr=lr))
    assert card.summary.inner_text().startswith("Nesterov diverges, momentum does not")
    card.find("button:text('Set the learning rate to')").click()
    mended = card.native(beta=0.6, lr=lr)["fixes"][0]["set"]
    card.shows(card.native(beta=0.6, **mended))

    x, y = card.centre(card.handle)
    here.page.mouse.move(x, y)
    here.page.mouse.down()
    here.page.mouse.move(x + 90, y + 40, steps=4)
    here.page.mouse.up()
    start = [float(card.number(f"start.{letter}").input_value()) for letter in "xy"]
    assert start[0] > -2.3
    assert start[1] < 1.1
    card.shows(card.native(beta=0.6, start=start, **mended))


def test_no_method_of_slopes_leaves_the_cone_and_newton_does(visit):
    here = visit()
    here.open("embed/light-cone/")
    card = here.card("light-cone").wake()
    seen = [outlines(card.find(".demo-fields path"))]
    for method in ("adam", "conjugate_gradient", "newton"):
        card.change("method", method)
        card.shows(native := card.native(method=method))
        header, *rows = card.read()["rows"]
        moved, limit = ([float(row[header.index(name)]) for row in rows] for name in ("moved", "limit"))
        assert all(m <= at for m, at in zip(moved, limit, strict=True)) == (method != "newton")
        assert ("lowest that slopes allow" in native["summary"]) == (method != "newton")
        seen.append(outlines(card.find(".demo-fields path")))
    assert all(one != other for one, other in itertools.pairwise(seen))
    card.change("method", "gd")
    card.change("n", 9)
    card.shows(card.native(method="gd", n=9))


def test_another_order_of_the_same_steps_drowns_in_the_same_rounding_as_here(visit):
    here = visit()
    here.open("embed/step-patterns/")
    card = here.card("step-patterns").wake()
    for order in ("shortest", "longest"):
        card.change("order", order)
        card.shows(native := card.native(order=order))
        assert native["summary"].startswith("**Chebyshev drowns in rounding**")
    card.change("kappa", 10.0)
    card.change("steps", 15)
    card.shows(card.native(order="longest", kappa=10.0, steps=15))


def test_the_chapter_asks_first_and_its_demos_follow_in_order(visit):
    here = visit(java_script_enabled=False)
    here.open("nesterov/")
    demos = here.page.locator("zoo-demo figure.demo").evaluate_all("figures => figures.map(({id}) => id)")
    assert demos == ["look-ahead", "light-cone", "step-patterns"]
    for name in demos:
        summary = here.page.locator(f"figure[id='{name}'] output[name=summary]")
        expect(summary).to_have_text(load(name)().answer()["summary"].replace("**", ""))
    assert here.page.locator("section.predict").count() == 1
    assert here.page.locator("form.quiz").count() >= 4
