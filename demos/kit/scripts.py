"""The lines of Python that do what a demo shows, to take along."""

import gdzoo
from gdzoo.autodiff import Differentiable
from gdzoo.schedules.base import Rates


def script(land, start, steps, runs, *, sigma=0.0, seed=0, starts=1, within=0.0) -> str:
    """A program that makes the runs {rule: knobs} from a start on a landscape, and prints where they end."""
    own = [rule.name for rule in runs if rule.family == "own"]
    x0 = [float(x) for x in start]
    lines = ["import gdzoo", "", f"f = {ground(land)}", f"start = {x0}"]
    if starts > 1:
        lines[:1] = ["import numpy as np", "", "import gdzoo"]
        lines[-1:] = [
            f"i = np.arange({float(starts)})",
            "angle = np.pi * (3 - 5**0.5) * i",
            f"spiral = {within!r} * np.sqrt(i / {starts}) * np.array([np.cos(angle), np.sin(angle)])",
            f"start = np.array({x0})[:, None] + spiral",
        ]
    if sigma:
        lines.append(f"f = gdzoo.Noisy(f, {sigma!r})")
    seeded = f", seed={seed}" if sigma and seed else ""
    lines += ["runs = {"]
    lines += [
        f'    "{rule.name}": gdzoo.minimize("{rule.name}", f, start, {steps}{seeded}{arguments(knobs)}),'
        for rule, knobs in runs.items()
    ]
    lines += ["}", "for name, run in runs.items():", "    print(name, run.x[-1], run.f[-1])"]
    return "\n".join([*(f"# {name} is a rule of your own: its definition comes first" for name in own), *lines, ""])


def ground(land) -> str:
    """What makes a landscape."""
    if isinstance(land, Differentiable):
        return f'gdzoo.formula({land.name!r}, ("x", "y"))'
    known = gdzoo.LANDSCAPES[land.name]
    return f'gdzoo.LANDSCAPES["{land.name}"]' + (f"({listed(land.values)})" if land.values != known.values else "")


def arguments(knobs) -> str:
    """Knobs as arguments of minimize, behind others."""
    return f", {listed(knobs)}" if knobs else ""


def listed(values) -> str:
    """`lr=0.1, beta=0.9`, with a schedule as it is made."""
    return ", ".join(f"{name}={written(value)}" for name, value in values.items())


def written(value) -> str:
    """A number or a schedule in Python."""
    if not isinstance(value, Rates):
        return repr(value)
    name, _, rest = repr(value).partition("(")
    return f'gdzoo.SCHEDULES["{name}"]({rest}'
