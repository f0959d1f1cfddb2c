"""A chord between two points of a graph: above it everywhere, for every chord, or the function is not convex."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from demos.kit import Choice, Demo, Slider, scene
from demos.kit.words import count, number
from gdzoo import LANDSCAPES

CURVES = {
    "parabola": "Parabola",
    "abs_sum": "Absolute value",
    "wavy": "Wavy parabola",
    "styblinski_tang": "Two valleys",
}
VIEWS = {"parabola": (-3.0, 3.0), "abs_sum": (-3.0, 3.0), "wavy": (-5.0, 5.0), "styblinski_tang": (-4.0, 4.0)}
ENDS = {"parabola": (-2.4, 1.2), "abs_sum": (-2.4, 1.2), "wavy": (-3.95, 0.0), "styblinski_tang": (-2.9, 2.75)}
LEVEL = 1e-9  # a smaller gap is a rounding error


class Convexity(Demo):
    """Does the chord lie above the graph?

    Drag both ends of the chord along the curve. A function is convex if the graph never rises above any of its
    chords, wherever the ends are. Then it has no second valley: every minimum is the lowest point.
    """

    landscape = Choice(CURVES, "wavy", label="Function")
    a = Slider(-5, 5, lambda demo: ENDS[demo.landscape][0], label="One end", symbol="a", follows="landscape")
    b = Slider(-5, 5, lambda demo: ENDS[demo.landscape][1], label="Other end", symbol="b", follows="landscape")

    def scene(self):
        low, high = VIEWS[self.landscape]
        ends = np.clip([self.a, self.b], low, high)
        across = np.linspace(low, high, 181)
        top, bottom = curve(self.landscape, across).max(), curve(self.landscape, across).min()
        margin = 0.1 * (top - bottom)
        x = np.round(np.linspace(ends.min(), ends.max(), 121), 12) + 0.0  # a kink at 0 is met at 0
        graph, chord = curve(self.landscape, x), chord_over(self.landscape, x)
        gap = chord - graph
        cut = gap.min() < -LEVEL
        worst = int(gap.argmin() if cut else gap.argmax())
        height = np.abs(gap).max() or 1.0
        main = [
            *tinted(x, graph, chord),
            scene.line(across, curve(self.landscape, across), scene.pen("ink", width=1.6)),
            scene.arrow(x[0], chord[0], x[-1], chord[-1], scene.pen("accent"), head=False, label="chord"),
            *valleys(self.landscape),
            *(
                [scene.arrow(x[worst], chord[worst], x[worst], graph[worst], scene.pen("warn"), label="worst")]
                if cut
                else []
            ),
            *(
                scene.handle(end, curve(self.landscape, end), f"drag end {name}", moves_x=name)
                for end, name in zip(ends, "ab", strict=True)
            ),
        ]
        side = [
            scene.rule(scene.pen("soft", width=1), y=0),
            *tinted(x, 0 * gap, gap),
            scene.line(x, gap, scene.pen("accent")),
            *([scene.points([x[worst]], [gap[worst]], "dot", scene.pen("warn"), labels=["worst"])] if cut else []),
        ]
        return scene.scene(
            [
                scene.plot(
                    "curve",
                    scene.axis(low, high, "x"),
                    scene.axis(bottom - margin, top + margin, "f"),
                    main,
                    aspect=1.4,
                ),
                scene.plot(
                    "gap",
                    scene.axis(low, high, "x"),
                    scene.axis(-1.15 * height, 1.15 * height),
                    side,
                    title="Chord minus graph",
                    area="side",
                    aspect=1.5,
                ),
                scene.table(
                    "reading",
                    [("", "text"), ("x", "2g"), ("f(x)", "2g"), ("chord", "2g")],
                    [
                        {"pen": None, "cells": ["end a", ends[0], curve(self.landscape, ends[0]), None]},
                        {"pen": None, "cells": ["end b", ends[1], curve(self.landscape, ends[1]), None]},
                        {
                            "pen": scene.pen("warn" if cut else "accent"),
                            "cells": ["worst place" if cut else "widest gap", x[worst], graph[worst], chord[worst]],
                        },
                    ],
                ),
            ],
            self.sentence(x[worst], gap),
            note=["graph and chord compared at 121 places", "no noise"],
            controls={name: {"low": low, "high": high} for name in "ab"},
            fixes=self.fixes(cut),
            data={"x": x, "graph": graph, "chord": chord, "chord minus graph": gap},
        )

    def sentence(self, where, gap):
        lowest, others = bottoms(self.landscape)
        if np.ptp(gap) == 0 and np.ptp(np.clip([self.a, self.b], *VIEWS[self.landscape])) == 0:
            return "**No chord**: both ends are at the same point. Drag one of them away."
        few = count(len(others), "minimum lies", "minima lie")
        promise = f"{few} higher than the lowest point"
        if gap.min() < -LEVEL:
            return f"**The graph rises above the chord**, by {number(-gap.min())} at x = {number(where)}: the function is not convex, and {promise}."
        if not is_convex(self.landscape):
            return (
                f"**This chord stays above the graph**, but others do not: the function is not convex, and {promise}."
            )
        lies = "lies on the graph" if gap.max() < LEVEL else "lies above the graph everywhere"
        return f"**The chord {lies}**, and no other chord is cut: the function is convex, and its one minimum, at x = {number(lowest[0])}, is its lowest point."

    def fixes(self, cut):
        """A chord that shows that the function is not convex, where the reader's does not."""
        if cut or is_convex(self.landscape):
            return []
        a, b = worst_chord(self.landscape)
        return [("Show a chord that the graph cuts", {"a": a, "b": b})]


