"""Answers to the exercises of "Newton, conjugate gradients, BFGS": wrong ones, and other right ones."""

WRONG = {
    "newton-step": [
        ("x - np.linalg.solve(H + damping * np.eye(len(x)), g)", "x - g", "that is plain descent"),
        ("x - np", "x + np", "the minus is missing"),
        ("np.linalg.solve(H + damping * np.eye(len(x)), g)", "H @ g", "you multiply by H, and should divide"),
        (
            "np.linalg.solve(H + damping * np.eye(len(x)), g)",
            "g / (np.diag(H) + damping)",
            "you divide by the entries on the diagonal alone",
        ),
        ("H + damping * np.eye(len(x))", "H", "with λ = 2 you go to (0.8, 0.6): the damping has no effect"),
        ("damping * np.eye(len(x))", "damping", "λ is added to every entry of H"),
        ("H + damping", "H - damping", "λ is subtracted"),
        ("return", "answer =", "your new point is None"),
    ],
    "secant": [
        ("return left @ K", "return K\n    return left @ K", "your K is the old one; it has learned nothing"),
        ("np.outer(s, y) / sy", "np.outer(y, s) / sy", "your K y is"),
        ("left @ K @ left.T", "left.T @ K @ left", "your K y is"),
        (" + np.outer(s, s) / sy", "", "your K y is 0, and should be s = (1, 2); the last term is missing"),
        ("left @ K @ left.T + np.outer(s, s) / sy", "left @ K + np.outer(s, s) / sy", "your K y is"),
        ("    if sy <= 0:\n        return K\n", "", "with s·y = −5 your K is"),
        ("sy <= 0", "sy < 0", "with s·y = 0 your K is"),
    ],
    "conjugate": [
        (" + (new @ new) / (g @ g) * p", "", "do all directions stay conjugate?"),
        ("(new @ new) / (g @ g)", "(g @ g) / (new @ new)", "do all directions stay conjugate?"),
        ("+ (new @ new)", "- (new @ new)", "do all directions stay conjugate?"),
        ("        if g @ g < 1e-30:  # arrived\n            break\n", "", "and then divide 0 by 0"),
        ("alpha = -(g @ p)", "alpha = (g @ p)", "with curvatures 1, 3 and 10, the point after one step is"),
        ("return x", "pass", "the point that descend returns is None"),
    ],
}

RIGHT = {
    "newton-step": """
import numpy as np

def step(x, g, H, damping):
    h, Q = np.linalg.eigh(H)
    return x - Q @ ((Q.T @ g) / (h + damping))
""",
    "secant": """
import numpy as np

def update(K, s, y):
    if not s @ y > 0:
        return K
    rho, z = 1 / (s @ y), K @ y
    return K - rho * (np.outer(s, z) + np.outer(z, s)) + rho * (1 + rho * (y @ z)) * np.outer(s, s)
""",
    "conjugate": """
import numpy as np

def descend(A, b, steps):
    x, r = np.zeros(len(b)), b.copy()
    p = r
    for _ in range(steps):
        if r @ r == 0 or np.linalg.norm(r) < 1e-14 * np.linalg.norm(b):
            break
        q = A @ p
        alpha = (r @ r) / (p @ q)
        x, last, r = x + alpha * p, r, r - alpha * q
        p = r + (r @ r) / (last @ last) * p
    return x
""",
}
