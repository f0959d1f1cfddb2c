"""Freezes PyTorch's steps into torch.json, which the tests compare with gdzoo's.

python -m venv .reference && .reference/bin/pip install -r tests/reference/requirements.txt
.reference/bin/python tests/reference/make_torch.py
"""

import math

import torch
from autograd import Autograd
from cases import LENGTH, RESIDUALS, TALL, WIDE, freeze
from torch import optim
from torch.optim import SGD

VERSION = torch.__version__.partition("+")[0]

ADAFACTOR = {"lr": 0.01, "beta2_decay": -0.8, "eps1": 2.0**-52, "eps2": 1e-3, "d": 1.0, "weight_decay": 0.0}
ODD_ADAFACTOR = {"lr": 0.371, "beta2_decay": -0.37, "eps1": 0.37, "eps2": 0.037, "d": 1.37, "weight_decay": 0.137}

SEQUENCES = [  # rule, knobs, the gradients it is fed if not "vector"
    ("gd", {"lr": 0.0371}),
    ("gd", {"lr": 1.13}),
    ("momentum", {"lr": 0.0371, "beta": 0.83}),
    ("momentum", {"lr": 0.21, "beta": 0.0}),
    ("momentum", {"lr": 0.013, "beta": 0.9}),
    ("momentum_ema", {"lr": 0.371, "beta": 0.83}),
    ("momentum_ema", {"lr": 0.1, "beta": 0.9}),
    ("nesterov", {"lr": 0.0371, "beta": 0.77}),
    ("nesterov", {"lr": 0.013, "beta": 0.9}),
    ("nesterov_lookahead", {"lr": 0.0371, "beta": 0.77}),
    ("nesterov_lookahead", {"lr": 0.013, "beta": 0.9}),
    ("rprop", {"lr": 0.01, "eta_minus": 0.5, "eta_plus": 1.2, "step_min": 1e-6, "step_max": 50}),
    ("rprop", {"lr": 0.37, "eta_minus": 0.43, "eta_plus": 1.71, "step_min": 0.03, "step_max": 0.57}),
    ("adagrad", {"lr": 0.137, "eps": 1e-10}),
    ("adagrad", {"lr": 0.537, "eps": 0.037}),
    ("adafactor", ADAFACTOR, "wide"),
    ("adafactor", ODD_ADAFACTOR, "tall"),
    ("adafactor", {**ODD_ADAFACTOR, "lr": 0.137, "eps2": 7.1}, "square"),
    ("adadelta", {"lr": 1.0, "rho": 0.9, "eps": 1e-6}),
    ("adadelta", {"lr": 0.73, "rho": 0.83, "eps": 0.0037}),
    ("rmsprop", {"lr": 0.0137, "beta": 0.93, "eps": 3e-3}),
    ("rmsprop", {"lr": 0.0137, "beta": 0.9, "eps": 1e-8}),
    ("rmsprop_centered", {"lr": 0.0137, "beta": 0.9, "eps": 1e-8}),
    ("rmsprop_centered", {"lr": 0.0371, "beta": 0.77, "eps": 3e-3}),
    ("adam", {"lr": 0.0137, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}),
    ("adam", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("adam", {"lr": 0.0137, "beta1": 0.0, "beta2": 0.91, "eps": 1e-5}),
    ("adam_uncorrected", {"lr": 0.0137, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}),
    ("adam_uncorrected", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("adamw", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.01}),
    ("adamw", {"lr": 0.137, "beta1": 0.77, "beta2": 0.973, "eps": 3e-3, "weight_decay": 0.37}),
    ("amsgrad", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("amsgrad", {"lr": 0.0137, "beta1": 0.67, "beta2": 0.83, "eps": 3e-3}),
    ("adamax", {"lr": 2e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("adamax", {"lr": 0.0137, "beta1": 0.67, "beta2": 0.83, "eps": 0.037}),
    ("nadam", {"lr": 2e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "momentum_decay": 4e-3}),
    ("nadam", {"lr": 0.0137, "beta1": 0.67, "beta2": 0.83, "eps": 3e-3, "momentum_decay": 0.037}),
    ("radam", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("radam", {"lr": 0.0137, "beta1": 0.67, "beta2": 0.83, "eps": 3e-3}),
    ("radam", {"lr": 0.0137, "beta1": 0.67, "beta2": 0.61, "eps": 3e-3}),  # is never rectified
]

ADAM = {"lr": 0.0237, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}
RPROP = {"lr": 0.137, "eta_minus": 0.43, "eta_plus": 1.31, "step_min": 0.003, "step_max": 0.7}

RUNS = [  # rule, knobs, landscape, its parameters, start
    ("gd", {"lr": 0.00137}, "rosenbrock", {}, [-1.313, 1.717]),
    ("gd", {"lr": 0.047}, "ravine", {"kappa": 37.0, "angle": 0.7}, [-2.13, 1.41]),
    ("gd", {"lr": 0.23}, "bowl", {}, [-2.41, 1.57]),
    ("gd", {"lr": 0.137}, "parabola", {}, [2.47]),
    ("gd", {"lr": 0.037}, "ackley", {}, [-2.41, 1.57, 0.83]),
    ("gd", {"lr": 0.0037}, "beale", {}, [1.41, 1.57]),
    ("gd", {"lr": 0.037}, "booth", {}, [-4.1, 5.7]),
    ("gd", {"lr": 0.73}, "matyas", {}, [-4.1, 5.7]),
    ("gd", {"lr": 0.017}, "styblinski_tang", {}, [0.41, -0.57, 3.3]),
    ("gd", {"lr": 0.037}, "six_hump_camel", {}, [1.41, -0.13]),
    ("gd", {"lr": 0.037}, "three_hump_camel", {}, [1.23, 1.57]),
    ("gd", {"lr": 0.73}, "griewank", {}, [4.13, -3.57, 2.71]),
    ("gd", {"lr": 0.073}, "levy", {}, [4.13, -3.57, 2.71]),
    ("gd", {"lr": 0.13}, "mccormick", {}, [1.13, 2.57]),
    ("gd", {"lr": 0.13}, "easom", {}, [2.13, 3.97]),
    ("gd", {"lr": 0.000037}, "goldstein_price", {}, [0.53, -0.37]),
    ("gd", {"lr": 0.013}, "peaks", {}, [0.31, 1.07]),
    ("gd", {"lr": 0.037}, "saddle", {}, [1.57, -0.113]),
    ("gd", {"lr": 0.137}, "bounded_saddle", {}, [1.57, -0.113]),
    ("gd", {"lr": 0.00437}, "monkey_saddle", {}, [1.57, -0.113]),
    ("gd", {"lr": 0.237}, "cliff", {}, [0.97, -1.31]),
    ("gd", {"lr": 0.037}, "abs_sum", {}, [1.57, -0.713]),
    ("gd", {"lr": 0.137}, "product", {}, [1.57, -0.713]),
    ("momentum", {"lr": 0.00037, "beta": 0.83}, "rosenbrock", {}, [-1.313, 1.717, 0.51, -0.37]),
    ("momentum", {"lr": 0.0037, "beta": 0.71}, "himmelblau", {}, [-0.613, -1.57]),
    ("momentum_ema", {"lr": 0.0137, "beta": 0.71}, "himmelblau", {}, [-0.613, -1.57]),
    ("nesterov", {"lr": 0.00037, "beta": 0.83}, "rosenbrock", {}, [-1.313, 1.717]),
    ("nesterov", {"lr": 0.037, "beta": 0.57}, "valley", {}, [-2.41, 1.13]),
    ("nesterov_lookahead", {"lr": 0.00037, "beta": 0.83}, "rosenbrock", {}, [-1.313, 1.717]),
    ("nesterov_lookahead", {"lr": 0.037, "beta": 0.57}, "valley", {}, [-2.41, 1.13]),
    ("rprop", RPROP, "rosenbrock", {}, [-1.313, 1.717]),
    ("adagrad", {"lr": 0.537, "eps": 3e-3}, "himmelblau", {}, [0.53, 4.37]),
    ("adafactor", {**ODD_ADAFACTOR, "lr": 0.00371}, "residual", RESIDUALS["wide"], WIDE),
    ("adafactor", ADAFACTOR, "residual", RESIDUALS["tall"], TALL),
    ("adadelta", {"lr": 1.0, "rho": 0.9, "eps": 0.0037}, "valley", {}, [-2.41, 1.13]),
    ("rmsprop", {"lr": 0.0137, "beta": 0.93, "eps": 3e-3}, "himmelblau", {}, [0.53, 4.37]),
    ("rmsprop", {"lr": 0.0237, "beta": 0.91, "eps": 1e-6}, "wavy", {}, [4.57]),
    ("rmsprop_centered", {"lr": 0.0137, "beta": 0.93, "eps": 3e-3}, "himmelblau", {}, [0.53, 4.37]),
    ("adam", ADAM, "rosenbrock", {}, [-1.313, 1.717]),
    ("adam", {"lr": 0.0537, "beta1": 0.91, "beta2": 0.987, "eps": 1e-7}, "rastrigin", {}, [-3.57, 2.69, 0.31]),
    ("adam", {"lr": 0.137, "beta1": 0.71, "beta2": 0.95, "eps": 1e-4}, "saddle", {}, [1.57, -0.113]),
    ("adam_uncorrected", {"lr": 0.0137, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}, "bowl", {}, [-2.41, 1.57]),
    ("adam_uncorrected", {"lr": 0.0237, "beta1": 0.9, "beta2": 0.99, "eps": 1e-5}, "parabola", {}, [2.47]),
    ("adamw", {**ADAM, "weight_decay": 0.37}, "rosenbrock", {}, [-1.313, 1.717]),
    ("amsgrad", ADAM, "himmelblau", {}, [-0.613, -1.57]),
    ("adamax", ADAM, "himmelblau", {}, [-0.613, -1.57]),
    ("nadam", {**ADAM, "momentum_decay": 0.037}, "himmelblau", {}, [-0.613, -1.57]),
    ("radam", {**ADAM, "lr": 0.00137}, "himmelblau", {}, [-0.613, -1.57]),
]


def adam_like(optimizer, **more):
    return lambda x, k: optimizer([x], lr=k["lr"], betas=(k["beta1"], k["beta2"]), eps=k["eps"], **more)


def adafactor(x, k):
    more = {"eps": (k["eps1"], k["eps2"]), "d": k["d"], "weight_decay": k["weight_decay"]}
    return optim.Adafactor([x], lr=k["lr"], beta2_decay=k["beta2_decay"], **more)


OPTIMIZERS = {
    "gd": lambda x, k: SGD([x], lr=k["lr"]),
    "momentum": lambda x, k: SGD([x], lr=k["lr"], momentum=k["beta"]),
    # torch's velocity is the average divided by 1 - beta
    "momentum_ema": lambda x, k: SGD([x], lr=k["lr"] * (1 - k["beta"]), momentum=k["beta"]),
    "nesterov": lambda x, k: SGD([x], lr=k["lr"], momentum=k["beta"], nesterov=True),
    "nesterov_lookahead": lambda x, k: SGD([x], lr=k["lr"], momentum=k["beta"], nesterov=True),
    "rprop": lambda x, k: optim.Rprop(
        [x], lr=k["lr"], etas=(k["eta_minus"], k["eta_plus"]), step_sizes=(k["step_min"], k["step_max"])
    ),
    "adafactor": adafactor,
    "adagrad": lambda x, k: optim.Adagrad([x], lr=k["lr"], eps=k["eps"]),
    "adadelta": lambda x, k: optim.Adadelta([x], lr=k["lr"], rho=k["rho"], eps=k["eps"]),
    "rmsprop": lambda x, k: optim.RMSprop([x], lr=k["lr"], alpha=k["beta"], eps=k["eps"]),
    "rmsprop_centered": lambda x, k: optim.RMSprop([x], lr=k["lr"], alpha=k["beta"], eps=k["eps"], centered=True),
    "adam": adam_like(optim.Adam),
    "adam_uncorrected": adam_like(optim.Adam),
    "adamw": lambda x, k: adam_like(optim.AdamW, weight_decay=k["weight_decay"])(x, k),
    "amsgrad": adam_like(optim.Adam, amsgrad=True),
    "adamax": adam_like(optim.Adamax),
    "nadam": lambda x, k: adam_like(optim.NAdam, momentum_decay=k["momentum_decay"])(x, k),
    "radam": adam_like(optim.RAdam),
}


def follow(rule, knobs, x0, f):
    """The points of torch's optimizer, its conventions turned into ours."""
    x = torch.tensor(x0, requires_grad=True)
    torch_rule = OPTIMIZERS[rule](x, knobs)
    points = []
    for t in range(1, LENGTH + 1):
        if rule == "adam_uncorrected":  # torch has none: undo its correction through lr and eps
            root = math.sqrt(1 - knobs["beta2"] ** t)
            torch_rule.param_groups[0]["lr"] = knobs["lr"] * (1 - knobs["beta1"] ** t) / root
            torch_rule.param_groups[0]["eps"] = knobs["eps"] / root
        x.grad = torch.tensor(f.grad(x.tolist(), t))
        torch_rule.step()
        point = x.detach()
        if (
            rule == "nesterov_lookahead"
        ):  # torch's point is the point that looks ahead, x + beta v with v = -lr velocity
            point = point + knobs["lr"] * knobs["beta"] * torch_rule.state[x]["momentum_buffer"]
        points.append(point.tolist())
    return {"x": points}


if __name__ == "__main__":
    freeze("torch", follow, lambda rule: f"PyTorch {VERSION}", SEQUENCES, RUNS, Autograd)
