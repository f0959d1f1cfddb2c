"""Landscapes: functions to descend on, each with gradient, Hessian, critical points and a good view."""

from . import curves as curves, quadratics as quadratics, saddles as saddles, valleys as valleys  # isort: skip
from . import minima as minima, hills as hills, cliffs as cliffs, many as many  # isort: skip
