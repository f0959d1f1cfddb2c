"""Rules that look at the direction of a gradient, not at its size: signs, unit vectors, and what was built on them."""

from . import directions as directions, lion as lion, rprop as rprop  # isort: skip
