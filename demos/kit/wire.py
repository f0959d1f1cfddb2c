"""How a scene travels: as text with arrays beside it to the page, as text alone into a file."""

import json

import numpy as np

from demos.kit.demo import load


def respond(name: str, values: str) -> tuple[str, list[np.ndarray]]:
    """Answer the page: the demo `name` with the JSON object `values`.

    Returns the JSON text of the answer, in which {"$": i} stands for the i-th array of the list.
    Every array is contiguous and float64.
    """
    arrays = []

    def set_aside(array):
        arrays.append(np.ascontiguousarray(array, dtype=float))
        return {"$": len(arrays) - 1}

    answer = load(name)(**json.loads(values)).answer()
    return json.dumps(answer, default=lambda thing: plain(thing, set_aside)), arrays


def dumps(answer) -> str:
    """The answer as one JSON text, numbers at 8 significant digits: small, and closer than eye or test can see."""
    return json.dumps(answer, default=lambda thing: plain(thing, rounded), ensure_ascii=False, separators=(",", ":"))


def plain(thing, array):
    """JSON data for what numpy computed; `array` says what becomes of arrays."""
    if isinstance(thing, np.ndarray):
        return array(thing)
    if isinstance(thing, np.generic):
        return thing.item()
    raise TypeError(f"a scene holds plain data only, got {thing!r}")


def rounded(array):
    """A list of numbers without needless digits; None where not finite."""
    return [shortest(number) for number in array.ravel().tolist()]


def shortest(number):
    """A number at 8 significant digits, whole if it can be; None where not finite."""
    if not np.isfinite(number):
        return None
    short = float(f"{number:.8g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short
