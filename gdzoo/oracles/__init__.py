"""Objectives: from functions, and from other objectives (oracles).

An objective has ``value(x)`` and ``grad(x)``, and ``hess(x)`` where a rule needs it. A stochastic one also has
``at(t, seed=0)``, the objective that step t of a run sees; its own ``value`` and ``grad`` are the full, deterministic ones.
"""

from .base import Oracle as Oracle
from .base import as_objective as as_objective
from .base import dot as dot
from .base import norm as norm
from .base import objective as objective
from .base import only as only
from .changed import L2 as L2
from .changed import Rotated as Rotated
from .changed import Scaled as Scaled
from .counted import Counted as Counted
from .gradients import Centralize as Centralize
from .gradients import ClipNorm as ClipNorm
from .gradients import ClipValue as ClipValue
from .minibatch import Minibatch as Minibatch
from .noise import Noisy as Noisy
from .stretched import Stretched as Stretched
from .told import Told as Told
