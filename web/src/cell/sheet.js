/**
 * Cells that share a namespace, kept in step with Python, with storage and with what a link brought: those of a page, the
 * one cell of an exercise, or the one in which an optimizer is edited.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Action} Action
 * @typedef {import("./state.js").Cell} Cell
 * @typedef {import("./output.js").Piece} Piece
 * @typedef {import("../own.js").Facts} Facts
 * @typedef {import("../python.js").Python} Python
 * @typedef {{ name: string, passed: boolean, message: string }} Result of a check
 * @typedef {{ id: string, source: string, needs?: string[], pieces?: Piece[], checks?: string, title?: string }} Given what the build says of a cell
 */

import { unpack } from "../draw/scene.js";
import { read, write } from "../store.js";
import { isBusy, reduce, sources } from "./state.js";

/** What changes the reader's code. */
const KEPT = new Set(["edit", "accept", "reset", "settle"]);
const STOPPED = "Stopped. Your code is kept.";

export class Sheet {
  /** @type {State} */
  state;
  /** What the checks of an exercise have said of which code; ok: that they all hold. @type {{ source: string, ok: boolean, results: Result[] } | null} */
  verdict = null;
  /** The rules that the last run of each cell registered. @type {Record<string, Facts[]>} */
  rules = {};
  /** Whether the reader has solved the exercise, on this or an earlier visit. */
  solved;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {Python} python
   * @param {string} page its address in the book
   * @param {string} name of its namespace
   * @param {Given[]} given
   */
  constructor(python, page, name, given) {
    this.python = python;
    this.page = page;
    this.name = name;
    this.given = given;
    this.solved = read(`exercise:${name}`) === "passed";
    const starters = Object.fromEntries(given.map(({ id, source }) => [id, source]));
    this.state = {
      asked: {},
      cells: given.map(({ id, source: starter, needs = [], pieces }) => {
        const mine = read(this.#key(id));
        return {
          id,
          starter,
          source: mine?.source ?? starter,
          brought: null,
          news: Boolean(mine) && mine.starter !== digest(starter) && mine.source !== starter,
          needs,
          pieces: pieces ?? [],
          made: pieces ? starters : null,
          phase: "idle",
          seconds: 0,
        };
      }),
    };
  }

  /** @param {string} id @returns {Cell} */
  cell(id) {
    const found = this.state.cells.find((cell) => cell.id === id);
    if (!found) throw new Error(`no cell ${id}`);
    return found;
  }

  /** @param {Action} action */
  dispatch(action) {
    this.state = reduce(this.state, action);
    if (KEPT.has(action.type) && "id" in action) this.#keep(action.id);
    this.#tell();
  }

  /**
   * @param {() => void} listener called at every change
   * @returns {() => void} ends it
   */
  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs a cell, after those that it needs. @param {string} id */
  async run(id) {
    const reply = await this.#ask(id, "run", () => ({
      page: this.name,
      cells: Object.entries(sources(this.state)).map(([id, source]) => ({ id, source })),
      cell: id,
    }));
    if (reply) this.dispatch({ type: "know", needs: reply.needs });
  }

  /** Runs the cell of an exercise by itself, then its checks. @param {string} id */
  async check(id) {
    if (isBusy(this.cell(id))) return;
    this.verdict = null;
    const { checks } = this.given.find((cell) => cell.id === id) ?? {};
    let source = "";
    const reply = await this.#ask(id, "check", () => {
      source = this.cell(id).source;
      return { page: this.name, id, source, checks };
    });
    if (!reply) return;
    this.verdict = { source, ok: reply.ok, results: reply.results };
    if (reply.ok) {
      this.solved = true;
      write(`exercise:${this.name}`, "passed");
    }
    this.#tell();
  }

  stop() {
    this.python.stop();
  }

  /**
   * What may be written at a place of a cell; nothing while Python is not there.
   * @param {string} id
   * @param {number} offset
   */
  async complete(id, offset) {
    if (this.python.state.state !== "ready" || this.state.cells.some(isBusy)) return null;
    const now = sources(this.state);
    const cells = Object.entries(now).map(([id, source]) => ({ id, source }));
    const question = { page: this.name, cells, cell: id, source: now[id], offset };
    return this.python.task(`complete ${this.name}`, "complete", question).catch(() => null);
  }

  /** The page is left. */
  leave() {
    for (const { id } of this.state.cells) this.python.cancel(this.#task(id));
  }

  /**
   * @param {string} id
   * @param {string} task
   * @param {() => object} payload
   */
  async #ask(id, task, payload) {
    if (isBusy(this.cell(id))) return null;
    if (this.cell(id).brought !== null) this.dispatch({ type: "accept", id });
    this.dispatch({ type: "ask", id, loading: this.python.state.state !== "ready" });
    // An exercise goes on until its checks have answered, for they call the reader's functions.
    const last = /** @type {any[]} */ ([]);
    const hear = (/** @type {any} */ piece) => {
      if (task === "check" && piece.kind === "end") last.push(piece);
      else this.dispatch({ type: "hear", id, piece });
    };
    try {
      const reply = await this.python.task(this.#task(id), task, payload(), hear);
      if (reply) for (const piece of last) this.dispatch({ type: "hear", id, piece });
      this.dispatch({ type: "stop", id, piece: reply ? null : { kind: "note", text: STOPPED } });
      if (!reply) return null;
      this.rules = { ...this.rules, [id]: reply.rules };
      for (const facts of reply.rules) this.python.own.add(facts);
      return reply;
    } catch (error) {
      this.dispatch({ type: "stop", id, piece: failure(/** @type {Error} */ (error)) });
      return null;
    }
  }

  /** @param {string} id */
  #task(id) {
    return `cell ${this.name}#${id}`;
  }

  /** @param {string} id */
  #key(id) {
    return `code:${this.page}#${id}`;
  }

  /** Puts the reader's code by, if it is not the author's. @param {string} id */
  #keep(id) {
    const { source, starter, news } = this.cell(id);
    const mine = { source, starter: news ? read(this.#key(id))?.starter : digest(starter) };
    write(this.#key(id), source === starter ? null : mine);
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

/** @param {Error} error @returns {Piece} */
function failure({ name, message }) {
  const type = name === "Crash" || name === "RuntimeFailure" ? "Python stopped" : name;
  const nowhere = { line: null, column: null, end_line: null, end_column: null, frames: [] };
  return { kind: "error", type, message, hint: "", ...nowhere };
}

/** A short name for a text, which changes with it. @param {string} text */
export function digest(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** @typedef {{ page: string, cells: Given[], exercises: Given[], edits: Given[] }} Page what the build says of a page's code */
/** @type {Map<string, Promise<Page>>} */
const pages = new Map();
/** @type {Map<string, { sheet: Sheet, users: number }>} */
const sheets = new Map();

/** @param {string} address @returns {Promise<Page>} */
function pageAt(address) {
  const known = pages.get(address);
  if (known) return known;
  const page = fetch(address).then(
    async (response) => /** @type {any} */ (unpack(await response.json())),
  );
  page.catch(() => pages.delete(address)); // the next touch tries again
  pages.set(address, page);
  return page;
}

/** The sheet that a cell belongs to, for as long as any cell of it is in the page. @param {Python} python @param {string} address @param {string} id */
export async function borrow(python, address, id) {
  const page = await pageAt(address);
  const together = page.cells.some((cell) => cell.id === id);
  const key = together ? address : `${address}#${id}`;
  const entry = sheets.get(key) ?? { users: 0, sheet: make() };
  sheets.set(key, entry);
  entry.users++;
  const give = () => {
    if (--entry.users) return;
    sheets.delete(key);
    entry.sheet.leave();
  };
  return { sheet: entry.sheet, give };

  function make() {
    if (together) return new Sheet(python, page.page, page.page, page.cells);
    const alone = [...page.exercises, ...page.edits].filter((cell) => cell.id === id);
    return new Sheet(python, page.page, `${page.page}#${id}`, alone);
  }
}
