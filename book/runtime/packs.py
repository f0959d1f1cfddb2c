"""A pack: a gzipped tar of byte code, which the worker unpacks before Python starts.

The browser inflates one stream in no time, while Python would take its zip files apart member by
member; and one stream for all modules is smaller. Byte code has no column tables; the standard
library has no docstrings either (numpy does not start without its own, and readers want ours).
Same sources, same bytes: there are no times in it.
"""

import gzip
import io
import os
import re
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
        "python.pack": pack(members(library, trim.of_library), LIBRARY, "-OO"),
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


def pack(files: dict[str, bytes], folder: str, *flags: str) -> bytes:
    """`files`, byte-compiled, as they will lie in `folder` of the reader's Python."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in sorted(compiled(files, *flags).items()):
            entry = tarfile.TarInfo(f"{folder.removeprefix('/')}/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(content.getvalue(), 9, mtime=0)


def compiled(files: dict[str, bytes], *flags: str) -> dict[str, bytes]:
    """`files` with byte code in the place of every .py file, made by an interpreter that is started with `flags`."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch, "modules.zip")
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        tool = ["-m", "pyodide_cli", "py-compile", "--silent", "--no-keep", "--compression-level", "0", str(path)]
        result = subprocess.run(
            [sys.executable, "-X", "no_debug_ranges", *flags, *tool],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"},  # no times in the byte code
        )
        if result.returncode:
            *_, place = re.findall(r'File "(.+)", line (\d+)', result.stderr) or [("", "")]
            reason = (result.stderr or result.stdout).strip().splitlines()[-1]
            raise RuntimeMissing(f"a module for the browser does not compile: {':'.join(place)}: {reason}")
        return members(path, lambda name: True)


def empty_zip() -> bytes:
    """Pyodide always fetches a zip file of the standard library; ours has been unpacked by then."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.comment = b"The standard library is in python.pack."
    return content.getvalue()
