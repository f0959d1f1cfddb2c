"""Answers to the exercises of "Choosing and debugging": wrong ones, and other right ones."""

WRONG = {
    "clip-together": [
        (
            "sum(np.sum(g**2) for g in gradients)",
            "max(np.sum(g**2) for g in gradients)",
            "the length of the first is 3.75; it should be 3",
        ),
        (
            "np.sqrt(sum(np.sum(g**2) for g in gradients))",
            "sum(np.sqrt(np.sum(g**2)) for g in gradients)",
            "the length of the first is 2.14",
        ),
        ("if total <= limit:", "if False:", "it should be"),
        ("return [g * limit", "[g * limit", "your function should return a list of 2 arrays"),
    ],
    "rate-from-a-step": [
        ("lr / (2 * (1 - share))", "lr / (1 - share)", "your rate is 4; it should be 2"),
        ("slope**2", "slope", "your rate"),
        ("if share >= 1:", "if share == 1:", "on a slope that falls ever faster your rate is"),
        ("(before - after)", "(after - before)", "it should be 2"),
    ],
    "never-nan": [
        ("if value(new) <= value(x):", "if not value(new) > value(x):", "where the loss is x − log x"),
        ("lr = lr / 2", "x, lr = new, lr / 2", "above the start"),
        ("lr = lr / 2", "pass", "you never lower it"),
        ("x = new\n", "x, lr = new, lr / 2\n", "with a good rate, your last rate is"),
        ("return x, lr", "return x", "your function should return the last point and the last rate"),
    ],
}

RIGHT = {
    "clip-together": """
import numpy as np

def clip(gradients, limit):
    total = np.linalg.norm(np.concatenate([np.ravel(g) for g in gradients]))
    factor = min(1.0, limit / total) if total > 0 else 1.0
    return [g * factor for g in gradients]
""",
    "rate-from-a-step": """
import math

def better_rate(before, after, lr, slope):
    curvature = 2 * (after - before + lr * slope**2) / (lr * slope) ** 2
    return 1 / curvature if curvature > 0 else math.inf
""",
    "never-nan": """
import math

def descend(value, grad, x, lr, steps):
    low, g = value(x), grad(x)
    for _ in range(steps):
        new = x - lr * g
        high = value(new)
        if math.isfinite(high) and high <= low:
            x, low, g = new, high, grad(new)
        else:
            lr *= 0.5
    return x, lr
""",
}
