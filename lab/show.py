"""How a value is shown: as a figure, a table, an array or plain text."""

import math
import re
import reprlib
from itertools import islice
from typing import Any

import numpy as np

from lab.streams import Output, clean

ROWS = 50  # of a table
LONG = 10_000  # characters of one value


def show(value: Any, output: Output) -> None:
    """Send the piece that shows `value`. Nothing that it does itself can end the cell."""
    try:
        if (scene := figure(value)) is not None:
            output.figure(scene)
        elif (found := table(value)) is not None:
            output.piece("table", **found)
        else:
            text, note = words(value)
            output.piece("value", text=clean(text), note=note)
    except BaseException as error:  # its __repr__ or __class__ may do anything
        output.piece("value", text=f"<{type(value).__name__} that cannot be shown: {type(error).__name__}>", note="")


def figure(value: Any) -> dict | None:
    """The scene of a value that can be drawn."""
    if isinstance(value, np.ndarray | np.generic | str | int | float | list | tuple):
        return None
    from lab.figures import scene_of  # the drawing is only loaded where there is something to draw

    return scene_of(value)


def words(value: Any) -> tuple[str, str]:
    """A value as text, and a note beside it."""
    if isinstance(value, np.ndarray):
        return cut(np.array2string(value, separator=", ")), f"array of shape {value.shape}"
    return cut(SHORT.repr(value)), ""


def cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]} …"


class Short(reprlib.Repr):
    """repr, but short where a value is long; a set is sorted, so that it looks the same each time."""

    def __init__(self):
        super().__init__(
            maxlevel=8, maxtuple=500, maxlist=500, maxdict=200, maxset=500, maxfrozenset=500, maxdeque=500,
            maxarray=500, maxstring=LONG, maxlong=4_000, maxother=LONG,
        )  # fmt: skip

    def repr_dict(self, x: dict, level: int) -> str:
        """In its own order."""
        if level <= 0 and x:
            return "{...}"
        items = [f"{self.repr1(k, level - 1)}: {self.repr1(v, level - 1)}" for k, v in islice(x.items(), self.maxdict)]
        return "{" + ", ".join([*items, *(["..."] if len(x) > self.maxdict else [])]) + "}"

    def repr_int(self, x: int, level: int) -> str:
        digits = int(x.bit_length() * math.log10(2)) + 1
        return repr(x) if digits < self.maxlong else f"<whole number of {digits:,} digits>"

    def repr_instance(self, x: Any, level: int) -> str:
        """Any other object in its own words; numbers of numpy as numbers, and nothing by its address."""
        text = str(x) if isinstance(x, np.generic) else repr(x)
        return cut(re.sub(r" at 0x[0-9a-fA-F]+", "", text))


SHORT = Short()


def table(value: Any) -> dict | None:
    """A list of dicts or of named tuples, a dict of columns of one length, or an array with names, as columns and rows."""
    columns: dict[str, list] | None = None
    if isinstance(value, list | tuple) and value and all(type(row) is dict and row for row in value):
        labels = dict.fromkeys(label for row in value[:ROWS] for label in row)
        columns = {str(label): [row.get(label, "") for row in value[:ROWS]] for label in labels}
    elif isinstance(value, list) and value and all(hasattr(type(row), "_fields") for row in value):
        labels = value[0]._fields
        if all(row._fields == labels for row in value):
            columns = {label: [row[i] for row in value[:ROWS]] for i, label in enumerate(labels)}
    elif isinstance(value, np.ndarray) and value.dtype.names and value.ndim == 1:
        columns = {label: list(value[label][:ROWS]) for label in value.dtype.names}
    elif type(value) is dict and value and len({len(column) for column in value.values() if sequence(column)}) == 1:
        if not all(sequence(column) for column in value.values()):
            return None
        columns = {str(label): list(column[:ROWS]) for label, column in value.items()}
        value = next(iter(value.values()))
    if not columns or not all(plain(cell) for column in columns.values() for cell in column):
        return None
    formats = [form(column) for column in columns.values()]
    return {
        "columns": [{"label": clean(label), "format": kind} for label, kind in zip(columns, formats, strict=True)],
        "rows": [
            [cell_of(cell, kind) for cell, kind in zip(row, formats, strict=True)]
            for row in zip(*columns.values(), strict=True)
        ],
        "more": max(0, len(value) - ROWS),
    }


def sequence(column: Any) -> bool:
    return isinstance(column, list | tuple) or (isinstance(column, np.ndarray) and column.ndim == 1)


def plain(cell: Any) -> bool:
    return cell is None or isinstance(cell, str | int | float | np.generic)


def form(column: list) -> str:
    """Whole numbers, numbers with four digits, or text."""
    cells = [cell.item() if isinstance(cell, np.generic) else cell for cell in column]
    if any(isinstance(cell, bool) or not isinstance(cell, int | float | None) for cell in cells):
        return "text"
    return "int" if all(isinstance(cell, int) and abs(cell) < 2**53 for cell in cells) else "4g"


def cell_of(cell: Any, kind: str) -> Any:
    if isinstance(cell, np.generic):
        cell = cell.item()
    if kind == "text":
        return "" if cell is None else clean(str(cell))[:500]
    if cell is None or math.isnan(cell):
        return None
    return cell if math.isfinite(cell) else ("∞" if cell > 0 else "−∞")
