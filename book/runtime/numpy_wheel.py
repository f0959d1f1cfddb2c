"""numpy for the browser: the one wheel that Pyodide's own list names, from wherever it can be had."""

import hashlib
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from book.cache import write
from book.runtime.failure import RuntimeMissing

CDN = "https://cdn.jsdelivr.net/pyodide/v0.28.3/full/"
# A Python package that happens to ship Pyodide's files, numpy among them.
CARRIER = "open-webui==0.9.6"
INSIDE = "open_webui/frontend/pyodide/"
PATIENCE = 6  # seconds until a server must have answered


def find(name: str, sha256: str, downloads: Path, progress: Callable[[str], None]) -> Path:
    """The wheel `name` in the folder `downloads`, fetched if it is not there; only these exact bytes will do."""
    path = downloads / name
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
        return path
    tried = []
    for source, fetch in {"Pyodide's server": from_cdn, CARRIER: from_carrier}.items():
        progress(f"Fetching numpy for the browser from {source} ...")
        try:
            data = fetch(name)
        except (OSError, subprocess.CalledProcessError, KeyError, zipfile.BadZipFile) as error:
            tried.append(f"{source} ({type(error).__name__})")
            continue
        if hashlib.sha256(data).hexdigest() == sha256:
            write(path, data)
            return path
        tried.append(f"{source} (another file under this name)")
    raise RuntimeMissing(
        f"numpy for the browser could not be fetched; tried {path}, {', '.join(tried)}. "
        f"Connect to the network and run again, or put {name} at that path."
    )


def from_cdn(name: str) -> bytes:
    """From the server of the Pyodide project."""
    with urllib.request.urlopen(CDN + name, timeout=PATIENCE) as answer:
        return answer.read()


def from_carrier(name: str) -> bytes:
    """Out of the carrier package, 150 MB that are deleted again."""
    with TemporaryDirectory() as scratch:
        options = ["--quiet", "--no-deps", "--python-version", "3.12", "--only-binary=:all:", "--dest", scratch]
        command = [sys.executable, "-m", "pip", "download", *options, CARRIER]
        subprocess.run(command, check=True, capture_output=True)
        (wheel,) = Path(scratch).glob("*.whl")
        with zipfile.ZipFile(wheel) as content:
            return content.read(INSIDE + name)
