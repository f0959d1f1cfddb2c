"""Measurements of the book beside its budgets."""
