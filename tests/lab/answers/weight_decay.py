"""Answers to the exercises of "Weight decay and AdamW": wrong ones, and other right ones."""

WRONG = {
    "left-by-schedule": [
        (
            "np.prod(1 - np.asarray(rates) * weight_decay)",
            "(1 - np.mean(rates) * weight_decay) ** len(rates)",
            "under the linear schedule of 50 steps from 0.2, with the decay 0.4, what is left is",
        ),
        (
            "np.prod",
            "np.sum",
            "with 400 steps at the rate 0.01 and the decay 0.5, what is left is 398; it should be 0.135",
        ),
        (
            "1 - np.asarray(rates)",
            "1 - weight_decay + 0 * np.asarray(rates)",
            "what is left is 3.87e−121; it should be 0.135",
        ),
        ("return np", "np", "what is left is None; does your function return it?"),
    ],
    "sgdw": [
        ("f.grad(x)\n", "f.grad(x) + weight_decay * x\n", "it should be (1.9, −4.75)"),
        ("(1 - lr * weight_decay) * x", "x", "it should be (1.9, −4.75)"),
        ("(1 - lr * weight_decay)", "(1 - weight_decay)", "it should be (1.9, −4.75)"),
        ("* x - lr * v", "* (x - lr * v)", "the next weight is 1.805; it should be 1.8"),
        ("beta * s.v +", "", "given the same gradients, step 2 of sgdw is"),
    ],
    "foresee": [
        ("-1 / decay, 1 / decay", "-decay, decay", "a run of AdamW ends at"),
        ("np.clip(c, -1 / decay, 1 / decay)", "c", "you have AdamW end at (3, −0.5), and its box ends at 2"),
        (
            "np.clip(c, -1 / decay, 1 / decay)",
            "c * min(1, 1 / (decay * np.abs(c).max()))",
            "a run of AdamW ends at",
        ),
        ("h * c / (h + decay)", "c / (1 + decay)", "where you say that Adam ends"),
        ("return adamw, penalty", "return adamw", "it should return 2 things"),
    ],
}

RIGHT = {
    "left-by-schedule": """
def left(rates, weight_decay):
    kept = 1.0
    for rate in rates:
        kept -= rate * weight_decay * kept
    return kept
""",
    "sgdw": """
from typing import NamedTuple
import numpy as np

class Velocity(NamedTuple):
    v: np.ndarray

def sgdw(f, x, s: Velocity, t, *, lr, beta=0.9, weight_decay=0.01):
    v = beta * s.v + f.grad(x)
    x = x - lr * (v + weight_decay * x)
    return x, Velocity(v)
""",
    "foresee": """
import numpy as np

def ends(h, c, decay):
    largest = 1 / decay
    adamw = np.where(np.abs(c) > largest, np.sign(c) * largest, c)
    return adamw, c / (1 + decay / h)
""",
}
