"""Static figures: matplotlib in the house style, as inline SVG whose colours are tokens of the page, or as PNG.

A figure names colours as "zoo:ink", "zoo:momentum": the tokens of web/style/tokens.css. Its text
stays text, set in the page's own fonts.
"""

import gzip
import io
import re
import traceback
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from book.cache import Cache, fingerprint, key
from book.places import ROOT, Places
from book.problems import Mistake
from book.scenes import SOURCES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LIMIT = 25_000  # bytes of a figure's gzipped SVG
TOKEN = re.compile(r"--zoo-([\w-]+): light-dark\((#[0-9a-f]{6}),")
HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


class Pictures:
    """The static figures of the book, each drawn only when something it depends on has changed."""

    def __init__(self, places: Places, cache: Cache):
        self.cache = cache
        self.web = places.web
        self.tokens_file = places.web / "style/tokens.css"
        self.sources = key(
            fingerprint(*SOURCES, Path(__file__)),
            fingerprint(self.tokens_file, ROOT / "requirements/build.txt", suffixes=(".css", ".txt")),
        )

    def svg(self, source: Path, alt: str) -> str:
        """The figure that `source` draws, described by `alt`, as a part of a page."""
        parts = (*self.origin(source), alt)
        return self.cache.keep("figures", parts, lambda: self.drawn(source, alt))

    def png(self, source: Path) -> bytes:
        """The figure that `source` draws, as a file for places that show no page: light, 1600 pixels wide or so."""
        parts = (*self.origin(source), "png")
        return b64decode(self.cache.keep("pictures", parts, lambda: b64encode(self.photographed(source)).decode()))

    def origin(self, source: Path) -> tuple[str, str, str]:
        """All that the figure which `source` draws depends on."""
        return self.sources, source.stem, source.read_text(encoding="utf-8")

    def failure(self, error: Exception, source: Path) -> str:
        """What went wrong while drawing, and on which line of the figure's source."""
        if isinstance(error, Mistake):
            return str(error)
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(source)]
        line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
        return f"{type(error).__name__}: {error} ({source.name}{f':{line}' if line else ''})"

    def drawn(self, source: Path, alt: str) -> str:
        metadata = {"Date": None, "Creator": None}
        svg = self.render(source, self.style(source.stem), format="svg", transparent=True, metadata=metadata).decode()
        svg = self.adopt(svg, source.stem, alt)
        size = len(gzip.compress(svg.encode()))
        if size > LIMIT:
            raise Mistake(
                f"{size / 1000:.0f} KB gzipped, above {LIMIT // 1000} KB; draw fewer points, or lines instead of fills"
            )
        return svg

    def photographed(self, source: Path) -> bytes:
        self.adopt_serif()
        style = self.style(source.stem) | {"font.family": "Source Serif 4", "font.size": 11}
        return self.render(source, style, format="png", dpi=200, facecolor="zoo:paper", metadata={"Software": None})

    def render(self, source: Path, style: dict, **options) -> bytes:
        """What `draw(fig)` of `source` draws, as matplotlib saves it."""
        with self.figure(source, style) as figure:
            stream = io.BytesIO()
            figure.savefig(stream, **options)
        return stream.getvalue()

    @contextmanager
    def figure(self, source: Path, style: dict | None = None) -> Iterator["Figure"]:
        """The figure after `draw(fig)` of `source`, while `style` holds."""
        import matplotlib as mpl  # slow to import, and mostly not needed: see the cache

        mpl.use("agg")
        from matplotlib import colors
        from matplotlib.figure import Figure

        space: dict = {"__name__": source.stem}
        exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), space)
        if "draw" not in space:
            raise Mistake(f"{source.name} needs a function draw(fig)")
        colors.get_named_colors_mapping().update(self.names)
        with mpl.rc_context(style or self.style(source.stem)):
            figure = Figure()
            space["draw"](figure)
            yield figure

    def adopt_serif(self) -> None:
        """Let matplotlib know the page's serif, in two weights: it reads no web fonts, so they are unpacked."""
        from fontTools.ttLib import TTFont
        from matplotlib.font_manager import fontManager

        for weight in ("400", "600", "700"):
            face = f"source-serif-4-latin-{weight}-normal"
            unpacked = self.cache.folder / "fonts" / f"{face}.ttf"
            if not unpacked.is_file():
                font = TTFont(self.web / f"node_modules/@fontsource/source-serif-4/files/{face}.woff")
                font.flavor = None
                unpacked.parent.mkdir(parents=True, exist_ok=True)
                font.save(unpacked)
            fontManager.addfont(unpacked)

    @cached_property
    def names(self) -> dict[str, str]:
        """Colour names by which a figure asks for tokens: {"zoo:ink": "#1d2129"}."""
        return {f"zoo:{name}": value for name, value in TOKEN.findall(self.tokens_file.read_text(encoding="utf-8"))}

    def style(self, salt: str) -> dict:
        """matplotlib's settings: few lines, the book's inks, text as text."""
        from cycler import cycler

        inks = ["zoo:plain", "zoo:momentum", "zoo:adam", "zoo:adaptive"]
        return {
            "svg.fonttype": "none",
            "svg.hashsalt": salt,
            "figure.figsize": (6.4, 3.6),
            "figure.constrained_layout.use": True,
            "font.size": 10,
            "mathtext.fontset": "stix",
            "text.color": "zoo:ink",
            "axes.edgecolor": "zoo:soft",
            "axes.labelcolor": "zoo:soft",
            "axes.facecolor": "none",
            "axes.linewidth": 0.8,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.prop_cycle": cycler(color=inks),
            "xtick.color": "zoo:soft",
            "ytick.color": "zoo:soft",
            "grid.color": "zoo:rule",
            "lines.linewidth": 2,
            "legend.frameon": False,
        }

    def adopt(self, svg: str, name: str, alt: str) -> str:
        """matplotlib's file as a part of the page: named, scalable, in the page's colours and fonts."""
        svg = svg[svg.index("<svg") :].strip()
        svg = re.sub(r"<metadata>.*?</metadata>\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
        used = set(re.findall(r"(?:url\(|href=\")#([^\")]+)", svg))
        svg = re.sub(r' id="([^"]*)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", svg)
        svg = re.sub(r'(url\(|href=")#', rf"\g<1>#{name}-", svg)
        svg = self.recolour(svg)
        svg = re.sub(r"font: ([^;'\"]*?)'?(?:STIX|DejaVu)[^;\"]*", lambda m: f"font: {m[1]}var(--zoo-serif)", svg)
        svg = re.sub(r"font-family: [^;\"]*", "font-family: var(--zoo-sans)", svg)
        svg = re.sub(r"\n\s*", "\n", svg)
        head = re.search(r'viewBox="[^"]*"', svg)
        assert head
        inside = svg[svg.index(">") + 1 :]
        return f'<svg xmlns="http://www.w3.org/2000/svg" {head[0]} role="img" aria-label="{escape(alt)}">{inside}'

    def recolour(self, svg: str) -> str:
        """Every colour as the token it came from; one that is no token could not follow the dark page."""
        tokens = {value: name.partition(":")[2] for name, value in reversed(self.names.items())}  # of equals, the first
        names = ", ".join(self.names)

        def token(match: re.Match) -> str:
            colour = match[0].lower()
            if colour not in tokens:
                raise Mistake(f"colour {colour} would not follow the dark page; use one of {names}")
            return f"var(--zoo-{tokens[colour]})"

        return re.sub(r'style="[^"]*"', lambda style: HEX.sub(token, style[0]), svg)
