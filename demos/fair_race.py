"""A fair race, and the unfair one beside it: who gets a search for a learning rate, and who does not?"""

from typing import Any, NamedTuple

import numpy as np

from demos.kit import Choice, Demo, LogSlider, Picks, Slider, scene, trials
from demos.kit.pens import rule_pen
from demos.kit.trials import ENTRANTS, EPOCHS, EXAMPLES, FLOOR, RATES, SEEDS
from demos.kit.words import count, equal, listing, number
from gdzoo.analysis import quartiles

SEARCHED = {"one": "my favorite alone", "all": "everyone", "none": "nobody"}
WORST = 10.0  # no loss is drawn above


class Entry(NamedTuple):
    """An optimizer in the race."""

    rule: Any
    lr: float
    searched: bool  # whether the rate was found by a search
    edge: bool  # and whether it lies at the edge of what was tried
    path: np.ndarray  # quartiles of the loss by epoch, (3, epochs + 1)

    @property
    def end(self):
        """The quartiles at the end."""
        return self.path[:, -1]


class FairRace(Demo):
    """Who wins, if only one optimizer is tuned? And if all of them are?

    Every curve on the left is a sweep of learning rates, and the dot on it is the rate that runs in the race on the right. Choose another
    favorite, and it wins. Then tune everyone.
    """

    rules = Picks(ENTRANTS, ["gd", "momentum", "rmsprop", "adam"], label="Optimizers")
    searched = Choice(SEARCHED, "one", label="A search for")
    favorite = Choice(ENTRANTS, "gd", label="My favorite", when={"searched": "one"})
    epochs = Slider(1, EPOCHS, 5, step=1, label="Budget", unit="epochs")
    stretch = LogSlider(1, 10, 1, label="Inputs multiplied by")
    common = LogSlider(1e-3, 1, 0.01, label="Rate without a search", symbol=r"\eta", more=True)
    draw = Slider(0, 50, 0, step=1, label="Draw", more=True)

    def scene(self):
        entries = sorted((self.entry(rule) for rule in self.racers()), key=lambda each: each.end[1])
        return scene.scene(
            [self.sweeps(entries), self.race(entries), self.table(entries)],
            self.sentence(entries),
            note=[
                *trials.protocol(self.stretch),
                f"budget {count(self.epochs, 'epoch')} = {EXAMPLES * self.epochs} gradients",
                *self.protocol(entries),
                f"race: {SEEDS} other seeds; lines are medians, bands quartiles",
            ],
            data={"epoch": np.arange(self.epochs + 1.0)}
            | {
                f"{what}, {entry.rule.title}": np.where(np.isfinite(row), row, np.nan)
                for entry in entries
                for what, row in zip(("lower quartile", "median", "upper quartile"), entry.path, strict=True)
            },
        )

    def racers(self):
        """The optimizers of the race; a favorite is always among them."""
        return dict.fromkeys([*self.rules, self.favorite] if self.searched == "one" else self.rules)

    def entry(self, rule, *, searched=None) -> Entry:
        """A rule with the rate that it runs with, and its race."""
        if searched is None:
            searched = self.searched == "all" or (self.searched == "one" and rule is self.favorite)
        lr, edge = trials.best_rate(rule, self.stretch, self.draw, self.epochs) if searched else (self.common, False)
        path = quartiles(trials.race(rule, self.stretch, self.draw, lr)[: self.epochs + 1], axis=1)
        return Entry(rule, lr, searched, edge, path)

    def sweeps(self, entries):
        """Every rule's sweep, and where on it it stands."""
        found = {entry.rule: trials.search(entry.rule, self.stretch, self.draw, self.epochs) for entry in entries}
        up = trials.decades(*found.values(), top=WORST)
        marks = []
        for entry in sorted(entries, key=lambda each: each.searched):
            low, middle, high = found[entry.rule]
            marks += [
                scene.region([*RATES, *RATES[::-1]], trials.band(low, high, up), rule_pen(entry.rule, faint=True)),
                scene.line(RATES, trials.inside(middle, up), rule_pen(entry.rule, marker=None), label=entry.rule.title),
            ]
        for entry in entries:
            height = np.interp(np.log(entry.lr), np.log(RATES), np.log(trials.cut(found[entry.rule][1], up)))
            symbol = "dot" if entry.searched else "ring"
            marks.append(scene.points([entry.lr], [np.exp(height)], symbol, rule_pen(entry.rule)))
        if self.searched != "all":
            marks.append(scene.rule(scene.pen("soft", dash="dot", width=1.2), x=self.common, label="no search"))
        return scene.plot(
            "sweeps",
            scene.axis(RATES[0], RATES[-1], "learning rate", scale="log"),
            scene.axis(**up),
            marks,
            title=f"Loss above the lowest after {count(self.epochs, 'epoch')}, by learning rate",
            aspect=1.25,
        )

    def race(self, entries):
        """The losses by what they cost."""
        up = trials.decades(*(entry.path for entry in entries), top=WORST)
        spent, often = EXAMPLES * np.arange(self.epochs + 1.0), 1 if self.epochs <= 5 else 2
        marks = []
        for entry in entries[::-1]:
            low, middle, high = entry.path
            marks += [
                scene.region([*spent, *spent[::-1]], trials.band(low, high, up), rule_pen(entry.rule, faint=True)),
                scene.line(spent, trials.inside(middle, up), rule_pen(entry.rule), label=entry.rule.title),
            ]
        return scene.plot(
            "race",
            scene.axis(
                0, spent[-1], "gradients of single examples", ticks=[(at, number(at, 3)) for at in spent[::often]]
            ),
            scene.axis(**up),
            marks,
            title="The race: loss above the lowest, by cost",
            aspect=1.25,
        )

    def table(self, entries):
        """The ranking."""
        return scene.table(
            "ranking",
            [
                ("", "text"),
                ("η", "2g"),
                ("median", "2g"),
                ("lower quartile", "2g"),
                ("upper quartile", "2g"),
                ("rates tried", "int"),
                ("1000 gradients for it", "int"),
            ],
            [
                {
                    "pen": rule_pen(entry.rule),
                    "cells": [
                        entry.rule.title,
                        entry.lr,
                        *trials.cells(entry.end[[1, 0, 2]]),
                        len(RATES) if entry.searched else 1,
                        round(len(RATES) * SEEDS * EXAMPLES * self.epochs / 1000) if entry.searched else 0,
                    ],
                }
                for entry in entries
            ],
            title="The ranking, by medians",
            area="below",
        )

    def protocol(self, entries):
        """How the learning rates were chosen."""
        facts = []
        if any(entry.searched for entry in entries):
            who = "everyone" if self.searched == "all" else self.favorite.title
            tried = f"{len(RATES)} rates from {number(RATES[0])} to {number(RATES[-1])}"
            facts.append(f"search for {who}: {tried}, {SEEDS} seeds each, lowest median")
        if not all(entry.searched for entry in entries):
            facts.append(f"{equal('η', self.common)} without a search")
        edges = [entry.rule.title for entry in entries if entry.edge]
        if edges:
            facts.append(f"at the edge of what was tried: {listing(edges)}")
        return facts

    def sentence(self, entries):
        first, *others = entries
        if not np.isfinite(first.end[1]):
            return "**Nobody finishes**: half of the runs of each optimizer leave, or more."
        said = f"{number(max(first.end[1], FLOOR))} above the lowest loss"
        if not others:
            lead = f"**{first.rule.title} runs alone**: its median ends {said}"
        elif level := [each.rule.title for each in others if each.end[0] <= first.end[2]]:
            lead = f"**{first.rule.title} is ahead, but not clear of {listing(level)}**: its median ends {said}, and their bands overlap"
        else:
            lead = f"**{first.rule.title} wins**: its median ends {said}, and its whole band below that of {others[0].rule.title}"
        if self.searched != "one" or not others:
            return f"{lead}."
        favorite = next(each for each in entries if each.searched)
        place = self.place(favorite, entries)
        return f"{lead}. {favorite.rule.title} alone had a search; with {equal('η', self.common)} like the others it would be number {place} of {len(entries)}."

    def place(self, favorite, entries):
        """Which place the favorite would have without its search."""
        plain = self.entry(favorite.rule, searched=False).end[1]
        return 1 + sum(each.end[1] < plain for each in entries if each is not favorite)
