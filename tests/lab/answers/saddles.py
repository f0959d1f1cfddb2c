"""Answers to the exercises of "Saddles, plateaus, many minima": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
