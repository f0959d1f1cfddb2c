"""`python build_site.py bench`: every budget of the book beside what is measured, in one run."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from benchmarks import builds, cells, latency, pages, speed, startup
from benchmarks.table import Table
from book import runtime
from book.places import ROOT
from tests.browser.chromium import launch
from tests.browser.site import served


def main() -> None:
    table = Table()
    speed.measure(table)
    with TemporaryDirectory() as folder, served(Path(folder)) as site, sync_playwright() as playwright:
        browser = launch(playwright)
        pages.measure(table, browser, site)
        latency.measure(table, browser, site)
        cells.measure(table, browser)
        browser.close()
    python = runtime.assemble(ROOT / ".cache")
    table.row("runtime payload, gzip", 8.5, sum(size for _, size in python.sizes()) / 1e6, "MB")
    times = startup.measure(python)
    table.row("start to first computed scene, beside stock Pyodide", 0.5, times["ratio"], "x")
    table.note(f"ours {times['ours scene']:.2f} s, stock {times['stock scene']:.2f} s")
    builds.measure(table)
    table.close()


if __name__ == "__main__":
    main()
