"""Answers to the exercises of "Averages that forget": wrong ones, and other right ones."""

WRONG = {
    "half-weight": [
        ("0.5 ** (1 / half)", "1 - 1 / (half + 1)", "a value weighs 0.444 as much after 2 steps; it should be 0.5"),
        ("0.5 ** (1 / half)", "0.5 ** half", "as much after 2 steps; it should be 0.5"),
        ("0.5 ** (1 / half)", "0.5 / half", "with your beta = 0.25 a value weighs 0.0625 as much after 2 steps"),
        ("0.5 ** (1 / half)", "2 ** (1 / half)", "is 1.41; it should lie between 0 and 1"),
        ("return", "answer =", "your beta for a half-life of 2 is None; does your function return it?"),
    ],
    "tail-mean": [
        ("t >= first", "t > first", "of 1 in all, the oldest first, the weights are (0)"),
        ("(t - first + 1)", "t", "from step 3 on, your mean is"),
        (
            "        if t >= first:\n            mean = mean + (x - mean) / (t - first + 1)",
            "        mean = mean + (x - mean) / t",
            "from step 3 on, your mean is 13.6; it should be 6",
        ),
        (
            "(x - mean) / (t - first + 1)",
            "x / (t - first + 1)",
            "of 2 in all, the oldest first, the weights are (1, 0.5)",
        ),
        (
            "mean = mean + (x - mean) / (t - first + 1)",
            "mean = (mean + x) / 2",
            "of 1 in all, the oldest first, the weights are (0.5)",
        ),
        ("return mean", "pass", "your mean is None"),
    ],
    "on-time": [
        ("m + (m - ema(m, beta))", "m", "with beta = 0.8 your average is 4 steps behind a climb of slope 1"),
        ("m + (m - ema(m, beta))", "values", "with beta = 0.9 your average leaves 0.974 of the noise"),
        ("m + (m - ema(m, beta))", "ema(m, beta)", "your average is 8 steps behind a climb"),
        ("m + (m - ema(m, beta))", "m + beta / (1 - beta)", "with beta = 0.5, your average is 4; it should be 3"),
        ("m + (m - ema(m, beta))", "2 * m", "your average is 6; it should be 3"),
        ("m + (m - ema(m, beta))", "ema(values[::-1], beta)[::-1]", "when 30 more are known, is"),
    ],
}

RIGHT = {
    "half-weight": "from math import exp, log\n\ndef beta_for(half):\n    return exp(-log(2) / half)",
    "tail-mean": """
def tail_mean(points, first):
    total, n = 0, 0
    for t, x in enumerate(points, 1):
        if t < first:
            continue
        total, n = total + x, n + 1
    return total / n
""",
    "on-time": """
import numpy as np

def on_time(values, beta):
    m = d = np.zeros(values.shape[1:])
    out = []
    for t, x in enumerate(values, 1):
        m = beta * m + (1 - beta) * x
        d = beta * d + (1 - beta) * m / (1 - beta**t)
        out.append(2 * m / (1 - beta**t) - d / (1 - beta**t))
    return np.array(out)
""",
}
