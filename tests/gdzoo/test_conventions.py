"""Others' forms of our rules: their numbers go there and back, and where theirs can be run, the paths agree or differ as stated."""

from typing import Any

import numpy as np
import pytest

import gdzoo
from gdzoo.conventions import CONVENTIONS, WRITERS
from gdzoo.conventions.form import spelled

FORMS = [(rule, writer, form) for rule, forms in CONVENTIONS.items() for writer, form in forms.items()]
RUN = [(rule, writer, form) for rule, writer, form in FORMS if form.runs]
STEPS = 40

ODD = {
    "lr": 0.037,
    "beta": 0.83,
    "beta1": 0.87,
    "beta2": 0.973,
    "beta3": 0.91,
    "rho": 0.77,
    "eps": 0.37,
    "eps_root": 0.01,
    "weight_decay": 0.13,
    "trust": 0.37,
    "gamma": 1.3,
    "refresh": 3.0,
    "momentum_decay": 0.037,
    "d0": 0.03,
    "eta_minus": 0.43,
    "eta_plus": 1.31,
}


def forms(listed):
    return pytest.mark.parametrize(
        ("rule", "writer", "form"), listed, ids=[f"{rule}-{writer}" for rule, writer, _ in listed]
    )


def knobs_of(rule) -> dict[str, Any]:
    """Odd values for all knobs of a rule."""
    return {name: ODD.get(name, knob.default) for name, knob in gdzoo.RULES[rule].knobs.items()}


def ground(rule):
    """Something on which to run a rule: objective and start."""
    if "matrix" in gdzoo.RULES[rule].traits:
        problem = gdzoo.PROBLEMS["associative_memory"]
        return problem, problem.start(0)
    return "himmelblau", np.array([-0.613, -1.57])


def paths(rule, form, how):
    """Our path and theirs, with numbers that were translated or copied."""
    knobs = knobs_of(rule)
    f, x0 = ground(rule)
    theirs = form.run(rule, f, x0, STEPS, getattr(form, how)(knobs))
    return gdzoo.minimize(rule, f, x0, STEPS, **knobs).x, theirs.x


@forms(FORMS)
def test_there_and_back_is_where_one_started(rule, writer, form):
    knobs = knobs_of(rule)
    back = form.ours(form.theirs(knobs))
    assert back == pytest.approx({name: knobs[name] for name in back}, rel=1e-14)


@forms(FORMS)
def test_the_call_holds_every_translated_number(rule, writer, form):
    assert writer in WRITERS
    theirs = form.theirs(knobs_of(rule))
    typed = form.typed(theirs)
    assert "{" not in typed
    for argument in form.arguments:
        assert f"{{{argument.name}}}" in form.call
        assert spelled(theirs[argument.name]) in typed


@forms(FORMS)
def test_words_end_without_a_stop(rule, writer, form):
    for text in (form.differs, form.note):
        assert not text.endswith(".")
    assert not (form.differs and form.note), "one of the two is enough"


@forms([one for one in FORMS if not one[2].differs])
def test_whoever_takes_the_same_path_knows_every_knob(rule, writer, form):
    assert {argument.knob for argument in form.arguments} - {""} == set(gdzoo.RULES[rule].knobs)


@forms([one for one in FORMS if any(not argument.knob for argument in one[2].arguments)])
def test_an_argument_that_we_have_not_needs_a_step_of_theirs(rule, writer, form):
    assert form.step is not None


@forms([one for one in RUN if not one[2].differs])
def test_translated_numbers_take_the_same_path(rule, writer, form):
    ours, theirs = paths(rule, form, "theirs")
    np.testing.assert_allclose(theirs, ours, rtol=1e-9, atol=1e-11)


@forms([one for one in RUN if one[2].differs])
def test_where_a_difference_is_stated_the_paths_differ(rule, writer, form):
    ours, theirs = paths(rule, form, "theirs")
    assert np.abs(theirs - ours).max() > 1e-4


