"""What a page weighs, and how soon and how calmly it appears."""

import gzip
import re
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.table import Table
from tests.browser.server import Pages
from tests.browser.site import chapters
from tests.browser.visit import Visit

KINDS = {
    "page": r".*/|",
    "styles": r".*\.css",
    "our scripts": r"assets/[^/]*\.js",
    "theme's scripts": r".*\.js",
    "fonts": r".*\.woff2",
    "scenes": r"assets/scenes/.*",
}
INDEX = "search/search_index.json"
FIGURE = re.compile(r'<figure (?!class="listing).*?</figure>', re.DOTALL)
NAME = re.compile(r'id="([^"]*)"')
# Lighthouse's phone: its screen, its processor, its network (bytes per second).
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
SLOW_CPU = {"rate": 4}
SLOW_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}


def measure(table: Table, browser: Browser, site: Pages) -> None:
    for name, page in ((page.rstrip("/") or "first page", page) for page in chapters()):
        sent = transferred(browser, site, page)
        parts = {
            part: sum(size for path, size in sent.items() if kind(path) == part) / 1e3 for part in (*KINDS, "rest")
        }
        if page == chapters()[0]:
            table.row("our JavaScript on a page with demos, gzip", 90, parts["our scripts"], "KB")
        table.row(f"transfer of {name} before Python is wanted, gzip", 400, sum(parts.values()), "KB")
        table.note(", ".join(f"{part} {size:.0f}" for part, size in parts.items() if size))
    table.row("search index, gzip", 250, zipped((site.root / INDEX).read_text(encoding="utf-8")) / 1e3, "KB")
    size, figure = max(figures(site.root))
    table.row(f"largest static figure, gzip ({figure})", 25, size / 1e3, "KB")
    for name, page in ((page.rstrip("/") or "first page", page) for page in chapters()):
        paint, shift = appearance(browser, site, page)
        table.row(f"largest contentful paint of {name} on a slow phone", 2.0, paint, "s")
        table.row(f"layout shift of {name} on a slow phone", 0.02, shift, "")


def transferred(browser: Browser, site: Pages, page: str) -> dict[str, int]:
    """The bytes of each file that a reader gets who reads a page to its end, without the search index."""
    visit = Visit(browser, site)
    site.sent.clear()
    visit.open(page)
    visit.awake()
    visit.page.wait_for_load_state("networkidle")
    visit.close()
    return {path: size for path, size in site.sent.items() if path != INDEX}


def kind(path: str) -> str:
    return next((part for part, pattern in KINDS.items() if re.fullmatch(pattern, path)), "rest")


def figures(root: Path) -> list[tuple[int, str]]:
    """Size and name of every figure of every page, as it stands in the HTML."""
    found = (
        (path.parent.name, figure)
        for path in root.rglob("*.html")
        for figure in FIGURE.findall(path.read_text(encoding="utf-8"))
    )
    return [(zipped(figure), f"{page}#{name[1] if (name := NAME.search(figure)) else ''}") for page, figure in found]


def zipped(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


def appearance(browser: Browser, site: Pages, page: str) -> tuple[float, float]:
    """Largest contentful paint in seconds, and layout shift while the page loads and is read to its end."""
    visit = Visit(browser, site, **PHONE)
    session = visit.context.new_cdp_session(visit.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    session.send("Emulation.setCPUThrottlingRate", SLOW_CPU)
    visit.page.set_default_navigation_timeout(60_000)
    visit.open(page)
    visit.page.wait_for_load_state("networkidle")
    paint = visit.note("paint") / 1000
    visit.awake()
    shift = sum(each["value"] for each in visit.note("shifts"))
    visit.close()
    return paint, shift
