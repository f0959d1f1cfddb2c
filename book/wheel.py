"""The wheel of gdzoo that the site serves: the one that `pip install .` makes, since the same backend builds it."""

from base64 import b64decode, b64encode
from pathlib import Path
from tempfile import TemporaryDirectory

import gdzoo
from book.cache import Cache
from book.places import ROOT
from book.runtime import packs

ADDRESS = f"assets/gdzoo-{gdzoo.__version__}-py3-none-any.whl"
PAPERS = ("pyproject.toml", "README.md", "LICENSE", "requirements/build.txt")  # the last names the backend's version


def files(cache: Cache) -> dict[str, bytes]:
    """The wheel by its address in the site, built again only when something that it is made of has changed."""
    sources = packs.sources(ROOT, ["gdzoo"]) | {name: (ROOT / name).read_bytes() for name in PAPERS}
    parts = [part for item in sorted(sources.items()) for part in item]
    return {ADDRESS: b64decode(cache.keep("wheels", parts, lambda: b64encode(build()).decode()))}


def build() -> bytes:
    """The wheel's bytes: the same for the same sources, since the backend writes no times into it."""
    from hatchling.builders.wheel import WheelBuilder  # slow to import, and mostly not needed: see the cache

    with TemporaryDirectory() as scratch:
        (path,) = WheelBuilder(str(ROOT)).build(directory=scratch, versions=["standard"])
        return Path(path).read_bytes()
