import { keys, read, write } from "../store.js";
import { count, inWords, isAnswer, judge, numberIn } from "./judge.js";

/**
 * @typedef {import("./judge.js").Given} Given
 * @typedef {import("./judge.js").Verdict} Verdict
 * @typedef {{ given?: Given, right?: boolean }} Answer what the reader answered; nothing: they have only been shown
 */

const EVENTS = ["submit", "input", "click"];

/** All questions in the page: each shows the score. @type {Set<Question>} */
const here = new Set();

/**
 * A question that the build has printed with its answers: reads what the reader gives, tells what the build explained, and
 * keeps both. It may be moved, removed and put back at any time.
 */
export class Question extends HTMLElement {
  kind = "quiz";
  /** What the score counts. */
  counted = "Quick checks";
  /** @type {Answer | null} */
  answer = null;

  connectedCallback() {
    here.add(this);
    for (const name of EVENTS) this.addEventListener(name, this);
    this.answer = this.remembered(read(this.#name));
    if (this.answer?.given !== undefined) this.#fill(this.answer.given);
    this.draw();
  }

  disconnectedCallback() {
    here.delete(this);
    for (const name of EVENTS) this.removeEventListener(name, this);
  }

  /**
   * An answer from before: null where the question has changed so much that it is none.
   * @param {Answer | null} answer
   * @returns {Answer | null}
   */
  remembered(answer) {
    return answer?.given === undefined || isAnswer(this.key, answer.given) ? answer : null;
  }

  /** @param {Event} event */
  handleEvent(event) {
    const on = /** @type {Element} */ (event.target);
    if (event.type === "submit") {
      event.preventDefault();
      this.commit();
    } else if (event.type === "input") {
      this.changed();
    } else if (on.closest(".question-again")) {
      this.again();
    }
  }

  /** The reader wants to know. */
  commit() {
    const given = this.given();
    if (given === null)
      return this.say(
        "",
        this.choices.length ? "Choose first." : "Type a number, such as 0.5 or 1e-3.",
      );
    this.keep({ given, right: judge(this.key, given).right });
  }

  /** The reader is changing the answer. */
  changed() {}

  /** Asks once more. */
  again() {
    this.find("form").reset();
    this.keep(null);
    (this.inputs[0] ?? this.find(".question-commit")).focus();
  }

  /** @param {Answer | null} answer */
  keep(answer) {
    this.answer = answer;
    write(this.#name, answer);
    this.draw();
    for (const other of here) other.score();
  }

  /** Shows the state that the answer has led to. */
  draw() {}

  /**
   * Opens these explanations, offers others behind their names, and hides the rest.
   * @param {number[]} told
   * @param {number[]} [offered]
   */
  tell(told, offered = []) {
    for (const [i, why] of this.explanations.entries()) {
      why.open = told.includes(i);
      why.classList.toggle("offered", offered.includes(i));
    }
  }

  /** @param {string} verdict @param {string} words */
  say(verdict, words) {
    const strong = document.createElement("strong");
    strong.textContent = verdict;
    this.find(".question-said").replaceChildren(...(verdict ? [strong, " "] : []), words);
  }

  /** Writes the score of the page and of the book. */
  score() {
    const page = `${this.kind}:${this.dataset.key?.replace(/#.*/, "")}#`;
    const of = (/** @type {string} */ start) => count(keys(start).map((key) => read(key)));
    const known = this.answer?.right !== undefined;
    const words = known ? inWords(this.counted, of(page), of(`${this.kind}:`)) : "";
    this.find(".question-score").textContent = words;
  }

  /** What the reader gives; null: nothing yet. @returns {Given | null} */
  given() {
    if (this.choices.length) {
      const chosen = this.inputs.flatMap((input, i) => (input.checked ? [i] : []));
      return chosen.length ? chosen : null;
    }
    const number = numberIn(this.inputs[0]?.value ?? "");
    return Number.isFinite(number) ? number : null;
  }

  /** @param {Given} given */
  #fill(given) {
    for (const [i, input] of this.inputs.entries()) {
      if (Array.isArray(given)) input.checked = given.includes(i);
      else input.value = String(given);
    }
  }

  /** What the build says is right. @returns {import("./judge.js").Choices | import("./judge.js").Amount} */
  get key() {
    if (this.choices.length)
      return { right: this.choices.map(({ dataset }) => "right" in dataset) };
    const { value, within } = this.inputs[0].dataset;
    const [, ...wrong] = this.explanations.map(({ dataset }) => Number(dataset.value));
    return { value: Number(value), within: Number(within), wrong };
  }

  get #name() {
    return `${this.kind}:${this.dataset.key}`;
  }

  get choices() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".choices > li")]);
  }

  get inputs() {
    return [...this.querySelectorAll("input")];
  }

  get explanations() {
    return /** @type {HTMLDetailsElement[]} */ ([...this.querySelectorAll("details.because")]);
  }

  /** @param {string} selector @returns {any} */
  find(selector) {
    return this.querySelector(selector);
  }
}
