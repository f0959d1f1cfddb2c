"""Objectives that several tests need."""

import pytest

import gdzoo
from book.verified import Fed


@pytest.fixture
def fed():
    return Fed


@pytest.fixture
def quadratic():
    """lambda -> the objective lambda x^2 / 2 in one dimension."""
    return lambda curvature: gdzoo.objective(lambda x: curvature * x[0] ** 2 / 2, lambda x: curvature * x)
