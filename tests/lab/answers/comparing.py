"""Answers to the exercises of "Comparing fairly and tuning": wrong ones, and other right ones."""

WRONG = {
    "enough-tries": [
        (
            "math.ceil(math.log(1 - sure) / math.log(1 - good) - 1e-9)",
            "math.ceil(sure / good)",
            "for good = 0.05 and sure = 0.95 you return 19, and so many tries all miss with the chance 0.377; at most 0.05 is",
        ),
        (
            "math.ceil(math.log(1 - sure) / math.log(1 - good) - 1e-9)",
            "math.log(1 - sure) / math.log(1 - good)",
            "for good = 0.05 and sure = 0.95 you return 58.4; it should be a whole number from 1 on",
        ),
        (
            "math.ceil(",
            "math.floor(",
            "for good = 0.5 and sure = 0.5 you return 0; it should be a whole number from 1 on",
        ),
        (
            "math.log(1 - sure)",
            "math.log(sure)",
            "for good = 0.2 and sure = 0.99 you return 1, and so many tries all miss with the chance 0.8; at most 0.01 is allowed",
        ),
        (" - 1e-9)", " + 1)", "for good = 0.05 and sure = 0.95 you return 60; one try fewer would do"),
        ("return", "answer =", "your number of tries is None; does your function return it?"),
    ],
    "fair-ranking": [
        (
            "np.median(tried, axis=1).argmin()",
            "np.median(ran, axis=1).argmin()",
            "should be steady, lucky: the rate that the search chose for lucky ends at 4.1 in the race",
        ),
        (
            "np.median(tried, axis=1).argmin()",
            "np.mean(tried, axis=1).argmin()",
            "two of three runs of a left at its first rate, one at its second, which ends at 3",
        ),
        (
            "np.median(ran[best])",
            "np.median(tried[best])",
            "should be steady, lucky: the rate that the search chose for lucky ends at 4.1 in the race",
        ),
        (
            "np.median(ran[best])",
            "np.mean(ran[best])",
            "your ranking is b, a; it should be a, b: the medians are 1 and 2",
        ),
        (
            "np.where(np.isnan(losses), np.inf, losses)",
            "np.nan_to_num(losses)",
            "your ranking is c, b; it should be b, c: most runs of c left",
        ),
        (
            "sorted(ends, key=ends.get)",
            "sorted(ends, key=ends.get, reverse=True)",
            "your ranking is b, a; it should be a, b: a is at 1 with its best rate and b at 2",
        ),
        ("return", "answer =", "your ranking is None; does your function return it?"),
    ],
    "expected-best": [
        (
            "math.comb(n - 1 - i, k - 1) / math.comb(n, k)",
            "1 / n",
            "with k = 4 of the losses 5, 1, 4, 2 your mean is 3; it should be 1",
        ),
        (
            "math.comb(n - 1 - i, k - 1)",
            "math.comb(n - i, k - 1)",
            "with k = 2 of 4 losses your mean is 3.83; it should be 1.83",
        ),
        (
            "math.comb(n - 1 - i, k - 1) / math.comb(n, k)",
            "((n - i) / n) ** k - ((n - i - 1) / n) ** k",
            "with k = 2 of 4 losses your mean is 2.12; it should be 1.83",
        ),
        ("np.sort(losses)", "losses", "with k = 4 of the losses 5, 1, 4, 2 your mean is 5; it should be 1"),
        ("return", "answer =", "your mean is None; does your function return it?"),
    ],
}

RIGHT = {
    "enough-tries": """
def tries(good, sure):
    k = 1
    while (1 - good) ** k > 1 - sure + 1e-12:
        k += 1
    return k
""",
    "fair-ranking": """
import numpy as np


def ranking(search, race):
    def middle(losses):
        return np.median(np.where(np.isnan(losses), 1e300, losses), axis=-1)

    return sorted(race, key=lambda name: middle(race[name])[np.argmin(middle(search[name]))])
""",
    "expected-best": """
import numpy as np


def expected_best(losses, k):
    left, total, chance = len(losses), 0.0, 1.0
    for loss in sorted(losses):
        total += loss * chance * k / left
        chance *= 1 - k / left
        left -= 1
        if chance <= 0:
            break
    return total
""",
}
