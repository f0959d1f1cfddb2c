"""Freezes the papers' equations, evaluated in 50 digits, into paper.json: rules that no library has in our convention.

    .reference/bin/python tests/reference/make_paper.py

A rule here is a generator of points.
"""

import mpmath as mp
import numpy as np
import paper_matrices
import paper_searches
from cases import LENGTH, freeze
from precise import Differences, Knobs, gradient, precise, root

ADAN = {"lr": 1e-3, "beta1": 0.98, "beta2": 0.92, "beta3": 0.99, "eps": 1e-8, "weight_decay": 0.0}
ODD_ADAN = {"lr": 0.0371, "beta1": 0.87, "beta2": 0.77, "beta3": 0.93, "eps": 3e-3, "weight_decay": 0.37}
SOPHIA = {"lr": 0.00137, "beta1": 0.965, "beta2": 0.99, "gamma": 0.01, "eps": 1e-8, "weight_decay": 0.0, "refresh": 10}
ODD_SOPHIA = {
    "lr": 0.137,
    "beta1": 0.67,
    "beta2": 0.83,
    "gamma": 0.71,
    "eps": 71.0,
    "weight_decay": 0.037,
    "refresh": 3,
}

SEQUENCES = [  # rule, knobs, the gradients it is fed if not "vector"
    ("adan", ADAN),
    ("adan", ODD_ADAN),
    ("averaged", {"lr": 0.0371, "decay": 1.0, "first": 1}),
    ("averaged", {"lr": 1.13, "decay": 0.87, "first": 7}),
    ("barzilai_borwein", {"lr": 0.0371, "variant": 1}),
    ("barzilai_borwein", {"lr": 0.0371, "variant": 2}),
    *paper_matrices.SEQUENCES,
]

RUNS = [  # rule, knobs, landscape, its parameters, start
    ("adan", ODD_ADAN, "rosenbrock", {}, [-1.313, 1.717]),
    ("averaged", {"lr": 0.0037, "decay": 0.71, "first": 3}, "himmelblau", {}, [-0.613, -1.57]),
    ("sophia", SOPHIA, "rosenbrock", {}, [-1.313, 1.717]),
    ("sophia", ODD_SOPHIA, "himmelblau", {}, [-0.613, -1.57]),  # starts where the curvature is negative
    ("newton", {"lr": 1.0, "damping": 0.0}, "rosenbrock", {}, [-1.313, 1.717]),
    ("newton", {"lr": 0.37, "damping": 0.0}, "himmelblau", {}, [-0.613, -1.57]),  # climbs
    ("newton", {"lr": 0.37, "damping": 71.0}, "himmelblau", {}, [-0.613, -1.57]),
    ("saddle_free_newton", {"lr": 1.0, "damping": 0.0}, "bounded_saddle", {}, [1.57, -0.113]),
    ("saddle_free_newton", {"lr": 0.37, "damping": 0.0}, "himmelblau", {}, [-0.613, -1.57]),
    ("saddle_free_newton", {"lr": 0.73, "damping": 37.0}, "rosenbrock", {}, [-1.313, 1.717, 0.51]),
    ("barzilai_borwein", {"lr": 0.00137, "variant": 1}, "himmelblau", {}, [-0.613, -1.57]),
    ("barzilai_borwein", {"lr": 0.00371, "variant": 2}, "himmelblau", {}, [-0.613, -1.57]),
    ("polyak", {"f_min": 0.0, "relax": 0.37, "max_lr": 1.0}, "himmelblau", {}, [-0.613, -1.57]),
    ("polyak", {"f_min": -0.371, "relax": 1.37, "max_lr": 0.00037}, "rosenbrock", {}, [-1.313, 1.717]),
    *paper_matrices.RUNS,
    *paper_searches.RUNS,
]


