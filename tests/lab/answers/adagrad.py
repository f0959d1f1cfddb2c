"""Answers to the exercises of "AdaGrad and RMSprop": wrong ones, and other right ones."""

WRONG = {
    "adagrad-step": [
        ("v = v + g**2", "v = v + g", "it has taken in the gradient, and not its square"),
        ("v = v + g**2", "v = v + abs(g)", "it has taken in the size of the gradient, and not its square"),
        ("v = v + g**2", "v = g**2", "it has forgotten what it was"),
        ("np.sqrt(v) + eps", "v + eps", "the length of your step is (0.2, 0.05, 0.0333); it should be (0.1, 0.1, 0.1)"),
        (
            "(np.sqrt(v) + eps)",
            "np.sqrt(v)",
            "with g = 0 and v = 0 in the first coordinate you step to",
        ),
        ("np.sqrt(v) + eps", "np.sqrt(v + eps)", "with eps = 0.1, the point after step 1 is"),
        ("x - lr", "x + lr", "your new point is (1.1, 1.9, 3.1); it should be (0.9, 2.1, 2.9)"),
    ],
    "how-far-away": [
        ("t, way = 0, 0.0", "t, way = 1, 0.0", "for distance = lr = 1 you say 3 steps; the first is lr long"),
        ("way + lr / t**0.5", "way + 1 / t**0.5", "for distance = 3 and lr = 0.5 you say 5 steps; after them it has come only"),
        ("return t", "return way", "which is no whole number"),
        ("return t", "pass", "your number of steps is None"),
    ],
    "two-slips": [
        ("(1 - beta) * g**2", "g**2", "your average is 90, ten times 9; which share of a new square belongs in it?"),
        ("(np.sqrt(v) + eps)", "np.sqrt(v) + eps", "to what should eps be added?"),
        ("(np.sqrt(v) + eps)", "np.sqrt(v)", "with beta = 0.8 and eps = 0.2, the point after step 1 is"),
        ("(np.sqrt(v) + eps)", "np.sqrt(v + eps)", "with beta = 0.8 and eps = 0.2, the point after step 1 is"),
        ("(1 - beta) * g**2", "beta * g**2", "your average is 81; it should be 9"),
        ("return x, v", "return x", "it should return 2 things, `return x, v`"),
    ],
    "lazy": [
        ("beta ** (t - seen[i])", "beta", "it has forgotten once, and six steps have passed"),
        ("beta ** (t - seen[i])", "beta ** (t - seen[i] - 1)", "for a word seen in step 7 and again in step 8, v is 4.1"),
        ("beta ** (t - seen[i])", "beta**t", "for a word seen in step 7 and again in step 8, v is"),
        ("    seen[i] = t\n", "", "after step 8 the step in which its word was last seen is 7; it should be 8"),
        ("v[i] = beta ** (t - seen[i]) * v[i]", "v *= beta ** (t - seen[i])\n    v[i] = v[i]", "the averages of words 0 and 2"),
        ("return x, v, seen", "return x, v", "it should return 3 things, `return x, v, seen`"),
    ],
}  # fmt: skip

RIGHT = {
    "adagrad-step": "def step(x, v, g, lr, eps):\n    v = v + g * g\n    return x - lr / (v**0.5 + eps) * g, v",
    "how-far-away": """
import numpy as np

def steps_needed(distance, lr):
    most = int((distance / lr) ** 2) + 2
    way = lr * np.cumsum(1 / np.sqrt(np.arange(1, most + 1)))
    return int(np.argmax(way >= distance * (1 - 1e-12))) + 1
""",
    "two-slips": """
import numpy as np

def step(x, v, g, lr, beta, eps):
    v = v + (1 - beta) * (g**2 - v)
    return x - lr * g / (eps + np.sqrt(v)), v
""",
    "lazy": """
def step(x, v, seen, t, i, g, lr, beta):
    while seen[i] < t:
        v[i] *= beta
        seen[i] += 1
    v[i] += (1 - beta) * g**2
    x[i] -= lr * g / v[i] ** 0.5
    return x, v, seen
""",
}
