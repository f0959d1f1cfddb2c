"""Rules that use curvature: the Hessian itself, its diagonal, or an estimate of its inverse that gradients teach."""

from . import newton as newton, sophia as sophia, bfgs as bfgs, lbfgs as lbfgs  # isort: skip
