"""Freezes optax's steps into optax.json: rules that PyTorch lacks, or has in another convention than ours.

    .reference/bin/python tests/reference/make_optax.py

Not frozen, because optax 0.2.8 errs: rprop (one step late), adan (wrong weight of the difference). Further maps: optax's
sophia refreshes the curvature after its use, and its Polyak step divides by the scaling, so that only 1 is meant by both.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from autograd import Autograd
from cases import LENGTH, freeze
from landscapes import LANDSCAPES
from optax import contrib

jax.config.update("jax_enable_x64", True)

SEQUENCES = [  # rule, knobs, the gradients it is fed if not "vector"
    ("sign_gd", {"lr": 0.0371}),
    ("sign_gd", {"lr": 1.13}),
    ("normalized_gd", {"lr": 0.0371}),
    ("normalized_gd", {"lr": 1.13}),
    ("signum", {"lr": 0.0137, "beta": 0.9}),
    ("signum", {"lr": 0.371, "beta": 0.37}),
    ("lion", {"lr": 1e-4, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0}),
    ("lion", {"lr": 0.137, "beta1": 0.77, "beta2": 0.83, "weight_decay": 0.37}),
    ("lars", {"lr": 0.37, "beta": 0.9, "trust": 1e-3, "weight_decay": 0.0}),
    ("lars", {"lr": 0.737, "beta": 0.77, "trust": 0.137, "weight_decay": 0.37}),
    ("lars", {"lr": 0.737, "beta": 0.77, "trust": 0.137, "weight_decay": 0.37}, "wide"),
    ("adabelief", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-16, "eps_root": 1e-16}),
    ("adabelief", {"lr": 0.0371, "beta1": 0.77, "beta2": 0.83, "eps": 3e-3, "eps_root": 0.037}),
    ("yogi", {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-3}),
    ("yogi", {"lr": 0.0371, "beta1": 0.77, "beta2": 0.83, "eps": 0.037}),
    ("lamb", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-6, "weight_decay": 0.0}),
    ("lamb", {"lr": 0.137, "beta1": 0.77, "beta2": 0.83, "eps": 3e-3, "weight_decay": 0.37}),
    ("lamb", {"lr": 0.137, "beta1": 0.77, "beta2": 0.83, "eps": 3e-3, "weight_decay": 0.37}, "tall"),
    ("prodigy", {"lr": 1.0, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "d0": 1e-6}),
    ("prodigy", {"lr": 0.73, "beta1": 0.67, "beta2": 0.91, "eps": 1e-3, "d0": 0.037}),
    ("schedule_free_sgd", {"lr": 1.0, "beta": 0.9}),
    ("schedule_free_sgd", {"lr": 0.137, "beta": 0.67}),
    ("schedule_free_adamw", {"lr": 2.5e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.0}),
    ("schedule_free_adamw", {"lr": 0.137, "beta1": 0.67, "beta2": 0.83, "eps": 3e-3, "weight_decay": 0.37}),
    ("lookahead", {"lr": 0.0137, "beta": 0.9, "k": 5, "alpha": 0.5}),
    ("lookahead", {"lr": 0.0371, "beta": 0.77, "k": 3, "alpha": 0.71}),
]

ADAM = {"lr": 0.0371, "beta1": 0.87, "beta2": 0.973, "eps": 3e-3}

RUNS = [  # rule, knobs, landscape, its parameters, start
    ("sign_gd", {"lr": 0.0371}, "himmelblau", {}, [-0.613, -1.57]),
    ("normalized_gd", {"lr": 0.137}, "himmelblau", {}, [-0.613, -1.57]),
    ("signum", {"lr": 0.0371, "beta": 0.67}, "himmelblau", {}, [-0.613, -1.57]),
    ("lion", {"lr": 0.0371, "beta1": 0.77, "beta2": 0.83, "weight_decay": 0.137}, "himmelblau", {}, [-0.613, -1.57]),
    ("lars", {"lr": 0.37, "beta": 0.67, "trust": 0.037, "weight_decay": 0.37}, "himmelblau", {}, [-0.613, -1.57]),
    ("adabelief", {**ADAM, "eps_root": 1e-5}, "rosenbrock", {}, [-1.313, 1.717]),
    ("yogi", ADAM, "rosenbrock", {}, [-1.313, 1.717]),
    ("lamb", {**ADAM, "weight_decay": 0.037}, "rosenbrock", {}, [-1.313, 1.717]),
    ("prodigy", {**ADAM, "lr": 1.0, "d0": 0.037}, "valley", {}, [-2.41, 1.13]),
    ("schedule_free_sgd", {"lr": 0.0137, "beta": 0.9}, "himmelblau", {}, [-0.613, -1.57]),
    ("schedule_free_adamw", {**ADAM, "lr": 0.137, "weight_decay": 0.037}, "himmelblau", {}, [-0.613, -1.57]),
    ("backtracking", {"lr": 1.0, "shrink": 0.5, "c1": 1e-4}, "rosenbrock", {}, [-1.313, 1.717]),
    ("backtracking", {"lr": 0.737, "shrink": 0.83, "c1": 0.371}, "himmelblau", {}, [-0.613, -1.57]),
    ("polyak", {"f_min": 0.0, "relax": 1.0, "max_lr": 0.037}, "himmelblau", {}, [-0.613, -1.57]),
    ("polyak", {"f_min": 0.0, "relax": 1.0, "max_lr": 1e6}, "valley", {}, [-2.41, 1.13]),
    ("lookahead", {"lr": 0.0037, "beta": 0.77, "k": 5, "alpha": 0.5}, "himmelblau", {}, [-0.613, -1.57]),
    ("sam", {"lr": 0.0037, "rho": 0.05}, "himmelblau", {}, [-0.613, -1.57]),
    ("sam", {"lr": 0.0137, "rho": 0.37}, "ravine", {"kappa": 37.0, "angle": 0.7}, [-2.13, 1.41]),
]


def betas(k):
    return {"b1": k["beta1"], "b2": k["beta2"], "eps": k["eps"]}


def yogi(k):  # from accumulators at 0, where optax's starts both at 1e-6
    rate = optax.scale_by_learning_rate(k["lr"])
    return optax.chain(optax.scale_by_yogi(**betas(k), initial_accumulator_value=0.0), rate)


def backtracking(k):  # tries lr afresh in every step
    search = optax.scale_by_backtracking_linesearch(
        60, slope_rtol=k["c1"], decrease_factor=k["shrink"], increase_factor=jnp.inf, max_learning_rate=k["lr"]
    )
    return optax.chain(optax.sgd(1.0), search)


OPTIMIZERS = {
    "sign_gd": lambda k: optax.sign_sgd(k["lr"]),
    "normalized_gd": lambda k: optax.normalize_by_update_norm(-k["lr"], eps=0.0),
    "signum": lambda k: optax.signum(k["lr"], beta=k["beta"]),
    "lion": lambda k: optax.lion(k["lr"], b1=k["beta1"], b2=k["beta2"], weight_decay=k["weight_decay"]),
    "lars": lambda k: optax.lars(k["lr"], k["weight_decay"], trust_coefficient=k["trust"], momentum=k["beta"]),
    "adabelief": lambda k: optax.adabelief(k["lr"], **betas(k), eps_root=k["eps_root"]),
    "yogi": yogi,
    "lamb": lambda k: optax.lamb(k["lr"], **betas(k), weight_decay=k["weight_decay"]),
    "prodigy": lambda k: contrib.prodigy(k["lr"], (k["beta1"], k["beta2"]), eps=k["eps"], estim_lr0=k["d0"]),
    "schedule_free_sgd": lambda k: contrib.schedule_free_sgd(k["lr"], b1=k["beta"]),
    "schedule_free_adamw": lambda k: contrib.schedule_free_adamw(k["lr"], **betas(k), weight_decay=k["weight_decay"]),
    "backtracking": backtracking,
    "polyak": lambda k: optax.polyak_sgd(k["max_lr"], f_min=k["f_min"], eps=0.0),
    "lookahead": lambda k: optax.lookahead(optax.sgd(k["lr"], momentum=k["beta"]), k["k"], k["alpha"]),
    "sam": lambda k: contrib.sam(
        optax.sgd(k["lr"]), optax.normalize_by_update_norm(-k["rho"], eps=0.0), opaque_mode=True
    ),
}


class Objective(Autograd):
    """A landscape whose values JAX too can follow, as optax's line search demands."""

    def __init__(self, name, parameters):
        super().__init__(name, parameters)
        self.traced = lambda x: LANDSCAPES[name](jnp, x, **parameters)


