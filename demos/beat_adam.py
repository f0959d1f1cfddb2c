"""A contest: one setting of a simple rule, or a rule of the reader's own, against a well tuned Adam on six landscapes."""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from demos.kit import Choice, Demo, Slider, scene
from demos.kit.contest import (
    ADAM,
    BUDGET,
    GOLD,
    LEAST,
    MOST,
    PLACES,
    ROUNDS,
    STARTS,
    TRIES,
    contest,
    digits,
    score,
    setup,
)
from demos.kit.entries import entry
from demos.kit.knobs import Knobs
from demos.kit.menus import Menu
from demos.kit.pens import rule_pen
from demos.kit.planes import path, picture, plane
from demos.kit.ranges import numbers
from demos.kit.words import apart, count, fixed, number
from gdzoo import REQUIRED, RULES

SIMPLE = ("plain", "momentum", "signs", "adaptive")  # families that came before Adam, or leave out half of it
MENU = Menu("walkers", [name for name, rule in RULES.items() if rule.family in SIMPLE])
RIVAL = RULES[ADAM.rule]
ASIDE = 0.17  # how far the dots of the two lie from the middle of a row


def first_guess(rule, name, _):
    """What a knob is before the reader tunes it: its default, or the middle of its slider."""
    knob = numbers(rule)[name]
    if knob.default is not REQUIRED:
        return float(knob.default)
    return float(f"{(knob.low * knob.high) ** 0.5 if knob.scale == 'log' else (knob.low + knob.high) / 2:.2g}")


@lru_cache(maxsize=8)
def rivals(draw):
    """What Adam does at every place."""
    return contest(RIVAL, ADAM.knobs, draw)


