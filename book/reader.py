"""The reader's Python at build time: what it answers to tasks, asked under Node and remembered.

A page is one rehearsal: a list of tasks in their order. What came of it is kept under the tasks and the Python that ran
them; when all is known, Node is not started.
"""

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from book import node
from book.cache import Cache, fingerprint, key, write
from book.places import Places
from book.runtime import WEB, Runtime

LIMIT = 30  # seconds that one task may take
PATIENCE = 120  # seconds until Python has started
ENGINE = WEB / "node_modules/pyodide"
SCRIPT = WEB / "src/rehearse.js"
BRIDGE = [SCRIPT, *(SCRIPT.with_name(f"{name}.js") for name in ("boot", "answer", "sandbox"))]
"""All scripts between the build and Python."""

type Task = dict[str, Any]
"""task: its name. payload: as `lab.tasks.respond` takes it."""


@dataclass
class Outcome:
    """What came of a task: pieces of output in their order, and the result.

    stopped: the error with which the lab itself stopped. endless: why the task never came to its end.
    """

    pieces: list[dict]
    result: dict
    stopped: str = ""
    endless: str = ""


class Reader:
    """Puts tasks to the reader's Python."""

    def __init__(self, places: Places, cache: Cache):
        self.places, self.cache = places, cache

    def answers(self, python: Runtime, pages: dict[str, list[Task]]) -> dict[str, list[Outcome]]:
        """What came of the tasks of each page, up to the first that did not end."""
        name = key(*packs(python).values(), fingerprint(*BRIDGE, suffixes=[".js"]))
        keys = {page: key(name, json.dumps(tasks)) for page, tasks in pages.items()}
        known = {page: self.cache.get("rehearsals", keys[page]) for page in pages}
        new = {page: tasks for page, tasks in pages.items() if known[page] is None}
        for page, text, whole in self.rehearse(python, new) if new else ():
            known[page] = text
            if whole:
                self.cache.put("rehearsals", keys[page], text)
        return {page: [outcome(raw) for raw in json.loads(known[page] or "[]")] for page in pages}

    def rehearse(self, python: Runtime, pages: dict[str, list[Task]]) -> Iterator[tuple[str, str, bool]]:
        """(page, what came of its tasks as JSON, whether all of them ended), page by page.

        A task that does not end takes Python with it; the pages that are left get a fresh one.
        """
        folder = self.places.build / "rehearsal"
        for file, data in packs(python).items():
            write(folder / file, data)
        left = dict(pages)
        while left:
            talk = Talk(folder, python.config, left)
            done: list[dict] = []
            for said in talk:
                if "page" in said:
                    yield said["page"], json.dumps(done), True
                    del left[said["page"]]
                    done = []
                elif "result" in said:
                    done.append(said)
            if not left:
                return
            page = next(iter(left))
            yield page, json.dumps([*done, {"endless": talk.trouble}]), False
            del left[page]


class Talk:
    """One run of the script: the lines that it says, and what ended it."""

    def __init__(self, folder: Path, config: dict, pages: dict[str, list[Task]]):
        self.question = json.dumps(
            {
                "base": f"{folder.as_uri()}/",
                "engine": f"{ENGINE.as_uri()}/",
                "config": config,
                "pages": [{"page": page, "tasks": tasks} for page, tasks in pages.items()],
            }
        )
        self.trouble = ""

    def __iter__(self) -> Iterator[dict]:
        started = False
        with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
            process = subprocess.Popen(
                [node.program(), SCRIPT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                process_group=0,
            )
            assert process.stdin
            assert process.stdout
            with Watch(process) as watch:
                watch.wait(PATIENCE)
                process.stdin.write(self.question)
                process.stdin.close()
                for line in process.stdout:
                    watch.wait(LIMIT)
                    started = True
                    yield json.loads(line)
            errors.seek(0)
            said = node.complaint(errors.read())
        if not started:
            raise node.NodeError(f"{SCRIPT.name}: {said}")
        self.trouble = f"runs for more than {LIMIT} seconds" if watch.late else f"ends Python: {said}"


class Watch:
    """Ends a process that says nothing for too long, and whatever is left of it afterwards."""

    def __init__(self, process: subprocess.Popen):
        self.process, self.late = process, False
        self.timer = threading.Timer(0, self.bark)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.timer.cancel()
        self.end()

    def wait(self, seconds: float) -> None:
        self.timer.cancel()
        self.timer = threading.Timer(seconds, self.bark)
        self.timer.start()

    def bark(self) -> None:
        self.late = True
        self.end()

    def end(self) -> None:
        with suppress(ProcessLookupError):  # what is called node may be a script that started it: both go
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def packs(python: Runtime) -> dict[str, bytes]:
    """The files that Python unpacks at its start, by name."""
    names = ["python_stdlib.zip", *(name for name, _ in python.config["packs"])]
    return {name: python.files[f"{python.folder}/{name}"] for name in names}


def outcome(raw: dict) -> Outcome:
    pieces = [together(piece["json"], piece["arrays"]) for piece in raw.get("pieces", ())]
    return Outcome(pieces, raw.get("result", {}), raw.get("stopped", ""), raw.get("endless", ""))


def together(text: str, arrays: Sequence[Sequence | np.ndarray]) -> dict:
    """What the worker's protocol takes apart, in one; numbers that JSON cannot write come as None."""
    return json.loads(text, object_hook=lambda part: np.array(arrays[part["$"]], float) if "$" in part else part)
