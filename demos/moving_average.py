"""The exponential moving average of a noisy signal: how much noise it takes away, and how late it is."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from demos.kit import Choice, Demo, MemorySlider, Slider, Toggle, scene
from demos.kit.words import count, equal, number, percent
from gdzoo.analysis import ema, ema_weights, half_life, lag, memory, noise_left

DAYS = np.arange(1.0, 366.0)
COLDEST, JUMP, SLOPE = 200, 180, 0.06  # days, and degrees a day
YEARS = 400  # of noise, over which what is left is measured
AGES = 100  # weights shown
MEMORIES = np.linspace(0, 100, 101)  # lags, for the curve of the trade


class Signal(NamedTuple):
    title: str
    true: np.ndarray  # by day
    late: Callable[[np.ndarray], float]  # how many days the average of the true signal is behind it
    expected: Callable[[float], Any]  # the same, by theory
    words: str  # what is that late
    told: str  # the theory, in words


def extreme(average) -> float:
    """Days from the coldest one until the average is lowest."""
    return float(np.argmin(average[COLDEST - 1 :]))


def halfway(average) -> float:
    """Days after the jump, from the first with the new temperature, until the average has come half of the way."""
    return float(np.argmax(average[JUMP - 1 :] >= 10) + 1)


def behind(average) -> float:
    """How many days ago the climb was where the average is on the last day."""
    return float((SIGNALS["climb"].true[-1] - average[-1]) / SLOPE)


SIGNALS = {
    "year": Signal(
        "A year from July to July",
        10 - 10 * np.cos(2 * np.pi * (DAYS - COLDEST) / 365),
        extreme,
        lag,
        "the coldest day of the average comes {} late",
        "a straight climb would be {} late",
    ),
    "climb": Signal(
        "A straight climb", SLOPE * DAYS, behind, lag, "on the last day the average is {} behind", "theory says {}"
    ),
    "jump": Signal(
        "A jump from 5 to 15",
        np.where(DAYS < JUMP, 5.0, 15.0),
        halfway,
        half_life,
        "the average needs {} for half of the jump",
        "the half-life is {}",
    ),
}


@lru_cache(maxsize=4)
def weather(draw) -> np.ndarray:
    """Independent standard normals for each day of many years, (days, years)."""
    return np.random.default_rng(draw).normal(size=(len(DAYS), YEARS))


class MovingAverage(Demo):
    """The exponential moving average of a noisy signal: less noise, and later.

    Move beta: the more the average remembers, the smoother it is, and the later it notices. Its weights stand beside it.
    """

    signal = Choice({name: signal.title for name, signal in SIGNALS.items()}, "year", label="Signal")
    beta = MemorySlider(0, 0.99, 0.95, label="Kept per day", symbol=r"\beta")
    correct = Toggle(True, label="Bias correction")
    sigma = Slider(0, 8, 4, step=0.5, label="Noise", symbol=r"\sigma", unit="°C")
    draw = Slider(0, 99, 4, step=1, label="Draw of the noise", more=True)

    def scene(self):
        signal, noise = SIGNALS[self.signal], self.sigma * weather(self.draw)
        measured = signal.true + noise[:, 0]
        average = ema(measured, self.beta, self.correct)
        delay = signal.late(ema(signal.true, self.beta, self.correct))
        left = self.left(noise)
        return scene.scene(
            [
                self.chart(signal, measured, average),
                self.weights(),
                self.trade(left),
                scene.table(
                    "numbers",
                    [("", "text"), ("measured", "2g"), ("theory", "2g")],
                    [
                        {"pen": None, "cells": ["noise left", left, self.share]},
                        {"pen": None, "cells": ["days late", delay, float(signal.expected(self.beta))]},
                    ],
                ),
            ],
            self.sentence(signal, left, delay),
            timeline=DAYS,
            note=[
                f"noise independent from day to day, {equal('σ', self.sigma)} °C" if self.sigma else "no noise",
                f"what is left of it measured over {YEARS} years",
                "computed, not observed",
            ],
            controls={"beta": {"ticks": [scene.tick(beta) for beta in (0.5, 0.9, 0.95, 0.98)]}},
            data={"day": DAYS, "true": signal.true, "measured": measured, "average": average},
        )

    @property
    def share(self) -> float:
        """The part of the noise's standard deviation that theory leaves on the last day."""
        return float(np.sqrt(noise_left(self.beta, len(DAYS), self.correct)))

    def left(self, noise) -> float | None:
        """The same, measured over many years; None without noise."""
        return float(ema(noise, self.beta, self.correct)[-1].std() / self.sigma) if self.sigma else None

    def chart(self, signal, measured, average):
        """The signal, what was measured of it, and the average."""
        low, high = np.floor(measured.min()), np.ceil(measured.max())
        low = min(low, 0.0) if not self.correct else low
        months = [(1, "Jul"), (93, "Oct"), (185, "Jan"), (275, "Apr"), (365, "Jul")]
        return scene.plot(
            "signal",
            scene.axis(1, len(DAYS), "", ticks=months)
            if self.signal == "year"
            else scene.axis(1, len(DAYS), "day", ticks=[(day, str(day)) for day in (1, 100, 200, 300)]),
            scene.axis(low, high, "°C"),
            [
                scene.line(DAYS, measured, scene.pen("soft", width=1, faint=True)),
                scene.line(DAYS, signal.true, scene.pen("ink", width=1.4, dash="dot"), label="true"),
                scene.line(DAYS, average, scene.pen("accent"), label="average", moves=True),
            ],
            title=f"{signal.title}: measured, averaged, and dotted the truth",
            aspect=1.2,
            cursor=True,
        )

    def weights(self):
        """What each day weighs on the last one, the newest first, with the marks of the memory."""
        weights = ema_weights(self.beta, len(DAYS), self.correct)[:AGES]
        half, whole = half_life(self.beta), memory(self.beta)
        return scene.plot(
            "weights",
            scene.axis(-0.6, AGES, "age in days"),
            scene.axis(0, 1.15 * weights[0], "weight"),
            [
                scene.bars(np.arange(len(weights)), weights, scene.pen("accent")),
                scene.points(
                    [half, whole],
                    weights[0] * self.beta ** np.array([half, whole]),
                    "dot",
                    scene.pen("ink"),
                    labels=[f"half-life {number(half)}", f"memory {number(whole)}"],
                ),
            ],
            title="What each day weighs",
            area="side",
            aspect=1.9,
        )

    def trade(self, left):
        """What is left of the noise by how late the average is, for every beta; and this one, as measured."""
        here = [] if left is None else [scene.points([lag(self.beta)], [left], "dot", scene.pen("accent"))]
        return scene.plot(
            "trade",
            scene.axis(0, 100, "days behind a climb"),
            scene.axis(0, 1.05, "noise left", ticks=[(0, "0"), (0.5, "0.5"), (1, "1")]),
            [
                scene.line(MEMORIES, np.sqrt(noise_left(MEMORIES / (1 + MEMORIES))), scene.pen("soft", width=1.4)),
                *here,
            ],
            title="Noise left against delay: theory, and measured",
            area="side",
            aspect=1.9,
        )

    def sentence(self, signal, left, delay):
        days, expected = count(round(delay), "day"), float(signal.expected(self.beta))
        if not self.beta:
            return "**No memory**: with β = 0 the average is the latest day, with all of its noise and no delay."
        late = f"{signal.words.format(days)} ({signal.told.format(number(expected))})"
        noise = (
            "**There is no noise to take away**"
            if left is None
            else f"**{percent(left)} of the noise is left**, and theory says {percent(self.share)}"
        )
        start = (
            "" if self.correct else f". From its start at 0 the average lacks β⁷ = {percent(self.beta**7)} after a week"
        )
        return f"{noise}; with {equal('β', self.beta)} {late}{start}."
