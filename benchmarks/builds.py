"""How long an author waits: a first build, a second one, and an edit under `make serve`; in a copy of the checkout."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.table import Table
from book.places import ROOT

MADE = shutil.ignore_patterns(".git", ".venv", ".cache", "node_modules", "build", "site", "__pycache__", ".*_cache")
SENTENCE = "This sentence was added while the book was served."


def measure(table: Table) -> None:
    with TemporaryDirectory() as folder:
        copy = checkout(Path(folder, "book"))
        table.row("site from nothing (environment and downloads are there)", 300, site(copy), "s")
        table.row("site with nothing changed", 10, site(copy), "s")
        with serving(copy) as address:
            table.row("one chapter edited under serve", 3, edit(copy / "docs/momentum.md", f"{address}momentum/"), "s")


def checkout(copy: Path) -> Path:
    """The sources, with the environment and downloads of this checkout, and nothing built."""
    shutil.copytree(ROOT, copy, ignore=MADE)
    (copy / ".cache").mkdir()
    for name in (".venv", "web/node_modules", ".cache/downloads"):
        (copy / name).symlink_to(ROOT / name)
    return copy


def site(copy: Path) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "build_site.py", "site"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


@contextmanager
def serving(copy: Path) -> Iterator[str]:
    """`make serve` of the copy, once it has built the book."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-u", "build_site.py", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        for line in server.stdout:
            if line.startswith("The book is at"):
                break
        address = f"http://127.0.0.1:{port}/"
        while not answers(address):
            time.sleep(0.05)
        yield address
        server.terminate()


def answers(address: str) -> bool:
    """Whether the server is there; it watches for changes from then on."""
    try:
        return urlopen(address).status == HTTPStatus.OK
    except URLError:
        return False


def edit(chapter: Path, address: str) -> float:
    """From the saving of a chapter to the page that has the new sentence."""
    chapter.write_text(f"{chapter.read_text(encoding='utf-8')}\n{SENTENCE}\n", encoding="utf-8")
    begin = time.perf_counter()
    while SENTENCE not in urlopen(address).read().decode():
        if time.perf_counter() - begin > 60:
            return float("inf")
        time.sleep(0.02)
    return time.perf_counter() - begin
