"""Rules that find the length of each step themselves, in closed form or by trying."""

from . import backtracking as backtracking, step_lengths as step_lengths  # isort: skip
from . import conjugate_gradient as conjugate_gradient  # isort: skip
