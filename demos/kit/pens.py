"""One colour, dash and marker for every optimizer, everywhere in the book.

The colour is that of the family; dash and marker tell its members apart, in greyscale too.
"""

from demos.kit.scene import pen

_STYLES = {
    "gd": ("solid", "circle"),
    "momentum": ("dash", "triangle"),
    "nesterov": ("dashdot", "diamond"),
    "nesterov_lookahead": ("dashdotdot", "plus"),
    "rmsprop": ("dot", "square"),
    "adam": ("longdash", "down"),
    "adam_uncorrected": ("shortdash", "cross"),
}


def rule_pen(rule, **changes) -> dict:
    """The pen of a registered rule."""
    dash, marker = _STYLES[rule.name]
    return pen(rule.family, dash=dash, marker=marker) | changes
