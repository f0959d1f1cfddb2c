"""Answers to the exercises of "Stochastic gradients": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
