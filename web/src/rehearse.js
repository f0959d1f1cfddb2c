/**
 * Runs the cells and exercises of the book when it is built: reads tasks by page as JSON on stdin, and writes a line of JSON
 * when Python has started, for the result of each task, and at the end of each page.
 *
 * @typedef {{ task: string, payload: object }} Task
 * @typedef {{ base: string, engine: string, config: import("./boot.js").Config, pages: { page: string, tasks: Task[] }[] }} Plan
 */

import { readFileSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { answering } from "./answer.js";
import { boot } from "./boot.js";

console.log = console.error; // what the interpreter has to say is no answer of ours

/** @type {Plan} */
const { base, engine, config, pages } = JSON.parse(readFileSync(0, "utf8"));
const open = async (/** @type {string} */ url) => new Response(await readFile(new URL(url)));
const python = answering(await boot(base, config, { engine, open }));

say({ started: true });
for (const { page, tasks } of pages) {
  const rules = new Set();
  for (const task of tasks) {
    const answer = ask(task);
    for (const { name } of answer.result.rules ?? []) rules.add(name);
    say(answer);
  }
  for (const name of rules) ask({ task: "forget", payload: { name } });
  say({ page });
}
process.exit(); // Python would wait for more

/** @param {Task} task */
function ask({ task, payload }) {
  /** @type {{ json: string, arrays: number[][] }[]} */
  const pieces = [];
  const reply = python({ op: "lab", task, payload: JSON.stringify(payload) }, ({ json, arrays }) =>
    pieces.push({ json, arrays: arrays.map((array) => Array.from(array)) }),
  );
  return reply.t === "error"
    ? { pieces, result: {}, stopped: `${reply.type}: ${reply.message}` }
    : { pieces, result: JSON.parse(reply.json), stopped: "" };
}

/** @param {object} line */
function say(line) {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let at = 0; at < bytes.length; ) at += write(bytes, at);
}

/** Writes what the reader's pipe has room for; a full one is waited for. @param {Buffer} bytes @param {number} at */
function write(bytes, at) {
  try {
    return writeSync(1, bytes, at);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}
