"""Knobs that many rules share: the field's names, with the ranges of their sliders; a rule with another range says so."""

from ..knobs import Knob

LR = Knob(r"\eta", 1e-4, 1, "log", domain="> 0")
BETA = Knob(r"\beta", 0, 0.99, domain="in [0, 1)")
BETA1 = Knob(r"\beta_1", 0, 0.99, domain="in [0, 1)")
BETA2 = Knob(r"\beta_2", 0, 0.9999, domain="in [0, 1)")
EPS = Knob(r"\varepsilon", 1e-10, 1e-2, "log", domain=">= 0")
WEIGHT_DECAY = Knob(r"\lambda", 0, 1, domain=">= 0")
