"""Gradient Descent Zoo: optimizers as plain step functions, landscapes to run them on, and the theory to check them by.

>>> import gdzoo
>>> run = gdzoo.minimize("adam", "rosenbrock", x0=[-1.3, 1.7], steps=200, lr=0.01)
>>> run.x[-1].round(3)
array([-0.579,  0.341])
"""

from typing import TYPE_CHECKING

from . import analysis as analysis
from .knobs import REQUIRED as REQUIRED
from .knobs import Knob as Knob
from .landscapes.base import Landscape as Landscape
from .minimize import minimize as minimize
from .optimizers.meta.averaged import averaged as averaged
from .optimizers.meta.blocks import blocks as blocks
from .optimizers.meta.lookahead import lookahead as lookahead
from .optimizers.meta.sam import sam as sam
from .oracles import L2 as L2
from .oracles import Centralize as Centralize
from .oracles import ClipNorm as ClipNorm
from .oracles import ClipValue as ClipValue
from .oracles import Counted as Counted
from .oracles import Minibatch as Minibatch
from .oracles import Noisy as Noisy
from .oracles import Oracle as Oracle
from .oracles import Rotated as Rotated
from .oracles import Scaled as Scaled
from .oracles import Stretched as Stretched
from .oracles import Told as Told
from .oracles import objective as objective
from .problems.base import Problem as Problem
from .registry import UnknownName as UnknownName
from .rules import Rule as Rule
from .rules import rule as rule
from .schedules import Schedule as Schedule
from .schedules import schedule as schedule
from .schedules import warmup as warmup
from .trajectory import Trajectory as Trajectory
from .zoo import LANDSCAPES as LANDSCAPES
from .zoo import PROBLEMS as PROBLEMS
from .zoo import RULES as RULES
from .zoo import SCHEDULES as SCHEDULES

if TYPE_CHECKING:
    from . import autodiff as autodiff
    from . import plots as plots
    from .autodiff import FormulaError as FormulaError
    from .autodiff import differentiable as differentiable
    from .autodiff import formula as formula
    from .plots import Plot as Plot
    from .plots import plot as plot
del TYPE_CHECKING

_LATE = {
    "formula": "autodiff",
    "differentiable": "autodiff",
    "FormulaError": "autodiff",
    "plot": "plots",
    "Plot": "plots",
}
"""What is imported when it is first asked for: many never do, and a page waits for every module."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _LATE.values():
        return import_module(f".{name}", __name__)
    if name not in _LATE:
        import sys

        raise AttributeError(f"module 'gdzoo' has no attribute {name!r}", name=name, obj=sys.modules[__name__])
    globals()[name] = value = getattr(__getattr__(_LATE[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATE, *_LATE.values()})


__version__ = "0.1.0"