def needs(rule, f, x, t):
    """What some of optax's rules ask for beside the gradient."""
    if rule == "polyak":
        return {"value": f.value(x.tolist())}
    if rule == "backtracking":
        value_of = f.traced
        return {"value": value_of(x), "grad": jnp.array(f.grad(x.tolist(), t)), "value_fn": value_of}
    if rule == "sam":
        return {"grad_fn": lambda point, _: jnp.array(f.grad(point.tolist(), t))}
    return {}


def follow(rule, knobs, x0, f):
    """The points of optax's rule; of the schedule-free rules those of y, and the average x beside them."""
    optimizer, x = OPTIMIZERS[rule](knobs), jnp.array(x0)
    x = optax.LookaheadParams.init_synced(x) if rule == "lookahead" else x
    state = optimizer.init(x)
    paths = {"x": []}
    for t in range(1, LENGTH + 1):
        fast = x.fast if rule == "lookahead" else x
        grad = jnp.array(f.grad(fast.tolist(), t))
        updates, state = optimizer.update(grad, state, x, **needs(rule, f, fast, t))
        x = optax.apply_updates(x, updates)
        paths["x"].append(np.array(x.fast if rule == "lookahead" else x).tolist())
        if rule.startswith("schedule_free"):
            average = contrib.schedule_free_eval_params(state, x)
            paths.setdefault("average", []).append(np.array(average).tolist())
    return paths


if __name__ == "__main__":
    freeze("optax", follow, lambda rule: f"optax {optax.__version__}", SEQUENCES, RUNS, Objective)
