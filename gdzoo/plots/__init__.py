"""Pictures as plain data: curves, and paths over a landscape. `plot` makes them; matplotlib draws them, or the page of the book."""

from .make import plot as plot
from .picture import Plot as Plot
