"""What a test registers is gone after it."""

import pytest

import gdzoo


@pytest.fixture(autouse=True)
def nothing_left():
    before = set(gdzoo.RULES)
    yield
    for name in set(gdzoo.RULES) - before:
        gdzoo.RULES.forget(name)
