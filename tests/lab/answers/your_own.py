"""Answers to the exercises of "Writing your own optimizer": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
