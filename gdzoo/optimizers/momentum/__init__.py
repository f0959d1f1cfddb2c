"""Rules that keep a velocity: heavy-ball momentum, the two forms of Nesterov's, and LARS."""

from . import heavy_ball as heavy_ball, nesterov as nesterov, lars as lars  # isort: skip
