"""What theory says of a rule, and what many runs of it show."""

from .curvature import largest_curvature as largest_curvature
from .invariances import deviation as deviation
from .invariances import invariances as invariances
from .quadratics import REGIMES as REGIMES
from .quadratics import STABILITY as STABILITY
from .quadratics import Best as Best
from .quadratics import best as best
from .quadratics import contraction as contraction
from .quadratics import iteration_eigenvalues as iteration_eigenvalues
from .quadratics import rate as rate
from .quadratics import regime as regime
from .quadratics import stability_limit as stability_limit
