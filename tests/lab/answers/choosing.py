"""Answers to the exercises of "Choosing and debugging": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
