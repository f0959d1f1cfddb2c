"""Rules that give every coordinate a step size of its own, from the size of its past gradients."""

from . import adagrad as adagrad, adadelta as adadelta, rmsprop as rmsprop  # isort: skip
