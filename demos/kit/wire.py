"""How a scene travels: as text with arrays beside it to the page, as text alone into a file.

Either way the text holds {"$": i} for the i-th of the arrays, and equal arrays are one.
"""

import json

import numpy as np

from demos.kit.demo import load


def respond(name: str, values: str) -> tuple[str, list[np.ndarray]]:
    """Answer the page: the demo `name` with the JSON object `values`.

    Returns the JSON text of the answer, and its arrays, each contiguous and float64.
    """
    return apart(load(name)(**json.loads(values)).answer())


def dumps(item: dict) -> str:
    """What a file says of a demo, in one JSON text: `item`, which holds an answer, and a list "arrays"."""
    text, arrays = apart(item)
    return text[:-1] + ',"arrays":' + json.dumps([brief(array) for array in arrays], separators=(",", ":")) + "}"


def apart(thing: dict) -> tuple[str, list[np.ndarray]]:
    """JSON text and the arrays that it refers to."""
    places: dict[bytes, int] = {}
    arrays: list[np.ndarray] = []

    def plain(part):
        if isinstance(part, np.generic):
            return part.item()
        if not isinstance(part, np.ndarray):
            raise TypeError(f"a scene holds plain data only, got {part!r}")
        array = np.ascontiguousarray(part, dtype=float)
        place = places.setdefault(array.tobytes(), len(arrays))
        if place == len(arrays):
            arrays.append(array)
        return {"$": place}

    return json.dumps(thing, default=plain, ensure_ascii=False, separators=(",", ":")), arrays


def brief(array: np.ndarray):
    """The numbers of an array in few letters.

    Whole numbers as {"steps": differences}, which are small where they change slowly; others as a
    list with 7 significant digits, closer than eye or test can see, and None where not finite.
    """
    if (np.abs(array) < 1e9).all() and (array == np.round(array)).all():
        return {"steps": np.diff(array, prepend=0).astype(np.int64).tolist()}
    return [float(f"{number:.7g}") if np.isfinite(number) else None for number in array.tolist()]
