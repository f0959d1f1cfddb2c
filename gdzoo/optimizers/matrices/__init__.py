"""Rules that know that a weight is a matrix: its rows and columns, its singular vectors."""

from . import adafactor as adafactor, shampoo as shampoo, soap as soap, muon as muon  # isort: skip
