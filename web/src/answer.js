/**
 * Asks Python for scenes. Python answers with text and a list of arrays, or with what went wrong, as data.
 *
 * @typedef {{ t: "scene", json: string, arrays: (Float32Array | Float64Array)[] }} Scene
 * @typedef {{ file: string, line: number, column: number | null, function: string }} Frame
 * @typedef {{ t: "error", type: string, message: string, frames: Frame[] }} Failure
 */

const PYTHON = `
import json
import traceback

from demos.kit.wire import respond


def answer(demo, values):
    try:
        return True, *respond(demo, values)
    except Exception as error:
        places = traceback.extract_tb(error.__traceback__)[1:]
        frames = [{"file": p.filename, "line": p.lineno, "column": p.colno, "function": p.name} for p in places]
        return False, json.dumps({"type": type(error).__name__, "message": str(error), "frames": frames}), []


answer`;

/**
 * @param {any} pyodide
 * @returns {(demo: string, values: string) => Scene | Failure} values as JSON
 */
export function answering(pyodide) {
  const respond = pyodide.runPython(PYTHON, { globals: pyodide.toPy({}) });
  return (demo, values) => {
    const reply = respond(demo, values);
    const [done, text, list] = [0, 1, 2].map((index) => reply.get(index));
    try {
      if (!done) return { t: "error", ...JSON.parse(text) };
      const arrays = Array.from({ length: list.length }, (_, index) => copy(list.get(index)));
      return { t: "scene", json: text, arrays };
    } finally {
      list.destroy();
      reply.destroy();
    }
  };
}

/** A copy of an array's numbers: what Python holds may move with the next call. @param {any} array */
function copy(array) {
  const view = array.getBuffer();
  try {
    return view.data.slice();
  } finally {
    view.release();
    array.destroy();
  }
}
