"""Plain descent, momentum and signs, as others write them."""

from . import steps
from .form import Argument, Form, fixed, named

SGD = "torch.optim.SGD(params, lr={lr}, momentum={momentum}"
OPTAX = "optax.sgd({learning_rate}, momentum={momentum}"
KERAS = "keras.optimizers.SGD({learning_rate}, momentum={momentum}"
FOLDED = "lr sits inside the velocity: the same path as long as it is constant"
POINT = "it shows another point, the one ahead: x + β v of ours"
BETAS = {"momentum": "beta"}


def average(name: str) -> Argument:
    """The learning rate of a velocity that adds gradients up, where ours averages them."""
    return Argument(
        name, "lr", lambda k: k["lr"] * (1 - k["beta"]), lambda k: k[name] / (1 - k.get("momentum", k.get("beta")))
    )


FORMS = {
    "gd": {
        "torch": Form("torch.optim.SGD(params, lr={lr})", named("lr")),
        "optax": Form("optax.sgd({learning_rate})", named(learning_rate="lr")),
        "keras": Form("keras.optimizers.SGD({learning_rate})", named(learning_rate="lr")),
        "form": Form(
            "gdzoo.minimize('momentum', f, x0, steps, lr={lr}, beta={beta})",
            [*named("lr"), fixed("beta", 0.0, 0.9)],
            note="momentum without memory",
            step="momentum",
        ),
    },
    "momentum": {
        "torch": Form(SGD + ")", named("lr", **BETAS)),
        "optax": Form(OPTAX + ")", named(learning_rate="lr", **BETAS)),
        "keras": Form(KERAS + ")", named(learning_rate="lr", **BETAS), note=FOLDED, step=steps.folded),
        "paper": Form(
            "v ← {momentum} v − {learning_rate} ∇f(x), x ← x + v",
            named(learning_rate="lr", **BETAS),
            note=FOLDED,
            step=steps.folded,
        ),
        "form": Form(
            "gdzoo.minimize('momentum_ema', f, x0, steps, lr={lr}, beta={beta})",
            [
                Argument("lr", "lr", lambda k: k["lr"] / (1 - k["beta"]), lambda k: k["lr"] * (1 - k["beta"])),
                *named("beta"),
            ],
            note="averages the gradients where momentum adds them up, so it needs lr / (1 − β)",
            step="momentum_ema",
        ),
    },
    "momentum_ema": {
        "torch": Form(
            SGD + ")",
            [average("lr"), *named(**BETAS)],
            note="adds gradients up, so it needs lr (1 − β)",
            step="momentum",
        ),
        "optax": Form(
            "optax.chain(optax.ema({decay}, debias=False), optax.scale(-{step_size}))",
            named(decay="beta", step_size="lr"),
            note="the sign is part of the step size",
        ),
        "keras": Form(
            KERAS + ")",
            [average("learning_rate"), *named(**BETAS)],
            note="adds gradients up, so it needs lr (1 − β)",
            step=steps.folded,
        ),
        "form": Form(
            "gdzoo.minimize('momentum', f, x0, steps, lr={lr}, beta={beta})",
            [average("lr"), *named("beta")],
            note="adds gradients up, so it needs lr (1 − β)",
            step="momentum",
        ),
    },
    "nesterov": {
        "torch": Form(SGD + ", nesterov=True)", named("lr", **BETAS)),
        "optax": Form(OPTAX + ", nesterov=True)", named(learning_rate="lr", **BETAS)),
        "keras": Form(
            KERAS + ", nesterov=True)",
            named(learning_rate="lr", **BETAS),
            note=FOLDED,
            step=steps.folded_nesterov,
        ),
        "form": Form(
            "gdzoo.minimize('nesterov_lookahead', f, x0, steps, lr={lr}, beta={beta})",
            named("lr", "beta"),
            differs="it shows another point: its x + β v is our x",
            step="nesterov_lookahead",
        ),
    },
    "nesterov_lookahead": {
        "torch": Form(SGD + ", nesterov=True)", named("lr", **BETAS), differs=POINT, step="nesterov"),
        "optax": Form(OPTAX + ", nesterov=True)", named(learning_rate="lr", **BETAS), differs=POINT, step="nesterov"),
        "keras": Form(
            KERAS + ", nesterov=True)",
            named(learning_rate="lr", **BETAS),
            differs=POINT,
            step=steps.folded_nesterov,
        ),
        "paper": Form(
            "v ← {momentum} v − {learning_rate} ∇f(x + {momentum} v), x ← x + v",
            named(learning_rate="lr", **BETAS),
        ),
    },
    "lars": {
        "optax": Form(
            "optax.lars({learning_rate}, weight_decay={weight_decay}, trust_coefficient={trust_coefficient}, momentum={momentum})",
            named("weight_decay", learning_rate="lr", trust_coefficient="trust", **BETAS),
        ),
        "paper": Form(
            "u = ∇f(x) + {weight_decay} x, v ← {momentum} v + {lr} · {trust} ‖x‖ / (‖∇f(x)‖ + {weight_decay} ‖x‖) u, x ← x − v",
            named("lr", "weight_decay", "trust", **BETAS),
            differs="the norms of gradient and decay are added: without decay the same path",
            step=steps.lars_paper,
            shows={"weight_decay": 0.5},
        ),
    },
    "sign_gd": {
        "optax": Form("optax.sign_sgd({learning_rate})", named(learning_rate="lr")),
        "form": Form(
            "gdzoo.minimize('signum', f, x0, steps, lr={lr}, beta={beta})",
            [*named("lr"), fixed("beta", 0.0, 0.9)],
            note="Signum without memory",
            step="signum",
        ),
    },
    "normalized_gd": {
        "optax": Form(
            "optax.normalize_by_update_norm(scale_factor=-{scale_factor}, eps={eps})",
            [*named(scale_factor="lr"), fixed("eps", 0.0, 1e-6)],
            note="the sign is part of the factor; eps is 1e-06 by default, and with 0 a point without slope is NaN",
            step=steps.normalized,
        ),
    },
    "signum": {
        "optax": Form("optax.signum({learning_rate}, beta={beta})", named("beta", learning_rate="lr")),
        "form": Form(
            "gdzoo.minimize('lion', f, x0, steps, lr={lr}, beta1={beta1}, beta2={beta2})",
            [*named("lr", beta1="beta"), Argument("beta2", "", lambda k: k["beta"], default=0.99)],
            note="Lion with one memory for both its averages",
            step=steps.lion_once,
        ),
    },
    "lion": {
        "optax": Form(
            "optax.lion({learning_rate}, b1={b1}, b2={b2}, weight_decay={weight_decay})",
            named("weight_decay", learning_rate="lr", b1="beta1", b2="beta2"),
            note="weight_decay is 0.001 by default",
        ),
        "keras": Form(
            "keras.optimizers.Lion({learning_rate}, beta_1={beta_1}, beta_2={beta_2}, weight_decay={weight_decay})",
            named("weight_decay", learning_rate="lr", beta_1="beta1", beta_2="beta2"),
        ),
    },
    "rprop": {
        "torch": Form(
            "torch.optim.Rprop(params, lr={lr}, etas=({eta_minus}, {eta_plus}), step_sizes=({step_min}, {step_max}))",
            named("lr", "eta_minus", "eta_plus", "step_min", "step_max"),
        ),
        "optax": Form(
            "optax.rprop({learning_rate}, eta_minus={eta_minus}, eta_plus={eta_plus}, min_step_size={min_step_size}, max_step_size={max_step_size})",
            named("eta_minus", "eta_plus", learning_rate="lr", min_step_size="step_min", max_step_size="step_max"),
            differs="every update comes one step late, a fault of this version",
            step=steps.rprop_late,
        ),
    },
}
