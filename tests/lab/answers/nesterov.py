"""Answers to the exercises of "Nesterov and the speed limit": wrong ones, and other right ones."""

WRONG = {
    "step-ahead": [
        ("grad(x + beta * v)", "grad(x)", "that is momentum, which asks where it stands"),
        ("grad(x + beta * v)", "grad(x + v)", "only a share beta of the velocity survives, and leads on"),
        (
            "grad(x + beta * v)",
            "grad(x - beta * v)",
            "that is behind; the velocity is the move itself and points ahead",
        ),
        ("x = x + v", "x = x + beta * v + v", "your new point is"),
        (
            "- lr * grad",
            "+ lr * grad",
            "from rest at (1, 2) with lr = 0.05, your new point is (1.05, 3); it should be (0.95, 1)",
        ),
        ("    x = x + v", "    grad(x)\n    x = x + v", "your step asks for 2 gradients; it should ask for 1"),
        ("return x, v", "return x", "it should return 2 things, `return x, v`"),
    ],
    "worst-chain": [
        ("    g[:-1] -= x[1:]  # the neighbor after\n", "", "it should be (−1, 2, −1, 0)"),
        ("g[1:] -= x[:-1]", "g[1:] += x[:-1]", "it should be (2, −1, 0, 0)"),
        ("    g[0] -= 1\n", "", "at 0 in 1 dimensions, your gradient is (0); it should be (−1)"),
        ("g[0] -= 1", "g[0] += 1", "at 0 in 1 dimensions, your gradient is (1); it should be (−1)"),
        (
            "g[1:] -= x[:-1]  # the neighbor before",
            "g -= np.roll(x, 1)",
            "your coordinate 1 feels it; only its neighbors",
        ),
        ("return g", "pass", "your gradient is None; does your function return it?"),
    ],
    "best-polynomial": [
        ("1 / ((L", "((L", "your rate is (5); it should be (0.2)"),
        ("(L - mu) / 2 * c", "(L - mu) * c", "one of your rates is"),
        ("(np.arange(n) + 0.5)", "(np.arange(n) + 1)", "your rate is (1); it should be (0.2)"),
        ("(L - mu) / 2 * c", "(L - mu) / 4 * c", "is possible"),
        ("1 / ((L + mu) / 2 + (L - mu) / 2 * c)", "np.full(n, 2 / (mu + L))", "is possible"),
        ("(n) + 0.5) / n)", "(n) + 0.5) / n)[:1]", "what rates returns has shape (1,); it should have shape (3,)"),
    ],
    "grow-and-restart": [
        ("(a - 1) / (a + 2)", "0", "after 3 steps you are where plain descent is: no move is carried on"),
        ("(a - 1) / (a + 2)", "a / (a + 3)", "the point after step 2 is"),
        ("g @ move > 0", "False", "you have forgotten nothing, and a move before it led uphill"),
        ("g @ move > 0", "g @ move < 0", "after 3 steps you are where plain descent is"),
        ("move, a = 0 * move, 0", "a = 0", "the point after step"),
        ("path = [x]", "path = []", "has shape (3, 2); it should have shape (4, 2)"),
        ("g = grad(y)", "g = grad(x)", "the point after step 3 is"),
    ],
}

RIGHT = {
    "step-ahead": "def step(grad, x, v, lr, beta):\n    y = x + beta * v\n    new = y - lr * grad(y)\n    return new, new - x",
    "worst-chain": """
import numpy as np

def slope(x):
    n = len(x)
    return (2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1)) @ x - np.eye(n)[0]
""",
    "best-polynomial": "from gdzoo.analysis import chebyshev_steps, mixed\n\ndef rates(mu, L, n):\n    return mixed(chebyshev_steps(mu, L, n))",
    "grow-and-restart": """
import gdzoo

class F:
    def __init__(self, grad):
        self.grad = grad
    def value(self, x):
        return 0 * x[0]

def accelerate(grad, start, steps, lr):
    return gdzoo.minimize(gdzoo.analysis.accelerated, F(grad), start, steps, lr=lr, restart=1).x
""",
}
