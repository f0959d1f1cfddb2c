"""The rules, one plain step function each; a module per family, from simple to complex."""

from . import plain as plain, momentum as momentum, adaptive as adaptive, adam as adam  # isort: skip
