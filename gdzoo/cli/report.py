"""What a command found, as a table for people, as JSON or as CSV for programs."""

import argparse
import math
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Report(NamedTuple):
    """Rows of one kind, and what they share."""

    title: str  # one line over the table
    columns: dict[str, str]  # key of a row -> heading of its column; what else a row has is in the JSON alone
    rows: list[dict[str, Any]]
    facts: dict[str, Any]  # what was run, and what follows from all rows
    closing: str = ""  # one line below the table

    def print(self, form: str) -> None:
        """form: ``"json"``, ``"csv"`` or ``"table"``."""
        if form == "json":
            import json

            print(json.dumps(plain(self.facts | {"rows": self.rows}), indent=2))
        elif form == "csv":
            import csv

            writer = csv.DictWriter(sys.stdout, list(self.columns), extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(plain(self.rows))
        else:
            lines = table(self.columns.values(), ([row[key] for key in self.columns] for row in self.rows))
            print(f"{self.title}\n", *lines, *(["", self.closing] if self.closing else []), sep="\n")


def options(parser: argparse.ArgumentParser) -> None:
    """The options that choose the form."""
    form = parser.add_mutually_exclusive_group()
    for name in "json", "csv":
        text = f"print {name.upper()} in place of the table"
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, default="table", help=text)


def table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> list[str]:
    """Lines with aligned columns: numbers end below each other, words begin so.

    >>> print(*table(["rule", "loss"], [["gd", 1.5], ["adam", None]]), sep="\\n")
    rule  loss
    gd     1.5
    adam     -
    """
    columns = []
    for heading, column in zip(headings, zip(*rows, strict=True), strict=True):
        shown = [heading, *map(cell, column)]
        width = max(map(len, shown))
        words = any(isinstance(value, str) for value in column)
        columns.append([text.ljust(width) if words else text.rjust(width) for text in shown])
    return ["  ".join(line).rstrip() for line in zip(*columns, strict=True)]


def cell(value: Any) -> str:
    """One entry: four digits of a number, a dash for what there is not."""
    value = plain(value)
    if value is None or value == "":
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def plain(value: Any) -> Any:
    """What JSON can say: no numpy, no number that is not finite; a schedule as its text."""
    if isinstance(value, Mapping):
        return {name: plain(entry) for name, entry in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, int | str) else repr(value)
