"""Exact derivatives of a reader's own formula or function, by automatic differentiation: no differences, no symbols.

`formula` reads text, `differentiable` takes a Python function of coordinates. Either makes a landscape, whose gradient and
Hessian come from the value's own operations, each carried out on a `Dual`: a number together with its derivatives.
"""

from .duals import Dual as Dual
from .objectives import Differentiable as Differentiable
from .objectives import differentiable as differentiable
from .objectives import formula as formula
from .syntax import FormulaError as FormulaError
