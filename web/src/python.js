/**
 * Python, as the page sees it: one worker for the visit, started when it is first wanted.
 *
 * Whoever draws asks for scenes, whoever runs the reader's code for tasks of the lab, each under a key of its own. Of each
 * key one request is with Python and one waits; a newer one takes the place of the one that waits, so that the last one
 * always wins. Python answers in turn. When it dies, or is stopped, another takes its place and is asked what is still open,
 * except for the reader's code that it died of.
 *
 * @typedef {import("./boot.js").Config} Config
 * @typedef {import("./answer.js").Question} Question
 * @typedef {import("./answer.js").Piece} Piece
 * @typedef {import("./serve.js").Reply | import("./serve.js").Said} Reply
 * @typedef {Reply | import("./serve.js").Progress | import("./serve.js").Fetched | import("./serve.js").Compiled | import("./serve.js").Status} Message
 * @typedef {{ state: "off" | "loading" | "ready" | "failed", progress: number, message: string }} State progress from 0 to 1; message: why it failed, for the reader
 * @typedef {object} Request
 * @property {number} id
 * @property {string} key
 * @property {Question} question
 * @property {boolean} again whether Python died of it once before
 * @property {(piece: Piece) => void} hear
 * @property {(reply: Piece | null) => void} resolve
 * @property {(error: Error) => void} reject
 */

import { revive } from "./draw/scene.js";
import { answerFromStorage, keep, kept } from "./keep.js";
import { Own } from "./own.js";

/** Milliseconds that code of a page that was left may go on, before it is ended for those that come after. */
const GRACE = 1000;

/** What a request is refused with when there is no Python; the message is for the reader. */
export class RuntimeFailure extends Error {
  name = "RuntimeFailure";
}

/** An exception that Python raised: its own type and message, and where it came from. */
export class PythonError extends Error {
  /** @param {import("./answer.js").Failure} failure */
  constructor({ type, message, frames }) {
    super(message);
    this.name = type;
    this.frames = frames;
  }
}

