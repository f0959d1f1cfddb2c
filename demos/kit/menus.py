"""Which rules a menu offers."""

import gdzoo

WALKERS = {name: rule for name, rule in gdzoo.RULES.items() if "matrix" not in rule.traits}  # may run on a plane
