"""What a reader's Python can do without: what needs sockets, processes or a terminal, and old formats.

Whatever is not named here stays, so that a reader's `import` of anything usual works.
"""

NETWORK = """
    ftplib http imaplib mailbox mimetypes netrc poplib smtplib socketserver
    logging/config urllib/request urllib/robotparser wsgiref xmlrpc _android_support _ios_support
"""
SYSTEM = """
    asyncio/windows_events asyncio/windows_utils concurrent/futures/process ctypes getpass multiprocessing pty sched tty
"""
DEVELOPMENT = """
    bdb cProfile compileall doctest fileinput filecmp modulefinder pdb pickletools profile pstats py_compile
    pyclbr symtable tabnanny trace tracemalloc zipapp
"""
FORMATS = "configparser dbm optparse plistlib shelve stringprep tarfile wave xml zoneinfo"
# The interpreter has these in C.
FALLBACKS = "_py_abc _pydatetime _pyio"
# Character sets: the ones Python itself, zip files and common text files use.
ENCODINGS = """
    __init__ aliases ascii base64_codec charmap cp1252 cp437 hex_codec latin_1 raw_unicode_escape rot_13 undefined
    unicode_escape utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le utf_8 utf_8_sig
"""
# Of the terminal: what help() pages with.
TERMINAL = "__init__ pager"
# Types, headers and libraries to compile against, tests, and the parts that need a compiler or a package manager.
NUMPY = """
    numpy/_core/include numpy/_core/lib numpy/_pyinstaller numpy/conftest numpy/f2py numpy/_configtool
    numpy/_core/cversions numpy/testing/print_coercion_tables numpy/ma/timer_comparison
    numpy/linalg/lapack_lite numpy/random/lib numpy/random/_examples numpy/typing/mypy_plugin
"""
# `from numpy import *` imports it by name.
STAND_INS = {"numpy/f2py/__init__.py": b'"""Left out: there is no Fortran in the browser."""\n'}
COMPILING = (".pyi", ".pxd", ".pyx", ".h", ".a", ".c", ".lib", "py.typed")
PAPERS = ("METADATA", "LICENSE.txt")

OUT = frozenset(f"{NETWORK} {SYSTEM} {DEVELOPMENT} {FORMATS} {FALLBACKS}".split())
OUT_OF_NUMPY = frozenset(NUMPY.split())
ONLY = {"encodings": frozenset(ENCODINGS.split()), "_pyrepl": frozenset(TERMINAL.split())}


def of_library(name: str) -> bool:
    """Whether a file of the standard library's zip is shipped."""
    package, _, module = name.removesuffix(".py").partition("/")
    if package in ONLY:
        return module in ONLY[package]
    return name.endswith(".py") and OUT.isdisjoint(stems(name))


def of_numpy(name: str) -> bool:
    """Whether a file of numpy's wheel is shipped."""
    folder, _, file = name.rpartition("/")
    if folder.endswith(".dist-info"):
        return file in PAPERS
    return not name.endswith(COMPILING) and "tests" not in folder.split("/") and OUT_OF_NUMPY.isdisjoint(stems(name))


def stems(name: str) -> list[str]:
    """The module of a file and the packages around it, outermost first: a, a/b, a/b/c of a/b/c.py."""
    parts = name.partition(".")[0].split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
