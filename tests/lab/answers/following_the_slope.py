"""Answers to the exercises of "Following the slope": wrong ones, and other right ones."""

WRONG = {
    "gradient-by-hand": [
        ("2 * x + 3 * y,", "2 * x,", "at (1.5, −0.5) the slope along x is 1.5; yours is 3"),
        ("return np.array", "return -np.array", "the gradient points uphill; the step is what goes down"),
        ("2 * x + 3 * y, 3 * x + 4 * y**3", "3 * x + 4 * y**3, 2 * x + 3 * y", "the two slopes have changed places"),
        ("4 * y**3", "((y + 1e-5) ** 4 - (y - 1e-5) ** 4) / 2e-5", "a difference quotient is nearly right"),
        ("return np.array([2 * x + 3 * y, 3 * x + 4 * y**3])", "return 2 * x + 3 * y", "has shape (); it should"),
        ("return", "answer =", "the gradient at (1.5, −0.5) is None; does your function return it?"),
    ],
    "walk": [
        ("x - lr * g", "x + lr * g", "after 2000 gradients your walk from (−2.6, 1.6) has found none below 0.001"),
        (
            "> tolerance",
            "> tolerance**2",
            "you take 83 steps; the gradient's length is 0.00119 after 45 steps and 9.85e−4",
        ),
        ("np.linalg.norm(g)", "np.abs(g).max()", "from (−4, 5) with lr = 0.05, tolerance = 1e−7 you take 1"),
        ("steps = 0", "steps = 1", "you take 47 steps"),
        (
            "        g = grad(x)",
            "        grad(x)\n        g = grad(x)",
            "you asked for 93 gradients, and 46 steps visit 47",
        ),
        ("x = x - lr * g", "x -= lr * g", "the caller's array is now (−4.93e−4, 1.2e−7)"),
        ("return x, steps", "return steps, x", "the number of steps has shape (2,); it should be a number"),
        (
            "return x, steps",
            "return x",
            "walk returns (−4.93e−4, 1.2e−7); it should return 2 things, `return x, steps`",
        ),
    ],
    "gradient-check": [
        ("(f(x + e) - f(x - e)) / (2 * h)", "(f(x + e) - f(x)) / h", "is right, and you find an error of 3.67e−4"),
        ("(2 * h)", "h", "at (0.7) the gradient is right, and you find an error of 24.5"),
        ("abs(quotient - g[i])", "quotient - g[i]", "entry 0 of the gradient is 0.5 too large, and you find"),
        ("max(worst, abs(quotient - g[i]))", "abs(quotient - g[i])", "are off by 0.1, −0.7 and 0.2, and you find 0.2"),
        ("max(worst, abs(quotient - g[i]))", "worst + abs(quotient - g[i])", "0.1, −0.7 and 0.2, and you find 1"),
        ("range(len(x))", "range(len(x) - 1)", "entry 2 of the gradient is 0.5 too large, and you find"),
        ("    return worst", "    x += h\n    return worst", "your function has moved the point by 1e−5"),
        ("return worst", "print(worst)", "the largest error is None"),
    ],
}

RIGHT = {
    "gradient-by-hand": "def gradient(point):\n    x, y = point\n    return [2 * x + 3 * y, 4 * y * y * y + 3 * x]",
    "walk": """
def walk(grad, x, lr, tolerance):
    for steps in range(10_000):
        g = grad(x)
        if sum(g * g) ** 0.5 <= tolerance:
            return x, steps
        x = x - lr * g
""",
    "gradient-check": """
import numpy as np

def largest_error(f, grad, x):
    steps = 1e-5 * np.eye(len(x))
    quotients = np.array([(f(x + e) - f(x - e)) / 2e-5 for e in steps])
    return np.abs(quotients - grad(x)).max()
""",
}
