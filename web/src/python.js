/**
 * Python, as the page sees it: one worker for the visit, started when it is first wanted.
 *
 * Whoever draws asks for scenes under a key of its own. Of each key one request is with Python and
 * one waits; a newer one takes the place of the one that waits, so that the last one always wins.
 *
 * @typedef {import("./boot.js").Config} Config
 * @typedef {import("./serve.js").Reply | import("./serve.js").Progress | import("./serve.js").Status} Message
 * @typedef {{ json: string, arrays: (Float32Array | Float64Array)[] }} Scene
 * @typedef {{ state: "off" | "loading" | "ready" | "failed", progress: number, message: string }} State progress from 0 to 1; message: why it failed, for the reader
 * @typedef {object} Request
 * @property {number} id
 * @property {string} key
 * @property {string} demo
 * @property {string} values as JSON
 * @property {boolean} again whether Python died of it once before
 * @property {(scene: Scene | null) => void} resolve
 * @property {(error: Error) => void} reject
 */

import { answerFromStorage, kept } from "./keep.js";

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
  #last = 0;

  /**
   * @param {Config} config what the build says of the runtime
   * @param {URL} root the root of the site
   */
  constructor(config, root) {
    this.config = config;
    this.base = new URL(`${config.folder}/`, root).href;
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
   * @returns {Promise<Scene | null>} null when a newer request, or the end of the key, took its place
   */
  scene(key, demo, values) {
    this.warm();
    if (this.state.state === "failed")
      return Promise.reject(new RuntimeFailure(this.state.message));
    return new Promise((resolve, reject) => {
      this.#waiting.get(key)?.resolve(null);
      const id = ++this.#last;
      const text = JSON.stringify(values);
      this.#waiting.set(key, { id, key, demo, values: text, again: false, resolve, reject });
      this.#send(key);
    });
  }

  /** Whoever drew under this key has left the page. @param {string} key */
  cancel(key) {
    this.#asked.get(key)?.resolve(null);
    this.#waiting.get(key)?.resolve(null);
    this.#waiting.delete(key);
  }

  /** Ends Python, whatever it is doing; the next request starts it afresh. */
  stop() {
    this.#worker?.terminate();
    for (const request of this.#forget()) request.resolve(null);
    this.#become({ state: "off", progress: 0, message: "" });
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

  /** @param {{ demo: string, values: object }} [rehearsal] */
  #start(rehearsal) {
    const worker = new Worker(`${this.base}worker.js`, { type: "module" });
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = ({ message }) => this.#die(message || "its worker did not start");
    const { base, config } = this;
    worker.postMessage({ id: ++this.#last, op: "init", base, config, rehearsal });
    this.#worker = worker;
    this.#become({ state: "loading", progress: 0, message: "" });
  }

  /** @param {Message} message */
  #hear(message) {
    if (message.t === "progress") this.#become({ ...this.state, progress: message.value });
    else if (message.t === "scene" || message.t === "error") this.#answer(message);
    else if (message.state === "dead") this.#die(message.message);
    else {
      this.#become({ state: "ready", progress: 1, message: "" });
      idle(() => answerFromStorage(this.base));
    }
  }

  /** @param {import("./serve.js").Reply} reply */
  #answer(reply) {
    const request = [...this.#asked.values()].find(({ id }) => id === reply.id);
    if (!request) return;
    if (reply.t === "scene") request.resolve({ json: reply.json, arrays: reply.arrays });
    else request.reject(new PythonError(reply));
    this.#asked.delete(request.key);
    this.#send(request.key);
  }

  /** @param {string} key */
  #send(key) {
    const request = this.#waiting.get(key);
    if (!request || this.#asked.has(key)) return;
    this.#waiting.delete(key);
    this.#asked.set(key, request);
    const { id, demo, values } = request;
    this.#worker?.postMessage({ id, op: "scene", key, demo, values });
  }

  /** A worker that dies while it loads will not do better; one that dies at work is replaced. @param {string} why */
  #die(why) {
    this.#worker?.terminate();
    if (this.state.state === "loading") {
      const message = `Python could not be loaded (${why}). The figures still play; changing controls needs it. Reload to try again.`;
      this.#become({ state: "failed", progress: 0, message });
      for (const request of this.#forget()) request.reject(new RuntimeFailure(message));
      return;
    }
    // They are answered in turn, so the first one is what it died of.
    const [cause, ...others] = this.#forget();
    this.#start();
    if (cause?.again) cause.reject(crash(why));
    else if (cause) this.#renew({ ...cause, again: true });
    for (const request of others) this.#renew(request);
    for (const key of [...this.#waiting.keys()]) this.#send(key);
  }

  /** Newer requests come after older ones, and take the place of those with their key. @param {Request} request */
  #renew(request) {
    this.#waiting.get(request.key)?.resolve(null);
    this.#waiting.set(request.key, request);
  }

  /** Leaves no request behind, and returns those that were open. */
  #forget() {
    const open = [...this.#asked.values(), ...this.#waiting.values()];
    this.#asked.clear();
    this.#waiting.clear();
    return open;
  }

  /** @param {State} state */
  #become(state) {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** @param {string} why */
function crash(why) {
  const message = `Python stopped while it computed this (${why}).`;
  return new PythonError({ t: "error", type: "Crash", message, frames: [] });
}

/** Safari has no requestIdleCallback. @param {() => void} task */
function idle(task) {
  if ("requestIdleCallback" in self) requestIdleCallback(task, { timeout: 5000 });
  else setTimeout(task, 1000);
}