def adan(x, f, k):
    """Xie et al. 2022, with averages that decay by beta and are corrected, as in the authors' code."""
    m = v = n = 0 * x
    last = None
    for t in range(1, LENGTH + 1):
        g = gradient(f, x, t)
        change = 0 * g if last is None else g - last
        m = k.beta1 * m + (1 - k.beta1) * g
        v = k.beta2 * v + (1 - k.beta2) * change
        n = k.beta3 * n + (1 - k.beta3) * (g + k.beta2 * change) ** 2
        m_hat, v_hat, n_hat = m / (1 - k.beta1**t), v / (1 - k.beta2**t), n / (1 - k.beta3**t)
        x = (x - k.lr * (m_hat + k.beta2 * v_hat) / (root(n_hat) + k.eps)) / (1 + k.lr * k.weight_decay)
        last = g
        yield x


def averaged(x, f, k):
    """Polyak & Juditsky 1992, beside gradient descent: the mean of all points from the first on, the newest weighing most."""
    points = []
    for t in range(1, LENGTH + 1):
        x = x - k.lr * gradient(f, x, t)
        points = [*points, x] if t > k.first else [x]
        weights = [k.decay**age for age in range(len(points))]
        yield x, sum(w * point for w, point in zip(weights, reversed(points), strict=True)) / sum(weights)


def sophia(x, f, k):
    """Liu et al. 2023, with the exact diagonal of the Hessian, refreshed before it is used."""
    m = h = 0 * x
    for t in range(1, LENGTH + 1):
        if (t - 1) % k.refresh == 0:
            h = k.beta2 * h + (1 - k.beta2) * np.diag(np.array(f.hess(x.tolist())))
        m = k.beta1 * m + (1 - k.beta1) * gradient(f, x, t)
        step = np.clip(m / np.maximum(k.gamma * h, k.eps), -1, 1)
        x = x - k.lr * k.weight_decay * x - k.lr * step
        yield x


def newton(x, f, k):
    for t in range(1, LENGTH + 1):
        h = mp.matrix(f.hess(x.tolist())) + k.damping * mp.eye(len(x))
        x = x - k.lr * np.array(list(mp.lu_solve(h, mp.matrix(f.grad(x.tolist(), t)))))
        yield x


def saddle_free_newton(x, f, k):
    """Dauphin et al. 2014: the absolute values of the eigenvalues, damping added to them."""
    for t in range(1, LENGTH + 1):
        values, vectors = mp.eigsy(mp.matrix(f.hess(x.tolist())))
        along = vectors.T * mp.matrix(f.grad(x.tolist(), t))
        step = vectors * mp.matrix([a / (abs(value) + k.damping) for a, value in zip(along, values, strict=True)])
        x = x - k.lr * np.array(list(step))
        yield x


def barzilai_borwein(x, f, k):
    """Barzilai & Borwein 1988, signed and without a safeguard."""
    last, length = None, k.lr
    for t in range(1, LENGTH + 1):
        g = gradient(f, x, t)
        if last:
            s, y = x - last[0], g - last[1]
            above, below = (s @ s, s @ y) if k.variant == 1 else (s @ y, y @ y)
            length = above / below if below else 0
        last = x, g
        x = x - length * g
        yield x


def polyak(x, f, k):
    for t in range(1, LENGTH + 1):
        g = gradient(f, x, t)
        square = g @ g
        length = min((f.value(x.tolist()) - k.f_min) / square, k.max_lr) if square > 2.2e-16 else 0
        x = x - k.relax * length * g
        yield x


RULES = {
    "adan": adan,
    "averaged": averaged,
    "sophia": sophia,
    "newton": newton,
    "saddle_free_newton": saddle_free_newton,
    "barzilai_borwein": barzilai_borwein,
    "polyak": polyak,
    **paper_matrices.RULES,
    **paper_searches.RULES,
}


def follow(rule, knobs, x0, f):
    points = list(RULES[rule](np.array(precise(x0)), f, Knobs(knobs)))
    if rule == "averaged":
        return {"x": [x.tolist() for x, _ in points], "average": [mean.tolist() for _, mean in points]}
    return {"x": [x.tolist() for x in points]}


if __name__ == "__main__":
    freeze("paper", follow, lambda rule: "paper, 50 digits", SEQUENCES, RUNS, Differences)
