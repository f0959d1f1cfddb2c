"""Answers to the exercises of "Momentum": wrong ones, and other right ones."""

WRONG = {
    "momentum-step": [
        ("beta * v + g", "beta * v + (1 - beta) * g", "it takes in only 1 − beta of the gradient"),
        ("beta * v + g", "beta * v - g", "the gradient enters with a plus; the minus belongs to the step"),
        (
            "beta * v + g\n    x = x - lr * v",
            "beta * v + lr * g\n    x = x - v",
            "(2.45, −0.35): the learning rate is inside it",
        ),
        ("beta * v + g\n    x = x - lr * v", "beta * v - lr * g\n    x = x + v", "the step; so does the minus"),
        ("x - lr * v", "x + lr * v", "from (1, 2) with the gradient (2, 4) you step uphill, to (1.2, 2.4)"),
        ("beta * v + g", "v + g", "it has forgotten nothing"),
        (
            "    v = beta * v + g\n",
            "    v, old = beta * v + g, v\n    v, old = old, v\n",
            "you follow the old velocity",
        ),
        ("return x, v", "return x", "step returns (0.8, 1.6); it should return 2 things, `return x, v`"),
    ],
    "best-beta": [
        (
            "(1 - kappa**-0.5)",
            "((kappa**0.5 - 1) / (kappa**0.5 + 1))",
            "keeps 0.703 of the error per step; a larger beta keeps 0.5",
        ),
        (" ** 2", "", "for kappa = 4 your beta = 0.5 keeps 0.707 of the error per step; a smaller beta keeps 0.5"),
        (
            "kappa**-0.5",
            "1 / kappa",
            "for kappa = 4 your beta = 0.562 keeps 0.75 of the error per step; a smaller beta",
        ),
        ("kappa**-0.5", "kappa**0.5", "for kappa = 1e6 your beta is 9.98e5"),
        ("return", "answer =", "your beta for kappa = 4 is None"),
    ],
    "two-bugs": [
        ("x = x - lr * v", "x -= lr * v", "one run moved the start from (−2.6, 1.2) to"),
        (
            "        v = beta",
            "        v = np.zeros_like(x)\n        v = beta",
            "after 2 steps you are where plain descent is",
        ),
        ("v = beta * v", "v = v", "with beta = 0, the point after 20 steps is"),
        (
            "+ grad(x)",
            "+ (1 - beta) * grad(x)",
            "with beta = 0.75, the point after step 1 is (−2.07, 0.292); it should be",
        ),
        ("return x", "pass", "the point that descend returns is None"),
    ],
    "restart": [
        (
            "g @ v < 0",
            "g @ v > 0",
            "moving by −lr v leads downhill; the new velocity is (2, 0.5); it should be (2.9, 1.4)",
        ),
        ("g @ v < 0", "(g * v < 0).any()", "with v = (3, −1) and g = (1, 2.5), moving by −lr v leads downhill"),
        (
            "v = np.zeros_like(v)",
            "v = -v",
            "moving by −lr v leads uphill; the new velocity is (2.9, 1.4); it should be (2, 0.5)",
        ),
        ("g @ v < 0", "g @ (beta * v + g) < 0", "leads uphill; the new velocity is (1.1, −0.4); it should be (2, 0.5)"),
        ("v = np.zeros_like(v)", "return x, 0 * v", "the new velocity is (0, 0); it should be (2, 0.5)"),
        ("return x, v", "pass", "step returns None; it should return 2 things, `return x, v`"),
    ],
}

RIGHT = {
    "momentum-step": "def step(x, v, g, lr, beta):\n    return x - lr * (beta * v + g), beta * v + g",
    "best-beta": """
import numpy as np
from gdzoo import analysis

def best_beta(kappa):
    betas = 1 - np.geomspace(1e-9, 1, 200_001)
    return betas[analysis.rate("momentum", [1 / kappa, 1], 1.0, betas).argmin()]
""",
    "two-bugs": """
def descend(grad, start, steps, lr, beta):
    x, v = start.copy(), 0
    for _ in range(steps):
        v = beta * v + grad(x)
        x -= lr * v
    return x
""",
    "restart": "def step(x, v, g, lr, beta):\n    v = g + (beta * v if sum(v * g) >= 0 else 0)\n    return x - lr * v, v",
}
