"""The rules, one plain step function each; a module per family, from simple to complex."""

from . import plain as plain, momentum as momentum, signs as signs, adaptive as adaptive  # isort: skip
from . import adam as adam, matrices as matrices, second_order as second_order  # isort: skip
from . import line_search as line_search, meta as meta  # isort: skip