class BeatAdam(Demo):
    """Can a simpler rule than Adam beat it, with one setting for six landscapes?

    Every run has the same budget of evaluations, and wins one digit each time that its loss shrinks ten times. Set the
    knobs once for all landscapes: Adam was tuned for these starts, too. Then draw other starts: was it skill?
    """

    rule = Choice(MENU, "momentum", label="Your rule")
    knobs = Knobs(of="rules", usual=first_guess, label="Its knobs, for all six")
    place = Choice({p.word: f"{p.word.capitalize()}: {p.trouble}" for p in PLACES}, "bend", label="Look at")
    draw = Slider(0, 20, 0, step=1, label="Draw of starts and noise", more=True)

    @property
    def rules(self):
        """The rules that have knobs here: one."""
        return [self.rule]

    @property
    def landscape(self):
        """The landscape to look at."""
        return PLACES[self.seen].land

    @property
    def seen(self):
        """The number of the place to look at."""
        return [p.word for p in PLACES].index(self.place)

    def scene(self):
        knobs = BeatAdam.knobs.of_rule(self, self.rule)
        ours, theirs = contest(self.rule, knobs, self.draw), rivals(self.draw)
        won, lost = digits(ours), digits(theirs)
        value, par = float(score(won)), float(score(lost))
        in_contest = self.draw == 0
        return scene.scene(
            [self.plane(ours[self.seen], theirs[self.seen]), self.dots(won, lost), self.table(won, lost)],
            self.sentence(ours, won, lost),
            timeline=np.arange(BUDGET + 1),
            note=self.protocol(ours),
            fields={"landscape": picture(self.landscape)},
            controls={"knobs": BeatAdam.knobs.override(self)},
            data=self.columns(won, lost),
            code=entry(self.rule, knobs, self.draw) if not any(result.hessians for result in ours) else "",
            score=scene.score("beat-adam", value, f"{fixed(value, 2)} digits", better="high", par=par)
            if in_contest
            else None,
        )

    def plane(self, ours, theirs):
        """The landscape to look at, with every run of both on it."""
        land = self.landscape
        marks = []
        for rule, result, changes in ((RIVAL, theirs, {"faint": True}), (self.rule, ours, {})):
            runs = np.moveaxis(result.x, 2, 0)
            style = rule_pen(rule) | changes
            marks += [
                path(land, SimpleNamespace(x=x), style, label="" if i else rule.title) for i, x in enumerate(runs)
            ]
        return plane(land, marks)

    def dots(self, won, lost):
        """Every run of both as a dot, and their average as a bar."""
        marks = [scene.rule(scene.pen("soft", width=1), x=0)]
        for rule, found, aside in ((self.rule, won, ASIDE), (RIVAL, lost, -ASIDE)):
            style, heights = rule_pen(rule), len(PLACES) - np.arange(float(len(PLACES))) + aside
            marks.append(scene.points(found.ravel(), np.repeat(heights, STARTS), "dot", style))
            marks += [
                scene.line([mean, mean], [y - ASIDE, y + ASIDE], style | {"dash": "solid", "marker": None})
                for mean, y in zip(found.mean(1), heights, strict=True)
            ]
        rows = [(len(PLACES) - i, place.word) for i, place in enumerate(PLACES)]
        return scene.plot(
            "digits",
            scene.axis(LEAST - 0.2, MOST + 0.2, "digits won"),
            scene.axis(0.5, len(PLACES) + 0.5, ticks=rows),
            marks,
            title=f"Digits won in each run: yours, then {RIVAL.title}’s",
            area="side",
            aspect=0.9,
        )

    def table(self, won, lost):
        """What both win on each landscape, on average, and between which ends."""
        rows = [(place.word, *pair) for place, *pair in zip(PLACES, won, lost, strict=True)] + [("all", won, lost)]
        columns = ["", self.rule.title, "worst to best", RIVAL.title, "worst to best"]
        return scene.table(
            "results",
            [(column, "text") for column in columns],
            [{"pen": None, "cells": [word, *told(mine), *told(rival)]} for word, mine, rival in rows],
            title="Digits won",
            area="below",
        )

    def sentence(self, ours, won, lost):
        """Who is ahead, where most is won and lost, and who left."""
        title, value, par = self.rule.title, score(won), score(lost)
        if value == par:
            return f"**A draw**: {title} and {RIVAL.title} both win {number(value, 3)} digits a run."
        mine, rival = apart(value, par)
        lead = f"{title} beats {RIVAL.title}" if value > par else f"{RIVAL.title} stays ahead"
        gains = won.mean(1) - lost.mean(1)
        most, least = PLACES[gains.argmax()].word, PLACES[gains.argmin()].word
        where = ([f"gains most at the {most}"] if gains.max() > 0 else []) + (
            [f"loses most at the {least}"] if gains.min() < 0 else []
        )
        left = sum(int(result.left.sum()) for result in ours)
        gone = f"; {left} of {count(won.size, 'run')} {'leaves' if left == 1 else 'leave'}" if left else ""
        return (
            f"**{lead}**: {title} wins {mine} digits a run, {RIVAL.title} {rival}; {title} {' and '.join(where)}{gone}."
        )

    def protocol(self, ours):
        """What a fair reader needs to know."""
        facts = [
            f"{BUDGET} evaluations a run",
            f"{count(STARTS, 'start')} on each landscape, which is moved to where no rule expects it",
            f"between {number(LEAST)} and {number(MOST)} digits a run",
            f"Adam at the best of {ROUNDS * TRIES} settings for these starts"
            if self.draw == 0
            else f"other starts and noise than Adam was tuned for, draw {self.draw}: not for the record",
            f"the best rule of the book wins {number(GOLD.score, 3)}: {RULES[GOLD.rule].title}",
        ]
        costs = ["a value is an evaluation"] * any(result.values for result in ours)
        costs += ["a Hessian is two"] * any(result.hessians for result in ours)
        return [*facts, *costs, *(["the player counts evaluations, not steps"] if costs else [])]

    def columns(self, won, lost):
        """Every run of both, for the table of data."""
        starts = np.concatenate([setup(i, self.draw).starts for i in range(len(PLACES))], axis=1)
        return {
            "landscape": np.repeat(np.arange(1.0, len(PLACES) + 1), STARTS),
            "start x": starts[0],
            "start y": starts[1],
            f"digits, {self.rule.title}": won.ravel(),
            f"digits, {RIVAL.title}": lost.ravel(),
        }


def told(found) -> tuple[str, str]:
    """The average of several runs, and their worst and best."""
    worst, best = fixed(found.min(), 1), fixed(found.max(), 1)
    return fixed(found.mean(), 2), worst if worst == best else f"{worst} to {best}"
