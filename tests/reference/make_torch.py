"""Freezes PyTorch's steps into torch.json, which the tests compare with gdzoo's.

    python -m venv .torch && .torch/bin/pip install torch==2.13.0 numpy==2.2.5
    .torch/bin/python tests/reference/make_torch.py

Two kinds of cases, in float64, with odd hyperparameters and starts:
sequences, where both sides are fed the same gradients, so that no chaos can hide a wrong rule;
runs on landscapes, whose formulas stand here a second time and are differentiated by autograd.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch

SEQUENCE = [  # rule, knobs
    ("gd", {"lr": 0.0371}),
    ("momentum", {"lr": 0.0371, "beta": 0.83}),
    ("momentum", {"lr": 0.21, "beta": 0.0}),
    ("nesterov", {"lr": 0.0371, "beta": 0.77}),
    ("rmsprop", {"lr": 0.0137, "beta": 0.93, "eps": 3e-3}),
    ("rmsprop", {"lr": 0.0137, "beta": 0.99, "eps": 1e-8}),
    ("adam", {"lr": 0.0137, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}),
    ("adam", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("adam", {"lr": 0.0137, "beta1": 0.0, "beta2": 0.91, "eps": 1e-5}),
    ("adam_uncorrected", {"lr": 0.0137, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}),
    ("adam_uncorrected", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
]

RUNS = [  # rule, knobs, landscape, its parameters, start
    ("gd", {"lr": 0.00137}, "rosenbrock", {}, [-1.313, 1.717]),
    ("gd", {"lr": 0.047}, "ravine", {"kappa": 37.0, "angle": 0.7}, [-2.13, 1.41]),
    ("momentum", {"lr": 0.00037, "beta": 0.83}, "rosenbrock", {}, [-1.313, 1.717, 0.51, -0.37]),
    ("momentum", {"lr": 0.0037, "beta": 0.71}, "himmelblau", {}, [-0.613, -1.57]),
    ("nesterov", {"lr": 0.00037, "beta": 0.83}, "rosenbrock", {}, [-1.313, 1.717]),
    ("nesterov", {"lr": 0.037, "beta": 0.57}, "valley", {}, [-2.41, 1.13]),
    ("rmsprop", {"lr": 0.0137, "beta": 0.93, "eps": 3e-3}, "himmelblau", {}, [0.53, 4.37]),
    ("rmsprop", {"lr": 0.0237, "beta": 0.91, "eps": 1e-6}, "wavy", {}, [4.57]),
    ("adam", {"lr": 0.0237, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}, "rosenbrock", {}, [-1.313, 1.717]),
    ("adam", {"lr": 0.0537, "beta1": 0.91, "beta2": 0.987, "eps": 1e-7}, "rastrigin", {}, [-3.57, 2.69, 0.31]),
    ("adam", {"lr": 0.137, "beta1": 0.71, "beta2": 0.95, "eps": 1e-4}, "saddle", {}, [1.57, -0.113]),
    ("adam_uncorrected", {"lr": 0.0137, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}, "bowl", {}, [-2.41, 1.57]),
    ("adam_uncorrected", {"lr": 0.0237, "beta1": 0.9, "beta2": 0.99, "eps": 1e-5}, "parabola", {}, [2.47]),
]

LENGTH = 40


def ravine(x, kappa, angle):
    u = math.cos(angle) * x[0] + math.sin(angle) * x[1]
    v = -math.sin(angle) * x[0] + math.cos(angle) * x[1]
    return (u**2 + kappa * v**2) / 2


LANDSCAPES = {
    "parabola": lambda x: x[0] ** 2,
    "wavy": lambda x: x[0] ** 2 / 8 + (1 - torch.cos(3 * x[0])) / 2,
    "bowl": lambda x: (x**2).sum(),
    "valley": lambda x: x[0] ** 2 + 10 * x[1] ** 2,
    "ravine": ravine,
    "rosenbrock": lambda x: (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum(),
    "himmelblau": lambda x: (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2,
    "rastrigin": lambda x: 10 * len(x) + (x**2 - 10 * torch.cos(2 * math.pi * x)).sum(),
    "saddle": lambda x: x[0] ** 2 - x[1] ** 2,
}


def optimizer(rule, x, knobs):
    optim, lr = torch.optim, knobs["lr"]
    if rule == "gd":
        return optim.SGD([x], lr=lr)
    if rule in ("momentum", "nesterov"):
        return optim.SGD([x], lr=lr, momentum=knobs["beta"], nesterov=rule == "nesterov")
    if rule == "rmsprop":
        return optim.RMSprop([x], lr=lr, alpha=knobs["beta"], eps=knobs["eps"])
    return optim.Adam([x], lr=lr, betas=(knobs["beta1"], knobs["beta2"]), eps=knobs["eps"])


def path(rule, knobs, x0, grad):
    """The points of ``LENGTH`` steps; grad(x, t) is the gradient of step t."""
    x = torch.tensor(x0, dtype=torch.float64, requires_grad=True)
    torch_rule = optimizer(rule, x, knobs)
    points = []
    for t in range(1, LENGTH + 1):
        if rule == "adam_uncorrected":  # torch has none: undo its correction through lr and eps
            root = math.sqrt(1 - knobs["beta2"] ** t)
            torch_rule.param_groups[0]["lr"] = knobs["lr"] * (1 - knobs["beta1"] ** t) / root
            torch_rule.param_groups[0]["eps"] = knobs["eps"] / root
        x.grad = grad(x, t)
        torch_rule.step()
        points.append(x.detach().tolist())
    return points


def rates(make, base):
    x = torch.zeros(1, requires_grad=True)
    sgd = torch.optim.SGD([x], lr=base)
    schedule = make(sgd)
    result = []
    for _ in range(LENGTH):
        result.append(sgd.param_groups[0]["lr"])
        sgd.step()
        schedule.step()
    return result


def main():
    rng = np.random.default_rng(7)
    grads = (rng.standard_normal((LENGTH, 3)) * np.exp(rng.standard_normal((LENGTH, 3)))).tolist()
    x0 = [0.317, -1.913, 2.271]

    def fed(x, t):
        return torch.tensor(grads[t - 1], dtype=torch.float64)

    def case(rule, knobs, landscape, parameters, start):
        def grad(x, t):
            return torch.autograd.grad(LANDSCAPES[landscape](x, **parameters), x)[0]

        where = {"landscape": landscape, "parameters": parameters, "x0": start}
        return {"rule": rule, "knobs": knobs, **where, "x": path(rule, knobs, start, grad)}

    lr_scheduler = torch.optim.lr_scheduler
    step = rates(lambda sgd: lr_scheduler.StepLR(sgd, 7, gamma=0.37), 0.713)
    # torch's cosine rises again after T_max, ours does not: T_max = LENGTH shows the fall alone
    cosine = rates(lambda sgd: lr_scheduler.CosineAnnealingLR(sgd, LENGTH, eta_min=0.013), 0.713)
    frozen = {
        "torch": torch.__version__.partition("+")[0],
        "grads": grads,
        "x0": x0,
        "sequences": [{"rule": r, "knobs": k, "x": path(r, k, x0, fed)} for r, k in SEQUENCE],
        "runs": [case(*run) for run in RUNS],
        "schedules": [
            {"schedule": "step", "base": 0.713, "options": {"every": 7, "factor": 0.37}, "lr": step},
            {"schedule": "cosine", "base": 0.713, "options": {"steps": LENGTH, "end": 0.013}, "lr": cosine},
        ],
    }
    lines = json.dumps(frozen).replace('{"rule"', '\n{"rule"').replace('{"schedule"', '\n{"schedule"')
    Path(__file__).with_name("torch.json").write_text(lines + "\n")


main()
