"""Freezes PyTorch's and optax's learning rates into schedules.json, their edges turned into ours.

    .reference/bin/python tests/reference/make_schedules.py

Both count steps from 0, as we do. Rates go on after the last step where the library's do as ours: its end value stays.
"""

import json
from pathlib import Path

import jax
import optax
import torch
from torch.optim.lr_scheduler import (
    ConstantLR,
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    CyclicLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    PolynomialLR,
    SequentialLR,
    StepLR,
)

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)

BASE, LENGTH = 0.713, 61


def by_torch(make, base=BASE, steps=LENGTH):
    """What a scheduler of torch's gives to each step of an optimizer."""
    sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    schedule, rates = make(sgd), []
    for _ in range(steps):
        rates.append(float(sgd.param_groups[0]["lr"]))
        sgd.step()
        schedule.step()
    return f"PyTorch {torch.__version__.partition('+')[0]}", rates


def by_optax(schedule, steps=LENGTH):
    return f"optax {optax.__version__}", [float(schedule(k)) for k in range(steps)]


def ramp(start, end, steps):
    """Factors from start + (end - start) / steps up to end: the ramps of warm-up and of WSD, which already move in their first step."""
    return lambda sgd: LinearLR(sgd, start + (end - start) / steps, end, total_iters=steps - 1)


def flat(sgd):
    return ConstantLR(sgd, factor=1.0)


def chain(*parts):
    """Schedulers one after the other; parts are schedulers and, between them, the steps at which they change."""
    makers, milestones = parts[::2], list(parts[1::2])
    return lambda sgd: SequentialLR(sgd, [make(sgd) for make in makers], milestones)


def noam(k, w=7):
    return min((k + 1) ** -0.5, (k + 1) * w**-1.5)


def cosine(steps, end):
    return lambda sgd: CosineAnnealingLR(sgd, steps, eta_min=end)


def one_cycle(**options):
    return lambda sgd: OneCycleLR(sgd, BASE, cycle_momentum=False, **options)


def cyclic(mode):
    return lambda sgd: CyclicLR(sgd, 0.013, BASE, 7, 11, mode=mode, cycle_momentum=False)


CASES = [  # schedule, options, the rates; then the options of a warm-up before it
    ("constant", {}, by_torch(flat)),
    ("step", {"every": 7, "factor": 0.37}, by_torch(lambda sgd: StepLR(sgd, 7, gamma=0.37))),
    (
        "multistep",
        {"milestones": [5, 11, 37], "factor": 0.37},
        by_torch(lambda sgd: MultiStepLR(sgd, [5, 11, 37], 0.37)),
    ),
    (
        "multistep",
        {"milestones": [3, 20], "factor": 0.1},
        by_optax(optax.piecewise_constant_schedule(BASE, {3: 0.1, 20: 0.1})),
    ),
    ("exponential", {"factor": 0.93}, by_torch(lambda sgd: ExponentialLR(sgd, 0.93))),
    ("exponential", {"factor": 0.93}, by_optax(optax.exponential_decay(BASE, 1, 0.93))),
    ("inverse_time", {"decay": 0.37}, by_torch(lambda sgd: LambdaLR(sgd, lambda k: 1 / (1 + 0.37 * k)))),
    ("inverse_sqrt", {"warmup": 7}, by_torch(lambda sgd: LambdaLR(sgd, noam))),
    ("polynomial", {"steps": 37, "power": 1.7, "end": 0.0}, by_torch(lambda sgd: PolynomialLR(sgd, 37, 1.7))),
    (
        "polynomial",
        {"steps": 37, "power": 0.7, "end": 0.013},
        by_optax(optax.polynomial_schedule(BASE, 0.013, 0.7, 37)),
    ),
    (
        "linear",
        {"steps": 37, "start_factor": 0.37, "end_factor": 0.013},
        by_torch(lambda sgd: LinearLR(sgd, 0.37, 0.013, 37)),
    ),
    ("linear", {"steps": 37, "start_factor": 0.0, "end_factor": 1.0}, by_optax(optax.linear_schedule(0.0, BASE, 37))),
    # torch's cosine rises again after T_max, ours and optax's do not
    ("cosine", {"steps": 60, "end": 0.013}, by_torch(cosine(60, 0.013))),
    ("cosine", {"steps": 37, "end": 0.013}, by_optax(optax.cosine_decay_schedule(BASE, 37, alpha=0.013 / BASE))),
    (
        "cosine_restarts",
        {"first": 5, "growth": 2, "end": 0.013},
        by_torch(lambda sgd: CosineAnnealingWarmRestarts(sgd, 5, 2, eta_min=0.013)),
    ),
    (
        "cosine_restarts",
        {"first": 7, "growth": 1, "end": 0.0},
        by_torch(lambda sgd: CosineAnnealingWarmRestarts(sgd, 7)),
    ),
    # torch's peak is at pct_start * total_steps - 1, unrounded: these put it at step 13 of 0 to 40, as round(0.325 * 40) does
    (
        "one_cycle",
        {"steps": 41, "peak_at": 0.325, "div": 25.0, "final_div": 1e4},
        by_torch(one_cycle(total_steps=41, pct_start=14 / 41), steps=41),
    ),
    (
        "one_cycle",
        {"steps": 41, "peak_at": 0.775, "div": 3.7, "final_div": 71.0},
        by_torch(one_cycle(total_steps=41, pct_start=32 / 41, div_factor=3.7, final_div_factor=71.0), steps=41),
    ),
    # optax ends at step T instead of T - 1, and then stays
    (
        "one_cycle",
        {"steps": 41, "peak_at": 0.3, "div": 25.0, "final_div": 1e4},
        by_optax(optax.cosine_onecycle_schedule(40, BASE, 0.3)),
    ),
    ("cyclic", {"up": 7, "down": 11, "low": 0.013, "mode": "triangular"}, by_torch(cyclic("triangular"))),
    ("cyclic", {"up": 7, "down": 11, "low": 0.013, "mode": "triangular2"}, by_torch(cyclic("triangular2"))),
    (
        "wsd",
        {"warmup": 7, "stable": 20, "decay": 13, "end_factor": 0.037},
        by_torch(chain(ramp(0, 1, 7), 7, flat, 27, ramp(1, 0.037, 13))),
    ),
    (
        "cosine",
        {"steps": 50, "end": 0.013},
        by_torch(chain(ramp(0.1, 1, 11), 11, cosine(50, 0.013))),
        {"steps": 11, "start_factor": 0.1},
    ),
    (
        "step",
        {"every": 7, "factor": 0.37},
        by_torch(chain(ramp(0, 1, 5), 5, lambda sgd: StepLR(sgd, 7, gamma=0.37))),
        {"steps": 5, "start_factor": 0.0},
    ),
]


def main():
    cases = []
    for schedule, options, (reference, rates), *warmup in CASES:
        before = {"warmup": warmup[0]} if warmup else {}
        cases.append(
            {"schedule": schedule, "reference": reference, "base": BASE, "options": options, **before, "lr": rates}
        )
    lines = json.dumps({"schedules": cases}).replace('{"schedule"', '\n{"schedule"')
    Path(__file__).with_name("schedules.json").write_text(lines + "\n")


if __name__ == "__main__":
    main()
