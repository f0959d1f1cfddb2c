"""Answers to the exercises of "Comparing fairly and tuning": wrong ones, and other right ones."""

WRONG = {}

RIGHT = {}
