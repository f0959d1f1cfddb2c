"""A step for each coordinate, as others write it."""

from . import steps
from .form import Form, fixed, named

INSIDE = "eps stands inside the root"

FORMS = {
    "adagrad": {
        "torch": Form("torch.optim.Adagrad(params, lr={lr}, eps={eps})", named("lr", "eps")),
        "optax": Form(
            "optax.adagrad({learning_rate}, initial_accumulator_value={initial_accumulator_value}, eps={eps})",
            [*named("eps", learning_rate="lr"), fixed("initial_accumulator_value", 0.0, 0.1)],
            differs=INSIDE + "; the sum starts at 0.1 by default",
            step=steps.adagrad_inside,
            shows={"eps": 1.0},
        ),
        "keras": Form(
            "keras.optimizers.Adagrad({learning_rate}, initial_accumulator_value={initial_accumulator_value}, epsilon={epsilon})",
            [*named(learning_rate="lr", epsilon="eps"), fixed("initial_accumulator_value", 0.0, 0.1)],
            differs=INSIDE + "; the sum starts at 0.1 by default",
            step=steps.adagrad_inside,
            shows={"eps": 1.0},
        ),
    },
    "adadelta": {
        "torch": Form("torch.optim.Adadelta(params, lr={lr}, rho={rho}, eps={eps})", named("lr", "rho", "eps")),
        "optax": Form("optax.adadelta({learning_rate}, rho={rho}, eps={eps})", named("rho", "eps", learning_rate="lr")),
        "keras": Form(
            "keras.optimizers.Adadelta({learning_rate}, rho={rho}, epsilon={epsilon})",
            named("rho", learning_rate="lr", epsilon="eps"),
            note="learning_rate is 0.001 by default, which stands still: say 1",
        ),
    },
    "rmsprop": {
        "torch": Form(
            "torch.optim.RMSprop(params, lr={lr}, alpha={alpha}, eps={eps})",
            named("lr", "eps", alpha="beta"),
            note="alpha is 0.99 by default",
        ),
        "optax": Form(
            "optax.rmsprop({learning_rate}, decay={decay}, eps={eps}, eps_in_sqrt={eps_in_sqrt})",
            [*named("eps", learning_rate="lr", decay="beta"), fixed("eps_in_sqrt", False, True)],
            note=INSIDE + " unless eps_in_sqrt is False",
            step=steps.rmsprop_inside,
            shows={"eps": 1.0},
        ),
        "keras": Form(
            "keras.optimizers.RMSprop({learning_rate}, rho={rho}, epsilon={epsilon})",
            named(learning_rate="lr", rho="beta", epsilon="eps"),
            differs=INSIDE,
            step=steps.rmsprop_inside,
            shows={"eps": 1.0},
        ),
    },
    "rmsprop_centered": {
        "torch": Form(
            "torch.optim.RMSprop(params, lr={lr}, alpha={alpha}, eps={eps}, centered=True)",
            named("lr", "eps", alpha="beta"),
            note="alpha is 0.99 by default",
        ),
        "optax": Form(
            "optax.rmsprop({learning_rate}, decay={decay}, eps={eps}, eps_in_sqrt={eps_in_sqrt}, centered=True)",
            [*named("eps", learning_rate="lr", decay="beta"), fixed("eps_in_sqrt", False, True)],
            note=INSIDE + " unless eps_in_sqrt is False",
            step=steps.rmsprop_centered_inside,
            shows={"eps": 1.0},
        ),
        "keras": Form(
            "keras.optimizers.RMSprop({learning_rate}, rho={rho}, epsilon={epsilon}, centered=True)",
            named(learning_rate="lr", rho="beta", epsilon="eps"),
            differs=INSIDE,
            step=steps.rmsprop_centered_inside,
            shows={"eps": 1.0},
        ),
    },
}
