"""Changed Python takes effect without a restart: what was imported is dropped and imported anew.

Only whole packages are dropped, never single modules, so old and new code do not meet.
"""

import sys

from book.cache import fingerprint
from book.places import ROOT

PACKAGES = ("gdzoo", "demos", "lab", "book")

_seen: str | None = None


def renew() -> None:
    """Forget the book's own modules if any of their sources changed since the last call."""
    global _seen
    now = fingerprint(*(ROOT / package for package in PACKAGES))
    if _seen not in (None, now):
        kept = {__name__, "book.serve"}
        for name in [name for name in sys.modules if name.partition(".")[0] in PACKAGES and name not in kept]:
            del sys.modules[name]
    _seen = now
