"""Schedules: closed forms of k, clamped at the end. (Their numbers against PyTorch's and optax's: test_reference.)"""

import re

import numpy as np
import pytest

import gdzoo
from gdzoo.schedules import from_spec, through, warmup

SCHEDULES = gdzoo.SCHEDULES
EXAMPLES = {  # options of an odd member of every family
    "constant": {},
    "step": {"every": 7, "factor": 0.3},
    "multistep": {"milestones": [5, 11, 11, 20], "factor": 0.5},
    "exponential": {"factor": 0.93},
    "inverse_time": {"decay": 0.13},
    "inverse_sqrt": {"warmup": 6},
    "linear": {"steps": 17, "start_factor": 0.9, "end_factor": 0.1},
    "polynomial": {"steps": 17, "power": 1.7, "end": 0.02},
    "cosine": {"steps": 17, "end": 0.02},
    "cosine_restarts": {"first": 5, "growth": 1.5, "end": 0.02},
    "one_cycle": {"steps": 23, "peak_at": 0.37, "div": 7, "final_div": 90},
    "cyclic": {"up": 4, "down": 3, "low": 0.03, "mode": "triangular2"},
    "wsd": {"warmup": 5, "stable": 9, "decay": 8, "end_factor": 0.1},
}
FALLING = ["constant", "step", "multistep", "exponential", "inverse_time", "linear", "polynomial", "cosine"]
ENDS = {"linear": 17, "polynomial": 17, "cosine": 17, "one_cycle": 22, "wsd": 21}  # the k from which it stays
EVERY = pytest.mark.parametrize(("name", "options"), EXAMPLES.items(), ids=EXAMPLES)


def made(name, base=0.4):
    return SCHEDULES[name](base, **EXAMPLES[name])


def test_every_schedule_has_an_example_here():
    assert list(EXAMPLES) == list(SCHEDULES)


# what holds for all of them


@EVERY
def test_a_batch_of_bases_gives_a_batch_of_rates(name, options):
    bases = np.array([0.1, 0.7])
    together = SCHEDULES[name](bases, **options)
    for k in (0, 4, 13, 40):
        np.testing.assert_array_equal(together(k), [SCHEDULES[name](b, **options)(k) for b in bases])


@EVERY
def test_many_k_in_one_call_give_an_array_of_their_shape(name, options):
    lr, k = SCHEDULES[name](0.1, **options), np.arange(60.0)
    np.testing.assert_allclose(lr(k), [lr(i) for i in range(60)], rtol=1e-14, atol=1e-17)
    assert lr(k.reshape(3, 20)).shape == (3, 20)
    assert lr(np.arange(60)).dtype == float  # also from integers
    assert type(lr(3)) is float


@EVERY
def test_rates_are_positive_numbers_at_any_k_whole_or_not(name, options):
    k = np.concatenate([np.linspace(0, 100, 1001), [1e4, 1e6]])
    rates = made(name)(k)
    assert np.isfinite(rates).all()
    assert (rates[k <= 20] > 0).all()
    assert (rates >= 0).all()
    assert rates.max() <= 0.4 * (1 + 1e-15)


@pytest.mark.parametrize("name", FALLING)
def test_a_schedule_without_a_rise_never_rises(name):
    rates = made(name)(np.linspace(0, 60, 601))
    assert (np.diff(rates) <= 0).all()


@pytest.mark.parametrize(("name", "end"), ENDS.items())
def test_after_its_end_a_schedule_stays(name, end):
    lr = made(name)
    assert lr(end - 1) > lr(end)
    assert {lr(k) for k in (end, end + 1, end + 0.5, 10 * end, 10**9)} == {lr(end)}


@EVERY
def test_a_schedule_knows_its_base_and_says_how_it_was_made(name, options):
    lr = made(name)
    assert lr.base == 0.4
    text = repr(lr)
    assert text.startswith(f"{name}(0.4")
    assert all(f"{option}=" in text for option in SCHEDULES[name].knobs)


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=lambda schedule: schedule.name)
def test_a_schedule_can_be_shown(schedule):
    assert schedule.title
    assert schedule.formula
    assert "Conventions\n" in schedule.doc
    assert schedule.source is None or schedule.source in schedule.doc.partition("References")[2]
    for option, knob in schedule.knobs.items():
        assert re.search(rf"^ *{option} : ", schedule.doc, re.M)
        if option in ("milestones", "mode"):  # no slider for a list or a word
            assert knob.low is None
            continue
        assert knob.low < knob.high
        assert knob.scale == "linear" or knob.low > 0
        if knob.default not in (gdzoo.REQUIRED, None):
            assert knob.low <= knob.default <= knob.high


