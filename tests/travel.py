"""What demos/kit/wire.py took apart, put together again: the tests' own reading of it."""

import json

import numpy as np


def together(text: str, arrays) -> dict:
    """A message of Python to the page."""
    return json.loads(text, object_hook=lambda part: np.asarray(arrays[part["$"]], float) if "$" in part else part)


def unpacked(text: str) -> dict:
    """A file of a demo's state."""
    arrays = json.loads(text)["arrays"]
    return together(text, [np.cumsum(a["steps"]) if isinstance(a, dict) else np.array(a, float) for a in arrays])
