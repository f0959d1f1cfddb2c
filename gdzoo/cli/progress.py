"""A line on the terminal that counts, for whoever waits."""

import sys
import time

PATIENCE = 1.0  # seconds before it appears: what is quick needs no line
CLEAR = "\r\x1b[K"


class Progress:
    """Counts on standard error, if that is a terminal and there is something to wait for; wipes the line at its end."""

    def __init__(self, total: int, what: str, quiet: bool):
        self.total, self.what = total, what
        self.shown = sys.stderr.isatty() and not quiet
        self.begin, self.done, self.written = time.monotonic(), 0, False

    def count(self, more: int) -> None:
        """So many more are done."""
        self.done += more
        spent = time.monotonic() - self.begin
        if self.shown and spent > PATIENCE and self.done < self.total:
            left = spent / self.done * (self.total - self.done)
            line = (
                f"{self.done} of {self.total} {self.what}, about {left:.0f} s left; Ctrl-C ends it with what is known"
            )
            print(CLEAR + line, end="", file=sys.stderr, flush=True)
            self.written = True

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.written:
            print(CLEAR, end="", file=sys.stderr, flush=True)