# one by one: edges and joints


def test_constant_is_constant():
    lr = SCHEDULES["constant"](0.3)
    assert [lr(k) for k in (0, 1, 10**6)] == [0.3] * 3
    assert lr(np.zeros((2, 5))).tolist() == [[0.3] * 5] * 2


def test_steps_drop_first_at_k_equal_to_every():
    lr = SCHEDULES["step"](0.8, every=5, factor=0.5)
    assert [lr(k) for k in (0, 4, 5, 9, 10)] == [0.8, 0.8, 0.4, 0.4, 0.2]


def test_milestones_drop_at_k_equal_to_the_milestone_and_double_ones_twice():
    lr = SCHEDULES["multistep"](0.8, milestones=[6, 3, 6], factor=0.5)
    assert [lr(k) for k in (0, 2, 3, 5, 6, 100)] == [0.8, 0.8, 0.4, 0.4, 0.1, 0.1]
    assert SCHEDULES["multistep"](0.8, milestones=[])(9) == 0.8
    evenly = SCHEDULES["multistep"](0.8, milestones=[7, 14, 21, 28], factor=0.3)(np.arange(30))
    np.testing.assert_allclose(evenly, SCHEDULES["step"](0.8, every=7, factor=0.3)(np.arange(30)), rtol=1e-15)


def test_exponential_multiplies_at_every_step():
    lr = SCHEDULES["exponential"](0.8, factor=0.93)(np.arange(50))
    assert lr[0] == 0.8
    np.testing.assert_allclose(lr[1:] / lr[:-1], 0.93, rtol=1e-14)


def test_inverse_time_halves_the_rate_after_one_over_decay_steps():
    lr = SCHEDULES["inverse_time"](0.8, decay=0.05)
    assert [lr(0), lr(20), lr(60)] == pytest.approx([0.8, 0.4, 0.2], rel=1e-15)


@pytest.mark.parametrize("w", [1, 4, 9])
def test_the_inverse_square_root_is_highest_at_the_end_of_its_rise(w):
    rates = SCHEDULES["inverse_sqrt"](0.8, warmup=w)(np.arange(100))
    assert rates.argmax() == w - 1
    assert rates.max() == pytest.approx(0.8 / np.sqrt(w), rel=1e-15)
    np.testing.assert_allclose(np.diff(rates[:w]), 0.8 * w**-1.5, rtol=1e-12)
    np.testing.assert_allclose(rates[w - 1 :], 0.8 / np.sqrt(np.arange(w, 101)), rtol=1e-15)


def test_linear_goes_between_its_factors():
    lr = SCHEDULES["linear"](0.8, steps=8, start_factor=0.25, end_factor=1.0)
    assert [lr(k) for k in (0, 4, 8, 9)] == pytest.approx([0.2, 0.5, 0.8, 0.8], rel=1e-15)


def test_polynomial_with_power_1_is_linear_and_ends_at_an_absolute_rate():
    k = np.arange(30)
    line = SCHEDULES["linear"](0.8, steps=20, end_factor=0.125)(k)
    np.testing.assert_allclose(SCHEDULES["polynomial"](0.8, steps=20, end=0.1)(k), line, rtol=1e-14)
    lr = SCHEDULES["polynomial"](0.8, steps=10, power=3, end=0.1)
    assert [lr(k) for k in (0, 5, 10, 99)] == pytest.approx([0.8, 0.1 + 0.7 / 8, 0.1, 0.1], rel=1e-15)


def test_cosine_falls_from_base_to_end_and_stays():
    lr = SCHEDULES["cosine"](0.8, steps=10, end=0.2)
    assert [lr(k) for k in (0, 5, 10, 11, 1000)] == pytest.approx([0.8, 0.5, 0.2, 0.2, 0.2], abs=1e-15)
    assert lr(9) > 0.2  # the last of ten steps is still above the end


