"""Answers to the exercises of "Newton, conjugate gradients, BFGS": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
