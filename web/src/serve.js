/**
 * The worker's side of the protocol (the page's is in python.js).
 *
 * @typedef {import("./boot.js").Config} Config
 * @typedef {import("./answer.js").Scene | import("./answer.js").Failure} Answer
 * @typedef {{ id: number, op: "init", base: string, config: Config, rehearsal?: { demo: string, values: object } }} Init
 * @typedef {{ id: number, op: "scene", key: string, demo: string, values: string }} Ask values as JSON
 * @typedef {{ id: number, t: "progress", value: number }} Progress
 * @typedef {{ id: number, t: "status", state: "ready" | "dead", message: string }} Status
 * @typedef {{ id: number } & Answer} Reply
 */

import { answering } from "./answer.js";

/** Ways out of the page, which reader's code must not find; everything is loaded by then. */
const EXITS = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "WebTransport",
  "indexedDB",
  "caches",
  "BroadcastChannel",
  "Worker",
  "importScripts",
];

/** @param {typeof import("./boot.js").boot} boot */
export function serve(boot) {
  /** @type {Promise<ReturnType<typeof answering>>} */
  let ready;

  /** @param {Init} message */
  async function start({ id, base, config, rehearsal }) {
    const report = (/** @type {number} */ value) => postMessage({ id, t: "progress", value });
    const answer = answering(await boot(base, config, { report }));
    close();
    if (rehearsal) answer(rehearsal.demo, JSON.stringify(rehearsal.values));
    postMessage({ id, t: "status", state: "ready", message: "" });
    return answer;
  }

  self.onmessage = async (/** @type {MessageEvent<Init | Ask>} */ { data }) => {
    try {
      if (data.op === "init") ready = start(data);
      const answer = await ready;
      if (data.op === "scene") reply(data.id, answer(data.demo, data.values));
    } catch (error) {
      postMessage({ id: data.id, t: "status", state: "dead", message: String(error) });
    }
  };
}

/** @param {number} id @param {Answer} answer */
function reply(id, answer) {
  const buffers = answer.t === "scene" ? answer.arrays.map((array) => array.buffer) : [];
  postMessage({ id, ...answer }, { transfer: buffers });
}

function close() {
  for (let scope = self; scope; scope = Object.getPrototypeOf(scope)) {
    for (const name of EXITS) Reflect.deleteProperty(scope, name);
  }
}
