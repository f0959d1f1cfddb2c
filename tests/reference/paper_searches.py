"""Rules with a line search, in 50 digits, from starts at which the search accepts each first try.

So the search has no say in these paths: any search for the strong Wolfe conditions gives them that begins with length 1, with
conjugate gradients with the length that promises as much as the last step did, in the first step with that for which x moves
by 1. They end where it would have a say.
"""

import mpmath as mp
import numpy as np
from precise import gradient

C1 = 1e-4
STEPS = 20  # later ones would show mostly how a quasi-Newton path amplifies rounding errors

RUNS = [
    ("bfgs", {}, "rosenbrock", {}, [0.497, 0.253, 1.163, -1.191, 1.115]),
    ("bfgs", {}, "himmelblau", {}, [0.32, 3.439]),
    ("bfgs", {}, "beale", {}, [1.722, 1.885]),
    ("lbfgs", {"memory": 3}, "levy", {}, [-2.283, -3.654, 4.252, 1.259]),
    ("lbfgs", {"memory": 3}, "griewank", {}, [-2.79, -3.792, -5.155, -1.564]),
    ("lbfgs", {"memory": 10}, "levy", {}, [4.52, -2.55, -2.317, 1.885]),
    ("lbfgs", {"memory": 2}, "beale", {}, [1.319, 1.969]),
    ("lbfgs", {"memory": 3}, "himmelblau", {}, [1.214, -3.35]),
    ("conjugate_gradient", {"variant": "fr"}, "levy", {}, [-3.652, -2.688, -2.192, -1.048]),
    ("conjugate_gradient", {"variant": "pr"}, "levy", {}, [2.073, 4.969, -2.601, -4.746, 1.308]),
    ("conjugate_gradient", {"variant": "pr+"}, "griewank", {}, [-4.595, -4.512, 3.233, 2.301]),
    ("conjugate_gradient", {"variant": "pr+"}, "levy", {}, [1.722, -1.948, -3.743, 0.068]),
    ("conjugate_gradient", {"variant": "hs"}, "griewank", {}, [-1.818, 2.854, 5.551, -0.523]),
    ("conjugate_gradient", {"variant": "dy"}, "levy", {}, [-2.689, -3.389, -0.882, -3.765]),
]


def accepted(f, x, g, p, length, c2):
    """x + length p, or None where the search would go on, and where f is so flat that rounding could decide."""
    new = x + length * p
    slope, new_slope = g @ p, gradient(f, new, 0) @ p
    fallen = f.value(new.tolist()) <= f.value(x.tolist()) + C1 * length * slope
    steep = slope < 0 and mp.sqrt(g @ g) > 1e-3
    return new if steep and fallen and abs(new_slope) <= c2 * abs(slope) else None


def bfgs(x, f, k):
    """Nocedal & Wright, algorithm 6.1; the identity is scaled before its first update."""
    eye = np.array(mp.eye(len(x)).tolist())
    h = eye
    for t in range(1, STEPS + 1):
        g = gradient(f, x, t)
        p = -h @ g
        new = accepted(f, x, g, p, 1 if t > 1 else 1 / mp.sqrt(p @ p), 0.9)
        if new is None:
            return
        s, y = new - x, gradient(f, new, t) - g
        h = (s @ y) / (y @ y) * eye if t == 1 else h
        left = eye - np.outer(s, y) / (s @ y)
        h = left @ h @ left.T + np.outer(s, s) / (s @ y)
        x = new
        yield x


def lbfgs(x, f, k):
    """Liu & Nocedal 1989, without the two loops: BFGS updates of a scaled identity by the last pairs, anew in every step."""
    eye, pairs = np.array(mp.eye(len(x)).tolist()), []
    for t in range(1, STEPS + 1):
        g = gradient(f, x, t)
        h = eye
        for i, (s, y) in enumerate(pairs):
            newest_s, newest_y = pairs[-1]
            h = (newest_s @ newest_y) / (newest_y @ newest_y) * eye if i == 0 else h
            left = eye - np.outer(s, y) / (s @ y)
            h = left @ h @ left.T + np.outer(s, s) / (s @ y)
        p = -h @ g
        new = accepted(f, x, g, p, 1 if t > 1 else 1 / mp.sqrt(p @ p), 0.9)
        if new is None:
            return
        pairs = [*pairs, (new - x, gradient(f, new, t) - g)][-k.memory :]
        x = new
        yield x


BETAS = {  # of the new gradient, the old one and the old direction
    "fr": lambda g, old, p: (g @ g) / (old @ old),
    "pr": lambda g, old, p: g @ (g - old) / (old @ old),
    "pr+": lambda g, old, p: max(0, g @ (g - old) / (old @ old)),
    "hs": lambda g, old, p: g @ (g - old) / (p @ (g - old)),
    "dy": lambda g, old, p: (g @ g) / (p @ (g - old)),
}


def conjugate_gradient(x, f, k):
    g = gradient(f, x, 1)
    p, length = -g, 1 / mp.sqrt(g @ g)
    for t in range(1, len(x) + 1):  # then it begins afresh
        x = accepted(f, x, g, p, length, 0.1)
        if x is None:
            return
        yield x
        last_g, promise = g, length * (g @ p)
        g = gradient(f, x, t + 1)
        p = -g + BETAS[k.variant](g, last_g, p) * p
        length = promise / (g @ p)


RULES = {"bfgs": bfgs, "lbfgs": lbfgs, "conjugate_gradient": conjugate_gradient}
