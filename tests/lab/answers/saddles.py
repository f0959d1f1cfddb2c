"""Answers to the exercises of "Saddles, plateaus, many minima": wrong ones, and other right ones."""

WRONG = {
    "hold-time": [
        (
            "math.ceil(math.log(radius / distance) / math.log(1 - lr * curvature))",
            "math.log(radius / distance) / math.log(1 - lr * curvature)",
            "from 1e-6 you say 144.953; a run takes whole steps, so round up",
        ),
        ("math.ceil(", "math.floor(", "a run takes 145 steps; you say 144"),
        ("math.log(1 - lr * curvature)", "(-lr * curvature)", "from 1e−6 to 1, a run takes 145 steps; you say 139"),
        ("1 - lr * curvature", "1 + lr * abs(curvature) / 2", "a run takes 145 steps; you say 284"),
        ("return math", "math", "what steps returns is None"),
    ],
    "what-place": [
        ("np.linalg.eigvalsh(h)", "np.diag(h)", "askew to the axes, your place is 'minimum'; it should be 'saddle'"),
        ("curvatures > small", "curvatures > 0", "your place is 'minimum'; it should be 'flat'"),
        (
            '"minimum" if up else "hilltop" if down',
            '"hilltop" if up else "minimum" if down',
            "your place is 'hilltop'; it should be 'minimum'",
        ),
        ("np.linalg.norm(g) > small", "False", "your place is 'saddle'; it should be 'slope'"),
    ],
    "keep-the-best": [
        ("np.isfinite(end).all() and np.isfinite(loss) and loss", "loss", "the end you keep is (−∞)"),
        ("loss = f(end)", "loss = f(start)", "the end you keep is (4); it should be (0.5)"),
        ("loss < lowest", "True", "the end you keep is (2); it should be (0.5)"),
        ("end = descend(start)", "end, _ = descend(start), descend(start)", "from 1 starts you ask for 2 runs"),
        ("kept, lowest = None", "kept, lowest = starts[0]", "when no run counts you return (1); it should be None"),
    ],
    "kick": [
        ("x + radius * kick / np.linalg.norm(kick)", "x + radius * kick", "with radius = 0.02, the kick in step"),
        ("t - last >= 50", "True", "you kick in step"),
        ("np.linalg.norm(g) < 1e-3 and ", "", "though the gradient is"),
        (
            "rng.normal(size=x.shape)",
            "abs(rng.normal(size=x.shape))",
            "twelve kicks with different rng all go to one side in x",
        ),
        ("rng.normal(size=x.shape)", "-g", "300 steps after a start on the ridge you are at"),
    ],
}

RIGHT = {
    "hold-time": """
def steps(lr, curvature, distance, radius):
    t = 0
    while distance <= radius:
        distance, t = distance * (1 - lr * curvature), t + 1
    return t
""",
    "what-place": """
import numpy as np

def place(g, h, small):
    low, high = np.linalg.eigvalsh(h)
    if np.sqrt(sum(g * g)) > small:
        return "slope"
    names = {(True, True): "saddle", (True, False): "hilltop", (False, True): "minimum", (False, False): "flat"}
    return names[bool(low < -small), bool(high > small)]
""",
    "keep-the-best": """
import numpy as np

def best(descend, f, starts):
    ends = [descend(start) for start in starts]
    pairs = [(float(f(end)), i) for i, end in enumerate(ends) if np.isfinite(end).all()]
    pairs = [pair for pair in pairs if np.isfinite(pair[0])]
    return ends[min(pairs)[1]] if pairs else None
""",
    "kick": """
import numpy as np

def descend(grad, start, steps, lr, radius, rng):
    path, wait = [start], 0
    while len(path) <= steps:
        x, wait = path[-1], wait - 1
        g = grad(x)
        if wait < 0 and g @ g < 1e-6:
            angle = np.arctan2(*rng.normal(size=2))
            path.append(x + radius * np.array([np.cos(angle), np.sin(angle)]))
            wait = 50
        else:
            path.append(x - lr * g)
    return np.array(path)
""",
}
