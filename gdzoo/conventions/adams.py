"""Adam and its kin, as others write them."""

from . import steps
from .form import Argument, Form, complement, fixed, named

BETAS = "betas=({beta1}, {beta2}), eps={eps}"
B1 = "b1={b1}, b2={b2}, eps={eps}"
BETA_1 = "beta_1={beta_1}, beta_2={beta_2}, epsilon={epsilon}"
HAT = "epsilon is added before the correction: there it acts as eps / √(1 − β₂ᵗ) does here"

TORCH = named("lr", "beta1", "beta2", "eps")
OPTAX = named("eps", learning_rate="lr", b1="beta1", b2="beta2")
KERAS = named(learning_rate="lr", beta_1="beta1", beta_2="beta2", epsilon="eps")
DECAY = named("weight_decay")

FORMS = {
    "adam": {
        "torch": Form(f"torch.optim.Adam(params, lr={{lr}}, {BETAS})", TORCH),
        "optax": Form(f"optax.adam({{learning_rate}}, {B1})", OPTAX),
        "keras": Form(
            f"keras.optimizers.Adam({{learning_rate}}, {BETA_1})", KERAS, HAT, step=steps.adam_hat, shows={"eps": 1.0}
        ),
        "paper": Form(
            "α = {lr}, β₁ = {beta1}, β₂ = {beta2}, ε̂ = {eps} in the faster variant of section 2",
            TORCH,
            HAT.replace("epsilon", "ε̂"),
            step=steps.adam_hat,
            shows={"eps": 1.0},
        ),
        "form": Form(
            "gdzoo.minimize('adam_uncorrected', f, x0, steps, lr={lr}, beta1={beta1}, beta2={beta2}, eps={eps})",
            TORCH,
            "no correction of the start: the first steps are too long",
            step="adam_uncorrected",
        ),
    },
    "adamw": {
        "torch": Form(f"torch.optim.AdamW(params, lr={{lr}}, {BETAS}, weight_decay={{weight_decay}})", TORCH + DECAY),
        "optax": Form(
            f"optax.adamw({{learning_rate}}, {B1}, weight_decay={{weight_decay}})",
            OPTAX + DECAY,
            note="weight_decay is 0.0001 by default",
        ),
        "keras": Form(
            f"keras.optimizers.AdamW({{learning_rate}}, weight_decay={{weight_decay}}, {BETA_1})",
            KERAS + DECAY,
            HAT + "; weight_decay is 0.004 by default",
            step=steps.adam_hat,
            shows={"eps": 1.0},
        ),
        "paper": Form(
            "x ← x − ({alpha} m̂ / (√v̂ + {eps}) + {decay} x), β₁ = {beta1}, β₂ = {beta2}",
            [
                *named("beta1", "beta2", "eps", alpha="lr"),
                Argument(
                    "decay",
                    "weight_decay",
                    lambda k: k["lr"] * k["weight_decay"],
                    lambda k: k["decay"] / k["alpha"],
                ),
            ],
            note="decay is not multiplied by lr: the same path as long as lr is constant",
            step=steps.adamw_paper,
        ),
        "form": Form(
            f"torch.optim.Adam(params, lr={{lr}}, {BETAS}, weight_decay={{weight_decay}})",
            TORCH + DECAY,
            "the decay is part of the gradient, and divided like it",
            step=steps.adam_l2,
            shows={"weight_decay": 0.5},
        ),
    },
    "amsgrad": {
        "torch": Form(f"torch.optim.Adam(params, lr={{lr}}, {BETAS}, amsgrad=True)", TORCH),
        "optax": Form(
            f"optax.amsgrad({{learning_rate}}, {B1})",
            OPTAX,
            "the maximum is that of the corrected v",
            step=steps.amsgrad_corrected,
        ),
        "paper": Form(
            "x ← x − {lr} m / √v̂, v̂ ← max(v̂, v), β₁ = {beta1}, β₂ = {beta2}",
            named("lr", "beta1", "beta2"),
            "no correction of the start, and no eps",
            step=steps.amsgrad_paper,
        ),
    },
    "adamax": {
        "torch": Form(f"torch.optim.Adamax(params, lr={{lr}}, {BETAS})", TORCH),
        "optax": Form(f"optax.adamax({{learning_rate}}, {B1})", OPTAX),
        "keras": Form(
            f"keras.optimizers.Adamax({{learning_rate}}, {BETA_1})",
            KERAS,
            "epsilon is added to the maximum, not to |g| inside it",
            step=steps.adamax_outside,
            shows={"eps": 1.0},
        ),
    },
    "nadam": {
        "torch": Form(
            f"torch.optim.NAdam(params, lr={{lr}}, {BETAS}, momentum_decay={{momentum_decay}})",
            TORCH + named("momentum_decay"),
        ),
        "optax": Form(
            f"optax.nadam({{learning_rate}}, {B1})",
            OPTAX,
            "the momentum does not warm up",
            step=steps.nadam_steady,
        ),
        "keras": Form(
            f"keras.optimizers.Nadam({{learning_rate}}, {BETA_1})",
            KERAS,
            "the momentum warms up faster: momentum_decay is 1, and cannot be set",
            step=steps.nadam_fast,
        ),
    },
    "radam": {
        "torch": Form(f"torch.optim.RAdam(params, lr={{lr}}, {BETAS})", TORCH),
        "optax": Form(
            f"optax.radam({{learning_rate}}, {B1})",
            OPTAX,
            "eps is added to the root of the corrected v",
            step=steps.radam_corrected,
            shows={"eps": 1.0},
        ),
        "paper": Form(
            "α = {lr}, β₁ = {beta1}, β₂ = {beta2}, adaptive where ρ > 4",
            named("lr", "beta1", "beta2"),
            "no eps; the adaptive steps begin where ρ exceeds 4, not 5",
            runs=False,
        ),
    },
    "adabelief": {
        "optax": Form(f"optax.adabelief({{learning_rate}}, {B1}, eps_root={{eps_root}})", OPTAX + named("eps_root")),
    },
    "yogi": {
        "optax": Form(
            f"optax.chain(optax.scale_by_yogi({B1}, initial_accumulator_value={{initial_accumulator_value}}), optax.scale_by_learning_rate({{learning_rate}}))",
            [*OPTAX, fixed("initial_accumulator_value", 0.0, 1e-6)],
            note="optax.yogi itself starts m and v at 1e-06",
            step=steps.yogi_lifted,
        ),
        "paper": Form(
            "η = {lr}, β₁ = {beta1}, β₂ = {beta2}, ε = {eps}",
            TORCH,
            "no correction of the start; v starts at the mean square of a first batch",
            runs=False,
        ),
    },
    "adan": {
        "torch": Form(
            "Adan(params, lr={lr}, betas=({beta1}, {beta2}, {beta3}), eps={eps}, weight_decay={weight_decay})",
            [*TORCH, *named("beta3"), *DECAY],
            note="the authors' code",
        ),
        "optax": Form(
            "optax.adan({learning_rate}, b1={b1}, b2={b2}, b3={b3}, eps={eps}, eps_root={eps_root}, weight_decay={weight_decay})",
            [*OPTAX, *named(b3="beta3"), *DECAY, fixed("eps_root", 0.0, 1e-8)],
            "the change of the gradient is weighed by 1 − β₂, a fault of this version; it decays as AdamW does",
            step=steps.adan_complement,
        ),
        "paper": Form(
            "η = {lr}, β₁ = {beta1}, β₂ = {beta2}, β₃ = {beta3}, ε = {eps}, λ = {weight_decay}",
            [
                *named("lr", "eps"),
                *(complement(beta, beta) for beta in ("beta1", "beta2", "beta3")),
                *DECAY,
            ],
            note="its betas are the weights of what is new, one minus ours",
        ),
    },
    "lamb": {
        "optax": Form(f"optax.lamb({{learning_rate}}, {B1}, weight_decay={{weight_decay}})", OPTAX + DECAY),
        "keras": Form(
            f"keras.optimizers.Lamb({{learning_rate}}, {BETA_1}, weight_decay={{weight_decay}})",
            KERAS + DECAY,
            "the decay stands beside the step: without decay the same path",
            step=steps.lamb_beside,
            shows={"weight_decay": 0.5},
        ),
        "paper": Form(
            "η = {lr}, β₁ = {beta1}, β₂ = {beta2}, ε = {eps}, λ = {weight_decay}",
            TORCH + DECAY,
            "‖x‖ passes through a function that may bound it",
            runs=False,
        ),
    },
}
