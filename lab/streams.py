"""What a cell says while it runs: pieces, in their order, batched and within limits.

print reaches `Output` through two writers that live as long as Python, so that whatever a reader's code keeps of them
(logging does) goes on to speak in the cell that runs.
"""

import io
import json
import sys
from collections.abc import Callable
from contextlib import contextmanager
from time import perf_counter

from demos.kit.wire import apart

type Emit = Callable[[str, list], object]

EVERY = 0.05  # seconds between two texts
BATCH = 8_000  # characters that do not wait
MOST = 200_000  # characters of one cell
LINES = 5_000
FIGURES = 20
NUMBERS = 1_000_000  # of one figure
ENOUGH = f"The output is cut here: a cell shows {MOST // 1000} KB or {LINES:,} lines."


class Output:
    """Sends the pieces of one cell."""

    def __init__(self, emit: Emit, cell: str):
        self.emit, self.cell = emit, cell
        self.stream, self.waiting, self.size = "out", [], 0
        self.last = 0.0
        self.characters, self.lines, self.figures = MOST, LINES, FIGURES

    def text(self, stream: str, text: str) -> None:
        if self.characters <= 0 or self.lines <= 0 or not text:
            return
        text = text[: self.characters]
        if text.count("\n") > self.lines:
            text = "\n".join(text.split("\n", self.lines)[: self.lines]) + "\n"
        self.characters -= len(text)
        self.lines -= text.count("\n")
        if stream != self.stream:
            self.flush()
            self.stream = stream
        self.waiting.append(text)
        self.size += len(text)
        if self.characters <= 0 or self.lines <= 0:
            self.piece("cut", text=ENOUGH)
        elif self.size >= BATCH or text.endswith("\n"):
            self.pause()

    def pause(self) -> None:
        """A moment at which waiting text may go, if the last went long enough ago."""
        if self.size >= BATCH or perf_counter() - self.last >= EVERY:
            self.flush()

    def flush(self) -> None:
        if self.waiting:
            text, self.waiting, self.size = "".join(self.waiting), [], 0
            self.send({"kind": "text", "stream": self.stream, "text": clean(text)})
            self.last = perf_counter()

    def piece(self, kind: str, **facts) -> None:
        """Any piece that is not a text, after the text before it."""
        self.flush()
        self.send({"kind": kind, **facts})

    def figure(self, scene: dict) -> None:
        self.figures -= 1
        if self.figures == -1:
            self.piece("cut", text=f"A cell shows {FIGURES} figures; the others are left out.")
        if self.figures < 0:
            return
        self.flush()
        text, arrays = apart({"cell": self.cell, "kind": "figure", "scene": scene})
        if (count := sum(array.size for array in arrays)) > NUMBERS:
            self.piece("cut", text=f"This figure has {count:,} numbers, and a page draws {NUMBERS:,}: thin it out.")
            return
        self.emit(text, arrays)

    def send(self, piece: dict) -> None:
        self.emit(json.dumps({"cell": self.cell, **piece}, ensure_ascii=False, separators=(",", ":")), [])


def clean(text: str) -> str:
    """Text that can travel: half a character, as in "\\ud800", becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


class Writer(io.TextIOBase):
    """sys.stdout or sys.stderr of the reader's code."""

    encoding = "utf-8"
    errors = "replace"
    output: Output | None = None

    def __init__(self, stream: str):
        self.stream = stream

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.output:
            self.output.text(self.stream, str(text))
        return len(text)

    def flush(self) -> None:
        if self.output:
            self.output.pause()

    def writable(self) -> bool:
        return True


class NoKeyboard(io.TextIOBase):
    """sys.stdin: asking it is an error with a remedy."""

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:
        raise RuntimeError('nobody can answer input() here; write the value into the code, as in name = "Ada"')

    def read(self, size: int | None = -1, /) -> str:
        return self.readline()


OUT, ERR, IN = Writer("out"), Writer("err"), NoKeyboard()


@contextmanager
def speaking(output: Output | None):
    """What is printed within goes to `output`, or nowhere."""
    streams, before = (sys.stdin, sys.stdout, sys.stderr), Writer.output
    sys.stdin, sys.stdout, sys.stderr, Writer.output = IN, OUT, ERR, output
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        Writer.output = before
        if output:
            output.flush()
