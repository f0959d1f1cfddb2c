"""The reader's Python: a self-hosted, trimmed, byte-compiled Pyodide, with numpy, gdzoo, demos and lab.

`assemble` gives the files of the site's runtime folder and what the page must know of them. The
folder's name carries the hash of all that seldom changes: interpreter, standard library, numpy and
worker. The project's own packages are a small pack of their own, hashed in its own name, so that
editing a demo rebuilds and renames that one file. What takes time is kept in the cache.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from gzip import compress
from pathlib import Path

from book import node
from book.cache import fingerprint, key, write
from book.places import ROOT
from book.runtime import numpy_wheel, packs
from book.runtime.failure import RuntimeMissing

WEB = ROOT / "web"
ENGINE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
OURS = ("gdzoo", "demos", "lab")
RECIPE = Path(__file__).parent  # the packs are made again when the making of them changes


@dataclass(frozen=True)
class Runtime:
    """folder: its name in the site. files: contents by path from the root of the site. config: what
    web/src/python.js is given, as plain data."""

    folder: str
    files: dict[str, bytes]
    config: dict

    def sizes(self) -> list[tuple[str, int]]:
        """What a reader transfers of each file, in bytes: gzip as a server does it, or as packed."""
        packed = (".pack", ".zip")
        return [(path, len(data if path.endswith(packed) else compress(data, 9))) for path, data in self.files.items()]

    def table(self) -> str:
        """The sizes, as text."""
        rows = self.sizes()
        rows.append(("together", sum(size for _, size in rows)))
        return "\n".join(f"{size / 1e6:8.3f} MB  {path}" for path, size in rows)


def assemble(cache: Path, progress: Callable[[str], None] = print) -> Runtime:
    """The runtime of the sources as they are; `cache` is the folder of what earlier runs made."""
    pyodide = WEB / "node_modules/pyodide"
    if not (pyodide / "pyodide-lock.json").is_file():
        raise RuntimeMissing(f"{pyodide.relative_to(ROOT)} is not there; run `make env`, which installs it")
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    check_python(lock["info"]["python"])
    core = {name: (pyodide / name).read_bytes() for name in ENGINE}
    core["python_stdlib.zip"] = packs.empty_zip()
    core |= standard_packs(pyodide, lock, cache, progress)
    core["worker.js"] = worker()
    folder = f"runtime-{key(*core, *core.values())[:12]}"
    ours = our_pack(cache)
    book = f"book-{key(ours)[:12]}.pack"
    contents = {**core, book: ours}
    config = {
        "folder": folder,
        "files": list(contents),
        "packs": [[name, len(contents[name])] for name in (*packs.STANDARD, book)],
        "lock": {"info": lock["info"], "packages": {}},
    }
    files = {f"{folder}/{name}": data for name, data in contents.items()}
    # A service worker governs the folder it lies in, and that of the runtime must be within.
    files["offline.js"] = (WEB / "src/offline.js").read_bytes()
    return Runtime(folder, files, config)


def check_python(runtime: str) -> None:
    """Byte code is read only by the minor version of Python that wrote it."""
    wanted, found = runtime.rpartition(".")[0], "{}.{}".format(*sys.version_info)
    if found != wanted:
        raise RuntimeMissing(f"this is Python {found}, but the browser runs {wanted}; have a Python {wanted} on PATH")


def standard_packs(pyodide: Path, lock: dict, cache: Path, progress: Callable[[str], None]) -> dict[str, bytes]:
    """The packs of the standard library and of numpy, made once for each version and list of what stays out."""
    numpy = lock["packages"]["numpy"]
    name = key((pyodide / "python_stdlib.zip").read_bytes(), numpy["sha256"], sys.version, fingerprint(RECIPE))
    kept = {pack: cache / "runtime" / f"{name}-{pack}" for pack in packs.STANDARD}
    if not all(path.is_file() for path in kept.values()):
        wheel = numpy_wheel.find(numpy["file_name"], numpy["sha256"], cache / "downloads", progress)
        progress("Byte-compiling the standard library and numpy for the browser ...")
        for old in (cache / "runtime").glob("*.pack"):
            old.unlink()
        for pack, data in packs.standard(pyodide / "python_stdlib.zip", wheel).items():
            write(kept[pack], data)
    return {pack: path.read_bytes() for pack, path in kept.items()}


OUTSIDE = ("gdzoo/cli/", "gdzoo/__main__")  # the command line, of no use in a page


def our_pack(cache: Path) -> bytes:
    """The pack of our packages as they are, made once for each state of theirs."""
    sources = {path: data for path, data in packs.sources(ROOT, OURS).items() if not path.startswith(OUTSIDE)}
    name = key(sys.version, fingerprint(RECIPE), *(part for item in sorted(sources.items()) for part in item))
    path = cache / "runtime/book" / name
    if not path.is_file():
        for old in path.parent.glob("*"):
            old.unlink()
        write(path, packs.pack(sources, packs.SITE_PACKAGES))
    return path.read_bytes()


def worker() -> bytes:
    """The script of the worker, with what it imports, in one file."""
    return node.esbuild(WEB, "src/worker.js", "--bundle", "--minify", "--format=esm", "--target=es2022")
