"""Chapter 9 in a page: two steps side by side, squares in another unit, and a rate that rare words would like."""

from playwright.sync_api import expect


def test_one_path_changes_with_kappa_squares_grow_and_rare_words_have_their_price(visit):
    here = visit()
    here.open("adagrad/")
    card = here.card("bowl").wake()
    expect(card.summary).to_contain_text("AdaGrad's steps have died down, RMSprop's have not")
    card.change("lr", 1.0)
    card.shows(card.native(lr=1.0))
    expect(card.summary).to_contain_text("AdaGrad ends at the loss 0 but for rounding")
    card.change("kappa", 500)
    card.shows(longer := card.native(lr=1.0, kappa=500))
    assert "AdaGrad ends at the loss 0 but for rounding" in longer["summary"]
    start = [float(card.number(f"start.{axis}").input_value()) for axis in "xy"]
    card.handle.focus()
    card.handle.press("Shift+ArrowRight")
    moved = [float(card.number(f"start.{axis}").input_value()) for axis in "xy"]
    assert moved[0] > start[0]
    card.shows(card.native(lr=1.0, kappa=500, start=moved))

    card = here.card("squares").wake()
    card.change("gradients", "flat")
    card.change("scale", 50)
    card.shows(card.native(gradients="flat", scale=50))
    expect(card.summary).to_contain_text("The last step is 0.05 η long in AdaGrad and 0.43 η in RMSprop")

    card = here.card("words").wake()
    card.change("lr_sgd", 0.3)
    card.shows(card.native(lr_sgd=0.3))
    expect(card.summary).to_contain_text("SGD 0.24")
    card.change("lr_sgd", 1.0)
    expect(card.summary).to_contain_text("SGD diverges")
    card.find(".fixes button").click()
    card.shows(card.native())
