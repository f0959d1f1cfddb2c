"""A page of cells, as the browser would run it: asks the lab by its one entry, and keeps what it says."""

import json
from itertools import count

from lab import tasks
from tests.travel import together

numbers = count()


def ask(task, emit=lambda text, arrays: None, **payload):
    return json.loads(tasks.respond(task, json.dumps(payload), emit))


class Page:
    """Cells by id, in order; `run` gives the pieces, `result` is the answer of the latest run."""

    def __init__(self, **cells):
        self.cells = cells
        self.name = f"page-{next(numbers)}"
        self.result: dict = {}

    def listed(self):
        return [{"id": cell, "source": source} for cell, source in self.cells.items()]

    def run(self, cell):
        pieces = []

        def emit(text, arrays):
            pieces.append(together(text, arrays))

        self.result = ask("run", emit, page=self.name, cells=self.listed(), cell=cell)
        return pieces

    def ran(self, cell):
        """Which cells ran for a cell."""
        return [piece["cell"] for piece in self.run(cell) if piece["kind"] == "start"]

    def says(self, cell):
        """What a cell printed."""
        return "".join(p["text"] for p in self.run(cell) if p["kind"] == "text" and p["cell"] == cell)

    def error(self, cell):
        return next(piece for piece in self.run(cell) if piece["kind"] == "error" and piece["cell"] == cell)


def shown(source):
    """The pieces of a page with one cell, without start and end."""
    _, *pieces, end = Page(it=source).run("it")
    assert end["kind"] == "end"
    return pieces


def failed(source):
    """The error of a page with one cell."""
    return Page(it=source).error("it")


def printed(source):
    return Page(it=source).says("it")


def check(source, checks):
    """The results of an exercise."""
    return ask("check", page="p", id="it", source=source, checks=checks)["results"]
