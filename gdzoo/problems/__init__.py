"""Problems: losses of models on data, which are means over examples. Importing this package registers all of them."""

from . import (
    regression as regression,
    curves as curves,
    words as words,
    classification as classification,
    matrices as matrices,
)  # isort: skip
from .base import PROBLEMS as PROBLEMS
from .base import Problem as Problem
