"""The numbers behind a chapter's figures: a CSV file for each, and a README that says what stands in them, in one zip file."""

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from book.cache import fingerprint
from book.directives.demo import DemoDirective
from book.directives.figure import FigureDirective

if TYPE_CHECKING:
    from book.chapters import Chapter
    from book.scenes import Scene

VERSION = fingerprint(Path(__file__).with_name("drawn.py"))
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same numbers, whenever they are packed


class Table(NamedTuple):
    """The numbers of one figure. about: what it shows, and with which settings."""

    name: str
    about: list[str]
    columns: list[str]
    rows: Iterable[Sequence]

    @property
    def csv(self) -> str:
        """The numbers as a file: a number is written as short as it can be read back, a gap is empty."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([written(value) for value in row] for row in self.rows)
        return stream.getvalue()


def archive(chapter: "Chapter") -> bytes:
    """The zip file of a chapter; nothing where it has no figures."""
    figures = [part for part in chapter.directives if part.counted == "Figure"]
    if not figures:
        return b""
    tables = [table for part in figures if part.sound and (table := table_of(part, chapter))]
    files = {"README.txt": readme(chapter, tables)} | {f"{table.name}.csv": table.csv for table in tables}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as pack:
        for name, text in files.items():
            pack.writestr(zipfile.ZipInfo(name, LONG_AGO), text.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def table_of(part, chapter: "Chapter") -> Table | None:
    """The numbers of a directive, if it is a figure that has some."""
    if isinstance(part, DemoDirective) and (scene := part.scene(chapter)):
        return of_demo(part, scene)
    if isinstance(part, FigureDirective):
        return of_figure(part, chapter)
    return None


def of_demo(part: DemoDirective, scene: "Scene") -> Table | None:
    """What the card of a demo lists under Data, in the state of the page."""
    answer = scene.answer
    columns = [plain(column["name"]) for column in answer["data"]]
    if not columns:
        return None
    values = [list(column["values"]) for column in answer["data"]]
    length = max(map(len, values))
    rows = zip(*(column + [None] * (length - len(column)) for column in values), strict=True)
    settings = ", ".join(f"{name} = {json.dumps(value)}" for name, value in answer["values"].items())
    about = [f"{part.label}, demo {part.target}: {scene.title}", f"Settings: {settings}"]
    if answer["note"]:
        about.append(f"Besides: {plain(', '.join(answer['note']))}")
    return Table(file_name(part), about, columns, rows)


def of_figure(part: FigureDirective, chapter: "Chapter") -> Table | None:
    """What matplotlib has drawn into axes that are shown, point by point."""
    book = chapter.book

    def count() -> str:
        from book.offers import drawn  # which imports matplotlib

        with book.pictures.figure(part.source) as figure:
            return json.dumps([drawn.COLUMNS, *drawn.points(figure)])

    try:
        columns, *rows = json.loads(book.cache.keep("points", (VERSION, *book.pictures.origin(part.source)), count))
    except Exception:  # the page has reported it
        return None
    return Table(file_name(part), [f"{part.label}: {part.option.alt}"], columns, rows) if rows else None


def file_name(part: DemoDirective | FigureDirective) -> str:
    """`figure-4-1-valley`."""
    return f"{part.label.lower().replace(' ', '-').replace('.', '-')}-{part.id}"


def readme(chapter: "Chapter", tables: list[Table]) -> str:
    """What is in the files, for someone who opens them years later."""
    meta, book = chapter.page.meta, chapter.book
    lines = [
        f"The numbers behind the figures of chapter {meta.number}, {meta.title}, of Gradient Descent Zoo",
        f"{book.address}{chapter.page.url}",
        "CC BY 4.0. One row of column names, then one row per step or point; an empty field is a gap.",
    ]
    for table in tables:
        lines += ["", f"{table.name}.csv", *table.about, f"Columns: {'; '.join(table.columns)}"]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Text for programs: spaces are spaces, and a minus is a minus."""
    return text.replace("\u00a0", " ").replace("−", "-")


def written(value) -> str:
    """One field."""
    if value is None or isinstance(value, str):
        return value or ""
    value = float(value)
    if not math.isfinite(value):
        return "" if math.isnan(value) else repr(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
