"""Problems: losses of models on data, which are means over examples. Importing this package registers all of them."""

# In the order in which menus and pages name them:
# isort: off
from . import regression as regression
from . import curves as curves
from . import words as words
from . import classification as classification
from . import matrices as matrices

# isort: on
from .base import PROBLEMS as PROBLEMS
from .base import Problem as Problem
