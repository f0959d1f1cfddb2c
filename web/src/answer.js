/**
 * Asks Python. A question is a scene of a demo or a task of the lab; Python answers with text and a list of arrays, or with
 * what went wrong, as data. What it says meanwhile comes in pieces. The worker and the build ask through this same bridge.
 *
 * @typedef {{ op: "scene", demo: string, values: string }} SceneQuestion values as JSON
 * @typedef {{ op: "lab", task: string, payload: string }} LabQuestion payload as JSON
 * @typedef {SceneQuestion | LabQuestion} Question
 * @typedef {{ json: string, arrays: (Float32Array | Float64Array)[] }} Piece
 * @typedef {{ t: "result" } & Piece} Result
 * @typedef {{ file: string, line: number, column: number | null, function: string }} Frame
 * @typedef {{ t: "error", type: string, message: string, frames: Frame[] }} Failure
 */

import { enclose } from "./sandbox.js";

/** The lab is imported when it is first wanted: most visits start Python for a demo. */
const PYTHON = `
import json
import traceback

from demos.kit.wire import respond


def answer(op, name, text, emit):
    try:
        if op == "scene":
            return True, *respond(name, text)
        from lab import tasks

        return True, tasks.respond(name, text, emit), []
    except BaseException as error:
        places = traceback.extract_tb(error.__traceback__)[1:]
        frames = [{"file": p.filename, "line": p.lineno, "column": p.colno, "function": p.name} for p in places]
        return False, json.dumps({"type": type(error).__name__, "message": str(error), "frames": frames}), []


answer`;

/** What the pieces of one answer may amount to, in bytes; the lab itself stops far below, but its code is in the reader's hands. */
const ENOUGH = 64e6;
/** What a piece costs the page, in bytes, however little it says. */
const LEAST = 1000;

/**
 * From now on reader's code may run, so Python is shut in (sandbox.js).
 * @param {any} pyodide
 * @returns {(question: Question, emit?: (piece: Piece) => void) => Result | Failure} throws when Python itself is broken
 */
export function answering(pyodide) {
  const respond = pyodide.runPython(PYTHON, { globals: pyodide.toPy({}) });
  enclose(pyodide);
  return (question, emit = () => {}) => {
    const { speak, hush } = mouth(emit);
    const [name, text] =
      question.op === "scene"
        ? [question.demo, question.values]
        : [question.task, question.payload];
    const reply = respond(question.op, name, text, speak);
    hush();
    const [done, json, list] = [0, 1, 2].map((index) => reply.get(index));
    try {
      return done
        ? { t: "result", json, arrays: copies(list) }
        : { t: "error", ...JSON.parse(json) };
    } finally {
      list.destroy();
      reply.destroy();
    }
  };
}

/**
 * What Python is given to speak with: a function that leads to nothing else of JavaScript, and says nothing after the answer.
 * @param {(piece: Piece) => void} emit
 */
function mouth(emit) {
  let left = ENOUGH;
  const speak = (/** @type {unknown} */ json, /** @type {any} */ list) => {
    if (left <= 0 || typeof json !== "string") return;
    const arrays = copies(list);
    left -= LEAST + json.length + arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
    emit({ json, arrays });
  };
  const hush = () => {
    left = 0;
  };
  return { speak: Object.freeze(Object.setPrototypeOf(speak, null)), hush };
}

/** Copies of the numbers of a list of arrays: what Python holds may move with the next call. @param {any} list */
function copies(list) {
  return Array.from({ length: list.length }, (_, index) => {
    const array = list.get(index);
    const view = array.getBuffer();
    try {
      return view.data.slice();
    } finally {
      view.release();
      array.destroy();
    }
  });
}
