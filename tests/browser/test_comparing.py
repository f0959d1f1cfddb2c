"""Chapter 20 in its page: whoever is the favorite wins, one run is an anecdote, and the number of tries turns the ranking."""

from playwright.sync_api import expect


def first(card) -> str:
    """Who leads the table."""
    return card.find("table.results tbody tr").first.locator("th, td").first.inner_text()


def test_the_ranking_turns_with_who_is_tuned_with_the_draw_and_with_the_number_of_tries(visit):
    here = visit()
    here.open("comparing/")
    race = here.card("race").wake()
    for favorite, title in (("rmsprop", "RMSprop"), ("adam", "Adam"), ("momentum", "Momentum")):
        race.change("favorite", favorite)
        race.shows(race.native(favorite=favorite))
        assert first(race) == title
    race.change("searched", "all")
    race.change("epochs", 10)
    race.shows(answer := race.native(favorite="momentum", searched="all", epochs=10))
    assert "not clear of" in answer["summary"]
    race.change("stretch", 4)
    race.shows(answer := race.native(favorite="momentum", searched="all", epochs=10, stretch=4.0))
    assert sum("22 rates from 0.001" in fact for fact in answer["note"]) == 1
    expect(race.find(".demo-small .note")).to_contain_text("22 rates from 0.001 to 3.2, 9 seeds each")

    one = here.card("one-seed").wake()
    expect(one.summary).to_contain_text("and that is wrong")
    one.change("seeds", "31")
    one.shows(one.native(seeds="31"))
    expect(one.summary).to_contain_text("and that is right")

    budget = here.card("budget").wake()
    handle = budget.find(".handle")
    handle.focus()
    for _ in range(12):
        handle.press("Shift+ArrowRight")
    tries = int(budget.number("tries").input_value())
    assert tries > 16
    budget.shows(budget.native(tries=tries))
    assert first(budget) == "Momentum, β too"

    grid = here.card("grid").wake()
    grid.change("method", "random")
    grid.shows(grid.native(method="random"))
    expect(grid.summary).to_contain_text("see 16 learning rates")
    assert here.complaints == []
