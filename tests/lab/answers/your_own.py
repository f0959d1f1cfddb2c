"""Answers to the exercises of "Writing your own optimizer": wrong ones, and other right ones."""

WRONG = {
    "pure-step": [
        ("x = x - lr * v", "x -= lr * v", "after the step, the caller's x is (0.775, 1.65); it was (1, 2)"),
        (
            "v = beta * v + g",
            "v *= beta\n    v = v + g",
            "after the step, the caller's v is (0.25, −0.5); it was (0.5, −1)",
        ),
        (
            "v = beta * v + g",
            "g += beta * v\n    v = g",
            "after the step, the caller's g is (2.25, 3.5); it was (2, 4)",
        ),
        ("v = beta * v + g", "v = v + g", "the new velocity is (2.5, 3); it should be (2.25, 3.5)"),
        ("x = x - lr * v", "x.copy()", "the new point is (1, 2); it should be (0.775, 1.65)"),
        ("return x, v", "return x", "step returns (0.775, 1.65); it should return 2 things, `return x, v`"),
    ],
    "check-gradient": [
        ("1e-8 * (np.linalg.norm(g) + np.linalg.norm(found))", "1e-8", "it refuses a right gradient of length 7.75e9"),
        (
            "(value(x + h * unit) - value(x - h * unit)) / (2 * h)",
            "(value(x + h * unit) - value(x)) / h",
            "it refuses a right gradient of length 7.75",
        ),
        ("h = 1e-6", "h = 1e-13", "it refuses a right gradient of length 7.75"),
        ("1e-8 * (np.linalg.norm(g)", "1e-6 * (np.linalg.norm(g)", "too large by one part in a million"),
        (
            "np.linalg.norm(g - found) <",
            "abs(np.linalg.norm(g) - np.linalg.norm(found)) <",
            "whose coordinate 3 is multiplied by −1",
        ),
    ],
    "honest-adam": [
        (
            """knobs = {"lr": 0.1, "beta1": 0.8, "beta2": 0.9, "eps": 0.3}
    ours = analysis.moves(step, gradients, **knobs)
    return np.allclose(ours, analysis.moves("adam", gradients, **knobs), rtol=1e-9)""",
            """knobs = {"lr": 0.1}
    ours = analysis.moves(step, gradients, **knobs)
    return np.allclose(ours, analysis.moves("adam", gradients, **knobs))""",
            "it takes “Epsilon added to the point” for Adam",
        ),
        (
            'return np.allclose(ours, analysis.moves("adam", gradients, **knobs), rtol=1e-9)',
            'return (ours == analysis.moves("adam", gradients, **knobs)).all()',
            "it refuses Adam in its short form",
        ),
        ("size=(20, 3)", "size=(1, 3)", "it takes “Corrected averages kept” for Adam"),
        (
            "np.random.default_rng(0).normal(size=(20, 3)) * [1.0, 0.1, 20.0]",
            "np.geomspace(1e-3, 1e6, 60).reshape(20, 3)",
            "it takes AMSGrad for Adam; give it gradients that become smaller",
        ),
    ],
}

RIGHT = {
    "pure-step": "def step(x, v, g, lr, beta):\n    return x - lr * (beta * v + g), beta * v + g",
    "check-gradient": """
import numpy as np

def passes(value, grad, x):
    return gap(value, grad, x) < 1e-8

def gap(value, grad, x, h=1e-5):
    found = np.array([(value(x + h * unit) - value(x - h * unit)) / (2 * h) for unit in np.eye(len(x))])
    return np.linalg.norm(grad(x) - found) / np.linalg.norm(found)
""",
    "honest-adam": """
from gdzoo import analysis

def is_adam(step):
    return analysis.reference_gap(step, "adam", lr=0.1, beta1=0.7, beta2=0.8, eps=0.1) < 1e-10
""",
}
