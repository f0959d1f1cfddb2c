"""Answers to the exercises of "Schedules and warm-up": wrong ones, and other right ones."""

WRONG = {
    "warm-linear": [
        (
            "(steps - k) / (steps - warm)",
            "(steps - k) / steps",
            "your rate at k = 10 is 0.27; it should be 0.3",
        ),
        ("(k + 1) / warm", "k / warm", "your rate at k = 0 is 0; it should be 0.03"),
        (
            "(steps - k) / (steps - warm)",
            "(steps - k - 1) / (steps - warm)",
            "with steps = 100, warm = 10 and peak = 0.3, your rate at k = 10 is 0.297; it should be 0.3",
        ),
        ("return peak * (steps", "peak * (steps", "your rate at k = 10 is None"),
    ],
    "best-next": [
        (
            "curvature * s /",
            "s /",
            "without noise, with the curvature 0.5, your rate is 4; it should be 2",
        ),
        ("sigma**2", "sigma", "a smaller one leaves"),
        ("curvature**2 * s + sigma**2", "curvature**2 * s + 2 * sigma**2", "a larger one leaves"),
        ("return", "answer =", "your rate is None"),
    ],
    "beat-the-line": [
        ("harmonic * np", "1.2 * harmonic * np", "your rate at k = 0 is 0.0468; it should be from 0 to 0.04"),
        ("np.minimum(1, (300 - k) / 40)", "1", "most of it is noise: lower the rates near the end"),
        ("1 / (k + 1)", "0.1 / (k + 1)", "most of it is left from the start: raise the first rates"),
        ("np.arange(300)", "np.arange(299)", "what rates returns has shape (299,); it should have shape (300,)"),
    ],
}

RIGHT = {
    "warm-linear": """
def rate(k, steps, warm, peak):
    return peak * min((k + 1) / warm, (steps - k) / (steps - warm))
""",
    "best-next": """
def best_rate(s, curvature, sigma):
    if sigma == 0:
        return 1 / curvature
    return 1 / (curvature + sigma**2 / (curvature * s))
""",
    "beat-the-line": """
import numpy as np
from gdzoo.schedules import through

def rates():
    knots = [1.99, 1.99, 1.08, 0.7, 0.515, 0.418, 0.336, 0.287, 0.263, 0.22, 0.22, 0.06, 0.022]
    return through(np.array(knots) / 50, 300)(np.arange(300))
""",
}