@pytest.mark.parametrize(
    ("rule", "writer"),
    [
        ("gd", "form"),
        ("momentum", "form"),
        ("momentum_ema", "torch"),
        ("momentum_ema", "keras"),
        ("sign_gd", "form"),
        ("rmsprop", "optax"),
        ("rmsprop_centered", "optax"),
        ("adamw", "paper"),
        ("adan", "paper"),
        ("prodigy", "torch"),
    ],
)
def test_copied_numbers_take_another_path(rule, writer):
    ours, theirs = paths(rule, CONVENTIONS[rule][writer], "untranslated")
    assert np.abs(theirs - ours).max() > 1e-3


def test_an_average_needs_the_rate_over_one_minus_beta():
    assert CONVENTIONS["momentum"]["form"].theirs({"lr": 0.01, "beta": 0.9}) == pytest.approx({"lr": 0.1, "beta": 0.9})
    assert CONVENTIONS["momentum_ema"]["torch"].theirs({"lr": 0.1, "beta": 0.9}) == pytest.approx(
        {"lr": 0.01, "momentum": 0.9}
    )


def test_a_call_is_one_that_can_be_typed():
    adamw = CONVENTIONS["adamw"]["torch"]
    knobs = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01}
    assert (
        adamw.typed(adamw.theirs(knobs))
        == "torch.optim.AdamW(params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01)"
    )
    optax = CONVENTIONS["rmsprop"]["optax"]
    typed = optax.typed(optax.theirs({"lr": 0.01, "beta": 0.9, "eps": 1e-8}))
    assert typed == "optax.rmsprop(0.01, decay=0.9, eps=1e-08, eps_in_sqrt=False)"


def test_the_point_of_nesterov_is_the_one_ahead():
    """x here = x + beta v of the form that looks ahead."""
    knobs: dict[str, Any] = {"lr": 0.003, "beta": 0.83}
    f, x0 = ground("nesterov")
    ours = gdzoo.minimize("nesterov", f, x0, STEPS, **knobs)
    theirs = gdzoo.minimize("nesterov_lookahead", f, x0, STEPS, keep_state=True, **knobs)
    np.testing.assert_allclose(theirs.x + 0.83 * theirs.state.v, ours.x, rtol=1e-10)


def test_keras_eps_acts_as_ours_over_the_root_of_the_correction():
    """In the first step of Adam, eps there is 1 / sqrt(1 - beta2) of eps here."""
    form, f, x0 = CONVENTIONS["adam"]["keras"], *ground("adam")
    knobs: dict[str, Any] = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 0.37}
    theirs = form.run("adam", f, x0, 1, form.theirs(knobs))
    ours = gdzoo.minimize("adam", f, x0, 1, **knobs | {"eps": 0.37 / np.sqrt(0.001)})
    np.testing.assert_allclose(theirs.x, ours.x, rtol=1e-13)


def test_a_difference_in_eps_vanishes_with_it():
    for rule, writer in (("adam", "keras"), ("radam", "optax"), ("rmsprop", "keras"), ("adamax", "keras")):
        form, knobs = CONVENTIONS[rule][writer], {**knobs_of(rule), "eps": 0.0, "lr": 0.003}
        f, x0 = ground(rule)
        theirs = form.run(rule, f, x0, STEPS, form.theirs(knobs))
        np.testing.assert_allclose(theirs.x, gdzoo.minimize(rule, f, x0, STEPS, **knobs).x, rtol=1e-9)


def test_the_rules_that_readers_meet_elsewhere_are_all_translated():
    wanted = (
        "gd momentum momentum_ema nesterov nesterov_lookahead lars sign_gd normalized_gd signum lion rprop adagrad adadelta "
        "rmsprop rmsprop_centered adam adamw amsgrad adamax nadam radam adabelief yogi adan lamb adafactor muon sophia "
        "schedule_free_sgd schedule_free_adamw"
    )
    assert set(wanted.split()) <= set(CONVENTIONS)
    assert set(CONVENTIONS) <= set(gdzoo.RULES)
