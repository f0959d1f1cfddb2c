"""Adam's two parts: where to go, how large gradients are, and the step that divides one by the other."""

from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

INK, SOFT = "zoo:ink", "zoo:soft"
FIRST, SECOND, ADAM = "zoo:momentum", "zoo:adaptive", "zoo:adam"

WIDTH, HEIGHT = 4.4, 4.75  # inches, which are also the units of the axes
LEFT, RIGHT, MIDDLE = 1.06, 3.12, 2.09
POINT = 1 / 72


def draw(fig):
    fig.set_layout_engine("none")
    fig.set_size_inches(WIDTH, HEIGHT)
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    ax.axis("off")

    box(ax, MIDDLE, 4.33, 1.96, "gradient", r"$g = \nabla f(x)$", INK)
    box(
        ax,
        LEFT,
        3.07,
        1.96,
        "first moment",
        r"$m \leftarrow \beta_1 m + (1 - \beta_1) g$",
        FIRST,
        "where to go, ~10 steps",
    )
    box(
        ax,
        RIGHT,
        3.07,
        1.96,
        "second moment",
        r"$v \leftarrow \beta_2 v + (1 - \beta_2) g^2$",
        SECOND,
        "how large, ~1000 steps",
    )
    box(ax, LEFT, 1.7, 1.96, "bias correction", r"$\hat m = m\,/\,(1 - \beta_1^t)$", FIRST)
    box(ax, RIGHT, 1.7, 1.96, "bias correction", r"$\hat v = v\,/\,(1 - \beta_2^t)$", SECOND)
    box(ax, MIDDLE, 0.43, 2.9, "step", r"$x \leftarrow x - \eta\;\hat m\,/\,(\sqrt{\hat v} + \varepsilon)$", ADAM)

    for x, color, side in ((LEFT, FIRST, -1), (RIGHT, SECOND, 1)):
        arrow(ax, (MIDDLE + 0.5 * side, 3.96), (x, 3.59), INK)
        arrow(ax, (x, 2.57), (x, 2.07), color)
        arrow(ax, (x, 1.33), (MIDDLE + 0.8 * side, 0.82), color)
    back = 4.27
    ax.plot([MIDDLE + 1.45, back, back], [0.43, 0.43, 4.33], color=SOFT, linewidth=1.3)
    arrow(ax, (back, 4.33), (MIDDLE + 0.99, 4.33), SOFT)
    ax.text((back + MIDDLE + 0.98) / 2, 4.45, "next step", ha="center", va="bottom", color=SOFT, fontsize=10)


def box(ax, x, y, width, title, latex, color, remark=""):
    """A rounded box around (x, y): a title, a formula, and perhaps a remark."""
    height = 0.98 if remark else 0.72
    corner = (x - width / 2, y - height / 2)
    ax.add_patch(
        FancyBboxPatch(
            corner,
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor="none",
            edgecolor=color,
            linewidth=1.5,
        )
    )
    top = y + (0.3 if remark else 0.17)
    ax.text(x, top, title, ha="center", va="center", color=color, fontsize=11, fontweight="bold")
    formula(ax, x, top - 0.34, latex)
    ax.text(x, top - 0.61, remark, ha="center", va="center", color=SOFT, fontsize=10)


def formula(ax, x, y, latex):
    """A formula centered at (x, y), as outlines: its spacing belongs to its own font, which the page does not load."""
    outline = TextPath((0, 0), latex, size=13 * POINT, prop=FontProperties(math_fontfamily="stix"))
    extents = outline.get_extents()
    place = Affine2D().translate(x - (extents.x0 + extents.x1) / 2, y - 3.5 * POINT)
    ax.add_patch(PathPatch(outline.transformed(place), facecolor=INK, linewidth=0))


def arrow(ax, start, end, color):
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=11, color=color, linewidth=1.5, shrinkA=0, shrinkB=1
        )
    )
