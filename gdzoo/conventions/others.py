"""Matrices, curvature and rules around rules, as others write them."""

from . import steps
from .form import Form, fixed, named

FORMS = {
    "adafactor": {
        "torch": Form(
            "torch.optim.Adafactor(params, lr={lr}, beta2_decay={beta2_decay}, eps=({eps1}, {eps2}), d={d}, weight_decay={weight_decay})",
            named("lr", "beta2_decay", "eps1", "eps2", "d", "weight_decay"),
        ),
        "optax": Form(
            "optax.adafactor({learning_rate}, clipping_threshold={clipping_threshold}, min_dim_size_to_factor=1)",
            named(learning_rate="lr", clipping_threshold="d"),
            "its rate has no bound 1 / √t, and it adds 1e-30 to squares instead of bounding V",
            runs=False,
        ),
    },
    "muon": {
        "torch": Form(
            "torch.optim.Muon(params, lr={lr}, weight_decay={weight_decay}, momentum={momentum}, nesterov={nesterov}, ns_steps={ns_steps})",
            named("lr", "weight_decay", "nesterov", "ns_steps", momentum="beta"),
            note="the velocity is an average: the same path in exact numbers. It computes in bfloat16; weight_decay is 0.1 by default",
            step=steps.muon_average,
        ),
        "optax": Form(
            "optax.contrib.muon({learning_rate}, ns_steps={ns_steps}, beta={beta}, weight_decay={weight_decay}, nesterov={nesterov})",
            named("ns_steps", "beta", "weight_decay", "nesterov", learning_rate="lr"),
            "the average is corrected before it looks ahead, and the scale is √max(1, columns / rows)",
            runs=False,
        ),
    },
    "sophia": {
        "optax": Form(
            "optax.contrib.sophia({learning_rate}, b1={b1}, b2={b2}, eps={eps}, weight_decay={weight_decay}, gamma={gamma}, update_interval={update_interval})",
            named(
                "eps", "weight_decay", "gamma", learning_rate="lr", b1="beta1", b2="beta2", update_interval="refresh"
            ),
            "it corrects m, uses the curvature of the look before, and estimates it at random",
            step=steps.sophia_behind,
            shows={"gamma": 1.0, "beta2": 0.6},
        ),
    },
    "schedule_free_sgd": {
        "torch": Form(
            "schedulefree.SGDScheduleFree(params, lr={lr}, momentum={momentum})",
            named("lr", momentum="beta"),
            note="the authors' package; its parameters are y in training",
        ),
        "optax": Form(
            "optax.contrib.schedule_free_sgd({learning_rate}, b1={b1})",
            named(learning_rate="lr", b1="beta"),
            note="its parameters are y",
        ),
    },
    "schedule_free_adamw": {
        "torch": Form(
            "schedulefree.AdamWScheduleFree(params, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={weight_decay})",
            named("lr", "beta1", "beta2", "eps", "weight_decay"),
            note="the authors' package; its parameters are y in training",
        ),
        "optax": Form(
            "optax.contrib.schedule_free_adamw({learning_rate}, b1={b1}, b2={b2}, eps={eps}, weight_decay={weight_decay})",
            named("eps", "weight_decay", learning_rate="lr", b1="beta1", b2="beta2"),
            note="its parameters are y",
        ),
    },
    "prodigy": {
        "torch": Form(
            "prodigyopt.Prodigy(params, lr={lr}, betas=({beta1}, {beta2}), eps={eps}, d0={d0}, use_bias_correction={use_bias_correction})",
            [*named("lr", "beta1", "beta2", "eps", "d0"), fixed("use_bias_correction", True, False)],
            note="the authors' package, which does not correct the start by default",
            step=steps.prodigy_plain,
        ),
        "optax": Form(
            "optax.contrib.prodigy({learning_rate}, betas=({beta1}, {beta2}), eps={eps}, estim_lr0={estim_lr0})",
            named("beta1", "beta2", "eps", learning_rate="lr", estim_lr0="d0"),
        ),
    },
}
