"""Collects the registries: importing the modules below fills them."""

from . import landscapes as landscapes
from . import optimizers as optimizers
from . import problems as problems
from .landscapes.base import LANDSCAPES as LANDSCAPES
from .problems.base import PROBLEMS as PROBLEMS
from .rules import RULES as RULES
from .schedules import SCHEDULES as SCHEDULES
