"""Adam and its family: averages of gradients over the root of averages of their squares; from simple to complex."""

from . import adam as adam, maxima as maxima, warming as warming  # isort: skip
from . import squares as squares, adan as adan, lengths as lengths  # isort: skip
