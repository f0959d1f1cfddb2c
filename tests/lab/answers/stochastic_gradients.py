"""Answers to the exercises of "Stochastic gradients": wrong ones, and other right ones."""

WRONG = {
    "minibatch-gradient": [
        (
            "x, y = inputs[chosen], targets[chosen]",
            "x, y = inputs, targets",
            "for the examples (3) your gradient is (−3.65, −2.84); it should be (−0.104, 0.11)",
        ),
        (
            "targets[chosen]",
            "targets[: len(chosen)]",
            "for the examples (3) your gradient is (3.26, −3.43); it should be (−0.104, 0.11)",
        ),
        (
            "2 * np.array([(r * x).mean(), r.mean()])",
            "2 * np.array([(r * x).sum(), r.sum()])",
            "for all 40 examples your gradient is (−146, −114); it should be (−3.65, −2.84)",
        ),
        (
            "2 * np.array([(r * x).mean(), r.mean()])",
            "2 * np.array([(r * x).sum(), r.sum()]) / len(inputs)",
            "for (3) you divide by all 40 examples, and there are 1",
        ),
        ("return 2 *", "return", "for all 40 examples your gradient is (−1.83, −1.42); it should be (−3.65, −2.84)"),
        (
            "w * x + b - y",
            "y - w * x - b",
            "for all 40 examples your gradient is (3.65, 2.84); it should be (−3.65, −2.84)",
        ),
        ("return", "answer =", "your gradient is None; does your function return it?"),
    ],
    "rate-for-floor": [
        (
            "sigma**2 + 2 * target * curvature",
            "sigma**2",
            "for target = 0.5, curvature = 10, sigma = 1.5 your rate is 0.889, and 2/λ = 0.2",
        ),
        (
            "4 * target",
            "2 * target",
            "for target = 1e−8, curvature = 1, sigma = 1 your rate is 2e−8; it should be 4e−8",
        ),
        (
            "2 * target * curvature",
            "target * curvature",
            "for target = 0.5, curvature = 10, sigma = 1.5 your rate is 0.276, and 2/λ = 0.2",
        ),
        (
            "sigma**2",
            "sigma",
            "for target = 0.5, curvature = 10, sigma = 1.5 your rate is 0.174; with it the loss that stays is 0.75; it",
        ),
        (
            "return 4 * target / (sigma**2 + 2 * target * curvature)",
            "return 2 / curvature",
            "for target = 1e−8, curvature = 1, sigma = 1 your rate is 2; it should be 4e−8",
        ),
        ("return", "answer =", "your rate is None; does your function return it?"),
    ],
    "epochs": [
        (
            "random.permutation(n)",
            "random.integers(n, size=n)",
            "with n = 12 and batch = 3, epoch 1 asks for example 0 more than once",
        ),
        ("random.permutation(n)", "np.arange(n)", "the second epoch has the order of the first"),
        (
            "random.permutation(n)",
            "np.random.default_rng(n).permutation(n)",
            "the second epoch has the order of the first",
        ),
        (
            "        order = random.permutation(n)  # a new one in every epoch\n        for k",
            "        order = random.permutation(n) if _ == 0 else order\n        for k",
            "the second epoch has the order of the first",
        ),
        (
            "range(n // batch)",
            "range(-(-n // batch))",
            "with n = 10, batch = 4 and 3 epochs your minibatches have the sizes (4, 4, 2, 4, …)",
        ),
        ("(k + 1) * batch", "(k + 2) * batch", "with n = 12 and batch = 3, epoch 1 asks for example 0 more than once"),
        (
            "x = x - lr *",
            "y = x - lr *",
            "after these minibatches your last point is (1, −2); it should be (0.663, −1.31)",
        ),
        ("x - lr", "x + lr", "after these minibatches your last point is (1.46, −2.97); it should be (0.663, −1.31)"),
        ("return x", "pass", "the point that sgd returns is None; does your function return it?"),
    ],
    "noise-scale": [
        (
            "(1 / b - 1 / B)",
            "(B - b)",
            "with b = 1, B = 4, S² = 3 and a gradient of length 5 your noise scale is 0.0275; it should be 0.12",
        ),
        (
            "s - S2 / b",
            "l",
            "with b = 1, B = 4, S² = 3 and a gradient of length 5 your noise scale is 0.117; it should be 0.12",
        ),
        (
            "s - S2 / b",
            "s",
            "with b = 1, B = 4, S² = 3 and a gradient of length 5 your noise scale is 0.107; it should be 0.12",
        ),
        (
            "return S2 / g2",
            "return g2 / S2",
            "with b = 1, B = 4, S² = 3 and a gradient of length 5 your noise scale is 8.33; it should be 0.12",
        ),
        (
            "return S2 / g2",
            "return S2 / g2**0.5",
            "with b = 1, B = 4, S² = 3 and a gradient of length 5 your noise scale is 0.6; it should be 0.12",
        ),
        (
            "np.mean(np.sum(small**2, axis=0))",
            "np.sum(np.mean(small, axis=1) ** 2)",
            "with b = 1, B = 4, S² = 3 and a gradient of length 5 your noise scale is −0.0385; it should be 0.12",
        ),
        ("return", "answer =", "your noise scale is None; does your function return it?"),
    ],
}

RIGHT = {
    "minibatch-gradient": """
def gradient(w, b, inputs, targets, chosen):
    gw = gb = 0.0
    for i in chosen:
        r = w * inputs[i] + b - targets[i]
        gw, gb = gw + 2 * r * inputs[i] / len(chosen), gb + 2 * r / len(chosen)
    return [gw, gb]
""",
    "rate-for-floor": """
def largest_rate(target, curvature, sigma):
    low, high = 0.0, 2 / curvature
    for _ in range(200):
        rate = (low + high) / 2
        low, high = (rate, high) if rate * sigma**2 / 2 <= target * (2 - rate * curvature) else (low, rate)
    return low
""",
    "epochs": """
import numpy as np

def sgd(grad, x, n, batch, lr, epochs, random):
    numbers = np.arange(n)
    for _ in range(epochs):
        random.shuffle(numbers)
        for chosen in numbers[: n // batch * batch].reshape(-1, batch):
            x = x - lr * grad(x, chosen)
    return x
""",
    "noise-scale": """
import numpy as np

def noise_scale(small, large, b, B):
    squares = [(g * g).sum(0).mean() for g in (small, large)]
    g2, S2 = np.linalg.solve([[1, 1 / b], [1, 1 / B]], squares)
    return S2 / g2
""",
}
