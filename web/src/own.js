/**
 * The rules that the reader has written. They last for the visit, and longer if the reader says so; every Python that is
 * started is told of them, for it forgets them when it ends.
 *
 * @typedef {{ name: string, title: string, source: string, traits: string[], offers: string[] }} Facts what the lab says of a rule
 * @typedef {Facts & { kept: boolean, problem: string }} OwnRule problem: why Python does not have it, for the reader
 * @typedef {import("./python.js").Python} Python
 */

import { read, write } from "./store.js";

/** Milliseconds after which a Python that is still defining them is given up. */
const PATIENCE = 10_000;
const STUCK =
  "This rule did not finish being defined, so it is left out until its code is changed.";

export class Own {
  /** @type {Map<string, OwnRule>} */
  #rules = new Map();
  /** @type {Set<(rules: OwnRule[]) => void>} */
  #listeners = new Set();
  /** The names that Python is defining. @type {Set<string>} */
  #trying = new Set();
  /** @type {Python | undefined} */
  #python;

  constructor() {
    for (const [kept, storage] of stores()) {
      for (const facts of read("own", storage) ?? [])
        this.#rules.set(facts.name, { ...facts, kept, problem: "" });
    }
  }

  /** All of them, in the order in which they were written. */
  list() {
    return [...this.#rules.values()];
  }

  /**
   * Python has just registered this rule; one of the same name gives way to it.
   * @param {Facts} facts
   * @param {{ kept?: boolean }} [options] kept: beyond the visit; else as before
   */
  add(facts, { kept = this.#rules.get(facts.name)?.kept ?? false } = {}) {
    this.#rules.set(facts.name, { ...facts, kept, problem: "" });
    this.#changed();
  }

  /** Whether it outlasts the visit. @param {string} name @param {boolean} yes */
  keep(name, yes) {
    this.#change(name, { kept: yes });
  }

  /** @param {string} name */
  remove(name) {
    if (!this.#rules.delete(name)) return;
    if (this.#python?.state.state === "ready")
      this.#python.task(`own:${name}`, "forget", { name }).catch(() => {});
    this.#changed();
  }

  /**
   * @param {(rules: OwnRule[]) => void} listener called now and at every change
   * @returns {() => void} ends it
   */
  on(listener) {
    this.#listeners.add(listener);
    listener(this.list());
    return () => this.#listeners.delete(listener);
  }

  /**
   * Has a fresh Python define them. Each is a task of its own: whichever the last Python did not come back from is the one
   * that harms, and is left out.
   * @param {Python} python
   */
  define(python) {
    this.#python = python;
    const [stuck] = this.#trying;
    if (stuck) this.#change(stuck, { problem: STUCK });
    const sound = this.list().filter(({ problem }) => !problem);
    const trying = new Set(sound.map(({ name }) => name));
    this.#trying = trying;
    for (const { name, source } of sound) {
      python.task(`own:${name}`, "define", { rules: [{ name, source }] }).then(
        (reply) => {
          if (!reply) return;
          trying.delete(name);
          for (const { message } of reply.failed) this.#change(name, { problem: message });
        },
        (/** @type {Error} */ { message }) => {
          trying.delete(name);
          this.#change(name, { problem: message });
        },
      );
    }
    setTimeout(() => {
      if (trying === this.#trying && trying.size) python.renew();
    }, PATIENCE);
  }

  /** @param {string} name @param {Partial<OwnRule>} changes */
  #change(name, changes) {
    const rule = this.#rules.get(name);
    if (!rule) return;
    this.#rules.set(name, { ...rule, ...changes });
    this.#changed();
  }

  #changed() {
    const rules = this.list();
    for (const [kept, storage] of stores()) {
      const facts = rules.filter((rule) => rule.kept === kept);
      write(
        "own",
        facts.map(({ kept, problem, ...rest }) => rest),
        storage,
      );
    }
    for (const listener of this.#listeners) listener(rules);
  }
}

/** Where those that are kept lie, and those of the visit. @returns {[boolean, "localStorage" | "sessionStorage"][]} */
const stores = () => [
  [true, "localStorage"],
  [false, "sessionStorage"],
];
