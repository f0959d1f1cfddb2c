"""Chapter 7 in a page: the reader moves beta and sees noise and delay change places; averages go in where the point does not."""

from playwright.sync_api import expect


def test_beta_trades_noise_for_delay_and_bias_correction_mends_the_start(visit):
    here = visit()
    here.open("embed/moving-average/")
    card = here.card("moving-average").wake()

    slider = card.slider("beta")
    slider.focus()
    slider.press("End")  # the longest memory
    card.shows(longest := card.native(beta=0.99))
    assert "7% of the noise is left" in longest["summary"]
    card.change("correct", False)
    card.shows(biased := card.native(beta=0.99, correct=False))
    assert "From its start at 0" in biased["summary"]
    card.change("signal", "climb")
    card.shows(card.native(beta=0.99, correct=False, signal="climb"))
    expect(card.summary).to_contain_text("96 days behind (theory says 99)")


def test_averages_of_points_move_with_their_knobs_and_fail_in_a_curved_valley(visit):
    here = visit()
    here.open("embed/weight-averaging/")
    card = here.card("weight-averaging").wake()
    expect(card.summary).to_contain_text("The mean of all ends lowest")

    card.change("first", 301)
    card.change("beta", 0.5)
    card.shows(card.native(first=301, beta=0.5))

    card.change("landscape", "rosenbrock")
    card.shows(card.native(first=301, beta=0.5, landscape="rosenbrock"))
    expect(card.summary).to_contain_text("the mean of all at 4.9")
    assert here.phases("weight-averaging") == ["static", "ready", "loading", "live"]
