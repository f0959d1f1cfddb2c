"""The cells and exercises of a page before it is printed: what they output, whether they hold, and the file that brings them to life.

The cells run in their order; a solution must pass the checks of its exercise, and a starter must not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import gdzoo
from book import edit
from book.cache import fingerprint, key
from book.directives.cell import CellDirective
from book.directives.exercise import ExerciseDirective
from book.directives.listing import ListingDirective
from book.places import ROOT
from book.reader import Outcome, Task
from demos.kit import wire

if TYPE_CHECKING:
    from book.chapters import Chapter
    from book.library import Library

RECIPE = fingerprint(*(ROOT / name for name in ("book/edit.py", "book/slices.py", "lab/names.py")))


@dataclass
class Rehearsed:
    """What a page knows of its cells: the file from which they come to life, drawn outputs and the code of edits, by id."""

    path: str = ""
    text: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)


def rehearse(book: "Library", chapters: list["Chapter"]) -> None:
    """Run what has not been run, report what fails, and tell every chapter what came of it."""
    stages = {chapter.page.uri: Stage(chapter) for chapter in chapters}
    plans = {uri: tasks for uri, stage in stages.items() if (tasks := [task for task, *_ in stage.plan])}
    for uri, outcomes in (book.reader.answers(book.python, plans) if plans else {}).items():
        stages[uri].take(outcomes)
    texts = [text for stage in stages.values() for text in stage.drawable.values()]
    drawn = dict(zip(texts, book.scenes.drawn(texts), strict=True))
    for stage in stages.values():
        stage.chapter.rehearsed = stage.rehearsed({id: drawn[text] for id, text in stage.drawable.items()})


class Stage:
    """One page in rehearsal."""

    def __init__(self, chapter: "Chapter"):
        self.chapter = chapter
        self.cells = [cell for cell in chapter.cells if cell.sound]
        self.exercises = [one for one in chapter.directives if isinstance(one, ExerciseDirective) and one.sound]
        self.edits = {
            one.edit_id: edited(chapter.book, one.target)
            for one in chapter.directives
            if isinstance(one, ListingDirective) and one.sound and one.target in gdzoo.RULES
        }
        self.pieces: dict[str, list[dict]] = {}
        self.needs: dict[str, list[str]] = {}
        self.plan = [*self.runs(), *self.trials()]

    def runs(self) -> Iterator[tuple[Task, CellDirective, str]]:
        cells = [{"id": cell.id, "source": cell.source} for cell in self.cells]
        for cell in self.cells:
            yield {"task": "run", "payload": {"page": self.url, "cells": cells, "cell": cell.id}}, cell, ""

    def trials(self) -> Iterator[tuple[Task, ExerciseDirective, str]]:
        for one in self.exercises:
            for part in ("solution", "starter"):
                code = {"source": getattr(one.option, part).rstrip(), "checks": one.option.checks.rstrip()}
                yield {"task": "check", "payload": {"page": self.url, "id": one.id, **code}}, one, part

    @property
    def url(self) -> str:
        return self.chapter.page.url

    def take(self, outcomes: list[Outcome]) -> None:
        """Keep what came of the plan, and report what should not have."""
        for (_, one, part), outcome in zip(self.plan, outcomes, strict=False):
            if outcome.endless:
                one.report(one.line(part), f"the {part} {outcome.endless}" if part else outcome.endless)
            elif outcome.stopped:
                one.report(one.line("checks"), f"{'the checks stop' if part else 'stops'} with {outcome.stopped}")
            elif isinstance(one, ExerciseDirective):
                self.judge(one, part, outcome)
            else:
                self.keep(one, outcome)

    def keep(self, cell: CellDirective, outcome: Outcome) -> None:
        self.needs = outcome.result["needs"]
        self.pieces[cell.id] = pieces = joined(outcome.pieces, cell.id)
        error = next((piece for piece in pieces if piece["kind"] == "error"), None)
        if cell.raises and not error:
            cell.report(cell.fence.line, "is to raise an error, says {run raises}, and raises none")
        elif error and not cell.raises and not self.spoiled(cell):
            cell.report(cell.fence.line + (error["line"] or 0), told(error))

    def spoiled(self, cell: CellDirective) -> bool:
        """Whether a cell that this one needs has failed, and that has been said."""
        return any(not one.sound for one in self.cells if one.id in self.needs[cell.id])

    def judge(self, one: ExerciseDirective, part: str, outcome: Outcome) -> None:
        error = next((piece for piece in outcome.pieces if piece["kind"] == "error"), None)
        failed = next((result for result in outcome.result["results"] if not result["passed"]), None)
        if part == "starter" and outcome.result["ok"]:
            one.report(one.line(part), "the starter passes all checks; leave something to do")
        elif part == "solution" and failed:
            one.report(one.line(part), f'the solution fails "{failed["name"]}": {failed["message"]}')
        elif part == "solution" and error:
            one.report(one.line(part) + (error["line"] or 1) - 1, f"the solution fails: {told(error)}")

    @property
    def drawable(self) -> dict[str, str]:
        """What the outputs are drawn from, by cell; one that says nothing is empty anyway."""
        return {id: wire.dumps({"id": id, "pieces": pieces}) for id, pieces in self.pieces.items() if pieces}

    def rehearsed(self, outputs: dict[str, str]) -> Rehearsed:
        if not (self.cells or self.exercises or self.edits):
            return Rehearsed()
        text = wire.dumps(
            {
                "page": self.url,
                "cells": [
                    {
                        "id": cell.id,
                        "source": cell.source,
                        "needs": self.needs.get(cell.id, []),
                        "pieces": self.pieces.get(cell.id, []),
                    }
                    for cell in self.cells
                ],
                "exercises": [
                    {
                        "id": one.id,
                        "title": one.option.title,
                        "source": one.option.starter.rstrip(),
                        "checks": one.option.checks.rstrip(),
                    }
                    for one in self.exercises
                ],
                "edits": [{"id": id, "source": source} for id, source in self.edits.items()],
            }
        )
        return Rehearsed(f"assets/cells/{key(text)}.json", text, outputs, self.edits)


def edited(book: "Library", name: str) -> str:
    """The code of a rule as a reader edits it."""
    return book.cache.keep("edits", (book.scenes.python, RECIPE, name), lambda: edit.edit(gdzoo.RULES[name]))


def joined(pieces: list[dict], cell: str) -> list[dict]:
    """The output of a cell; what it printed in several parts, as time would have it, is one."""
    found: list[dict] = []
    running = cell
    for piece in pieces:
        if piece["kind"] in ("start", "end"):
            running = piece["cell"] if piece["kind"] == "start" else cell
        elif running == cell:
            last = found[-1] if found else {"kind": ""}
            if piece["kind"] == last["kind"] == "text" and piece["stream"] == last["stream"]:
                last["text"] += piece["text"]
            else:
                found.append(dict(piece))
    return found


def told(error: dict) -> str:
    """`NameError: name 'rnu' is not defined; did you mean `run`?`"""
    hint = error["hint"][:1].lower() + error["hint"][1:].removesuffix(".")
    return f"{error['type']}: {error['message'].removesuffix('.')}" + (f"; {hint}" if hint else "")
