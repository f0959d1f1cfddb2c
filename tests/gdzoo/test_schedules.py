"""Schedules: closed forms of k, clamped at the end. (Their numbers against PyTorch's: test_reference.)"""

import numpy as np
import pytest

import gdzoo

SCHEDULES = gdzoo.SCHEDULES


def test_constant_is_constant():
    lr = SCHEDULES["constant"](0.3)
    assert [lr(k) for k in (0, 1, 10**6)] == [0.3] * 3


def test_steps_drop_first_at_k_equal_to_every():
    lr = SCHEDULES["step"](0.8, every=5, factor=0.5)
    assert [lr(k) for k in (0, 4, 5, 9, 10)] == [0.8, 0.8, 0.4, 0.4, 0.2]


def test_cosine_falls_from_base_to_end_and_stays():
    lr = SCHEDULES["cosine"](0.8, steps=10, end=0.2)
    assert [float(lr(k)) for k in (0, 5, 10, 11, 1000)] == pytest.approx([0.8, 0.5, 0.2, 0.2, 0.2], abs=1e-15)
    assert lr(9) > 0.2  # the last of ten steps is still above the end


@pytest.mark.parametrize(("name", "options"), [("step", {"every": 3}), ("cosine", {"steps": 20})])
def test_a_batch_of_bases_gives_a_batch_of_rates(name, options):
    bases = np.array([0.1, 0.7])
    together = SCHEDULES[name](bases, **options)
    for k in (0, 4, 13):
        np.testing.assert_array_equal(together(k), [SCHEDULES[name](b, **options)(k) for b in bases])


@pytest.mark.parametrize(("name", "options"), [("constant", {}), ("step", {"every": 3}), ("cosine", {"steps": 20})])
def test_many_k_in_one_call(name, options):
    lr, k = SCHEDULES[name](0.1, **options), np.arange(30.0)
    np.testing.assert_allclose(np.broadcast_to(lr(k), 30), [lr(i) for i in range(30)], rtol=1e-14)


def test_a_run_uses_the_rate_of_k_equal_to_t_minus_1():
    run = gdzoo.minimize("gd", "parabola", [1.0], 4, lr=SCHEDULES["step"](0.25, every=2, factor=0.5))
    assert run.lr.tolist() == [0.25, 0.25, 0.125, 0.125]
    assert run.x[:, 0].tolist() == [1, 0.5, 0.25, 0.1875, 0.140625]


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
    ],
)
def test_sentences(make, sentence):
    with pytest.raises((KeyError, TypeError, ValueError)) as error:
        make()
    assert str(error.value) == sentence
