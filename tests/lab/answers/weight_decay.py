"""Answers to the exercises of "Weight decay and AdamW": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
