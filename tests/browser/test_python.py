"""The page's Python client in a real browser: the newest request wins, and whatever dies is replaced or explained."""

import re

import pytest

from book.cache import write
from tests.browser import bare
from tests.browser.bare import open_page

# A worker without Python, which says what it was asked, dies as it is told, and hangs.
STAND_IN = """
let hung = false;
self.onmessage = ({ data: { id, op, demo, values, task, payload } }) => {
  const what = demo ?? task;
  if (op === "init") postMessage({ id, t: "status", state: "ready", message: "" });
  else if (hung || what === "hang" || payload?.includes("hang")) hung = true;
  else if (what === "die") postMessage({ id, t: "status", state: "dead", message: "out of memory" });
  else if (what === "crash") throw new Error("the worker itself broke");
  else setTimeout(() => {
    if (op === "lab") postMessage({ id, t: "piece", json: '{"kind":"text","text":"half"}', arrays: [] });
    const json = task === "define" ? '{"failed":[]}' : (values ?? payload);
    postMessage({ id, t: "result", json, arrays: [] });
  }, 20);
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
    """A site of an empty page; and beside its runtime a second one that is none."""
    with bare.served(tmp_path_factory.mktemp("python")) as pages:
        write(pages.root / "runtime-0/worker.js", STAND_IN)
        yield pages


@pytest.fixture
def page(browser, pages):
    context = browser.new_context()
    pages.log.clear()
    yield context.new_page()
    context.close()


def all_files(pages) -> int:
    return len(bare.config(pages)["files"])


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


def test_code_that_python_died_of_is_not_run_again(page, pages):
    open_page(page, pages, folder="runtime-0")
    fate, other, demo = page.evaluate(
        """() => Promise.all([
          python.task("a", "die", {}).catch(({ name, message }) => `${name}: ${message}`),
          python.task("b", "run", { cell: "b" }),
          python.scene("c", "live", { lr: 1 }).then(({ json }) => json),
        ])"""
    )
    assert fate == "Crash: Python ran out of memory and was started again. Your code is kept."
    assert other == {"cell": "b"}
    assert demo == '{"lr":1}'


def test_a_task_says_things_while_it_runs(page, pages):
    open_page(page, pages, folder="runtime-0")
    heard, reply = page.evaluate(
        """async () => {
          const heard = [];
          const reply = await python.task("a", "run", { cell: "a" }, (piece) => heard.push(piece));
          return [heard, reply];
        }"""
    )
    assert heard == [{"kind": "text", "text": "half"}]
    assert reply == {"cell": "a"}


def test_stop_ends_what_runs_and_all_code_that_waits_but_no_other_demo(page, pages):
    open_page(page, pages, folder="runtime-0")
    ended = page.evaluate(
        """async () => {
          const open = [python.task("a", "hang", {}), python.task("b", "run", {}), python.scene("c", "live", {})];
          while (python.state.state !== "ready") await new Promise(requestAnimationFrame);
          python.stop();
          return [python.state.state, ...(await Promise.all(open)).map(Boolean)];
        }"""
    )
    assert ended == ["loading", False, False, True]
    assert page.evaluate("() => python.task('a', 'run', {}).then(Boolean)")


def test_stop_before_python_is_ready_takes_back_what_was_asked(page, pages):
    open_page(page, pages, folder="runtime-0")
    page.evaluate("() => { window.open = python.task('a', 'hang', {}); python.stop(); }")
    assert page.evaluate("() => window.open") is None
    assert page.evaluate("() => python.task('a', 'run', {}).then(Boolean)")


def test_endless_code_of_a_page_that_was_left_does_not_hold_up_the_next(page, pages):
    open_page(page, pages, folder="runtime-0")
    answers = page.evaluate(
        """async () => {
          const open = python.task("a", "hang", {});
          while (python.state.state !== "ready") await new Promise(requestAnimationFrame);
          python.cancel("a");
          return Promise.all([open, python.scene("b", "live", { lr: 1 }).then(({ json }) => json)]);
        }"""
    )
    assert answers == [None, '{"lr":1}']


def test_own_rules_are_defined_in_every_python_and_one_that_hangs_is_left_out(page, pages):
    open_page(page, pages, folder="runtime-0")
    facts = {"title": "", "traits": [], "offers": []}
    page.evaluate(
        "(rules) => rules.forEach((rule) => python.own.add(rule))",
        [
            {**facts, "name": "first", "source": "hang"},
            {**facts, "name": "second", "source": "fine"},
        ],
    )
    page.evaluate("() => { python.warm(); }")
    page.wait_for_function("() => python.state.state === 'ready'")
    page.evaluate("() => python.stop()")
    assert page.evaluate("() => python.scene('a', 'live', {}).then(Boolean)")
    problems = dict(page.evaluate("() => python.own.list().map(({ name, problem }) => [name, problem])"))
    assert problems["first"].startswith("This rule did not finish being defined")
    assert problems["second"] == ""


def test_own_rules_last_for_the_visit_and_longer_if_the_reader_says_so(page, pages):
    names = "() => python.own.list().map(({ name }) => name)"
    open_page(page, pages, folder="runtime-0")
    page.evaluate(
        """() => {
          for (const name of ["left", "kept", "gone"])
            python.own.add({ name, title: name, source: "", traits: [], offers: ["rules"] });
          python.own.keep("kept", true);
          python.own.remove("gone");
        }"""
    )
    open_page(page, pages, folder="runtime-0")
    assert sorted(page.evaluate(names)) == ["kept", "left"]
    with page.context.expect_page():
        page.evaluate("() => { window.open('about:blank', '_blank', 'noopener'); }")
    other = page.context.pages[-1]
    open_page(other, pages, folder="runtime-0")
    assert other.evaluate(names) == ["kept"]


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
