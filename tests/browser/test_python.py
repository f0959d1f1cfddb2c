"""The page's Python client in a real browser: the newest request wins, and whatever dies is replaced or explained."""

import json
import re

import pytest

from book import node, runtime
from book.cache import write
from book.places import ROOT
from tests.browser.server import Pages

# A worker without Python, which says what it was asked and dies as it is told.
STAND_IN = """
let deaths = 0;
self.onmessage = ({ data: { id, op, demo, values } }) => {
  if (op === "init") postMessage({ id, t: "status", state: "ready", message: "" });
  else if (demo === "die") postMessage({ id, t: "status", state: "dead", message: "out of memory" });
  else setTimeout(() => postMessage({ id, t: "scene", json: values, arrays: [] }), 20);
};
"""
# Until the browser has put all files of the runtime by, and will answer from there.
KEPT = """async (files) => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
  const all = async ([name]) => name && (await (await caches.open(name)).keys()).length === files;
  while (!(await all(await caches.keys()))) await pause();
  await navigator.serviceWorker.ready;
}"""
COUNT = """async () => {
  const python = window.python, seen = [];
  const all = Array.from({ length: 200 }, (_, i) => python.scene("a", "descent", { lr: 0.001 * (i + 1) }));
  const replies = await Promise.all(all);
  return [replies.filter(Boolean).length, Boolean(replies.at(-1))];
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A site of the runtime, the client and an empty page; and a second runtime that is none."""
    server = Pages()
    server.root = tmp_path_factory.mktemp("python")
    made = runtime.assemble(ROOT / ".cache")
    for path, data in made.files.items():
        write(server.root / path, data)
    client = node.esbuild(runtime.WEB, "src/python.js", "--bundle", "--format=esm")
    write(server.root / "python.js", client)
    write(server.root / "index.html", "<!doctype html><title>Python</title><link rel=icon href=data:,>")
    write(server.root / "404.html", "not here")
    write(server.root / "runtime-0/worker.js", STAND_IN)
    write(server.root / "config.json", json.dumps(made.config))
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser, pages):
    context = browser.new_context()
    pages.log.clear()
    yield context.new_page()
    context.close()


def all_files(pages) -> int:
    return len(json.loads((pages.root / "config.json").read_text())["files"])


def open_page(page, pages, **changes):
    """A page with `window.python`, whose configuration is changed as given."""
    page.goto(pages.url)
    config = json.loads((pages.root / "config.json").read_text()) | changes
    page.evaluate(
        "async ([config, root]) => { const { Python } = await import(root + 'python.js'); window.python = new Python(config, root); }",
        [config, pages.url],
    )


def test_a_scene_comes_with_its_arrays_and_each_file_is_fetched_once(page, pages):
    open_page(page, pages)
    states = page.evaluate(
        """async () => {
          const states = [];
          python.on(({ state, progress }) => states.push([state, progress]));
          const { json, arrays } = await python.scene("a", "descent", {});
          return [states, typeof JSON.parse(json), arrays.map((array) => array.constructor.name)];
        }"""
    )
    (progress, kind, arrays) = states
    assert [name for name, _ in progress] == ["off"] + ["loading"] * (len(progress) - 2) + ["ready"]
    assert [value for _, value in progress] == sorted(value for _, value in progress)
    assert kind == "object"
    assert set(arrays) == {"Float64Array"}
    page.evaluate(KEPT, all_files(pages))
    files = [name for name in pages.log if name.startswith("runtime-")]
    assert sorted(files) == sorted(set(files))


def test_the_last_of_many_requests_wins_and_few_reach_python(page, pages):
    open_page(page, pages)
    answered, last = page.evaluate(COUNT)
    assert last
    assert answered <= 2


def test_what_python_raises_comes_as_an_error(page, pages):
    open_page(page, pages)
    name, message, frames = page.evaluate(
        "() => python.scene('a', 'descemt', {}).catch(({ name, message, frames }) => [name, message, frames])"
    )
    assert "did you mean" in message
    assert name.endswith("Error")
    assert frames[-1]["line"] > 0


def test_the_worker_has_no_way_out_and_numpy_works(page, pages):
    open_page(page, pages)
    page.evaluate("() => python.scene('a', 'descent', {})")
    (worker,) = page.workers
    names = [
        "fetch",
        "XMLHttpRequest",
        "WebSocket",
        "indexedDB",
        "caches",
        "BroadcastChannel",
        "Worker",
        "importScripts",
    ]
    assert worker.evaluate("(names) => names.filter((name) => self[name] !== undefined)", names) == []
    assert page.evaluate("() => python.scene('a', 'race', {}).then(Boolean)")


@pytest.mark.parametrize("file", ["worker.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "numpy.pack"])
def test_a_runtime_that_cannot_be_had_is_explained_in_one_sentence(page, pages, file):
    open_page(page, pages)
    with pages.breaking(re.escape(file)):
        name, message = page.evaluate(
            "() => python.scene('a', 'descent', {}).catch(({ name, message }) => [name, message])"
        )
    assert name == "RuntimeFailure"
    assert re.fullmatch(
        r"Python could not be loaded \(.+\)\. The figures still play; .* Reload to try again\.", message
    )
    assert page.evaluate("() => python.state.state") == "failed"
    assert page.evaluate("() => python.scene('b', 'descent', {}).catch(({ name }) => name)") == "RuntimeFailure"


def test_a_worker_that_dies_is_replaced_and_asked_again_once(page, pages):
    open_page(page, pages, folder="runtime-0")
    fate, other = page.evaluate(
        """() => Promise.all([
          python.scene("a", "die", {}).catch(({ message }) => message),
          python.scene("b", "live", { lr: 1 }).then(({ json }) => json),
        ])"""
    )
    assert fate == "Python stopped while it computed this (out of memory)."
    assert other == '{"lr":1}'


def test_stop_ends_open_requests_and_the_next_starts_afresh(page, pages):
    open_page(page, pages, folder="runtime-0")
    ended = page.evaluate("() => { const open = python.scene('a', 'live', {}); python.stop(); return open; }")
    assert ended is None
    assert page.evaluate("() => python.state.state") == "off"
    assert page.evaluate("() => python.scene('a', 'live', {}).then(({ json }) => json)") == "{}"


def test_a_cancelled_key_is_answered_with_nothing(page, pages):
    open_page(page, pages, folder="runtime-0")
    answers = "() => { const two = [1, 2].map((x) => python.scene('a', 'live', { x })); python.cancel('a'); return Promise.all(two); }"
    assert page.evaluate(answers) == [None, None]


def test_a_second_visit_needs_no_server(page, pages):
    open_page(page, pages)
    assert page.evaluate("async () => (await python.warmIfKept(), python.state.state)") == "off"
    page.evaluate("() => python.scene('a', 'descent', {})")
    page.evaluate(KEPT, all_files(pages))
    open_page(page, pages)
    with pages.breaking("^runtime-"):
        page.evaluate("() => python.warmIfKept()")
        page.wait_for_function("() => python.state.state === 'ready'")
