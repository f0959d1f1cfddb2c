"""Descent from several random starts: the best of them, and the chance that it is in the deepest hollow."""

from functools import lru_cache

import numpy as np

import gdzoo
from demos.basins import HOLLOWS, arriving_lr
from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.planes import picture, plane, view
from demos.kit.words import count, equal, percent
from gdzoo.analysis import basins

GD = gdzoo.RULES["gd"]
NAMES = ("styblinski_tang", "three_hump_camel", "goldstein_price", "peaks", "griewank", "ackley", "levy", "rastrigin")
STEPS, FRAMES = 200, 20
DRAWS, MOST = 20, 100  # so many draws of so many starts
GROUPS = np.array([1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 70, 100])  # numbers of starts whose chance is measured
SURE = 0.95
BALLS, BEST = scene.pen("accent", width=2.6), scene.pen("accent")


class Restarts(Demo):
    """Descent ends in the hollow that it starts in. So start again somewhere else, and keep the best.

    Each start has the same chance, and often a small one. What grows with their number is the chance that
    not all of them miss the deepest hollow.
    """

    landscape = Choice({name: HOLLOWS[name] for name in NAMES}, "styblinski_tang")
    restarts = LogSlider(1, MOST, 8, step=1, label="Starts", symbol="n")
    draw = Slider(0, DRAWS - 1, 0, step=1, label="Draw")
    lr = LogSlider(
        1e-5,
        1,
        lambda demo: arriving_lr(GD, demo.landscape),
        label="Learning rate",
        symbol=r"\eta",
        follows="landscape",
        more=True,
    )

    def scene(self):
        land, n = self.landscape, self.restarts
        hits, share = deepest(land, self.lr)
        run = gdzoo.minimize(GD, land, starts(land)[:, self.draw, :n], STEPS, every=STEPS // FRAMES, lr=self.lr)
        there = run.steps[:, None] < np.where(run.escaped_at < 0, STEPS + 1, run.escaped_at)
        x, losses = np.where(there[:, None], run.x, np.nan), np.where(there, run.f, np.nan)
        best = np.fmin.accumulate(losses[-1])
        return scene.scene(
            [self.ground(x), self.chances(hits, share), self.losses(losses, best)],
            self.sentence(hits[self.draw, :n], share, best[-1]),
            timeline=run.steps,
            note=[
                f"{count(n, 'start')}, anywhere in the picture",
                f"{STEPS} steps of plain descent each",
                equal("η", self.lr),
                f"chances from {DRAWS * MOST} starts",
                "no noise",
            ],
            fields={"landscape": picture(land)},
            data={"start": np.arange(1.0, n + 1), "loss at the end": losses[-1], "best so far": best},
        )

    def ground(self, x):
        """All runs at once on the landscape."""
        land = self.landscape
        lowest, others = np.transpose(land.minima), np.transpose(land.local_minima)
        gaps = np.round(np.concatenate([x, np.full_like(x[:1], np.nan)]), 2)  # between one path and the next
        return plane(
            land,
            [
                scene.line(gaps[:, 0].T.ravel(), gaps[:, 1].T.ravel(), scene.pen("ink", width=0.8, faint=True)),
                scene.points(x[0, 0], x[0, 1], "ring", scene.pen("soft", width=1, faint=True)),
                scene.points(np.round(x[:, 0], 2), np.round(x[:, 1], 2), "dot", BALLS),
                scene.points(lowest[0], lowest[1], "star", labels=["deepest"]),
            ],
            named=[scene.points(others[0], others[1], "hollow")],
        )

    def chances(self, hits, share):
        """The chance that one start of n at least ends in the deepest hollow: counted, and by theory."""
        n = np.geomspace(1, MOST, 41)
        theory = scene.pen("ink", dash="dash", width=1.4)
        return scene.plot(
            "chances",
            scene.axis(1, MOST, "starts n", scale="log"),
            scene.axis(0, 1.04, ticks=[(0, "0"), (0.5, "50%"), (1, "100%")]),
            [
                scene.rule(scene.pen("soft", width=1, dash="dot"), x=self.restarts, label="n"),
                scene.line(n, 1 - (1 - share) ** n, theory),
                scene.line(GROUPS, [grouped(hits, k) for k in GROUPS], BEST | {"width": 0}, dots=True),
            ],
            title="Chance that the deepest hollow is found; dashed, theory",
            area="side",
            aspect=1.7,
        )

    def losses(self, losses, best):
        """Where each run ended, and the best so far."""
        n = np.arange(1, len(best) + 1)
        seen = losses[-1][np.isfinite(losses[-1])]
        low, high = (seen.min(), seen.max()) if len(seen) else (0.0, 1.0)
        margin = 0.1 * (high - low) or 1.0
        return scene.plot(
            "best",
            scene.axis(0.5, max(len(n), 2) + 0.5, "start"),
            scene.axis(low - margin, high + margin),
            [
                scene.line(np.repeat(n, 2)[1:], np.repeat(best, 2)[:-1], BEST | {"width": 1.6}),
                scene.points(n, losses[-1], "dot", rule_pen(GD)),
            ],
            title="Loss at each end; line, the best so far",
            area="side",
            aspect=1.7,
        )

    def sentence(self, hit, share, best):
        n = len(hit)
        if not share:
            return f"**No start of {hits_of()} reaches the deepest hollow** at this learning rate."
        lead = f"**{count(int(hit.sum()), 'start')} of {n} {'is' if hit.sum() == 1 else 'are'} in the deepest hollow**"
        one = f"one start finds it with the chance {percent(share)}, one of {n} at least with {percent(1 - (1 - share) ** n)}"
        if share == 1:
            return f"{lead}: every start finds it."
        return f"{lead}; {one}, and for {percent(SURE)} it takes {count(needed(share), 'start')}."


def hits_of() -> int:
    """How many starts there are in all."""
    return DRAWS * MOST


@lru_cache(maxsize=8)
def starts(land) -> np.ndarray:
    """Points drawn anywhere in the picture, (2, DRAWS, MOST)."""
    draw = np.random.default_rng(0).uniform(size=(2, DRAWS, MOST))
    low, high = np.transpose(view(land))
    return low[:, None, None] + (high - low)[:, None, None] * draw


@lru_cache(maxsize=16)
def deepest(land, lr) -> tuple[np.ndarray, float]:
    """Which of these starts end in a deepest hollow, (DRAWS, MOST), and the share of those that do."""
    ends = basins(GD, land, starts(land), STEPS, lr=lr).ends
    hits = (ends >= 0) & (ends < len(land.minima))
    return hits, float(hits.mean())


def grouped(hits, n) -> float:
    """The share of groups of n starts in which one at least has hit."""
    flat = hits.ravel()
    return float(flat[: len(flat) // n * n].reshape(-1, n).any(1).mean())


def needed(share) -> int:
    """How many starts it takes until the chance is SURE, each having this one."""
    return int(np.ceil(np.log(1 - SURE) / np.log1p(-share)))
