"""What was computed before, kept in files named after everything that the result depends on."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

WEEKS = 2


def key(*parts: object) -> str:
    """A short name for `parts`; equal parts give equal names, today and on any machine."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:20]


def fingerprint(*roots: Path, suffixes: Iterable[str] = (".py",)) -> str:
    """A name for the contents of all source files under `roots` (folders or single files)."""
    files = [f for root in roots for f in ([root] if root.is_file() else sorted(root.rglob("*")))]
    sources = [f for f in files if f.suffix in suffixes and f.is_file()]
    return key(*(part for f in sources for part in (f.name, f.read_bytes())))


class Cache:
    """Texts by kind and key, in one file each."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.computed = 0

    def get(self, kind: str, name: str) -> str | None:
        try:
            return self.read(self.folder / kind / name).decode()
        except FileNotFoundError:
            return None

    def read(self, path: Path) -> bytes:
        """The bytes of a file of the cache; being read keeps it from being pruned."""
        os.utime(path)
        return path.read_bytes()

    def put(self, kind: str, name: str, text: str) -> None:
        self.computed += 1
        write(self.folder / kind / name, text)

    def keep(self, kind: str, parts: Iterable[object], compute: Callable[[], str]) -> str:
        """The text for `parts`, computed only when no earlier run did."""
        name = key(*parts)
        text = self.get(kind, name)
        if text is None:
            text = compute()
            self.put(kind, name, text)
        return text

    def prune(self) -> None:
        """Forget what no run has asked for in the last weeks."""
        oldest = time.time() - WEEKS * 7 * 24 * 3600
        for path in self.folder.rglob("*"):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()


def write(path: Path, content: str | bytes) -> bool:
    """Write a file unless it holds these bytes already; True when it was written.

    The new file takes the old one's place in one move, so a reader never meets half of it.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
    return True
