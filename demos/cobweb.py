"""Gradient descent on a parabola as a map from one point to the next: a cobweb between a line and the diagonal."""

import numpy as np

import gdzoo
from demos.kit import Demo, Slider, scene
from demos.kit.ending import stable_fix
from demos.kit.pens import rule_pen
from demos.kit.planes import stability_ticks
from demos.kit.words import apart, count, equal, number
from gdzoo.analysis import iteration_eigenvalues, regime

GD = gdzoo.RULES["gd"]
PARABOLA = gdzoo.LANDSCAPES["parabola"]
[[LOW, HIGH]] = PARABOLA.box
FAR = 5  # times as far as that goes the picture of a run that leaves


class Cobweb(Demo):
    """One step as a map: from x now to x next, and what becomes of it when it is repeated.

    The slanted line sends every x to the next one. Go to it, across to the diagonal, and again. Move the learning
    rate through 1/L and 2/L: the line tilts, and the staircase turns into a spiral, a square, and a spiral outward.
    """

    lr = Slider(0.02, 1.2, 0.9, label="Learning rate", symbol=r"\eta")
    start = Slider(LOW, HIGH, 2.5, label="Start", symbol="x_0")
    steps = Slider(1, 60, 12, step=1, more=True)

    def scene(self):
        run = gdzoo.minimize(GD, PARABOLA, [self.start], self.steps + 1, lr=self.lr)
        x = run.x[:, 0]
        now, following = x[:-1], x[1:]
        # Two frames for a step: up or down to the line, then across to the diagonal, where what was next is now.
        frames = np.arange(2 * self.steps + 1) / 2
        path_x, path_y = np.repeat(now, 2)[: len(frames)], np.append(x[0], np.repeat(following, 2))[: len(frames)]
        reach = max(HIGH, min(FAR * HIGH, 1.05 * np.abs(now).max()))
        outside = np.flatnonzero(np.abs(path_y) > reach)
        return scene.scene(
            [self.map(path_x, path_y, reach, int(outside[0]) if len(outside) else None), self.tangent(path_x, reach)],
            self.sentence(now),
            timeline=frames,
            note=[count(self.steps, "step"), equal("η", self.lr), equal("L", PARABOLA.eigenvalues[0]), "no noise"],
            controls={"lr": {"ticks": stability_ticks(PARABOLA)}},
            fixes=stable_fix(GD, PARABOLA, [self.start], self.steps, self.lr) if self.regime() == "diverges" else (),
            data={"step": np.arange(self.steps + 1.0), "x now": now, "x next": following, "loss": run.f[:-1]},
        )

    def map(self, x, y, reach, opens):
        """The line that takes x now to x next, the diagonal, and the way between them."""
        across = np.array([-reach, reach])
        [sent] = gdzoo.minimize(GD, PARABOLA, across[None], 1, lr=self.lr).x[1]
        thin = scene.pen("soft", width=1.2)
        return scene.plot(
            "map",
            scene.axis(-reach, reach, "x now"),
            scene.axis(-reach, reach, "x next"),
            [
                scene.rule(scene.pen("soft", width=0.6), y=0),
                scene.arrow(-reach, -reach, reach, reach, thin, head=False, label="next = now"),
                scene.arrow(across[0], sent[0], across[1], sent[1], scene.pen("accent"), head=False, label="one step"),
                scene.line(x, y, rule_pen(GD), moves=True, opens=opens),
                scene.points([0], [0], "star"),
                scene.handle(self.start, self.start, "drag the start", moves_x="start"),
            ],
            title="The step as a map",
            aspect=1.08,
        )

    def tangent(self, x, reach):
        """The same steps on the parabola: the tangent, and where it leads."""
        across = np.linspace(-reach, reach, 121)
        f, slope = PARABOLA.value(x[None]), PARABOLA.grad(x[None])[0]
        top = 1.08 * PARABOLA.value(np.array([reach]))
        half = 0.22 / np.hypot(1 / (2 * reach), slope / (1.6 * top))
        step = gdzoo.minimize(GD, PARABOLA, x[None], 1, lr=self.lr).x[1, 0] - x
        return scene.plot(
            "tangent",
            scene.axis(-reach, reach, "x"),
            scene.axis(-0.06 * top, top, "f"),
            [
                scene.line(across, PARABOLA.value(across[None]), scene.pen("ink", width=1.6)),
                scene.points([0], [0], "star"),
                scene.line(x, f, rule_pen(GD) | {"width": 0}, moves=True, dots=True),
                scene.arrow(
                    x - half,
                    f - half * slope,
                    x + half,
                    f + half * slope,
                    scene.pen("accent"),
                    head=False,
                    label="slope",
                ),
                scene.arrow(x, f, x + step, f, scene.pen("warn"), label="step"),
            ],
            title="The same steps on the parabola",
            aspect=1.08,
        )

    def product(self):
        """The learning rate times the curvature: all that matters."""
        return float(self.lr * PARABOLA.eigenvalues[0])

    def regime(self):
        """One of the regimes of gradient descent, and "back and forth" on the border."""
        return "back and forth" if abs(self.product() - 2) < 1e-12 else regime(self.product(), 0.0)

    def sentence(self, x):
        if self.start == 0:
            return "**Nothing moves**: at x = 0 the slope is zero; the line and the diagonal cross there."
        a, kind = self.product(), self.regime()
        factor = float(iteration_eigenvalues("gd", a)[0].real)
        end = f"after {count(self.steps, 'step')} x is {number(x[-1])}"
        if kind == "one step":
            return "**Arrives in one step**: ηL is 1 and the line lies flat, so whatever x is now, the next is 0."
        if kind == "back and forth":
            return f"**Back and forth forever**: ηL is 2, so every step turns the sign of x and keeps its size, {number(abs(self.start))}."
        product, border = apart(a, 1 if a < 1 else 2)
        kept = apart(abs(factor), 1)[0]
        if kind == "monotone":
            return f"**Approaches from one side**: ηL is {product}, below {border}, so every step keeps {kept} of x and its sign; {end}."
        if kind == "alternating":
            return f"**Jumps from side to side, and still arrives**: ηL is {product}, between 1 and {border}, so every step turns the sign of x and keeps {kept} of its size; {end}."
        return f"**Diverges**: ηL is {product}, above {border}, so every step turns the sign of x and makes it {kept} times as large; {end}."
