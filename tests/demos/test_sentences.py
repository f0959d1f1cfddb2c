"""What each demo says, word for word, in the states that matter."""

import pytest

from demos.kit import load

SENTENCES = [
    (
        "slope",
        {},
        "**Arrives after 20 steps**: the slope fades, and with it the steps, from 0.5 to 0.0058, all at the learning rate 0.1.",
    ),
    ("slope", {"lr": 0.5}, "**Arrives in one step**, from x = 2.5 to x = 0, and has no slope left to follow."),
    (
        "slope",
        {"lr": 0.9},
        "**Arrives after 20 steps**, jumping across the minimum: the slope fades, and with it the steps, from 4.5 to 0.052, all at the learning rate 0.9.",
    ),
    ("slope", {"lr": 1.0}, "**Does not settle**: after 20 steps at the learning rate 1, x still jumps by 5."),
    (
        "slope",
        {"lr": 1.05},
        "**Diverges**, to x = 17 after 20 steps: the learning rate times the largest curvature is 2.1, above 2.",
    ),
    ("slope", {"lr": 0.001}, "**Too slow**: in 20 steps x has come from 2.5 to 2.4, and the next step is 0.0048 long."),
    ("slope", {"start": 0.0}, "**Nothing moves**: x = 0 is the minimum, where the slope is zero."),
    (
        "slope",
        {"landscape": "wavy"},
        "**Stops in a local minimum** at x = 3.9: where there is no slope there is no step, though the loss is still 2.1.",
    ),
    (
        "descent",
        {},
        "**Stops after 59 steps** at loss 2e−7, at the minimum: the gradient is 9e−4 long, shorter than 0.001.",
    ),
    (
        "descent",
        {"lr": 0.1},
        "**Stops after 45 steps** at loss 14: the last step changed the loss by less than 1e−8, while the gradient is 24 long.",
    ),
    ("descent", {"lr": 0.001}, "**Runs out of steps** at loss 4.4: after 100 steps the gradient is still 5.2 long."),
    ("descent", {"lr": 0.1005}, "**Diverges**: the learning rate times the largest curvature is 2.01, above 2."),
    (
        "descent",
        {"lr": 0.3},
        "**Diverges after 9 steps**: the learning rate times the largest curvature is 6, above 2.",
    ),
    (
        "descent",
        {"start": [0, 0]},
        "**Stops at once** at loss 0, at the minimum: the gradient is 0 long, shorter than 0.001.",
    ),
    (
        "descent",
        {"start": [1, 0], "grad_tol": 10.0},
        "**Stops at once** at loss 1: the gradient is 2 long, shorter than 10.",
    ),
    (
        "descent",
        {"landscape": "saddle"},
        "**Falls out of the picture after 53 steps**: this landscape has no bottom, and no learning rate finds one.",
    ),
    (
        "three-rates",
        {},
        "**η = 0.0025 creeps, η = 0.05 arrives and η = 0.105 diverges**: after 60 steps the losses are 3.5, 2e−5 and 1.3e6; "
        "at η = 0.105, the learning rate times the largest curvature is 2.1, above 2.",
    ),
    (
        "race",
        {},
        "**Adam arrives first**: loss below 0.001 after 83 steps, Momentum after 85. Gradient descent ends at 0.0092, RMSprop at 0.12.",
    ),
    ("race", {"rules": ["gd"]}, "**Gradient descent does not get below 0.001** in 100 steps: it ends at 0.0092."),
    ("race", {"start": [0, 0]}, "**Nobody moves**: there is no slope at the start."),
    (
        "race",
        {"scale": 10.0},
        "**Nobody gets below 0.001** in 100 steps. Adam ends at 0.012, RMSprop at 10, Gradient descent diverges after 6 steps, Momentum after 11 steps.",
    ),
    (
        "race",
        {"landscape": "saddle"},
        "**RMSprop falls first**: out of the picture, and forever down, after 14 steps, Momentum after 20, Adam after 28, Gradient descent after 53.",
    ),
    (
        "valley",
        {},
        "**Momentum is ahead** with β = 0.7: it arrives below 0.001 after 26 steps; descent ends at loss 0.011.",
    ),
    (
        "valley",
        {"beta": 0},
        "**One path**: with β = 0 momentum is gradient descent, step for step, and both end at loss 0.011.",
    ),
    (
        "valley",
        {"steps": 1},
        "**Side by side**: the first step has no velocity to add, and both end at loss 6.8.",
    ),
    (
        "valley",
        {"lr": 0.05},
        "**Descent diverges, momentum does not**: the learning rate times the largest curvature is 2.5, above 2, "
        "but momentum bears up to 2 (1 + β) = 3.4.",
    ),
    (
        "valley",
        {"lr": 0.1},
        "**Both diverge**: the learning rate times the largest curvature is 5, above 2 (1 + β) = 3.4.",
    ),
    (
        "momentum-map",
        {},
        "**Each step keeps 0.894 of the error** in the long run; this run measures 0.893. "
        "It ripples in every direction; the best place keeps 0.635.",
    ),
    (
        "momentum-map",
        {"start": [1, 0], "lr": 0.3},
        "**Each step keeps 0.894 of the error** in the long run; this run measures 0.894. It ripples along the valley; the best place keeps 0.635.",
    ),
    (
        "momentum-map",
        {"beta": 0, "lr": 0.1},
        "**Each step keeps all of the error** in the long run; this run measures 1. "
        "It does not shrink across the valley and shrinks without a swing along it; the best place keeps 0.635.",
    ),
    (
        "momentum-map",
        {"beta": 0.8, "lr": 0.181},
        "**Diverges**: the learning rate times the largest curvature is 3.62, above 2 (1 + β) = 3.6.",
    ),
    (
        "adam-inside",
        {},
        "**The first step is one learning rate** in x and y, whatever the gradient: −5 in x and 24 in y. After 60 steps the loss is 0.013.",
    ),
    (
        "adam-inside",
        {"correction": False},
        "**The first step is 3.16 times the learning rate** in x and y: without the correction m starts at 0.1 of the gradient "
        "and √v at 0.032 of its size. After 60 steps the loss is 0.015.",
    ),
    ("adam-inside", {"start": [0, 0]}, "**Nothing moves**: at the minimum there is no gradient to average."),
]


@pytest.mark.parametrize(("name", "values", "sentence"), SENTENCES)
def test_a_demo_says_what_happened(name, values, sentence):
    assert load(name)(**values).answer()["summary"].replace("\u00a0", " ") == sentence


NOTES = [
    ("slope", ["20 steps", "η = 0.1", "no noise"]),
    ("descent", ["59 steps", "59 gradients", "η = 0.068", "no noise"]),
    ("three-rates", ["60 steps each", "η = 0.0025", "η = 0.05", "η = 0.105", "no noise"]),
    (
        "race",
        [
            "100 steps each",
            "each at the best of 61 learning rates for the landscape's first start and 100 steps",
            "no noise",
        ],
    ),
    ("valley", ["80 steps each", "η = 0.0392", "β = 0.7", "no noise"]),
    ("momentum-map", ["120 steps", "η = 0.05", "β = 0.8", "no noise"]),
    ("adam-inside", ["60 steps", "60 gradients", "η = 0.1", "β₁ = 0.9", "β₂ = 0.999", "ε = 1e−8", "no noise"]),
]


@pytest.mark.parametrize(("name", "facts"), NOTES)
def test_a_demo_prints_what_a_fair_reader_needs(name, facts):
    assert [fact.replace("\u00a0", " ") for fact in load(name)().answer()["note"]] == facts