export class Python {
  /** @type {State} */
  state = { state: "off", progress: 0, message: "" };
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<string, Request>} */
  #asked = new Map();
  /** @type {Map<string, Request>} */
  #waiting = new Map();
  /** @type {Set<(state: State) => void>} */
  #listeners = new Set();
  /** What the first Python of the visit fetches, until it is handed on to be kept. @type {import("./serve.js").Copy[] | null} */
  #copies = [];
  /** The interpreter as it was compiled for the first Python: the next ones start in half the time. @type {WebAssembly.Module | undefined} */
  #module;
  #last = 0;

  /**
   * @param {Config} config what the build says of the runtime
   * @param {URL} root the root of the site
   * @param {Own} own the rules that the reader has written
   */
  constructor(config, root, own = new Own()) {
    this.config = config;
    this.base = new URL(`${config.folder}/`, root).href;
    this.own = own;
  }

  /**
   * Starts Python, if it has not been started.
   * @param {{ demo: string, values: object }} [rehearsal] a scene to compute before it is ready: a demo's first one takes longer
   */
  warm(rehearsal) {
    if (this.state.state === "off") this.#start(rehearsal);
  }

  /** Starts Python when the page has nothing better to do, if that costs no download. */
  async warmIfKept() {
    if (await kept(this.base, this.config.files)) idle(() => this.warm());
  }

  /**
   * @param {string} key
   * @param {string} demo
   * @param {object} values of the demo's controls
   * @returns {Promise<Piece | null>} null when a newer request, or the end of the key, took its place
   */
  scene(key, demo, values) {
    return this.#ask(key, { op: "scene", demo, values: JSON.stringify(values) });
  }

  /**
   * @param {string} key
   * @param {string} task of the lab (lab/tasks.py)
   * @param {object} payload
   * @param {(piece: any) => void} [hear] is told what the task says while it runs
   * @returns {Promise<any>} null when it was stopped, or a newer request, or the end of the key, took its place
   */
  async task(key, task, payload, hear = () => {}) {
    const question = /** @type {Question} */ ({
      op: "lab",
      task,
      payload: JSON.stringify(payload),
    });
    const told = (/** @type {Piece} */ { json, arrays }) => hear(revive(json, arrays));
    const reply = await this.#ask(key, question, told);
    return reply && revive(reply.json, reply.arrays);
  }

  /** Whoever asked under this key has left the page. Code of theirs may finish, but not go on for ever. @param {string} key */
  cancel(key) {
    const running = this.#asked.get(key);
    running?.resolve(null);
    this.#waiting.get(key)?.resolve(null);
    this.#waiting.delete(key);
    if (!running || !runs(running)) return;
    running.hear = () => {};
    setTimeout(() => {
      if (this.#asked.get(key) !== running) return;
      this.#asked.delete(key);
      this.renew();
    }, GRACE);
  }

  /** Ends what Python is doing, and all of the reader's code that waits. Another Python starts at once, which is asked for the scenes. */
  stop() {
    const [running] = this.#asked.values();
    this.#end((request) => request === running || runs(request));
    if (this.state.state === "ready") this.renew();
  }

  /** Another Python takes the place of this one, and is asked all that is open. */
  renew() {
    this.#worker?.terminate();
    for (const [key, request] of this.#asked) if (this.#waiting.has(key)) request.resolve(null);
    this.#waiting = new Map([...this.#asked, ...this.#waiting]);
    this.#asked.clear();
    this.#start();
  }

  /**
   * @param {(state: State) => void} listener called now and at every change
   * @returns {() => void} ends it
   */
  on(listener) {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  /**
   * @param {string} key
   * @param {Question} question
   * @param {(piece: Piece) => void} [hear]
   * @returns {Promise<Piece | null>}
   */
  #ask(key, question, hear = () => {}) {
    this.warm();
    if (this.state.state === "failed")
      return Promise.reject(new RuntimeFailure(this.state.message));
    return new Promise((resolve, reject) => {
      this.#waiting.get(key)?.resolve(null);
      const id = ++this.#last;
      this.#waiting.set(key, { id, key, question, again: false, hear, resolve, reject });
      this.#send(key);
    });
  }

  /** @param {{ demo: string, values: object }} [rehearsal] */
  #start(rehearsal) {
    const worker = new Worker(`${this.base}worker.js`, { type: "module" });
    worker.onmessage = ({ data }) => worker === this.#worker && this.#hear(data);
    worker.onerror = ({ message }) =>
      worker === this.#worker && this.#die(message || "its worker did not start");
    worker.postMessage({
      id: ++this.#last,
      op: "init",
      base: this.base,
      config: this.config,
      copy: Boolean(this.#copies),
      module: this.#module,
      rehearsal,
    });
    this.#worker = worker;
    this.#become({ state: "loading", progress: 0, message: "" });
  }

  /** @param {Message} message */
  #hear(message) {
    if (message.t === "progress") this.#become({ ...this.state, progress: message.value });
    else if (message.t === "module") this.#module = message.module;
    else if (message.t === "copy") this.#copies?.push(message);
    else if (message.t !== "status") this.#answer(message);
    else if (message.state === "dead") this.#die(message.message);
    else this.#begin();
  }

  #begin() {
    this.#become({ state: "ready", progress: 1, message: "" });
    this.own.define(this);
    for (const key of [...this.#waiting.keys()]) this.#send(key);
    if (!this.#copies) return;
    idle(() => answerFromStorage(this.base));
    keep(this.base, this.config.files, this.#copies);
    this.#copies = null;
  }

  /** @param {Reply} reply */
  #answer(reply) {
    const request = [...this.#asked.values()].find(({ id }) => id === reply.id);
    if (!request) return;
    if (reply.t === "piece") return request.hear(reply);
    if (reply.t === "result") request.resolve(reply);
    else request.reject(new PythonError(reply));
    this.#asked.delete(request.key);
    this.#send(request.key);
  }

  /** Python is asked when it is ready, so that what has not been sent can still be taken back. @param {string} key */
  #send(key) {
    const request = this.#waiting.get(key);
    if (!request || this.#asked.has(key) || this.state.state !== "ready") return;
    this.#waiting.delete(key);
    this.#asked.set(key, request);
    this.#worker?.postMessage({ id: request.id, ...request.question });
  }

  /** A worker that dies while it loads will not do better; one that dies at work is replaced. @param {string} why */
  #die(why) {
    if (this.state.state === "loading") {
      this.#worker?.terminate();
      const message = `Python could not be loaded (${why}). The figures still play; changing controls needs it. Reload to try again.`;
      this.#become({ state: "failed", progress: 0, message });
      for (const { reject } of this.#waiting.values()) reject(new RuntimeFailure(message));
      this.#waiting.clear();
      return;
    }
    // They are answered in turn, so the first one is what it died of.
    const [cause] = this.#asked.values();
    if (cause && (cause.again || runs(cause))) {
      this.#asked.delete(cause.key);
      cause.reject(crash(why, cause));
    } else if (cause) cause.again = true;
    this.renew();
  }

  /** Answers these requests with nothing. @param {(request: Request) => boolean} which */
  #end(which) {
    for (const requests of [this.#asked, this.#waiting])
      for (const [key, request] of requests) {
        if (!which(request)) continue;
        request.resolve(null);
        requests.delete(key);
      }
  }

  /** @param {State} state */
  #become(state) {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** Whether it runs the reader's own code, which is never run a second time unasked. @param {Request} request */
const runs = ({ question }) => question.op === "lab";

/** @param {string} why @param {Request} request */
function crash(why, request) {
  const message = runs(request)
    ? `Python ${ends(why)} and was started again. Your code is kept.`
    : `Python stopped while it computed this (${why}).`;
  return new PythonError({ t: "error", type: "Crash", message, frames: [] });
}

/** What happened, for the reader. @param {string} why */
function ends(why) {
  if (/memory|alloc/i.test(why)) return "ran out of memory";
  if (/stack|recursion/i.test(why)) return "went deeper than its stack reaches";
  return `stopped (${why})`;
}

/** Safari has no requestIdleCallback. @param {() => void} task */
function idle(task) {
  if ("requestIdleCallback" in self) requestIdleCallback(task, { timeout: 5000 });
  else setTimeout(task, 1000);
}
