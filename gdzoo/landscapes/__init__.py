"""Landscapes: functions to descend on, each with gradient, Hessian, minima and a good view."""

from . import curves as curves, quadratics as quadratics, valleys as valleys, minima as minima  # isort: skip
