"""Two optimizers at their best, many times: how often do a few runs of each name the wrong winner?"""

import numpy as np

from demos.kit import Choice, Demo, LogSlider, Slider, scene
from demos.kit.pens import rule_pen
from demos.kit.trials import ENTRANTS, EPOCHS, FLOOR, best_rate, cells, cut, decades, protocol, race
from demos.kit.words import count, number, percent
from gdzoo.analysis import quartiles, upset

RUNS = 200  # of each: all runs there are, as far as this figure is concerned
ODD = np.arange(1, 32, 2)
SIZES = {str(n): count(n, "seed") for n in (1, 3, 5, 9, 15, 31)}
APART = 67  # columns between the runs of the two: they share no order of the examples
LANES = np.round((np.arange(RUNS) * (5**0.5 - 1) / 2) % 1, 3)  # heights that keep the dots apart
WORST = 10.0


class OneSeed(Demo):
    """One run of each: is the one that ends lower the better optimizer?

    Every dot is a whole run, and only the order of the examples differs. The rings are the runs that you happened to do. Draw again, and
    see the verdict change; take more seeds, and see it settle.
    """

    first = Choice(ENTRANTS, "gd", label="One optimizer")
    second = Choice(ENTRANTS, "momentum", label="Another")
    seeds = Choice(SIZES, "1", label="Runs of each")
    draw = Slider(0, 50, 6, step=1, label="Draw")
    epochs = Slider(1, EPOCHS, 5, step=1, label="Budget", unit="epochs", more=True)
    stretch = LogSlider(1, 10, 1, label="Inputs multiplied by", more=True)

    def scene(self):
        n = int(self.seeds)
        pair = self.first, self.second
        rates = [best_rate(rule, self.stretch, 0, self.epochs)[0] for rule in pair]
        ends = [race(rule, self.stretch, 0, lr, RUNS)[self.epochs] for rule, lr in zip(pair, rates, strict=True)]
        chosen = [(self.draw * n + np.arange(n) + i * APART) % RUNS for i in (0, 1)]
        middles = [quartiles(end) for end in ends]
        drawn = [quartiles(end[mine])[1] for end, mine in zip(ends, chosen, strict=True)]
        better, worse = (0, 1) if middles[0][1] <= middles[1][1] else (1, 0)
        chances = np.array([upset(ends[better], ends[worse], int(k)) for k in ODD])
        return scene.scene(
            [
                self.runs(pair, ends, chosen, middles, drawn),
                self.chart(chances, n),
                scene.table(
                    "medians",
                    [("", "text"), ("η", "2g"), (f"median of {n}", "2g"), (f"median of {RUNS}", "2g"), ("left", "int")],
                    [
                        {
                            "pen": rule_pen(pair[i]),
                            "cells": [
                                pair[i].title,
                                rates[i],
                                *cells([drawn[i], middles[i][1]]),
                                int(np.isnan(ends[i]).sum()),
                            ],
                        }
                        for i in (0, 1)
                    ],
                ),
            ],
            self.sentence(pair, drawn, middles, float(chances[n // 2]), better),
            note=[
                *protocol(self.stretch),
                f"budget {count(self.epochs, 'epoch')} each",
                "each at the best rate of its own search",
                f"{RUNS} runs of each; only the order of the examples differs",
            ],
            data={"runs of each": ODD, "chance of the wrong winner": chances},
        )

    def runs(self, pair, ends, chosen, middles, drawn):
        """All runs of both, those that were drawn, and the medians."""
        across = decades(*ends, top=WORST)
        marks = []
        for i in (0, 1):
            base, style = 1.15 * (1 - i), rule_pen(pair[i], marker=None, dash="solid")
            x, heights = cut(ends[i], across), base + 0.9 * LANES
            marks += [
                scene.points(np.exp(np.round(np.log(x), 3)), np.round(heights, 3), "speck", style),
                scene.points(x[chosen[i]], heights[chosen[i]], "ring", style),
                *(
                    scene.arrow(at, base - 0.04, at, base + 0.94, style | look, head=False)
                    for at, look in (
                        (float(cut(middles[i][1], across)), {"dash": "dash", "width": 1.4}),
                        (float(cut(drawn[i], across)), {"dash": "solid", "width": 2.2}),
                    )
                ),
                scene.text((across["low"] * across["high"]) ** 0.5, base + 1.0, pair[i].title, style=style),
            ]
        return scene.plot(
            "runs",
            scene.axis(**across, label="loss above the lowest, at the end"),
            scene.axis(-0.08, 2.3, ticks=[]),
            marks,
            title=f"{RUNS} runs of each, and in rings those that were drawn",
            aspect=1.3,
        )

    def chart(self, chances, n):
        """How often the wrong one wins, by the number of runs."""
        return scene.plot(
            "chance",
            scene.axis(1, ODD[-1], "runs of each", scale="log", ticks=[(k, str(k)) for k in (1, 3, 9, 31)]),
            scene.axis(0, 0.52, ticks=[(part, percent(part)) for part in (0, 0.1, 0.2, 0.3, 0.4, 0.5)]),
            [
                scene.line(ODD, chances, scene.pen("ink", width=1.8), dots=True),
                scene.points([n], [chances[n // 2]], "ring", scene.pen("accent")),
            ],
            title="How often the wrong one wins",
            area="side",
            aspect=1.7,
        )

    def sentence(self, pair, drawn, middles, chance, better):
        each = f"{self.seeds} {'run' if self.seeds == '1' else 'runs'} of each"
        if drawn[0] == drawn[1]:
            return f"**A tie in this draw**: with {each} neither ends lower."
        if pair[0] is pair[1]:
            return f"**{pair[0].title} against itself**: with {each} one of the two still ends lower, by chance alone."
        winner, loser = pair[better], pair[1 - better]
        lower = pair[0] if drawn[0] < drawn[1] else pair[1]
        truth = f"over {RUNS} runs, the median of {winner.title} is {words(middles[better][1])}, of {loser.title} {words(middles[1 - better][1])}"
        said = "and that is right" if lower is winner else "and that is wrong"
        return f"**{lower.title} wins this draw**, {said}: {truth}. With {each} the wrong one wins {percent(chance)} of the time."


def words(loss):
    """A loss for a sentence."""
    return number(max(loss, FLOOR)) if np.isfinite(loss) else "none, for most leave"
