"""An entry of the contest as lines of Python, to take along."""

from demos.kit.contest import BUDGET, LEAST, MOST, PLACES, SHIFT, STARTS
from demos.kit.scripts import arguments


def entry(rule, knobs, draw) -> str:
    """A program that prints the score of a setting; it needs nothing but gdzoo."""
    places = "\n".join(
        f"    ({place.land.name!r}, {place.land.values!r}, {place.region!r}, {place.sigma!r}),".replace("'", '"')
        for place in PLACES
    )
    own = f"# {rule.name} is a rule of your own: its definition comes first\n" if rule.family == "own" else ""
    return f"""{own}import numpy as np

import gdzoo

np.seterr(all="ignore")  # a loss of 0 wins all digits
places = [  # landscape, its parameters, where starts are drawn, noise
{places}
]
digits = []
for i, (name, parameters, region, sigma) in enumerate(places):
    land = gdzoo.LANDSCAPES[name](**parameters)
    dice = np.random.default_rng([{draw}, i])
    starts = dice.uniform(*np.transpose(region), ({STARTS}, 2)).T
    shift = dice.uniform({-SHIFT}, {SHIFT}, 2)  # the minimum lies where no rule expects it

    def back(x):
        return x - shift.reshape(2, *[1] * (x.ndim - 1))

    f = gdzoo.objective(lambda x: land.value(back(x)), lambda x: land.grad(back(x)))
    f = gdzoo.Noisy(f, sigma, seed={draw}) if sigma else f
    run = gdzoo.minimize("{rule.name}", f, starts + shift[:, None], {BUDGET}{arguments(knobs)})
    spent = np.broadcast_to(run.grad_evals + run.value_evals, run.f.shape)
    last = (spent <= {BUDGET}).sum(0) - 1  # the last point that the budget pays for
    end = np.take_along_axis(run.f, last[None], 0)[0] - land.f_min
    won = -np.log10(np.maximum(end, 0) / (run.f[0] - land.f_min))
    left = (run.escaped_at >= 0) & (run.escaped_at <= last)
    digits.append(np.clip(np.where(left | np.isnan(won), {LEAST}, won), {LEAST}, {MOST}))
print(np.round(np.mean(digits, axis=1), 2), np.mean(digits))
"""
