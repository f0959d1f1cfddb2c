"""Answers to the exercises of "Curvature and conditioning": wrong ones, and other right ones."""

WRONG = {
    "half-axes": [
        ("np.sqrt(2 * c / np.linalg.eigvalsh(A))", "2 * c / np.linalg.eigvalsh(A)", "your half-axes"),
        ("2 * c", "1", "with the curvatures 4 and 1 and c = 2, your half-axes"),
        ("2 * c", "c", "with the curvatures 4 and 1 and c = 2, your half-axes"),
        (
            "np.linalg.eigvalsh(A)",
            "np.linalg.eigvalsh(A)[::-1]",
            "with the curvatures 4 and 1 and c = 2, your half-axes",
        ),
        ("np.linalg.eigvalsh(A)", "np.sort(np.diag(A))", "askew, and c = 0.5, your half-axes"),
        ("return", "answer =", "None"),
    ],
    "whiten": [
        ("X = X - X.mean(0)", "X = X / X.std(0)", "the means of your columns"),
        ("/ np.sqrt(spread)", "", "your condition number is"),
        ("/ np.sqrt(spread)", "/ spread", "your condition number is"),
        ("X @ axes / np.sqrt(spread)", "X @ axes.T / np.sqrt(spread)", "your condition number is"),
        (" / len(X)", "", "the deviations of your columns"),
        ("return", "answer =", "your data is None"),
    ],
    "no-loop": [
        ("Q.T @ (x0 - best)", "Q @ (x0 - best)", "after 0 steps, the point"),
        ("best + Q @", "best + Q.T @", "after 0 steps, the point"),
        ("best + Q @", "Q @", "the point after 1 steps"),
        ("1 - lr * curvatures", "1 - curvatures", "lr = 0.3, the point after 1 steps"),
        ("** k", "* k", "after 0 steps, the point"),
        ("Q.T @ (x0 - best)", "Q.T @ x0", "after 0 steps, the point"),
    ],
}

RIGHT = {
    "half-axes": """
import numpy as np

def half_axes(A, c):
    return sorted((2 * c * np.linalg.eigvalsh(np.linalg.inv(A))) ** 0.5, reverse=True)
""",
    "whiten": """
import numpy as np

def whiten(X):
    u, _, v = np.linalg.svd(X - X.mean(0), full_matrices=False)
    return u @ v * len(X) ** 0.5
""",
    "no-loop": """
import numpy as np

def after(A, b, x0, lr, k):
    best = np.linalg.solve(A, b)
    return best + np.linalg.matrix_power(np.eye(len(A)) - lr * A, k) @ (x0 - best)
""",
}
