/**
 * The worker's side of the protocol (the page's is in python.js).
 *
 * @typedef {import("./boot.js").Config} Config
 * @typedef {import("./answer.js").Question} Question
 * @typedef {import("./answer.js").Piece} Piece
 * @typedef {{ id: number, op: "init", base: string, config: Config, copy?: boolean, module?: WebAssembly.Module, rehearsal?: { demo: string, values: object } }} Init copy: hand over what is fetched; module: the interpreter, compiled
 * @typedef {{ id: number } & Question} Ask
 * @typedef {{ url: string, type: string, body: ArrayBuffer }} Copy a file that was fetched
 * @typedef {{ id: number, t: "progress", value: number }} Progress
 * @typedef {{ id: number, t: "copy" } & Copy} Fetched
 * @typedef {{ id: number, t: "module", module: WebAssembly.Module }} Compiled
 * @typedef {{ id: number, t: "status", state: "ready" | "dead", message: string }} Status
 * @typedef {{ id: number, t: "piece" } & Piece} Said
 * @typedef {{ id: number } & (import("./answer.js").Result | import("./answer.js").Failure)} Reply
 */

import { answering } from "./answer.js";
import { closeWorker } from "./sandbox.js";

/** @param {typeof import("./boot.js").boot} boot */
export function serve(boot) {
  // Held here, and out of the worker's scope by the time that reader's code runs.
  const post = self.postMessage.bind(self);
  /** @type {Promise<ReturnType<typeof answering>>} */
  let ready;

  /** @param {Progress | Fetched | Compiled | Status | Said | Reply} message */
  function send(message) {
    const arrays = "arrays" in message ? message.arrays.map(({ buffer }) => buffer) : [];
    post(message, { transfer: "body" in message ? [message.body] : arrays });
  }

  /** @param {Init} message */
  async function start({ id, base, config, copy, module, rehearsal }) {
    const copied = copy ? copying((file) => send({ id, t: "copy", ...file })) : [];
    const report = (/** @type {number} */ value) => send({ id, t: "progress", value });
    const compiled = (/** @type {WebAssembly.Module} */ module) =>
      send({ id, t: "module", module });
    const answer = answering(await boot(base, config, { report, module, compiled }));
    await Promise.all(copied);
    closeWorker();
    if (rehearsal)
      answer({ op: "scene", demo: rehearsal.demo, values: JSON.stringify(rehearsal.values) });
    send({ id, t: "status", state: "ready", message: "" });
    return answer;
  }

  self.addEventListener(
    "message",
    async (/** @type {MessageEvent<Init | Ask>} */ { data: message }) => {
      const { id } = message;
      try {
        if (message.op === "init") ready = start(message);
        const answer = await ready;
        if (message.op === "init") return;
        send({ id, ...answer(message, (piece) => send({ id, t: "piece", ...piece })) });
      } catch (error) {
        send({ id, t: "status", state: "dead", message: String(error) });
      }
    },
  );
}

/**
 * Hands over a copy of every file that is fetched from now on, so that nobody need fetch it twice.
 * @param {(file: Copy) => void} hand
 * @returns {Promise<void>[]} one for each
 */
function copying(hand) {
  /** @type {Promise<void>[]} */
  const copied = [];
  const { fetch } = self;
  self.fetch = async (...request) => {
    const response = await fetch(...request);
    if (!response.ok) return response;
    const type = response.headers.get("Content-Type") ?? "";
    const body = response.clone().arrayBuffer();
    // What breaks off does so for whoever asked for it, too, and that is where it is told.
    copied.push(body.then((body) => hand({ url: response.url, type, body })).catch(() => {}));
    return response;
  };
  return copied;
}
