/**
 * What keeps the reader's code within Python. It is the reader's own code, or someone else's that came in a link: it may
 * not reach the page, the network, or what the browser keeps for this site.
 *
 * There are two walls. The first is for everyone: Python knows nothing of JavaScript, and says so in a sentence. It is made
 * of Python, so someone bent on it will climb over it: references hide in frames and in the garbage collector, built-in
 * modules can be imported again, a wasm module can be written to a file and loaded. Whoever does that stands before the
 * second: a worker in which nothing is left to misuse. There is no interface of the browser but a clock and a source of
 * random numbers, and no way to make code out of text, so that no other can be made.
 */

/** Python's side: no module that leads out, and no object of JavaScript for the garbage collector to find. */
const WALL = `
import asyncio
import sys
import time

OUTSIDE = {"js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core"}
MAKERS = {"to_js", "create_proxy", "create_once_callable", "run_sync", "raw_call", "trigger_fatal_error"}


class Wall:
    """Refuses the modules of the world outside."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in OUTSIDE:
            raise ImportError(f"{name} cannot be imported here: in this book Python runs apart from the page", name=name)


def close():
    JsProxy = sys.modules["pyodide.ffi"].JsProxy
    finders = [finder for finder in sys.meta_path if type(finder).__name__ == "JsFinder"]
    for finder in finders:
        finder.jsproxies.clear()
        sys.meta_path.remove(finder)
    sys.meta_path.insert(0, Wall)
    for name in [name for name in sys.modules if name.partition(".")[0] in OUTSIDE]:
        module = sys.modules.pop(name)
        if isinstance(module, JsProxy):
            del module.__spec__.loader.jsproxy
            continue
        for key, value in [*vars(module).items()]:
            if isinstance(value, JsProxy) or key in MAKERS:
                delattr(module, key)
    # The event loop is the browser's, and would run code after the answer.
    asyncio.run, time.sleep = asyncio.run.__wrapped__, time.sleep.__wrapped__
    asyncio._set_running_loop(None)
    asyncio.set_event_loop_policy(None)


close()`;

/** @param {any} pyodide from now on Python has no way to JavaScript */
export function enclose(pyodide) {
  pyodide.runPython(WALL, { globals: pyodide.toPy({}) });
  // Whoever prints past sys.stdout would flood the console, and there is nobody to ask.
  const nowhere = { write: (/** @type {Uint8Array} */ bytes) => bytes.length };
  pyodide.setStdout(nowhere);
  pyodide.setStderr(nowhere);
  pyodide.setStdin({ error: true });
}

/**
 * What a worker keeps: the language, which can only compute; WebAssembly, since numpy loads parts of itself when they are first
 * wanted; and what Pyodide calls to read text and to report its own death. A list of what stays, for new ways out
 * appear with every browser. Not in it, although of the language: eval and Function, which make code out of text.
 */
const KEPT = new Set(
  `
  Infinity NaN undefined globalThis
  Object Boolean Symbol Number BigInt String RegExp Math Date JSON Intl Reflect Proxy
  Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError
  Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator Promise
  ArrayBuffer SharedArrayBuffer DataView Atomics
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  BigInt64Array BigUint64Array Float16Array Float32Array Float64Array
  isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent
  WebAssembly TextDecoder TextEncoder console
  `.match(/\S+/g),
);

/** Leaves nothing in the worker that reader's code could misuse. Whoever still wants something of it holds it already. */
export function closeWorker() {
  const { crypto, performance } = self;
  const functions = Function.prototype;
  // Each kind of function has a constructor of its own that compiles text.
  for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}])
    Reflect.deleteProperty(Object.getPrototypeOf(kind), "constructor");
  for (
    let scope = self;
    scope && scope !== Object.prototype;
    scope = Object.getPrototypeOf(scope)
  ) {
    for (const name of Reflect.ownKeys(scope))
      if (!KEPT.has(/** @type {string} */ (name))) Reflect.deleteProperty(scope, name);
  }
  // What numpy.random draws its first seed from, what time.perf_counter reads, and what tells Pyodide whether a thing is a function.
  lend(
    "crypto",
    bare({ getRandomValues: (/** @type {any} */ array) => crypto.getRandomValues(array) }),
  );
  lend("performance", bare({ now: () => performance.now() }));
  lend(
    "Function",
    Object.defineProperty(() => {}, "prototype", { value: functions }),
  );
}

/** An object with these functions, which leads nowhere else. @param {object} functions */
const bare = (functions) => Object.assign(Object.create(null), functions);

/** Puts a harmless thing where the browser's own was. @param {string} name @param {object} value */
function lend(name, value) {
  Object.defineProperty(globalThis, name, { value: Object.freeze(value) });
}
