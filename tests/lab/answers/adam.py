"""Answers to the exercises of "Adam and its family": wrong ones, and other right ones."""

WRONG = {
    "bias-correction": [
        (
            "beta ** len(numbers)",
            "beta",
            "2 times 3 has the average 5.7; it should be 3, and the weights in m add up to 0.19",
        ),
        ("len(numbers)", "(len(numbers) + 1)", "the average of 4 alone is 2.11; it should be 4"),
        (
            "m / (1",
            "m * (1",
            "the average of 4 alone is 0.04; it should be 4, and with beta = 0.9 the one number weighs 0.1 in m",
        ),
        (
            "m / (1 - beta ** len(numbers))",
            "sum(numbers) / len(numbers)",
            "the last two of 2 numbers weigh 0.5 and 0.5",
        ),
        ("return", "answer =", "your average is None"),
    ],
    "write-adam": [
        ("m_hat / (np.sqrt(v_hat)", "m / (np.sqrt(v)", "size 0.0316; bias correction should make it exactly lr = 0.01"),
        (
            "m_hat / (np",
            "m / (np",
            "with the gradient 3 your first step has size 0.001; it should be exactly lr = 0.01",
        ),
        ("np.sqrt(v_hat) + eps", "np.sqrt(v_hat + eps)", "your first step has length 0.9487 lr: eps is under the root"),
        (
            "m_hat / (np.sqrt(v_hat)",
            "m_hat * (1 - beta2**t) ** 0.5 / (np.sqrt(v)",
            "eps is added before the correction",
        ),
        ("x - lr", "x + lr", "with the gradient 3 your first step is 0.01: uphill"),
        ("Moments(m, v)", "Moments(m_hat, v_hat)", "corrected already, and again in the next step"),
        ("beta1**t", "beta1 ** (t - 1)", "step 1 of my_adam is not a finite number; what does it divide by?"),
        ("(1 - beta1**t)", "(1 - beta1)", "given the same gradients, step 2 of my_adam is"),
        ("return x, Moments(m, v)", "return x", "step 1 must return the new point and the new state, (x, s)"),
    ],
    "remember-the-largest": [
        ("np.maximum(s.v_max, v)", "np.maximum(s.v, v)", "v_max is (2, 2, 1.5)"),
        ("np.maximum(s.v_max, v)", "np.maximum(s.v_max, g**2)", "v_max is (4, 4, 4)"),
        ("np.maximum(s.v_max, v)", "v", "to the right, uphill: what divides the small gradients?"),
        ("Moments(m, v, v_max)", "Moments(m, v_max, v_max)", "v is (2, 2, 2)"),
        ("v_hat = v_max / (1 - beta2**t)", "v_hat = v_max", "given the same gradients, step 1 of my_amsgrad is"),
    ],
    "turned-ravine": [
        ("s.v + f", "s.v - f", "turned by 0°, the loss goes from 50.5 to"),
        ("x - (2 / 11) ** 2 * v", "x - 0.1 * np.sign(v)", "does your rule measure along the axes?"),
        (
            "(9 / 11) ** 2 * s.v + f",
            "0.9 * s.v + 0.1 * f",
            "you keep 0.949 of the error per gradient, plain descent 0.98",
        ),
        (
            "f.grad(x)",
            "(f.grad(x) + f.grad(x)) / 2",
            "of the error per gradient, plain descent 0.98, and 0.915 would do",
        ),
        ("return x - (2 / 11) ** 2 * v,", "return x - np.linalg.solve(f.hess(x), v),", "this objective has none"),
        (", Memory(v)", "", "step 1 must return the new point and the new state"),
    ],
}

RIGHT = {
    "bias-correction": """
def average(numbers, beta):
    weights = [beta**age for age in range(len(numbers))][::-1]
    return sum(w * g for w, g in zip(weights, numbers)) / sum(weights)
""",
    "write-adam": """
from typing import NamedTuple

import numpy as np

class Moments(NamedTuple):
    m: np.ndarray
    v: np.ndarray

def my_adam(f, x, s: Moments, t, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    g = f.grad(x)
    m, v = s.m + (1 - beta1) * (g - s.m), s.v + (1 - beta2) * (g * g - s.v)
    root = (v / (1 - beta2**t)) ** 0.5
    return x - lr / (1 - beta1**t) * m / (root + eps), Moments(m, v)
""",
    "turned-ravine": """
from typing import NamedTuple

import numpy as np

class Memory(NamedTuple):
    v: np.ndarray

def mine(f, x, s: Memory, t):
    ahead = x + 0.8 * s.v
    new = ahead - 0.0133 * f.grad(ahead)
    return new, Memory(new - x)
""",
}
