"""The moves of a reader who does not wait for the answers."""


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