@pytest.mark.parametrize(("first", "growth"), [(5, 1), (3, 2), (1, 3), (10, 1.5), (7, 1.1)])
def test_every_restart_is_at_the_base_and_begins_a_cosine_of_the_next_length(first, growth):
    lr = SCHEDULES["cosine_restarts"](0.8, first=first, growth=growth, end=0.1)
    begin, length = 0.0, float(first)
    for _ in range(12):
        assert lr(begin) == pytest.approx(0.8, rel=1e-12)
        k = np.linspace(0, length * (1 - 1e-9), 7)[:-1]
        np.testing.assert_allclose(lr(begin + k), SCHEDULES["cosine"](0.8, steps=length, end=0.1)(k), rtol=1e-9)
        begin, length = begin + length, length * growth


@pytest.mark.parametrize("growth", [2, 3, 5, 7])
def test_restarts_of_whole_lengths_are_met_exactly_however_far_out(growth):
    """A bare logarithm misses some: log(243) / log(3) is 4.999999999999999."""
    begins = np.array([float((growth**j - 1) // (growth - 1)) for j in range(1, 15)])
    lr = SCHEDULES["cosine_restarts"](0.8, first=1, growth=growth)
    assert (lr(begins) == 0.8).all()
    assert (lr(begins[5:] - 1) < 0.01).all()


@pytest.mark.parametrize(("steps", "peak_at"), [(53, 0.27), (100, 0.3), (11, 0.5), (2, 0.3), (10, 0.0), (10, 1.0)])
def test_one_cycle_has_one_step_at_the_base_and_ends_with_its_last_step(steps, peak_at):
    lr = SCHEDULES["one_cycle"](0.8, steps=steps, peak_at=peak_at, div=20, final_div=1000)
    rates, peak = lr(np.arange(steps + 5)), round(peak_at * (steps - 1))
    assert rates.argmax() == peak
    assert rates[peak] == pytest.approx(0.8, rel=1e-15)
    assert rates[0] == pytest.approx(0.8 if peak == 0 else 0.8 / 20, rel=1e-14)
    assert rates[steps - 1] == pytest.approx(0.8 if peak == steps - 1 else 0.8 / 20_000, rel=1e-11)
    assert (rates[steps - 1 :] == rates[steps - 1]).all()
    assert (np.diff(rates[: peak + 1]) > 0).all()
    assert (np.diff(rates[peak:steps]) < 0).all()


def test_one_cycle_of_one_step_has_the_base():
    assert SCHEDULES["one_cycle"](0.8, steps=1)([0, 1]).tolist() == [0.8, 0.8]


def test_cyclic_meets_low_and_base_at_its_corners():
    lr = SCHEDULES["cyclic"](0.8, up=4, down=2, low=0.2)
    assert [lr(k) for k in (0, 2, 4, 5, 6, 10, 12, 604)] == pytest.approx([0.2, 0.5, 0.8, 0.5, 0.2, 0.8, 0.2, 0.8])
    halved = SCHEDULES["cyclic"](0.8, up=4, down=2, low=0.2, mode="triangular2")
    assert [halved(k) for k in (4, 10, 16, 18)] == pytest.approx([0.8, 0.5, 0.35, 0.2])
    same = SCHEDULES["cyclic"](0.8, up=3)(np.arange(20))
    np.testing.assert_array_equal(same, SCHEDULES["cyclic"](0.8, up=3, down=3)(np.arange(20)))


def test_the_phases_of_warm_up_stable_decay_join_at_the_full_rate():
    lr = SCHEDULES["wsd"](0.8, warmup=4, stable=6, decay=5, end_factor=0.25)
    rates = lr(np.arange(20))
    np.testing.assert_allclose(rates[:4], [0.2, 0.4, 0.6, 0.8], rtol=1e-15)
    np.testing.assert_allclose(rates[3:10], 0.8, rtol=1e-15)
    np.testing.assert_allclose(rates[9:15], np.linspace(0.8, 0.2, 6), rtol=1e-14)
    np.testing.assert_allclose(rates[14:], 0.2, rtol=1e-15)


def test_warm_up_and_decay_of_no_steps_are_none():
    assert SCHEDULES["wsd"](0.8, warmup=0, stable=2, decay=2)([0, 1, 2, 3]).tolist() == [0.8, 0.8, 0.4, 0.0]
    assert SCHEDULES["wsd"](0.8, warmup=1, stable=2, decay=0)([0, 1, 2, 3]).tolist() == [0.8, 0.8, 0.8, 0.0]


# a warm-up in front


@EVERY
def test_after_the_warm_up_the_schedule_begins_with_its_own_k_0(name, options):
    lr, plain = warmup(made(name), 10, 0.2), made(name)
    np.testing.assert_allclose(lr(np.arange(10)), 0.4 * (0.2 + 0.8 * np.arange(1, 11) / 10), rtol=1e-14)
    np.testing.assert_array_equal(lr(np.arange(10, 60)), plain(np.arange(50)))
    assert lr.base == plain.base
    assert repr(lr) == f"warmup({plain!r}, steps=10, start_factor=0.2)"


def test_a_warm_up_of_no_steps_changes_nothing_and_two_are_twice_as_long():
    cosine = SCHEDULES["cosine"](0.8, steps=10)
    k = np.arange(30)
    np.testing.assert_array_equal(warmup(cosine, 0)(k), cosine(k))
    np.testing.assert_allclose(warmup(warmup(cosine, 4), 4)([0, 3, 4, 7, 8]), [0.2, 0.8, 0.2, 0.8, 0.8], rtol=1e-15)


def test_the_first_step_of_a_warm_up_moves():
    assert warmup(SCHEDULES["constant"](0.8), 4)(0) == 0.2


def test_a_warm_up_of_a_batch():
    bases, steps = np.array([0.1, 0.8]), np.array([2.0, 5.0])
    lr = warmup(SCHEDULES["cosine"](bases, steps=20), steps)
    for k in range(12):
        alone = [warmup(SCHEDULES["cosine"](b, steps=20), s)(k) for b, s in zip(bases, steps, strict=True)]
        np.testing.assert_allclose(lr(k), alone, rtol=1e-15)


# from plain data


def test_a_directives_mapping_makes_the_schedule_it_describes():
    k = np.arange(150)
    plain = SCHEDULES["cosine"](0.1, steps=100)
    np.testing.assert_array_equal(from_spec({"schedule": "cosine", "base": 0.1, "steps": 100})(k), plain(k))
    warm = from_spec({"schedule": "cosine", "base": 0.1, "steps": 100, "warmup": 10})
    np.testing.assert_array_equal(warm(k), warmup(plain, 10)(k))


def test_a_schedule_through_rates_meets_each_of_them_and_is_a_geometric_mean_between():
    rates = [0.4, 0.1, 0.1, 0.001, 0.2]
    lr = through(rates, steps=40)
    np.testing.assert_allclose(lr([0, 10, 20, 30, 40]), rates, rtol=1e-13)
    assert lr(25) == pytest.approx((0.1 * 0.001) ** 0.5, rel=1e-13)
    assert {lr(k) for k in (40, 41, 10**9)} == {lr(40)}
    assert lr.base == 0.4
    assert repr(lr) == "through([0.4, 0.1, 0.1, 0.001, 0.2], steps=40)"
    np.testing.assert_allclose(
        through([0.8, 0.8 * 0.93**50], 50)(np.arange(50)),
        SCHEDULES["exponential"](0.8, factor=0.93)(np.arange(50)),
        rtol=1e-12,
    )
    assert through(0.3, 9)([0, 5, 20]).tolist() == pytest.approx([0.3] * 3)


def test_a_schedules_own_warm_up_is_not_put_in_front_of_it():
    spec = {"schedule": "wsd", "base": 0.1, "warmup": 3, "stable": 4, "decay": 5}
    assert repr(from_spec(spec)) == "wsd(0.1, warmup=3, stable=4, decay=5, end_factor=0.0)"
    assert repr(from_spec({"schedule": "inverse_sqrt", "base": 0.1, "warmup": 9})) == "inverse_sqrt(0.1, warmup=9)"


# in a run


def test_a_run_uses_the_rate_of_k_equal_to_t_minus_1():
    run = gdzoo.minimize("gd", "parabola", [1.0], 4, lr=SCHEDULES["step"](0.25, every=2, factor=0.5))
    assert run.lr.tolist() == [0.25, 0.25, 0.125, 0.125]
    assert run.x[:, 0].tolist() == [1, 0.5, 0.25, 0.1875, 0.140625]


@EVERY
def test_every_schedule_drives_a_run(name, options):
    lr = warmup(made(name), 3)
    run = gdzoo.minimize("gd", "parabola", [1.0], 40, lr=lr)
    np.testing.assert_allclose(run.lr, lr(np.arange(40)), rtol=1e-15)
    np.testing.assert_allclose(run.x[-1, 0], np.prod(1 - 2 * run.lr), rtol=1e-12)


def test_a_schedule_may_carry_the_batch():
    bases = np.array([0.1, 0.2, 0.3])
    run = gdzoo.minimize("gd", "parabola", [1.0], 5, lr=SCHEDULES["cosine"](bases, steps=5))
    assert run.lr.shape == (5, 3)
    for i, base in enumerate(bases):
        alone = gdzoo.minimize("gd", "parabola", [1.0], 5, lr=SCHEDULES["cosine"](base, steps=5))
        np.testing.assert_allclose(run.x[..., i], alone.x, rtol=1e-14)


def test_momentums_two_forms_part_when_the_rate_changes():
    """Torch's form weighs the whole history with the new rate; the look-ahead form keeps each gradient's own."""

    def gap(lr):
        torch = gdzoo.minimize("nesterov", "valley", [1.0, 1.0], 20, lr=lr)
        ahead = gdzoo.minimize("nesterov_lookahead", "valley", [1.0, 1.0], 20, lr=lr, keep_state=True)
        return np.abs(torch.x - ahead.x - 0.9 * ahead.state.v).max()

    assert gap(0.01) < 1e-14
    assert gap(SCHEDULES["step"](0.01, every=5)) > 1e-3


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: SCHEDULES["cosin"], "unknown schedule 'cosin'; did you mean 'cosine'?"),
        (lambda: SCHEDULES["cosine"](0.1), "schedule cosine needs steps: it has no default"),
        (lambda: SCHEDULES["cosine"](0.1, steps=0), "schedule cosine: steps must be >= 1, got steps=0"),
        (lambda: SCHEDULES["cosine"](-0.1, steps=9), "schedule cosine: base must be > 0, got base=-0.1"),
        (lambda: SCHEDULES["step"](0.1, evry=3), "schedule step has no knob 'evry'; did you mean 'every'?"),
        (
            lambda: SCHEDULES["multistep"](0.1, milestones=[3, -4]),
            "schedule multistep: milestones must be >= 0, got milestones=-4",
        ),
        (
            lambda: SCHEDULES["cyclic"](0.1, up=3, mode="triangle"),
            "schedule cyclic: unknown mode 'triangle'; did you mean 'triangular' or 'triangular2'?",
        ),
        (lambda: SCHEDULES["cyclic"](0.1, up=3, down=0), "schedule cyclic: down must be > 0, got down=0"),
        (
            lambda: SCHEDULES["one_cycle"](0.1, steps=9, peak_at=3),
            "schedule one_cycle: peak_at must be in [0, 1], got peak_at=3",
        ),
        (
            lambda: warmup(0.1, 10),  # pyright: ignore
            "warmup goes before a schedule such as SCHEDULES['cosine'](0.1, steps=100), got 0.1",
        ),
        (lambda: through([0.1, 0.0], 10), "through: rates must be > 0, got rates=0"),
        (lambda: through([0.1, 0.2], 0), "through: steps must be >= 1, got steps=0"),
        (lambda: through([[0.1, 0.2]], 9), "through: rates must be one row of numbers, got the shape (1, 2)"),
        (lambda: warmup(SCHEDULES["constant"](0.1), -2), "warmup: steps must be >= 0, got steps=-2"),
        (
            lambda: warmup(SCHEDULES["constant"](0.1), 2, start_factor=3),
            "warmup: start_factor must be in [0, 1], got start_factor=3",
        ),
        (
            lambda: from_spec({"base": 0.1}),
            "a schedule is written as {schedule: cosine, base: 0.1, steps: 100}, got {'base': 0.1}",
        ),
        (
            lambda: from_spec({"schedule": "cosin"}),
            "unknown schedule 'cosin'; did you mean 'cosine'?",
        ),
        (
            lambda: from_spec({"schedule": "cosine", "steps": 9}),
            "schedule cosine needs base, its learning rate",
        ),
        (
            lambda: from_spec({"schedule": "cosine", "base": 0.1, "steps": 9, "warmpu": 3}),
            "schedule cosine has no option 'warmpu'; did you mean 'warmup'?",
        ),
        (
            lambda: from_spec({"schedule": "cosine", "base": 0.1, "steps": "many"}),
            "schedule cosine: steps must be a number >= 1, got steps='many'",
        ),
    ],
)
def test_sentences(make, sentence):
    with pytest.raises((KeyError, TypeError, ValueError)) as error:
        make()
    assert str(error.value) == sentence
