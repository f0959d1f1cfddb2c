"""The reader's own code: how long its first cell takes, and how long it takes to have Python back after Stop."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.table import Table
from tests.browser import bare

ROUNDS = 5
READY = (
    "async () => { python.warm(); while (python.state.state !== 'ready') await new Promise(requestAnimationFrame); }"
)
# Seconds from Stop, pressed while code runs without end, to Python being ready, and to the answer of another cell.
STOP = """async () => {
  const cell = (source) => ({ page: "bare", cells: [{ id: "cell", source }], cell: "cell" });
  await new Promise((started) => python.task("endless", "run", cell("while True: pass"), started));
  const begin = performance.now();
  python.stop();
  let ready;
  const off = python.on(({ state }) => { if (state === "ready") ready ??= performance.now() - begin; });
  await python.task("next", "run", cell("1"));
  off();
  return [ready, performance.now() - begin].map((time) => time / 1000);
}"""


def measure(table: Table, browser: Browser) -> None:
    with TemporaryDirectory() as folder, bare.served(Path(folder)) as pages:
        page = browser.new_page()
        bare.open_page(page, pages)
        page.evaluate(READY)
        first, second = (bare.run(page, "1").seconds for _ in range(2))
        stops = [page.evaluate(STOP) for _ in range(ROUNDS)]
        page.close()
    table.row("first cell once Python is there: the lab is imported", 1000, 1000 * first, "ms")
    table.note(f"the second one {1000 * second:.0f} ms")
    table.row("Stop to a Python that is ready, median", 3, median(ready for ready, _ in stops), "s")
    table.row("Stop to the answer of another cell, median", 3, median(answer for _, answer in stops), "s")
