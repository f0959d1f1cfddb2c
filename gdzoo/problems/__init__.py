"""Problems: losses of models on data, which are means over examples. Importing this package registers all of them."""

from . import (
    classification as classification,
)
from . import (
    curves as curves,
)
from . import (
    matrices as matrices,
)
from . import (
    regression as regression,
)  # isort: skip
from . import (
    words as words,
)
from .base import PROBLEMS as PROBLEMS
from .base import Problem as Problem
