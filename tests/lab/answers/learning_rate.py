"""Answers to the exercises of "The learning rate": wrong ones, and other right ones."""

WRONG = {
    "largest-rate": [
        ("2 / np", "1 / np", "with the curvatures 1 and 10 along the axes, your border is 0.1; it should be 0.2"),
        (".max()", ".min()", "your border is 2; a little below, an error is still multiplied by 19 in each step"),
        (
            "np.linalg.eigvalsh(A).max()",
            "A.max()",
            "with the curvatures (2, 7, 30) your border is 0.0808; a little below",
        ),
        ("np.linalg.eigvalsh(A).max()", "np.trace(A)", "a little above, every run still converges"),
        ("np.linalg.eigvalsh(A).max()", "np.linalg.eigvalsh(A)", "your border has shape (2,); it should be a number"),
    ],
    "steps-needed": [
        ("max(abs(1 - lr * mu), abs(1 - lr * L))", "abs(1 - lr * mu)", "a walk takes 132 steps; you say 66"),
        (
            "max(abs(1 - lr * mu), abs(1 - lr * L))",
            "max(1 - lr * mu, 1 - lr * L)",
            "a walk takes 132 steps; you say 66",
        ),
        ("math.ceil", "math.floor", "a little too much of the error is left after 223 steps; 224 are needed"),
        ("math.ceil", "1 + math.ceil", "a walk takes 224 steps; you say 225"),
        (
            "    if kept >= 1:\n        return math.inf\n",
            "",
            "lr = 0.2 the error across the valley never shrinks; you say −12",
        ),
        ("return math.inf", "return None", "your number is None"),
    ],
    "line-search": [
        (
            "while not f(x - lr * g) <=",
            "while f(x - lr * g) >",
            "the logarithm of −2.33: every comparison with NaN is false",
        ),
        ("<=", "<", "after 300 values of f your search is still trying"),
        ("x - lr * g", "x + lr * g", "where 0.0312 is the first to pass, you return 3.47e−18"),
        (
            " - lr / 2 * slope",
            "",
            "on valley from (−2.6, 1.6) your 0.0625 leads to the loss 6.78; at most −0.485 passes",
        ),
        ("lr = lr / 2", "lr = lr / 10", "where 0.0312 is the first to pass, you return 0.01"),
        ("height - lr", "f(x) - lr", "you asked for 13 values of f, and 6 tries need 7"),
        ("return lr", "return x - lr * g", "your rate has shape (2,); it should be a number"),
    ],
}

RIGHT = {
    "largest-rate": "import numpy as np\n\ndef limit(A):\n    return 2 / np.linalg.norm(A, 2)",
    "steps-needed": """
def steps_needed(mu, L, lr, share=1e-6):
    if lr >= 2 / L:
        return float("inf")
    left, steps = 1.0, 0
    while left > share:
        left *= max(1 - lr * mu, lr * L - 1)
        steps += 1
    return steps
""",
    "line-search": """
def search(f, x, g, lr):
    height = f(x)
    while True:
        if f(x - lr * g) <= height - 0.5 * lr * (g @ g):
            return lr
        lr *= 0.5
""",
}
