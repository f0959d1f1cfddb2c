"""Where a build reads and writes. Tests give it other folders."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Places:
    """docs: the chapters. build: plain Markdown, ready for the generator, and what the last pass
    inserts. cache: what was computed before. drawer: the script that draws demos under Node."""

    docs: Path = ROOT / "docs"
    build: Path = ROOT / "build"
    cache: Path = ROOT / ".cache"
    web: Path = ROOT / "web"
    drawer: Path = ROOT / "web/src/ssr.js"

    @property
    def pages(self) -> Path:
        """What the generator renders: Markdown pages and static files."""
        return self.build / "docs"

    @property
    def fragments(self) -> Path:
        """HTML that the last pass inserts, so that Markdown never sees it."""
        return self.build / "fragments"
