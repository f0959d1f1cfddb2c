"""What a comparison of noisy runs may claim, against simulation and against numpy."""

import numpy as np
import pytest

import gdzoo
from gdzoo.analysis import best_of, quartiles, upset

DICE = np.random.default_rng(3)


@pytest.mark.parametrize("n", [1, 2, 3, 8, 9, 200])
def test_quartiles_are_those_of_numpy(n):
    losses = DICE.random((4, n, 3))
    np.testing.assert_allclose(quartiles(losses, axis=1), np.quantile(losses, [0.25, 0.5, 0.75], axis=1), rtol=1e-12)


def test_a_run_that_left_is_worse_than_any_other():
    losses = np.array([1.0, np.nan, 3.0, 2.0, np.nan])
    assert quartiles(losses).tolist() == [2.0, 3.0, np.inf]
    assert quartiles([np.nan, np.nan, 1.0]).tolist() == [np.inf, np.inf, np.inf]


@pytest.mark.parametrize("runs", [1, 3, 9])
def test_an_upset_is_as_frequent_as_in_a_simulation(runs):
    better, worse = DICE.lognormal(0.0, 1.0, 60), DICE.lognormal(0.4, 1.0, 80)
    ours, theirs = (np.median(DICE.choice(each, (40_000, runs)), axis=1) for each in (better, worse))
    measured = (theirs < ours).mean() + (theirs == ours).mean() / 2
    assert upset(better, worse, runs) == pytest.approx(measured, abs=0.01)


def test_an_upset_is_a_coin_between_equals_and_never_happens_where_all_is_clear():
    losses = DICE.random(50)
    assert upset(losses, losses, 1) == pytest.approx(0.5)
    assert upset(losses, losses, 31) == pytest.approx(0.5)
    assert upset(losses, losses + 2, 5) == 0
    assert upset(losses + 2, losses, 5) == pytest.approx(1)
    left = np.full(50, np.nan)
    assert upset(losses, left, 1) == 0
    assert upset(left, left, 3) == pytest.approx(0.5)


def test_more_runs_make_upsets_rarer():
    better, worse = DICE.random(200), DICE.random(200) + 0.1
    chances = [upset(better, worse, n) for n in range(1, 60, 2)]
    assert (np.diff(chances) < 0).all()


@pytest.mark.parametrize("runs", [0, 2, -1, 3.0, True, "1"])
def test_there_is_one_median_of_an_odd_number_of_runs(runs):
    with pytest.raises(ValueError, match=r"upset: runs must be an odd whole number, so that there is one median, got"):
        upset([1.0], [2.0], runs)


@pytest.mark.parametrize("tries", [1, 4, 20])
@pytest.mark.parametrize("part", [0.25, 0.5, 0.75])
def test_the_best_of_some_tries_is_that_of_a_simulation(tries, part):
    losses = DICE.random(4000) ** 2
    searches = DICE.choice(losses, (20_000, tries)).min(1)
    assert best_of(losses, tries, part) == pytest.approx(np.quantile(searches, part), rel=0.06)


def test_with_more_tries_the_best_is_better_and_never_below_the_lowest():
    losses = np.where(DICE.random(300) < 0.4, np.nan, DICE.random(300))
    found = best_of(losses, np.arange(1, 500))
    assert (np.diff(found) <= 0).all()
    assert found[-1] == np.nanmin(losses)
    assert best_of(losses, 1, 0.99) == np.inf


def test_in_other_units_the_minimum_moves_and_the_valley_narrows():
    line = gdzoo.PROBLEMS["linear_regression"]
    f = gdzoo.Stretched(line, [4.0, 1.0])
    (w, b), (low, high) = f.minima[0], np.linalg.eigvalsh(f.hess(np.zeros(2)))
    assert (4 * w, b) == pytest.approx(line.minima[0])
    np.testing.assert_allclose(f.grad(np.array([w, b])), 0, atol=1e-12)
    assert high / low > 5 * line.eigenvalues[-1] / line.eigenvalues[0]
    x = np.array([0.3, -1.0])
    np.testing.assert_allclose(
        f.predict(x, np.array([1.0, 2.0])), line.predict(np.array([1.2, -1.0]), np.array([1.0, 2.0]))
    )
    run = gdzoo.minimize("adam", gdzoo.Minibatch(f, 4), [0.0, 0.0], 10, lr=0.1)
    inputs, targets = line.data
    other = gdzoo.objective(
        lambda x: ((4 * inputs * x[0] + x[1] - targets) ** 2).mean(),
        lambda x: 2 * np.array([((4 * inputs * x[0] + x[1] - targets) * each).mean() for each in (4 * inputs, 1)]),
    )
    assert f.value(run.x[-1]) == pytest.approx(other.value(run.x[-1]))
    np.testing.assert_allclose(f.grad(run.x[-1]), other.grad(run.x[-1]))


def test_a_stretched_landscape_has_its_marks_where_it_put_them():
    f, land = gdzoo.Stretched("himmelblau", [3.0, 0.5]), gdzoo.LANDSCAPES["himmelblau"]
    for kind in "minima", "saddles", "maxima", "starts":
        for moved, point in zip(getattr(f, kind), getattr(land, kind), strict=True):
            assert f.value(np.array(moved)) == pytest.approx(land.value(np.array(point)), abs=1e-9)
    assert f.box[0] == (land.box[0][0] / 3, land.box[0][1] / 3)
    assert f.eigenvalues is None


@pytest.mark.parametrize(
    ("factors", "sentence"),
    [
        ([1.0, 0.0], "Stretched: factors must be > 0, got factors=0"),
        ([1.0, 2.0, 3.0], r"Stretched needs one factor for each coordinate of himmelblau, got \(3,\)"),
        ([[1.0, 2.0]], r"Stretched needs one factor for each coordinate of himmelblau, got \(1, 2\)"),
    ],
)
def test_sentences(factors, sentence):
    with pytest.raises(ValueError, match=sentence):
        gdzoo.Stretched("himmelblau", factors)
