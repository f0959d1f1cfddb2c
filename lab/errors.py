"""An error as data: what happened, where in the reader's own code, and what may help."""

from collections.abc import Callable, Mapping
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple

from lab.streams import clean

LONG = 2_000  # characters of a message
FRAMES = 12


class Place(NamedTuple):
    """A stretch of a cell. Lines count from 1, columns from 0 in the units of JavaScript; None where nothing is known."""

    cell: str
    function: str = ""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class Code(NamedTuple):
    """What errors are told about the code that ran.

    cell: the one that runs. sources: text of each cell. globals: the namespace. elsewhere: name -> a later cell that binds it, or "".
    """

    cell: str
    sources: Mapping[str, str]
    globals: dict[str, Any]
    elsewhere: Callable[[str], str]


def file_of(cell: str) -> str:
    """The name under which a cell is compiled."""
    return f"<cell {cell}>"


def facts(error: BaseException, trace: TracebackType | None, code: Code) -> dict[str, Any]:
    """The fields of an error piece. Its place is the deepest in the cell that runs; the frames name other cells too."""
    from lab.hints import hint  # nobody waits for it before something goes wrong

    places, last = places_of(trace, code)
    inside = [place for place in places if place.cell == code.cell]
    place = inside[-1] if inside else mistake(error, code)
    if len(places) > FRAMES:
        places = [*places[: FRAMES // 2], *places[-FRAMES // 2 :]]
    message = said(error)
    return {
        "type": type(error).__name__,
        "message": clean(message),
        "hint": clean(hint(error, message, last, code)),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "frames": [{"cell": p.cell, "line": p.line, "function": p.function} for p in places],
    }


def unmet(cell: str) -> dict[str, Any]:
    """The fields of an error piece for a cell that cannot run, since another failed."""
    place = dict.fromkeys(("line", "column", "end_line", "end_column"))
    message = f"This cell builds on {cell}, which failed."
    return {"type": "Unmet", "message": message, "hint": "", **place, "frames": []}


def said(error: BaseException) -> str:
    """The message of an error, whatever its __str__ does."""
    if type(error) is OverflowError and len(error.args) == 2:  # by the number that the system has for it
        return "the result is too large for a number"
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
    except BaseException as worse:
        text = f"(its message cannot be read: {type(worse).__name__})"
    return text if len(text) <= LONG else f"{text[:LONG]} …"


def places_of(trace: TracebackType | None, code: Code) -> tuple[list[Place], str]:
    """The places in cells that an error came through, the deepest last; and the file in which it was raised."""
    places, file = [], ""
    while trace:
        frame = trace.tb_frame
        file = frame.f_code.co_filename
        cell = file[len("<cell ") : -1] if file.startswith("<cell ") else ""
        if cell in code.sources and frame.f_globals is code.globals:
            where = next(islice(frame.f_code.co_positions(), trace.tb_lasti // 2, None), (None,) * 4)
            line, end_line, column, end_column = where
            lines = code.sources[cell].split("\n")
            places.append(
                Place(
                    cell,
                    frame.f_code.co_name.replace("<module>", ""),
                    line or trace.tb_lineno,
                    units(lines, line, column),
                    end_line,
                    units(lines, end_line, end_column),
                )
            )
        trace = trace.tb_next
    return places, file


def mistake(error: BaseException, code: Code) -> Place:
    """Where the text itself is wrong."""
    if not isinstance(error, SyntaxError) or not error.lineno or error.filename != file_of(code.cell):
        return Place(code.cell)
    lines = code.sources[code.cell].split("\n")

    def column(line: int | None, offset: int | None) -> int | None:
        """From characters, counted from 1."""
        if not line or not offset or not 0 < line <= len(lines):
            return None
        return length(lines[line - 1][: offset - 1])

    first, last = column(error.lineno, error.offset), column(error.end_lineno, error.end_offset)
    return Place(code.cell, "", error.lineno, first, error.end_lineno or error.lineno, last)


def units(lines: list[str], line: int | None, column: int | None) -> int | None:
    """A column counted in bytes of UTF-8, as Python does, in JavaScript's units."""
    if line is None or column is None or not 0 < line <= len(lines):
        return None
    return length(lines[line - 1].encode("utf-8", "replace")[:column].decode("utf-8", "ignore"))


def length(text: str) -> int:
    """How long JavaScript says that a text is."""
    return len(text) + sum(letter > "\uffff" for letter in text)
