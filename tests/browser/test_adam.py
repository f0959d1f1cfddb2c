"""The demos of "Adam and its family", used as their chapter asks, in one visit."""

from playwright.sync_api import expect


def test_the_chapter_is_walked_from_the_first_step_to_the_family(visit):
    here = visit()
    here.open("adam/")

    inside = here.card("inside").wake()
    here.page.locator("a[href*='correction=false']").click()  # the myth's experiment
    inside.shows(inside.native(correction=False))
    expect(inside.summary).to_contain_text("The first step is 3.16 times the learning rate")
    inside.change("correction", True)
    inside.shows(inside.native())

    journey = here.card("journey").wake()
    for station in ("momentum", "nesterov", "adagrad", "rmsprop", "adam"):
        journey.find(".fixes button").click()
        journey.shows(journey.native(station=station))
    expect(journey.find(".fixes button")).to_have_text("Back to Gradient descent")
    journey.handle.focus()
    journey.handle.press("ArrowRight")
    start = [float(journey.number(f"start.{letter}").input_value()) for letter in "xy"]
    assert start[0] > -1.2
    journey.shows(journey.native(station="adam", start=start))

    turned = here.card("turned").wake()
    angle = turned.handle
    angle.focus()
    angle.press("ArrowLeft")
    turned.shows(answer := turned.native(angle=float(turned.number("angle").input_value())))
    assert answer["values"]["angle"] < 30
    family = ["adam", "adamw", "amsgrad", "adamax", "nadam", "radam"]
    here.page.locator("a[href*='demo=turned']").click()
    turned.shows(turned.native(rules=family))
    expect(turned.summary).to_contain_text("0 of 6 do not notice the angle")

    rare = here.card("rare").wake()
    rare.change("beta2", 0.5)
    rare.shows(rare.native(beta2=0.5))
    expect(rare.summary).to_contain_text("Adam and AMSGrad go the right way")
    rare.change("large", 2.2)
    rare.shows(rare.native(beta2=0.5, large=2.2))
    expect(rare.summary).to_contain_text("Adam goes the wrong way")

    kin = here.card("family").wake()
    kin.change("signal", "turn")
    kin.shows(kin.native(signal="turn"))
    kin.change("beta2", 0.999)
    kin.shows(kin.native(signal="turn", beta2=0.999))
    kin.change("rules", ["adam", "nadam"])
    kin.shows(kin.native(signal="turn", beta2=0.999, rules=["adam", "nadam"]))
    assert not here.complaints
