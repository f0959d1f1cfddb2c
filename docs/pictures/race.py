"""The race of the home page, as the README and a shared link show it."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.patheffects import withStroke

import gdzoo
from demos.kit import scene
from demos.kit.pens import rule_pen
from demos.kit.tuning import BUDGET, best_lr

RAVINE = gdzoo.LANDSCAPES["ravine"](kappa=50, angle=0.35)
RULES = ["gd", "momentum", "rmsprop", "adam"]
X, Y = np.linspace(-3.2, 2.6, 240), np.linspace(-1.35, 1.695, 126)
DASHES = {"solid": "-", "dash": (0, (3.5, 1.5)), "dot": (0, (0.8, 1.2)), "longdash": (0, (7, 1.4))}
HALO = [withStroke(linewidth=4.6, foreground="zoo:card", alpha=0.9)]


def draw(fig):
    fig.set_layout_engine("none")
    fig.set_size_inches(8, 4.2)
    ax = fig.add_axes((0, 0, 1, 1), xlim=X[[0, -1]], ylim=Y[[0, -1]])
    ax.axis("off")

    field = scene.field(RAVINE.value(np.stack(np.meshgrid(X, Y))), (*X[[0, -1]], *Y[[0, -1]]))
    bands, levels = np.reshape(field["z"], field["shape"]) / 100, np.arange(field["bands"] + 1)
    shades = LinearSegmentedColormap.from_list("field", [to_rgb("zoo:field-low"), to_rgb("zoo:field-high")])
    ax.contourf(X, Y, bands, levels, cmap=shades)
    ax.contour(X, Y, bands, levels, colors="zoo:card", linewidths=0.6, alpha=0.67)

    for name in RULES:
        rule, pen = gdzoo.RULES[name], rule_pen(gdzoo.RULES[name])
        run = gdzoo.minimize(rule, RAVINE, RAVINE.starts[0], BUDGET, lr=best_lr(rule, RAVINE))
        ink, dash = f"zoo:{pen['color']}", DASHES[pen["dash"]]
        ax.plot(*run.x.T, color=ink, lw=2, ls=dash, label=rule.title, path_effects=HALO)
        ax.plot(*run.x[-1], "o", color=ink, ms=6, zorder=3)
    ax.plot(*RAVINE.starts[0], "o", ms=11, mfc="zoo:card", mec="zoo:ink", mew=2, zorder=4)
    ax.plot(*RAVINE.minima[0], "*", ms=15, color="zoo:ink", path_effects=HALO, zorder=4)

    title = {"family": "Source Serif 4 SemiBold", "weight": 600, "size": 30, "color": "zoo:ink", "path_effects": HALO}
    ax.text(0.045, 0.93, "Gradient Descent Zoo", transform=ax.transAxes, va="top", **title)
    ax.legend(loc="lower right", facecolor="zoo:card", edgecolor="none", frameon=True, framealpha=0.9, borderpad=0.8)
