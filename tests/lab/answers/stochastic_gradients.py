"""Answers to the exercises of the chapter: wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
