"""Which rules a menu offers, and under which headings a menu lists what it offers."""

import gdzoo
from gdzoo.landscapes.base import KINDS, Landscape
from gdzoo.rules import FAMILIES, Rule

WALKERS = {name: rule for name, rule in gdzoo.RULES.items() if "matrix" not in rule.traits}  # may run on a plane
RATED = {name: rule for name, rule in WALKERS.items() if "lr" in rule.knobs}


def heading(option) -> str:
    """What a rule or a landscape is listed under in a long menu; "" for anything else."""
    if isinstance(option, Rule):
        return FAMILIES[option.family][0] if option.family in FAMILIES else "Your own"
    return KINDS[option.home.rpartition(".")[2]] if isinstance(option, Landscape) else ""
