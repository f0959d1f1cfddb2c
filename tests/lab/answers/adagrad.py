"""Answers to the exercises of "AdaGrad and RMSprop": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
