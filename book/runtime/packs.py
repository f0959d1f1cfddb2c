"""A pack: a gzipped tar of byte code, which the worker unpacks before Python starts.

The browser inflates one stream in no time, while Python would take its zip files apart member by
member; and one stream for all modules is smaller. Byte code has no column tables; the standard
library has no docstrings either (numpy does not start without its own, and readers want ours).
Same sources, same bytes: times are zero, and pycs are checked by nothing.
"""

import gzip
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from book.runtime import trim
from book.runtime.failure import RuntimeMissing

LIBRARY = "/lib/python3.13"
SITE_PACKAGES = f"{LIBRARY}/site-packages"
STANDARD = ("python.pack", "numpy.pack")


def standard(library: Path, numpy: Path) -> dict[str, bytes]:
    """The packs that hold what others wrote."""
    return {
        "python.pack": pack(members(library, trim.of_library), LIBRARY, optimize=2),
        "numpy.pack": pack(members(numpy, trim.of_numpy) | trim.STAND_INS, SITE_PACKAGES),
    }


def members(archive: Path, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The files of a zip file or wheel that are wanted, by name."""
    with zipfile.ZipFile(archive) as content:
        names = [name for name in content.namelist() if not name.endswith("/")]
        return {name: content.read(name) for name in names if wanted(name)}


def sources(root: Path, packages: Iterable[str]) -> dict[str, bytes]:
    """The files of packages on disk, by their path from `root`."""
    found = (path for package in packages for path in (root / package).rglob("*"))
    kept = (path for path in found if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in kept}


def pack(files: dict[str, bytes], folder: str, optimize: int = 0) -> bytes:
    """`files`, byte-compiled, as they will lie in `folder` of the reader's Python."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in sorted(compiled(files, folder, optimize).items()):
            entry = tarfile.TarInfo(f"{folder.removeprefix('/')}/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(content.getvalue(), 9, mtime=0)


def compiled(files: dict[str, bytes], folder: str, optimize: int) -> dict[str, bytes]:
    """`files` with byte code in the place of every .py file."""
    with TemporaryDirectory() as scratch:
        for name, data in files.items():
            path = Path(scratch, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        # Column tables are left out by an option of the interpreter that compiles, hence another process.
        options = [
            "-q",
            "-b",
            "--invalidation-mode",
            "unchecked-hash",
            "-o",
            str(optimize),
            "-s",
            scratch,
            "-p",
            folder,
        ]
        command = [sys.executable, "-X", "no_debug_ranges", "-m", "compileall", *options, scratch]
        result = subprocess.run(
            command, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONHASHSEED": "0"}
        )
        if result.returncode:
            raise RuntimeMissing(f"a module for the browser does not compile: {result.stdout.strip()}")
        written = {name: name + "c" if name.endswith(".py") else name for name in files}
        return {written[name]: Path(scratch, written[name]).read_bytes() for name in files}


def empty_zip() -> bytes:
    """Pyodide always fetches a zip file of the standard library; ours has been unpacked by then."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.comment = b"The standard library is in python.pack."
    return content.getvalue()