def curve(name, x):
    """The heights of a landscape of one coordinate."""
    return LANDSCAPES[name].value(np.asarray(x, float)[None])


def chord_over(name, x):
    """The heights of the chord that spans the points x, from the first to the last."""
    first, last = curve(name, x[0]), curve(name, x[-1])
    return first + (last - first) * np.linspace(0, 1, len(x))


def bottoms(name):
    """Where the lowest points are, and where the other minima: coordinates of the landscape's in the plane, if it is a sum."""
    land = LANDSCAPES[name]
    lowest = {x for x, *_ in land.minima}
    return sorted(lowest), sorted({x for x, *_ in land.local_minima} - lowest)


def valleys(name):
    """Marks for the minima: which is the lowest, and which are not."""
    lowest, others = bottoms(name)
    found = [(lowest, "star", "minimum"), (others, "hollow", "local minimum")]
    return [
        scene.points(x, curve(name, x), symbol, labels=[words] + [""] * (len(x) - 1)) for x, symbol, words in found if x
    ]


def tinted(x, graph, chord):
    """The areas between graph and chord: one colour where the chord is above, the other where it is below."""
    below = chord < graph - LEVEL
    edges = [0, *(np.flatnonzero(np.diff(below)) + 1), len(x)]
    return [
        scene.region(
            np.r_[x[i:j], x[i:j][::-1]],
            np.r_[graph[i:j], chord[i:j][::-1]],
            scene.pen("warn" if below[i] else "accent"),
        )
        for i, j in pairwise(edges)
    ]


@lru_cache
def is_convex(name) -> bool:
    """Whether no point of a fine grid lies above the chord of its neighbours."""
    return bool((np.diff(curve(name, np.linspace(*VIEWS[name], 1001)), 2) > -LEVEL).all())


@lru_cache
def worst_chord(name) -> tuple[float, float]:
    """Of the chords between the points of a grid, the ends of the one above which the graph rises furthest."""
    x = np.linspace(*VIEWS[name], 41)
    pairs = [(x[i], x[j]) for i in range(len(x)) for j in range(i + 2, len(x))]
    rise = [(curve(name, span) - chord_over(name, span)).max() for span in (np.linspace(*pair, 41) for pair in pairs)]
    a, b = pairs[int(np.argmax(rise))]
    return round(float(a), 3), round(float(b), 3)
