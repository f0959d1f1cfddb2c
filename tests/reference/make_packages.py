"""Freezes the steps of the authors' own packages, and of pytorch_optimizer, into packages.json.

    .reference/bin/python tests/reference/make_packages.py

pytorch_optimizer's SOAP has no case: its QR in float32 moves it 1e-8 away from ours after the first refresh; before that
they agree to 1e-14.
"""

from importlib.metadata import version

import torch
from autograd import Autograd
from cases import LENGTH, RESIDUALS, TALL, freeze
from prodigyopt import Prodigy
from pytorch_optimizer import Adan, Shampoo
from schedulefree import AdamWScheduleFree, SGDScheduleFree

ADAM = {"lr": 0.0471, "beta1": 0.83, "beta2": 0.91, "eps": 1e-3}

SEQUENCES = [  # rule, knobs, the gradients it is fed if not "vector"
    ("schedule_free_sgd", {"lr": 0.237, "beta": 0.77}),
    ("schedule_free_adamw", {**ADAM, "weight_decay": 0.137}),
    ("prodigy", {**ADAM, "lr": 1.37, "d0": 0.0037}),
    ("adan", {**ADAM, "beta3": 0.97, "weight_decay": 0.137}),
    ("shampoo", {"lr": 0.137, "eps": 1e-3}, "wide"),
]

RUNS = [  # rule, knobs, landscape, its parameters, start
    ("schedule_free_sgd", {"lr": 0.0237, "beta": 0.77}, "himmelblau", {}, [-0.613, -1.57]),
    ("schedule_free_adamw", {**ADAM, "weight_decay": 0.137}, "rosenbrock", {}, [-1.313, 1.717]),
    ("prodigy", {**ADAM, "lr": 1.0, "d0": 0.0137}, "ravine", {"kappa": 7.0, "angle": 0.7}, [-2.13, 1.41]),
    ("adan", {**ADAM, "beta3": 0.97, "weight_decay": 0.137}, "himmelblau", {}, [-0.613, -1.57]),
    ("shampoo", {"lr": 0.237, "eps": 7.1}, "residual", RESIDUALS["tall"], TALL),
]


def adam_like(k):
    return {"lr": k["lr"], "betas": (k["beta1"], k["beta2"]), "eps": k["eps"]}


OPTIMIZERS = {
    "schedule_free_sgd": lambda x, k: SGDScheduleFree([x], lr=k["lr"], momentum=k["beta"]),
    "schedule_free_adamw": lambda x, k: AdamWScheduleFree([x], **adam_like(k), weight_decay=k["weight_decay"]),
    "prodigy": lambda x, k: Prodigy([x], **adam_like(k), d0=k["d0"], use_bias_correction=True),
    "adan": lambda x, k: Adan(  # the decay as a divisor, as in the paper
        [x],
        lr=k["lr"],
        betas=(k["beta1"], k["beta2"], k["beta3"]),
        eps=k["eps"],
        weight_decay=k["weight_decay"],
        weight_decouple=False,
    ),
    "shampoo": lambda x, k: Shampoo([x], lr=k["lr"], matrix_eps=k["eps"], preconditioning_compute_steps=1),
}

PACKAGES = {
    "schedule_free_sgd": "schedulefree",
    "schedule_free_adamw": "schedulefree",
    "prodigy": "prodigyopt",
    "adan": "pytorch_optimizer",
    "shampoo": "pytorch_optimizer",
}


def follow(rule, knobs, x0, f):
    """The points of the package's rule; of the schedule-free rules those of y, and the average x beside them."""
    x = torch.tensor(x0, requires_grad=True)
    optimizer, paths = OPTIMIZERS[rule](x, knobs), {"x": []}
    averages = rule.startswith("schedule_free")
    for t in range(1, LENGTH + 1):
        if averages:
            optimizer.train()
        x.grad = torch.tensor(f.grad(x.tolist(), t))
        optimizer.step()
        paths["x"].append(x.tolist())
        if averages:
            optimizer.eval()
            paths.setdefault("average", []).append(x.tolist())
    return paths


if __name__ == "__main__":
    freeze("packages", follow, lambda rule: f"{PACKAGES[rule]} {version(PACKAGES[rule])}", SEQUENCES, RUNS, Autograd)
