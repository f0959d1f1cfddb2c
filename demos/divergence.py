"""Divergence explained: the curvature that each step meets, against what its learning rate can bear."""

from functools import cached_property

import numpy as np

import gdzoo
from demos.kit import Choice, Demo, LogSlider, Point, Slider, scene
from demos.kit.ending import ending, flat_place, stable_fix, unstable
from demos.kit.loss import heights
from demos.kit.pens import rule_pen
from demos.kit.planes import PLANES, drag_start, path, picture, plane, stability_ticks
from demos.kit.profile import step_profile
from demos.kit.runs import until
from demos.kit.tuning import sensible_lr
from demos.kit.words import apart, count, equal, number
from gdzoo.analysis import curvature_between

GD = gdzoo.RULES["gd"]
MENU = "valley ravine bounded_saddle product rosenbrock three_hump_camel six_hump_camel himmelblau styblinski_tang rastrigin"
GROUNDS = {name: PLANES[name] for name in MENU.split()}
WARN = scene.pen("warn", width=0)


class Divergence(Demo):
    """Why does a run diverge, and at which step does it begin?

    A step climbs exactly where the curvature that it meets is above 2/η. Red dots are such steps. Look at one of them
    in profile: the loss along it, and the parabola that the descent lemma lays over it.
    """

    landscape = Choice(GROUNDS, "valley")
    start = Point()
    lr = LogSlider(
        1e-5,
        3,
        lambda demo: float(f"{2.1 * sensible_lr(demo.landscape):.3g}"),
        label="Learning rate",
        symbol=r"\eta",
        follows="landscape",
    )
    look = Slider(
        1,
        200,
        lambda demo: demo.first(),
        step=1,
        label="Step in profile",
        follows=["landscape", "start", "lr", "steps"],
    )
    steps = Slider(1, 200, 40, step=1, more=True)

    @cached_property
    def run(self):
        """The run, up to the step at which it leaves the bound."""
        whole = gdzoo.minimize(GD, self.landscape, self.start, self.steps, lr=self.lr)
        return whole if whole.escaped_at < 0 else until(whole, int(whole.escaped_at))

    @cached_property
    def met(self):
        """The curvature that each step meets."""
        with np.errstate(over="ignore", invalid="ignore"):
            return curvature_between(self.landscape, self.run.x[:-1].T, self.run.x[1:].T)

    @property
    def climbs(self):
        """Which steps end higher than they began: those that meet more than 2/lr, and the one that leaves all numbers."""
        return (self.met > 2 / self.lr * (1 + 1e-9)) | ~np.isfinite(self.run.f[1:])

    def first(self):
        """The number of the first step that climbs; of the first of all, if none does."""
        return 1 + int(np.argmax(self.climbs))

    def scene(self):
        land, run = self.landscape, self.run
        k = min(self.look, len(run.x) - 1) - 1
        climbs = np.append(False, self.climbs)  # by step, and the start is none
        x, y = np.where(climbs, run.x.T, np.nan)
        diverges = self.diverges()
        with np.errstate(over="ignore", invalid="ignore"):
            profile = step_profile(land, run.x[k], self.lr, title=f"Step {k + 1} in profile")
        return scene.scene(
            [
                plane(
                    land,
                    [
                        path(land, run, rule_pen(GD)),
                        scene.line(x, y, WARN, moves=True, dots=True),
                        drag_start(self.start),
                    ],
                ),
                self.chart(climbs, k),
                profile,
            ],
            self.sentence(),
            timeline=run.steps,
            note=[count(len(run.x) - 1, "step"), equal("η", self.lr), equal("2/η", 2 / self.lr), "no noise"],
            fields={"landscape": picture(land)},
            controls={
                "lr": {"ticks": stability_ticks(land)},
                "look": {"high": max(2, len(run.x) - 1)},
            },
            fixes=stable_fix(GD, land, self.start, self.steps, self.lr) if diverges else (),
            data={
                "step": run.steps,
                "x": run.x[:, 0],
                "y": run.x[:, 1],
                "loss": run.f,
                "curvature met": np.append(np.nan, self.met),
            },
        )

    def chart(self, climbs, k):
        """The curvature that each step meets, by step, against 2/lr."""
        met = np.append(np.nan, np.where(np.isfinite(self.met), self.met, np.nan))
        edge = 2 / self.lr
        low = max(np.nanmin(met, initial=edge), -0.6 * edge)
        high = min(np.nanmax(met, initial=edge), 2.2 * edge)
        margin = 0.15 * (high - low) or 0.1 * edge
        return scene.plot(
            "curvature",
            scene.axis(0, max(len(met) - 1, 1), "step"),
            scene.axis(low - margin, high + margin),
            [
                scene.rule(scene.pen("soft", width=1, dash="dot"), x=k + 1.0),
                scene.rule(scene.pen("warn", width=1.4), y=edge, label="2/η"),
                scene.line(self.run.steps, met, rule_pen(GD), moves=True, dots=len(met) <= 61),
                scene.line(self.run.steps, np.where(climbs, met, np.nan), WARN, moves=True, dots=True),
            ],
            title="Curvature met by each step",
            area="side",
            aspect=1.75,
            cursor=True,
        )

    def diverges(self):
        """Whether the run left the bound, or theory says that it will."""
        return bool(self.run.escaped_at >= 0) or unstable(GD, self.landscape, self.start, self.lr)

    def sentence(self):
        run, climbs, met = self.run, self.climbs, self.met
        kind, after = ending(self.landscape, run)
        if kind == "still":
            return "**Nothing moves**: at the start there is no slope."
        most = np.nanmax(met[np.isfinite(met)], initial=-np.inf)
        if self.diverges():
            return f"**Diverges**{self.beginning(climbs, met)}."
        end = self.end(kind, after)
        if climbs.any():
            above, edge = apart(most, 2 / self.lr)
            return f"**{end[0].upper() + end[1:]}, though {count(int(climbs.sum()), 'step climbs', 'steps climb')}**: there the curvature, up to {above}, is above 2/η = {edge}."
        if most == -np.inf:
            return f"**No step climbs**: on the way the loss hardly bends; the run {end}."
        below, edge = apart(most, 2 / self.lr)
        return f"**No step climbs**: the curvature that they meet, {below} at most, is not above 2/η = {edge}; the run {end}."

    def beginning(self, climbs, met):
        """Where divergence begins, and which inequality says so."""
        edge = 2 / self.lr
        if not climbs.any():
            curvature, edge = apart(self.landscape.eigenvalues[-1], edge)
            return f", though no step has climbed yet: the curvature of the steep direction, {curvature}, is above 2/η = {edge}, and the error there grows from step to step"
        k = int(np.argmax(climbs))
        curvature, edge = apart(met[k], edge) if np.isfinite(met[k]) else ("more than any number", number(edge))
        then = (
            "every step climbs from there on"
            if climbs[k:].all()
            else f"{climbs.sum()} of {count(len(met), 'step')} climb"
        )
        quiet = f", after {count(k, 'step')} down" if k else ""
        return (
            f" from step {k + 1} on{quiet}: the curvature that it meets, {curvature}, is above 2/η = {edge}, and {then}"
        )

    def end(self, kind, after):
        """What became of a run that did not diverge."""
        if kind == "arrives":
            return f"arrives after {count(after, 'step')}"
        if kind == "rests":
            return f"rests in {flat_place(self.landscape, self.run.x[-1])}"
        return f"ends at loss {number(heights(self.landscape, self.run)[-1])}"
