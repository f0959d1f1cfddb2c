"""From nothing to the first scene that Python computed: the book's runtime beside stock Pyodide.

Both run the same worker, compute the same scene with the same pack of gdzoo, demos and lab, and are
fetched from the same server by a browser that has seen neither. They take turns, since machines
are noisy and only the ratio means something. `python -m benchmarks.startup` prints it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from book import node
from book.cache import write
from book.places import ROOT
from book.runtime import ENGINE, WEB, Runtime, assemble
from tests.browser import chromium
from tests.browser.server import Pages

CACHE = ROOT / ".cache"
# Times are milliseconds from the making of the worker.
START = """([url, base, config]) => new Promise((resolve, reject) => {
    const begin = performance.now(), times = {};
    const worker = new Worker(url, { type: "module" });
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
        if (data.t !== "result" && data.t !== "status") return;
        if (data.state === "dead") reject(new Error(data.message));
        times[data.state ?? "scene"] = performance.now() - begin;
        if (data.t === "result") resolve(times);
    };
    worker.postMessage({ id: 1, op: "init", base, config });
    worker.postMessage({ id: 2, op: "scene", key: "", demo: "descent", values: "{}" });
})"""


def measure(runtime: Runtime, rounds: int = 5) -> dict[str, float]:
    """Seconds to `ready` (numpy and gdzoo imported) and to `scene`, of ours and of stock; and the ratio of the scenes.

    The best of all rounds each, since whatever else the machine does only adds to them.
    """
    with TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as playwright:
        configs = {"ours": ours(runtime, Path(folder)), "stock": stock(runtime, Path(folder))}
        browser = chromium.launch(playwright)
        turns = [{name: start(browser, address, *configs[name]) for name in configs} for _ in range(rounds)]
        browser.close()
    best = {
        f"{name} {mark}": min(turn[name][mark] for turn in turns) / 1000
        for name in configs
        for mark in ("ready", "scene")
    }
    return {**best, "ratio": best["ours scene"] / best["stock scene"]}


def ours(runtime: Runtime, folder: Path) -> tuple[str, dict]:
    """Lays the book's runtime out in `folder`; returns its own folder and what its worker is told."""
    for path, data in runtime.files.items():
        write(folder / path, data)
    return runtime.folder, runtime.config


def stock(runtime: Runtime, folder: Path) -> tuple[str, dict]:
    """Pyodide's files and numpy's wheel as published, and the book's pack, in `folder`/stock."""
    pyodide = WEB / "node_modules/pyodide"
    for name in (*ENGINE, "python_stdlib.zip", "pyodide-lock.json"):
        write(folder / "stock" / name, (pyodide / name).read_bytes())
    (wheel,) = (CACHE / "downloads").glob("numpy-*_wasm32.whl")
    write(folder / "stock" / wheel.name, wheel.read_bytes())
    book = runtime.config["packs"][-1]
    write(folder / "stock" / book[0], runtime.files[f"{runtime.folder}/{book[0]}"])
    script = ROOT / "benchmarks/stock.js"
    write(folder / "stock/worker.js", node.esbuild(WEB, script, "--bundle", "--minify", "--format=esm"))
    return "stock", {"packs": [book]}


def start(browser: Browser, address: str, folder: str, config: dict) -> dict[str, float]:
    """One start in a browser window that has nothing in its cache."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(address)
        base = f"{address}{folder}/"
        return page.evaluate(START, [f"{base}worker.js", base, config])
    finally:
        context.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of the files in `folder`."""
    write(folder / "index.html", "<!doctype html><title>start-up</title><link rel=icon href=data:,>")
    pages = Pages()
    pages.root = folder
    try:
        yield pages.url
    finally:
        pages.shutdown()
        pages.server_close()


if __name__ == "__main__":
    for what, number in measure(assemble(CACHE)).items():
        print(f"{what:12} {number:6.2f}")
