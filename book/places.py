"""Where a build reads and writes."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Places:
    """docs: the chapters; the build lies beside them. web: scripts and styles. cache: what earlier builds computed.
    runtime: the same for the browser's Python, which every book shares."""

    docs: Path = ROOT / "docs"
    web: Path = ROOT / "web"
    cache: Path = ROOT / ".cache/book"
    runtime: Path = ROOT / ".cache"

    @property
    def build(self) -> Path:
        return self.docs.parent / "build"

    @property
    def pages(self) -> Path:
        """What the generator renders: plain Markdown and static files."""
        return self.build / "docs"

    @property
    def fragments(self) -> Path:
        """HTML that the last pass inserts, so that Markdown never sees it."""
        return self.build / "fragments"
