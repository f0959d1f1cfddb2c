"""One colour, dash and marker for every optimizer, everywhere in the book.

The colour is that of the family. No two optimizers share dash and marker both, so that all of them
can be told apart in greyscale; inside a family neighbours differ in either.
"""

from demos.kit.scene import DASHES, MARKERS, pen
from gdzoo.rules import RULES, as_rule

_STYLES = {
    "gd": ("solid", "circle"),
    # momentum
    "momentum": ("dash", "triangle"),
    "momentum_ema": ("dot", "circle"),
    "nesterov": ("dashdot", "diamond"),
    "nesterov_lookahead": ("dashdotdot", "plus"),
    "lars": ("longdash", "square"),
    # signs
    "sign_gd": ("dot", "triangle"),
    "normalized_gd": ("longdash", "cross"),
    "signum": ("dashdot", "down"),
    "lion": ("shortdash", "square"),
    "rprop": ("solid", "plus"),
    # adaptive
    "adagrad": ("solid", "cross"),
    "adadelta": ("dashdotdot", "circle"),
    "rmsprop": ("dot", "square"),
    "rmsprop_centered": ("dash", "down"),
    # adam
    "adam": ("longdash", "down"),
    "adam_uncorrected": ("shortdash", "cross"),
    "adamw": ("dashdotdot", "diamond"),
    "amsgrad": ("solid", "triangle"),
    "adamax": ("dash", "circle"),
    "nadam": ("dot", "plus"),
    "radam": ("dashdot", "square"),
    "adabelief": ("shortdash", "down"),
    "yogi": ("solid", "diamond"),
    "adan": ("longdash", "circle"),
    "lamb": ("dashdotdot", "triangle"),
    "prodigy": ("dash", "cross"),
    # matrices
    "adafactor": ("dashdot", "plus"),
    "shampoo": ("longdash", "triangle"),
    "soap": ("shortdash", "diamond"),
    "muon": ("dashdotdot", "cross"),
    # second_order
    "newton": ("dashdotdot", "square"),
    "saddle_free_newton": ("dot", "down"),
    "sophia": ("longdash", "diamond"),
    "bfgs": ("dashdot", "cross"),
    "lbfgs": ("shortdash", "circle"),
    # line_search
    "backtracking": ("dashdot", "triangle"),
    "barzilai_borwein": ("dot", "cross"),
    "polyak": ("solid", "down"),
    "conjugate_gradient": ("dash", "square"),
    # meta
    "averaged": ("dashdotdot", "down"),
    "lookahead": ("dot", "diamond"),
    "sam": ("dash", "plus"),
    "schedule_free_sgd": ("solid", "square"),
    "schedule_free_adamw": ("dashdot", "circle"),
}


_OWN = [("shortdash", "plus"), ("dash", "diamond"), ("longdash", "plus"), ("shortdash", "triangle")]  # left free above
_OWN += [(dash, marker) for marker in MARKERS for dash in DASHES if (dash, marker) not in [*_OWN, _STYLES["gd"]]]


def rule_pen(rule, **changes) -> dict:
    """The pen of a rule; those of the reader's own, a plain function too, are drawn in ink, each with a dash and a marker."""
    rule = as_rule(rule)
    if rule.family == "own":
        own = [known.name for known in RULES.values() if known.family == "own"]
        dash, marker = _OWN[own.index(rule.name) % len(_OWN) if rule.name in own else 0]
        return pen(dash=dash, marker=marker) | changes
    dash, marker = _STYLES[rule.name]
    return pen(rule.family, dash=dash, marker=marker) | changes
